//! Defines the rules for Network Firewall.

use crate::scan::Graph::{And, Connection, Filter};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_344",
        types: &["aws_networkfirewall_firewall"],
        severity: Low, // no published one: as for load balancers
        message: "deletion protection is off",
        rationale: "A single mistaken command removes the network filter.",
        check: Is("delete_protection", TRUE),
        fix: NeedsConsent(
            Implied,
            "it cannot be destroyed until deletion protection is off",
        ),
    },
    Rule {
        id: "CKV_AWS_345",
        types: &[
            "aws_networkfirewall_firewall",
            "aws_networkfirewall_rule_group",
        ],
        severity: Low, // no published one: as other customer-managed keys
        message: "no customer-managed KMS key (encryption_configuration)",
        rationale: "A customer-managed key controls who may read the rules, and access can be revoked.",
        check: Has("encryption_configuration.key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_346",
        types: &["aws_networkfirewall_firewall_policy"],
        severity: Low, // no published one: as other customer-managed keys
        message: "policy has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the policy, and access can be revoked.",
        check: Has("encryption_configuration.key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_63",
        types: &["aws_networkfirewall_firewall"],
        severity: Info,
        message: "firewall logging is off",
        rationale: "After an incident, it cannot be determined what was tried.",
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
