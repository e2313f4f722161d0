//! Defines the rules for DynamoDB tables.

rules! {
    CKV_AWS_28 High "point-in-time recovery is off"
        "A faulty write or a deletion cannot be undone."
        "aws_dynamodb_table": Is("point_in_time_recovery.enabled", TRUE) => Free(Implied);
    CKV_AWS_271 Low "replica has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the replica, and access can be revoked."
        "aws_dynamodb_table_replica": Has("kms_key_arn") => AddsResources;
    CKV_AWS_119 Low "table has no customer-managed KMS key"
        "A customer-managed key controls who may read, and access can be revoked."
        "aws_dynamodb_table":
            All(&[Is("server_side_encryption.enabled", TRUE), Has("server_side_encryption.kms_key_arn")])
            => Recipe(&recipe::TABLE_KEY);
    CKV2_AWS_16 Low "table has no auto scaling"
        "Requests above the provisioned capacity are throttled."
        "aws_dynamodb_table": graph!(or[
            and[
                filter "aws_dynamodb_table",
                "aws_dynamodb_table" connected "aws_appautoscaling_target",
                "aws_appautoscaling_target" connected "aws_appautoscaling_policy",
                or[
                    "aws_dynamodb_table"."billing_mode" == "PROVISIONED",
                    "aws_dynamodb_table"."billing_mode" not_exists,
                ],
                "aws_appautoscaling_target"."service_namespace" == "dynamodb",
            ],
            "aws_dynamodb_table"."billing_mode" == "PAY_PER_REQUEST",
        ]) => Recipe(&recipe::TABLE_SCALING);
    CKV_AWS_165 Medium "global table cannot be restored"
        "Data that is deleted by mistake cannot be recovered."
        "aws_dynamodb_global_table": Always;
}
