//! Implements the custom predicates of the S3 rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Literal, Resource, Verdict, policy};

/// Checks that an enabled lifecycle rule for all objects aborts failed uploads.
pub(super) fn aborts_uploads(resource: &Resource) -> Verdict {
    let rules = resource.nested_blocks("rule");
    let narrow = |filter: &Resource| {
        let of = |filter: &Resource| {
            [
                "prefix",
                "object_size_greater_than",
                "object_size_less_than",
            ]
            .iter()
            .any(|name| Filled(name).holds(filter))
                || !filter.nested_blocks("tag").is_empty()
        };
        of(filter) || filter.nested_blocks("and").iter().any(of)
    };
    let aborts = |rule: &Resource| {
        !rule
            .nested_blocks("abort_incomplete_multipart_upload")
            .is_empty()
            && Is("status", Literal::Text("Enabled")).holds(rule)
            && !rule.nested_blocks("filter").iter().any(narrow)
    };
    passed(rules.iter().any(aborts))
}

/// Checks that an ACL does not let everybody read its grants.
pub(super) fn hides_grants(resource: &Resource) -> Verdict {
    const ALL: &str = "http://acs.amazonaws.com/groups/global/AllUsers";
    let policies = resource.nested_blocks("access_control_policy");
    let mut grants = policies
        .iter()
        .flat_map(|policy| policy.nested_blocks("grant"));
    passed(!grants.any(|grant| {
        let may = OneOf(
            "permission",
            &[Literal::Text("FULL_CONTROL"), Literal::Text("READ_ACP")],
        );
        let of_all = |grantee: &Resource| Is("uri", Literal::Text(ALL)).holds(grantee);
        may.holds(&grant) && grant.nested_blocks("grantee").iter().any(of_all)
    }))
}

pub(super) fn limits_principals(resource: &Resource) -> Verdict {
    let Some(statements) = policy::statements(resource, "policy") else {
        return Verdict::Unknown;
    };
    if statements.is_empty() || statements.iter().all(|it| it.get("Effect").is_none()) {
        return if statements.is_empty() {
            Verdict::Passed
        } else {
            Verdict::Unknown
        };
    }
    for statement in statements {
        if !policy::allows(statement) || !policy::includes_everybody(statement) {
            continue;
        }
        return passed(policy::identifies_caller(statement));
    }
    Verdict::Passed
}

pub(super) fn does_not_lock_out(resource: &Resource) -> Verdict {
    let statements = policy::statements(resource, "policy").unwrap_or_default();
    let locks = |statement: &&Value| {
        let denies = matches!(statement.get("Effect"), Some(Value::Text(it)) if it == "Deny");
        let all = policy::texts(statement, "Action")
            .iter()
            .any(|it| ["*", "s3:*"].contains(it));
        denies
            && all
            && policy::includes_everybody(statement)
            && statement.get("Condition").is_none()
    };
    passed(!statements.iter().any(locks))
}
