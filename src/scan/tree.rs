//! Converts a block to one [`Value`] of its content, and reads paths in that value.
//!
//! A single block becomes an object, repeated blocks become a list of objects.

use super::resource::as_boolean;
use crate::hcl::{Block, Body, Expression, ExpressionKind, Item, Part, Value};

/// Arguments that hold a JSON document, in addition to names that end in `policy`.
const DOCUMENTS: &[&str] = strings! {
    "configuration", "container_definitions", "container_properties", "content",
};
/// Maximum number of blocks that a dynamic block expands to.
const BLOCKS_MAX: usize = 64;
/// Maximum nesting depth of blocks.
const DEPTH_MAX: usize = 32;

/// Values bound to the names of a loop.
pub(super) type Bindings = Vec<(String, Value)>;
/// Function that evaluates an expression with values bound to some names.
pub(super) type Evaluate<'a> = &'a dyn Fn(&Expression, &Bindings) -> Value;

/// Returns the content of a body as one value.
pub(super) fn build(body: &Body, evaluate: Evaluate, bound: &Bindings) -> Value {
    body_value(body, evaluate, bound, 0)
}

fn body_value(body: &Body, evaluate: Evaluate, bound: &Bindings, depth: usize) -> Value {
    let mut entries: Vec<(String, Value)> = Vec::new();
    let mut blocks: Vec<(String, Vec<Value>)> = Vec::new();
    let mut add = |name: &str, value: Value| match blocks.iter_mut().find(|(had, _)| had == name) {
        Some((_, values)) => values.push(value),
        None => blocks.push((name.to_owned(), vec![value])),
    };
    for item in &body.items {
        match item {
            Item::Attribute(attribute) => {
                let value = argument(&attribute.name.text, &attribute.value, evaluate, bound);
                entries.push((attribute.name.text.clone(), value));
            }
            Item::Block(block) if depth < DEPTH_MAX => {
                if block.kind.text == "dynamic" {
                    let name = block.labels.first().map_or("", |label| &label.text);
                    for value in dynamic(block, evaluate, bound, depth) {
                        add(name, value);
                    }
                } else {
                    let value = body_value(&block.body, evaluate, bound, depth + 1);
                    add(&block.kind.text, value);
                }
            }
            Item::Block(_) => {}
        }
    }
    for (name, mut values) in blocks {
        let value = match values.len() {
            1 => values.swap_remove(0),
            _ => Value::List(values),
        };
        entries.push((name, value));
    }
    Value::Object(entries)
}

/// Returns the value of an argument; a policy written as JSON is parsed.
fn argument(name: &str, expression: &Expression, evaluate: Evaluate, bound: &Bindings) -> Value {
    let value = match &expression.kind {
        ExpressionKind::Call {
            name, arguments, ..
        } if name.text == "jsonencode" => match arguments.first() {
            // Checkov cannot read such a document, so its rules report nothing about it.
            Some(inner) if is_rejected_by_checkov(inner, evaluate, bound, 0) => {
                Value::Unknown(None)
            }
            Some(inner) => evaluate(inner, bound),
            None => Value::Unknown(None),
        },
        _ => evaluate(expression, bound),
    };
    let is_document = name.ends_with("policy") || DOCUMENTS.contains(&name);
    match value {
        Value::Text(text) if is_document => parse_document(&text).unwrap_or(Value::Text(text)),
        Value::Unknown(reference) if is_document => {
            let text = template_text(expression, evaluate, bound);
            let known = text.and_then(|text| parse_document(&text));
            known.unwrap_or(Value::Unknown(reference))
        }
        Value::List(items) => Value::List(items.into_iter().map(convert_nested).collect()),
        value @ Value::Object(_) => convert_nested(value),
        value @ Value::Unknown(_) => as_boolean(value),
        value => value,
    }
}

/// Returns whether a list has a reference, directly followed by a template.
///
/// The template begins with a reference. Nested lists and objects are searched, too.
fn is_rejected_by_checkov(
    expression: &Expression,
    evaluate: Evaluate,
    bound: &Bindings,
    depth: usize,
) -> bool {
    if depth > DEPTH_MAX {
        return false;
    }
    let within = |inner: &Expression| is_rejected_by_checkov(inner, evaluate, bound, depth + 1);
    let is_unknown = |inner: &Expression| matches!(evaluate(inner, bound), Value::Unknown(_));
    match &expression.kind {
        ExpressionKind::Object(entries) => entries.iter().any(|entry| within(&entry.value)),
        ExpressionKind::List(items) => {
            let parts = |one: &Expression| match &one.kind {
                ExpressionKind::Template { parts, .. } => {
                    matches!(parts.first(), Some(Part::Interpolation(..))).then_some(parts.len())
                }
                _ => None,
            };
            let pair = |pair: &[Expression]| {
                let [one, other] = pair else {
                    return false;
                };
                let is_reference =
                    matches!(one.kind, ExpressionKind::Traversal { .. }) || parts(one) == Some(1);
                let begins = parts(other).is_some_and(|count| count > 1);
                is_reference && begins && is_unknown(one) && is_unknown(other)
            };
            items.windows(2).any(pair) || items.iter().any(within)
        }
        _ => false,
    }
}

/// Parses a JSON document. Trailing commas are accepted, as in Checkov.
fn parse_document(text: &str) -> Option<Value> {
    let parsed = serde_json::from_str(text).or_else(|_| {
        let mut kept = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let rest = text.get(at + 1..).unwrap_or_default().trim_start();
            if c != ',' || !rest.starts_with(['}', ']']) {
                kept.push(c);
            }
        }
        serde_json::from_str(&kept)
    });
    match parsed {
        Ok(json @ (serde_json::Value::Object(_) | serde_json::Value::Array(_))) => {
            Some(Value::from_json(json))
        }
        _ => None,
    }
}

/// Returns a template as text, with `${…}` for unknown parts.
fn template_text(expression: &Expression, evaluate: Evaluate, bound: &Bindings) -> Option<String> {
    let ExpressionKind::Template { parts, .. } = &expression.kind else {
        return None;
    };
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Literal(literal, _) => text.push_str(literal),
            Part::Interpolation(inner, _) => match evaluate(inner, bound).to_text() {
                Some(value) => text.push_str(&value),
                None => text.push_str("${…}"),
            },
            Part::Directive(_) => return None,
        }
    }
    Some(text)
}

/// Converts a nested value: `"true"` and `"false"` become booleans.
fn convert_nested(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let entries = entries.into_iter();
            let pair = |(key, value)| (key, convert_nested(value));
            Value::Object(entries.map(pair).collect())
        }
        Value::Text(text) if text == "true" => Value::Bool(true),
        Value::Text(text) if text == "false" => Value::Bool(false),
        value => value,
    }
}

/// Expands a dynamic block: one block per known element, otherwise one block.
fn dynamic(block: &Block, evaluate: Evaluate, bound: &Bindings, depth: usize) -> Vec<Value> {
    let Some(content) = block.body.blocks_of("content").next() else {
        return Vec::new();
    };
    let iterator = block.iterator().map_or("", |name| &name.text);
    let each = block.body.attribute("for_each");
    let each = each.map_or(Value::Unknown(None), |each| evaluate(&each.value, bound));
    let Ok(items) = each.into_pairs() else {
        return vec![body_value(&content.body, evaluate, bound, depth + 1)];
    };
    let one = |(key, value): (Value, Value)| {
        let mut bound = bound.clone();
        let entries = vec![("key".to_owned(), key), ("value".to_owned(), value)];
        bound.push((iterator.to_owned(), Value::Object(entries)));
        body_value(&content.body, evaluate, &bound, depth + 1)
    };
    items.into_iter().take(BLOCKS_MAX).map(one).collect()
}

/// Returns the values at a path.
///
/// A step is a name, `*` for every element (or the only one), or `name[key=text]` for the elements
/// of a list whose key is the text.
pub(super) fn values_at<'v>(tree: &'v Value, path: &str) -> Vec<&'v Value> {
    if is_name(path) {
        return tree.get(path).into_iter().collect();
    }
    let mut found = vec![tree];
    if path.is_empty() {
        return found;
    }
    for step in steps(path) {
        let (name, wanted) = match step.split_once('[') {
            Some((name, rest)) => (name, rest.trim_end_matches(']').split_once('=')),
            None => (step, None),
        };
        let mut next = Vec::new();
        for value in found {
            match (name, value) {
                ("*", Value::List(items)) => next.extend(items),
                ("*", value) => next.push(value),
                (_, value) => next.extend(value.get(name)),
            }
        }
        if let Some((key, text)) = wanted {
            let is = |item: &&Value| matches!(item.get(key), Some(Value::Text(own)) if own == text);
            next = next.into_iter().flat_map(items).filter(is).collect();
        }
        found = next;
    }
    found
}

/// Returns the elements of a list, or the value itself as the only element.
pub(super) fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        value => std::slice::from_ref(value),
    }
}

/// Returns whether an argument on a path is an unresolved reference.
///
/// The last argument counts only if its value is needed (`of_value`).
pub(super) fn is_unresolved_at(tree: &Value, path: &str, of_value: bool) -> bool {
    if is_name(path) {
        return of_value && tree.get(path).is_some_and(is_unresolved);
    }
    let mut value = tree;
    let mut steps = steps(path).peekable();
    while let Some(step) = steps.next() {
        match value.get(step) {
            Some(next) => value = next,
            None => return false,
        }
        if (of_value || steps.peek().is_some()) && is_unresolved(value) {
            return true;
        }
    }
    false
}

/// Returns whether a value is an unresolved reference.
///
/// The names of a loop do not count: Checkov compares them as texts.
pub(super) fn is_unresolved(value: &Value) -> bool {
    match value {
        Value::Unknown(Some(reference)) => {
            let root = reference.split(['.', '[']).next().unwrap_or_default();
            !matches!(root, "each" | "count" | "self" | "path" | "terraform")
        }
        Value::Unknown(None) => true,
        _ => false,
    }
}

/// Returns whether a path is a single name, as most paths are.
fn is_name(path: &str) -> bool {
    let is_mark = |byte| matches!(byte, b'.' | b'[' | b'*');
    !path.is_empty() && !path.bytes().any(is_mark)
}

/// Splits a path into steps; dots within brackets do not separate steps.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    let mut inside = false;
    path.split(move |c| {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            _ => {}
        }
        c == '.' && !inside
    })
}
