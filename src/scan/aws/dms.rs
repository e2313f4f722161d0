//! Rules for DMS.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_89",
        types: &["aws_dms_replication_instance"],
        severity: Low,
        wrong: "replication instance is publicly accessible",
        why: "An instance with a public address can be tried by everybody on the internet.",
        check: IsNot("publicly_accessible", TRUE),
        fix: Offered(Implied, "sources outside the network are no longer reached"),
    },
    Rule {
        id: "CKV_AWS_212",
        types: &["aws_dms_replication_instance"],
        severity: Low,
        wrong: "no KMS key of your own (kms_key_arn)",
        why: "A key of your own decides who may read the data, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_222",
        types: &["aws_dms_replication_instance"],
        severity: Low,
        wrong: "minor version upgrades are not automatic",
        why: "Minor versions bring the security fixes; without them known holes stay open.",
        check: Is("auto_minor_version_upgrade", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_298",
        types: &["aws_dms_s3_endpoint"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "S3 endpoint has no KMS key of your own",
        why: "A key of your own decides who may read the data, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
];
