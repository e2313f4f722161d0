//! Checks the operations that Terraform certainly evaluates during validation.

use super::checker::Checker;
use super::nearest::shortened;
use super::values::Known;
use crate::hcl::{Entry, Expression, ExpressionKind, Kind, Name, Part, Step};
use crate::stable_sort::Order;

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
                || differ(&[yes, no], cx)
        }
    };
    if differ {
        let (first, second) = (first.name(), second.name());
        let message = format!("either branch gives one type: this gives {first} or {second}");
        cx.report(Kind::InconsistentConditional, yes.span, message);
    }
}

/// Returns whether expressions certainly have no common type.
///
/// Objects of the same attributes are compared attribute by attribute. Others become maps, so that
/// all their values need one type. The same applies to tuples of the same and of other lengths.
fn differ<'a>(expressions: &[&'a Expression], cx: &Checker<'a>) -> bool {
    let known: Vec<Known> = expressions.iter().map(|it| cx.known(it)).collect();
    // The type of a null, and of what is not known, fits every type.
    let is_open = |it: &Known| matches!(it, Known::Null | Known::Unknown);
    if known.iter().any(is_open) || expressions.len() < 2 {
        return false;
    }
    if known.iter().all(Known::is_primitive) {
        let has = |of: fn(&Known) -> bool| known.iter().any(of);
        let has_text = has(|it| matches!(it, Known::Text(_)));
        return !has_text
            && has(|it| matches!(it, Known::Number))
            && has(|it| matches!(it, Known::Bool));
    }
    if known.iter().all(Known::is_mapping) {
        let Some(objects) = known.iter().map(entries_of).collect::<Option<Vec<_>>>() else {
            return false;
        };
        return groups(&objects).is_some_and(|it| it.iter().any(|one| differ(one, cx)));
    }
    if known.iter().all(Known::is_sequence) {
        let items = known.iter().map(|it| match it {
            Known::Tuple(items) => Some(*items),
            _ => None,
        });
        let Some(tuples) = items.collect::<Option<Vec<_>>>() else {
            return false;
        };
        let length = tuples.first().map_or(0, |it| it.len());
        if tuples.iter().any(|it| it.len() != length) {
            let all: Vec<&Expression> = tuples.into_iter().flatten().collect();
            return differ(&all, cx);
        }
        return (0..length).any(|at| {
            let column: Vec<&Expression> = tuples.iter().map(|it| &it[at]).collect();
            differ(&column, cx)
        });
    }
    true
}

fn entries_of<'a>(known: &Known<'a>) -> Option<&'a [Entry]> {
    match known {
        Known::Object(entries) => Some(entries),
        _ => None,
    }
}

/// Groups the values of objects that need one type; None if a key is not known.
fn groups<'a>(objects: &[&'a [Entry]]) -> Option<Vec<Vec<&'a Expression>>> {
    let mut by_key: Vec<Vec<(&str, &Expression)>> = Vec::new();
    for entries in objects {
        let own = entries.iter().map(|it| Some((it.key_name()?, &it.value)));
        let mut own: Vec<_> = own.collect::<Option<_>>()?;
        own.order_by_key(|it| it.0);
        by_key.push(own);
    }
    let keys = |own: &[(&'a str, &Expression)]| own.iter().map(|it| it.0).collect::<Vec<_>>();
    let first = keys(by_key.first()?);
    if by_key.iter().any(|own| keys(own) != first) {
        return Some(vec![by_key.iter().flatten().map(|it| it.1).collect()]);
    }
    let column = |at: usize| by_key.iter().map(|own| own[at].1).collect();
    Some((0..first.len()).map(column).collect())
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
