//! Defines the rules for Glue.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_195",
        types: &["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"],
        severity: Low,
        message: "no security configuration",
        rationale: "Results, bookmarks and logs are written unencrypted.",
        check: Has("security_configuration"),
        fix: Made(&recipe::JOB_KEY),
    },
    Rule {
        id: "CKV_AWS_94",
        types: &["aws_glue_data_catalog_encryption_settings"],
        severity: High,
        message: "catalog is not encrypted",
        rationale: "Anyone with access to the catalog can read it.",
        check: All(&[
            Is(
                "data_catalog_encryption_settings.encryption_at_rest.catalog_encryption_mode",
                Text("SSE-KMS"),
            ),
            Has("data_catalog_encryption_settings.encryption_at_rest.sse_aws_kms_key_id"),
            Is(
                "data_catalog_encryption_settings.connection_password_encryption.return_connection_password_encrypted",
                TRUE,
            ),
            Has("data_catalog_encryption_settings.connection_password_encryption.aws_kms_key_id"),
        ]),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_99",
        types: &["aws_glue_security_configuration"],
        severity: High,
        message: "jobs do not encrypt what they write",
        rationale: "Anyone with access to the output can read it.",
        check: All(&[
            Is(
                "encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode",
                Text("SSE-KMS"),
            ),
            Has("encryption_configuration.cloudwatch_encryption.kms_key_arn"),
            Is(
                "encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode",
                Text("CSE-KMS"),
            ),
            Has("encryption_configuration.job_bookmarks_encryption.kms_key_arn"),
            Has("encryption_configuration.s3_encryption.s3_encryption_mode"),
            IsNot(
                "encryption_configuration.s3_encryption.s3_encryption_mode",
                Text("DISABLED"),
            ),
        ]),
        fix: None,
    },
];
