//! Maps keys to values in a sorted list.
//!
//! It fits maps of some hundred entries. Each type of a map of the standard library adds 5 to 8 KB to
//! the wasm module.

use serde::{Serialize, Serializer};
use std::borrow::Borrow;

/// A map that iterates in the order of its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SortedMap<K, V>(Vec<(K, V)>);

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> SortedMap<K, V> {
    /// Returns the index of a key, or where it belongs as error.
    fn index<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0
            .binary_search_by(|(other, _)| other.borrow().cmp(key))
    }

    /// Returns the value of a key.
    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let at = self.index(key).ok()?;
        Some(&self.0[at].1)
    }

    /// Returns the value of a key, which may be changed.
    pub(crate) fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let at = self.index(key).ok()?;
        Some(&mut self.0[at].1)
    }

    /// Returns the value of a key, which `make` creates if there is none.
    pub(crate) fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let at = self.index(&key).unwrap_or_else(|at| {
            self.0.insert(at, (key, make()));
            at
        });
        &mut self.0[at].1
    }

    /// Sets the value of a key.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        match self.index(&key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// Removes a key and its value.
    pub(crate) fn remove(&mut self, key: &K) {
        if let Ok(at) = self.index(key) {
            self.0.remove(at);
        }
    }
}

impl<K, V> SortedMap<K, V> {
    /// Returns the entries in the order of their keys.
    pub(crate) fn entries(&self) -> &[(K, V)] {
        &self.0
    }

    /// Returns the values, which may be changed.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// Keeps the entries for which `keep` returns true; it may change their values.
    pub(crate) fn retain(&mut self, mut keep: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain_mut(|(key, value)| keep(key, value));
    }

    /// Keeps the first entries, at most `len`.
    pub(crate) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
}

impl<K: Serialize, V: Serialize> Serialize for SortedMap<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn agrees_with_the_standard_library(list: Vec<(u8, u8)>, len in 0..40usize) {
            let mut map = SortedMap::default();
            let mut expected = BTreeMap::new();
            for (key, value) in &list {
                map.insert(*key, *value);
                expected.insert(*key, *value);
                prop_assert_eq!(map.get(key), Some(value));
            }
            for key in 0..=u8::MAX {
                prop_assert_eq!(map.get(&key), expected.get(&key));
            }
            let made = map.get_or_insert_with(7, || 1);
            prop_assert_eq!(made, expected.entry(7).or_insert(1));
            map.retain(|key, _| key % 3 == 1);
            expected.retain(|key, _| key % 3 == 1);
            map.truncate(len);
            prop_assert!(map.entries().iter().copied().eq(expected.into_iter().take(len)));
        }
    }
}
