//! Rules for WAF.

mod ask;

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
        fix: None,
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
    Rule {
        id: "CKV_AWS_342",
        types: &[
            "aws_waf_web_acl",
            "aws_wafregional_web_acl",
            "aws_wafv2_web_acl",
            "aws_wafv2_rule_group",
            "aws_wafregional_rule_group",
            "aws_waf_rule_group",
        ],
        severity: Low, // no published one: as a firewall without rules
        wrong: "a rule of the firewall does nothing",
        why: "What the rule finds gets through.",
        check: Code(ask::rules_act),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_192",
        types: &["aws_wafv2_web_acl"],
        severity: High,
        wrong: "firewall lets attacks on Log4j through",
        why: "One line of text in a request runs the code of a stranger.",
        check: Code(ask::stops_log4j),
        fix: None,
    },
];
