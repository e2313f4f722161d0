//! Rules for CodePipeline.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_219",
    types: &["aws_codepipeline"],
    severity: Low,
    message: "artifacts have no KMS key of your own",
    rationale: "A key of your own decides who may read what is built, and can be taken away.",
    check: Has("artifact_store.encryption_key.id"),
    fix: AddsResources,
}];
