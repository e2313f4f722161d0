//! Defines the rules for WAF.

mod predicates;

use crate::scan::Graph::{And, Connection, Filter, Or};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_176",
        types: &["aws_waf_web_acl", "aws_wafregional_web_acl"],
        severity: Low,
        message: "logging of the web ACL is off",
        rationale: "Without a log, an attack cannot be distinguished from a mistaken rule.",
        check: Has("logging_configuration.log_destination"),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_175",
        types: &["aws_waf_web_acl", "aws_wafregional_web_acl"],
        severity: Low,
        message: "firewall has no rules",
        rationale: "A firewall without rules filters no traffic.",
        check: Any(&[Has("rules"), Has("rule")]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_175",
        types: &["aws_wafv2_web_acl"],
        severity: Low,
        message: "firewall has no rules",
        rationale: "A firewall without rules filters no traffic.",
        check: Any(&[Has("rules"), Has("rule")]),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_31",
        types: &["aws_wafv2_web_acl"],
        severity: Low,
        message: "firewall logging is off",
        rationale: "After an incident, it cannot be determined what was tried.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_wafv2_web_acl"]),
            Or(&[Connection(
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
        message: "a firewall rule has no action",
        rationale: "Requests that match the rule are not blocked.",
        check: Custom(predicates::every_rule_acts),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_192",
        types: &["aws_wafv2_web_acl"],
        severity: High,
        message: "firewall does not block Log4j attacks",
        rationale: "A single line of text in a request can run an attacker's code.",
        check: Custom(predicates::blocks_log4j),
        fix: None,
    },
];
