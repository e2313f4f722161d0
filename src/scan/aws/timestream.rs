//! Defines the rules for Timestream.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_160",
    types: &["aws_timestreamwrite_database"],
    severity: Medium,
    message: "no customer-managed KMS key (kms_key_id)",
    rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
    check: Has("kms_key_id"),
    fix: AddsResources,
}];
