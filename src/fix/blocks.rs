//! Locates the top-level blocks of a module and decides which may be changed.

use crate::hcl::{self, Module};
use crate::scan::Resource;
use crate::stable_sort::Order;
use foldhash::HashMap;

/// Positions of the top-level blocks and of the syntax errors.
pub(super) struct Blocks {
    spans: Vec<(hcl::Span, Option<String>)>,
    problems: Vec<usize>,
    counts: HashMap<String, usize>,
}

impl Blocks {
    /// Indexes the top-level blocks of a module.
    pub fn of(module: &Module) -> Self {
        let mut counts = HashMap::default();
        let spans: Vec<_> = module
            .blocks()
            .map(|block| (block.span, block.address()))
            .collect();
        for address in spans.iter().filter_map(|(_, address)| address.as_ref()) {
            *counts.entry(address.clone()).or_default() += 1;
        }
        let mut problems: Vec<usize> = module
            .problems
            .iter()
            .map(|problem| problem.span.start)
            .collect();
        problems.order();
        Self {
            spans,
            problems,
            counts,
        }
    }

    /// Returns the address of the block that contains a byte.
    pub fn at(&self, byte: usize) -> Option<&str> {
        let after = self.spans.partition_point(|(span, _)| span.start <= byte);
        let (span, address) = self.spans.get(after.checked_sub(1)?)?;
        address.as_deref().filter(|_| byte <= span.end)
    }

    /// Whether a block has no syntax errors and its address is unique.
    pub fn may_change(&self, resource: &Resource, address: &str) -> bool {
        let span = resource.block.span;
        let from = self
            .problems
            .partition_point(|problem| *problem < span.start);
        let broken = self
            .problems
            .get(from)
            .is_some_and(|problem| *problem <= span.end);
        resource.block.closed && !broken && self.counts.get(address) == Some(&1)
    }
}
