//! Defines the rules for Batch.

use crate::hcl::Value;
use crate::scan::{Resource, Verdict, passed, truthy_at};

rules! {
    CKV_AWS_210 Low "container of the job is privileged"
        "An attacker in the container controls the host."
        "aws_batch_job_definition": Custom(is_unprivileged);
}

/// Checks that the container of a job does not have the privileges of its host.
fn is_unprivileged(resource: &Resource) -> Verdict {
    match resource.values_at("container_properties").first() {
        Some(container @ Value::Object(_)) => passed(!truthy_at(container, "privileged")),
        _ => Verdict::Unknown,
    }
}
