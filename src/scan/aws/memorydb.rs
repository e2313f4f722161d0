//! Defines the rules for MemoryDB.

rules! {
    CKV_AWS_201 Low "no customer-managed KMS key (kms_key_arn)"
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_memorydb_cluster": Has("kms_key_arn") => AddsResources;
    CKV_AWS_202 Low "traffic is not encrypted"
        "An attacker on the network can read the data."
        "aws_memorydb_cluster": IsNot("tls_enabled", FALSE)
            => NeedsConsent(Implied, "clients must connect with TLS");
    CKV_AWS_278 Low "snapshot has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the snapshot, and access can be revoked."
        "aws_memorydb_snapshot": Has("kms_key_arn") => AddsResources;
}
