//! Values in, the value of an operator or a step out.

use crate::hcl::Value;
use crate::hcl::value::EXACT_MAX;

/// The item of a collection at an index or a key.
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

/// Unknown, because of the first of some values that is.
pub(super) fn first_unknown(values: &[&Value]) -> Value {
    let unknown = values.iter().find_map(|value| value.unknown());
    unknown.cloned().unwrap_or(Value::Unknown(None))
}

pub(super) fn binary(operator: &str, left: &Value, right: &Value) -> Value {
    match operator {
        "&&" | "||" => {
            // Of `&&`, false decides alone; of `||`, true; whatever else may come to be known.
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

/// Whether two values are equal, which values of two types never are; none where it is unknown.
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

/// Whether all hold: one that does not decides, else one that is unknown.
fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
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

/// Significant digits that every decimal keeps in a [`Value::Number`].
const DIGITS_MAX: usize = 15;

/// A number with no more digits than are exact, so that `0.1 + 0.2` is `0.3`; none where it is too
/// large or no number.
fn exact(number: f64) -> Option<f64> {
    if number.fract() == 0.0 {
        return (number.abs() <= EXACT_MAX).then_some(number);
    }
    crate::hcl::number(&format!("{number:.*e}", DIGITS_MAX - 1)).filter(|it| it.is_finite())
}

/// A number as Terraform writes it; none where it is too large to be exact here.
pub(in crate::hcl) fn number_text(number: f64) -> Option<String> {
    let number = exact(number)?;
    if number.fract() == 0.0 {
        return Some(format!("{}", number as i64));
    }
    let text = number.to_string();
    // A number of so many digits may go on behind them, as `2 / 3` does.
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits < DIGITS_MAX).then_some(text)
}
