//! Checks function calls: names, numbers and types of arguments, missing files.

use super::functions::{function, names};
use super::nearest::shortened;
use super::report::Report;
use super::values::{Known, TypeEnv, primitive_mismatch};
use crate::hcl::{Body, Expression, ExpressionKind, Item, Kind, Module, Part, Span, Step};

/// Functions that read a file, which must exist.
const READS: &[&str] = &["file", "filebase64", "templatefile"];
/// Functions that hash a file.
const HASHES: &[&str] = &[
    "filebase64sha256",
    "filebase64sha512",
    "filemd5",
    "filesha1",
    "filesha256",
    "filesha512",
];
/// Functions of Terraform 0.11, with the syntax that replaces them.
const REMOVED: &[(&str, &str)] = &[("list", "[…]"), ("map", "{…}")];

/// Checks every function call of a module.
pub(super) fn check<'a>(module: &'a Module, env: &TypeEnv<'a>, report: &mut Report) {
    for block in module
        .blocks()
        .filter(|block| block.kind.text != "variable")
    {
        body(&block.body, env, report);
    }
}

fn body<'a>(outer_body: &'a Body, env: &TypeEnv<'a>, report: &mut Report) {
    for item in &outer_body.items {
        match item {
            Item::Attribute(attribute) => expression(&attribute.value, (true, true), env, report),
            Item::Block(block) => body(&block.body, env, report),
        }
    }
}

/// Checks an expression and all expressions in it.
///
/// `unguarded` is false where a failing call is caught, or where a call is made for each item of a
/// collection. `unconditional` is also false where a condition decides whether the call is made.
fn expression<'a>(
    outer: &'a Expression,
    (unguarded, unconditional): (bool, bool),
    env: &TypeEnv<'a>,
    report: &mut Report,
) {
    let mut flags = (unguarded, unconditional);
    match &outer.kind {
        ExpressionKind::Call {
            name,
            arguments,
            spread,
        } => {
            call(
                &name.text, name.span, arguments, *spread, outer.span, report,
            );
            if matches!(name.text.as_str(), "try" | "can") {
                flags = (false, false);
            }
            if let Some(argument) = arguments.first().filter(|_| unguarded) {
                missing_file(&name.text, argument, report);
            }
            if unconditional {
                let spread = usize::from(*spread).min(arguments.len());
                let single = &arguments[..arguments.len() - spread];
                argument_types(&name.text, outer.span, single, env, report);
            }
        }
        ExpressionKind::For(_) => flags = (false, false),
        ExpressionKind::Conditional { .. } => flags = (unguarded, false),
        _ => {}
    }
    for inner in children(outer) {
        expression(inner, flags, env, report);
    }
}

fn call(
    name: &str,
    span: Span,
    arguments: &[Expression],
    spread: bool,
    whole: Span,
    report: &mut Report,
) {
    if name.starts_with("provider::") {
        return;
    }
    if let Some((_, replacement)) = REMOVED.iter().find(|row| row.0 == name) {
        let message = format!("there is no function `{name}` any more: write `{replacement}`");
        return report.add(Kind::RemovedFunction, span, message);
    }
    let Some(function) = function(name) else {
        let near = report.nearest(name, names());
        let name = shortened(name);
        let message = match near {
            Some(near) => format!("no function `{name}`; the nearest is `{near}`"),
            None => format!("no function `{name}`"),
        };
        return report.add(Kind::UnknownFunction, span, message);
    };
    if let Some(extra) = arguments.get(function.max) {
        let message = format!("`{name}` takes at most {} arguments", function.max);
        report.add(Kind::TooManyArguments, extra.span, message);
    } else if arguments.len() < function.min && !spread {
        let end = Span {
            start: whole.end.saturating_sub(1),
            end: whole.end,
        };
        let message = format!("`{name}` needs {} arguments", function.min);
        report.add(Kind::TooFewArguments, end, message);
    }
}

/// Reports arguments that cannot be converted to the parameter's type.
fn argument_types<'a>(
    name: &str,
    whole: Span,
    arguments: &'a [Expression],
    env: &TypeEnv<'a>,
    report: &mut Report,
) {
    let Some(function) = function(name) else {
        return;
    };
    for (at, argument) in arguments.iter().enumerate().take(function.max) {
        let known = env.known(argument);
        let letter = function.type_code(at);
        let takes = match letter {
            's' if known.is_collection() => "a string",
            'n' if primitive_mismatch(&known, "number").is_some() => "a number",
            'l' | 'L' | 'q' | 'v' | 'f' if known.is_primitive() || known.is_mapping() => "a list",
            'm' | 'M' if known.is_primitive() || known.is_sequence() => "a map",
            'c' if matches!(known, Known::Number | Known::Bool) => "a string, a list or a map",
            's' | 'n' | 'l' | 'L' if matches!(known, Known::Null) => "a value",
            _ => continue,
        };
        if matches!(letter, 'M' | 'f' | 'c') {
            let message = format!("`{name}` takes {takes}, this is {}", known.name());
            report.add(Kind::FailedCall, whole, message);
            continue;
        }
        let message = format!("`{name}` takes {takes} here, this is {}", known.name());
        report.add(Kind::InvalidArgument, argument.span, message);
    }
}

/// Reports a file that a call reads or hashes, if its path is known.
fn missing_file(name: &str, argument: &Expression, report: &mut Report) {
    let kind = if READS.contains(&name) {
        Kind::MissingFile
    } else if HASHES.contains(&name) {
        Kind::MissingHashedFile
    } else {
        return;
    };
    if let Some(path) = path(argument) {
        let message = format!(
            "the file `{}` must be provided with the code",
            shortened(&path)
        );
        report.add(kind, argument.span, message);
    }
}

/// Returns a path whose text is known except for the folder of the module.
fn path(expression: &Expression) -> Option<String> {
    match &expression.kind {
        ExpressionKind::Template { parts, .. } => {
            let mut text = String::new();
            for part in parts {
                match part {
                    Part::Literal(literal, _) => text.push_str(literal),
                    Part::Interpolation(inner, _) => text.push_str(&path(inner)?),
                    Part::Directive(_) => return None,
                }
            }
            Some(text)
        }
        ExpressionKind::Traversal { root, steps } => match (root.text.as_str(), steps.as_slice()) {
            ("path", [Step::Attribute(_)]) => Some(".".to_owned()),
            _ => None,
        },
        ExpressionKind::Call {
            name, arguments, ..
        } if name.text == "pathexpand" => path(arguments.first()?),
        ExpressionKind::Parentheses(inner) => path(inner),
        _ => None,
    }
}

/// Returns the direct subexpressions of an expression.
pub(super) fn children(expression: &Expression) -> Vec<&Expression> {
    use ExpressionKind::*;
    match &expression.kind {
        Null | Bool(_) | Number(_) | Invalid => Vec::new(),
        Template { parts, .. } => parts
            .iter()
            .filter_map(|part| match part {
                Part::Literal(..) => None,
                Part::Interpolation(inner, _) => Some(inner),
                Part::Directive(directive) => directive.expression.as_ref(),
            })
            .collect(),
        List(elements) => elements.iter().collect(),
        Object(entries) => entries
            .iter()
            .flat_map(|entry| [&entry.key, &entry.value])
            .collect(),
        Traversal { steps, .. } => indexes(steps),
        Access { base, steps } => {
            let mut all = vec![&**base];
            all.extend(indexes(steps));
            all
        }
        Call { arguments, .. } => arguments.iter().collect(),
        Conditional { condition, yes, no } => vec![condition, yes, no],
        Binary { left, right, .. } => vec![left, right],
        Unary { operand, .. } => vec![operand],
        Parentheses(inner) => vec![inner],
        For(rounds) => {
            let mut all = vec![&rounds.collection, &rounds.result];
            all.extend(rounds.result_key.iter().chain(&rounds.condition));
            all
        }
    }
}

fn indexes(steps: &[Step]) -> Vec<&Expression> {
    steps
        .iter()
        .filter_map(|step| match step {
            Step::Index(index, _) => Some(&**index),
            _ => None,
        })
        .collect()
}
