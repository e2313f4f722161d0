//! Checks the operations that Terraform certainly evaluates during validation.

use super::checker::Checker;
use super::nearest::shortened;
use super::values::Known;
use crate::hcl::{Expression, ExpressionKind, Kind, Name, Part, Step};

/// Checks the operation of an expression, without the expressions in it.
pub(super) fn check<'a>(expression: &'a Expression, cx: &Checker<'a>) {
    match &expression.kind {
        // A template of a single interpolation has the value of its expression.
        ExpressionKind::Template { parts, heredoc } if *heredoc || parts.len() > 1 => {
            parts.iter().for_each(|part| interpolation(part, cx));
        }
        ExpressionKind::Traversal { root, steps } => traversal(expression, root, steps, cx),
        ExpressionKind::Binary {
            operator,
            left,
            right,
        } => {
            let primitive = match *operator {
                "==" | "!=" => return,
                "&&" | "||" => "bool",
                _ => "number",
            };
            operand(left, operator, primitive, cx);
            operand(right, operator, primitive, cx);
        }
        ExpressionKind::Unary {
            operator,
            operand: inner,
        } => {
            let primitive = if *operator == "!" { "bool" } else { "number" };
            operand(inner, operator, primitive, cx);
        }
        ExpressionKind::Conditional { condition, yes, no } => {
            branches(yes, no, cx);
            let known = cx.known(condition);
            // A value that is not known yet is checked by the plan, whatever its type.
            let is_known_type = matches!(
                known,
                Known::Tuple(_) | Known::Object(_) | Known::Text(Some(_))
            );
            if is_known_type && !fits(&known, "bool") {
                let message = format!("a condition is a bool, this is {}", known.name());
                cx.report(Kind::IncorrectCondition, condition.span, message);
            }
        }
        ExpressionKind::For(rounds) => {
            let known = cx.known(&rounds.collection);
            if known.is_primitive() {
                let message = format!("`for` walks a list or a map, this is {}", known.name());
                let span = rounds.collection.span;
                cx.report(Kind::NotIterable, span, message);
            }
        }
        _ => {}
    }
}

/// Checks that the branches of a conditional have compatible types.
fn branches<'a>(yes: &'a Expression, no: &'a Expression, cx: &Checker<'a>) {
    let (first, second) = (cx.known(yes), cx.known(no));
    if !has_known_type(yes, &first) || !has_known_type(no, &second) {
        return;
    }
    let differ = match (&first, &second) {
        (Known::Number, Known::Bool) | (Known::Bool, Known::Number) => true,
        _ => {
            first.is_primitive() != second.is_primitive()
                || first.is_mapping() != second.is_mapping()
        }
    };
    if differ {
        let (first, second) = (first.name(), second.name());
        let message = format!("either branch gives one type: this gives {first} or {second}");
        cx.report(Kind::InconsistentConditional, yes.span, message);
    }
}

fn interpolation<'a>(part: &'a Part, cx: &Checker<'a>) {
    let Part::Interpolation(inner, _) = part else {
        return;
    };
    // A value that is not known yet is checked by the plan, whatever its type.
    let message = match cx.known(inner) {
        Known::Null => "null cannot be used in a string template",
        Known::Object(_) => {
            "a map cannot be used in a string template: take one value, or `jsonencode` it"
        }
        Known::Tuple(_) => {
            "a list cannot be used in a string template: take one item, or `join` them"
        }
        _ => return,
    };
    cx.report(Kind::InvalidInterpolation, inner.span, message);
}

fn operand<'a>(operand: &'a Expression, operator: &str, primitive: &str, cx: &Checker<'a>) {
    let known = cx.known(operand);
    if !fits(&known, primitive) {
        let message = format!("`{operator}` takes a {primitive}, this is {}", known.name());
        cx.report(Kind::InvalidOperand, operand.span, message);
    }
}

fn traversal<'a>(expression: &Expression, root: &Name, steps: &'a [Step], cx: &Checker<'a>) {
    let Some(invalid) = cx.invalid_step(root, steps) else {
        return;
    };
    let from = invalid.from.name();
    let (kind, message) = match invalid.step {
        Step::Attribute(name) => {
            let near = cx.nearest(&name.text, invalid.names.into_iter());
            let name = shortened(&name.text);
            let message = match near {
                Some(near) => format!("no attribute `{name}`; the nearest is `{near}`"),
                None if invalid.from.is_primitive() => {
                    format!("{from} has no attribute `{name}`")
                }
                None if invalid.from.is_sequence() => {
                    format!("{from} has no attribute `{name}`: take one item, or write `[*]`")
                }
                None => format!("this object has no attribute `{name}`"),
            };
            (Kind::UnsupportedAttribute, message)
        }
        _ => {
            let message = if invalid.from.is_mapping() {
                "the object has no such key".to_owned()
            } else if matches!(invalid.from, Known::Set) {
                "a set has no indices: write `tolist(…)[0]` or `one(…)`".to_owned()
            } else {
                format!("{from} has no such item")
            };
            (Kind::InvalidIndex, message)
        }
    };
    cx.report(kind, expression.span, message);
}

/// Returns whether the type of an expression is known.
///
/// The type of a call is not known if the type of an argument is not.
fn has_known_type(expression: &Expression, known: &Known<'_>) -> bool {
    use ExpressionKind::*;
    match &expression.kind {
        Parentheses(inner) => has_known_type(inner, known),
        Template { parts, heredoc } => match parts.as_slice() {
            [Part::Interpolation(inner, _)] if !heredoc => has_known_type(inner, known),
            _ => true,
        },
        Bool(_) | Number(_) | List(_) | Object(_) => true,
        Traversal { root, .. } => match known {
            Known::Null | Known::Unknown => false,
            Known::Tuple(_) | Known::Object(_) => true,
            _ => root.text == "var",
        },
        _ => false,
    }
}

/// Returns whether a value can be converted to a bool or a number.
///
/// Null is not a valid operand; Terraform reports it with a different message.
fn fits(known: &Known<'_>, primitive: &str) -> bool {
    matches!(known, Known::Null) || super::values::primitive_mismatch(known, primitive).is_none()
}
