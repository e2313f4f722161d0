//! Checks that fixes keep references and unknown names of the user's own file.
//!
//! Each valid program is dealt in turn to two files, and each file is fixed alone.

use infragenie::fix::{FixSelection, Reach};
use infragenie::hcl::{self, Block, Kind, Module};
use infragenie::job::autofix;
use infragenie::scan::Tables;
use infragenie::schema::{self, Schema};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds of diagnostics about a name that the schema does not know.
const UNKNOWN: &[Kind] = &[
    Kind::UnsupportedArgument,
    Kind::UnsupportedBlock,
    Kind::InvalidResourceType,
    Kind::InvalidDataSource,
    Kind::UnknownFunction,
];

/// Counts references that fixes change, invalid results and removed names.
pub fn run(
    units: impl Iterator<Item = Value>,
    schema: &Schema,
    tables: Tables,
    list: bool,
) -> Value {
    let (mut cut, mut changed, mut invalid, mut unknown, mut removed) = (0, 0, 0, 0, 0);
    for unit in units {
        let (id, Some(program)) = (unit["id"].as_str(), unit["program"].as_str()) else {
            continue;
        };
        let id = id.unwrap_or_default();
        let module = hcl::parse(program);
        for reach in [Reach::File, Reach::Folder] {
            let gone = removed_names(&module, schema, tables, reach);
            unknown += gone.0;
            removed += gone.1.len();
            for name in gone.1.iter().filter(|_| list) {
                println!("{id}: {reach:?}: removed {name}");
            }
        }
        if !schema::validate(&module, schema).is_empty() || module.blocks().count() < 2 {
            continue;
        }
        cut += 1;
        let halves = halves(&module);
        let fixed = halves
            .each_ref()
            .map(|half| fixed(half, schema, tables, Reach::File));
        for (half, fixed) in halves.iter().zip(&fixed) {
            let lost = changed_references(half, fixed);
            changed += lost.len();
            for reference in lost.iter().filter(|_| list) {
                println!("{id}: changed {reference}");
            }
        }
        let joined = hcl::parse(format!("{}\n{}", fixed[0].text, fixed[1].text));
        let problems = schema::validate(&joined, schema);
        invalid += usize::from(!problems.is_empty());
        if let Some(problem) = problems.first().filter(|_| list) {
            println!("{id}: invalid: {}", problem.message);
        }
    }
    json!({
        "programs_cut": cut,
        "references_changed": changed,
        "invalid_after": invalid,
        "unknown_names": unknown,
        "unknown_removed": removed,
    })
}

/// Deals the blocks of a module in turn to two modules.
pub fn halves(module: &Module) -> [Module; 2] {
    let mut texts = [String::new(), String::new()];
    for (at, block) in module.blocks().enumerate() {
        texts[at % 2].push_str(&module.text[block.span.range()]);
        texts[at % 2].push_str("\n\n");
    }
    texts.map(hcl::parse)
}

/// Fixes a text of the user without a request.
pub fn fixed(module: &Module, schema: &Schema, tables: Tables, reach: Reach) -> Module {
    let selection = FixSelection {
        reach,
        ..FixSelection::default()
    };
    autofix::fix(module, tables, Some(schema), selection).module
}

/// Returns the references of the blocks of a module that fixed blocks lack.
pub fn changed_references(before: &Module, after: &Module) -> Vec<String> {
    let of = |module: &Module| -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for block in module.blocks() {
            let address = block.address().unwrap_or_default();
            for reference in block.references() {
                let text = &module.text[reference.span.range()];
                *counts.entry(format!("{address}: {text}")).or_default() += 1;
            }
        }
        counts
    };
    let after = of(after);
    let before = of(before).into_iter();
    let lost = before.filter(|(one, count)| after.get(one).copied().unwrap_or_default() < *count);
    lost.map(|(one, _)| one).collect()
}

/// Counts names that the schema does not know, and lists those that fixes remove.
///
/// A name that a change writes in another form is not removed.
pub fn removed_names(
    module: &Module,
    schema: &Schema,
    tables: Tables,
    reach: Reach,
) -> (usize, Vec<String>) {
    let problems = schema::validate(module, schema).into_iter();
    let unknown: BTreeSet<String> = problems
        .filter(|problem| UNKNOWN.contains(&problem.kind))
        .filter_map(|problem| problem.name)
        .collect();
    let selection = FixSelection {
        reach,
        ..FixSelection::default()
    };
    let fixed = autofix::fix(module, tables, Some(schema), selection);
    let is_removed = |name: &&String| {
        let quoted = format!("`{name}`");
        let mut written = fixed.changes.iter().map(|change| &change.description);
        !written.any(|text| !text.starts_with("remove") && text.contains(&quoted))
    };
    let gone = unknown
        .iter()
        .filter(|name| !fixed.module.text.contains(name.as_str()));
    let gone: Vec<String> = gone.filter(is_removed).cloned().collect();
    let addresses = |module: &Module| module.blocks().filter_map(Block::address).count();
    let lost_blocks = addresses(&fixed.module) < addresses(module);
    let lost_blocks = lost_blocks.then(|| "a block".to_owned());
    (unknown.len(), gone.into_iter().chain(lost_blocks).collect())
}
