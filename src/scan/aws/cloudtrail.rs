//! Rules for CloudTrail.

use crate::scan::Graph::{And, Attribute, Connection, Filter};
use crate::scan::Op::Exists;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_35",
        types: &["aws_cloudtrail"],
        severity: Info,
        message: "no KMS key of your own (kms_key_id)",
        rationale: "A key of your own decides who may read the trail, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_36",
        types: &["aws_cloudtrail"],
        severity: Low,
        message: "log files are not validated",
        rationale: "Nobody notices when a log file was changed or removed.",
        check: Is("enable_log_file_validation", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_67",
        types: &["aws_cloudtrail"],
        severity: Info,
        message: "trail covers one region only",
        rationale: "What is done in another region is not recorded.",
        check: Is("is_multi_region_trail", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_251",
        types: &["aws_cloudtrail"],
        severity: Low,
        message: "trail is switched off",
        rationale: "Nobody can tell later who did what in the account.",
        check: UnsetOrOneOf("enable_logging", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_252",
        types: &["aws_cloudtrail"],
        severity: Low,
        message: "trail reports to no topic (sns_topic_name)",
        rationale: "New logs lie in the bucket without anybody being told.",
        check: Has("sns_topic_name"),
        fix: Made(&recipe::TRAIL_TOPIC),
    },
    Rule {
        id: "CKV_AWS_294",
        types: &["aws_cloudtrail_event_data_store"],
        severity: Low, // no published one: as the other keys of your own
        message: "event data store has no KMS key of your own",
        rationale: "A key of your own decides who may read the events, and can be taken away.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_10",
        types: &["aws_cloudtrail"],
        severity: Info,
        message: "trail is not sent to CloudWatch",
        rationale: "Nobody is told while an attack is going on.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_cloudtrail"]),
            Connection(&["aws_cloudtrail"], &["aws_cloudwatch_log_group"]),
            Attribute(&["aws_cloudtrail"], "cloud_watch_logs_group_arn", Exists),
        ])),
        fix: None,
    },
];
