//! Checks constant-only arguments, variable types and defaults.

use super::checker::Checker;
use super::nearest::shortened;
use super::values::{Known, known, primitive_mismatch};
use crate::hcl::{Body, Entry, Expression, ExpressionKind, Kind, Reference};

/// Arguments that take constants only: the enclosing block, and the name.
const CONSTANTS: &[(&str, &str)] = &[
    ("variable", "default"),
    ("variable", "description"),
    ("variable", "sensitive"),
    ("variable", "nullable"),
    ("output", "description"),
    ("output", "sensitive"),
    ("provider", "alias"),
    ("provider", "version"),
    ("terraform", "required_version"),
    ("lifecycle", "create_before_destroy"),
    ("lifecycle", "prevent_destroy"),
];

/// Checks the constant arguments and the variables of a module.
pub(super) fn check(cx: &Checker) {
    for block in cx.index.module.blocks() {
        constants(&block.kind.text, &block.body, cx);
        match block.kind.text.as_str() {
            "variable" => variable(&block.body, cx),
            "module" => source(&block.body, cx),
            _ => {}
        }
    }
}

fn constants(kind: &str, body: &Body, cx: &Checker) {
    for (_, name) in CONSTANTS.iter().filter(|row| row.0 == kind) {
        if let Some(attribute) = body.attribute(name) {
            constant(&attribute.value, cx);
        }
    }
    for block in body.blocks_of("lifecycle") {
        constants("lifecycle", &block.body, cx);
    }
}

/// Reports the parts of an expression that are not constant.
fn constant(expression: &Expression, cx: &Checker) {
    match &expression.kind {
        ExpressionKind::Traversal { root, .. } => {
            let name = shortened(&root.text);
            let message = format!("`{name}` is not allowed: a constant is required");
            cx.report(Kind::VariablesNotAllowed, expression.span, message);
        }
        ExpressionKind::Call { name, .. } => {
            let message = format!("`{}` may not be called here", shortened(&name.text));
            cx.report(Kind::CallsNotAllowed, expression.span, message);
        }
        ExpressionKind::For(_) => {}
        _ => expression.for_each_child(&mut |inner| constant(inner, cx)),
    }
}

/// Checks that the source and the version of a module call are known before a plan.
///
/// Terraform 1.15 and OpenTofu evaluate variables and local values in them, and calls.
fn source(body: &Body, cx: &Checker) {
    for attribute in ["source", "version"]
        .iter()
        .filter_map(|name| body.attribute(name))
    {
        let is_early =
            |it: &Reference| matches!(&*it.root.text, "var" | "local" | "path" | "terraform");
        let references = attribute.value.references();
        if let Some(late) = references.iter().find(|it| !is_early(it)) {
            let name = shortened(&late.root.text);
            let message = format!("`{name}` is not known before a plan: use `var` or `local`");
            cx.report(Kind::VariablesNotAllowed, late.span, message);
        }
    }
}

fn variable(body: &Body, cx: &Checker) {
    let nullable = body.attribute("nullable").map(|it| &it.value.kind);
    if let Some(default) = body.attribute("default")
        && matches!(default.value.kind, ExpressionKind::Null)
        && matches!(nullable, Some(ExpressionKind::Bool(false)))
    {
        let message = "the default is null, and `nullable = false` excludes null";
        cx.report(Kind::InvalidDefault, default.value.span, message);
    }
    let Some(kind) = body.attribute("type").map(|attribute| &attribute.value) else {
        return;
    };
    if let Known::Text(Some(text)) = known(kind) {
        let message = match text {
            "string" | "number" | "bool" | "any" => format!("a type has no quotes: write `{text}`"),
            "list" | "map" | "set" => format!("a type has no quotes: write `{text}(string)`"),
            _ => "a type has no quotes".to_owned(),
        };
        let problem = match text {
            "string" | "list" | "map" => Kind::QuotedType,
            _ => Kind::LegacyType,
        };
        return cx.report(problem, kind.span, message);
    }
    if !is_type(kind, false, cx) {
        return;
    }
    optional_defaults(kind, cx);
    let Some(default) = body.attribute("default") else {
        return;
    };
    if let Some(required) = default_mismatch(&default.value, kind) {
        let message = format!("the default does not fit the type: {required}");
        cx.report(Kind::InvalidDefault, default.value.span, message);
    }
}

/// Checks the defaults of the optional attributes in a type.
fn optional_defaults(kind: &Expression, cx: &Checker) {
    if let Some(("optional", [within, default])) = kind.call() {
        if !default.references().is_empty() || default.call().is_some() {
            constant(default, cx);
        } else if let Some(required) = default_mismatch(default, within) {
            let message = format!("the default does not fit the attribute: {required}");
            cx.report(Kind::InvalidOptionalDefault, default.span, message);
        }
        return optional_defaults(within, cx);
    }
    kind.for_each_child(&mut |inner| optional_defaults(inner, cx));
}

/// Returns whether an expression is a type; reports the parts that are not.
fn is_type(expression: &Expression, in_object: bool, cx: &Checker) -> bool {
    const NAMES: [&str; 7] = ["string", "number", "bool", "any", "list", "map", "set"];
    let message = match (expression.bare_name(), expression.call()) {
        (Some(name), _) if NAMES.contains(&name) => return true,
        (Some(name), _) => {
            let near = cx.nearest(name, NAMES.into_iter());
            let near = near.map_or_else(String::new, |near| format!("; the nearest is `{near}`"));
            format!("`{}` is no type{near}", shortened(name))
        }
        (_, Some(("list" | "set" | "map", [within]))) => return is_type(within, false, cx),
        (_, Some(("optional", [within] | [within, _]))) if in_object => {
            return is_type(within, false, cx);
        }
        (_, Some(("object", [fields]))) => match fields.entries() {
            Some(entries) => return entries.iter().all(|it| is_type(&it.value, true, cx)),
            None => "`object` takes `{ name = type }`".to_owned(),
        },
        (_, Some(("tuple", [items]))) => match items.items() {
            Some(items) => return items.iter().all(|item| is_type(item, false, cx)),
            None => "`tuple` takes `[type, …]`".to_owned(),
        },
        (_, Some((name @ ("list" | "set" | "map" | "object" | "tuple" | "optional"), _))) => {
            format!("`{name}` takes one type here")
        }
        (_, Some((other, _))) => format!("`{}` is no type", shortened(other)),
        _ if matches!(expression.kind, ExpressionKind::Invalid) => return false,
        _ => "a type is expected: `string`, `list(string)`, …".to_owned(),
    };
    cx.report(Kind::InvalidType, expression.span, message);
    false
}

/// Describes the requirement that a default violates for its type.
fn default_mismatch(value: &Expression, kind: &Expression) -> Option<String> {
    let known = known(value);
    if matches!(known, Known::Null | Known::Unknown) {
        return None;
    }
    let required = |name: &str| Some(format!("a {name} is required"));
    match (kind.bare_name(), kind.call()) {
        (Some("any"), _) => None,
        (Some("list" | "set"), _) if known.is_sequence() => None,
        (Some("map"), _) if known.is_mapping() => None,
        (Some(name @ ("list" | "set" | "map")), _) => required(name),
        (Some(primitive), _) => primitive_mismatch(&known, primitive),
        (_, Some((name, [within, ..]))) => match (name, known) {
            ("list" | "set", Known::Tuple(items)) => {
                items.iter().find_map(|item| default_mismatch(item, within))
            }
            ("map", Known::Object(entries)) => {
                let mut values = entries.iter().map(|entry| &entry.value);
                values.find_map(|value| default_mismatch(value, within))
            }
            ("optional", _) => default_mismatch(value, within),
            ("object", Known::Object(entries)) => object_mismatch(entries, within.entries()?),
            ("list" | "set", Known::List | Known::Set) => None,
            ("map" | "object", Known::Mapping) => None,
            ("tuple", Known::Tuple(_) | Known::List) => None,
            (other, _) => required(other),
        },
        _ => None,
    }
}

fn object_mismatch(entries: &[Entry], fields: &[Entry]) -> Option<String> {
    let keys: Option<Vec<&str>> = entries.iter().map(Entry::key_name).collect();
    let keys = keys?;
    fields.iter().find_map(|field| {
        let name = field.key_name()?;
        match keys.iter().rposition(|key| *key == name) {
            Some(at) => default_mismatch(&entries[at].value, &field.value),
            None if matches!(field.value.call(), Some(("optional", _))) => None,
            None => Some(format!("attribute `{}` is required", shortened(name))),
        }
    })
}
