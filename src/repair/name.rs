//! Renames unsupported arguments and blocks to supported ones with similar names.
//!
//! Names are compared by their spelling and by their words.

use super::Fix;
use super::block_attribute::{adapted, as_blocks};
use super::faulty_body::FaultyBody;
use super::repairer::Context;
use super::words::{meant, only, singulars};
use crate::hcl::{Attribute, Block, ExpressionKind, edit};
use crate::schema::pack::{self, Shape};
use foldhash::HashSet;

const WHY: &str = "This is the name of the argument in the schema.";

/// Words that give the form of a value but do not identify it.
const FORMS: &[&str] = &["id", "arn", "name", "identifier"];

/// Renames arguments and blocks that differ only in spelling.
pub(super) fn spelled(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if !faulty.has_unsupported() {
        return fixes;
    }
    let unset: Vec<&str> = faulty.unset().map(|one| one.name).collect();
    let open: Vec<&str> = faulty.open().map(|one| one.name).collect();
    for attribute in faulty.unsupported() {
        let name = attribute.name.text.as_str();
        let all: Vec<&str> = unset.iter().chain(&open).copied().collect();
        if let Some(new) = meant(name, &all) {
            fixes.extend(to(faulty, attribute, new));
        }
    }
    for (name, block) in faulty.unsupported_blocks() {
        if let Some(new) = meant(name, &open) {
            fixes.extend(block_to(faulty, block, name, new));
        }
    }
    fixes
}

/// Renames arguments in blocks that are written for the objects of a list argument.
pub(super) fn fields(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for block in faulty.block.body.blocks() {
        let kind = faulty
            .schema
            .attribute(&block.kind.text)
            .map(|one| one.kind.shape());
        let Some(Shape::List(within) | Shape::Set(within)) = kind else {
            continue;
        };
        let Shape::Object(known) = within.shape() else {
            continue;
        };
        let unset = known.iter().map(|field| field.0);
        let unset: Vec<&str> = unset
            .filter(|name| block.body.attribute(name).is_none())
            .collect();
        for attribute in faulty.unsupported_in(block) {
            let old = &attribute.name.text;
            let new = meant(old, &unset);
            let Some((new, kind)) = new.and_then(|new| Some((new, known.get(new)?))) else {
                continue;
            };
            let Some(adapted) = adapted(faulty.module, &attribute.value, kind) else {
                continue;
            };
            let mut edits = vec![edit::rename(faulty.module, &attribute.name, new)];
            edits.extend(
                adapted.map(|text| edit::replace_item(faulty.module, attribute.value.span, &text)),
            );
            let what = format!("write `{old}` as `{new}`");
            let path = faulty.named(&format!("{}.{old}", block.kind.text));
            fixes.push(Fix::new("rename", faulty.address, what, WHY, edits).at(&path));
        }
    }
    fixes
}

/// Renames an argument that shares words with the only missing required argument.
pub(super) fn paired(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let missing: Vec<pack::Attribute> = faulty.missing().collect();
    let share = |left: &str, right: &str| !singulars(left).is_disjoint(&singulars(right));
    let pair = |attribute: &Attribute| {
        let name = attribute.name.text.as_str();
        let wanted = only(missing.iter().filter(|one| share(one.name, name)))?;
        only(
            faulty
                .unsupported()
                .filter(|one| share(&one.name.text, wanted.name)),
        )?;
        to(faulty, attribute, wanted.name)
    };
    faulty.unsupported().filter_map(pair).collect()
}

/// Renames an argument or block that has the words of one supported name.
///
/// Any additional words must be words of the type or of the enclosing blocks.
pub(super) fn worded(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if !faulty.has_unsupported() {
        return fixes;
    }
    let mut of_the_type = singulars(faulty.type_name);
    of_the_type.extend(faulty.path.iter().flat_map(|name| singulars(name)));
    of_the_type.extend(["aws", "db", "vpc"].map(str::to_owned));
    for attribute in faulty.unsupported() {
        let name = attribute.name.text.as_str();
        let has = singulars(name);
        let near =
            |one: &str| may_share(&has, one) && is_worded(&has, &singulars(one), &of_the_type);
        let names: Vec<&str> = faulty
            .unset()
            .map(|one| one.name)
            .filter(|one| near(one))
            .collect();
        let Some(new) = only(names.into_iter()) else {
            continue;
        };
        let wanted_twice = faulty.unsupported().any(|other| {
            other.name.text != name
                && is_worded(&singulars(&other.name.text), &singulars(new), &of_the_type)
        });
        if !wanted_twice {
            fixes.extend(to(faulty, attribute, new));
        }
    }
    let open: Vec<&str> = faulty.open().map(|one| one.name).collect();
    for (name, block) in faulty.unsupported_blocks() {
        let has = singulars(name);
        let near = open
            .iter()
            .filter(|one| may_share(&has, one) && is_worded(&has, &singulars(one), &of_the_type));
        if let Some(new) = only(near) {
            fixes.extend(block_to(faulty, block, name, new));
        }
    }
    fixes
}

/// Whether a name may contain one of some words, in the singular or plural.
///
/// Compares only the first two letters; called for every schema name.
fn may_share(words: &HashSet<String>, name: &str) -> bool {
    let begins = |word: &String| name.contains(word.get(..2).unwrap_or(word));
    words.iter().any(begins)
}

/// Whether two names have the same significant words.
///
/// Words of the type are ignored, and so is the form of a value if only one of the names has it.
fn is_worded(
    has: &HashSet<String>,
    wanted: &HashSet<String>,
    of_the_type: &HashSet<String>,
) -> bool {
    if has.is_disjoint(wanted) {
        return false;
    }
    let form = |word: &String| FORMS.contains(&word.as_str());
    let telling = |set: &HashSet<String>| -> HashSet<String> {
        set.iter()
            .filter(|word| !of_the_type.contains(*word))
            .cloned()
            .collect()
    };
    let (left, right) = (telling(has), telling(wanted));
    // The remaining words must not be empty and must be equal. A form in only one of the names is
    // ignored.
    let bare = |set: &HashSet<String>| -> HashSet<String> {
        set.iter().filter(|word| !form(word)).cloned().collect()
    };
    let (core, other) = (bare(&left), bare(&right));
    let forms_agree = left
        .iter()
        .filter(|word| form(word))
        .all(|word| right.contains(word) || !right.iter().any(form));
    !core.is_empty() && core == other && forms_agree
}

/// Renames an argument within its body and adapts the shape of its value.
pub(super) fn to(faulty: &FaultyBody<'_>, attribute: &Attribute, new: &str) -> Option<Fix> {
    let old = &attribute.name.text;
    let Some(known) = faulty.schema.attribute(new) else {
        return as_blocks(faulty, attribute, faulty.schema.nested(new)?);
    };
    let mut adapted = adapted(faulty.module, &attribute.value, known.kind)?;
    // The new argument takes `Enabled` or `Disabled` instead of a bool.
    if let (ExpressionKind::Bool(on), "status") = (&attribute.value.kind, new) {
        adapted = Some(if *on { "\"Enabled\"" } else { "\"Disabled\"" }.to_owned());
    }
    let what = format!("write `{old}` as `{new}`");
    let mut edits = vec![edit::rename(faulty.module, &attribute.name, new)];
    edits
        .extend(adapted.map(|text| edit::replace_item(faulty.module, attribute.value.span, &text)));
    Some(Fix::new("rename", faulty.address, what, WHY, edits).at(&faulty.named(old)))
}

/// Renames a block within its body.
pub(super) fn block_to(
    faulty: &FaultyBody<'_>,
    block: &Block,
    old: &str,
    new: &str,
) -> Option<Fix> {
    let name = match block.kind.text.as_str() {
        "dynamic" => block.labels.first()?,
        _ => &block.kind,
    };
    let mut edits = vec![edit::rename(faulty.module, name, new)];
    if block.kind.text == "dynamic" && block.body.attribute("iterator").is_none() {
        // The content of a `dynamic` block refers to the element by the name of the block.
        let content = block.body.blocks_of("content").next()?;
        let own = content
            .body
            .expressions()
            .into_iter()
            .filter_map(|one| match &one.kind {
                ExpressionKind::Traversal { root, .. } if root.text == old => Some(root),
                _ => None,
            });
        edits.extend(own.map(|root| edit::rename(faulty.module, root, new)));
    }
    let what = format!("write the block `{old}` as `{new}`");
    let why = "This is the name of the block in the schema.";
    Some(Fix::new("rename", faulty.address, what, why, edits).at(&faulty.named(old)))
}
