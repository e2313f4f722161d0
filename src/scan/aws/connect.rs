//! Rules for Connect.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_269",
        types: &["aws_connect_instance_storage_config"],
        severity: Low, // no published one: as the other keys of your own
        message: "video storage has no KMS key of your own",
        rationale: "A key of your own decides who may watch the calls, and can be taken away.",
        check: Has("storage_config.kinesis_video_stream_config.encryption_config.key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_270",
        types: &["aws_connect_instance_storage_config"],
        severity: Low, // no published one: as the other keys of your own
        message: "S3 storage has no KMS key of your own",
        rationale: "A key of your own decides who may hear the calls, and can be taken away.",
        check: Has("storage_config.s3_config.encryption_config.key_id"),
        fix: AddsResources,
    },
];
