//! Defines the rules for Glue.

rules! {
    CKV_AWS_195 Low "no security configuration"
        "Results, bookmarks and logs are written unencrypted."
        ["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"]: Has("security_configuration")
            => Recipe(&recipe::JOB_KEY);
    CKV_AWS_94 High "catalog is not encrypted"
        "Anyone with access to the catalog can read it."
        "aws_glue_data_catalog_encryption_settings": All(&[
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
        ]);
    CKV_AWS_99 High "jobs do not encrypt what they write"
        "Anyone with access to the output can read it."
        "aws_glue_security_configuration": All(&[
            Is("encryption_configuration.cloudwatch_encryption.cloudwatch_encryption_mode", Text("SSE-KMS")),
            Has("encryption_configuration.cloudwatch_encryption.kms_key_arn"),
            Is(
                "encryption_configuration.job_bookmarks_encryption.job_bookmarks_encryption_mode",
                Text("CSE-KMS"),
            ),
            Has("encryption_configuration.job_bookmarks_encryption.kms_key_arn"),
            Has("encryption_configuration.s3_encryption.s3_encryption_mode"),
            IsNot("encryption_configuration.s3_encryption.s3_encryption_mode", Text("DISABLED")),
        ]);
}
