//! Sorts vectors stably with a single instance of the sort code.
//!
//! Each element type that the standard library sorts adds its own sort of about 5 KB to the wasm
//! module. Here one instance sorts indices for every element type.

use std::cmp::Ordering;

/// Stable sorting of a list: equal elements keep their order.
pub(crate) trait Order<T> {
    /// Sorts in ascending order.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }

    /// Sorts in ascending order of a key.
    fn order_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.order_by(|one, other| key(one).cmp(&key(other)));
    }

    /// Sorts by a comparison function.
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering);
}

impl<T> Order<T> for Vec<T> {
    fn order_by(&mut self, compare: impl Fn(&T, &T) -> Ordering) {
        if self.len() < 2 {
            return;
        }
        let indices = sorted_indices(self.len(), &|one, other| compare(&self[one], &self[other]));
        let mut items: Vec<Option<T>> = self.drain(..).map(Some).collect();
        self.extend(indices.into_iter().filter_map(|at| items[at].take()));
    }
}

/// Returns the indices `0..len` in sorted order.
fn sorted_indices(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut indices: Vec<usize> = (0..len).collect();
    indices.sort_by(|one, other| compare(*one, *other));
    indices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_like_the_standard_library(list: Vec<(u8, u32)>) {
            let mut expected = list.clone();
            expected.sort();
            let mut ordered = list.clone();
            ordered.order();
            prop_assert_eq!(ordered, expected);
            let mut expected = list.clone();
            expected.sort_by_key(|(key, _)| *key);
            let mut ordered = list;
            ordered.order_by_key(|(key, _)| *key);
            prop_assert_eq!(ordered, expected, "what is equal stays as it was");
        }
    }
}
