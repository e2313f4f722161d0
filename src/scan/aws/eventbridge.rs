//! Rules for EventBridge.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_297",
    types: &["aws_scheduler_schedule"],
    severity: Low, // no published one: as the other keys of your own
    message: "schedule has no KMS key of your own",
    rationale: "A key of your own decides who may read the payload, and can be taken away.",
    check: Has("kms_key_arn"),
    fix: AddsResources,
}];
