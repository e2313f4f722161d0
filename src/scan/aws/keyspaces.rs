//! Defines the rules for Keyspaces.

rules! {
    CKV_AWS_265 Low "table has no customer-managed KMS key"
        "A customer-managed key controls who may read it, and access can be revoked."
        "aws_keyspaces_table": All(&[
            Filled("encryption_specification.kms_key_identifier"),
            Is("encryption_specification.type", Text("CUSTOMER_MANAGED_KMS_KEY")),
        ]);
}
