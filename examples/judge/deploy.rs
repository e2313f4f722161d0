//! Counts the deployability diagnostics of programs, and those that fixes resolve.

use infragenie::deploy::{self, DeployOptions, DeploySelection};
use infragenie::hcl;
use infragenie::schema::Schema;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Instant;

/// Counts the diagnostics of valid programs by rule, before and after the fixes.
///
/// `list` prints each diagnostic. A program that the record calls invalid is left out. `"root": false`
/// marks a module that others call.
pub fn run(units: impl Iterator<Item = Value>, schema: &Schema, list: bool) -> Value {
    let (mut programs, mut flagged, mut resolved, mut found, mut left) = (0, 0, 0, 0, 0);
    let mut rules: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut times: Vec<f64> = Vec::new();
    let facts = crate::validate::read_pack(deploy::FILE).ok();
    let facts = facts.and_then(|it| String::from_utf8(it).ok());
    let facts = facts.and_then(|it| deploy::Facts::read(&it).ok());
    for unit in units {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        if unit["valid"] == Value::Bool(false) {
            continue;
        }
        programs += 1;
        let options = DeployOptions {
            facts: facts.as_ref(),
            is_whole: true,
            is_root: unit["root"] != Value::Bool(false),
            ..DeployOptions::default()
        };
        let module = hcl::parse(program);
        let begun = Instant::now();
        let checked = deploy::check(&module, options);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        if checked.diagnostics.is_empty() {
            continue;
        }
        flagged += 1;
        found += checked.diagnostics.len();
        let fixed = deploy::fix(&module, Some(schema), options, DeploySelection::default());
        left += fixed.check.diagnostics.len();
        resolved += usize::from(fixed.check.diagnostics.is_empty());
        for one in &checked.diagnostics {
            rules
                .entry(format!("{} {}", one.id, one.slug))
                .or_default()
                .0 += 1;
            if list {
                let (id, line) = (unit["id"].as_str().unwrap_or_default(), one.start.line);
                println!(
                    "{id}:{line}\t{}\t{}\t{}: {}",
                    one.id, one.slug, one.address, one.message
                );
            }
        }
        for one in &fixed.check.diagnostics {
            rules
                .entry(format!("{} {}", one.id, one.slug))
                .or_default()
                .1 += 1;
        }
    }
    times.sort_by(f64::total_cmp);
    let rules: BTreeMap<String, Value> = rules
        .into_iter()
        .map(|(rule, (found, left))| (rule, json!({ "found": found, "left": left })))
        .collect();
    json!({
        "programs": programs,
        "flagged": flagged,
        "resolved": resolved,
        "diagnostics": found,
        "after_fixes": left,
        "p50_ms": times.get(times.len() / 2),
        "p99_ms": times.get(times.len() * 99 / 100),
        "rules": rules,
    })
}
