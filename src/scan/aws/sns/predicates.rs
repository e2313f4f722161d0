//! Implements the custom predicates of the SNS rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict, policy};

/// Checks that no statement admits an account by its ARN without a condition.
pub(super) fn admits_no_other_account(resource: &Resource) -> Verdict {
    if resource.find("policy") == Found::Missing {
        return Verdict::Passed;
    }
    policy::statements(resource, "policy").map_or(Verdict::Unknown, |statements| {
        let reaches_out = |statement: &&Value| {
            let principals = statement.get("Principal");
            let named = principals.map_or(Vec::new(), |it| policy::texts(it, "AWS"));
            policy::allows(statement)
                && named.iter().any(|name| name.starts_with("arn:aws:iam::"))
                && !policy::limits_caller(statement)
        };
        passed(!statements.iter().any(reaches_out))
    })
}
