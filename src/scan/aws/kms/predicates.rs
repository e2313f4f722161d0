//! A resource in, what no word of the rules says of it out.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Resource, Verdict, policy};

/// Whether no statement without a condition lets everybody use the key.
pub(super) fn is_private(resource: &Resource) -> Verdict {
    let statements = policy::statements(resource, "policy").unwrap_or_default();
    let open = |statement: &&Value| {
        let denies = matches!(statement.get("Effect"), Some(Value::Text(it)) if it == "Deny");
        !denies && statement.get("Condition").is_none() && policy::includes_everybody(statement)
    };
    passed(!statements.iter().any(open))
}
