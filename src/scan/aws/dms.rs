//! Rules for DMS.

use crate::scan::Graph::{And, At, Or};
use crate::scan::Op::{Differs, Equals, NotWithin, Within};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

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
    Rule {
        id: "CKV2_AWS_49",
        types: &["aws_dms_endpoint"],
        severity: Medium,
        wrong: "endpoint is reached without TLS",
        why: "Whoever listens on the network reads along.",
        check: Over(&Or(&[
            And(&[
                At(
                    &["aws_dms_endpoint"],
                    "endpoint_type",
                    Equals(Text("source")),
                ),
                Or(&[
                    At(
                        &["aws_dms_endpoint"],
                        "engine_name",
                        Within(&["s3", "azuredb"]),
                    ),
                    At(&["aws_dms_endpoint"], "ssl_mode", Differs(Text("none"))),
                ]),
            ]),
            And(&[
                At(
                    &["aws_dms_endpoint"],
                    "endpoint_type",
                    Equals(Text("target")),
                ),
                Or(&[
                    At(
                        &["aws_dms_endpoint"],
                        "engine_name",
                        Within(&[
                            "dynamodb",
                            "kinesis",
                            "neptune",
                            "redshift",
                            "s3",
                            "elasticsearch",
                            "kafka",
                        ]),
                    ),
                    At(&["aws_dms_endpoint"], "ssl_mode", Differs(Text("none"))),
                ]),
            ]),
            At(
                &["aws_dms_endpoint"],
                "endpoint_type",
                NotWithin(&["source", "target"]),
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_296",
        types: &["aws_dms_endpoint"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "endpoint has no KMS key of your own",
        why: "A key of your own decides who may read it, and can be taken away.",
        check: Any(&[
            All(&[
                Is("engine_name", Text("s3")),
                Filled("s3_settings.server_side_encryption_kms_key_id"),
            ]),
            All(&[IsNot("engine_name", Text("s3")), Filled("kms_key_arn")]),
        ]),
        fix: None,
    },
];
