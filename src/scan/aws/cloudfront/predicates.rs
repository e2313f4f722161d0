//! Implements the custom predicates of the CloudFront rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::Is, FALSE, Resource, Verdict, tree};

/// Checks that an origin group has two members and failover criteria.
pub(super) fn has_failover(group: &Resource) -> Verdict {
    let two = group.nested_blocks("member").len() >= 2;
    passed(!group.nested_blocks("failover_criteria").is_empty() && two)
}

/// Checks that origins that are AWS services are requested over HTTPS only.
pub(super) fn origins_encrypted(resource: &Resource) -> Verdict {
    if Is("enabled", FALSE).holds(resource) {
        return Verdict::Passed;
    }
    let origins = resource
        .values_at("origin")
        .into_iter()
        .flat_map(tree::items);
    let plain = |origin: &&Value| {
        let policy = origin.get("custom_origin_config");
        let policy = policy.and_then(|it| it.get("origin_protocol_policy"));
        matches!(policy, Some(Value::Text(policy)) if policy != "https-only")
    };
    let of_aws = |origin: &Value| {
        let parts = [".mediastore.", ".mediapackage.", ".elb."];
        matches!(origin.get("domain_name"), Some(Value::Text(domain))
            if parts.iter().any(|part| domain.contains(part)))
    };
    let mut plain = origins.filter(plain);
    passed(!plain.any(of_aws))
}
