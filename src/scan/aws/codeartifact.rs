//! Defines the rules for CodeArtifact.

rules! {
    CKV_AWS_221 Low "no customer-managed KMS key (encryption_key)"
        "A customer-managed key controls who may read the packages, and access can be revoked."
        "aws_codeartifact_domain": Has("encryption_key") => AddsResources;
}
