//! Implements the custom predicates of the OpenSearch rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Checks that the traffic between several nodes is encrypted.
///
/// A single node has no such traffic and passes.
pub(super) fn nodes_encrypted(resource: &Resource) -> Verdict {
    match resource.find("cluster_config.instance_count") {
        Found::Missing => return Verdict::Passed,
        Found::Value(Value::Number(count)) if count > 1.0 => {}
        Found::Value(Value::Number(count)) if count != 0.0 => return Verdict::Passed,
        _ => return Verdict::Unknown,
    }
    match resource.find("node_to_node_encryption.enabled") {
        Found::Missing => Verdict::Failed,
        Found::Value(Value::Bool(enabled)) => passed(enabled),
        _ => Verdict::Unknown,
    }
}
