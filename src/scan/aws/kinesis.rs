//! Defines the rules for Kinesis streams.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_43",
        types: &["aws_kinesis_stream"],
        severity: Medium,
        message: "stream is not encrypted",
        rationale: "Stored records can be read by anyone with access to the storage.",
        check: Is("encryption_type", Text("KMS")),
        fix: Free(Set(&[
            ("encryption_type", Text("KMS")),
            ("kms_key_id", Text("alias/aws/kinesis")),
        ])),
    },
    Rule {
        id: "CKV_AWS_177",
        types: &["aws_kinesis_video_stream"],
        severity: Low,
        message: "video stream has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may watch, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_185",
        types: &["aws_kinesis_stream"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the stream, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_240",
        types: &["aws_kinesis_firehose_delivery_stream"],
        severity: Low,
        message: "delivery stream is not encrypted",
        rationale: "Anyone with access to the stream can read it.",
        check: Unless(
            &Has("kinesis_source_configuration"),
            &Is("server_side_encryption.enabled", TRUE),
        ),
        fix: If(
            &Has("server_side_encryption.enabled"),
            &None,
            &Free(Set(&[("server_side_encryption.enabled", TRUE)])),
        ),
    },
    Rule {
        id: "CKV_AWS_241",
        types: &["aws_kinesis_firehose_delivery_stream"],
        severity: Low,
        message: "delivery stream has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read, and access can be revoked.",
        check: Unless(
            &Has("kinesis_source_configuration"),
            &All(&[
                Is("server_side_encryption.enabled", TRUE),
                Is(
                    "server_side_encryption.key_type",
                    Text("CUSTOMER_MANAGED_CMK"),
                ),
                Has("server_side_encryption.key_arn"),
            ]),
        ),
        fix: Made(&recipe::STREAM_KEY),
    },
];
