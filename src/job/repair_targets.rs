//! A mended program in, what of its open points is worth a call out.
//!
//! What is mended for free or with companions is mended already, what has a price is the user's
//! click, and what needs a decision is reported. A call is for what makes the program invalid, for
//! what was asked for and is not there, and for findings of some weight that a model can mend with
//! nothing but the program before it.

use super::autofix::Autofixed;
use super::candidate::Scope;
use crate::hcl::{Kind, Module, Problem};
use crate::intent::ParsedRequest;
use crate::policy::Policy;
use crate::request::Request;
use crate::scan::{Finding, Remedy};
use crate::templates::{self, Missing};
use foldhash::HashSet;

/// What is worth a call.
#[derive(Clone, Debug, Default)]
pub(super) struct RepairTargets {
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
    pub missing: Vec<Missing>,
}

impl RepairTargets {
    /// What of a program is worth a call; in one that was cut off what is not there is not missed
    /// yet, and in one that was there before a request only what the request touched counts.
    pub fn select(
        mended: &Autofixed,
        is_cut_off: bool,
        scope: Option<&Scope>,
        request: &Request,
        policy: &Policy,
    ) -> RepairTargets {
        let is_missed = |problem: &Problem| {
            let is_reference = matches!(
                problem.kind,
                Kind::UndeclaredResource | Kind::UndeclaredVariable | Kind::UndeclaredLocal
            );
            !(is_cut_off && is_reference)
        };
        let is_new = |problem: &Problem| {
            scope.is_none_or(|scope| {
                let address = containing_address(&mended.module, problem);
                address.is_none_or(|address| scope.has_touched(&address))
                    || !scope.had_problem(&problem.message)
            })
        };
        let problems = mended.problems.iter();
        let findings = mended.findings.iter().filter(|finding| {
            scope.is_none_or(|scope| scope.has_touched(&finding.address))
                && finding.severity >= policy.repair_from
                && finding.remedy == Remedy::None
                && !policy.never_asked.contains(&finding.id)
        });
        // What is to go from a program, or to change in it, is named as what is to be there is: a
        // request for a change misses only what it says in words that are all understood.
        let parsed = ParsedRequest::parse(request);
        let is_asked = !is_cut_off && (scope.is_none() || parsed.is_understood());
        let missing = is_asked.then(|| templates::missing(&parsed, &mended.module));
        RepairTargets {
            problems: problems
                .filter(|problem| is_missed(problem) && is_new(problem))
                .cloned()
                .collect(),
            findings: findings.cloned().collect(),
            missing: missing.unwrap_or_default(),
        }
    }

    /// What was asked for and is not there, as a repair is asked for it.
    pub fn missing_descriptions(&self) -> Vec<String> {
        let description = |missing: &Missing| {
            let types = missing.service.resources();
            let usual = types.first().copied().unwrap_or_default();
            match (missing.found, missing.wanted) {
                (0, 1) => usual.to_owned(),
                (found, wanted) => format!("{usual} ({found} of {wanted} are there)"),
            }
        };
        self.missing.iter().map(description).collect()
    }

    /// The addresses of blocks that are invalid: they may be deleted, which would hide a finding.
    pub fn invalid_addresses(&self, module: &Module) -> HashSet<String> {
        let holders = self
            .problems
            .iter()
            .map(|problem| containing_address(module, problem));
        holders.flatten().collect()
    }
}

/// The address of the block that a problem stands in.
fn containing_address(module: &Module, problem: &Problem) -> Option<String> {
    let at = problem.span.start;
    let mut blocks = module.blocks();
    let block = blocks.find(|block| block.span.start <= at && at <= block.span.end)?;
    block.address()
}
