//! Evaluates calls of Terraform functions; unsupported calls are unknown.

use super::Evaluation;
use super::operator::{all, equal, first_unknown};
use crate::hcl::{Expression, Value};
use crate::stable_sort::Order;

/// Maximum number of elements that `range` and `distinct` handle.
const ELEMENTS_MAX: usize = 1_000;

impl Evaluation<'_, '_> {
    /// Evaluates a function call.
    pub(super) fn call(&mut self, name: &str, arguments: &[Expression], spread: bool) -> Value {
        let mut values: Vec<Value> = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let value = self.expression(argument);
            if name == "try" && value.is_known() {
                return value;
            }
            values.push(value);
        }
        if spread {
            match values.pop() {
                Some(Value::List(items)) => values.extend(items),
                unknown => return first_unknown(&unknown.iter().collect::<Vec<_>>()),
            }
        }
        let size: usize = values.iter().map(|value| value.measure().0).sum();
        if !self.spend(size) {
            return Value::Unknown(None);
        }
        match apply(name, values) {
            // The result of a function may be larger than its arguments.
            Some(value) if self.spend(value.measure().0) => value,
            _ => Value::Unknown(None),
        }
    }
}

/// Returns the value of a function, or None if it is not known.
fn apply(name: &str, mut values: Vec<Value>) -> Option<Value> {
    match name {
        "jsonencode" => encode(values.first()?),
        "tolist" | "toset" | "tomap" | "sensitive" | "nonsensitive" => values.into_iter().next(),
        "coalesce" => coalesce(&values),
        "merge" => merge(values),
        "concat" | "setunion" => concat(values),
        "lookup" => lookup(values),
        "contains" => contains(values.first()?, values.get(1)?),
        "length" => length(values.first()?),
        "element" => element(values),
        "keys" | "values" => parts(name, values.pop()?),
        "flatten" => {
            let mut flat = Vec::new();
            flatten(values.pop()?, &mut flat).then_some(Value::List(flat))
        }
        "list" => Some(Value::List(values)),
        "try" => None,
        "zipmap" => zipmap(values),
        _ if !values.iter().all(Value::is_known) => None,
        "distinct" | "compact" | "reverse" | "sort" | "slice" | "one" | "range" => {
            sequence(name, values)
        }
        "tostring" => convert(&values, |value| value.to_text().map(Value::Text)),
        "tonumber" => convert(&values, |value| value.to_number().map(Value::Number)),
        "tobool" => convert(&values, |value| value.to_bool().map(Value::Bool)),
        "can" => Some(Value::Bool(true)),
        "jsondecode" => decode(&values.first()?.to_text()?),
        "max" | "min" | "sum" | "abs" | "ceil" | "floor" => number(name, &values),
        _ => text(name, &values),
    }
}

fn convert(values: &[Value], to: impl Fn(&Value) -> Option<Value>) -> Option<Value> {
    match values.first()? {
        Value::Null => Some(Value::Null),
        value => to(value),
    }
}

fn coalesce(values: &[Value]) -> Option<Value> {
    for value in values {
        match value {
            Value::Null => {}
            Value::Text(text) if text.is_empty() => {}
            Value::Unknown(_) => return None,
            value => return Some(value.clone()),
        }
    }
    None
}

fn merge(values: Vec<Value>) -> Option<Value> {
    let mut merged: Vec<(String, Value)> = Vec::new();
    let mut indices = foldhash::HashMap::default();
    for value in values {
        let entries = match value {
            Value::Object(entries) => entries,
            Value::Null => continue,
            _ => return None,
        };
        for (key, value) in entries {
            let at = *indices.entry(key.clone()).or_insert(merged.len());
            match merged.get_mut(at) {
                Some(entry) => entry.1 = value,
                None => merged.push((key, value)),
            }
        }
    }
    Some(Value::Object(merged))
}

/// Returns the items of a list.
fn list(value: Value) -> Option<Vec<Value>> {
    match value {
        Value::List(items) => Some(items),
        _ => None,
    }
}

/// Converts each item to a text.
fn texts(items: &[Value]) -> Option<Vec<String>> {
    items.iter().map(Value::to_text).collect()
}

/// Returns an argument as a number that is not negative, rounded down.
fn whole(values: &[Value], at: usize) -> Option<usize> {
    let number = values.get(at)?.to_number();
    Some(number.filter(|number| *number >= 0.0)? as usize)
}

fn concat(values: Vec<Value>) -> Option<Value> {
    let lists: Option<Vec<Vec<Value>>> = values.into_iter().map(list).collect();
    Some(Value::List(lists?.into_iter().flatten().collect()))
}

fn lookup(values: Vec<Value>) -> Option<Value> {
    let key = values.get(1)?.to_text()?;
    match values.first()? {
        Value::Object(_) => values.first()?.get(&key).or(values.get(2)).cloned(),
        _ => None,
    }
}

fn contains(list: &Value, wanted: &Value) -> Option<Value> {
    let Value::List(items) = list else {
        return None;
    };
    let differ = items.iter().map(|item| Some(!equal(item, wanted)?));
    Some(Value::Bool(!all(differ)?))
}

fn length(value: &Value) -> Option<Value> {
    let length = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(items) => items.len(),
        Value::Object(entries) => entries.len(),
        _ => return None,
    };
    Some(Value::Number(length as f64))
}

fn element(values: Vec<Value>) -> Option<Value> {
    let at = whole(&values, 1)?;
    match values.first()? {
        Value::List(items) if !items.is_empty() => items.get(at % items.len()).cloned(),
        _ => None,
    }
}

fn parts(name: &str, value: Value) -> Option<Value> {
    let Value::Object(mut entries) = value else {
        return None;
    };
    entries.order_by(|(one, _), (other, _)| one.cmp(other));
    let part = |(key, value)| match name {
        "keys" => Value::Text(key),
        _ => value,
    };
    Some(Value::List(entries.into_iter().map(part).collect()))
}

/// Flattens nested lists; returns false if the value is not a known list.
fn flatten(value: Value, flat: &mut Vec<Value>) -> bool {
    match value {
        Value::List(items) => items.into_iter().all(|item| match item {
            Value::List(_) => flatten(item, flat),
            item => {
                flat.push(item);
                true
            }
        }),
        _ => false,
    }
}

fn zipmap(mut values: Vec<Value>) -> Option<Value> {
    let (items, keys) = (list(values.pop()?)?, list(values.pop()?)?);
    Some(Value::Object(
        texts(&keys)?.into_iter().zip(items).collect(),
    ))
}

fn sequence(name: &str, mut values: Vec<Value>) -> Option<Value> {
    if name == "range" {
        return range(&values);
    }
    let (from, to) = (whole(&values, 1), whole(&values, 2));
    let mut items = list(values.drain(..).next()?)?;
    match name {
        "one" if items.len() <= 1 => return Some(items.pop().unwrap_or(Value::Null)),
        "reverse" => items.reverse(),
        "slice" => items = items.get(from?..to?)?.to_vec(),
        "compact" => items.retain(|item| {
            !matches!(item, Value::Null) && item.to_text().is_none_or(|text| !text.is_empty())
        }),
        "sort" => {
            let mut texts = texts(&items)?;
            texts.order();
            items = texts.into_iter().map(Value::Text).collect();
        }
        "distinct" if items.len() <= ELEMENTS_MAX => {
            let mut seen: Vec<Value> = Vec::new();
            for item in items {
                if !seen.contains(&item) {
                    seen.push(item);
                }
            }
            items = seen;
        }
        _ => return None,
    }
    Some(Value::List(items))
}

fn range(values: &[Value]) -> Option<Value> {
    let numbers: Option<Vec<f64>> = values.iter().map(Value::to_number).collect();
    let (from, to) = match numbers?.as_slice() {
        [to] => (0.0, *to),
        [from, to] => (*from, *to),
        _ => return None,
    };
    let count = (to - from).max(0.0).ceil() as usize;
    let number = |at| Value::Number(from + at as f64);
    (count <= ELEMENTS_MAX).then(|| Value::List((0..count).map(number).collect()))
}

fn number(name: &str, values: &[Value]) -> Option<Value> {
    let items = match values {
        [Value::List(items)] => items.as_slice(),
        values => values,
    };
    let numbers: Option<Vec<f64>> = items.iter().map(Value::to_number).collect();
    let numbers = numbers?;
    let first = *numbers.first()?;
    let number = match name {
        "max" => numbers.into_iter().fold(first, f64::max),
        "min" => numbers.into_iter().fold(first, f64::min),
        "sum" => numbers.into_iter().sum(),
        "abs" => first.abs(),
        "ceil" => first.ceil(),
        _ => first.floor(),
    };
    Some(Value::Number(number))
}

/// Returns the text if it is ASCII.
///
/// The case conversion of other letters is not implemented, so the result of `lower` and `upper` is
/// unknown for them.
fn plain(text: String) -> Option<String> {
    text.is_ascii().then_some(text)
}

fn text(name: &str, values: &[Value]) -> Option<Value> {
    let first = || values.first()?.to_text();
    let second = || values.get(1)?.to_text();
    let text = match name {
        "lower" => plain(first()?)?.to_ascii_lowercase(),
        "upper" => plain(first()?)?.to_ascii_uppercase(),
        "trimspace" => first()?.trim().to_owned(),
        "chomp" => first()?.trim_end_matches(['\r', '\n']).to_owned(),
        "title" => title(&first()?),
        "trimprefix" => {
            let text = first()?;
            text.strip_prefix(&second()?).unwrap_or(&text).to_owned()
        }
        "trimsuffix" => {
            let text = first()?;
            text.strip_suffix(&second()?).unwrap_or(&text).to_owned()
        }
        "replace" => {
            let (from, to) = (second()?, values.get(2)?.to_text()?);
            let pattern = from.len() > 1 && from.starts_with('/') && from.ends_with('/');
            // A replacement can multiply a text; results that may grow too large are unknown.
            let fits = first()?.matches(&from).count() * to.len() < 10_000;
            (!pattern && !from.is_empty() && fits).then(|| Some(first()?.replace(&from, &to)))??
        }
        "join" => {
            let Value::List(items) = values.get(1)? else {
                return None;
            };
            texts(items)?.join(&first()?)
        }
        "substr" => {
            let (from, count) = (whole(values, 1)?, whole(values, 2)?);
            first()?.chars().skip(from).take(count).collect()
        }
        "format" => format(&first()?, values.get(1..)?)?,
        "split" => {
            let (separator, text) = (first()?, second()?);
            let pieces = text.split(&separator);
            let pieces = pieces.map(|piece| Value::Text(piece.to_owned()));
            return (!separator.is_empty()).then(|| Value::List(pieces.collect()));
        }
        "startswith" => return Some(Value::Bool(first()?.starts_with(&second()?))),
        "endswith" => return Some(Value::Bool(first()?.ends_with(&second()?))),
        "strcontains" => return Some(Value::Bool(first()?.contains(&second()?))),
        _ => return None,
    };
    Some(Value::Text(text))
}

fn title(text: &str) -> String {
    let mut begins = true;
    let raise = |c: char| {
        let raised = if begins { c.to_ascii_uppercase() } else { c };
        begins = c.is_whitespace();
        raised
    };
    text.chars().map(raise).collect()
}

/// Formats with `%s`, `%d`, `%v` and `%%`; returns None for other verbs.
fn format(pattern: &str, values: &[Value]) -> Option<String> {
    let mut text = String::new();
    let mut values = values.iter();
    let mut characters = pattern.chars();
    while let Some(c) = characters.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        match characters.next()? {
            '%' => text.push('%'),
            's' | 'd' | 'v' => text.push_str(&values.next()?.to_text()?),
            _ => return None,
        }
    }
    Some(text)
}

fn encode(value: &Value) -> Option<Value> {
    Some(Value::Text(json(value)?.to_string()))
}

fn json(value: &Value) -> Option<serde_json::Value> {
    Some(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(value) => (*value).into(),
        Value::Number(number) if number.fract() == 0.0 => (*number as i64).into(),
        Value::Number(number) => (*number).into(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(json).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(entries) => {
            let pair = |(key, value): &(String, Value)| Some((key.clone(), json(value)?));
            let pairs: Option<serde_json::Map<_, _>> = entries.iter().map(pair).collect();
            pairs?.into()
        }
        Value::Unknown(_) => return None,
    })
}

fn decode(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().map(Value::from_json)
}
