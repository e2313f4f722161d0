//! Implements the custom predicates of the Secrets Manager rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Checks that the key is not an AWS-managed key.
pub(super) fn own_key(resource: &Resource) -> Verdict {
    match resource.find("kms_key_id") {
        Found::Value(Value::Text(key)) => passed(!key.contains("aws/")),
        _ => Verdict::Passed,
    }
}

/// Checks that a schedule runs at least every 90 days.
///
/// Calendar (`cron`) schedules are assumed frequent enough.
pub(super) fn rotates_often_enough(resource: &Resource) -> Verdict {
    let Found::Value(Value::Text(text)) = resource.find("rotation_rules.schedule_expression")
    else {
        return Verdict::Failed;
    };
    if text.starts_with("cron(") {
        return Verdict::Passed;
    }
    let rate = text.strip_prefix("rate(").unwrap_or_default();
    let mut words = rate.trim_end_matches(')').split_whitespace();
    let count: Option<u32> = words.next().and_then(|count| count.parse().ok());
    let most = match words.next().map(|unit| unit.trim_end_matches('s')) {
        Some("day") => 90,
        Some("hour") => 2_160,
        Some("minute") => 129_600,
        _ => 0,
    };
    passed(count.is_some_and(|count| count <= most))
}
