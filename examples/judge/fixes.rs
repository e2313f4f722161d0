//! Counts the findings that each kind of fix leaves in plannable programs.

use crate::validate::{read_pack, with_provider};
use infragenie::fix::{FixSelection, findings, fix};
use infragenie::hcl::{self, Module};
use infragenie::scan::{self, Remedy, Tables};
use infragenie::schema::{self, Constraints, Schema, constraints, pack};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// Folder names of the fixed programs; each kind of fix adds to the previous ones.
const KINDS: [&str; 4] = ["before", "free", "companion", "offered"];

/// Fixes every program that Terraform planned, or accepted if no plan is recorded.
///
/// With a folder the programs are written to `<folder>/<kind>/<number>/main.tf`, and
/// `<folder>/index.tsv` maps numbers to program ids. `list` prints the remaining findings of every
/// check id by kind, the notes of the fixes, and every problem that a fix added.
pub fn run(
    units: impl Iterator<Item = Value>,
    folder: Option<&Path>,
    list: bool,
) -> Result<Value, String> {
    let schema = schema()?;
    let tables = crate::tables();
    let mut left: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut totals = [0; 4];
    let (mut clean_before, mut clean_after, mut added) = (0, 0, 0);
    let mut index = String::new();
    let planned = units.filter(|unit| {
        let planned = unit["plannable"].as_bool().or(unit["valid"].as_bool());
        planned == Some(true)
    });
    let mut count = 0;
    for unit in planned {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        let id = unit["id"].as_str().unwrap_or_default();
        let (programs, notes) = fix_by_kind(&hcl::parse(program), tables, &schema);
        for note in notes.iter().filter(|_| list) {
            println!("{id}: note: {note}");
        }
        for (at, module) in programs.iter().enumerate() {
            let findings = scan::scan(module, tables);
            totals[at] += findings.len();
            clean_before += usize::from(at == 0 && findings.is_empty());
            clean_after += usize::from(at == 3 && findings.is_empty());
            for finding in findings {
                left.entry(finding.id).or_default()[at] += 1;
            }
            if let Some(folder) = folder {
                write(&folder.join(KINDS[at]).join(count.to_string()), module)?;
            }
        }
        for (at, problem) in added_problems(&programs, &schema) {
            added += 1;
            if list {
                println!("{id}: {}: {problem}", KINDS[at]);
            }
        }
        index.push_str(&format!("{count}\t{id}\n"));
        count += 1;
    }
    if let Some(folder) = folder {
        let path = folder.join("index.tsv");
        std::fs::write(&path, index).map_err(|error| format!("`{}`: {error}", path.display()))?;
    }
    if list {
        let mut left: Vec<_> = left.into_iter().collect();
        left.sort_by_key(|(_, counts)| std::cmp::Reverse(counts[3]));
        for (id, [before, free, companion, offered]) in left {
            println!(
                "{id}: {before} before, {free} free, {companion} companion, {offered} offered"
            );
        }
    }
    Ok(json!({
        "units": count,
        "failures_before": totals[0],
        "after_free": totals[1],
        "after_companion": totals[2],
        "after_offered": totals[3],
        "clean_before": clean_before,
        "clean_after": clean_after,
        "schema_problems_added": added,
    }))
}

/// Reads the shipped schema with its constraints.
pub fn schema() -> Result<Schema, String> {
    let schema = Schema::read(&read_pack(pack::FILE)?).map_err(|error| error.to_string())?;
    let more = Constraints::read(&read_pack(constraints::FILE)?);
    Ok(schema.with(more.map_err(|error| error.to_string())?))
}

/// Returns a program before and after each kind of fix, and the last kind's notes.
fn fix_by_kind(module: &Module, tables: Tables, schema: &Schema) -> ([Module; 4], Vec<String>) {
    let free = fix(module, tables, Some(schema), FixSelection::default()).module;
    let harden = FixSelection {
        harden: true,
        ..FixSelection::default()
    };
    let companion = fix(module, tables, Some(schema), harden).module;
    // Accepted fixes can produce new findings whose fixes need consent, so repeat.
    let mut accepted: Vec<String> = Vec::new();
    let mut offered = companion.clone();
    let mut notes = Vec::new();
    for _ in 0..3 {
        let known = accepted.len();
        for module in [module, &free, &offered] {
            for finding in findings(module, tables, Some(schema), harden) {
                let id = format!("fix:{}:{}", finding.id, finding.address);
                if finding.remedy == Remedy::NeedsConsent && !accepted.contains(&id) {
                    accepted.push(id);
                }
            }
        }
        if accepted.len() == known {
            break;
        }
        let selection = FixSelection {
            accept: &accepted,
            ..harden
        };
        let fixed = fix(module, tables, Some(schema), selection);
        notes = fixed.notes;
        offered = fixed.module;
    }
    ([module.clone(), free, companion, offered], notes)
}

/// Returns the problems that each kind of fix added, by its index in [`KINDS`].
fn added_problems(programs: &[Module; 4], schema: &Schema) -> Vec<(usize, String)> {
    let problems = programs.each_ref().map(|module| {
        let module = hcl::parse(with_provider(&module.text));
        let problems = schema::validate(&module, schema).into_iter();
        let messages = problems.map(|one| {
            // The message's suggestion of the nearest name depends on unrelated declarations.
            let text = one.message.split(';').next().unwrap_or_default();
            format!("{}: {text}", one.kind.summary())
        });
        messages.collect::<Vec<_>>()
    });
    let mut more = Vec::new();
    for (at, problems_after) in problems.iter().enumerate().skip(1) {
        let mut known: HashMap<&str, usize> = HashMap::new();
        for problem in &problems[0] {
            *known.entry(problem).or_default() += 1;
        }
        for problem in problems_after {
            match known.get_mut(problem.as_str()) {
                Some(count) if *count > 0 => *count -= 1,
                _ => more.push((at, problem.clone())),
            }
        }
    }
    more
}

fn write(folder: &Path, module: &Module) -> Result<(), String> {
    let to_message = |error| format!("`{}`: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(to_message)?;
    std::fs::write(folder.join("main.tf"), &module.text).map_err(to_message)
}
