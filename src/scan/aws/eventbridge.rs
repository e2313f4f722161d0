//! Defines the rules for EventBridge.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_297",
    types: &["aws_scheduler_schedule"],
    severity: Low, // no published one: as other customer-managed keys
    message: "schedule has no customer-managed KMS key",
    rationale: "A customer-managed key controls who may read the payload, and access can be revoked.",
    check: Has("kms_key_arn"),
    fix: AddsResources,
}];
