//! Evaluates binary operators and index steps on values.

use crate::hcl::{Value, exact};

/// Returns the item of a collection at an index or a key.
pub(super) fn item_at(value: Value, key: &Value) -> Value {
    let found = match (value, key) {
        (Value::Unknown(reference), _) => return Value::Unknown(reference),
        (_, Value::Unknown(reference)) => return Value::Unknown(reference.clone()),
        (Value::List(mut items), key) => key
            .to_number()
            .filter(|at| at.fract() == 0.0 && *at >= 0.0 && *at < items.len() as f64)
            .map(|at| items.swap_remove(at as usize)),
        (Value::Object(entries), key) => key.to_text().and_then(|key| {
            entries
                .into_iter()
                .rev()
                .find(|(name, _)| *name == key)
                .map(|(_, value)| value)
        }),
        _ => None,
    };
    found.unwrap_or(Value::Unknown(None))
}

/// Returns the first unknown among some values, or an unknown without a reference.
pub(super) fn first_unknown(values: &[&Value]) -> Value {
    let unknown = values.iter().find_map(|value| value.unknown());
    unknown.cloned().unwrap_or(Value::Unknown(None))
}

/// Evaluates a binary operator.
pub(super) fn binary(operator: &str, left: &Value, right: &Value) -> Value {
    match operator {
        "&&" | "||" => {
            // False alone decides `&&`, and true alone decides `||`, even if the other operand is
            // unknown.
            let deciding = operator == "||";
            let decides = |one: &Value, other: &Value| {
                let may_be_bool = other.to_bool().is_some() || matches!(other, Value::Unknown(_));
                one.to_bool() == Some(deciding) && may_be_bool
            };
            match (left.to_bool(), right.to_bool()) {
                _ if decides(left, right) || decides(right, left) => Value::Bool(deciding),
                (Some(_), Some(_)) => Value::Bool(!deciding),
                _ => first_unknown(&[left, right]),
            }
        }
        "==" | "!=" => match equal(left, right) {
            Some(equal) => Value::Bool(equal == (operator == "==")),
            None => first_unknown(&[left, right]),
        },
        _ => match (left.to_number(), right.to_number()) {
            (Some(left), Some(right)) => arithmetic(operator, left, right),
            _ => first_unknown(&[left, right]),
        },
    }
}

fn arithmetic(operator: &str, left: f64, right: f64) -> Value {
    let number = match operator {
        "<" => return Value::Bool(left < right),
        "<=" => return Value::Bool(left <= right),
        ">" => return Value::Bool(left > right),
        ">=" => return Value::Bool(left >= right),
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / right,
        "%" if left.fract() == 0.0 && right.fract() == 0.0 => left % right,
        _ => f64::NAN,
    };
    match exact(number) {
        Some(number) => Value::Number(number),
        None => Value::Unknown(None),
    }
}

/// Returns whether two values are equal, or None if that is unknown.
///
/// Values of different types are never equal.
pub(super) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => None,
        (Value::List(one), Value::List(other)) => {
            let pairs = one.iter().zip(other).map(|(one, other)| equal(one, other));
            all(pairs.chain([Some(one.len() == other.len())]))
        }
        (Value::Object(one), Value::Object(_)) => {
            let Value::Object(other) = right else {
                return None;
            };
            let pairs = one.iter().map(|(key, value)| match right.get(key) {
                Some(other) => equal(value, other),
                None => Some(false),
            });
            all(pairs.chain([Some(one.len() == other.len())]))
        }
        _ => Some(left == right),
    }
}

/// Returns whether all answers are true.
///
/// One false answer decides; otherwise one unknown answer makes the result unknown.
pub(super) fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(true) => {}
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}
