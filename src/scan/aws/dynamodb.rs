//! Rules for DynamoDB tables.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_28",
        types: &["aws_dynamodb_table"],
        severity: High,
        wrong: "point-in-time recovery is off",
        why: "A faulty write or a deletion cannot be taken back.",
        check: Is("point_in_time_recovery.enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_271",
        types: &["aws_dynamodb_table_replica"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "replica has no KMS key of your own",
        why: "A key of your own decides who may read the replica, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
];
