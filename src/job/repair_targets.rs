//! Selects the diagnostics worth a repair call.
//!
//! Free fixes and fixes that only add resources are already applied, priced fixes need the user's
//! consent, and findings that need a decision are only reported. A call is worthwhile for
//! validation problems, for missing resources, and for findings above the policy's severity that a
//! model can fix from the program alone.

use super::autofix::Autofixed;
use super::candidate::Scope;
use crate::hcl::{Kind, Module, Problem};
use crate::intent::ParsedRequest;
use crate::policy::Policy;
use crate::request::Request;
use crate::scan::{Finding, Remedy};
use crate::templates::{self, Missing};
use foldhash::HashSet;

/// The diagnostics worth a repair call.
#[derive(Clone, Debug, Default)]
pub(super) struct RepairTargets {
    pub problems: Vec<Problem>,
    pub findings: Vec<Finding>,
    pub missing: Vec<Missing>,
}

impl RepairTargets {
    /// Selects what is worth a repair call in a program.
    ///
    /// In a cut-off program, missing resources and undeclared references do not count yet. In an
    /// edited program, only the blocks that the request touched count.
    pub fn select(
        fixed: &Autofixed,
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
                let address = containing_address(&fixed.module, problem);
                address.is_none_or(|address| scope.has_touched(&address))
                    || !scope.had_problem(&problem.message)
            })
        };
        let problems = fixed.problems.iter();
        let findings = fixed.findings.iter().filter(|finding| {
            scope.is_none_or(|scope| scope.has_touched(&finding.address))
                && finding.severity >= policy.repair_from
                && finding.remedy == Remedy::None
                && !finding.accepted
                && !policy.never_asked.contains(&finding.id)
        });
        // A change request names resources to remove or change just like resources to add. So it
        // counts as missing a resource only if every word of the request is understood.
        let parsed = ParsedRequest::parse(request);
        let is_asked = !is_cut_off && (scope.is_none() || parsed.is_understood());
        let missing = is_asked.then(|| templates::missing(&parsed, &fixed.module));
        RepairTargets {
            problems: problems
                .filter(|problem| is_missed(problem) && is_new(problem))
                .cloned()
                .collect(),
            findings: findings.cloned().collect(),
            missing: missing.unwrap_or_default(),
        }
    }

    /// Describes the missing resources for the repair prompt.
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

    /// Returns the addresses of invalid blocks.
    ///
    /// Only these may be deleted; deleting other blocks would hide findings.
    pub fn invalid_addresses(&self, module: &Module) -> HashSet<String> {
        let holders = self
            .problems
            .iter()
            .map(|problem| containing_address(module, problem));
        holders.flatten().collect()
    }
}

/// Returns the address of the block that contains a problem.
fn containing_address(module: &Module, problem: &Problem) -> Option<String> {
    module.block_at(problem.span.start)?.address()
}
