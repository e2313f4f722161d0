//! Detects AWS access keys in texts.

use super::check::{Verdict, passed};
use super::{Resource, tree};
use crate::hcl::Value;

/// Prefixes of access key ids.
const ID_PREFIXES: &[&str] = strings! {
    "AKIA", "AGPA", "AIDA", "AROA", "AIPA", "ANPA", "ANVA", "ASIA",
};
/// Number of characters of the id after its prefix.
const ID_CHARS: usize = 16;
/// Number of characters of a secret key.
const SECRET_CHARS: usize = 40;

/// Checks that no text at a path, or one level below it, contains a key.
pub(super) fn has_no_key(resource: &Resource, path: &str) -> Verdict {
    let found = resource.values_at(path);
    let mut found = found.into_iter().flat_map(tree::items);
    let holds = |value: &Value| match value {
        Value::Text(text) => has_key(text),
        Value::Object(entries) => entries
            .iter()
            .any(|(_, value)| matches!(value, Value::Text(text) if has_key(text))),
        _ => false,
    };
    passed(!found.any(holds))
}

/// Returns whether a text contains an access key id or a separate secret key.
pub(super) fn has_key(text: &str) -> bool {
    let id = |at: usize| {
        let behind = text.as_bytes().get(at..at + ID_CHARS);
        let is = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
        behind.is_some_and(|behind| behind.iter().all(is))
    };
    let of_key = |c: char| c.is_ascii_alphanumeric() || "/+=".contains(c);
    ID_PREFIXES.iter().any(|begin| {
        text.match_indices(begin)
            .any(|(at, _)| id(at + begin.len()))
    }) || text
        .split(|c: char| !of_key(c))
        .any(|run| run.len() == SECRET_CHARS)
}
