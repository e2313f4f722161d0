//! Adapts values to the shape that their argument or block requires.
//!
//! It writes arguments as blocks, blocks as arguments, and wraps values in lists or unwraps them.

use super::Fix;
use super::faulty_body::{FaultyBody, has_room};
use super::near_names::only;
use super::repairer::Context;
use crate::hcl::{
    Attribute, Block, Entry, Expression, ExpressionKind, Item, Module, Span, Step, edit, number,
};
use crate::schema::pack::{self, Shape};
use crate::stable_sort::Order;
use crate::words::is_plural;

pub(super) fn fixes(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let arguments = faulty.unsupported().filter_map(|attribute| {
        let nested = faulty.schema.nested(&attribute.name.text)?;
        as_blocks(faulty, attribute, nested)
    });
    let blocks = faulty.unsupported_blocks();
    let blocks = blocks.filter_map(|(name, block)| as_argument(faulty, name, block));
    let values = faulty.misfits().filter_map(|one| refitted(faulty, one));
    arguments.chain(blocks).chain(values).collect()
}

/// Writes an argument as one or more blocks.
pub(super) fn as_blocks(
    faulty: &FaultyBody<'_>,
    attribute: &Attribute,
    nested: pack::Nested<'_>,
) -> Option<Fix> {
    let text = block_text(faulty.module, &attribute.value, nested)?;
    let old = &attribute.name.text;
    let new = nested.name;
    let what = match old == new {
        true => format!("write `{old}` as a block"),
        false => format!("write `{old}` as a block `{new}`"),
    };
    let why = "In the schema it is a block, not an argument.";
    let edits = match text.is_empty() {
        true => vec![edit::remove(faulty.module, attribute.span)],
        false => vec![edit::replace_item(faulty.module, attribute.span, &text)],
    };
    Some(faulty.fix("block", old, what, why, edits))
}

/// Writes a block as an argument that takes an object or a map.
fn as_argument(faulty: &FaultyBody<'_>, name: &str, block: &Block) -> Option<Fix> {
    let known = faulty.schema.attribute(name).filter(|one| one.settable())?;
    if block.kind.text == "dynamic" || !block.labels.is_empty() {
        return None;
    }
    let holds_maps = |of: &pack::Type<'_>| matches!(of.shape(), Shape::Map(_) | Shape::Object(_));
    let text = match known.kind.shape() {
        Shape::Map(_) | Shape::Object(_) => object_text(faulty.module, block)?,
        Shape::List(within) | Shape::Set(within) if holds_maps(&within) => {
            format!("[{}]", object_text(faulty.module, block)?)
        }
        // A block with a single argument becomes the value of that argument.
        Shape::String | Shape::Number | Shape::Bool => {
            let [Item::Attribute(only)] = block.body.items.as_slice() else {
                return None;
            };
            edit::dedented(faulty.module, only.value.span)
        }
        _ => return None,
    };
    let what = format!("write `{name}` as an argument");
    let why = "In the schema it is an argument, not a block.";
    let text = format!("{name} = {text}");
    let edits = vec![edit::replace_item(faulty.module, block.span, &text)];
    Some(faulty.fix("argument", name, what, why, edits))
}

/// Returns the body of a block as an object.
fn object_text(module: &Module, block: &Block) -> Option<String> {
    if block.body.blocks().next().is_some() {
        return None;
    }
    let lifted = edit::dedented(module, block.span);
    lifted.find('{').map(|brace| lifted[brace..].to_owned())
}

/// Adapts a value to the type of its argument.
fn refitted(faulty: &FaultyBody<'_>, attribute: &Attribute) -> Option<Fix> {
    let name = &attribute.name.text;
    let kind = faulty.schema.attribute(name)?.kind;
    let text = adapted(faulty.module, &attribute.value, kind)??;
    let what = format!("write `{name}` as {kind}");
    let why = "The value did not have the type of the argument.";
    let span = attribute.value.span;
    let edits = vec![edit::replace_item(faulty.module, span, &text)];
    Some(faulty.fix("shape", name, what, why, edits))
}

/// Returns the text of a value for a type.
///
/// `None` if the value cannot be adapted, `Some(None)` if it needs no change.
#[allow(
    clippy::option_option,
    reason = "no way, no change and a change are three answers"
)]
pub(super) fn adapted(
    module: &Module,
    value: &Expression,
    kind: pack::Type<'_>,
) -> Option<Option<String>> {
    use ExpressionKind::*;
    let dedented = |of: &Expression| Some(Some(edit::dedented(module, of.span)));
    let listed = || Some(Some(format!("[{}]", edit::dedented(module, value.span))));
    match (kind.shape(), &value.kind) {
        (_, Null) | (Shape::Dynamic, _) => Some(None),
        (Shape::List(within) | Shape::Set(within), of) => match (within.shape(), of) {
            (Shape::List(_) | Shape::Set(_) | Shape::Map(_) | Shape::Object(_), List(_)) => {
                Some(None)
            }
            (_, List(items)) => {
                let is_plain = |item: &Expression| !matches!(item.kind, Object(_) | List(_));
                items.iter().all(is_plain).then_some(None)
            }
            (_, For(_) | Call { .. } | Conditional { .. } | Access { .. }) => Some(None),
            (_, Traversal { root, steps }) if is_many(&root.text, steps) => Some(None),
            (_, Traversal { .. }) | (Shape::Object(_) | Shape::Map(_), Object(_)) => listed(),
            (_, Object(_)) => None,
            (Shape::String | Shape::Number | Shape::Bool, _) => listed(),
            _ => None,
        },
        (Shape::Map(_) | Shape::Object(_), List(items)) => {
            dedented(only(items.iter()).filter(|only| only.entries().is_some())?)
        }
        (Shape::Map(_) | Shape::Object(_), Template { .. } | Bool(_) | Number(_)) => None,
        (Shape::Map(_) | Shape::Object(_), _) => Some(None),
        (_, Object(_)) => None,
        (_, List(items)) => dedented(only(items.iter())?),
        (Shape::Bool, Template { .. }) => match value.literal()?.to_ascii_lowercase().as_str() {
            "true" | "false" => Some(None),
            "enabled" | "enable" | "yes" | "on" => Some(Some("true".to_owned())),
            "disabled" | "disable" | "no" | "off" => Some(Some("false".to_owned())),
            _ => None,
        },
        (Shape::Bool, Number(_)) => None,
        (Shape::Number, Bool(_)) => None,
        (Shape::Number, Template { .. }) => match value.literal() {
            Some(text) => number(&text).map(|_| None),
            None => Some(None),
        },
        _ => Some(None),
    }
}

/// Returns a value adapted to a type, as text without indentation.
pub(super) fn adapted_text(
    module: &Module,
    value: &Expression,
    kind: pack::Type<'_>,
) -> Option<String> {
    let adapted = adapted(module, value, kind)?;
    Some(adapted.unwrap_or_else(|| edit::dedented(module, value.span)))
}

/// Whether a reference yields several values, judging by its name.
fn is_many(root: &str, steps: &[Step]) -> bool {
    let splat = steps.iter().any(|step| matches!(step, Step::Splat(_)));
    let last = steps.iter().rev().find_map(|step| match step {
        Step::Attribute(name) => Some(name.text.as_str()),
        _ => None,
    });
    let indexed = matches!(steps.last(), Some(Step::Index(..) | Step::LegacyIndex(..)));
    let last = last.unwrap_or(root);
    splat || (!indexed && is_plural(last)) || last.ends_with("list")
}

/// Returns a value as blocks of one name; an empty text for an empty list.
pub(super) fn block_text(
    module: &Module,
    value: &Expression,
    nested: pack::Nested<'_>,
) -> Option<String> {
    match &value.kind {
        ExpressionKind::Object(entries) => {
            pairs(module, entries, nested).or_else(|| one_block(module, value, entries, nested))
        }
        ExpressionKind::List(items) => {
            if !has_room(&nested, items.len().saturating_sub(1)) {
                return None;
            }
            let of = |item: &Expression| match &item.kind {
                ExpressionKind::Object(entries) => one_block(module, item, entries, nested),
                _ => around(module, item, nested),
            };
            let blocks: Option<Vec<String>> = items.iter().map(of).collect();
            Some(blocks?.join("\n\n"))
        }
        _ => around(module, value, nested),
    }
}

/// Writes a primitive value as the one matching argument of a block.
fn around(module: &Module, value: &Expression, nested: pack::Nested<'_>) -> Option<String> {
    if nested.block.nested_blocks().any(|inner| inner.min > 0) {
        return None;
    }
    let required = only(nested.block.required_attributes());
    let settable = nested.block.attributes().filter(|one| one.settable());
    let into = required.or_else(|| only(settable)).or_else(|| {
        // A reference names its attribute, and an ARN identifies itself.
        let last = match &value.kind {
            ExpressionKind::Traversal { steps, .. } => match steps.last()? {
                Step::Attribute(name) if name.text == "id" => "name",
                Step::Attribute(name) => name.text.as_str(),
                _ => return None,
            },
            _ if value.literal_text()?.starts_with("arn:") => "arn",
            _ => "name",
        };
        let required = nested.block.required_attributes().next().is_some();
        nested
            .block
            .attribute(last)
            .filter(|one| one.settable() && !required)
    })?;
    // Only a bool can be wrapped in `enabled = ...`.
    let is_switch = matches!(into.kind.shape(), Shape::Bool);
    if is_switch != matches!(value.kind, ExpressionKind::Bool(_)) {
        return None;
    }
    let text = adapted_text(module, value, into.kind)?;
    Some(block_of(nested.name, &[format!("{} = {text}", into.name)]))
}

/// Writes a map as blocks that hold a name and a value each.
fn pairs(module: &Module, entries: &[Entry], nested: pack::Nested<'_>) -> Option<String> {
    let required = nested.block.required_attributes();
    let mut required: Vec<&str> = required.map(|one| one.name).collect();
    required.order();
    let is_unknown = |key: String| nested.block.attribute(&key).is_none();
    let (["name", "value"] | ["key", "value"], true) = (
        required.as_slice(),
        entries
            .iter()
            .all(|entry| entry.key_text().is_some_and(is_unknown)),
    ) else {
        return None;
    };
    let line =
        |name: &str, of: &Entry| format!("{name} = {}", edit::dedented(module, of.value.span));
    let block = |entry: &Entry| {
        let name = edit::quote(&entry.key_text()?);
        let mut lines = vec![format!("{} = {name}", required[0])];
        match &entry.value.kind {
            ExpressionKind::Object(inner) => {
                for one in inner {
                    lines.push(line(&one.key_text()?, one));
                }
            }
            _ => lines.push(line("value", entry)),
        }
        Some(block_of(nested.name, &lines))
    };
    let blocks: Option<Vec<String>> = entries.iter().map(block).collect();
    blocks.map(|blocks| blocks.join("\n\n"))
}

fn one_block(
    module: &Module,
    whole: &Expression,
    entries: &[Entry],
    nested: pack::Nested<'_>,
) -> Option<String> {
    let mut lines = Vec::new();
    let mut at = whole.span.start + 1;
    for entry in entries {
        lines.extend(comments(module, Span::new(at, entry.span.start)));
        at = entry.span.end;
        let name = entry.key_text().filter(|name| is_name(name))?;
        let inner = nested.block.nested(&name);
        let inner = inner.filter(|_| nested.block.attribute(&name).is_none());
        let block = inner.and_then(|inner| block_text(module, &entry.value, inner));
        lines.push(block.unwrap_or_else(|| {
            let value = edit::dedented(module, entry.value.span);
            format!("{name} = {value}")
        }));
    }
    let end = whole.span.end.saturating_sub(1);
    lines.extend(comments(module, Span::new(at, end)));
    Some(block_of(nested.name, &lines))
}

/// Returns a block with the given items, each on lines of its own.
pub(super) fn block_of(name: &str, items: &[String]) -> String {
    let mut text = format!("{name} {{\n");
    for item in items {
        text.push_str("  ");
        text.push_str(&edit::indented(item, "  "));
        text.push('\n');
    }
    text + "}"
}

/// Returns the comments between two entries; besides them it contains only commas.
fn comments(module: &Module, span: Span) -> Vec<String> {
    let between = module.text.get(span.range()).unwrap_or_default();
    let lines = between
        .lines()
        .map(|line| line.trim().trim_start_matches(',').trim());
    lines
        .filter(|line| line.starts_with(['#', '/', '*']))
        .map(str::to_owned)
        .collect()
}

fn is_name(text: &str) -> bool {
    let first = text.starts_with(|first: char| first.is_alphabetic() || first == '_');
    first
        && text
            .chars()
            .all(|one| one.is_alphanumeric() || one == '_' || one == '-')
}
