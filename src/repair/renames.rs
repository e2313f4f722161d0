//! Moves and renames arguments that have other names or locations in the schema.
//!
//! A row of the table holds a type, the written path and the path in the schema. Paths lead through
//! nested blocks and start at the type. A test checks both ends against the schema.

use super::block_attribute::{adapted_text, block_text};
use super::faulty_body::FaultyBody;
use super::name::{block_to, to};
use super::near_names::only;
use super::repairer::Context;
use super::{Fix, safe_if};
use crate::hcl::{Attribute, Block, ExpressionKind, edit};
use crate::table::Table;

/// Type, written path and schema path.
const RENAMES: Table<3> = Table(include_str!("renames.tsv"));

/// Types and names that a table renames, and that version 6 of the AWS provider has.
const LATER_NAMES: &[(&str, &str)] = &[
    ("aws_instance", "placement_group_id"),
    ("data.aws_region", "region"),
];

/// Whether a newer version of the provider has a name that a table renames.
pub(super) fn is_later_name(type_name: &str, name: &str) -> bool {
    LATER_NAMES.contains(&(type_name, name))
}

pub(super) fn fixes(faulty: &FaultyBody<'_>, context: &Context<'_>) -> Vec<Fix> {
    let mut fixes: Vec<Fix> = faulty
        .unsupported()
        .filter_map(|attribute| elastic_ip(faulty, attribute))
        .collect();
    let key = match faulty.top.kind.text.as_str() {
        "data" => format!("data.{}", faulty.type_name),
        _ => faulty.type_name.to_owned(),
    };
    let rows: Vec<_> = RENAMES.rows_of(&key).collect();
    if rows.is_empty() {
        return fixes;
    }
    let targets = |name: &str| {
        let path = faulty.named(name);
        let rows = rows.iter().filter(move |[_, written, _]| *written == path);
        rows.map(|[.., target]| *target)
    };
    let here = faulty.path.join(".");
    // Returns the last name of a path that leads to the same body.
    let name_in = |target: &'static str| {
        let (path, name) = target.rsplit_once('.').unwrap_or(("", target));
        (path == here).then_some(name)
    };
    for attribute in faulty.unsupported() {
        for target in targets(&attribute.name.text) {
            let new = name_in(target).filter(|new| !faulty.is_set(new));
            let renamed = new.and_then(|new| to(faulty, attribute, new));
            let is_later = context.has_newer && is_later_name(&key, &attribute.name.text);
            let found = renamed.into_iter().chain(inward(faulty, attribute, target));
            fixes.extend(found.map(|fix| fix.with_safety(safe_if(!is_later))));
        }
    }
    for (name, block) in faulty.unsupported_blocks() {
        let new = targets(name).filter_map(name_in);
        fixes.extend(new.filter_map(|new| block_to(faulty, block, name, new)));
    }
    fixes
}

/// Writes `vpc` of an Elastic IP as `domain`, as later versions of the provider do.
fn elastic_ip(faulty: &FaultyBody<'_>, attribute: &Attribute) -> Option<Fix> {
    let is_vpc = faulty.top.kind.text == "resource"
        && faulty.type_name == "aws_eip"
        && faulty.path.is_empty()
        && attribute.name.text == "vpc"
        && matches!(attribute.value.kind, ExpressionKind::Bool(true));
    if !is_vpc || faulty.is_set("domain") || faulty.schema.attribute("domain").is_none() {
        return None;
    }
    let edits = vec![
        edit::rename(faulty.module, &attribute.name, "domain"),
        edit::replace_item(faulty.module, attribute.value.span, "\"vpc\""),
    ];
    let what = "write `vpc = true` as `domain = \"vpc\"`".to_owned();
    let why = "This version of the provider uses this form.";
    Some(faulty.fix("restated", "vpc", what, why, edits))
}

/// Moves an argument along a path from its body into a nested block.
fn inward(faulty: &FaultyBody<'_>, attribute: &Attribute, target: &str) -> Option<Fix> {
    let prefix = faulty.named("");
    // A path that does not start with the path of the body starts at the top-level block.
    let (mut block, mut schema, path) = match target.strip_prefix(&prefix) {
        Some(path) if path.contains('.') => (faulty.block, faulty.schema, path),
        Some(_) => return None,
        None => (faulty.top, faulty.above.first()?.1, target),
    };
    let path: Vec<&str> = path.split('.').collect();
    let (name, steps) = path.split_last()?;
    for step in steps {
        schema = schema.nested(step)?.block;
    }
    if is_set(block, &path) {
        return None;
    }
    let (module, value) = (faulty.module, &attribute.value);
    let mut edits = vec![edit::remove(module, attribute.span)];
    if let Some(known) = schema.attribute(name) {
        let text = adapted_text(module, value, known.kind)?;
        edits.extend(edit::set(module, block, &path, &text));
    } else {
        let text = block_text(module, value, schema.nested(name)?)?;
        for step in steps {
            block = only(block.body.blocks_of(step))?;
        }
        edits.extend(edit::insert(module, block, &text));
    }
    let old = &attribute.name.text;
    let what = format!("move `{old}` to `{target}`");
    let why = "This is its location in the schema.";
    Some(faulty.fix("inward", old, what, why, edits))
}

/// Whether an argument exists at a path.
fn is_set(block: &Block, path: &[&str]) -> bool {
    match path {
        [name] => block.body.attribute(name).is_some(),
        [name, rest @ ..] => {
            let mut blocks = block.body.blocks_of(name);
            blocks.any(|inner| is_set(inner, rest))
        }
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;
    use crate::schema::pack::{self, shipped};

    fn knows(root: pack::Block<'_>, path: &str) -> bool {
        let (path, name) = path.rsplit_once('.').unwrap_or(("", path));
        let mut steps = path.split('.').filter(|step| !step.is_empty());
        let block = steps.try_fold(root, |block, step| Some(block.nested(step)?.block));
        block.is_some_and(|block| {
            let is_settable = block.attribute(name).is_some_and(|one| one.settable());
            is_settable || block.nested(name).is_some()
        })
    }

    #[test]
    fn names_that_version_6_has_are_listed() {
        let bytes = pack::shipped_as(pack::FILE_6);
        let later = Schema::read(&bytes).expect("it reads");
        let root = |of: &str| match of.strip_prefix("data.") {
            Some(of) => later.data(of),
            None => later.resource(of),
        };
        let settable = RENAMES.rows().map(|[of, old, _]| (of, old));
        let settable = settable.filter(|(of, old)| root(of).is_some_and(|root| knows(root, old)));
        let exported = super::super::reference::EXPORTS.rows();
        let exported = exported
            .map(|[of, old, _]| (of, old))
            .filter(|(of, old)| root(of).is_some_and(|root| root.attribute(old).is_some()));
        let found: Vec<(&str, &str)> = settable.chain(exported).collect();
        assert_eq!(found, LATER_NAMES);
    }

    #[test]
    fn every_row_maps_an_unsupported_path_to_a_supported_one() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for row in RENAMES.checked_by_key() {
            let [of, old, new] = row;
            let root = match of.strip_prefix("data.") {
                Some(of) => schema.data(of),
                None => schema.resource(of),
            };
            let fits = root.is_some_and(|root| !knows(root, old) && knows(root, new));
            assert!(fits, "{row:?}");
        }
    }
}
