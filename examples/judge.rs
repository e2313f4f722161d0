//! Measures agreement with recorded verdicts of Checkov and Terraform.
//!
//! ```text
//! cargo run --release --example judge -- scan   FILE.jsonl [--list]
//! cargo run --release --example judge -- schema FILE.jsonl [--list]
//! cargo run --release --example judge -- fix    FILE.jsonl [--list]
//! cargo run --release --example judge -- secrets FILE.jsonl [--list]
//! cargo run --release --example judge -- safety FILE.jsonl [--list]
//! cargo run --release --example judge -- deploy FILE.jsonl [--list] [--write DIR]
//! cargo run --release --example judge -- validate FILE.jsonl [--list] [--write DIR]
//! cargo run --release --example judge -- cost   FILE.jsonl [--list]
//! cargo run --release --example judge -- mend   FILE.jsonl [--list] [--write DIR]
//! cargo run --release --example judge -- own    FILE.jsonl [--list]
//! cargo run --release --example judge -- lines  FILE.jsonl [--list] [--write DIR]
//! ```
//!
//! A line of the file is an object with `id`, `program`, and `checkov` (a map from
//! `"<check id> <address>"` to `PASSED`, `FAILED` or `SKIPPED`) or `valid` and `diagnostics`.
//! `deliberate` counts the pairs that differ at an id of `tests/oracle/deliberate.tsv`. `--list`
//! prints the differences, one line each; for `fix` it prints each fixed program as an object with
//! `id`, `program`, `changes` and `notes`. `--write` writes each program after its repairs to a
//! separate folder; for `deploy` it writes the programs that end clean. `own` fixes every program as
//! the user's own file, and both halves of every valid one alone. `lines` counts the lines that a run adds to every draft, by default and with `harden`.
//! The last line is one JSON object.

#[path = "judge/cost.rs"]
mod cost;
#[path = "judge/deploy.rs"]
mod deploy;
#[path = "judge/fixes.rs"]
mod fixes;
#[path = "judge/lines.rs"]
mod lines;
#[path = "judge/loss.rs"]
mod loss;
#[path = "judge/own.rs"]
mod own;
#[path = "judge/safety.rs"]
mod safety;
#[path = "judge/secrets.rs"]
mod secrets;
#[path = "judge/validate.rs"]
mod validate;

use infragenie::fix::{self, FixSelection, fix};
use infragenie::rewrite::Rewritten;
use infragenie::scan::iam::{Actions, FILE};
use infragenie::scan::{self, Remedy, Tables, Verdict, aws::TABLES};
use infragenie::{hcl, schema};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let list = arguments.iter().any(|argument| argument == "--list");
    // Scripts with recorded results use the second name.
    let is_write = |argument: &String| matches!(argument.as_str(), "--write" | "--mended");
    let option = arguments.iter().position(is_write);
    let folder = option
        .and_then(|at| arguments.get(at + 1))
        .map(PathBuf::from);
    let [command, file, ..] = arguments.as_slice() else {
        eprintln!(
            "usage: judge scan|schema|fix|cost|secrets|safety|deploy|validate|mend|own|lines FILE.jsonl [--list] [--write DIR]"
        );
        return ExitCode::FAILURE;
    };
    if command == "validate" {
        return match validate::run(file, list, folder.as_deref()) {
            Ok(line) => {
                println!("{line}");
                ExitCode::SUCCESS
            }
            Err(message) => {
                eprintln!("{message}");
                ExitCode::FAILURE
            }
        };
    }
    let file = match std::fs::File::open(file) {
        Ok(file) => BufReader::new(file),
        Err(error) => {
            eprintln!("`{file}` does not open: {error}");
            return ExitCode::FAILURE;
        }
    };
    let units = file
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| serde_json::from_str::<Value>(&line).ok());
    let figures = match command.as_str() {
        "scan" => judge_scan(units, list),
        "schema" => judge_schema(units, list),
        "fix" => judge_fix(units, list),
        "cost" => match cost::run(units, list) {
            Ok(figures) => figures,
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        },
        "own" => match fixes::schema() {
            Ok(schema) => own::run(units, &schema, tables(), list),
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        },
        "secrets" => secrets::run(units, list),
        "safety" => safety::run(units, list),
        "deploy" => {
            let schema = fixes::schema().map(|it| match deploy::facts() {
                Some(facts) => it.with_facts(Arc::new(facts)),
                None => it,
            });
            let figures = schema.and_then(|schema| match folder {
                Some(folder) => deploy::write_clean(units, &schema, &folder),
                None => Ok(deploy::run(units, &schema, list)),
            });
            match figures {
                Ok(figures) => figures,
                Err(message) => {
                    eprintln!("{message}");
                    return ExitCode::FAILURE;
                }
            }
        }
        "lines" => match lines::run(units, folder.as_deref(), tables(), list) {
            Ok(figures) => figures,
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        },
        "mend" => match fixes::run(units, folder.as_deref(), list) {
            Ok(figures) => figures,
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::FAILURE;
            }
        },
        _ => {
            eprintln!(
                "unknown command `{command}`; use scan, schema, fix, cost, secrets, safety, deploy, validate, mend, own or lines"
            );
            return ExitCode::FAILURE;
        }
    };
    println!("{figures}");
    ExitCode::SUCCESS
}

/// Returns the rules with the shipped table of IAM actions.
fn tables() -> Tables {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(FILE)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    let actions = Actions::read(&bytes).expect("the pack reads");
    TABLES.with(Box::leak(Box::new(actions)))
}

/// Counts for one check id.
#[derive(Default)]
struct Tally {
    pairs: usize,
    agree: usize,
    failed: usize,
    failed_by_us: usize,
    failed_by_both: usize,
}

fn judge_scan(units: impl Iterator<Item = Value>, list: bool) -> Value {
    let ids: BTreeSet<&str> = scan::rules(TABLES).map(|rule| rule.id).collect();
    let tables = tables();
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut count = 0;
    let mut times: Vec<f64> = Vec::new();
    for unit in units {
        let (Some(program), Some(recorded)) =
            (unit["program"].as_str(), unit["checkov"].as_object())
        else {
            continue;
        };
        count += 1;
        let begun = std::time::Instant::now();
        let module = hcl::parse(program);
        let verdicts = scan::verdicts(&module, tables);
        times.push(begun.elapsed().as_secs_f64() * 1e3);
        let mut ours: HashMap<(&str, String), Verdict> = HashMap::new();
        for (id, address, verdict) in verdicts {
            ours.insert((id, recorded_address(&address)), verdict);
        }
        let calls: BTreeSet<String> = module
            .blocks()
            .filter(|block| block.kind.text == "module")
            .filter_map(|block| Some(block.labels.first()?.text.clone()))
            .collect();
        let mut compared = BTreeSet::new();
        let mut compare = |id, address: &str, theirs, ours| {
            let tally = tallies.entry(id).or_default();
            tally.pairs += 1;
            tally.agree += usize::from(theirs == ours);
            tally.failed += usize::from(theirs == Verdict::Failed);
            tally.failed_by_us += usize::from(ours == Verdict::Failed);
            let both = theirs == ours && ours == Verdict::Failed;
            tally.failed_by_both += usize::from(both);
            if list && theirs != ours {
                let unit = unit["id"].as_str().unwrap_or_default();
                println!("{unit}: {id} {address}: Checkov {theirs:?}, we {ours:?}");
            }
        };
        for (pair, verdict) in recorded {
            let Some((id, instance)) = pair.split_once(' ') else {
                continue;
            };
            let Some(id) = ids.get(id).copied() else {
                continue;
            };
            let theirs = match verdict.as_str() {
                Some("PASSED") => Verdict::Passed,
                Some("FAILED") => Verdict::Failed,
                _ => continue,
            };
            let instance = own_address(instance, &calls);
            let address = instance.split('[').next().unwrap_or(instance).to_owned();
            let key = (id, address);
            let verdict = ours.get(&key).copied().unwrap_or(Verdict::Unknown);
            compare(id, instance, theirs, verdict);
            compared.insert(key);
        }
        for ((id, address), verdict) in &ours {
            if *verdict != Verdict::Unknown && !compared.contains(&(*id, address.clone())) {
                compare(*id, address, Verdict::Unknown, *verdict);
            }
        }
    }
    let on_purpose = include_str!("../tests/oracle/deliberate.tsv");
    let on_purpose: BTreeSet<&str> = on_purpose
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').nth(2))
        .collect();
    let differing = tallies.iter().filter(|(id, _)| on_purpose.contains(*id));
    let deliberate: usize = differing.map(|(_, it)| it.pairs - it.agree).sum();
    let mut all = Tally::default();
    for (id, tally) in &tallies {
        if tally.agree < tally.pairs {
            println!("{id}: {} of {} agree", tally.agree, tally.pairs);
        }
        all.pairs += tally.pairs;
        all.agree += tally.agree;
        all.failed += tally.failed;
        all.failed_by_us += tally.failed_by_us;
        all.failed_by_both += tally.failed_by_both;
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let at = (times.len() as f64 * share) as usize;
        times.get(at.min(times.len().saturating_sub(1)))
    };
    json!({
        "units": count,
        "pairs": all.pairs,
        "agree": share(all.agree, all.pairs),
        "failed_recall": share(all.failed_by_both, all.failed),
        "failed_precision": share(all.failed_by_both, all.failed_by_us),
        "ids": tallies.len(),
        "ids_perfect": tallies.values().filter(|tally| tally.agree == tally.pairs).count(),
        "deliberate": deliberate,
        "p50_ms": at(0.5),
        "p99_ms": at(0.99),
        "max_ms": times.last(),
    })
}

/// Converts an address to Checkov's notation.
///
/// Checkov omits the `data.` of a data source and the `module.` of a call, and names a provider by
/// its alias.
fn recorded_address(address: &str) -> String {
    match address.strip_prefix("provider.") {
        Some(provider) if provider.contains('.') => provider.to_owned(),
        Some(provider) => format!("{provider}.default"),
        None => ["data.", "module."]
            .iter()
            .find_map(|kind| address.strip_prefix(kind))
            .unwrap_or(address)
            .to_owned(),
    }
}

/// Returns the address of a block in its own file.
///
/// If Checkov read the file as a module of another file, the recorded address is prefixed with the
/// calls of that file.
fn own_address<'a>(recorded: &'a str, calls: &BTreeSet<String>) -> &'a str {
    let mut own = recorded;
    while let Some(rest) = own.strip_prefix("module.") {
        let name = rest.split(['.', '[']).next().unwrap_or_default();
        if calls.contains(name) {
            break;
        }
        let behind = &rest[name.len()..];
        let behind = match behind.strip_prefix('[').and_then(|key| key.split_once(']')) {
            Some((_, behind)) => behind,
            None => behind,
        };
        own = behind.trim_start_matches('.');
    }
    own
}

/// Counts problems that Terraform reports on the same line, and false alarms.
///
/// A false alarm is a problem in a program that Terraform accepts.
fn judge_schema(units: impl Iterator<Item = Value>, list: bool) -> Value {
    let (mut count, mut valid, mut alarms) = (0, 0, 0);
    let mut by_kind: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for unit in units {
        let (Some(program), Some(is_valid)) = (unit["program"].as_str(), unit["valid"].as_bool())
        else {
            continue;
        };
        count += 1;
        let module = hcl::parse(program);
        let problems = schema::check(&module);
        let name = unit["id"].as_str().unwrap_or_default();
        if is_valid {
            valid += 1;
            alarms += usize::from(!problems.is_empty());
            if list {
                for problem in &problems {
                    let line = module.position(problem.span.start).line;
                    println!("{name}:{line}: false alarm: {}", problem.message);
                }
            }
            continue;
        }
        let ours: BTreeSet<(String, usize)> = problems
            .iter()
            .map(|problem| {
                (
                    summary(problem.kind.summary()),
                    module.position(problem.span.start).line,
                )
            })
            .collect();
        for diagnostic in unit["diagnostics"].as_array().into_iter().flatten() {
            let recorded = summary(diagnostic["summary"].as_str().unwrap_or_default());
            if !hcl::Kind::ALL
                .iter()
                .any(|kind| summary(kind.summary()) == recorded)
            {
                continue;
            }
            let line = diagnostic["line"].as_u64().unwrap_or_default() as usize;
            let entry = by_kind.entry(recorded.clone()).or_default();
            entry.0 += 1;
            if ours.contains(&(recorded.clone(), line)) {
                entry.1 += 1;
            } else if list {
                println!("{name}:{line}: missed: {recorded}");
            }
        }
    }
    for (summary, (recorded, found)) in &by_kind {
        println!("{summary}: {found} of {recorded} found");
    }
    json!({
        "units": count,
        "valid": valid,
        "false_alarms": alarms,
        "recorded": by_kind.values().map(|(recorded, _)| recorded).sum::<usize>(),
        "found": by_kind.values().map(|(_, found)| found).sum::<usize>(),
    })
}

/// Counts findings before and after the fixes.
///
/// The fixes are the free ones, and then those that need consent too. Only programs that Terraform
/// does not reject are counted.
fn judge_fix(units: impl Iterator<Item = Value>, list: bool) -> Value {
    let (mut count, mut before, mut free, mut accepted, mut worse, mut again) = (0, 0, 0, 0, 0, 0);
    let tables = tables();
    for unit in units {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        if unit["valid"] == Value::Bool(false) {
            continue;
        }
        count += 1;
        let module = hcl::parse(program);
        let findings = scan::scan(&module, tables);
        before += findings.len();
        let fixed = fix(&module, tables, None, FixSelection::default());
        free += scan::scan(&fixed.module, tables).len();
        worse += usize::from(schema::check(&fixed.module).len() > schema::check(&module).len());
        again += fix(&fixed.module, tables, None, FixSelection::default())
            .changes
            .len();
        let offered = fix::findings(&module, tables, None, FixSelection::default());
        let offers: Vec<String> = offered
            .iter()
            .filter(|finding| finding.remedy == Remedy::NeedsConsent)
            .map(|finding| format!("fix:{}:{}", finding.id, finding.address))
            .collect();
        let selection = FixSelection {
            accept: &offers,
            ..FixSelection::default()
        };
        accepted += scan::scan(&fix(&module, tables, None, selection).module, tables).len();
        if list {
            let Rewritten {
                module,
                changes,
                notes,
                ..
            } = fixed;
            let line = json!({
                "id": unit["id"], "program": module.text, "changes": changes, "notes": notes
            });
            println!("{line}");
        }
    }
    json!({
        "units": count,
        "findings": before,
        "after_free": free,
        "after_offered": accepted,
        "units_with_more_problems": worse,
        "changes_of_a_second_run": again,
    })
}

/// Removes the names that Terraform writes into a summary.
fn summary(text: &str) -> String {
    let mut plain = String::new();
    for (at, piece) in text.split('"').enumerate() {
        if at % 2 == 0 {
            plain.push_str(piece);
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        1.0
    } else {
        (part as f64 / of as f64 * 1e5).round() / 1e5
    }
}
