//! Defines the rules for CloudWatch logs and alarms.

rules! {
    CKV_AWS_66 Low "logs never expire (retention_in_days)"
        "Logs that never expire cost more every month and keep data that should be deleted."
        "aws_cloudwatch_log_group": Has("retention_in_days")
            => Free(Set(&[("retention_in_days", Number(365))]));
    CKV_AWS_158 Low "no customer-managed KMS key (kms_key_id)"
        "Logs may contain sensitive data; a customer-managed key controls who may read them."
        "aws_cloudwatch_log_group": Has("kms_key_id") => AddsResources;
    CKV_AWS_319 Low "alarm actions are switched off" // severity: the alarm has no effect
        "The alarm detects a problem but notifies nobody."
        "aws_cloudwatch_metric_alarm": IsNot("actions_enabled", FALSE) => Free(Implied);
    CKV_AWS_338 Info "logs are kept for less than a year"
        "Many attacks are noticed only months later."
        "aws_cloudwatch_log_group":
            Any(&[Is("retention_in_days", Number(0)), AtLeast("retention_in_days", 365)])
            => Paid(Set(&[("retention_in_days", Number(365))]));
}
