//! Reads the items of a file in Terraform's JSON syntax.
//!
//! A JSON text is parsed as an expression, so that all spans are those of the file. Whether a
//! property is an argument or a nested block follows only from a provider's schema. Properties of
//! resources are read as arguments, apart from the blocks of the language itself.

use super::{Attribute, Block, Body, Entry, Expression, ExpressionKind, Item, Name, Span};

/// Block types with the number of their labels.
const BLOCKS: &[(&str, usize)] = &[
    ("resource", 2),
    ("data", 2),
    ("ephemeral", 2),
    ("variable", 1),
    ("output", 1),
    ("module", 1),
    ("provider", 1),
    ("check", 1),
    ("locals", 0),
    ("terraform", 0),
    ("moved", 0),
    ("import", 0),
    ("removed", 0),
];
/// Nested blocks of the language with the number of their labels.
const NESTED: &[(&str, usize)] = &[
    ("required_providers", 0),
    ("backend", 1),
    ("cloud", 0),
    ("lifecycle", 0),
    ("validation", 0),
    ("precondition", 0),
    ("postcondition", 0),
    ("connection", 0),
    ("provisioner", 1),
    ("dynamic", 1),
    ("content", 0),
];

/// Returns the top-level blocks of a JSON text that was parsed as an expression.
pub(super) fn blocks(root: Expression) -> Vec<Item> {
    items(root, BLOCKS)
}

/// Returns the values of a JSON text that gives them to variables.
pub(super) fn values(root: Expression) -> Vec<Item> {
    items(root, &[])
}

/// Returns the items of an object; keys that are not in `blocks` become attributes.
fn items(object: Expression, blocks: &[(&str, usize)]) -> Vec<Item> {
    let ExpressionKind::Object(entries) = object.kind else {
        return Vec::new();
    };
    let mut items = Vec::new();
    for entry in entries {
        let Some(name) = name(&entry) else { continue };
        match blocks.iter().find(|(kind, _)| *kind == name.text) {
            Some((_, labels)) => block(&name, *labels, &[], entry.value, &mut items),
            // A property with this name is a comment.
            None if name.text == "//" => {}
            None => items.push(Item::Attribute(Attribute {
                name,
                value: entry.value,
                span: entry.span,
            })),
        }
    }
    items
}

/// Adds the blocks of a value: an object for each level of labels, and lists at any level.
fn block(kind: &Name, labels: usize, outer: &[Name], value: Expression, items: &mut Vec<Item>) {
    let span = value.span;
    match value.kind {
        ExpressionKind::List(values) => {
            for value in values {
                block(kind, labels, outer, value, items);
            }
        }
        ExpressionKind::Object(entries) if labels > outer.len() => {
            for entry in entries {
                if let Some(label) = name(&entry).filter(|label| label.text != "//") {
                    let labels_so_far = [outer, &[label]].concat();
                    block(kind, labels, &labels_so_far, entry.value, items);
                }
            }
        }
        ExpressionKind::Object(_) => {
            let header = outer.last().unwrap_or(kind).span;
            let inside = Span::new(span.start + 1, (span.end - 1).max(span.start + 1));
            items.push(Item::Block(Block {
                kind: kind.clone(),
                labels: outer.to_vec(),
                body: Body {
                    items: self::items(value, NESTED),
                    span: inside,
                },
                span: Span::new(header.start, span.end),
                header,
                closed: true,
            }));
        }
        _ => {}
    }
}

/// Returns the key of a property.
fn name(entry: &Entry) -> Option<Name> {
    Some(Name {
        text: entry.key_text()?,
        span: entry.key.span,
    })
}
