//! Defines the rules for EventBridge.

rules! {
    CKV_AWS_297 Low "schedule has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the payload, and access can be revoked."
        "aws_scheduler_schedule": Has("kms_key_arn") => AddsResources;
}
