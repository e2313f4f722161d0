//! Finds the only name that is near to another, by an index of many names.

use crate::schema::nearest::distance;
use crate::words::{name_words, squashed};
use foldhash::{HashMap, HashSet};
use std::cell::OnceCell;

/// Maximum length of a compared name, in bytes.
const NAME_BYTES_MAX: usize = 48;
/// Number of names from which they are indexed.
const INDEXED_MIN: usize = 48;
/// Maximum variants of an index.
///
/// Names that differ by two letters are not found in a larger module.
const VARIANTS_MAX: usize = 3_000_000;

/// Declared names that a misspelt name is compared with.
#[derive(Default)]
pub(super) struct NearNames<'a> {
    pub names: Vec<&'a str>,
    by_words: OnceCell<HashMap<String, Option<&'a str>>>,
    by_variants: [OnceCell<Variants>; 2],
}

impl<'a> NearNames<'a> {
    /// Returns the only name that matches another one, as [`meant`] defines it.
    pub fn meant(&self, name: &str) -> Option<&'a str> {
        if self.names.len() < INDEXED_MIN {
            return meant(name, &self.names);
        }
        let by_words = self.by_words.get_or_init(|| {
            let mut known: HashMap<String, Option<&str>> = HashMap::default();
            for one in &self.names {
                let entry = known.entry(squashed(one));
                entry.and_modify(|only| *only = None).or_insert(Some(one));
            }
            known
        });
        let same = by_words.get(&squashed(name)).copied().flatten();
        same.or_else(|| self.near(name, 1))
            .or_else(|| self.near(name, 2))
    }

    /// Returns the only name that differs by at most so many letters.
    fn near(&self, name: &str, most: usize) -> Option<&'a str> {
        // Two names that differ by so many letters have a common variant.
        let variants = self.by_variants[most - 1].get_or_init(|| Variants::new(&self.names, most));
        let mut seen = HashSet::default();
        let found = variants.of(name, most).filter(|at| seen.insert(*at));
        let found = found.filter_map(|at| self.names.get(at as usize));
        only(found.filter(|one| slip(name, one).is_some_and(|by| by <= most))).copied()
    }
}

/// Index of names by the hashes of their variants, which lack some letters.
struct Variants {
    /// Last entry of each hash.
    last: HashMap<u32, u32>,
    /// Names with the entry before of the same hash.
    entries: Vec<(u32, Option<u32>)>,
}

impl Variants {
    fn new(names: &[&str], most: usize) -> Self {
        let mut index = Variants {
            last: HashMap::default(),
            entries: Vec::new(),
        };
        for (at, name) in (0..).zip(names) {
            each_variant(name, most, |hash| {
                if index.entries.len() < VARIANTS_MAX {
                    let entry = index.entries.len() as u32;
                    let before = index.last.insert(hash, entry);
                    index.entries.push((at, before));
                }
            });
        }
        // An index of some of the names could find one that is not the only one.
        if index.entries.len() == VARIANTS_MAX {
            index.last.clear();
        }
        index
    }

    /// Returns the names that share a variant with a name; a name can occur several times.
    fn of(&self, name: &str, most: usize) -> impl Iterator<Item = u32> {
        let mut hashes = Vec::new();
        each_variant(name, most, |hash| hashes.push(hash));
        let firsts = hashes.into_iter().filter_map(|hash| self.last.get(&hash));
        firsts.flat_map(|first| {
            let entry = |at: u32| self.entries[at as usize];
            let all =
                std::iter::successors(Some(entry(*first)), move |(_, before)| before.map(entry));
            all.map(|(name, _)| name)
        })
    }
}

/// Calls back with the hash of every variant of a name that lacks at most some letters.
fn each_variant(name: &str, most: usize, mut report: impl FnMut(u32)) {
    let bytes = name.as_bytes();
    // Longer names are not compared.
    if bytes.len() > NAME_BYTES_MAX {
        return;
    }
    let mut hash_without = |left: usize, right: usize| {
        let kept = (0..bytes.len()).filter(|at| *at != left && *at != right);
        // This is FNV-1a.
        report(kept.fold(0x811c_9dc5, |hash: u32, at| {
            (hash ^ u32::from(bytes[at])).wrapping_mul(0x0100_0193)
        }));
    };
    let none = bytes.len();
    hash_without(none, none);
    for left in 0..bytes.len() {
        hash_without(left, none);
        if most > 1 {
            (left + 1..bytes.len()).for_each(|right| hash_without(left, right));
        }
    }
}

/// Returns the edit distance of two names if it is small.
///
/// `None` above `min(len / 5, 2)` for the longer length `len`. Names of four letters allow one
/// edit, not in the first letter.
pub(super) fn slip(left: &str, right: &str) -> Option<usize> {
    let longer = left.len().max(right.len());
    if longer > NAME_BYTES_MAX || left.is_empty() || right.is_empty() {
        return None;
    }
    let begin_alike = left.as_bytes()[0] == right.as_bytes()[0];
    let most = match longer {
        4 if begin_alike => 1,
        longer => (longer / 5).min(2),
    };
    distance(left.as_bytes(), right.as_bytes(), most)
}

/// Returns the only candidate that matches a name up to form or a small typo.
pub(super) fn meant<'a>(name: &str, candidates: &[&'a str]) -> Option<&'a str> {
    let plain = squashed(name);
    // The normalised form is not longer than the name.
    let may_be_same = |one: &str| one.len() >= plain.len() && begins_as(one, &plain);
    let is_same = |one: &str| may_be_same(one) && squashed(one) == plain;
    let same = only(candidates.iter().filter(|one| is_same(one)));
    if same.is_some() {
        return same.copied();
    }
    let near = candidates
        .iter()
        .filter_map(|one| Some((slip(name, one)?, *one)));
    let near: Vec<(usize, &str)> = near.filter(|(by, _)| *by <= 2).collect();
    let nearest = only(near.iter().filter(|(by, _)| *by <= 1));
    nearest.or_else(|| only(near.iter())).map(|(_, one)| *one)
}

/// Minimum length of a word in which a changed letter is a typo.
const TYPO_MIN: usize = 7;
/// Minimum length of a word in which a missing or additional letter is a typo.
const SLIP_MIN: usize = 5;
/// Minimum length of a word in which two transposed letters are a typo.
const TRANSPOSED_MIN: usize = 4;

/// Whether a name is another one with a typo, and not the name of something else.
///
/// `public_a` and `public_b`, `web1` and `web2`, `stage` and `staged`, `primary` and `private` are
/// different names: they differ in a number, in the last letter or in a word. Names that differ only
/// in case and separators are the same.
pub(super) fn is_misspelt(name: &str, meant: &str) -> bool {
    let digits = |name: &str| -> String { name.chars().filter(char::is_ascii_digit).collect() };
    if digits(name) != digits(meant) {
        return false;
    }
    let joined = |name: &str| name_words(name).concat();
    if joined(name) == joined(meant) {
        return true;
    }
    let (words, others) = (name_words(name), name_words(meant));
    let mut differing = words
        .iter()
        .zip(&others)
        .filter(|(one, other)| one != other);
    match (differing.next(), differing.next()) {
        (Some((one, other)), None) if words.len() == others.len() => is_typo(one, other),
        _ => false,
    }
}

/// Whether two words differ by one slip of the hand, not at their ends.
fn is_typo(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let alike = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let rest = (&one[alike..], &other[alike..]);
    let ends = rest.0.iter().rev().zip(rest.1.iter().rev());
    let ends = ends.take_while(|(a, b)| a == b).count();
    if alike == 0 || ends == 0 {
        return false;
    }
    let shorter = one.len().min(other.len());
    match (rest.0.len() - ends, rest.1.len() - ends) {
        (0, 1) | (1, 0) => shorter >= SLIP_MIN,
        (1, 1) => shorter >= TYPO_MIN,
        (2, 2) => shorter >= TRANSPOSED_MIN && rest.0[0] == rest.1[1] && rest.0[1] == rest.1[0],
        _ => false,
    }
}

/// Whether the normalised form of a name may equal `plain`, by its first letter.
///
/// The first letter rules out most names.
fn begins_as(name: &str, plain: &str) -> bool {
    let first = name
        .bytes()
        .find(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    let wanted = plain.bytes().next();
    first.is_some_and(|byte| !byte.is_ascii())
        || first.map(|byte| byte.to_ascii_lowercase()) == wanted
}

/// Returns the only item of an iterator, or `None`.
pub(super) fn only<T>(mut several: impl Iterator<Item = T>) -> Option<T> {
    let first = several.next()?;
    several.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn finds_what_a_comparison_with_every_name_finds(
            names in prop::collection::hash_set("[ab_]{3,5}(c|sub|sbu)[ab_s1]{4,7}", 60..90),
            name in "[ab_]{3,5}(c|sub|sbu)[ab_s1]{4,7}",
        ) {
            let all: Vec<&str> = names.iter().map(String::as_str).collect();
            let near = NearNames { names: all.clone(), ..NearNames::default() };
            prop_assert_eq!(near.meant(&name), meant(&name, &all));
        }
    }

    #[test]
    fn tells_typos_from_other_names() {
        for (name, meant) in [
            ("prviate", "private"),
            ("private_sbunet", "private_subnet"),
            ("databse_main", "database_main"),
            ("WebServer", "web_server"),
            ("acount_1", "account_1"),
        ] {
            assert!(is_misspelt(name, meant), "{name} {meant}");
        }
        for (name, meant) in [
            ("public_a", "public_b"),
            ("subnet1", "subnet2"),
            ("az1_main", "az_main"),
            ("primary", "secondary"),
            ("staging", "production"),
            ("private", "primary"),
            ("subnets", "subnet"),
            ("stage", "state"),
            ("east_main", "west_main"),
            ("import", "export"),
            ("blue_group", "glue_group"),
            ("web", "web_blue"),
            ("abc", "abcd"),
        ] {
            assert!(!is_misspelt(name, meant), "{name} {meant}");
        }
    }

    #[test]
    fn finds_the_only_similar_name() {
        assert_eq!(
            meant("subnetIds", &["subnet_id", "vpc_id"]),
            Some("subnet_id")
        );
        assert_eq!(
            meant("instace_type", &["instance_type", "ami"]),
            Some("instance_type")
        );
        assert_eq!(meant("name", &["none_a", "game"]), None);
        assert_eq!(meant("sise", &["iops", "size", "type"]), Some("size"));
        assert_eq!(meant("part", &["park", "port"]), None);
        assert_eq!(meant("abcdef", &["abcdeg", "abcdeh"]), None);
    }
}
