//! Defines the rules for Secrets Manager secrets.

use crate::scan::{Resource, Verdict, passed};

rules! {
    CKV_AWS_149 Medium "secret has no customer-managed KMS key"
        "A customer-managed key controls who may read, and access can be revoked."
        "aws_secretsmanager_secret": All(&[Filled("kms_key_id"), Custom(own_key)])
            => Recipe(&recipe::SECRET_KEY);
    CKV2_AWS_57 Medium "secret is never rotated" // severity: as for key rotation
        "A leaked secret stays valid for ever."
        "aws_secretsmanager_secret": graph!(and[
            filter "aws_secretsmanager_secret",
            "aws_secretsmanager_secret" connected "aws_secretsmanager_secret_rotation",
        ]);
    CKV_AWS_304 Medium "secret is rotated too rarely" // severity: as for key rotation
        "A leaked secret stays valid until it is rotated."
        "aws_secretsmanager_secret_rotation":
            Any(&[Between("rotation_rules.automatically_after_days", 1, 90), Custom(rotates_often_enough)]);
}

/// Checks that the key is not an AWS-managed key.
fn own_key(resource: &Resource) -> Verdict {
    let key = resource.text("kms_key_id");
    passed(key.is_none_or(|key| !key.contains("aws/")))
}

/// Checks that a schedule runs at least every 90 days.
///
/// Calendar (`cron`) schedules are assumed frequent enough.
fn rotates_often_enough(resource: &Resource) -> Verdict {
    let schedule = resource.text("rotation_rules.schedule_expression");
    let schedule = schedule.as_deref().unwrap_or_default();
    let rate = schedule.strip_prefix("rate(").unwrap_or_default();
    let mut words = rate.trim_end_matches(')').split_whitespace();
    let count: Option<u32> = words.next().and_then(|count| count.parse().ok());
    let most = match words.next().map(|unit| unit.trim_end_matches('s')) {
        Some("day") => 90,
        Some("hour") => 2_160,
        Some("minute") => 129_600,
        _ => 0,
    };
    passed(schedule.starts_with("cron(") || count.is_some_and(|count| count <= most))
}
