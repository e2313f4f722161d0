//! Implements the custom predicates of the Lambda rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Found, Literal, Resource, Verdict};

/// Checks that an environment, if there is one, has a key.
pub(super) fn environment_has_key(resource: &Resource) -> Verdict {
    let has_key = !matches!(resource.find("kms_key_arn"), Found::Missing);
    if matches!(resource.find("environment"), Found::Missing) {
        return if has_key {
            Verdict::Failed
        } else {
            Verdict::Unknown
        };
    }
    passed(has_key && !Is("kms_key_arn", Literal::Text("")).holds(resource))
}

/// Checks that a service may invoke the function for a named source only.
pub(super) fn names_source(resource: &Resource) -> Verdict {
    let principal = match resource.find("principal") {
        Found::Value(Value::Text(principal)) => principal,
        _ => return Verdict::Unknown,
    };
    let mut parts = principal.split('.').skip(1);
    if (parts.next(), parts.next()) != (Some("amazonaws"), Some("com")) {
        return Verdict::Unknown;
    }
    let set = |path| !matches!(resource.find(path), Found::Missing);
    passed(set("source_arn") || set("source_account"))
}
