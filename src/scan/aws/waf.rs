//! Rules for WAF.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_176",
    types: &["aws_waf_web_acl", "aws_wafregional_web_acl"],
    severity: Low,
    wrong: "no log of what was blocked and what was not",
    why: "Without a log nobody can tell an attack from a wrong rule.",
    check: Has("logging_configuration.log_destination"),
    fix: Companion,
}];
