//! A mended program in, what of its open points is worth a call out.
//!
//! What is mended for free or with companions is mended already, what has a price is the user's
//! click, and what needs a decision is reported. A call is for what makes the program invalid, for
//! what was asked for and is not there, and for findings of some weight that a model can mend with
//! nothing but the program before it.

use super::candidate::Scope;
use super::mend::Mended;
use crate::hcl::{Kind, Module, Problem};
use crate::intent::Wants;
use crate::library::{self, Missing};
use crate::policy::Policy;
use crate::request::Request;
use crate::scan::{Finding, Remedy};
use foldhash::HashSet;

/// What is worth a call.
#[derive(Clone, Debug, Default)]
pub(super) struct Worth {
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
    pub missing: Vec<Missing>,
}

impl Worth {
    /// What of a program is worth a call; in one that was cut off what is not there is not missed
    /// yet, and in one that was there before a request only what the request touched counts.
    pub fn of(
        mended: &Mended,
        is_cut_off: bool,
        scope: Option<&Scope>,
        request: &Request,
        policy: &Policy,
    ) -> Worth {
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
        // What is to go from a program, or to change in it, is named as what is to be there is: a
        // request for a change misses only what it says in words that are all understood.
        let wants = Wants::of(request);
        let is_asked = !is_cut_off && (scope.is_none() || wants.is_understood());
        let missing = is_asked.then(|| library::missing(&wants, &mended.module));
        Worth {
            problems: problems
                .filter(|problem| is_missed(problem) && is_new(problem))
                .cloned()
                .collect(),
            findings: findings.cloned().collect(),
            missing: missing.unwrap_or_default(),
        }
    }

    /// What was asked for and is not there, as a repair is asked for it.
    pub fn things(&self) -> Vec<String> {
        let thing = |missing: &Missing| {
            let types = missing.service.resources();
            let usual = types.first().copied().unwrap_or_default();
            match (missing.found, missing.wanted) {
                (0, 1) => usual.to_owned(),
                (found, wanted) => format!("{usual} ({found} of {wanted} are there)"),
            }
        };
        self.missing.iter().map(thing).collect()
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
