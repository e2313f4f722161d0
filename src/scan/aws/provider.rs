//! Rules for the provider.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_41",
    types: &["provider.aws"],
    severity: Critical, // no published one: a key that is given away
    message: "provider holds a secret key",
    rationale: "Whoever reads the code owns the account.",
    check: Custom(predicates::holds_no_key),
    fix: Fix::None,
}];
