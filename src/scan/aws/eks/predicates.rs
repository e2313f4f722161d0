//! Implements the custom predicates of the EKS rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict};

/// Checks that the public endpoint is off, or open to chosen addresses only.
pub(super) fn is_closed(resource: &Resource) -> Verdict {
    let vpcs = resource.nested_blocks("vpc_config");
    let Some(vpc) = vpcs.first() else {
        return match resource.find("vpc_config") {
            Found::Missing => Verdict::Unknown,
            _ => Verdict::Failed,
        };
    };
    if let Found::Value(Value::Bool(false)) = vpc.find("endpoint_public_access") {
        return Verdict::Passed;
    }
    match vpc.find("public_access_cidrs") {
        Found::Value(Value::List(cidrs)) => {
            passed(!cidrs.is_empty() && !cidrs.contains(&Value::Text("0.0.0.0/0".to_owned())))
        }
        Found::Value(Value::Unknown(_)) => Verdict::Passed,
        _ => Verdict::Failed,
    }
}
