//! Defines the rules for Kendra indexes.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_262",
    types: &["aws_kendra_index"],
    severity: Low,
    message: "index has no customer-managed KMS key",
    rationale: "A customer-managed key controls who may read the index, and access can be revoked.",
    check: Has("server_side_encryption_configuration.kms_key_id"),
    fix: AddsResources,
}];
