//! Defines the rules for CodePipeline.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_219",
    types: &["aws_codepipeline"],
    severity: Low,
    message: "artifacts have no customer-managed KMS key",
    rationale: "A customer-managed key controls who may read what is built, and access can be revoked.",
    check: Has("artifact_store.encryption_key.id"),
    fix: AddsResources,
}];
