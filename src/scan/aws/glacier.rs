//! Defines the rules for Glacier.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule, policy};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_167",
    types: &["aws_glacier_vault"],
    severity: Medium,
    message: "vault policy allows everybody",
    rationale: "Everybody on the internet can read or destroy the archives.",
    check: Custom(|it| policy::is_private(it, "access_policy")),
    fix: Fix::None,
}];
