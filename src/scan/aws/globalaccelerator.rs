//! Defines the rules for Global Accelerator.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_75",
    types: &["aws_globalaccelerator_accelerator"],
    severity: Low,
    message: "flow logs are off",
    rationale: "Without logs, it cannot be determined later who connected.",
    check: Is("attributes.flow_logs_enabled", TRUE),
    fix: AddsResources,
}];
