//! Defines the rules for Connect.

rules! {
    CKV_AWS_269 Low "video storage has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may watch the calls, and access can be revoked."
        "aws_connect_instance_storage_config":
            Has("storage_config.kinesis_video_stream_config.encryption_config.key_id") => AddsResources;
    CKV_AWS_270 Low "S3 storage has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may hear the calls, and access can be revoked."
        "aws_connect_instance_storage_config": Has("storage_config.s3_config.encryption_config.key_id")
            => AddsResources;
}
