//! Defines the rules for Backup vaults.

rules! {
    CKV_AWS_166 Medium "vault has no customer-managed KMS key"
        "A customer-managed key controls who may read the backups, and access can be revoked."
        "aws_backup_vault": Has("kms_key_arn") => AddsResources;
}
