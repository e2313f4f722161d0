//! Implements the custom predicates of the KMS rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Resource, Verdict, policy};

/// Checks that no statement without a condition lets everybody use the key.
pub(super) fn is_private(resource: &Resource) -> Verdict {
    let statements = policy::statements(resource, "policy").unwrap_or_default();
    let open = |statement: &&Value| {
        let denies = matches!(statement.get("Effect"), Some(Value::Text(it)) if it == "Deny");
        !denies && statement.get("Condition").is_none() && policy::includes_everybody(statement)
    };
    passed(!statements.iter().any(open))
}
