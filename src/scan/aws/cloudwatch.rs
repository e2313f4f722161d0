//! Defines the rules for CloudWatch logs and alarms.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_66",
        types: &["aws_cloudwatch_log_group"],
        severity: Low,
        message: "logs never expire (retention_in_days)",
        rationale: "Logs that never expire cost more every month and keep data that should be deleted.",
        check: Has("retention_in_days"),
        fix: Free(Set(&[("retention_in_days", Number(365))])),
    },
    Rule {
        id: "CKV_AWS_158",
        types: &["aws_cloudwatch_log_group"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "Logs may contain sensitive data; a customer-managed key controls who may read them.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_319",
        types: &["aws_cloudwatch_metric_alarm"],
        severity: Low, // no published one: the alarm has no effect
        message: "alarm actions are switched off",
        rationale: "The alarm detects a problem but notifies nobody.",
        check: IsNot("actions_enabled", FALSE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_338",
        types: &["aws_cloudwatch_log_group"],
        severity: Info,
        message: "logs are kept for less than a year",
        rationale: "Many attacks are noticed only months later.",
        check: Any(&[
            Is("retention_in_days", Number(0)),
            AtLeast("retention_in_days", 365),
        ]),
        fix: Paid(Set(&[("retention_in_days", Number(365))])),
    },
];
