//! Rules for Network Firewall.

use crate::scan::Graph::{And, Link, Only};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_344",
        types: &["aws_networkfirewall_firewall"],
        severity: Low, // no published one: as for load balancers
        wrong: "deletion protection is off",
        why: "One wrong command takes the filter away from the network.",
        check: Is("delete_protection", TRUE),
        fix: Offered(
            Implied,
            "it cannot be destroyed before it is switched off again",
        ),
    },
    Rule {
        id: "CKV_AWS_345",
        types: &[
            "aws_networkfirewall_firewall",
            "aws_networkfirewall_rule_group",
        ],
        severity: Low, // no published one: as the other keys of your own
        wrong: "no KMS key of your own (encryption_configuration)",
        why: "A key of your own decides who may read the rules, and can be taken away.",
        check: Has("encryption_configuration.key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_346",
        types: &["aws_networkfirewall_firewall_policy"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "policy has no KMS key of your own",
        why: "A key of your own decides who may read the policy, and can be taken away.",
        check: Has("encryption_configuration.key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV2_AWS_63",
        types: &["aws_networkfirewall_firewall"],
        severity: Info,
        wrong: "firewall leaves no log",
        why: "After an incident nobody can tell what was tried.",
        check: Over(&And(&[
            Only(&["aws_networkfirewall_firewall"]),
            Link(
                &["aws_networkfirewall_firewall"],
                &["aws_networkfirewall_logging_configuration"],
            ),
        ])),
        fix: None,
    },
];
