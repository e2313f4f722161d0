//! Defines the rules for Cognito.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_366",
    types: &["aws_cognito_identity_pool"],
    severity: Medium,
    message: "guests get credentials without signing in",
    rationale: "Everybody gets AWS credentials without authentication.",
    check: Is("allow_unauthenticated_identities", FALSE),
    fix: NeedsConsent(Implied, "guests must sign in"),
}];
