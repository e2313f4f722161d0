//! Represents the value of an expression: known, null or unknown.
//!
//! A value is unknown if Terraform would report an error, or if it depends on more than this
//! module. A rule that does not report unknown values is therefore never wrong.

use super::number::number_text;

/// A known value, null, or an unknown value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The value `null`, which Terraform treats as not set.
    Null,
    /// The value `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A list, tuple or set.
    List(Vec<Value>),
    /// An object or map, keys in source order.
    Object(Vec<(String, Value)>),
    /// A value that is not known before apply, or not known to this crate.
    ///
    /// Holds the reference whose value is unknown, if any.
    Unknown(Option<String>),
}

impl Value {
    /// Returns whether the value and all values in it are known.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Unknown(_) => false,
            Value::List(items) => items.iter().all(Value::is_known),
            Value::Object(entries) => entries.iter().all(|(_, value)| value.is_known()),
            _ => true,
        }
    }

    /// Converts a string, number or bool to a string as Terraform does.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(number) => number_text(*number),
            _ => None,
        }
    }

    /// Converts a bool, `"true"` or `"false"` to a bool as Terraform does.
    pub fn to_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            Value::Text(text) if text == "true" => Some(true),
            Value::Text(text) if text == "false" => Some(false),
            _ => None,
        }
    }

    /// Converts a number or a numeric string to a number as Terraform does.
    pub fn to_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text
                .starts_with(|c: char| c.is_ascii_digit() || c == '-')
                .then(|| super::number(text))?,
            _ => None,
        }
    }

    /// Returns the value of a key of an object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Object(entries) = self else {
            return None;
        };
        entries
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// Returns the keys and values of a collection, in its order.
    ///
    /// The error is the value, if it is not a known collection.
    pub fn into_pairs(self) -> Result<Vec<(Value, Value)>, Value> {
        match self {
            Value::List(items) => {
                let items = items.into_iter().enumerate();
                Ok(items
                    .map(|(at, item)| (Value::Number(at as f64), item))
                    .collect())
            }
            Value::Object(entries) => {
                let pair = |(key, value)| (Value::Text(key), value);
                Ok(entries.into_iter().map(pair).collect())
            }
            other => Err(other),
        }
    }

    /// Converts a JSON value.
    pub fn from_json(json: serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(value) => Value::Bool(value),
            serde_json::Value::Number(number) => {
                number.as_f64().map_or(Value::Unknown(None), Value::Number)
            }
            serde_json::Value::String(text) => Value::Text(text),
            serde_json::Value::Array(items) => {
                Value::List(items.into_iter().map(Value::from_json).collect())
            }
            serde_json::Value::Object(entries) => {
                let pair = |(key, value)| (key, Value::from_json(value));
                Value::Object(entries.into_iter().map(pair).collect())
            }
        }
    }

    /// Returns the first unknown in the value.
    pub fn unknown(&self) -> Option<&Value> {
        match self {
            Value::Unknown(_) => Some(self),
            Value::List(items) => items.iter().find_map(Value::unknown),
            Value::Object(entries) => entries.iter().find_map(|(_, value)| value.unknown()),
            _ => None,
        }
    }

    /// Returns the size in nodes and characters, and the nesting depth.
    pub fn measure(&self) -> (usize, usize) {
        let within = |sizes: &mut dyn Iterator<Item = (usize, usize)>| {
            sizes.fold((1, 1), |(size, depth), inner| {
                (size + inner.0, depth.max(inner.1 + 1))
            })
        };
        match self {
            Value::Text(text) => (1 + text.len() / 8, 1),
            Value::List(items) => within(&mut items.iter().map(Value::measure)),
            Value::Object(entries) => within(&mut entries.iter().map(|(key, value)| {
                let (size, depth) = value.measure();
                (size + 1 + key.len() / 8, depth)
            })),
            _ => (1, 1),
        }
    }
}
