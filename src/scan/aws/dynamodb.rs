//! Defines the rules for DynamoDB tables.

use crate::scan::Graph::{And, Attribute, Connection, Filter, Or};
use crate::scan::Op::{Equals, Missing};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_28",
        types: &["aws_dynamodb_table"],
        severity: High,
        message: "point-in-time recovery is off",
        rationale: "A faulty write or a deletion cannot be undone.",
        check: Is("point_in_time_recovery.enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_271",
        types: &["aws_dynamodb_table_replica"],
        severity: Low, // no published one: as other customer-managed keys
        message: "replica has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the replica, and access can be revoked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_119",
        types: &["aws_dynamodb_table"],
        severity: Low,
        message: "table has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read, and access can be revoked.",
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
        message: "table has no auto scaling",
        rationale: "Requests above the provisioned capacity are throttled.",
        check: GraphPolicy(&Or(&[
            And(&[
                Filter(&["aws_dynamodb_table"]),
                Connection(&["aws_dynamodb_table"], &["aws_appautoscaling_target"]),
                Connection(
                    &["aws_appautoscaling_target"],
                    &["aws_appautoscaling_policy"],
                ),
                Or(&[
                    Attribute(
                        &["aws_dynamodb_table"],
                        "billing_mode",
                        Equals(Text("PROVISIONED")),
                    ),
                    Attribute(&["aws_dynamodb_table"], "billing_mode", Missing),
                ]),
                Attribute(
                    &["aws_appautoscaling_target"],
                    "service_namespace",
                    Equals(Text("dynamodb")),
                ),
            ]),
            Attribute(
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
        message: "global table cannot be restored",
        rationale: "Data that is deleted by mistake cannot be recovered.",
        check: Always,
        fix: None,
    },
];
