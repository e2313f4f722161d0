//! Defines the rules for module calls.

use crate::scan::{Found, Resource, Verdict, passed};

rules! {
    CKV_TF_1 Low "module source is not pinned to a commit" // severity: good practice
        "Anyone who can move the tag can change the code that you apply."
        "module": Custom(is_pinned);
    CKV_TF_2 Low "module source has no version" // severity: good practice
        "The next init may download a different version."
        "module": Custom(has_version);
}

/// Minimum number of characters of a commit id.
const COMMIT_CHARS: usize = 5;

/// Checks that the source of a module names a commit.
///
/// A directory of the same configuration needs none.
fn is_pinned(resource: &Resource) -> Verdict {
    let source = resource.text("source").unwrap_or_default();
    if source.starts_with("./") || source.starts_with("../") {
        return Verdict::Unknown;
    }
    let is_commit = |behind: &str| {
        let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        behind.bytes().take_while(hex).count() >= COMMIT_CHARS
    };
    passed(text_after(&source, "?ref=").any(is_commit))
}

/// Checks that a module has a commit or a version, in its source or in `version`.
fn has_version(resource: &Resource) -> Verdict {
    let is_pinned = is_pinned(resource);
    let source = resource.text("source").unwrap_or_default();
    if is_pinned != Verdict::Failed || source.is_empty() {
        return is_pinned;
    }
    let mut hosts = ["git@", "git::", "github.com", "bitbucket.org"].into_iter();
    if !hosts.any(|begin| source.starts_with(begin)) {
        return passed(resource.find("version") != Found::Missing);
    }
    let is_version = |behind: &str| {
        let mut triples = behind.as_bytes().windows(3);
        triples.any(|it| it[0].is_ascii_digit() && it[1] == b'.' && it[2].is_ascii_digit())
    };
    let mut marks = ["?ref=", "&ref="].into_iter();
    passed(marks.any(|mark| text_after(&source, mark).any(is_version)))
}

/// Iterates over the rest of a text after each occurrence of a mark.
fn text_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(mark)
        .map(move |(at, _)| &text[at + mark.len()..])
}
