//! Reads and writes cached answers in a cache that the host stores.

use super::value::{plain, read};
use crate::cache::{self, Cache, Key};
use crate::ledger::Millis;
use crate::policy::Profile;
use crate::web::api;
use crate::web::host::now;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// Looks up a key in a stored cache.
///
/// Returns the answer and the cache with the use recorded; without the key the cache is unchanged.
#[wasm_bindgen(js_name = findAnswer, unchecked_return_type = "{ answer: unknown; cache: Cache | null }")]
pub fn find_answer(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
) -> Result<JsValue, JsValue> {
    // Most keys are new, and reading a full cache takes longer than composing an answer.
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

/// Adds an answer to a stored cache and drops the least recently used ones.
#[wasm_bindgen(js_name = storeAnswer, unchecked_return_type = "Cache")]
pub fn store_answer(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
    key: &str,
    #[wasm_bindgen(unchecked_param_type = "unknown")] answer: JsValue,
) -> Result<JsValue, JsValue> {
    let mut cache = stored(&cache);
    if let Some(entry) = cache::Entry::read(&read(&answer)) {
        cache.insert(Key::from_stored(key), entry, now());
    }
    plain(&cache)
}

/// Lists the answers in a stored cache, the last used first.
#[wasm_bindgen(js_name = listAnswers, unchecked_return_type = "CachedAnswer[]")]
pub fn list_answers(
    #[wasm_bindgen(unchecked_param_type = "Cache | null")] cache: JsValue,
) -> Result<JsValue, JsValue> {
    let cache = stored(&cache);
    let answers = cache.entries().into_iter().map(api::CachedAnswer::new);
    plain(&answers.collect::<Vec<_>>())
}

/// Returns whether a stored cache has an entry of a key, valid or not.
fn holds(cache: &JsValue, key: &str) -> bool {
    entry_of(cache, key).is_some()
}

/// Reads the answer of a key in a stored cache, without reading its other answers.
pub fn peek(cache: &JsValue, key: &Key, now: Millis) -> Option<cache::Entry> {
    let entry = cache::Entry::read(&read(&entry_of(cache, key.text())?))?;
    entry.is_fresh(now).then_some(entry)
}

/// Returns the entry of a key, also under the earlier name of its profile.
fn entry_of(cache: &JsValue, key: &str) -> Option<JsValue> {
    let entries = Reflect::get(cache, &"entries".into()).ok()?;
    let earlier = Key::from_stored(key).with_profile(Profile::earlier_name);
    let entry = |key: &str| Reflect::get(&entries, &key.into()).ok();
    [key, earlier.text()]
        .into_iter()
        .find_map(|key| entry(key).filter(JsValue::is_object))
}

/// Reads the cache that a host stored, with the present profile names.
fn stored(cache: &JsValue) -> Cache {
    Cache::read(&read(cache), now()).rename_profiles(Profile::current_name)
}
