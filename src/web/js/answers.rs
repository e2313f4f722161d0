//! Earlier answers, in a cache that a host keeps.

use super::value::{now, plain, read};
use crate::cache::{self, Cache, Key};
use crate::policy::Profile;
use crate::web::api;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// The earlier answer to a key in a stored cache, and the cache with its use noted; a cache without
/// the key comes back as it is.
#[wasm_bindgen(js_name = findAnswer, unchecked_return_type = "{ answer: unknown; cache: Cache | null }")]
pub fn find_answer(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
) -> Result<JsValue, JsValue> {
    // Most keys are new, and a full cache takes longer to read than an answer to compose.
    if !holds(&cache, key) {
        let missed = Object::new();
        Reflect::set(&missed, &"answer".into(), &JsValue::NULL)?;
        Reflect::set(&missed, &"cache".into(), &cache)?;
        return Ok(missed.into());
    }
    let mut cache = stored(&cache);
    let answer = cache.get(&Key::from_stored(key), now());
    let found = Object::new();
    Reflect::set(&found, &"answer".into(), &plain(&answer)?)?;
    Reflect::set(&found, &"cache".into(), &plain(&cache)?)?;
    Ok(found.into())
}

/// A stored cache with one more answer; the least recently used go where there are too many.
#[wasm_bindgen(js_name = storeAnswer, unchecked_return_type = "Cache")]
pub fn store_answer(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
    #[wasm_bindgen(unchecked_param_type = "unknown")] answer: JsValue,
) -> Result<JsValue, JsValue> {
    let mut cache = stored(&cache);
    if let Some(entry) = read::<cache::Entry>(&answer) {
        cache.insert(Key::from_stored(key), entry, now());
    }
    plain(&cache)
}

/// The answers in a stored cache, the last used first.
#[wasm_bindgen(js_name = listAnswers, unchecked_return_type = "CachedAnswer[]")]
pub fn list_answers(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
) -> Result<JsValue, JsValue> {
    let cache = stored(&cache);
    let answers = cache.entries().into_iter().map(api::CachedAnswer::new);
    plain(&answers.collect::<Vec<_>>())
}

/// Whether a stored cache has an entry of a key, whatever it is worth.
fn holds(cache: &JsValue, key: &str) -> bool {
    let Ok(entries) = Reflect::get(cache, &"entries".into()) else {
        return false;
    };
    let earlier = Key::from_stored(key).with_profile(Profile::earlier_name);
    [key, earlier.text()]
        .into_iter()
        .any(|key| Reflect::has(&entries, &key.into()).unwrap_or(false))
}

fn stored(cache: &JsValue) -> Cache {
    Cache::read(read(cache).unwrap_or_default(), now()).rename_profiles(Profile::current_name)
}
