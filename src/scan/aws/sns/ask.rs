//! A resource in, what no word of the rules says of it out.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict, policy};

/// Whether no statement lets everybody in.
pub(super) fn is_private(resource: &Resource) -> Verdict {
    match resource.find("policy") {
        Found::Missing => Verdict::Passed,
        _ => policy::statements(resource, "policy").map_or(Verdict::Unknown, |statements| {
            let open = |statement: &&Value| {
                policy::allows(statement)
                    && policy::is_open(statement)
                    && statement.get("Condition").is_none()
            };
            passed(!statements.iter().any(open))
        }),
    }
}
