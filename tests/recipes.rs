//! Checks the fix recipes on fixtures and asserts properties of every change.
//!
//! `tests/recipes/<name>/before.tf` becomes `after.tf`, whose last lines are the changes (`#=`) and
//! the notes (`#!`). The first line of `before.tf` selects the fixes: `#+ harden` adds resources
//! that cost little, `#+ all` accepts the fixes that need consent as well. `UPDATE=1` rewrites the
//! `after.tf` files.

use infragenie::fix::{FixSelection, fix};
use infragenie::hcl::{self, Module};
use infragenie::rewrite::Rewritten;
use infragenie::scan::{self, Fix, Remedy, aws::TABLES};
use infragenie::schema::{Schema, pack};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

#[test]
fn fixes_fixtures_as_recorded() {
    let mut differing = Vec::new();
    for (folder, module) in fixtures() {
        let result = fixed(&module, &[]);
        let mut shown = result.module.text;
        shown.push('\n');
        for change in &result.changes {
            shown.push_str(&format!("#= {} | {}\n", change.id, change.description));
        }
        for note in &result.notes {
            shown.push_str(&format!("#! {note}\n"));
        }
        let path = folder.join("after.tf");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &shown).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != shown {
            differing.push(path);
        }
    }
    assert!(
        differing.is_empty(),
        "{differing:?} differ; UPDATE=1 rewrites them, then read the diff"
    );
}

#[test]
fn every_recipe_is_covered_by_a_fixture() {
    let mut told = BTreeSet::new();
    for (_, module) in fixtures() {
        told.extend(
            fixed(&module, &[])
                .changes
                .into_iter()
                .map(|one| one.description),
        );
    }
    let mut missing = BTreeSet::new();
    for rule in TABLES.rules() {
        let mut does = Vec::new();
        recipes(&rule.fix, &mut does);
        let unshown = does.into_iter().filter(|does| !told.contains(*does));
        missing.extend(unshown.map(|does| format!("{}: {does}", rule.id)));
    }
    assert!(missing.is_empty(), "no fixture shows {missing:#?}");
}

#[test]
fn adds_no_validation_problems() {
    for (folder, module) in fixtures() {
        assert_eq!(module.problems, [], "{folder:?}");
        let before = infragenie::schema::validate(&module, &SCHEMA);
        assert_eq!(fixed(&module, &[]).problems, before, "{folder:?}");
    }
}

#[test]
fn removes_nothing_and_keeps_comments() {
    for (folder, module) in fixtures() {
        let after = fixed(&module, &[]).module;
        for block in module.blocks() {
            let address = block.address().unwrap();
            let block_after = after
                .at(&address)
                .unwrap_or_else(|| panic!("{folder:?}: {address}"));
            for attribute in block.body.attributes() {
                let name = &attribute.name.text;
                assert!(
                    block_after.body.attribute(name).is_some(),
                    "{folder:?}: {address}.{name}"
                );
            }
            for inner in block.body.blocks() {
                let kind = &inner.kind.text;
                let count = |body: &hcl::Body| body.blocks_of(kind).count();
                assert!(
                    count(&block_after.body) >= count(&block.body),
                    "{folder:?}: {kind}"
                );
            }
        }
        let comments = module
            .text
            .lines()
            .filter(|line| line.trim().starts_with('#'));
        for comment in comments {
            assert!(after.text.contains(comment), "{folder:?}: {comment}");
        }
    }
}

#[test]
fn fixing_is_idempotent() {
    for (folder, module) in fixtures() {
        let once = fixed(&module, &[]);
        let twice = fixed(&once.module, &[]);
        assert_eq!(twice.changes, [], "{folder:?}");
        assert_eq!(twice.module.text, once.module.text, "{folder:?}");
    }
}

#[test]
fn every_change_can_be_excluded_alone() {
    for (folder, module) in fixtures() {
        let all = fixed(&module, &[]);
        for change in &all.changes {
            let fewer = fixed(&module, std::slice::from_ref(&change.id));
            let is_same = |one: &hcl::Change| one.id == change.id;
            assert!(
                !fewer.changes.iter().any(is_same),
                "{folder:?}: {}",
                change.id
            );
            assert!(
                fewer.problems.len() <= all.problems.len(),
                "{folder:?}: {}",
                change.id
            );
        }
    }
}

#[test]
fn private_buckets_stay_small() {
    let code = "resource \"aws_s3_bucket\" \"main\" {\n  bucket_prefix = \"data-\"\n}\n";
    let selection = FixSelection::default();
    let request = "a private s3 bucket";
    let result = infragenie::job::autofix::autofix(
        &hcl::parse(code),
        request,
        TABLES,
        Some(&SCHEMA),
        selection,
    );
    let resources = result.module.resources().count();
    assert!((2..=3).contains(&resources), "{}", result.module.text);
}

/// Collects the descriptions of all recipes in a fix.
fn recipes(fix: &Fix, does: &mut Vec<&'static str>) {
    match fix {
        Fix::Recipe(recipe) => does.push(recipe.description),
        Fix::If(_, yes, no) => {
            recipes(yes, does);
            recipes(no, does);
        }
        _ => {}
    }
}

/// Applies the fixes that a fixture's first line selects.
fn fixed(module: &Module, without: &[String]) -> Rewritten {
    let all = module.text.contains("#+ all");
    let mut accepted: Vec<String> = Vec::new();
    loop {
        let selection = FixSelection {
            exclude: without,
            accept: &accepted,
            harden: true,
            ..FixSelection::default()
        };
        let result = fix(module, TABLES, Some(&SCHEMA), selection);
        let offered = scan::scan(module, TABLES);
        let offered = offered.iter().chain(&result.findings);
        let new: Vec<String> = offered
            .filter(|finding| match finding.remedy {
                Remedy::AddsResources => true,
                remedy => all && remedy == Remedy::NeedsConsent,
            })
            .map(|finding| format!("fix:{}:{}", finding.id, finding.address))
            .filter(|id| !accepted.contains(id))
            .collect();
        if new.is_empty() {
            return result;
        }
        accepted.extend(new);
    }
}

fn fixtures() -> Vec<(PathBuf, Module)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recipes");
    let entries = folder.read_dir().unwrap();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let read = |folder: PathBuf| {
        let text = std::fs::read_to_string(folder.join("before.tf")).unwrap();
        (folder, hcl::parse(text))
    };
    folders.into_iter().map(read).collect()
}

/// The shipped schema.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(pack::FILE)).unwrap();
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).unwrap();
    Schema::read(&bytes).unwrap()
});
