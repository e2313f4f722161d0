//! Defines the rules for Kinesis streams.

rules! {
    CKV_AWS_43 Medium "stream is not encrypted"
        "Stored records can be read by anyone with access to the storage."
        "aws_kinesis_stream": Is("encryption_type", Text("KMS"))
            => Free(Set(&[("encryption_type", Text("KMS")), ("kms_key_id", Text("alias/aws/kinesis"))]));
    CKV_AWS_177 Low "video stream has no customer-managed KMS key"
        "A customer-managed key controls who may watch, and access can be revoked."
        "aws_kinesis_video_stream": Has("kms_key_id") => AddsResources;
    CKV_AWS_185 Low "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the stream, and access can be revoked."
        "aws_kinesis_stream": Has("kms_key_id") => AddsResources;
    CKV_AWS_240 Low "delivery stream is not encrypted"
        "Anyone with access to the stream can read it."
        "aws_kinesis_firehose_delivery_stream":
            Unless(&Has("kinesis_source_configuration"), &Is("server_side_encryption.enabled", TRUE))
            => If(
                &Has("server_side_encryption.enabled"),
                &None,
                &Free(Set(&[("server_side_encryption.enabled", TRUE)])),
            );
    CKV_AWS_241 Low "delivery stream has no customer-managed KMS key"
        "A customer-managed key controls who may read, and access can be revoked."
        "aws_kinesis_firehose_delivery_stream": Unless(
            &Has("kinesis_source_configuration"),
            &All(&[
                Is("server_side_encryption.enabled", TRUE),
                Is("server_side_encryption.key_type", Text("CUSTOMER_MANAGED_CMK")),
                Has("server_side_encryption.key_arn"),
            ]),
        ) => Recipe(&recipe::STREAM_KEY);
}
