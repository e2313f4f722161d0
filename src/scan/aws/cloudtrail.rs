//! Rules for CloudTrail.

use crate::scan::Graph::{And, At, Link, Only};
use crate::scan::Op::Exists;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_35",
        types: &["aws_cloudtrail"],
        severity: Info,
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the trail, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_36",
        types: &["aws_cloudtrail"],
        severity: Low,
        wrong: "log files are not validated",
        why: "Nobody notices when a log file was changed or removed.",
        check: Is("enable_log_file_validation", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_67",
        types: &["aws_cloudtrail"],
        severity: Info,
        wrong: "trail covers one region only",
        why: "What is done in another region is not recorded.",
        check: Is("is_multi_region_trail", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_251",
        types: &["aws_cloudtrail"],
        severity: Low,
        wrong: "trail is switched off",
        why: "Nobody can tell later who did what in the account.",
        check: Keeps("enable_logging", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_252",
        types: &["aws_cloudtrail"],
        severity: Low,
        wrong: "trail reports to no topic (sns_topic_name)",
        why: "New logs lie in the bucket without anybody being told.",
        check: Has("sns_topic_name"),
        fix: Made(&recipe::TRAIL_TOPIC),
    },
    Rule {
        id: "CKV_AWS_294",
        types: &["aws_cloudtrail_event_data_store"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "event data store has no KMS key of your own",
        why: "A key of your own decides who may read the events, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV2_AWS_10",
        types: &["aws_cloudtrail"],
        severity: Info,
        wrong: "trail is not sent to CloudWatch",
        why: "Nobody is told while an attack is going on.",
        check: Over(&And(&[
            Only(&["aws_cloudtrail"]),
            Link(&["aws_cloudtrail"], &["aws_cloudwatch_log_group"]),
            At(&["aws_cloudtrail"], "cloud_watch_logs_group_arn", Exists),
        ])),
        fix: None,
    },
];
