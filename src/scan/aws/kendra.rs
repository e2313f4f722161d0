//! Rules for Kendra indexes.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_262",
    types: &["aws_kendra_index"],
    severity: Low,
    message: "index has no KMS key of your own",
    rationale: "A key of your own decides who may read the index, and can be taken away.",
    check: Has("server_side_encryption_configuration.kms_key_id"),
    fix: AddsResources,
}];
