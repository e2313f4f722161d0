//! Defines the rules for Connect.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_269",
        types: &["aws_connect_instance_storage_config"],
        severity: Low, // no published one: as other customer-managed keys
        message: "video storage has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may watch the calls, and access can be revoked.",
        check: Has("storage_config.kinesis_video_stream_config.encryption_config.key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_270",
        types: &["aws_connect_instance_storage_config"],
        severity: Low, // no published one: as other customer-managed keys
        message: "S3 storage has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may hear the calls, and access can be revoked.",
        check: Has("storage_config.s3_config.encryption_config.key_id"),
        fix: AddsResources,
    },
];
