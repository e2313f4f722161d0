//! Defines the rules for CloudTrail.

rules! {
    CKV_AWS_35 Info "no customer-managed KMS key (kms_key_id)"
        "A customer-managed key controls who may read the trail, and access can be revoked."
        "aws_cloudtrail": Has("kms_key_id") => AddsResources;
    CKV_AWS_36 Low "log files are not validated"
        "Changed or deleted log files go unnoticed."
        "aws_cloudtrail": Is("enable_log_file_validation", TRUE) => Free(Implied);
    CKV_AWS_67 Info "trail covers one region only"
        "Actions in other regions are not recorded."
        "aws_cloudtrail": Is("is_multi_region_trail", TRUE) => Free(Implied);
    CKV_AWS_251 Low "trail is switched off"
        "Without a trail, it cannot be determined later who did what in the account."
        "aws_cloudtrail": UnsetOrOneOf("enable_logging", &[TRUE]) => Free(Implied);
    CKV_AWS_252 Low "trail has no SNS topic (sns_topic_name)"
        "New log files arrive without a notification."
        "aws_cloudtrail": Has("sns_topic_name") => Recipe(&recipe::TRAIL_TOPIC);
    CKV_AWS_294 Low "event data store has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the events, and access can be revoked."
        "aws_cloudtrail_event_data_store": Has("kms_key_id") => AddsResources;
    CKV2_AWS_10 Info "trail is not sent to CloudWatch"
        "Without CloudWatch, an ongoing attack triggers no alarm."
        "aws_cloudtrail": graph!(and[
            filter "aws_cloudtrail",
            "aws_cloudtrail" connected "aws_cloudwatch_log_group",
            "aws_cloudtrail"."cloud_watch_logs_group_arn" exists,
        ]);
}
