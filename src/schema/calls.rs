//! Checks the expressions of a module: calls, their arguments, and operations.

use super::checker::Checker;
use super::constraints::Certain;
use super::failures::failure;
use super::functions::{function, names};
use super::nearest::shortened;
use super::operations;
use super::provider_functions;
use super::values::{Known, primitive_mismatch};
use crate::hcl::{Body, Expression, ExpressionKind, For, Item, Kind, Part, Span, Step};

/// Functions that read a file, which must exist.
const READS: &[&str] = &["file", "filebase64", "templatefile"];
/// Functions that hash a file.
const HASHES: &[&str] = strings! {
    "filebase64sha256", "filebase64sha512", "filemd5", "filesha1", "filesha256", "filesha512",
};
/// Functions of Terraform 0.11, with the syntax that replaces them.
const REMOVED: &[(&str, &str)] = &[("list", "[…]"), ("map", "{…}")];

/// Blocks of a resource that Terraform reads during planning.
const PLANNED_BLOCKS: &[&str] = &["lifecycle", "provisioner", "connection"];
/// Arguments that contain names instead of values.
const NAME_ARGUMENTS: &[&str] = strings! {
    "depends_on", "providers", "provider", "source", "version", "ignore_changes",
};

/// Checks every function call of a module, and the operations that validation evaluates.
pub(super) fn check(cx: &Checker) {
    for block in cx.index.module.blocks() {
        let kind = block.kind.text.as_str();
        let is_evaluated = matches!(
            kind,
            "resource" | "data" | "module" | "locals" | "provider" | "output"
        );
        if kind != "variable" {
            body(&block.body, is_evaluated, cx);
        }
    }
}

fn body<'a>(outer: &'a Body, is_evaluated: bool, cx: &Checker<'a>) {
    for item in &outer.items {
        match item {
            Item::Attribute(attribute) => {
                let is_value = !NAME_ARGUMENTS.contains(&attribute.name.text.as_str());
                let certainty = Certainty {
                    is_evaluated: is_evaluated && is_value,
                    is_unguarded: true,
                    is_unconditional: true,
                };
                expression(&attribute.value, certainty, cx);
            }
            Item::Block(block) => {
                let kind = block.kind.text.as_str();
                // The contents of a `dynamic` block are created once for each item, or never.
                let is_own = kind != "dynamic" && !PLANNED_BLOCKS.contains(&kind);
                body(&block.body, is_evaluated && is_own, cx);
            }
        }
    }
}

/// Conditions under which Terraform evaluates an expression.
#[derive(Clone, Copy, Default)]
struct Certainty {
    /// Whether validation certainly evaluates the expression.
    is_evaluated: bool,
    /// Whether a failing call is neither caught nor made for each item of a collection.
    ///
    /// Terraform reports a failure of a branch only if the condition is known and selects it.
    is_unguarded: bool,
    /// Whether, in addition, no condition decides whether a call is made.
    is_unconditional: bool,
}

/// Checks an expression and all expressions in it.
fn expression<'a>(outer: &'a Expression, certainty: Certainty, cx: &Checker<'a>) {
    if certainty.is_evaluated {
        operations::check(outer, cx);
    }
    let mut within = certainty;
    let mut evaluated = None;
    // The parts of a conditional whose failures are reported.
    let mut selected: [Option<&Expression>; 2] = [None, None];
    match &outer.kind {
        ExpressionKind::Call {
            name,
            arguments,
            spread,
        } => {
            if replacement_of(&name.text).is_none() || certainty.is_unguarded {
                call(&name.text, name.span, arguments, *spread, outer.span, cx);
            }
            if let Some(argument) = arguments.first().filter(|_| certainty.is_unguarded) {
                missing_file(&name.text, argument, cx);
            }
            if certainty.is_unconditional {
                let spread = usize::from(*spread).min(arguments.len());
                let single = &arguments[..arguments.len() - spread];
                argument_types(&name.text, outer.span, single, cx);
                if certainty.is_evaluated && spread == 0 {
                    failing_call(&name.text, outer.span, single, cx);
                }
            }
            if matches!(name.text.as_str(), "try" | "can") {
                within = Certainty::default();
            }
        }
        ExpressionKind::For(each) => {
            within = Certainty::default();
            evaluated = (certainty.is_evaluated && !shadows(each)).then_some(&each.collection);
        }
        ExpressionKind::Conditional { condition, yes, no } => {
            within = Certainty::default();
            let branch = match condition.kind {
                ExpressionKind::Bool(true) => Some(&**yes),
                ExpressionKind::Bool(false) => Some(&**no),
                _ => None,
            };
            selected = [Some(&**condition), branch];
            evaluated = certainty.is_evaluated.then_some(&**condition);
        }
        ExpressionKind::Template { parts, .. } => {
            let has_directives = parts.iter().any(|part| matches!(part, Part::Directive(_)));
            within.is_evaluated &= !has_directives;
        }
        ExpressionKind::Access { .. } => provider_functions::check_result(outer, cx),
        _ => {}
    }
    // The second argument of `convert` is a type.
    let kind = match outer.call() {
        Some(("convert", [_, kind])) => Some(kind),
        _ => None,
    };
    outer.for_each_child(&mut |inner| {
        if kind.is_some_and(|it| std::ptr::eq(it, inner)) {
            return;
        }
        let is_this = evaluated.is_some_and(|one| std::ptr::eq(one, inner));
        let is_selected = selected
            .iter()
            .flatten()
            .any(|one| std::ptr::eq(*one, inner));
        let certainty = Certainty {
            is_evaluated: within.is_evaluated || is_this,
            is_unguarded: within.is_unguarded || is_selected && certainty.is_unguarded,
            ..within
        };
        expression(inner, certainty, cx);
    });
}

/// Returns whether the names of a `for` shadow declarations of the module.
fn shadows(each: &For) -> bool {
    let mut names = each.key.iter().chain([&each.value]);
    names.any(|name| matches!(name.text.as_str(), "var" | "local"))
}

/// Returns the syntax that replaces a function which later versions removed.
///
/// Such a function fails when it is called, which is reported as other failures are.
fn replacement_of(name: &str) -> Option<&'static str> {
    let row = REMOVED.iter().find(|row| row.0 == name);
    row.map(|(_, replacement)| *replacement)
}

fn call<'a>(
    name: &str,
    span: Span,
    arguments: &'a [Expression],
    spread: bool,
    whole: Span,
    cx: &Checker<'a>,
) {
    if name.starts_with("provider::") {
        return provider_functions::check((name, span), arguments, spread, whole, cx);
    }
    if let Some(replacement) = replacement_of(name) {
        let message = format!("there is no function `{name}` any more: write `{replacement}`");
        return cx.report(Kind::RemovedFunction, span, message);
    }
    let Some(function) = function(name) else {
        let near = cx.nearest(name, names());
        let shown = shortened(name);
        let message = match near {
            Some(near) => format!("no function `{shown}`; the nearest is `{near}`"),
            None => format!("no function `{shown}`"),
        };
        return cx.report_name(Kind::UnknownFunction, span, message, (name, near));
    };
    if let Some(extra) = arguments.get(function.max) {
        let message = format!("`{name}` takes at most {} arguments", function.max);
        cx.report(Kind::TooManyArguments, extra.span, message);
    } else if arguments.len() < function.min && !spread {
        let end = Span::new(whole.end.saturating_sub(1), whole.end);
        let message = format!("`{name}` needs {} arguments", function.min);
        cx.report(Kind::TooFewArguments, end, message);
    }
}

/// Reports arguments that cannot be converted to the parameter's type.
fn argument_types<'a>(name: &str, whole: Span, arguments: &'a [Expression], cx: &Checker<'a>) {
    let Some(function) = function(name) else {
        return;
    };
    for (at, argument) in arguments.iter().enumerate().take(function.max) {
        let known = cx.known(argument);
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
            cx.report(Kind::FailedCall, whole, message);
            continue;
        }
        let message = format!("`{name}` takes {takes} here, this is {}", known.name());
        cx.report(Kind::InvalidArgument, argument.span, message);
    }
}

/// Reports a call that fails for its arguments, which are constants.
fn failing_call<'a>(name: &str, whole: Span, arguments: &'a [Expression], cx: &Checker<'a>) {
    let values = arguments.iter().map(|it| match cx.certain(it) {
        Certain::Value(value) if value.is_known() => Some(value),
        _ => None,
    });
    let Some(values) = values.collect::<Option<Vec<_>>>() else {
        return;
    };
    if let Some((kind, at, message)) = failure(name, &values) {
        let argument = at.and_then(|at| arguments.get(at));
        cx.report(kind, argument.map_or(whole, |it| it.span), message);
    }
}

/// Reports a file that a call reads or hashes, if its path is known.
fn missing_file(name: &str, argument: &Expression, cx: &Checker) {
    let kind = match name {
        _ if READS.contains(&name) => Kind::MissingFile,
        _ if HASHES.contains(&name) => Kind::MissingHashedFile,
        _ => return,
    };
    // A path below a home directory names a file of the machine that applies.
    if let Some(path) = path(argument).filter(|it| !it.starts_with('~')) {
        let message = format!(
            "the file `{}` must be provided with the code",
            shortened(&path)
        );
        cx.report_name(kind, argument.span, message, (&path, None));
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
        ExpressionKind::Traversal { root, steps } => {
            let is_folder = root.text == "path" && matches!(**steps, [Step::Attribute(_)]);
            is_folder.then(|| ".".to_owned())
        }
        ExpressionKind::Parentheses(inner) => path(inner),
        _ => match expression.call()? {
            ("pathexpand", arguments) => path(arguments.first()?),
            _ => None,
        },
    }
}
