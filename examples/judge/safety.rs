//! Counts the findings of the safety rules for both kinds of authors.

use infragenie::hcl;
use infragenie::safety::{self, Author};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Counts the findings of each rule; `list` prints each of them with its author.
pub fn run(units: impl Iterator<Item = Value>, list: bool) -> Value {
    let (mut programs, mut findings, mut flagged) = (0, [0, 0], [0, 0]);
    let mut rules: BTreeMap<String, usize> = BTreeMap::new();
    for unit in units {
        let Some(program) = unit["program"].as_str() else {
            continue;
        };
        programs += 1;
        let module = hcl::parse(program);
        for (at, author) in [Author::User, Author::Model].into_iter().enumerate() {
            let found = safety::check(&module, author, "");
            findings[at] += found.len();
            flagged[at] += usize::from(!found.is_empty());
            for one in found {
                *rules.entry(format!("{author:?} {}", one.id)).or_default() += 1;
                if list {
                    let (id, line) = (unit["id"].as_str().unwrap_or_default(), one.start.line);
                    println!("{author:?}\t{id}:{line}\t{}\t{}", one.id, one.evidence);
                }
            }
        }
    }
    json!({
        "programs": programs, "findings": findings, "flagged": flagged, "rules": rules,
    })
}
