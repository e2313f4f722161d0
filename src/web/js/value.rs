//! Values of JavaScript in, values of ours out, and back; and the errors that are thrown.

pub use crate::web::host::now;

use crate::reply::Refusal;
use js_sys::Reflect;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// What a caller handed over, by way of its text: that ends where an object turns in a circle,
/// and what its getters throw is caught.
pub fn read<T: serde::de::DeserializeOwned>(value: &JsValue) -> Option<T> {
    let text = js_sys::JSON::stringify(value).ok()?.as_string()?;
    // In two steps, since ours are read of values elsewhere too: so each has one reader.
    let value: serde_json::Value = serde_json::from_str(&text).ok()?;
    serde_json::from_value(value).ok()
}

/// The options of a call, which can be left out; `fields` names what they may hold.
pub fn options_of<T: serde::de::DeserializeOwned + Default>(
    options: &JsValue,
    fields: &str,
) -> Result<T, JsValue> {
    if options.is_undefined() || options.is_null() {
        return Ok(T::default());
    }
    read(options).ok_or_else(|| {
        let message = format!(
            "the options do not read; they are an object with {fields}, and each can be left out"
        );
        thrown("bad_options", &message)
    })
}

pub fn too_long(why: String) -> JsValue {
    thrown("too_long", &why)
}

/// A plain object, with null for what is not there.
pub fn plain(value: &impl Serialize) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value
        .serialize(&serializer)
        .map_err(|error| thrown("internal", &error.to_string()))
}

/// An `Error` with a `kind`.
pub fn thrown(kind: &str, message: &str) -> JsValue {
    let error = js_sys::Error::new(message);
    let _ = Reflect::set(&error, &"kind".into(), &kind.into());
    error.into()
}

pub fn refused(refusal: &Refusal) -> JsValue {
    let kind = plain(&refusal.kind).ok().and_then(|kind| kind.as_string());
    thrown(kind.as_deref().unwrap_or("network"), &refusal.message)
}
