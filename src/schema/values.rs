//! An expression and the type it should have in, what is required of it out.
//!
//! Everything is three-valued: what is not known for certain fits.

use super::functions::{Gives, function};
use super::pack::{Shape, Type};
use crate::hcl::{Entry, Expression, ExpressionKind, Part};

/// What an expression is for certain.
pub(super) enum Known<'a> {
    /// `null`
    Null,
    /// A bool.
    Bool,
    /// A number.
    Number,
    /// A string, and its text where it is plain.
    Text(Option<String>),
    /// `[a, b]`
    Tuple(&'a [Expression]),
    /// `{ a = b }`
    Object(&'a [Entry]),
    /// A list, a set or a tuple.
    Sequence,
    /// A map or an object.
    Mapping,
    /// Any of these.
    Unknown,
}

/// What an expression is for certain.
pub(super) fn known(expression: &Expression) -> Known<'_> {
    use ExpressionKind::*;
    match &expression.kind {
        Null => Known::Null,
        Bool(_) => Known::Bool,
        Number(_) => Known::Number,
        Template { parts, heredoc } => match parts.as_slice() {
            // A template of one interpolation gives what stands in it.
            [Part::Interpolation(inner, _)] if !heredoc => known(inner),
            _ => Known::Text(expression.literal()),
        },
        List(elements) => Known::Tuple(elements),
        Object(entries) => Known::Object(entries),
        Traversal { root, steps } => match (root.text.as_str(), steps.len()) {
            ("count", 1) => Known::Number,
            ("path", 1) => Known::Text(None),
            _ => Known::Unknown,
        },
        Call { name, .. } => match function(&name.text).map(|function| function.gives) {
            Some(Gives::Text) => Known::Text(None),
            Some(Gives::Number) => Known::Number,
            Some(Gives::Bool) => Known::Bool,
            Some(Gives::Sequence) => Known::Sequence,
            Some(Gives::Mapping) => Known::Mapping,
            Some(Gives::Any) | None => Known::Unknown,
        },
        Binary { operator, .. } => match *operator {
            "+" | "-" | "*" | "/" | "%" => Known::Number,
            _ => Known::Bool,
        },
        Unary { operator, .. } => match *operator {
            "-" => Known::Number,
            _ => Known::Bool,
        },
        For(rounds) if rounds.result_key.is_some() => Known::Mapping,
        For(_) => Known::Sequence,
        Parentheses(inner) => known(inner),
        Access { .. } | Conditional { .. } | Invalid => Known::Unknown,
    }
}

/// What is required of an expression that cannot be converted to a type; none where it can, or
/// where that is not known.
pub(super) fn misfit(expression: &Expression, kind: Type<'_>) -> Option<String> {
    let required = || Some(format!("{kind} is required"));
    match (kind.shape(), known(expression)) {
        (_, Known::Null | Known::Unknown) | (Shape::Dynamic, _) => None,
        (Shape::String, known) => misfit_plain(&known, "string"),
        (Shape::Number, known) => misfit_plain(&known, "number"),
        (Shape::Bool, known) => misfit_plain(&known, "bool"),
        (Shape::List(within) | Shape::Set(within), Known::Tuple(elements)) => {
            elements.iter().find_map(|element| misfit(element, within))
        }
        (Shape::List(_) | Shape::Set(_), Known::Sequence) => None,
        (Shape::Map(within), Known::Object(entries)) => entries
            .iter()
            .find_map(|entry| misfit(&entry.value, within)),
        (Shape::Map(_) | Shape::Object(_), Known::Mapping) => None,
        (Shape::Object(fields), Known::Object(entries)) => {
            let mut keys: Vec<(String, &Expression)> = Vec::new();
            for entry in entries {
                keys.push((entry.key_text()?, &entry.value));
            }
            fields.iter().find_map(|(name, kind)| {
                match keys.iter().rev().find(|(key, _)| key == name) {
                    Some((_, value)) => misfit(value, kind),
                    None => Some(format!("attribute `{name}` is required")),
                }
            })
        }
        _ => required(),
    }
}

/// What is required of a value that cannot be converted to `string`, `number` or `bool`.
pub(super) fn misfit_plain(known: &Known<'_>, plain: &str) -> Option<String> {
    let fits = match (plain, known) {
        (_, Known::Null | Known::Unknown | Known::Text(None)) => true,
        ("string", Known::Bool | Known::Number | Known::Text(_)) => true,
        ("number", Known::Number) | ("bool", Known::Bool) => true,
        ("number", Known::Text(Some(text))) => is_number(text),
        ("bool", Known::Text(Some(text))) => matches!(text.as_str(), "true" | "false" | "1" | "0"),
        _ => false,
    };
    (!fits).then(|| format!("a {plain} is required"))
}

/// Whether Terraform converts a text to a number.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // Its own rules allow more than this; what begins like a number is left to it.
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.parse::<f64>().is_ok()
        || digits.starts_with("0x")
}
