//! A mended program in, what of its open points is worth a call out.
//!
//! What is mended for free or with companions is mended already, what has a price is the user's
//! click, and what needs a decision is reported. A call is for what makes the program invalid, and
//! for findings of some weight that a model can mend with nothing but the program before it.

use super::candidate::Scope;
use super::mend::Mended;
use crate::hcl::{Kind, Module, Problem};
use crate::policy::Policy;
use crate::scan::{Finding, Remedy};
use std::collections::HashSet;

/// What is worth a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Worth {
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
}

impl Worth {
    /// What of a program is worth a call; in one that was cut off what is not there is not missed
    /// yet, and in one that was there before a request only what the request touched counts.
    pub fn of(mended: &Mended, is_cut_off: bool, scope: Option<&Scope>, policy: &Policy) -> Worth {
        let is_missed = |problem: &Problem| {
            let is_reference = matches!(
                problem.kind,
                Kind::UndeclaredResource | Kind::UndeclaredVariable | Kind::UndeclaredLocal
            );
            !(is_cut_off && is_reference)
        };
        let is_new = |problem: &Problem| {
            scope.is_none_or(|scope| {
                let address = holder(&mended.module, problem);
                address.is_none_or(|address| scope.has_touched(&address))
                    || !scope.knew(&problem.message)
            })
        };
        let problems = mended.problems.iter();
        let findings = mended.findings.iter().filter(|finding| {
            scope.is_none_or(|scope| scope.has_touched(&finding.address))
                && finding.severity >= policy.repair_from
                && finding.remedy == Remedy::None
                && !policy.unasked.contains(&finding.id)
        });
        Worth {
            problems: problems
                .filter(|problem| is_missed(problem) && is_new(problem))
                .cloned()
                .collect(),
            findings: findings.cloned().collect(),
        }
    }

    /// The addresses of blocks that are invalid: they may be deleted, which would hide a finding.
    pub fn invalid(&self, module: &Module) -> HashSet<String> {
        let holders = self.problems.iter().map(|problem| holder(module, problem));
        holders.flatten().collect()
    }
}

/// The address of the block that a problem stands in.
fn holder(module: &Module, problem: &Problem) -> Option<String> {
    let at = problem.span.start;
    let mut blocks = module.blocks();
    let block = blocks.find(|block| block.span.start <= at && at <= block.span.end)?;
    block.address()
}
