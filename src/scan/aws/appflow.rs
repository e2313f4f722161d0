//! Defines the rules for AppFlow.

rules! {
    CKV_AWS_263 Low "flow has no customer-managed KMS key"
        "A customer-managed key controls who may read the data, and access can be revoked."
        "aws_appflow_flow": Has("kms_arn") => AddsResources;
    CKV_AWS_264 Low "connector profile has no customer-managed KMS key"
        "A customer-managed key controls who may read the credentials, and access can be revoked."
        "aws_appflow_connector_profile": Has("kms_arn") => AddsResources;
}
