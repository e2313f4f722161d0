//! Implements checks that several services share.

use super::check::{Verdict, passed};
use super::{Found, Resource};
use crate::hcl::Value;

/// Checks that a list of logs contains all of the given logs.
pub(super) fn exports_all(resource: &Resource, path: &str, logs: &[&str]) -> Verdict {
    listed(resource, path, |has| logs.iter().all(|log| has(log)))
}

/// Checks that a list of logs contains at least one of the given logs.
pub(super) fn exports_one(resource: &Resource, path: &str, logs: &[&str]) -> Verdict {
    listed(resource, path, |has| logs.iter().any(|log| has(log)))
}

/// Checks the type of a resource, for a rule that covers several types.
pub(super) fn is_type(resource: &Resource, type_name: &str) -> Verdict {
    passed(resource.type_name() == type_name)
}

fn listed(
    resource: &Resource,
    path: &str,
    holds: impl Fn(&dyn Fn(&str) -> bool) -> bool,
) -> Verdict {
    let Found::Value(Value::List(items)) = resource.find(path) else {
        return Verdict::Failed;
    };
    let has = |log: &str| {
        items
            .iter()
            .any(|item| matches!(item, Value::Text(it) if it == log))
    };
    passed(holds(&has))
}
