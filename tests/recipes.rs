//! The recipes against their fixtures, and against what holds of every change.
//!
//! `tests/recipes/<name>/before.tf` becomes `after.tf`, whose last lines are the changes (`#=`) and
//! the notes (`#!`). The first line of `before.tf` says what is wished: `#+ harden` adds what is
//! worth pennies, `#+ all` accepts what is offered too. `UPDATE=1` rewrites the `after.tf` files.

use infragenie::fix::{Mended, Wishes, fix};
use infragenie::hcl::{self, Module};
use infragenie::scan::{self, Fix, Remedy, aws::TABLES};
use infragenie::schema::{Schema, pack};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

#[test]
fn every_fixture_becomes_what_stands_beside_it() {
    let mut wrong = Vec::new();
    for (folder, module) in fixtures() {
        let mended = mended(&module, &[]);
        let mut shown = mended.module.text;
        shown.push('\n');
        for change in &mended.changes {
            shown.push_str(&format!("#= {} | {}\n", change.id, change.what));
        }
        for note in &mended.notes {
            shown.push_str(&format!("#! {note}\n"));
        }
        let path = folder.join("after.tf");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &shown).unwrap();
        } else if std::fs::read_to_string(&path).unwrap_or_default() != shown {
            wrong.push(path);
        }
    }
    assert!(
        wrong.is_empty(),
        "{wrong:?} differ; UPDATE=1 rewrites them, then read the diff"
    );
}

#[test]
fn every_recipe_of_the_tables_stands_in_a_fixture() {
    let mut told = BTreeSet::new();
    for (_, module) in fixtures() {
        told.extend(mended(&module, &[]).changes.into_iter().map(|one| one.what));
    }
    let mut missing = BTreeSet::new();
    for rule in TABLES.rules() {
        let mut does = Vec::new();
        recipes(&rule.fix, &mut does);
        let lacking = does.into_iter().filter(|does| !told.contains(*does));
        missing.extend(lacking.map(|does| format!("{}: {does}", rule.id)));
    }
    assert!(missing.is_empty(), "no fixture shows {missing:#?}");
}

#[test]
fn nothing_is_refused_that_was_accepted_before() {
    for (folder, module) in fixtures() {
        assert_eq!(module.problems, [], "{folder:?}");
        let before = infragenie::schema::validate(&module, &SCHEMA);
        assert_eq!(mended(&module, &[]).problems, before, "{folder:?}");
    }
}

#[test]
fn nothing_that_stood_there_is_removed_and_comments_stay() {
    for (folder, module) in fixtures() {
        let after = mended(&module, &[]).module;
        for block in module.blocks() {
            let address = block.address().unwrap();
            let there = after
                .at(&address)
                .unwrap_or_else(|| panic!("{folder:?}: {address}"));
            for attribute in block.body.attributes() {
                let name = &attribute.name.text;
                assert!(
                    there.body.attribute(name).is_some(),
                    "{folder:?}: {address}.{name}"
                );
            }
            for inner in block.body.blocks() {
                let kind = &inner.kind.text;
                let count = |body: &hcl::Body| body.blocks_of(kind).count();
                assert!(
                    count(&there.body) >= count(&block.body),
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
fn what_is_mended_is_not_mended_again() {
    for (folder, module) in fixtures() {
        let once = mended(&module, &[]);
        let twice = mended(&once.module, &[]);
        assert_eq!(twice.changes, [], "{folder:?}");
        assert_eq!(twice.module.text, once.module.text, "{folder:?}");
    }
}

#[test]
fn every_change_can_be_left_out_by_itself() {
    for (folder, module) in fixtures() {
        let all = mended(&module, &[]);
        for change in &all.changes {
            let fewer = mended(&module, std::slice::from_ref(&change.id));
            let is_it = |one: &hcl::Change| one.id == change.id;
            assert!(
                !fewer.changes.iter().any(is_it),
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
fn a_private_bucket_stays_small() {
    let code = "resource \"aws_s3_bucket\" \"main\" {\n  bucket_prefix = \"data-\"\n}\n";
    let wishes = Wishes::default();
    let request = "a private s3 bucket";
    let mended =
        infragenie::job::mend::mend(&hcl::parse(code), request, TABLES, Some(&SCHEMA), wishes);
    let resources = mended.module.resources().count();
    assert!((5..=8).contains(&resources), "{}", mended.module.text);
}

/// What the recipes of a fix do.
fn recipes(fix: &Fix, does: &mut Vec<&'static str>) {
    match fix {
        Fix::Made(recipe) => does.push(recipe.does),
        Fix::If(_, yes, no) => {
            recipes(yes, does);
            recipes(no, does);
        }
        _ => {}
    }
}

/// A fixture after the fixes that its first line wishes.
fn mended(module: &Module, without: &[String]) -> Mended {
    let all = module.text.contains("#+ all");
    let mut accepted: Vec<String> = Vec::new();
    loop {
        let wishes = Wishes {
            without,
            accepted: &accepted,
            harden: true,
            ..Wishes::default()
        };
        let mended = fix(module, TABLES, Some(&SCHEMA), wishes);
        let offered = scan::scan(module, TABLES);
        let offered = offered.iter().chain(&mended.findings);
        let new: Vec<String> = offered
            .filter(|finding| all && finding.remedy == Remedy::Offered)
            .map(|finding| format!("fix:{}:{}", finding.id, finding.address))
            .filter(|id| !accepted.contains(id))
            .collect();
        if new.is_empty() {
            return mended;
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
