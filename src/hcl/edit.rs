//! Byte ranges and new text in, text out: comments, layout and line endings stay.

use super::Span;

/// New text for a range of bytes; an empty range is an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What goes.
    pub span: Span,
    /// What comes in its place.
    pub text: String,
}

/// What a completion or a fix did, in words a user reads.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Stable for the same deed on the same block: leaving this id out undoes the change.
    pub id: String,
    /// The block it was done for.
    pub address: String,
    /// What was done, in one line.
    pub what: String,
    /// Why, in one sentence.
    pub why: String,
}
