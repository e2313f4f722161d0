//! Moves and renames arguments that have other names or locations in the schema.
//!
//! A row of the table holds a type, the written path and the path in the schema. Paths lead through
//! nested blocks and start at the type. A test checks both ends against the schema.

use super::Fix;
use super::block_attribute::{adapted_text, block_text};
use super::faulty_body::FaultyBody;
use super::name::{block_to, to};
use super::repairer::Context;
use super::words::only;
use crate::hcl::{Attribute, Block, ExpressionKind, edit};
use crate::table::Table;

/// Type, written path and schema path.
const RENAMES: Table<3> = Table(include_str!("renames.tsv"));

pub(super) fn fixes(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
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
    let row_of = |name: &str| {
        let path = faulty.named(name);
        rows.iter().filter(move |row| row[1] == path)
    };
    for attribute in faulty.unsupported() {
        for row in row_of(&attribute.name.text) {
            fixes.extend(
                beside(faulty, row[2]).and_then(|new| match faulty.is_set(new) {
                    true => None,
                    false => to(faulty, attribute, new),
                }),
            );
            fixes.extend(below(faulty, attribute, row[2]));
        }
    }
    for (name, block) in faulty.unsupported_blocks() {
        for row in row_of(name) {
            fixes.extend(beside(faulty, row[2]).and_then(|new| block_to(faulty, block, name, new)));
        }
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
    Some(Fix::new("restated", faulty.address, what, why, edits).at("vpc"))
}

/// Returns the last name of a path that leads to the same body.
fn beside<'r>(faulty: &FaultyBody<'_>, path: &'r str) -> Option<&'r str> {
    let (way, name) = path.rsplit_once('.').unwrap_or(("", path));
    (way == faulty.path.join(".")).then_some(name)
}

/// Whether an argument exists at a path.
fn is_there(block: &Block, path: &[&str]) -> bool {
    match path {
        [name] => block.body.attribute(name).is_some(),
        [name, rest @ ..] => block
            .body
            .blocks_of(name)
            .any(|inner| is_there(inner, rest)),
        [] => false,
    }
}

/// Moves an argument along a path from its body into a nested block.
fn below(faulty: &FaultyBody<'_>, attribute: &Attribute, path: &str) -> Option<Fix> {
    let prefix = faulty.named("");
    // A path that does not start with the path of the body starts at the top-level block.
    let (block, mut home, rest) = match path.strip_prefix(&prefix) {
        Some(rest) if rest.contains('.') => (faulty.block, faulty.schema, rest),
        Some(_) => return None,
        None => (faulty.top, faulty.above.first()?.1, path),
    };
    let rest: Vec<&str> = rest.split('.').collect();
    let (name, way) = rest.split_last()?;
    for step in way {
        home = home.nested(step)?.block;
    }
    let module = faulty.module;
    if is_there(block, &rest) {
        return None;
    }
    let mut edits = vec![edit::remove(module, attribute.span)];
    match home.attribute(name) {
        Some(known) => {
            let text = adapted_text(module, &attribute.value, known.kind)?;
            edits.extend(edit::set(module, block, &rest, &text));
        }
        None => {
            let text = block_text(module, &attribute.value, home.nested(name)?)?;
            let mut block = block;
            for step in way {
                block = only(block.body.blocks_of(step))?;
            }
            edits.extend(edit::insert(module, block, &text));
        }
    }
    let old = &attribute.name.text;
    let what = format!("move `{old}` to `{path}`");
    let why = "This is its location in the schema.";
    Some(Fix::new("inward", faulty.address, what, why, edits).at(&faulty.named(old)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;
    use crate::schema::pack::{self, shipped};

    fn leads_to<'a>(root: pack::Block<'a>, path: &str) -> Option<(pack::Block<'a>, String)> {
        let (way, name) = path.rsplit_once('.').unwrap_or(("", path));
        let mut block = root;
        for step in way.split('.').filter(|step| !step.is_empty()) {
            block = block.nested(step)?.block;
        }
        Some((block, name.to_owned()))
    }

    fn knows(root: pack::Block<'_>, path: &str) -> bool {
        leads_to(root, path).is_some_and(|(block, name)| {
            let settable = block.attribute(&name).is_some_and(|one| one.settable());
            settable || block.nested(&name).is_some()
        })
    }

    #[test]
    fn every_row_maps_an_unsupported_path_to_a_supported_one() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let mut wrong = Vec::new();
        for [of, old, new] in RENAMES.checked_by_key() {
            let root = match of.strip_prefix("data.") {
                Some(of) => schema.data(of),
                None => schema.resource(of),
            };
            if root.is_none_or(|root| knows(root, old) || !knows(root, new)) {
                wrong.push(format!("{of}: {old} -> {new}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
