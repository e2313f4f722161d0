//! Defines the rules for Batch.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_210",
    types: &["aws_batch_job_definition"],
    severity: Low,
    message: "container of the job is privileged",
    rationale: "An attacker in the container controls the host.",
    check: Custom(predicates::is_unprivileged),
    fix: Fix::None,
}];
