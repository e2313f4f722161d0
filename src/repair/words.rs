//! Compares names by their letters and by their words.

use crate::schema::nearest::distance;
use foldhash::HashSet;

/// Maximum length of a compared name, in bytes.
pub(super) const NAME_BYTES_MAX: usize = 48;

/// Splits a name into lower-case words.
///
/// `subnetIds`, `subnet_ids` and `subnet-ids` have the same words.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_small = false;
    let mut open = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open || (letter.is_uppercase() && was_small) {
            words.push(String::new());
            open = true;
        }
        was_small = !letter.is_uppercase();
        if let Some(word) = words.last_mut() {
            word.push(letter.to_ascii_lowercase());
        }
    }
    words
}

/// Returns the words of a name as a set, each in the singular.
pub(super) fn singulars(name: &str) -> HashSet<String> {
    words(name).iter().map(|word| singular(word)).collect()
}

/// Returns the singular of a word.
pub(super) fn singular(word: &str) -> String {
    let (stem, end) = stem(word);
    [stem, end].concat()
}

/// Whether a name is in the plural, judging by its end.
pub(super) fn is_plural(name: &str) -> bool {
    name.ends_with('s') && !name.ends_with("ss")
}

/// Returns the common stem of a word and its singular, and the singular ending.
fn stem(word: &str) -> (&str, &'static str) {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return (stem, "y");
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 1 && !stem.ends_with(['s', 'u', 'i']) => (stem, ""),
        _ => (word, ""),
    }
}

/// Returns the normalised name: lower case, no separators, singular.
pub(super) fn squashed(name: &str) -> String {
    words(name).iter().map(|word| singular(word)).collect()
}

/// Whether the normalised form of a schema name equals `plain`.
///
/// A schema name has lower-case words separated by `_`. Compares without allocating; called for
/// every schema name.
pub(super) fn squashes_to(name: &str, plain: &str) -> bool {
    if name.bytes().next() != plain.bytes().next() {
        return false;
    }
    let rest = name.split('_').try_fold(plain, |rest, word| {
        let (stem, end) = stem(word);
        rest.strip_prefix(stem)?.strip_prefix(end)
    });
    rest == Some("")
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
    let is_same = |one: &str| begins_as(one, &plain) && squashed(one) == plain;
    let same = only(candidates.iter().filter(|one| is_same(one)));
    if same.is_some() {
        return same.copied();
    }
    let near = |most: usize| {
        only(
            candidates
                .iter()
                .filter(move |one| slip(name, one).is_some_and(|by| by <= most)),
        )
    };
    near(1).or_else(|| near(2)).copied()
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

    #[test]
    fn splits_names_into_words() {
        assert_eq!(words("subnetIds"), ["subnet", "ids"]);
        assert_eq!(
            words("vpc_security-group_IDs"),
            ["vpc", "security", "group", "ids"]
        );
        assert_eq!(squashed("policies"), squashed("policy"));
        for name in [
            "aws_iam_policies",
            "aws_eips",
            "aws_dms_s3_endpoint",
            "a__b",
        ] {
            assert!(squashes_to(name, &squashed(name)), "{name}");
        }
        assert!(!squashes_to("aws_eip", "awseipx") && !squashes_to("aws_eip", "awsei"));
        assert_eq!(singular("status"), "status");
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
