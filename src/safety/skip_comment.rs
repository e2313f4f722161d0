//! Reads comments that switch rules of scanners off.

use super::reader::Reader;
use super::{Author, SafetyFinding};
use crate::hcl::{self, Edit, Module, Span};

/// Texts in a comment that switch rules off, by scanner.
const MARKS: &[&str] = strings! {
    "checkov:skip", "bridgecrew:skip", "cortex:skip", "tfsec:ignore", "trivy:ignore", "ts:skip",
    "kics-scan ignore", "kics-scan disable", "nosec", "semgrep:ignore", "nosemgrep",
    "snyk:ignore", "tflint-ignore", "terrascan:ignore", "regula:",
};

/// A comment that switches rules off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SkipComment {
    /// The bytes of the comment, without its line end.
    pub span: Span,
    /// Address of the block that holds the comment.
    pub address: Option<String>,
    /// The comment on one line.
    pub text: String,
}

/// Returns the comments that switch rules off, in source order.
///
/// ```
/// use infragenie::{hcl, safety};
/// let text = "resource \"aws_eip\" \"a\" {\n  # checkov:skip=CKV2_AWS_19: later\n}\n";
/// let [skip] = &safety::skip_comments(&hcl::parse(text))[..] else { panic!() };
/// assert_eq!(skip.address.as_deref(), Some("aws_eip.a"));
/// ```
pub fn skip_comments(module: &Module) -> Vec<SkipComment> {
    let text = module.text.as_str();
    if !MARKS.iter().any(|mark| text.contains(mark)) {
        return Vec::new();
    }
    let comments = hcl::comments(text).filter_map(|span| {
        let comment = text[span.range()].trim_end();
        let lower = comment.to_ascii_lowercase();
        let is_skip = MARKS.iter().any(|mark| lower.contains(mark));
        is_skip.then(|| SkipComment {
            span: Span::new(span.start, span.start + comment.len()),
            address: module.block_at(span.start).and_then(hcl::Block::address),
            text: comment.split_whitespace().collect::<Vec<_>>().join(" "),
        })
    });
    comments.collect()
}

impl SkipComment {
    /// Returns the edit that removes the comment.
    ///
    /// The line is removed too if nothing else is on it.
    fn removal(&self, text: &str) -> Edit {
        let line = text[..self.span.start].rfind('\n').map_or(0, |at| at + 1);
        let is_alone = text[line..self.span.start].trim().is_empty();
        let rest = &text[self.span.end..];
        let ends_line = rest.trim_start_matches([' ', '\t', '\r']).starts_with('\n');
        let line_end = rest
            .find('\n')
            .map_or(text.len(), |at| self.span.end + at + 1);
        let before = text[..self.span.start].trim_end_matches([' ', '\t']).len();
        Edit::delete(match (is_alone, ends_line) {
            (true, true) => Span::new(line, line_end),
            (false, _) => Span::new(before, self.span.end),
            (true, false) => self.span,
        })
    }
}

/// Removes comments that switch rules off, and returns their findings.
///
/// A comment is the user's own if the user's program has the same one in the same block. The
/// findings have the positions of the comments in the given text.
///
/// ```
/// use infragenie::{hcl, safety};
/// let module = hcl::parse("locals {\n  # tfsec:ignore:all\n  a = 1\n}\n");
/// let (text, found) = safety::without_skip_comments(&module, &[]).unwrap();
/// assert_eq!((text.as_str(), found.len()), ("locals {\n  a = 1\n}\n", 1));
/// ```
pub fn without_skip_comments(
    module: &Module,
    own: &[SkipComment],
) -> Option<(String, Vec<SafetyFinding>)> {
    let is_own = |it: &SkipComment| {
        own.iter()
            .any(|own| (&own.address, &own.text) == (&it.address, &it.text))
    };
    let mut comments = skip_comments(module);
    comments.retain(|comment| !is_own(comment));
    if comments.is_empty() {
        return None;
    }
    let edits: Vec<Edit> = comments.iter().map(|it| it.removal(&module.text)).collect();
    let text = hcl::edit::splice(&module.text, &edits).ok()?;
    let mut found = super::check(module, Author::Model, "");
    found.retain(|it| {
        let is_removed = |comment: &SkipComment| {
            comment.address == it.address && super::visible(&comment.text) == it.evidence
        };
        it.id == super::SKIP_COMMENT && comments.iter().any(is_removed)
    });
    Some((text, found))
}

pub(super) fn find(reader: &mut Reader) {
    for skip in skip_comments(reader.module) {
        reader.report("IG_SAFETY_305", skip.span.start, skip.text);
    }
}
