//! Defines the rules for Timestream.

rules! {
    CKV_AWS_160 Medium "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_timestreamwrite_database": Has("kms_key_id") => AddsResources;
}
