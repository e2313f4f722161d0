//! Implements the custom predicates of the SQS rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Resource, Verdict, policy};

/// Checks that no statement allows every action.
pub(super) fn names_actions(resource: &Resource) -> Verdict {
    let statements = policy::statements(resource, "policy").unwrap_or_default();
    let every = |statement: &&Value| {
        policy::allows(statement) && policy::texts(statement, "Action").contains(&"*")
    };
    passed(!statements.iter().any(every))
}

/// Checks that no statement allows everybody to use queues without a condition.
pub(super) fn is_not_open(resource: &Resource) -> Verdict {
    let statements = policy::statements(resource, "policy").unwrap_or_default();
    let open = |statement: &&Value| {
        let of_queues = |action: &&str| {
            *action == "*" || action.starts_with("sqs:") || action.starts_with("SQS:")
        };
        policy::allows(statement)
            && policy::texts(statement, "Action").iter().any(of_queues)
            && policy::includes_everybody(statement)
            && statement.get("Condition").is_none()
    };
    passed(!statements.iter().any(open))
}
