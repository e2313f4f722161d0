//! Defines the rules for CloudFormation stacks.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_124",
    types: &["aws_cloudformation_stack"],
    severity: Low,
    message: "stack has no SNS topic for its events",
    rationale: "Changes and failures of the stack go unnoticed.",
    check: Has("notification_arns"),
    fix: AddsResources,
}];
