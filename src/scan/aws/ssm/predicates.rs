//! Implements the custom predicates of the SSM rules.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Found, Resource, Verdict};

/// Checks that a document for sessions encrypts them with a key.
pub(super) fn session_encrypted(resource: &Resource) -> Verdict {
    match inputs(resource) {
        Some(inputs) => passed(inputs.is_none_or(|it| it.get("kmsKeyId").is_some_and(truthy))),
        None => Verdict::Unknown,
    }
}

/// Checks that a document for sessions logs them encrypted.
pub(super) fn session_logged(resource: &Resource) -> Verdict {
    let Some(Some(inputs)) = inputs(resource) else {
        return Verdict::Unknown;
    };
    let set = |name: &str| inputs.get(name).is_some_and(truthy);
    passed(
        (set("s3BucketName") && set("s3EncryptionEnabled"))
            || (set("cloudWatchLogGroupName") && set("cloudWatchEncryptionEnabled")),
    )
}

/// Returns the inputs of a document for sessions, if it has any.
///
/// The outer `None` means that the document is for something else.
fn inputs(resource: &Resource) -> Option<Option<Value>> {
    let text = |path: &str| match resource.find(path) {
        Found::Value(Value::Text(text)) => Some(text),
        _ => None,
    };
    if text("document_type")? != "Session" {
        return None;
    }
    let inputs = match resource.values_at("content").first()? {
        content @ Value::Object(_) => content.get("inputs").cloned(),
        Value::Text(yaml) if text("document_format").as_deref() == Some("YAML") => {
            yaml_inputs(yaml)
        }
        _ => None,
    };
    Some(inputs.filter(truthy))
}

/// Reads the inputs of a YAML document.
///
/// Inputs are plain keys and values, one per line, indented deeper than `inputs:`.
fn yaml_inputs(yaml: &str) -> Option<Value> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut lines = yaml.lines().skip_while(|line| line.trim() != "inputs:");
    let outer = indent(lines.next()?);
    let inner = lines.take_while(|line| line.trim().is_empty() || indent(line) > outer);
    let entries = inner.filter_map(|line| {
        let (key, value) = line.trim().split_once(':')?;
        let value = value.split(" #").next().unwrap_or_default().trim();
        let value = match value.trim_matches(['"', '\'']) {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            text => Value::Text(text.to_owned()),
        };
        Some((key.trim_matches(['"', '\'']).to_owned(), value))
    });
    Some(Value::Object(entries.collect()))
}
