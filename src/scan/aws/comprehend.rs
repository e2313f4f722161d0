//! Defines the rules for Comprehend.

rules! {
    CKV_AWS_267 Low "model has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the model, and access can be revoked."
        "aws_comprehend_entity_recognizer": Has("model_kms_key_id") => AddsResources;
    CKV_AWS_268 Low "volume has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the volume, and access can be revoked."
        "aws_comprehend_entity_recognizer": Has("volume_kms_key_id") => AddsResources;
}
