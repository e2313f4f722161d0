//! Rules for GuardDuty.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_238",
    types: &["aws_guardduty_detector"],
    severity: Low,
    wrong: "detector is switched off",
    why: "Nobody watches for stolen credentials and infected instances.",
    check: Keeps("enable", &[TRUE]),
    fix: Free(Implied),
}];
