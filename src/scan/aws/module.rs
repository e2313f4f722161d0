//! Defines the rules for module calls.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

rules! {
    // no published severity: good practice
    CKV_TF_1 Low "module source is not pinned to a commit"
        "Anyone who can move the tag can change the code that you apply."
        "module": Custom(is_pinned);
    // no published severity: good practice
    CKV_TF_2 Low "module source has no version"
        "The next init may download a different version."
        "module": Custom(has_version);
}

/// Minimum number of characters of a commit id.
const COMMIT_CHARS: usize = 5;

/// Checks that the source of a module names a commit.
///
/// A directory of the same configuration needs none.
fn is_pinned(resource: &Resource) -> Verdict {
    let Some(source) = source(resource) else {
        return Verdict::Failed;
    };
    if source.starts_with("./") || source.starts_with("../") {
        return Verdict::Unknown;
    }
    let is_commit = |behind: &str| {
        let hex = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
        behind.bytes().take_while(hex).count() >= COMMIT_CHARS
    };
    passed(text_after(&source, "?ref=").any(is_commit))
}

/// Checks that a module has a commit or a version, in its source or in `version`.
fn has_version(resource: &Resource) -> Verdict {
    let pinned = is_pinned(resource);
    let Some(source) = source(resource).filter(|_| pinned == Verdict::Failed) else {
        return pinned;
    };
    let is_git = ["git@", "git::", "github.com", "bitbucket.org"]
        .iter()
        .any(|begin| source.starts_with(begin));
    if !is_git {
        return passed(resource.find("version") != Found::Missing);
    }
    let is_version = |behind: &str| {
        behind
            .as_bytes()
            .windows(3)
            .any(|it| it[0].is_ascii_digit() && it[1] == b'.' && it[2].is_ascii_digit())
    };
    passed(
        text_after(&source, "?ref=")
            .chain(text_after(&source, "&ref="))
            .any(is_version),
    )
}

fn source(resource: &Resource) -> Option<String> {
    match resource.find("source") {
        Found::Value(Value::Text(source)) if !source.is_empty() => Some(source),
        _ => None,
    }
}

/// Iterates over the rest of a text after each occurrence of a mark.
fn text_after<'a>(text: &'a str, mark: &'a str) -> impl Iterator<Item = &'a str> {
    text.match_indices(mark)
        .map(move |(at, _)| &text[at + mark.len()..])
}
