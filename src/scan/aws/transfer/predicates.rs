//! Implements the custom predicates of the Transfer rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Oldest month of a security policy that counts as recent.
///
/// The date is two years before this table was compared with Checkov, which uses the current date.
const RECENT: (u32, u32) = (2024, 12);

/// Checks that the security policy of a server is recent, by the month in its name.
pub(super) fn policy_is_recent(resource: &Resource) -> Verdict {
    let name = match resource.find("security_policy_name") {
        Found::Missing => return Verdict::Failed,
        Found::Value(Value::Text(name)) => name,
        _ => return Verdict::Unknown,
    };
    let parts: Vec<&str> = name.split('-').collect();
    let month = parts.windows(2).find_map(|pair| {
        let (year, month) = (pair[0].parse().ok()?, pair[1].parse().ok()?);
        (1..=12).contains(&month).then_some((year, month))
    });
    month.map_or(Verdict::Unknown, |month| passed(month >= RECENT))
}
