//! Checks the repairs on fixtures, on random texts, and against Terraform itself.
//!
//! `tests/repair/<name>/before.tf` becomes `after.tf`. Lines of `before.tf` that begin with `#-`
//! are ids of changes that the user excluded. A first line gives the reach of the repairs: `#trim`
//! for a draft, of which they may remove arguments that the schema does not define, `#file` and
//! `#folder` for the user's own text. `after.tf` ends with the changes (`#=`) and the
//! remaining problems (`#!`). `UPDATE=1` rewrites the `after.tf` files.

use infragenie::hcl::{self, Module};
use infragenie::repair::{Reach, repair};
use infragenie::rewrite::Rewritten;
use infragenie::schema::{self, Schema, pack};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

#[path = "../examples/judge/loss.rs"]
mod loss;

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(pack::FILE)).unwrap();
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(file)
        .read_to_end(&mut bytes)
        .unwrap();
    Schema::read(&bytes).unwrap()
});

/// Parsed fixture.
struct Fixture {
    name: String,
    module: Module,
    reach: Reach,
    without: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/repair")
}

fn fixtures() -> Vec<Fixture> {
    let entries = folder()
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("before.tf")).unwrap();
        let undone = text.lines().filter_map(|line| line.strip_prefix("#-"));
        Fixture {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            without: undone.map(|id| id.trim().to_owned()).collect(),
            reach: match text.lines().next() {
                Some("#file") => Reach::File,
                Some("#folder") => Reach::Folder,
                Some(first) if first.starts_with("#trim") => Reach::Draft,
                _ => Reach::Lossless,
            },
            module: hcl::parse(text),
        }
    };
    folders.into_iter().map(read).collect()
}

/// Returns the repaired text followed by the changes and the remaining problems.
fn rendered(repaired: &Rewritten) -> String {
    let mut text = repaired.module.text.clone();
    text.push('\n');
    for change in &repaired.changes {
        text.push_str(&format!("#= {} | {}\n", change.id, change.description));
    }
    for problem in schema::validate(&repaired.module, &SCHEMA) {
        text.push_str(&format!("#! {}\n", problem.message));
    }
    text
}

#[test]
fn repairs_fixtures_as_recorded() {
    let mut failures = Vec::new();
    for fixture in fixtures() {
        let path = folder().join(&fixture.name).join("after.tf");
        let repaired = repair(&fixture.module, &SCHEMA, fixture.reach, &fixture.without);
        let shown = rendered(&repaired);
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &shown).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != shown {
            failures.push(format!("{}:\n{shown}", fixture.name));
        }
    }
    assert!(
        failures.is_empty(),
        "UPDATE=1 rewrites after.tf\n{}",
        failures.join("\n")
    );
}

/// Repairs a module and asserts the properties that hold for every repair.
fn assert_properties(module: &Module, reach: Reach) -> Rewritten {
    let text = &module.text;
    let repaired = repair(module, &SCHEMA, reach, &[]);
    // A second run detects results that depend on hash map order.
    let again = repair(module, &SCHEMA, reach, &[]);
    assert_eq!(repaired.module.text, again.module.text);
    assert_eq!(repaired.changes, again.changes);
    let (before, after) = (
        schema::validate(module, &SCHEMA),
        schema::validate(&repaired.module, &SCHEMA),
    );
    let kinds = |problems: &[hcl::Problem]| -> BTreeSet<hcl::Kind> {
        problems.iter().map(|one| one.kind).collect()
    };
    assert!(kinds(&after).is_subset(&kinds(&before)), "{text}");
    assert_eq!(
        repaired.changes.is_empty(),
        repaired.module.text == *text,
        "{text}"
    );
    assert!(
        repaired.changes.is_empty() || after.len() < before.len(),
        "{text}\nbecame\n{}",
        repaired.module.text
    );
    if reach == Reach::Lossless {
        let mut lost = loss::lost(module, &repaired.module, &SCHEMA);
        // Two blocks at one address are merged. A value that both contain is kept once, so its
        // count drops but not to zero, and references to either block may move to the remaining
        // one.
        let twins = duplicate_addresses(module);
        if !twins.is_empty() {
            let of_twins = |one: &str| {
                let referred = one.strip_prefix("reference ");
                referred.is_some_and(|rest| twins.iter().any(|twin| rest.starts_with(twin)))
            };
            lost.retain(|one| one.ends_with("-> 0") && !of_twins(one));
        }
        let none: [String; 0] = [];
        assert_eq!(lost, none, "{text}\nbecame\n{}", repaired.module.text);
    }
    let addresses = |module: &Module| -> BTreeSet<String> {
        module.blocks().filter_map(hcl::Block::address).collect()
    };
    let (had, has) = (addresses(module), addresses(&repaired.module));
    assert!(has.len() >= had.len(), "{text}\nlost one of {had:?}");
    for change in &repaired.changes {
        assert!(!change.description.contains('\n') && !change.rationale.is_empty());
    }
    repaired
}

#[test]
fn repairs_of_fixtures_keep_all_properties() {
    for fixture in fixtures() {
        for reach in [Reach::Lossless, Reach::Draft] {
            let repaired = assert_properties(&fixture.module, reach);
            let again = repair(&repaired.module, &SCHEMA, reach, &[]);
            assert_eq!(again.changes, [], "{}", fixture.name);
        }
    }
}

#[test]
fn every_change_can_be_excluded_alone() {
    for fixture in fixtures() {
        let all = repair(&fixture.module, &SCHEMA, Reach::Draft, &[]);
        for change in &all.changes {
            let without = [change.id.clone()];
            let rest = repair(&fixture.module, &SCHEMA, Reach::Draft, &without);
            let made = rest.changes.iter().any(|other| other.id == change.id);
            assert!(!made, "{}: `{}`", fixture.name, change.id);
        }
        let ids: Vec<String> = all.changes.iter().map(|change| change.id.clone()).collect();
        let none = repair(&fixture.module, &SCHEMA, Reach::Lossless, &ids);
        let made: Vec<_> = none
            .changes
            .iter()
            .filter(|change| ids.contains(&change.id))
            .collect();
        assert!(made.is_empty(), "{}: {made:?}", fixture.name);
    }
}

/// Reads the recorded programs at `INFRAGENIE_CORPUS` that Terraform rejected.
fn rejected_programs() -> Vec<String> {
    let folder = std::env::var("INFRAGENIE_CORPUS").unwrap_or("../shared/corpus".to_owned());
    let path = Path::new(&folder).join("programs.jsonl");
    let text = std::fs::read_to_string(path).expect("the corpus");
    let read = |line: &str| -> Option<String> {
        let program: serde_json::Value = serde_json::from_str(line).ok()?;
        let text = program["program"].as_str()?.to_owned();
        (program["valid"] == false).then_some(text)
    };
    text.lines().filter_map(read).collect()
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn repairs_recorded_programs_without_loss() {
    for program in rejected_programs().iter().step_by(17) {
        assert_properties(&hcl::parse(program.as_str()), Reach::Lossless);
    }
}

#[test]
fn keeps_valid_programs_unchanged() {
    let text = "resource \"aws_vpc\" \"main\" {\n  cidr_block=\"10.0.0.0/16\"\n}\n";
    assert_eq!(
        assert_properties(&hcl::parse(text), Reach::Draft)
            .module
            .text,
        text
    );
}

#[test]
fn repairs_large_programs_in_linear_time() {
    let one = |at: usize| {
        format!(
            "resource \"aws_db_instance\" \"a{at}\" {{\n  instance_class = \"db.t3.micro\"\n  \
             name = \"x{at}\"\n  made_up = {at}\n}}\n"
        )
    };
    let text: String = (0..2_000).map(one).collect();
    let repaired = repair(&hcl::parse(text), &SCHEMA, Reach::Draft, &[]);
    assert_eq!(repaired.changes.len(), 4_000);
    assert!(schema::validate(&repaired.module, &SCHEMA).is_empty());
}

#[test]
#[cfg_attr(
    not(has_fixed_programs),
    ignore = "needs terraform, and a folder that `judge mend --mended` wrote in INFRAGENIE_MENDED"
)]
fn terraform_accepts_repaired_programs() {
    let folder = std::env::var_os("INFRAGENIE_MENDED").expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/mended.py");
    let output = Command::new(script).arg(folder).output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let last = text.lines().last().unwrap_or_default();
    let figures: serde_json::Value = serde_json::from_str(last).unwrap();
    let (judged, accepted) = (figures["judged"].as_u64(), figures["accepted"].as_u64());
    assert!(
        accepted.unwrap() * 100 >= judged.unwrap() * 97,
        "{last}: --list names what was refused"
    );
}

/// Generates random excerpts of the fixtures' lines in random order.
fn scrambled() -> impl Strategy<Value = String> {
    let lines: Vec<String> = fixtures()
        .iter()
        .flat_map(|fixture| fixture.module.text.lines().map(str::to_owned))
        .collect();
    let count = lines.len();
    prop::collection::vec((0..count, 1..12usize), 1..8).prop_map(move |pieces| {
        let of = |(from, long): (usize, usize)| lines[from..(from + long).min(count)].join("\n");
        pieces.into_iter().map(of).collect::<Vec<_>>().join("\n") + "\n"
    })
}

/// Returns the addresses that more than one block has, each followed by a space.
fn duplicate_addresses(module: &Module) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let addresses = module.blocks().filter_map(hcl::Block::address);
    let again = addresses.filter(|address| !seen.insert(address.clone()));
    again.map(|address| format!("{address} ")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn repairs_random_texts_without_loss(text in scrambled()) {
        assert_properties(&hcl::parse(text), Reach::Lossless);
    }
}
