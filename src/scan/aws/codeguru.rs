//! Defines the rules for CodeGuru.

rules! {
    CKV_AWS_381 Low "reviewed code has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_codegurureviewer_repository_association":
            Is("kms_key_details.encryption_option", Text("CUSTOMER_MANAGED_CMK"));
}
