//! Rules for Comprehend.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_267",
        types: &["aws_comprehend_entity_recognizer"],
        severity: Low, // no published one: as the other keys of your own
        message: "model has no KMS key of your own",
        rationale: "A key of your own decides who may read the model, and can be taken away.",
        check: Has("model_kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_268",
        types: &["aws_comprehend_entity_recognizer"],
        severity: Low, // no published one: as the other keys of your own
        message: "volume has no KMS key of your own",
        rationale: "A key of your own decides who may read the volume, and can be taken away.",
        check: Has("volume_kms_key_id"),
        fix: AddsResources,
    },
];
