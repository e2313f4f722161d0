//! Renames unsupported arguments and blocks to supported ones with similar names.
//!
//! Names are compared by their spelling and by their words.

use super::block_attribute::{adapted, as_blocks};
use super::faulty_body::FaultyBody;
use super::near_names::{is_misspelt, meant, only};
use super::repairer::Context;
use super::{Fix, safe_if};
use crate::hcl::{Attribute, Block, ExpressionKind, edit};
use crate::schema::pack::{self, Shape};
use crate::words::singulars;
use foldhash::HashSet;

/// Words that give the form of a value but do not identify it.
const FORMS: &[&str] = &["id", "arn", "name", "identifier"];

/// Renames arguments and blocks that differ only in spelling.
pub(super) fn spelled(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    if !faulty.has_unsupported() {
        return Vec::new();
    }
    let open: Vec<&str> = faulty.open().map(|one| one.name).collect();
    let unset = faulty.unset().map(|one| one.name);
    let all: Vec<&str> = unset.chain(open.iter().copied()).collect();
    let arguments = faulty.unsupported().filter_map(|attribute| {
        let name = &attribute.name.text;
        let new = meant(name, &all)?;
        Some(to(faulty, attribute, new)?.with_safety(safe_if(is_misspelt(name, new))))
    });
    let blocks = faulty.unsupported_blocks().filter_map(|(name, block)| {
        let new = meant(name, &open)?;
        Some(block_to(faulty, block, name, new)?.with_safety(safe_if(is_misspelt(name, new))))
    });
    arguments.chain(blocks).collect()
}

/// Renames arguments in blocks that are written for the objects of a list argument.
pub(super) fn fields(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for block in faulty.block.body.blocks() {
        let argument = faulty.schema.attribute(&block.kind.text);
        let Some(Shape::List(within) | Shape::Set(within)) = argument.map(|one| one.kind.shape())
        else {
            continue;
        };
        let Shape::Object(known) = within.shape() else {
            continue;
        };
        let unset = known.iter().map(|field| field.0);
        let unset: Vec<&str> = unset
            .filter(|name| block.body.attribute(name).is_none())
            .collect();
        fixes.extend(faulty.unsupported_in(block).filter_map(|attribute| {
            let old = &attribute.name.text;
            let new = meant(old, &unset)?;
            let value = adapted(faulty.module, &attribute.value, known.get(new)?)?;
            let path = format!("{}.{old}", block.kind.text);
            let fix = renamed(faulty, attribute, &path, new, value);
            Some(fix.with_safety(safe_if(is_misspelt(old, new))))
        }));
    }
    fixes
}

/// Renames an argument that shares words with the only missing required argument.
pub(super) fn paired(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let missing: Vec<pack::Attribute> = faulty.missing().collect();
    let share = |left: &str, right: &str| !singulars(left).is_disjoint(&singulars(right));
    let pair = |attribute: &Attribute| {
        let is_alike = |one: &&pack::Attribute| share(one.name, &attribute.name.text);
        let wanted = only(missing.iter().filter(is_alike))?.name;
        let alike = faulty.unsupported();
        only(alike.filter(|one| share(&one.name.text, wanted)))?;
        to(faulty, attribute, wanted)
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
    let matches = |has: &HashSet<String>, name: &str| {
        may_share(has, name) && is_worded(has, &singulars(name), &of_the_type)
    };
    let unset: Vec<&str> = faulty.unset().map(|one| one.name).collect();
    for attribute in faulty.unsupported() {
        let name = attribute.name.text.as_str();
        let has = singulars(name);
        let Some(new) = only(unset.iter().filter(|one| matches(&has, one))) else {
            continue;
        };
        let wanted = singulars(new);
        let is_wanted_twice = faulty.unsupported().any(|other| {
            let other = other.name.text.as_str();
            other != name && is_worded(&singulars(other), &wanted, &of_the_type)
        });
        if !is_wanted_twice {
            fixes.extend(to(faulty, attribute, new));
        }
    }
    let open: Vec<&str> = faulty.open().map(|one| one.name).collect();
    for (name, block) in faulty.unsupported_blocks() {
        let has = singulars(name);
        if let Some(new) = only(open.iter().filter(|one| matches(&has, one))) {
            fixes.extend(block_to(faulty, block, name, new));
        }
    }
    fixes
}

/// Whether a schema name may contain one of some words, in the singular or plural.
///
/// Compares only the first two letters; called for every schema name.
fn may_share(words: &HashSet<String>, name: &str) -> bool {
    let pairs = || name.as_bytes().windows(2);
    words.iter().any(|word| match word.as_bytes() {
        [first, second, ..] => pairs().any(|pair| pair[0] == *first && pair[1] == *second),
        _ => name.contains(word),
    })
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
    let (core, forms) = significant(has, of_the_type);
    let (other_core, other_forms) = significant(wanted, of_the_type);
    let forms_agree = other_forms.is_empty() || forms.is_subset(&other_forms);
    !core.is_empty() && core == other_core && forms_agree
}

/// Returns the words that are not of the type: those that identify a value, and those of its form.
fn significant<'w>(
    words: &'w HashSet<String>,
    of_the_type: &HashSet<String>,
) -> (HashSet<&'w str>, HashSet<&'w str>) {
    let words = words.iter().filter(|word| !of_the_type.contains(*word));
    words
        .map(String::as_str)
        .partition(|word| !FORMS.contains(word))
}

/// Renames an argument within its body and adapts the shape of its value.
pub(super) fn to(faulty: &FaultyBody<'_>, attribute: &Attribute, new: &str) -> Option<Fix> {
    let Some(known) = faulty.schema.attribute(new) else {
        return as_blocks(faulty, attribute, faulty.schema.nested(new)?);
    };
    let mut value = adapted(faulty.module, &attribute.value, known.kind)?;
    // The new argument takes `Enabled` or `Disabled` instead of a bool.
    if let (ExpressionKind::Bool(on), "status") = (&attribute.value.kind, new) {
        value = Some(if *on { "\"Enabled\"" } else { "\"Disabled\"" }.to_owned());
    }
    Some(renamed(faulty, attribute, &attribute.name.text, new, value))
}

/// Renames an argument at a path, and replaces its value if there is another one.
fn renamed(
    faulty: &FaultyBody<'_>,
    attribute: &Attribute,
    path: &str,
    new: &str,
    value: Option<String>,
) -> Fix {
    let module = faulty.module;
    let mut edits = vec![edit::rename(module, &attribute.name, new)];
    edits.extend(value.map(|text| edit::replace_item(module, attribute.value.span, &text)));
    let what = format!("write `{}` as `{new}`", attribute.name.text);
    let why = "This is the name of the argument in the schema.";
    faulty.fix("rename", path, what, why, edits)
}

/// Renames a block within its body.
pub(super) fn block_to(
    faulty: &FaultyBody<'_>,
    block: &Block,
    old: &str,
    new: &str,
) -> Option<Fix> {
    let is_dynamic = block.kind.text == "dynamic";
    let name = match is_dynamic {
        true => block.labels.first()?,
        false => &block.kind,
    };
    let mut edits = vec![edit::rename(faulty.module, name, new)];
    if is_dynamic && block.body.attribute("iterator").is_none() {
        // The content of a `dynamic` block refers to the element by the name of the block.
        let content = block.body.blocks_of("content").next()?;
        for expression in content.body.expressions() {
            if let ExpressionKind::Traversal { root, .. } = &expression.kind
                && root.text == old
            {
                edits.push(edit::rename(faulty.module, root, new));
            }
        }
    }
    let what = format!("write the block `{old}` as `{new}`");
    let why = "This is the name of the block in the schema.";
    Some(faulty.fix("rename", old, what, why, edits))
}
