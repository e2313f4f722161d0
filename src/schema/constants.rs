//! Checks constant-only arguments, variable types and defaults.

use super::calls::children;
use super::nearest::shortened;
use super::report::Report;
use super::values::{Known, known, primitive_mismatch};
use crate::hcl::{Body, Entry, Expression, ExpressionKind, Kind, Module};

/// Arguments that take constants only: the enclosing block, and the name.
const CONSTANTS: &[(&str, &str)] = &[
    ("variable", "default"),
    ("variable", "description"),
    ("variable", "sensitive"),
    ("variable", "nullable"),
    ("output", "description"),
    ("output", "sensitive"),
    ("module", "source"),
    ("module", "version"),
    ("provider", "alias"),
    ("provider", "version"),
    ("terraform", "required_version"),
    ("lifecycle", "create_before_destroy"),
    ("lifecycle", "prevent_destroy"),
];

/// Checks the constant arguments and the variables of a module.
pub(super) fn check(module: &Module, report: &mut Report) {
    for block in module.blocks() {
        constants(&block.kind.text, &block.body, report);
        if block.kind.text == "variable" {
            variable(&block.body, report);
        }
    }
}

fn constants(kind: &str, body: &Body, report: &mut Report) {
    for (_, name) in CONSTANTS.iter().filter(|row| row.0 == kind) {
        if let Some(attribute) = body.attribute(name) {
            constant(&attribute.value, report);
        }
    }
    for block in body.blocks_of("lifecycle") {
        constants("lifecycle", &block.body, report);
    }
}

/// Reports the parts of an expression that are not constant.
fn constant(expression: &Expression, report: &mut Report) {
    match &expression.kind {
        ExpressionKind::Traversal { root, .. } => {
            let name = shortened(&root.text);
            let message = format!("`{name}` is not allowed: a constant is required");
            report.add(Kind::VariablesNotAllowed, expression.span, message);
        }
        ExpressionKind::Call { name, .. } => {
            let message = format!("`{}` may not be called here", shortened(&name.text));
            report.add(Kind::CallsNotAllowed, expression.span, message);
        }
        ExpressionKind::For(_) => {}
        ExpressionKind::Object(entries) => {
            for entry in entries {
                // A bare key represents its own text.
                if entry.key_text().is_none() {
                    constant(&entry.key, report);
                }
                constant(&entry.value, report);
            }
        }
        _ => {
            for inner in children(expression) {
                constant(inner, report);
            }
        }
    }
}

fn variable(body: &Body, report: &mut Report) {
    let Some(kind) = body.attribute("type").map(|attribute| &attribute.value) else {
        return;
    };
    if let Known::Text(Some(text)) = known(kind) {
        let message = match text.as_str() {
            "string" | "number" | "bool" | "any" => format!("a type has no quotes: write `{text}`"),
            "list" | "map" | "set" => format!("a type has no quotes: write `{text}(string)`"),
            _ => "a type has no quotes".to_owned(),
        };
        let problem = match text.as_str() {
            "string" | "list" | "map" => Kind::QuotedType,
            _ => Kind::LegacyType,
        };
        return report.add(problem, kind.span, message);
    }
    if !is_type(kind, false, report) {
        return;
    }
    let Some(default) = body.attribute("default") else {
        return;
    };
    if let Some(required) = default_mismatch(&default.value, kind) {
        let message = format!("the default does not fit the type: {required}");
        report.add(Kind::InvalidDefault, default.value.span, message);
    }
}

/// Returns whether an expression is a type; reports the parts that are not.
fn is_type(expression: &Expression, in_object: bool, report: &mut Report) -> bool {
    let problem = |message: String, report: &mut Report| {
        report.add(Kind::InvalidType, expression.span, message);
        false
    };
    match &expression.kind {
        ExpressionKind::Traversal { root, steps } if steps.is_empty() => match root.text.as_str() {
            "string" | "number" | "bool" | "any" | "list" | "map" | "set" => true,
            other => {
                let near = ["string", "number", "bool", "any", "list", "map", "set"];
                let near = report.nearest(other, near.into_iter());
                let near =
                    near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
                problem(format!("`{}` is no type{near}", shortened(other)), report)
            }
        },
        ExpressionKind::Call {
            name, arguments, ..
        } => match (name.text.as_str(), arguments.as_slice()) {
            ("list" | "set" | "map", [within]) => is_type(within, false, report),
            ("optional", [within] | [within, _]) if in_object => is_type(within, false, report),
            ("object", [fields]) => match &fields.kind {
                ExpressionKind::Object(entries) => entries
                    .iter()
                    .all(|entry| is_type(&entry.value, true, report)),
                _ => problem("`object` takes `{ name = type }`".to_owned(), report),
            },
            ("tuple", [items]) => match &items.kind {
                ExpressionKind::List(items) => {
                    items.iter().all(|item| is_type(item, false, report))
                }
                _ => problem("`tuple` takes `[type, …]`".to_owned(), report),
            },
            ("list" | "set" | "map" | "object" | "tuple" | "optional", _) => {
                problem(format!("`{}` takes one type here", name.text), report)
            }
            (other, _) => problem(format!("`{}` is no type", shortened(other)), report),
        },
        ExpressionKind::Invalid => false,
        _ => problem(
            "a type is expected: `string`, `list(string)`, …".to_owned(),
            report,
        ),
    }
}

/// Describes the requirement that a default violates for its type.
fn default_mismatch(value: &Expression, kind: &Expression) -> Option<String> {
    let known = known(value);
    if matches!(known, Known::Null | Known::Unknown) {
        return None;
    }
    match &kind.kind {
        ExpressionKind::Traversal { root, .. } => match (root.text.as_str(), known) {
            ("list" | "set", known) if known.is_sequence() => None,
            ("map", Known::Object(_) | Known::Mapping) => None,
            ("any", _) => None,
            (collection @ ("list" | "set" | "map"), _) => {
                Some(format!("a {collection} is required"))
            }
            (primitive, known) => primitive_mismatch(&known, primitive),
        },
        ExpressionKind::Call {
            name, arguments, ..
        } => {
            let within = arguments.first()?;
            match (name.text.as_str(), known) {
                ("list" | "set", Known::Tuple(elements)) => elements
                    .iter()
                    .find_map(|element| default_mismatch(element, within)),
                ("map", Known::Object(entries)) => entries
                    .iter()
                    .find_map(|entry| default_mismatch(&entry.value, within)),
                ("optional", _) => default_mismatch(value, within),
                ("object", Known::Object(entries)) => object_mismatch(entries, within),
                ("list" | "set", Known::List | Known::Set) => None,
                ("map" | "object", Known::Mapping) => None,
                ("tuple", Known::Tuple(_) | Known::List) => None,
                (other, _) => Some(format!("a {other} is required")),
            }
        }
        _ => None,
    }
}

fn object_mismatch(entries: &[Entry], fields: &Expression) -> Option<String> {
    let ExpressionKind::Object(fields) = &fields.kind else {
        return None;
    };
    let mut keys = Vec::new();
    for entry in entries {
        keys.push((entry.key_text()?, &entry.value));
    }
    fields.iter().find_map(|field| {
        let name = field.key_text()?;
        let optional = matches!(&field.value.kind,
            ExpressionKind::Call { name, .. } if name.text == "optional");
        match keys.iter().rev().find(|(key, _)| *key == name) {
            Some((_, value)) => default_mismatch(value, &field.value),
            None if optional => None,
            None => Some(format!("attribute `{}` is required", shortened(&name))),
        }
    })
}
