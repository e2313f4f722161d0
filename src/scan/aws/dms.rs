//! Defines the rules for DMS.

rules! {
    CKV_AWS_89 Low "replication instance is publicly accessible"
        "An instance with a public address is exposed to the whole internet."
        "aws_dms_replication_instance": IsNot("publicly_accessible", TRUE)
            => NeedsConsent(Implied, "sources outside the VPC are no longer reachable");
    CKV_AWS_212 Low "no customer-managed KMS key (kms_key_arn)"
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_dms_replication_instance": Has("kms_key_arn") => AddsResources;
    CKV_AWS_222 Low "minor version upgrades are not automatic"
        "Minor versions contain security fixes; without them, known vulnerabilities stay."
        "aws_dms_replication_instance": Is("auto_minor_version_upgrade", TRUE) => Free(Implied);
    CKV_AWS_298 Low "S3 endpoint has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_dms_s3_endpoint": Has("kms_key_arn") => AddsResources;
    CKV2_AWS_49 Medium "endpoint does not use TLS"
        "An attacker on the network can read the traffic."
        "aws_dms_endpoint": graph!(or[
            and[
                "aws_dms_endpoint"."endpoint_type" == "source",
                or[
                    "aws_dms_endpoint"."engine_name" within ["s3", "azuredb"],
                    "aws_dms_endpoint"."ssl_mode" != "none",
                ],
            ],
            and[
                "aws_dms_endpoint"."endpoint_type" == "target",
                or[
                    "aws_dms_endpoint"."engine_name" within [
                        "dynamodb", "kinesis", "neptune", "redshift", "s3", "elasticsearch", "kafka",
                    ],
                    "aws_dms_endpoint"."ssl_mode" != "none",
                ],
            ],
            "aws_dms_endpoint"."endpoint_type" not_within ["source", "target"],
        ]);
    CKV_AWS_296 Low "endpoint has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_dms_endpoint": Any(&[
            All(&[Is("engine_name", Text("s3")), Filled("s3_settings.server_side_encryption_kms_key_id")]),
            All(&[IsNot("engine_name", Text("s3")), Filled("kms_key_arn")]),
        ]);
}
