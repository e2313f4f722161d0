//! Defines the rules for DMS.

use crate::scan::Graph::{And, Attribute, Or};
use crate::scan::Op::{Equals, NotEquals, NotWithin, Within};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_89",
        types: &["aws_dms_replication_instance"],
        severity: Low,
        message: "replication instance is publicly accessible",
        rationale: "An instance with a public address is exposed to the whole internet.",
        check: IsNot("publicly_accessible", TRUE),
        fix: NeedsConsent(Implied, "sources outside the VPC are no longer reachable"),
    },
    Rule {
        id: "CKV_AWS_212",
        types: &["aws_dms_replication_instance"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_arn)",
        rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_222",
        types: &["aws_dms_replication_instance"],
        severity: Low,
        message: "minor version upgrades are not automatic",
        rationale: "Minor versions contain security fixes; without them, known vulnerabilities stay.",
        check: Is("auto_minor_version_upgrade", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_298",
        types: &["aws_dms_s3_endpoint"],
        severity: Low, // no published one: as other customer-managed keys
        message: "S3 endpoint has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV2_AWS_49",
        types: &["aws_dms_endpoint"],
        severity: Medium,
        message: "endpoint does not use TLS",
        rationale: "An attacker on the network can read the traffic.",
        check: GraphPolicy(&Or(&[
            And(&[
                Attribute(
                    &["aws_dms_endpoint"],
                    "endpoint_type",
                    Equals(Text("source")),
                ),
                Or(&[
                    Attribute(
                        &["aws_dms_endpoint"],
                        "engine_name",
                        Within(&["s3", "azuredb"]),
                    ),
                    Attribute(&["aws_dms_endpoint"], "ssl_mode", NotEquals(Text("none"))),
                ]),
            ]),
            And(&[
                Attribute(
                    &["aws_dms_endpoint"],
                    "endpoint_type",
                    Equals(Text("target")),
                ),
                Or(&[
                    Attribute(
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
                    Attribute(&["aws_dms_endpoint"], "ssl_mode", NotEquals(Text("none"))),
                ]),
            ]),
            Attribute(
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
        severity: Low, // no published one: as other customer-managed keys
        message: "endpoint has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read it, and access can be revoked.",
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
