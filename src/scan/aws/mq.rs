//! Rules for MQ brokers.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_48",
        types: &["aws_mq_broker"],
        severity: Medium,
        message: "broker logging is off",
        rationale: "Without logs nobody sees why messages are lost.",
        check: Is("logs.general", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_69",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "broker is publicly accessible",
        rationale: "A broker with a public address can be tried by everybody on the internet.",
        check: IsNot("publicly_accessible", TRUE),
        fix: NeedsConsent(Implied, "clients outside the network no longer reach it"),
    },
    Rule {
        id: "CKV_AWS_197",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "audit logging is off",
        rationale: "Without it nobody can tell later who changed what.",
        check: Unless(
            &Is("engine_type", Text("RabbitMQ")),
            &Is("logs.audit", TRUE),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_207",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "minor version upgrades are not automatic",
        rationale: "Minor versions bring the security fixes; without them known holes stay open.",
        check: Is("auto_minor_version_upgrade", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_209",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "no KMS key of your own (encryption_options)",
        rationale: "A key of your own decides who may read the messages, and can be taken away.",
        check: Has("encryption_options.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_208",
        types: &["aws_mq_broker", "aws_mq_configuration"],
        severity: Low,
        message: "broker runs an old version",
        rationale: "Old versions have known holes that are no longer closed.",
        check: Custom(predicates::is_current),
        fix: None,
    },
];
