//! What is wrong in, problems with the nearest right name out.

use super::nearest::nearest;
use crate::hcl::{Kind, Problem, Span};

/// Most problems that look for the name that was meant: looking costs more than finding out.
const SUGGESTIONS_MAX: usize = 64;

/// Problems as they are found.
pub(super) struct Report {
    /// In the order in which they were found.
    pub(super) problems: Vec<Problem>,
    suggestions_left: usize,
}

impl Report {
    /// A report that begins with some problems.
    pub(super) fn new(problems: Vec<Problem>) -> Report {
        Report {
            problems,
            suggestions_left: SUGGESTIONS_MAX,
        }
    }

    /// Adds a problem.
    pub(super) fn add(&mut self, kind: Kind, span: Span, message: String) {
        self.problems.push(Problem {
            kind,
            span,
            message,
        });
    }

    /// The candidate nearest to a name, as long as there is time to look.
    pub(super) fn nearest<'a>(
        &mut self,
        name: &str,
        mut candidates: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        self.suggestions_left = self.suggestions_left.checked_sub(1)?;
        nearest(name, &mut candidates)
    }
}
