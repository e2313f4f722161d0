//! Defines the rules for Comprehend.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_267",
        types: &["aws_comprehend_entity_recognizer"],
        severity: Low, // no published one: as other customer-managed keys
        message: "model has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the model, and access can be revoked.",
        check: Has("model_kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_268",
        types: &["aws_comprehend_entity_recognizer"],
        severity: Low, // no published one: as other customer-managed keys
        message: "volume has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the volume, and access can be revoked.",
        check: Has("volume_kms_key_id"),
        fix: AddsResources,
    },
];
