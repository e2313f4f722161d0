//! Defines the rules for MQ brokers.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_48",
        types: &["aws_mq_broker"],
        severity: Medium,
        message: "broker logging is off",
        rationale: "Without logs, it is not visible why messages are lost.",
        check: Is("logs.general", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_69",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "broker is publicly accessible",
        rationale: "A broker with a public address is exposed to the whole internet.",
        check: IsNot("publicly_accessible", TRUE),
        fix: NeedsConsent(Implied, "clients outside the VPC can no longer connect"),
    },
    Rule {
        id: "CKV_AWS_197",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "audit logging is off",
        rationale: "Without a log, it cannot be determined later who changed what.",
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
        rationale: "Minor versions contain security fixes; without them, known vulnerabilities stay.",
        check: Is("auto_minor_version_upgrade", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_209",
        types: &["aws_mq_broker"],
        severity: Low,
        message: "no customer-managed KMS key (encryption_options)",
        rationale: "A customer-managed key controls who may read the messages, and access can be revoked.",
        check: Has("encryption_options.kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_208",
        types: &["aws_mq_broker", "aws_mq_configuration"],
        severity: Low,
        message: "broker runs an old version",
        rationale: "Old versions have known vulnerabilities that are not fixed.",
        check: Custom(predicates::is_current),
        fix: None,
    },
];
