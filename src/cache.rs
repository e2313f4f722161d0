//! Stores answers by request and returns one for an identical request.
//!
//! The key is the request text itself rather than a hash, so two requests never share a key. It
//! consists of the normalised request, the profile, the version of the prompts and the model that
//! the user named. The host keeps the cache; it is one plain value that can be shown, exported and
//! deleted.

use crate::json::{integer, map, optional, text};
use crate::sorted_map::SortedMap;
use crate::stable_sort::Order;
use serde::Serialize;
use serde_json::Value;

/// Milliseconds since 1970, or a duration in milliseconds.
pub type Millis = u64;

/// Maximum number of entries.
pub const ENTRIES_MAX: usize = 200;
/// Maximum total bytes of keys, requests and programs.
pub const BYTES_MAX: usize = 2_000_000;
/// Maximum age of an entry, in milliseconds.
pub const AGE_MILLIS_MAX: Millis = 30 * 86_400_000;
/// Version of the stored format.
const VERSION: u32 = 1;

/// Lookup key of an answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Key(String);

/// An answer that a model call produced and paid for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The request text.
    pub request: String,
    /// The model's program before automatic fixes; a cache hit applies them again.
    pub base: String,
    /// The model that wrote the program.
    pub model: String,
    /// The profile of the request.
    pub profile: String,
    /// The cost of the answer, in tokens.
    pub tokens: u32,
    /// Time at which the entry was created.
    pub made: Millis,
    /// Time of the last use of the entry.
    pub used: Millis,
}

/// Cached answers, bounded in number, size and age.
///
/// ```
/// use infragenie::cache::{Cache, Entry, Key};
///
/// let mut cache = Cache::default();
/// let key = Key::new("s3 bucket", "minimal", 1, None);
/// let base = "resource \"aws_s3_bucket\" \"this\" {}\n".to_owned();
/// cache.insert(key.clone(), Entry { base, ..Entry::default() }, 0);
/// assert!(cache.get(&key, 1_000).is_some());
/// assert!(cache.get(&Key::new("s3 buckets", "minimal", 1, None), 1_000).is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cache {
    version: u32,
    entries: SortedMap<Key, Entry>,
}

impl Default for Cache {
    fn default() -> Cache {
        Cache {
            version: VERSION,
            entries: SortedMap::default(),
        }
    }
}

impl Key {
    /// Creates the key of a request.
    ///
    /// `request` is normalised, `prompts` is the version of the prompts, and `model` is the model
    /// that the user named, if any.
    pub fn new(request: &str, profile: &str, prompts: u64, model: Option<&str>) -> Key {
        let model = model.unwrap_or("any");
        Key(format!("{prompts:x} {profile} {model} {request}"))
    }

    /// Returns the same key with its profile, the second word, renamed by `current`.
    pub fn with_profile(self, current: impl Fn(&str) -> &str) -> Key {
        let mut parts = self.0.splitn(3, ' ');
        match (parts.next(), parts.next(), parts.next()) {
            (Some(prompts), Some(profile), Some(rest)) => {
                Key(format!("{prompts} {} {rest}", current(profile)))
            }
            _ => self,
        }
    }

    /// Creates a key from the text that a host stored.
    pub fn from_stored(text: &str) -> Key {
        Key(text.to_owned())
    }

    /// Returns the key as the text that a host stores.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl Cache {
    /// Reads a stored cache and drops the entries that exceed the bounds.
    ///
    /// Returns an empty cache if the value cannot be deserialised or has another version.
    pub fn read(stored: &Value, now: Millis) -> Cache {
        let mut cache = Cache::default();
        if integer(&stored["version"]) == Some(VERSION) {
            let key = |key: &str| Some(Key::from_stored(key));
            cache.entries = map(&stored["entries"], key, Entry::read).unwrap_or_default();
        }
        for entry in cache.entries.values_mut() {
            // Without this, setting the clock back would make an entry immortal.
            entry.made = entry.made.min(now);
            entry.used = entry.used.min(now);
        }
        cache.prune(now);
        cache
    }

    /// Renames the profiles of all entries and of their keys.
    ///
    /// `current` maps a profile name that an earlier version stored to its present name. Of two
    /// answers to one key the newer stays.
    pub fn rename_profiles(mut self, current: impl Fn(&str) -> &str) -> Cache {
        let mut entries: SortedMap<Key, Entry> = SortedMap::default();
        for (key, entry) in self.entries.entries() {
            let profile = current(&entry.profile).to_owned();
            let key = key.clone().with_profile(&current);
            // A tab of an earlier version may have stored the same request under the earlier name.
            if entries
                .get(&key)
                .is_none_or(|other| other.made < entry.made)
            {
                entries.insert(
                    key,
                    Entry {
                        profile,
                        ..entry.clone()
                    },
                );
            }
        }
        self.entries = entries;
        self
    }

    /// Returns the answer for a key and marks the entry as used now.
    ///
    /// Returns None if the entry is missing or older than [`AGE_MILLIS_MAX`].
    pub fn get(&mut self, key: &Key, now: Millis) -> Option<Entry> {
        let entry = self
            .entries
            .get_mut(key)
            .filter(|entry| entry.is_fresh(now))?;
        entry.used = now;
        Some(entry.clone())
    }

    /// Stores an answer and evicts the least recently used entries over the bounds.
    pub fn insert(&mut self, key: Key, entry: Entry, now: Millis) {
        let entry = Entry {
            made: now,
            used: now,
            ..entry
        };
        self.entries.insert(key, entry);
        self.prune(now);
    }

    /// Returns all entries, the most recently used first.
    pub fn entries(&self) -> Vec<&Entry> {
        let entries = self.entries.entries().iter();
        let mut entries: Vec<&Entry> = entries.map(|(_, entry)| entry).collect();
        entries.order_by_key(|entry| std::cmp::Reverse(entry.used));
        entries
    }

    fn prune(&mut self, now: Millis) {
        self.entries.retain(|_, entry| entry.is_fresh(now));
        let entries = self.entries.entries().iter();
        let mut by_use: Vec<(Millis, Key, usize)> = entries
            .map(|(key, entry)| (entry.used, key.clone(), bytes(key, entry)))
            .collect();
        by_use.order_by_key(|(used, ..)| std::cmp::Reverse(*used));
        let mut total = 0;
        for (at, (_, key, bytes)) in by_use.iter().enumerate() {
            total += bytes;
            if at >= ENTRIES_MAX || total > BYTES_MAX {
                self.entries.remove(key);
            }
        }
    }
}

impl Entry {
    /// Returns whether the entry is not older than [`AGE_MILLIS_MAX`].
    pub fn is_fresh(&self, now: Millis) -> bool {
        now.saturating_sub(self.made) <= AGE_MILLIS_MAX
    }

    /// Reads an answer that a host stored; missing fields are empty.
    pub fn read(value: &Value) -> Option<Entry> {
        value.as_object()?;
        let text = |name| Some(optional(&value[name], text)?.unwrap_or_default());
        let time = |name| Some(optional(&value[name], integer)?.unwrap_or_default());
        Some(Entry {
            request: text("request")?,
            base: text("base")?,
            model: text("model")?,
            profile: text("profile")?,
            tokens: optional(&value["tokens"], integer)?.unwrap_or_default(),
            made: time("made")?,
            used: time("used")?,
        })
    }
}

fn bytes(key: &Key, entry: &Entry) -> usize {
    key.0.len() + entry.base.len() + entry.request.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(base: &str) -> Entry {
        Entry {
            base: base.to_owned(),
            ..Entry::default()
        }
    }

    #[test]
    fn every_part_of_a_key_distinguishes_requests() {
        let key = |request, profile, prompts, model| Key::new(request, profile, prompts, model);
        let all = [
            key("a vpc", "minimal", 1, None),
            key("a VPC", "minimal", 1, None),
            key("a vpc", "thorough", 1, None),
            key("a vpc", "minimal", 2, None),
            key("a vpc", "minimal", 1, Some("openai/gpt-oss-20b")),
        ];
        for (at, one) in all.iter().enumerate() {
            assert!(all[at + 1..].iter().all(|other| other != one), "{one:?}");
        }
    }

    #[test]
    fn finds_answers_stored_under_an_earlier_profile_name() {
        let mut cache = Cache::default();
        let old = Entry {
            profile: "thrift".to_owned(),
            ..entry("x")
        };
        cache.insert(Key::new("a vpc", "thrift", 1, None), old, 0);
        let mut cache = cache.rename_profiles(|name| match name {
            "thrift" => "minimal",
            _ => name,
        });
        let found = cache.get(&Key::new("a vpc", "minimal", 1, None), 1);
        assert_eq!(found.map(|entry| entry.profile), Some("minimal".to_owned()));
        assert!(
            cache
                .get(&Key::new("a vpc", "thrift", 1, None), 1)
                .is_none()
        );
    }

    #[test]
    fn keeps_the_newest_answer_of_two_profile_names() {
        for (older, newer) in [("thrift", "minimal"), ("minimal", "thrift")] {
            let mut cache = Cache::default();
            cache.insert(Key::new("a vpc", older, 1, None), entry("old"), 1);
            cache.insert(Key::new("a vpc", newer, 1, None), entry("new"), 2);
            let mut cache = cache.rename_profiles(|name| match name {
                "thrift" => "minimal",
                _ => name,
            });
            let found = cache.get(&Key::new("a vpc", "minimal", 1, None), 3);
            assert_eq!(found.map(|entry| entry.base), Some("new".to_owned()));
        }
    }

    #[test]
    fn expires_old_entries_and_evicts_the_least_recently_used() {
        let mut cache = Cache::default();
        let key = |at: usize| Key::new(&at.to_string(), "minimal", 1, None);
        for at in 0..ENTRIES_MAX {
            cache.insert(key(at), entry("x"), at as Millis);
        }
        assert!(cache.get(&key(0), 500).is_some());
        cache.insert(key(ENTRIES_MAX), entry("x"), 501);
        assert!(cache.get(&key(0), 502).is_some());
        assert!(cache.get(&key(1), 502).is_none());
        assert!(cache.get(&key(0), AGE_MILLIS_MAX + 1).is_none());
    }

    #[test]
    fn restores_a_stored_cache_and_resets_an_invalid_one() {
        let mut cache = Cache::default();
        let key = Key::new("a vpc", "minimal", 1, None);
        cache.insert(key.clone(), entry("x"), 7);
        let stored = serde_json::to_value(&cache).unwrap();
        assert_eq!(Cache::read(&stored, 8), cache);
        let mut other = stored;
        other["version"] = 9.into();
        for broken in [other, serde_json::json!([1]), serde_json::Value::Null] {
            assert_eq!(Cache::read(&broken, 8), Cache::default());
        }
        // After the clock is set back, the creation time of the entry is limited to the current
        // time.
        let mut cache = Cache::read(&serde_json::to_value(&cache).unwrap(), 3);
        assert_eq!(cache.get(&key, 3).unwrap().made, 3);
    }

    proptest! {
        #[test]
        fn respects_the_bounds_and_keeps_the_latest_entry(
            sizes in proptest::collection::vec(0usize..300_000, 1..40),
        ) {
            let mut cache = Cache::default();
            for (at, size) in sizes.iter().enumerate() {
                let key = Key::new(&at.to_string(), "minimal", 1, None);
                cache.insert(key.clone(), entry(&"x".repeat(*size)), at as Millis);
                let entries = cache.entries.entries();
                let total: usize = entries.iter().map(|(key, it)| bytes(key, it)).sum();
                prop_assert!(total <= BYTES_MAX && entries.len() <= ENTRIES_MAX);
                prop_assert!(cache.get(&key, at as Millis).is_some());
            }
        }
    }
}
