//! Defines the rules for CodePipeline.

rules! {
    CKV_AWS_219 Low "artifacts have no customer-managed KMS key"
        "A customer-managed key controls who may read what is built, and access can be revoked."
        "aws_codepipeline": Has("artifact_store.encryption_key.id") => AddsResources;
}
