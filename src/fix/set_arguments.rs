//! Writes edits that set the arguments of a block as a rule requires.

use crate::hcl::edit;
use crate::hcl::{Block, Edit, Expression, ExpressionKind, Module};
use crate::scan::{Assignment, Check, Literal, Resource, Rule};

/// Returns the paths that a fix sets, with their values.
pub(super) fn settings(
    rule: &Rule,
    repair: &Assignment,
    resource: &Resource,
) -> Vec<(&'static str, Literal)> {
    match repair {
        Assignment::Implied => {
            let mut settings = Vec::new();
            implied(&rule.check, resource, &mut settings);
            settings
        }
        Assignment::Set(settings) => settings.to_vec(),
        Assignment::Pick(pick) => pick(resource).to_vec(),
    }
}

/// Collects the settings that follow from a check.
fn implied(check: &Check, resource: &Resource, settings: &mut Vec<(&'static str, Literal)>) {
    use Check::*;
    let mut set = |path: &'static str, plain: Literal| {
        settings.push((path.strip_suffix(".0").unwrap_or(path), plain));
    };
    match *check {
        Is(path, plain) => set(path, plain),
        OneOf(path, [first, ..]) | UnsetOrOneOf(path, [first, ..]) => set(path, *first),
        IsNot(path, Literal::Bool(plain)) => set(path, Literal::Bool(!plain)),
        AtLeast(path, least) => set(path, Literal::Number(least)),
        When(_, check) | Unless(_, check) | PassIf(_, check) => implied(check, resource, settings),
        All(checks) => {
            for check in checks.iter().filter(|check| !check.holds(resource)) {
                implied(check, resource, settings);
            }
        }
        _ => {}
    }
}

/// Describes settings for the user.
pub(super) fn described(settings: &[(&str, String)]) -> String {
    let set = |(path, value): &(&str, String)| format!("`{path} = {value}`");
    let sets: Vec<String> = settings.iter().map(set).collect();
    format!("set {}", sets.join(" and "))
}

/// Returns the edits that set paths to values; none if nothing can be set.
///
/// # Errors
///
/// Returns a note if an argument is set by an expression, which stays unchanged.
pub(super) fn set_arguments(
    module: &Module,
    block: &Block,
    settings: &[(&str, String)],
) -> Result<Vec<Edit>, String> {
    let mut paths = Vec::new();
    for (path, value) in settings {
        let steps: Vec<&str> = path.split('.').collect();
        if let Some(expression) = existing(block, &steps)
            && !literal(expression)
        {
            let span = expression.span.range();
            let text = module.text.get(span).unwrap_or_default();
            let text: String = text
                .chars()
                .take(60)
                .map(|c| if c == '\n' { ' ' } else { c })
                .collect();
            return Err(format!("`{path}` is set by `{text}`; change it there"));
        }
        paths.push((steps, value.clone()));
    }
    Ok(within(module, block, &paths))
}

/// Returns the edits that add addresses to `depends_on` of a block.
///
/// # Errors
///
/// Returns a note if `depends_on` is not a list.
pub(super) fn add_dependencies(
    module: &Module,
    block: &Block,
    addresses: &[String],
) -> Result<Vec<Edit>, String> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let mut all: Vec<String> = Vec::new();
    if let Some(depends) = block.body.attribute("depends_on") {
        let ExpressionKind::List(items) = &depends.value.kind else {
            return Err("`depends_on` is not a list".to_owned());
        };
        let texts = items.iter().map(|item| &module.text[item.span.range()]);
        all.extend(texts.map(str::to_owned));
    }
    let new = addresses.iter().filter(|address| !all.contains(address));
    let new: Vec<String> = new.cloned().collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    all.extend(new);
    let list = format!("[{}]", all.join(", "));
    Ok(edit::set(module, block, &["depends_on"], &list))
}

/// Formats a value as Terraform.
pub(super) fn literal_text(plain: Literal) -> String {
    match plain {
        Literal::Bool(value) => value.to_string(),
        Literal::Number(value) => value.to_string(),
        Literal::Text(text) => edit::quote(text),
        Literal::Texts(texts) => {
            let texts: Vec<String> = texts.iter().map(|text| edit::quote(text)).collect();
            format!("[{}]", texts.join(", "))
        }
    }
}

/// Sets paths in a block; paths into the same missing block share one new block.
fn within(module: &Module, block: &Block, paths: &[(Vec<&str>, String)]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for (steps, value) in paths {
        let [name, rest @ ..] = steps.as_slice() else {
            continue;
        };
        if done.contains(name) {
            continue;
        }
        let together = beneath(paths, name);
        let is_there = block.body.attribute(name).is_some()
            || block.body.dynamic_blocks_of(name).next().is_some();
        if rest.is_empty() || is_there || together.len() == 1 {
            edits.extend(edit::set(module, block, steps, value));
            continue;
        }
        done.push(name);
        match block.body.blocks_of(name).next() {
            Some(nested) => edits.extend(within(module, nested, &together)),
            None => {
                let text = format!("{name} {{\n{}}}", nest(&together, "  "));
                edits.extend(edit::insert(module, block, &text));
            }
        }
    }
    edits
}

/// Returns the lines of a new block; paths with the same first block share a block.
fn nest(paths: &[(Vec<&str>, String)], indent: &str) -> String {
    let mut text = String::new();
    let mut done: Vec<&str> = Vec::new();
    for (steps, value) in paths {
        match steps.as_slice() {
            [name] => text.push_str(&format!("{indent}{name} = {value}\n")),
            [name, ..] if !done.contains(name) => {
                done.push(name);
                let inner = nest(&beneath(paths, name), &format!("{indent}  "));
                text.push_str(&format!("{indent}{name} {{\n{inner}{indent}}}\n"));
            }
            _ => {}
        }
    }
    text
}

/// Returns the remaining steps of the paths that lead into a block.
fn beneath<'a>(paths: &[(Vec<&'a str>, String)], name: &str) -> Vec<(Vec<&'a str>, String)> {
    let into = |steps: &[&'a str]| match steps {
        [first, rest @ ..] if *first == name && !rest.is_empty() => Some(rest.to_vec()),
        _ => None,
    };
    paths
        .iter()
        .filter_map(|(steps, value)| Some((into(steps)?, value.clone())))
        .collect()
}

/// Returns the expression at a path.
fn existing<'a>(block: &'a Block, steps: &[&str]) -> Option<&'a Expression> {
    let (name, rest) = steps.split_first()?;
    if let Some(attribute) = block.body.attribute(name) {
        return inside(&attribute.value, rest);
    }
    existing(block.body.nested_blocks_of(name).next()?, rest)
}

/// Returns the expression at a path in an object, or the whole if not an object.
fn inside<'a>(expression: &'a Expression, steps: &[&str]) -> Option<&'a Expression> {
    let Some((name, rest)) = steps.split_first() else {
        return Some(expression);
    };
    let ExpressionKind::Object(entries) = &expression.kind else {
        return Some(expression);
    };
    let entry = entries
        .iter()
        .find(|entry| entry.key_text().as_deref() == Some(*name))?;
    inside(&entry.value, rest)
}

/// Whether an expression is a literal without references and function calls.
fn literal(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Null | ExpressionKind::Bool(_) | ExpressionKind::Number(_) => true,
        ExpressionKind::Template { .. } => expression.literal().is_some(),
        ExpressionKind::List(items) => items.iter().all(literal),
        ExpressionKind::Object(entries) => entries.iter().all(|entry| literal(&entry.value)),
        ExpressionKind::Unary { operand: inner, .. } | ExpressionKind::Parentheses(inner) => {
            literal(inner)
        }
        _ => false,
    }
}
