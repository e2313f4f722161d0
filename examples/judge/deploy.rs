//! Counts the deployability diagnostics of programs, and those that fixes resolve.

use infragenie::deploy::{self, DeployDiagnostic, DeployOptions, DeploySelection};
use infragenie::fix::FixSelection;
use infragenie::hcl::{self, Module};
use infragenie::job::autofix::{Autofixed, autofix};
use infragenie::scan;
use infragenie::schema::Schema;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// Counts the diagnostics of valid programs by rule, before and after the fixes.
///
/// `left` counts what the fixes of the rules leave, `left_by_run` what a run with the prompt leaves.
/// `list` prints each diagnostic, and behind `left` each that a run leaves. A program that the record calls invalid is left out. `"root": false`
/// marks a module that others call.
pub fn run(units: impl Iterator<Item = Value>, schema: &Schema, list: bool) -> Value {
    let (mut programs, mut flagged, mut resolved, mut found, mut left) = (0, 0, 0, 0, 0);
    let (mut resolved_by_run, mut added_by_run) = (0, 0);
    let mut rules: BTreeMap<String, [usize; 3]> = BTreeMap::new();
    let name = |it: &DeployDiagnostic| format!("{} {}", it.id, it.slug);
    let mut times: Vec<f64> = Vec::new();
    let facts = schema.facts();
    for unit in units {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        if unit["valid"] == Value::Bool(false) {
            continue;
        }
        programs += 1;
        let options = DeployOptions {
            facts,
            schema: Some(schema),
            is_whole: true,
            is_root: unit["root"] != Value::Bool(false),
            ..DeployOptions::default()
        };
        let module = hcl::parse(program);
        let begun = Instant::now();
        let checked = deploy::check(&module, options);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        let id = unit["id"].as_str().unwrap_or_default();
        let line = |mark: &str, it: &DeployDiagnostic| {
            println!(
                "{mark}{id}:{}\t{}\t{}\t{}: {}",
                it.start.line, it.id, it.slug, it.address, it.message
            );
        };
        let ended = by_run(&module, &unit, schema).deploy.diagnostics;
        for one in &ended {
            rules.entry(name(one)).or_default()[2] += 1;
            if list {
                line("left ", one);
            }
        }
        if checked.diagnostics.is_empty() {
            added_by_run += usize::from(!ended.is_empty());
            continue;
        }
        resolved_by_run += usize::from(ended.is_empty());
        flagged += 1;
        found += checked.diagnostics.len();
        let fixed = deploy::fix(&module, Some(schema), options, DeploySelection::default());
        left += fixed.check.diagnostics.len();
        resolved += usize::from(fixed.check.diagnostics.is_empty());
        for one in &checked.diagnostics {
            rules.entry(name(one)).or_default()[0] += 1;
            if list {
                line("", one);
            }
        }
        for one in &fixed.check.diagnostics {
            rules.entry(name(one)).or_default()[1] += 1;
        }
    }
    times.sort_by(f64::total_cmp);
    let rules: BTreeMap<String, Value> = rules
        .into_iter()
        .map(|(rule, [found, left, by_run])| {
            let counts = json!({ "found": found, "left": left, "left_by_run": by_run });
            (rule, counts)
        })
        .collect();
    json!({
        "programs": programs,
        "flagged": flagged,
        "resolved": resolved,
        "resolved_by_run": resolved_by_run,
        "flagged_only_by_run": added_by_run,
        "diagnostics": found,
        "after_fixes": left,
        "p50_ms": times.get(times.len() / 2),
        "p99_ms": times.get(times.len() * 99 / 100),
        "rules": rules,
    })
}

/// Writes the programs that a run ends without a problem and without a diagnostic.
///
/// Each is written to `<folder>/<rank>/main.tf`. The rank is by the hash of the id, so that the
/// first folders are a sample. `terraform plan` is then asked about each; `programs.tsv` maps ranks
/// to ids, and counts the variables that a user has to set.
pub fn write_clean(
    units: impl Iterator<Item = Value>,
    schema: &Schema,
    folder: &Path,
) -> Result<Value, String> {
    let mut units: Vec<Value> = units.collect();
    units.sort_by_key(|unit| hash(unit["id"].as_str().unwrap_or_default()));
    let (mut programs, mut valid, mut clean, mut index) = (0, 0, 0, String::new());
    for unit in units {
        let (Some(id), Some(program)) = (unit["id"].as_str(), unit["program"].as_str()) else {
            continue;
        };
        programs += 1;
        let Autofixed {
            module,
            problems,
            deploy,
            variables,
            ..
        } = by_run(&hcl::parse(program), &unit, schema);
        valid += usize::from(problems.is_empty());
        if !problems.is_empty() || !deploy.diagnostics.is_empty() {
            continue;
        }
        let path = folder.join(format!("{clean:04}"));
        std::fs::create_dir_all(&path)
            .and_then(|()| std::fs::write(path.join("main.tf"), &module.text))
            .map_err(|error| format!("`{}`: {error}", path.display()))?;
        index.push_str(&format!("{clean:04}\t{id}\t{}\n", variables.len()));
        clean += 1;
    }
    let path = folder.join("programs.tsv");
    std::fs::write(&path, index).map_err(|error| format!("`{}`: {error}", path.display()))?;
    Ok(json!({ "programs": programs, "valid": valid, "clean": clean }))
}

/// Fixes a program as a run for its prompt does.
fn by_run(module: &Module, unit: &Value, schema: &Schema) -> Autofixed {
    let prompt = unit["prompt"].as_str().unwrap_or_default();
    let selection = FixSelection::default();
    autofix(module, prompt, scan::aws::TABLES, Some(schema), selection)
}

/// Returns the shipped facts.
pub fn facts() -> Option<deploy::Facts> {
    let bytes = crate::validate::read_pack(deploy::FILE).ok()?;
    deploy::Facts::read(&String::from_utf8(bytes).ok()?).ok()
}

/// Returns a stable hash of a text, by which programs are ordered.
fn hash(text: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, mix);
    // The last bytes of an id reach the upper bits only after a further step.
    (hash ^ (hash >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
