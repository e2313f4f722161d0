//! Defines the rules for CloudTrail.

use crate::scan::Graph::{And, Attribute, Connection, Filter};
use crate::scan::Op::Exists;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_35",
        types: &["aws_cloudtrail"],
        severity: Info,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the trail, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_36",
        types: &["aws_cloudtrail"],
        severity: Low,
        message: "log files are not validated",
        rationale: "Changed or deleted log files go unnoticed.",
        check: Is("enable_log_file_validation", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_67",
        types: &["aws_cloudtrail"],
        severity: Info,
        message: "trail covers one region only",
        rationale: "Actions in other regions are not recorded.",
        check: Is("is_multi_region_trail", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_251",
        types: &["aws_cloudtrail"],
        severity: Low,
        message: "trail is switched off",
        rationale: "Without a trail, it cannot be determined later who did what in the account.",
        check: UnsetOrOneOf("enable_logging", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_252",
        types: &["aws_cloudtrail"],
        severity: Low,
        message: "trail has no SNS topic (sns_topic_name)",
        rationale: "New log files arrive without a notification.",
        check: Has("sns_topic_name"),
        fix: Made(&recipe::TRAIL_TOPIC),
    },
    Rule {
        id: "CKV_AWS_294",
        types: &["aws_cloudtrail_event_data_store"],
        severity: Low, // no published one: as other customer-managed keys
        message: "event data store has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the events, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_10",
        types: &["aws_cloudtrail"],
        severity: Info,
        message: "trail is not sent to CloudWatch",
        rationale: "Without CloudWatch, an ongoing attack triggers no alarm.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_cloudtrail"]),
            Connection(&["aws_cloudtrail"], &["aws_cloudwatch_log_group"]),
            Attribute(&["aws_cloudtrail"], "cloud_watch_logs_group_arn", Exists),
        ])),
        fix: None,
    },
];
