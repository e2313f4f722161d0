//! Counts the lines that completion, fixes and hardening add to the programs.

use crate::fixes;
use infragenie::fix::FixSelection;
use infragenie::hcl;
use infragenie::job::autofix::{Autofixed, autofix};
use infragenie::scan::{Remedy, Tables};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Counts of the results of one way to fix the programs.
#[derive(Default)]
struct Sum {
    lines: usize,
    findings: usize,
    changes: usize,
    formatted: usize,
    clean: usize,
}

impl Sum {
    fn add(&mut self, fixed: &Autofixed) {
        self.lines += lines(&fixed.module.text);
        self.findings += fixed.findings.len();
        self.changes += fixed.changes.len();
        let text = hcl::format(&fixed.module);
        self.formatted += usize::from(text.is_none_or(|text| text == fixed.module.text));
        self.clean += usize::from(fixed.problems.is_empty() && fixed.findings.is_empty());
    }
}

/// Fixes every draft as a run does, and as a run with the option `harden` does.
///
/// What the prompt left out and completion adds (provider, key pair, image lookup, variables) is
/// counted apart as `completed`. `list` prints the lines of each program, the
/// findings left that a free change closes, and the number of changes by check; with a folder the fixed programs are written to `<folder>/<kind>/<number>/main.tf`.
pub fn run(
    units: impl Iterator<Item = Value>,
    folder: Option<&Path>,
    tables: Tables,
    list: bool,
) -> Result<Value, String> {
    let schema = fixes::schema()?;
    let (mut count, mut written) = (0, 0);
    let (mut completed, mut fixed, mut hardened) = Default::default();
    let mut by_check: [BTreeMap<String, usize>; 2] = Default::default();
    let mut options: BTreeMap<Remedy, usize> = BTreeMap::new();
    let no_rules = Tables::new(&[]);
    for unit in units {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        let module = hcl::parse(program);
        if module.blocks().next().is_none() {
            continue;
        }
        let module = hcl::format(&module).map_or(module, hcl::parse);
        let prompt = unit["prompt"].as_str().unwrap_or_default();
        let run = |rules, harden| {
            let selection = FixSelection {
                harden,
                ..FixSelection::default()
            };
            autofix(&module, prompt, rules, Some(&schema), selection)
        };
        let results = [run(no_rules, false), run(tables, false), run(tables, true)];
        let sums: [&mut Sum; 3] = [&mut completed, &mut fixed, &mut hardened];
        for (sum, result) in sums.into_iter().zip(&results) {
            sum.add(result);
        }
        for finding in &results[1].findings {
            *options.entry(finding.remedy).or_default() += 1;
            if list && finding.remedy == Remedy::Free {
                let id = unit["id"].as_str().unwrap_or_default();
                println!("free: {id}\t{}\t{}", finding.id, finding.address);
            }
        }
        for (checks, result) in by_check.iter_mut().zip(&results[1..]) {
            let ids = result
                .changes
                .iter()
                .filter_map(|it| it.id.split(':').nth(1));
            ids.for_each(|id| *checks.entry(id.to_owned()).or_default() += 1);
        }
        written += lines(program);
        if list {
            let id = unit["id"].as_str().unwrap_or_default();
            let counts = results.each_ref().map(|it| lines(&it.module.text));
            println!("{id}\t{}\t{counts:?}", lines(program));
        }
        if let Some(folder) = folder {
            for (kind, result) in ["fixed", "hardened"].iter().zip(&results[1..]) {
                let folder = folder.join(kind).join(count.to_string());
                let file = folder.join("main.tf");
                std::fs::create_dir_all(&folder)
                    .and_then(|()| std::fs::write(&file, &result.module.text))
                    .map_err(|error| format!("`{}`: {error}", file.display()))?;
            }
        }
        count += 1;
    }
    for (kind, checks) in ["fixed", "hardened"].iter().zip(&by_check) {
        for (id, count) in checks.iter().filter(|_| list) {
            println!("{kind}: {id}: {count}");
        }
    }
    let ratio = |lines: usize| (lines as f64 / written.max(1) as f64 * 1e3).round() / 1e3;
    // The lines of completion are taken out of both.
    let apart = |sum: &Sum| ratio((written + sum.lines).saturating_sub(completed.lines));
    let left: BTreeMap<String, usize> = options
        .into_iter()
        .map(|(remedy, count)| (format!("{remedy:?}"), count))
        .collect();
    Ok(json!({
        "programs": count,
        "lines_written": written,
        "lines_completed": completed.lines,
        "lines_fixed": fixed.lines,
        "lines_hardened": hardened.lines,
        "ratio_fixed": apart(&fixed),
        "ratio_fixed_with_completion": ratio(fixed.lines),
        "ratio_hardened": apart(&hardened),
        "ratio_hardened_with_completion": ratio(hardened.lines),
        "formatted": [fixed.formatted, hardened.formatted],
        "changes": [completed.changes, fixed.changes, hardened.changes],
        "findings_left": [fixed.findings, hardened.findings],
        "findings_left_by_remedy": left,
        "without_findings": [fixed.clean, hardened.clean],
    }))
}

fn lines(text: &str) -> usize {
    text.trim_end().lines().count()
}
