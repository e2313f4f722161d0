//! Reads typed fields of JSON values.
//!
//! One reader for each kind of field replaces deserializers that serde derives for each type, which are
//! a tenth of the code of the preview module. A missing field is null.

use crate::sorted_map::SortedMap;
use serde_json::Value;

/// Reads a text.
pub(crate) fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Reads an integer, not below zero, that fits a type.
pub(crate) fn integer<T: TryFrom<u64>>(value: &Value) -> Option<T> {
    value.as_u64()?.try_into().ok()
}

/// Reads a value that may be null; the outer None means that it is malformed.
pub(crate) fn optional<T>(
    value: &Value,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Option<Option<T>> {
    match value {
        Value::Null => Some(None),
        value => read(value).map(Some),
    }
}

/// Reads a list that may be null.
pub(crate) fn list<T>(value: &Value, read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    match value {
        Value::Null => Some(Vec::new()),
        value => value.as_array()?.iter().map(read).collect(),
    }
}

/// Reads an object that may be null as a map.
pub(crate) fn map<K: Ord, V>(
    value: &Value,
    key: impl Fn(&str) -> Option<K>,
    read: impl Fn(&Value) -> Option<V>,
) -> Option<SortedMap<K, V>> {
    let mut map = SortedMap::default();
    if !value.is_null() {
        for (name, value) in value.as_object()? {
            map.insert(key(name)?, read(value)?);
        }
    }
    Some(map)
}
