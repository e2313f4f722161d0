//! Implements the custom predicates of the RDS rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Fails versions whose log_fdw extension lets users read files of the host.
pub(super) fn is_safe_from_file_reads(resource: &Resource) -> Verdict {
    let text = |path| match resource.find(path) {
        Found::Value(Value::Text(text)) => text,
        _ => String::new(),
    };
    let aurora = match text("engine").as_str() {
        "postgres" => false,
        "aurora-postgresql" => true,
        _ => return Verdict::Unknown,
    };
    let version = text("engine_version");
    let parts: Vec<&str> = version.split('.').collect();
    let numbers: Vec<Option<u32>> = parts.iter().map(|part| part.parse().ok()).collect();
    let (Some(Some(major)), Some(Some(minor))) = (numbers.first(), numbers.get(1)) else {
        return Verdict::Unknown;
    };
    if parts.len() > if aurora { 2 } else { 3 } {
        return Verdict::Unknown;
    }
    let safe = match (aurora, major) {
        (false, 9) if *minor == 6 => match numbers.get(2) {
            Some(Some(patch)) => *patch > 21,
            _ => return Verdict::Unknown,
        },
        (false, 10) => *minor > 16,
        (false, 11) => *minor > 11,
        (false, 12) => *minor > 6,
        (false, 13) => *minor > 2,
        (false, major) => *major >= 14,
        (true, 10) => *minor > 13,
        (true, 11) => *minor > 8,
        (true, major) => *major >= 12,
    };
    passed(safe)
}
