//! Rules for the provider.

mod ask;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_41",
    types: &["provider.aws"],
    severity: Critical, // no published one: a key that is given away
    wrong: "provider holds a secret key",
    why: "Whoever reads the code owns the account.",
    check: Code(ask::holds_no_key),
    fix: Fix::None,
}];
