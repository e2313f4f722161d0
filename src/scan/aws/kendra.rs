//! Defines the rules for Kendra indexes.

rules! {
    CKV_AWS_262 Low "index has no customer-managed KMS key"
        "A customer-managed key controls who may read the index, and access can be revoked."
        "aws_kendra_index": Has("server_side_encryption_configuration.kms_key_id") => AddsResources;
}
