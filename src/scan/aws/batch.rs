//! Rules for Batch.

mod ask;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_210",
    types: &["aws_batch_job_definition"],
    severity: Low,
    wrong: "container of the job is privileged",
    why: "Whoever gets into the container gets the host.",
    check: Code(ask::is_plain),
    fix: Fix::None,
}];
