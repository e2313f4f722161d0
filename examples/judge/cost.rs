//! Measures estimates of cost against recorded ones, or the share of priced types.
//!
//! The recorded ones are outputs of Infracost.
//!
//! A line of the file with `resources` as an array is a recorded output: rows of group, component,
//! quantity, unit, monthly cost and flag. Any other line is a program whose resources are counted.

use infragenie::cost::{Component, CostKind, CostOptions, Estimate, FILE, Prices, Usage, cost};
use infragenie::hcl;
use infragenie::schema::Schema;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::time::Instant;

/// Reads the shipped prices.
fn prices() -> Result<Prices, String> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(pack(FILE)?)
        .read_to_string(&mut text)
        .map_err(|error| error.to_string())?;
    Prices::read(text.leak()).map_err(|malformed| malformed.to_string())
}

/// Reads the shipped schema, which has the types of the provider.
fn schema() -> Result<Schema, String> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(pack(infragenie::schema::pack::FILE)?)
        .read_to_end(&mut bytes)
        .map_err(|error| error.to_string())?;
    Schema::read(&bytes).map_err(|malformed| malformed.to_string())
}

fn pack(name: &str) -> Result<std::fs::File, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("www/public/data")
        .join(name);
    std::fs::File::open(path).map_err(|error| error.to_string())
}

/// Measures all lines; `list` prints the differences.
pub fn run(units: impl Iterator<Item = Value>, list: bool) -> Result<Value, String> {
    let prices = prices()?;
    let schema = schema()?;
    let mut recorded = Recorded::default();
    let mut coverage = Coverage::default();
    for unit in units {
        let program = unit["program"].as_str().unwrap_or_default();
        let module = hcl::parse(program);
        let mut usage = Usage::default();
        if let Some(text) = unit["usage"].as_str() {
            let read = nested(&mut text.lines().peekable(), 0);
            if let Some(Value::Object(values)) = read.get("resource_usage") {
                usage.values = values.clone();
            }
        }
        let options = CostOptions {
            usage,
            ..CostOptions::default()
        };
        let start = Instant::now();
        let estimate = cost(&module, &prices, &options);
        coverage.micros.push(start.elapsed().as_secs_f64() * 1e6);
        let id = unit["id"].as_str().unwrap_or_default();
        match unit["resources"].as_array() {
            Some(rows) if rows.iter().all(|row| row["rows"].is_array()) && !rows.is_empty() => {
                recorded.compare(id, rows, &estimate, list);
            }
            _ => coverage.count(id, &estimate, &schema, list),
        }
    }
    coverage.micros.sort_by(f64::total_cmp);
    Ok(match recorded.rows {
        0 => coverage.figures(),
        _ => recorded.figures(),
    })
}

/// Reads a map of YAML by its indentation: objects and scalars.
fn nested<'l>(
    lines: &mut std::iter::Peekable<impl Iterator<Item = &'l str>>,
    indent: usize,
) -> Map<String, Value> {
    let mut map = Map::new();
    while let Some(line) = lines.peek() {
        let text = line.split(" #").next().unwrap_or_default();
        let depth = text.len() - text.trim_start().len();
        let text = text.trim();
        if text.is_empty() || text.starts_with('#') {
            lines.next();
            continue;
        }
        if depth < indent {
            break;
        }
        lines.next();
        let Some((key, value)) = text
            .rsplit_once(": ")
            .or(text.strip_suffix(':').map(|key| (key, "")))
        else {
            continue;
        };
        let value = value.trim().trim_matches('"');
        let value = match (value, value.parse::<f64>()) {
            ("", _) => Value::Object(nested(lines, depth + 1)),
            (_, Ok(number)) => json!(number),
            (text, _) => json!(text),
        };
        map.insert(key.trim_matches('"').to_owned(), value);
    }
    map
}

/// Agreement with recorded outputs.
#[derive(Default)]
struct Recorded {
    /// Rows with a quantity and a price in resources of the program.
    rows: usize,
    matched: usize,
    fixed: usize,
    fixed_matched: usize,
    /// Rows that depend on use, with a price per unit.
    units: usize,
    units_matched: usize,
    /// Matched rows whose price per unit is within 1 %.
    prices: usize,
    prices_equal: usize,
    totals: usize,
    totals_equal: usize,
    exempt: BTreeMap<&'static str, usize>,
}

impl Recorded {
    fn compare(&mut self, id: &str, resources: &[Value], estimate: &Estimate, list: bool) {
        for resource in resources {
            let address = resource["address"].as_str().unwrap_or_default();
            let rows = resource["rows"].as_array().cloned().unwrap_or_default();
            let Some((own, times)) = found(estimate, address) else {
                let reason = match address.starts_with("module.") {
                    true => "module that is not in the program",
                    false => "address that is not in the program",
                };
                *self.exempt.entry(reason).or_default() += rows.len();
                continue;
            };
            let mut left: Vec<&Component> = own.iter().collect();
            let (mut expected, mut ours, mut is_judged) = (0.0, 0.0, false);
            for row in &rows {
                let name = row[1].as_str().unwrap_or_default();
                let (quantity, monthly) = (row[2].as_f64(), row[4].as_f64());
                let (unit, flag) = (
                    row[3].as_str().unwrap_or_default(),
                    row[5].as_str().unwrap_or_default(),
                );
                if let Some(reason) = exempt(name) {
                    *self.exempt.entry(reason).or_default() += 1;
                    continue;
                }
                if flag == "u" {
                    self.units += 1;
                    let same =
                        |one: &&Component| one.unit == unit && close(one.price, monthly, 0.02);
                    self.units_matched += usize::from(own.iter().any(|one| same(&one)));
                    continue;
                }
                let (Some(quantity), Some(monthly)) = (quantity, monthly) else {
                    *self.exempt.entry("row without a price").or_default() += 1;
                    continue;
                };
                if quantity == 0.0 {
                    continue;
                }
                is_judged = true;
                self.rows += 1;
                self.fixed += usize::from(flag.is_empty());
                expected += monthly;
                let price = monthly / quantity;
                let fits = |one: &&Component| {
                    one.unit == unit
                        && close(one.quantity.map(|all| all / times), Some(quantity), 0.001)
                };
                let is_fixed = flag.is_empty();
                let distance = |one: &Component| {
                    let other_kind = if one.is_usage == is_fixed { 1.0 } else { 0.0 };
                    (one.price.unwrap_or(f64::MAX) - price).abs() + other_kind
                };
                let best = (0..left.len())
                    .filter(|at| fits(&left[*at]))
                    .min_by(|one, other| distance(left[*one]).total_cmp(&distance(left[*other])));
                match best {
                    Some(at) => {
                        let component = left.remove(at);
                        self.matched += 1;
                        self.fixed_matched += usize::from(flag.is_empty());
                        ours += monthly;
                        self.prices += 1;
                        let equal = close(component.price, Some(price), 0.01);
                        self.prices_equal += usize::from(equal);
                        if list && !equal {
                            println!(
                                "price\t{id}\t{address}\t{name}\t{price:.6}\t{:?}",
                                component.price
                            );
                        }
                    }
                    None if list => println!(
                        "row\t{id}\t{address}\t{name}\t{quantity} {unit}\t{flag}\tours: {}",
                        left.iter()
                            .map(|one| format!("{} {:?} {}", one.name, one.quantity, one.unit))
                            .collect::<Vec<_>>()
                            .join("; ")
                    ),
                    None => {}
                }
            }
            if !is_judged {
                continue;
            }
            for component in left.iter().filter(|one| !one.name.contains("IPv4")) {
                let is_given = component.assumptions.iter().any(|one| one.is_given);
                if !component.is_usage || is_given {
                    ours += component.monthly.unwrap_or(0.0) / times;
                }
            }
            self.totals += 1;
            let equal = (ours - expected).abs() <= expected.abs() * 0.02 + 0.01;
            self.totals_equal += usize::from(equal);
            if list && !equal {
                println!("total\t{id}\t{address}\t{expected:.2}\t{ours:.2}");
            }
        }
    }

    fn figures(&self) -> Value {
        json!({
            "rows": self.rows, "matched": share(self.matched, self.rows),
            "fixed": self.fixed, "fixed_matched": share(self.fixed_matched, self.fixed),
            "unit_prices": self.units, "unit_prices_matched": share(self.units_matched, self.units),
            "prices": self.prices, "prices_equal": share(self.prices_equal, self.prices),
            "totals": self.totals, "totals_equal": share(self.totals_equal, self.totals),
            "exempt": self.exempt,
        })
    }
}

/// Returns why a row is not compared.
fn exempt(name: &str) -> Option<&'static str> {
    match name {
        _ if name.contains("reserved") => Some("reserved price"),
        _ if name.starts_with("Select data") => Some("S3 Select, which new accounts do not have"),
        _ if name.starts_with('$') => Some("billed cost of an account"),
        _ => None,
    }
}

/// Returns the components of a resource and the number of equal instances in them.
fn found<'e>(estimate: &'e Estimate, address: &str) -> Option<(&'e [Component], f64)> {
    let base = address.split('[').next().unwrap_or(address);
    let exact = estimate.resources.iter().find(|one| one.address == address);
    let one = exact.filter(|one| one.r#type != "module").or_else(|| {
        estimate
            .resources
            .iter()
            .find(|one| one.address == base && one.r#type != "module")
    })?;
    Some((&one.components, one.count.high.max(1.0)))
}

fn close(one: Option<f64>, other: Option<f64>, part: f64) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= other.abs() * part + 1e-9,
        _ => false,
    }
}

fn share(some: usize, all: usize) -> String {
    format!("{some} ({:.1} %)", 100.0 * some as f64 / all.max(1) as f64)
}

/// Kinds of the resources of programs.
#[derive(Default)]
struct Coverage {
    kinds: BTreeMap<&'static str, usize>,
    missing: BTreeMap<String, usize>,
    micros: Vec<f64>,
}

impl Coverage {
    fn count(&mut self, id: &str, estimate: &Estimate, schema: &Schema, list: bool) {
        for resource in &estimate.resources {
            let name = resource.r#type.as_str();
            if name.starts_with("aws_") && !schema.resource_types().any(|known| known == name) {
                *self.kinds.entry("not_a_type").or_default() += 1;
                continue;
            }
            let kind = match resource.kind {
                CostKind::Fixed => "fixed",
                CostKind::Usage => "usage",
                CostKind::Free => "free",
                CostKind::NotPriced => "not_priced",
            };
            *self.kinds.entry(kind).or_default() += 1;
            if resource.kind == CostKind::NotPriced {
                *self.missing.entry(resource.r#type.clone()).or_default() += 1;
            }
            for component in resource.components.iter().filter(|_| list) {
                if let Some(unknown) = &component.unknown {
                    println!(
                        "unknown\t{id}\t{}\t{}\t{unknown}",
                        resource.address, component.name
                    );
                }
            }
        }
        if list {
            for (name, count) in &self.missing {
                println!("missing\t{name}\t{count}");
            }
            self.missing.clear();
        }
    }

    fn figures(&self) -> Value {
        let of = |name: &str| self.kinds.get(name).copied().unwrap_or(0);
        let all = self.kinds.values().sum::<usize>() - of("not_a_type");
        let priced = all - of("not_priced");
        let at = |part: f64| self.micros[((self.micros.len() - 1) as f64 * part) as usize].round();
        let mut missing: Vec<_> = self.missing.iter().collect();
        missing.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        missing.truncate(60);
        json!({
            "resources": all, "kinds": self.kinds, "priced_free_or_by_use": share(priced, all),
            "missing": missing, "micros_p50": at(0.5), "micros_p99": at(0.99),
        })
    }
}
