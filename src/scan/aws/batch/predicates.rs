//! A resource in, what no word of the rules says of it out.

use crate::hcl::Value;
use crate::scan::check::{passed, truthy};
use crate::scan::{Resource, Verdict};

/// Whether the container of a job goes without the rights of its host.
pub(super) fn is_unprivileged(resource: &Resource) -> Verdict {
    match resource.values_at("container_properties").first() {
        Some(container @ Value::Object(_)) => {
            passed(!container.get("privileged").is_some_and(truthy))
        }
        _ => Verdict::Unknown,
    }
}
