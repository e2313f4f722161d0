//! Compares the strings that stored data and callers depend on with their snapshot.
//!
//! The names of enums that reach JavaScript are in `src/web/types.ts`. The ids of changes are here:
//! a report that a user stored names the changes to leave out by them.

use std::fs;
use std::path::{Path, PathBuf};

const SNAPSHOT: &str = "tests/change_ids.txt";

#[test]
fn change_ids_are_those_of_the_snapshot() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut ids = vec!["fix:<check id>:<address>".to_owned()];
    for module in ["complete", "repair"] {
        for file in sources(&root.join("src").join(module)) {
            let text = fs::read_to_string(&file).unwrap();
            ids.extend(kinds(&text).map(|kind| format!("{module}:{kind}:<address>")));
        }
    }
    ids.sort();
    ids.dedup();
    let found = ids.join("\n") + "\n";
    let path = root.join(SNAPSHOT);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        written, found,
        "a change id differs from {SNAPSHOT}; stored reports name changes by their ids, so keep \
         reading the old id, then run this test with UPDATE=1"
    );
}

/// The kinds that a source gives to its changes: the first argument of the functions that create them.
fn kinds(text: &str) -> impl Iterator<Item = String> + '_ {
    let calls = ["Deed::new(", "Fix::repair(", "Fix::completion(", ".fix("];
    let calls = calls.into_iter().flat_map(|call| text.split(call).skip(1));
    calls.filter_map(|rest| {
        let kind = rest.trim_start().strip_prefix('"')?.split('"').next()?;
        Some(kind.to_owned())
    })
}

#[test]
fn a_kind_is_found_on_the_same_line_and_on_the_next() {
    let text = "Deed::new(\"image\", a)\nDeed::new(\n    \"key-file\",\n    a)\nDeed::new(ID, a)";
    assert_eq!(kinds(text).collect::<Vec<_>>(), ["image", "key-file"]);
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
    found
}
