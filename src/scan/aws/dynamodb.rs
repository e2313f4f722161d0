//! Rules for DynamoDB tables.

use crate::scan::Graph::{And, At, Link, Only, Or};
use crate::scan::Op::{Equals, Missing};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe};

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
    Rule {
        id: "CKV_AWS_119",
        types: &["aws_dynamodb_table"],
        severity: Low,
        wrong: "table has no KMS key of your own",
        why: "A key of your own decides who may read, and can be taken away.",
        check: All(&[
            Is("server_side_encryption.enabled", TRUE),
            Has("server_side_encryption.kms_key_arn"),
        ]),
        fix: Made(&recipe::TABLE_KEY),
    },
    Rule {
        id: "CKV2_AWS_16",
        types: &["aws_dynamodb_table"],
        severity: Low,
        wrong: "table does not scale by itself",
        why: "It refuses requests when more come than planned.",
        check: Over(&Or(&[
            And(&[
                Only(&["aws_dynamodb_table"]),
                Link(&["aws_dynamodb_table"], &["aws_appautoscaling_target"]),
                Link(
                    &["aws_appautoscaling_target"],
                    &["aws_appautoscaling_policy"],
                ),
                Or(&[
                    At(
                        &["aws_dynamodb_table"],
                        "billing_mode",
                        Equals(Text("PROVISIONED")),
                    ),
                    At(&["aws_dynamodb_table"], "billing_mode", Missing),
                ]),
                At(
                    &["aws_appautoscaling_target"],
                    "service_namespace",
                    Equals(Text("dynamodb")),
                ),
            ]),
            At(
                &["aws_dynamodb_table"],
                "billing_mode",
                Equals(Text("PAY_PER_REQUEST")),
            ),
        ])),
        fix: Made(&recipe::TABLE_SCALING),
    },
    Rule {
        id: "CKV_AWS_165",
        types: &["aws_dynamodb_global_table"],
        severity: Medium,
        wrong: "global table cannot be restored",
        why: "What is deleted by mistake is gone for good.",
        check: Always,
        fix: None,
    },
];
