//! Collects diagnostics and finds the nearest names for them.

use super::nearest::nearest;
use crate::hcl::{Kind, Problem, Span};

/// Diagnostics found so far.
pub(super) struct Report {
    /// Diagnostics, in the order in which they were found.
    pub(super) problems: Vec<Problem>,
    suggestions_left: usize,
}

impl Report {
    /// Creates a report that begins with some diagnostics; limits the searches for names.
    pub(super) fn new(problems: Vec<Problem>, suggestions_left: usize) -> Report {
        Report {
            problems,
            suggestions_left,
        }
    }

    /// Adds a diagnostic.
    pub(super) fn add(&mut self, kind: Kind, span: Span, message: String) {
        self.problems.push(Problem {
            kind,
            span,
            message,
        });
    }

    /// Returns the candidate nearest to a name, until the limit of searches is reached.
    pub(super) fn nearest<'a>(
        &mut self,
        name: &str,
        mut candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.suggestions_left = self.suggestions_left.checked_sub(1)?;
        nearest(name, &mut candidates)
    }
}
