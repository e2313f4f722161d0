//! Defines the rules for CodeArtifact.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_221",
    types: &["aws_codeartifact_domain"],
    severity: Low,
    message: "no customer-managed KMS key (encryption_key)",
    rationale: "A customer-managed key controls who may read the packages, and access can be revoked.",
    check: Has("encryption_key"),
    fix: AddsResources,
}];
