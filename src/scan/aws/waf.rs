//! Rules for WAF.

use crate::scan::Graph::{And, Link, Only, Or};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_176",
        types: &["aws_waf_web_acl", "aws_wafregional_web_acl"],
        severity: Low,
        wrong: "no log of what was blocked and what was not",
        why: "Without a log nobody can tell an attack from a wrong rule.",
        check: Has("logging_configuration.log_destination"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_175",
        types: &["aws_waf_web_acl", "aws_wafregional_web_acl"],
        severity: Low,
        wrong: "firewall has no rules",
        why: "It filters nothing.",
        check: Any(&[Has("rules"), Has("rule")]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_175",
        types: &["aws_wafv2_web_acl"],
        severity: Low,
        wrong: "firewall has no rules",
        why: "It filters nothing.",
        check: Any(&[Has("rules"), Has("rule")]),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_31",
        types: &["aws_wafv2_web_acl"],
        severity: Low,
        wrong: "firewall leaves no log",
        why: "After an incident nobody can tell what was tried.",
        check: Over(&And(&[
            Only(&["aws_wafv2_web_acl"]),
            Or(&[Link(
                &["aws_wafv2_web_acl"],
                &["aws_wafv2_web_acl_logging_configuration"],
            )]),
        ])),
        fix: None,
    },
];
