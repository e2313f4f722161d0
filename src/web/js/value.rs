//! Converts values between JavaScript and Rust, and creates thrown errors.

use crate::reply::Refusal;
use js_sys::Reflect;
use serde::Serialize;
use serde_json::Value;
use wasm_bindgen::prelude::*;

/// Reads a caller's value by way of its JSON text; null if it has none.
///
/// This rejects cyclic objects and catches exceptions of getters.
pub fn read(value: &JsValue) -> Value {
    let text = js_sys::JSON::stringify(value)
        .ok()
        .and_then(|text| text.as_string());
    let value = text.and_then(|text| serde_json::from_str(&text).ok());
    value.unwrap_or_default()
}

/// Reads the options of a call; `fields` lists their names for the error message.
pub fn options_of<T: Default>(
    options: &JsValue,
    fields: &str,
    read_options: impl FnOnce(&Value) -> Option<T>,
) -> Result<T, JsValue> {
    if options.is_undefined() || options.is_null() {
        return Ok(T::default());
    }
    let options = read(options);
    let options = Some(&options).filter(|options| options.is_object());
    options.and_then(read_options).ok_or_else(|| {
        let message =
            format!("invalid options: they must be an object with the optional fields {fields}");
        thrown("bad_options", &message)
    })
}

/// Creates the error for a program that is too long.
pub fn too_long(why: String) -> JsValue {
    thrown("too_long", &why)
}

/// Converts to a plain object, with null for absent values.
pub fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|error| thrown("internal", &error.to_string()))
}

/// Creates an `Error` with a `kind`.
pub fn thrown(kind: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    let _ = Reflect::set(&error, &"kind".into(), &kind.into());
    error.into()
}

/// Creates the error for a refusal, with the kind of the refusal.
pub fn refused(refusal: &Refusal) -> JsValue {
    let kind = plain(&refusal.kind).ok().and_then(|kind| kind.as_string());
    thrown(kind.as_deref().unwrap_or("network"), &refusal.message)
}
