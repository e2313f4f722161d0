//! Gives the checks the index of a module, and collects their diagnostics.

use super::nearest::{MESSAGE_CHARS_MAX, nearest, shortened};
use crate::hcl::{Block, Kind, Problem, Span};
use crate::semantic::Index;
use std::cell::{Cell, RefCell};

/// Module that is checked, with the diagnostics found so far.
pub(super) struct Checker<'a> {
    pub(super) index: &'a Index<'a>,
    /// Diagnostics, in the order in which they were found.
    problems: RefCell<Vec<Problem>>,
    suggestions_left: Cell<usize>,
    /// Number of expressions whose type may still be determined.
    ///
    /// Any further expression is unknown. Local values that refer to each other could otherwise
    /// cost more than the length of the text.
    pub(super) budget: Cell<usize>,
    /// Whether variables have their defaults, as during a plan.
    pub(super) is_planned: bool,
}

impl<'a> Checker<'a> {
    /// Creates a checker; the diagnostics begin with the syntax errors.
    pub(super) fn new(index: &'a Index<'a>, suggestions_left: usize) -> Checker<'a> {
        Checker {
            index,
            problems: RefCell::new(index.module.problems.clone()),
            suggestions_left: Cell::new(suggestions_left),
            budget: Cell::new(4 * index.module.text.len() + 10_000),
            is_planned: false,
        }
    }

    /// Creates a checker without diagnostics.
    pub(super) fn without_problems(index: &'a Index<'a>, suggestions_left: usize) -> Checker<'a> {
        let cx = Checker::new(index, suggestions_left);
        cx.problems.take();
        cx
    }

    /// Allows a number of searches for the nearest name.
    pub(super) fn allow_suggestions(&self, count: usize) {
        self.suggestions_left.set(count);
    }

    /// Adds a diagnostic.
    pub(super) fn report(&self, kind: Kind, span: Span, message: impl Into<String>) {
        self.add(Problem::new(kind, span, message));
    }

    /// Adds a diagnostic about a name that does not exist.
    pub(super) fn report_name(
        &self,
        kind: Kind,
        span: Span,
        message: String,
        (name, near): (&str, Option<&str>),
    ) {
        self.add(Problem::new(kind, span, message).about(name, near));
    }

    /// Adds a diagnostic about an argument, a block or an attribute that `of` does not have.
    pub(super) fn report_unknown(
        &self,
        kind: Kind,
        span: Span,
        of: &str,
        (name, near): (&str, Option<&str>),
    ) {
        let what = match kind {
            Kind::UnsupportedArgument => "argument",
            Kind::UnsupportedBlock => "block",
            _ => "attribute",
        };
        let (of, shown) = (shortened(of), shortened(name));
        let message = match near {
            Some(near) => {
                let message = format!("`{of}` has no {what} `{shown}`; the nearest is `{near}`");
                match message.chars().count() <= MESSAGE_CHARS_MAX {
                    true => message,
                    false => format!("no {what} `{shown}`; the nearest is `{near}`"),
                }
            }
            None => format!("`{of}` has no {what} `{shown}`"),
        };
        self.report_name(kind, span, message, (name, near));
    }

    fn add(&self, problem: Problem) {
        // What is an argument or a block in a JSON file follows from a schema, which its reader
        // does not have: only its declarations and references are certain.
        let module = self.index.module;
        let source = module.source_at(problem.span.start);
        if source.is_some_and(|at| module.sources[at].is_json())
            && !problem.kind.is_about_declarations()
        {
            return;
        }
        self.problems.borrow_mut().push(problem);
    }

    /// Returns whether one more search for the nearest name is allowed.
    pub(super) fn may_suggest(&self) -> bool {
        let left = self.suggestions_left.get();
        self.suggestions_left.set(left.saturating_sub(1));
        left > 0
    }

    /// Returns the candidate nearest to a name, until the limit of searches is reached.
    pub(super) fn nearest<'n>(
        &self,
        name: &str,
        mut candidates: impl Iterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.may_suggest().then(|| nearest(name, &mut candidates))?
    }

    /// Returns whether a block has syntax errors.
    ///
    /// Such a block may contain the arguments that seem to be missing.
    pub(super) fn has_syntax_errors(&self, block: &Block) -> bool {
        !block.closed || self.index.module.has_syntax_errors(block.span)
    }

    /// Returns the diagnostics.
    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}
