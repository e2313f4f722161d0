//! Defines the rules for AppFlow.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_263",
        types: &["aws_appflow_flow"],
        severity: Low,
        message: "flow has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
        check: Has("kms_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_264",
        types: &["aws_appflow_connector_profile"],
        severity: Low,
        message: "connector profile has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the credentials, and access can be revoked.",
        check: Has("kms_arn"),
        fix: AddsResources,
    },
];
