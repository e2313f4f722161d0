//! Implements the custom predicates of the CodeCommit rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict, tree};

/// Checks that the first statement of a template requires two approvals.
pub(super) fn requires_two_approvals(resource: &Resource) -> Verdict {
    let content = resource.values_at("content");
    let Some(content @ Value::Object(_)) = content.first() else {
        return match resource.find("content") {
            Found::Missing => Verdict::Failed,
            _ => Verdict::Unknown,
        };
    };
    let statement = content.get("Statements").map(tree::items);
    let statement = statement.and_then(|statements| statements.first());
    let needed = statement.and_then(|statement| statement.get("NumberOfApprovalsNeeded"));
    passed(matches!(needed, Some(Value::Number(needed)) if *needed >= 2.0))
}
