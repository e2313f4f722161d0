//! Passes the arguments of a module call to the called module as a file of values.

use crate::hcl::{Block, Module, Value, edit::quote};
use crate::schema::CALL_META;
use crate::semantic::Index;

/// Arguments of a module call.
pub(super) struct Arguments {
    /// Names of the variables with their values as Terraform text.
    pub values: Vec<(String, String)>,
    /// Whether the call certainly creates no instance.
    pub is_none_created: bool,
}

impl Arguments {
    /// Evaluates the arguments of a call.
    pub fn of(call: &Block, index: &Index) -> Arguments {
        let arguments = call.body.attributes();
        let arguments = arguments.filter(|it| !CALL_META.contains(&it.name.text.as_str()));
        let values = arguments.map(|argument| {
            let name = argument.name.text.clone();
            let mut text = String::new();
            write(&index.value(&argument.value), &name, &mut text);
            (name, text)
        });
        let count = call
            .body
            .attribute("count")
            .map(|it| index.value(&it.value));
        let each = call
            .body
            .attribute("for_each")
            .map(|it| index.value(&it.value));
        let is_empty = |each: &Value| match each {
            Value::List(items) => items.is_empty(),
            Value::Object(entries) => entries.is_empty(),
            _ => false,
        };
        Arguments {
            values: values.collect(),
            is_none_created: count == Some(Value::Number(0.0))
                || each.is_some_and(|it| is_empty(&it)),
        }
    }
}

/// Writes a value as Terraform text; an unknown one as a reference that is not declared.
fn write(value: &Value, name: &str, text: &mut String) {
    match value {
        Value::Null => text.push_str("null"),
        Value::Text(own) => text.push_str(&quote(own)),
        Value::List(items) => {
            text.push('[');
            for item in items {
                write(item, name, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(entries) => {
            text.push('{');
            for (key, value) in entries {
                text.push_str(&quote(key));
                text.push('=');
                write(value, name, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Bool(_) | Value::Number(_) | Value::Unknown(_) => match value.to_text() {
            Some(plain) => text.push_str(&plain),
            None => text.push_str(&unknown(name)),
        },
    }
}

/// Returns a reference whose value is unknown in every module.
fn unknown(name: &str) -> String {
    format!("caller.{name}")
}

/// Returns the text of a file that gives values to variables.
pub(super) fn text_of(values: &[(String, String)]) -> String {
    let lines = values
        .iter()
        .map(|(name, value)| format!("{name} = {value}\n"));
    lines.collect()
}

/// Returns the values that a module was joined with.
pub(super) fn read(module: &Module) -> Vec<(String, String)> {
    let text = |span: crate::hcl::Span| module.text.get(span.range()).unwrap_or_default();
    let values = module.values.iter();
    values
        .map(|it| (it.name.text.clone(), text(it.value.span).to_owned()))
        .collect()
}

/// Returns the values that are the same in all calls; any other value is unknown.
pub(super) fn common(calls: &[Vec<(String, String)>]) -> Vec<(String, String)> {
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in calls.iter().flatten() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let values = names.into_iter().map(|name| {
        let of = |call: &Vec<(String, String)>| {
            let found = call.iter().find(|(own, _)| own == name);
            found.map(|(_, value)| value.clone())
        };
        let first = calls.first().and_then(of);
        let same = first.filter(|first| calls.iter().all(|call| of(call).as_ref() == Some(first)));
        (name.clone(), same.unwrap_or_else(|| unknown(name)))
    });
    values.collect()
}
