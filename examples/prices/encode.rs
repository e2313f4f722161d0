//! Encodes the tables of `examples/prices` as the text of the price pack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

/// Date of the newest price list in the tables.
const DATE: &str = "2026-10";
/// Sizes and their multiples of the base of a family.
const STEPS: &[(&str, f64)] = &[
    ("nano", 0.25),
    ("micro", 0.5),
    ("small", 1.0),
    ("medium", 2.0),
    ("large", 4.0),
    ("xlarge", 8.0),
];

/// Reads the tables of a folder and returns the text of the pack.
pub fn encode(folder: &Path) -> Result<String, String> {
    let mut text = format!("prices 1 {DATE}\n");
    let factors = rows(folder, "class-factors.tsv")?;
    let (head, factors) = factors.split_first().ok_or("no factors")?;
    let regions = &head[2..];
    section(
        &mut text,
        "regions",
        [format!("all\t{}", regions.join(" "))],
    );
    section(&mut text, "dates", {
        let sources = rows(folder, "sources.tsv")?;
        sources
            .into_iter()
            .map(|row| format!("{}\t{}", row[0], row[1]))
    });
    section(
        &mut text,
        "services",
        services(&rows(folder, "services.tsv")?),
    );
    let by_service = rows(folder, "service-factors.tsv")?;
    section(&mut text, "service-factors", columns(&by_service, regions)?);
    section(
        &mut text,
        "classes",
        classes(&rows(folder, "classes.tsv")?)?,
    );
    let lines = factors.iter().map(|row| {
        let cells: Vec<&str> = row[2..].iter().map(|cell| shorter(cell)).collect();
        format!("{}/{}\t{}", row[0], row[1], cells.join(" "))
    });
    section(&mut text, "class-factors", sorted(lines));
    let components = rows(folder, "components.tsv")?.into_iter().flat_map(|row| {
        let types: Vec<String> = row[0].split(',').map(str::to_owned).collect();
        types
            .into_iter()
            .map(move |name| format!("{name}\t{}", row[1..].join("\t")))
    });
    // A stable sort keeps the components of a type in their order.
    let mut components: Vec<String> = components.collect();
    components.sort_by(|one, other| first(one).cmp(first(other)));
    section(&mut text, "components", components);
    let free = rows(folder, "free-types.txt")?.into_iter();
    section(&mut text, "free", sorted(free.map(|row| row[0].clone())));
    Ok(text)
}

fn first(line: &str) -> &str {
    line.split('\t').next().unwrap_or_default()
}

fn section(text: &mut String, name: &str, lines: impl IntoIterator<Item = String>) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "={name}");
    for line in lines {
        let _ = writeln!(text, "{line}");
    }
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    lines.collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns the cells of the rows of a table, without comments.
fn rows(folder: &Path, name: &str) -> Result<Vec<Vec<String>>, String> {
    let path = folder.join(name);
    let text = std::fs::read_to_string(&path);
    let text = text.map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines
        .map(|line| line.split('\t').map(str::to_owned).collect())
        .collect())
}

/// Returns the lines of the services: key, price, factor, trust and date.
fn services(rows: &[Vec<String>]) -> Vec<String> {
    let lines = rows.iter().map(|row| {
        let trust = match row[5].as_str() {
            "unverified" => "u",
            "derived" | "one or two public pages" => "s",
            _ => "-",
        };
        let date = if row[6] == "-" { "" } else { &row[6] };
        let factor = if row[4] == "other" { "-" } else { &row[4] };
        format!(
            "{}/{}\t{}\t{factor}\t{trust}\t{date}",
            row[0], row[1], row[3]
        )
    });
    let lines = lines.map(|line| match line.strip_suffix('\t') {
        Some(line) => format!("{line}\t-"),
        None => line,
    });
    sorted(lines)
}

/// Returns one line of factors for each column of the services, by region.
fn columns(rows: &[Vec<String>], regions: &[String]) -> Result<Vec<String>, String> {
    let (head, rows) = rows.split_first().ok_or("no factors of services")?;
    let by_region: BTreeMap<&str, &Vec<String>> =
        rows.iter().map(|row| (row[0].as_str(), row)).collect();
    let line = |at: usize| {
        let cell = |region: &String| {
            let row = by_region.get(region.as_str());
            row.map_or("-", |row| shorter(&row[at])).to_owned()
        };
        let cells: Vec<String> = regions.iter().map(cell).collect();
        format!("{}\t{}", head[at], cells.join(" "))
    };
    Ok(sorted((1..head.len()).map(line)))
}

/// Removes the zeros at the end of a factor.
fn shorter(factor: &str) -> &str {
    match factor.contains('.') {
        true => factor.trim_end_matches('0').trim_end_matches('.'),
        false => factor,
    }
}

/// Returns a line for each family: its base price, and its sizes with the prices that differ.
fn classes(rows: &[Vec<String>]) -> Result<Vec<String>, String> {
    let mut families: BTreeMap<String, Vec<(String, f64)>> = BTreeMap::new();
    for row in rows {
        let usd: f64 = row[2]
            .parse()
            .map_err(|_| format!("`{}` is no price", row[2]))?;
        let name = row[1]
            .trim_start_matches("db.")
            .trim_start_matches("cache.");
        let name = name.trim_end_matches(".search");
        let (family, size) = name.split_once('.').ok_or("a class has no size")?;
        let key = format!("{}/{family}", row[0]);
        families
            .entry(key)
            .or_default()
            .push((size.to_owned(), usd));
    }
    let lines = families.into_iter().map(|(key, sizes)| {
        let decimals = if key.starts_with("ec2/") { 5 } else { 3 };
        let candidates = sizes
            .iter()
            .filter_map(|(size, usd)| Some(usd / step(size)?));
        let matches = |base: f64| {
            let fits = |(size, usd): &&(String, f64)| fits(base, size, *usd, decimals);
            sizes.iter().filter(fits).count()
        };
        let mut best = (0, 0.0);
        for base in candidates.map(|base| (base * 1e8).round() / 1e8) {
            if matches(base) > best.0 {
                best = (matches(base), base);
            }
        }
        let mut sizes: Vec<_> = sizes.iter().collect();
        sizes.sort_by(|one, other| {
            let order = |(size, usd): &(String, f64)| step(size).unwrap_or(1000.0 + usd);
            order(one).total_cmp(&order(other))
        });
        let words = sizes
            .into_iter()
            .map(|(size, usd)| match fits(best.1, size, *usd, decimals) {
                true => size.clone(),
                false => format!("{size}={usd}"),
            });
        format!("{key}\t{}\t{}", best.1, words.collect::<Vec<_>>().join(" "))
    });
    Ok(sorted(lines))
}

fn fits(base: f64, size: &str, usd: f64, decimals: i32) -> bool {
    let scale = 10f64.powi(decimals);
    step(size).is_some_and(|step| ((base * step * scale).round() / scale - usd).abs() < 1e-9)
}

fn step(size: &str) -> Option<f64> {
    if let Some((_, step)) = STEPS.iter().find(|(name, _)| *name == size) {
        return Some(*step);
    }
    let number: f64 = size.strip_suffix("xlarge")?.parse().ok()?;
    Some(number * 8.0)
}
