//! Earlier answers, in a cache that a host keeps.

use super::value::{now, plain, read};
use crate::cache::{self, Cache, Key};
use crate::web::face;
use wasm_bindgen::prelude::*;

/// The earlier answer to a key in a stored cache, and the cache with its use noted.
#[wasm_bindgen(unchecked_return_type = "{ answer: unknown; cache: Cache }")]
pub fn recalled(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
) -> Result<JsValue, JsValue> {
    let mut cache = Cache::read(read(&cache).unwrap_or_default(), now());
    let answer = cache.recall(&Key::stored(key), now());
    plain(&serde_json::json!({ "answer": answer, "cache": cache }))
}

/// A stored cache with one more answer; the least recently used go where there are too many.
#[wasm_bindgen(unchecked_return_type = "Cache")]
pub fn kept(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
    #[wasm_bindgen(unchecked_param_type = "unknown")] answer: JsValue,
) -> Result<JsValue, JsValue> {
    let mut cache = Cache::read(read(&cache).unwrap_or_default(), now());
    if let Some(entry) = read::<cache::Entry>(&answer) {
        cache.keep(Key::stored(key), entry, now());
    }
    plain(&cache)
}

/// The answers in a stored cache, the last used first.
#[wasm_bindgen(unchecked_return_type = "KeptAnswer[]")]
pub fn answers(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
) -> Result<JsValue, JsValue> {
    let cache = Cache::read(read(&cache).unwrap_or_default(), now());
    let answers = cache.entries().into_iter().map(face::KeptAnswer::of);
    plain(&answers.collect::<Vec<_>>())
}
