//! Defines the rules for the AWS provider.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_41",
    types: &["provider.aws"],
    severity: Critical, // no published one: the key is exposed
    message: "provider holds a secret key",
    rationale: "Anyone who can read the code can use the key.",
    check: Custom(predicates::holds_no_key),
    fix: Fix::None,
}];
