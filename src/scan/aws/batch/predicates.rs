//! Implements the custom predicates of the Batch rules.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Resource, Verdict};

/// Checks that the container of a job does not have the privileges of its host.
pub(super) fn is_unprivileged(resource: &Resource) -> Verdict {
    match resource.values_at("container_properties").first() {
        Some(container @ Value::Object(_)) => {
            passed(!container.get("privileged").is_some_and(truthy))
        }
        _ => Verdict::Unknown,
    }
}
