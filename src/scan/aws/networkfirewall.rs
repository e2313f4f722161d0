//! Rules for Network Firewall.

use crate::scan::Graph::{And, Connection, Filter};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_344",
        types: &["aws_networkfirewall_firewall"],
        severity: Low, // no published one: as for load balancers
        message: "deletion protection is off",
        rationale: "One wrong command takes the filter away from the network.",
        check: Is("delete_protection", TRUE),
        fix: NeedsConsent(
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
        message: "no KMS key of your own (encryption_configuration)",
        rationale: "A key of your own decides who may read the rules, and can be taken away.",
        check: Has("encryption_configuration.key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_346",
        types: &["aws_networkfirewall_firewall_policy"],
        severity: Low, // no published one: as the other keys of your own
        message: "policy has no KMS key of your own",
        rationale: "A key of your own decides who may read the policy, and can be taken away.",
        check: Has("encryption_configuration.key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_63",
        types: &["aws_networkfirewall_firewall"],
        severity: Info,
        message: "firewall leaves no log",
        rationale: "After an incident nobody can tell what was tried.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_networkfirewall_firewall"]),
            Connection(
                &["aws_networkfirewall_firewall"],
                &["aws_networkfirewall_logging_configuration"],
            ),
        ])),
        fix: None,
    },
];
