//! Defines the rules for CodeCommit repositories.

use crate::hcl::Value;
use crate::scan::{Found, Resource, Verdict, passed, tree};

rules! {
    CKV2_AWS_37 Low "changes need no approval"
        "A single person can change the deployed code."
        "aws_codecommit_repository": graph!(and[
            "aws_codecommit_repository" connected "aws_codecommit_approval_rule_template_association",
            filter "aws_codecommit_repository",
        ]);
    CKV_AWS_257 Low "changes need fewer than two approvals"
        "A single person can change the deployed code."
        "aws_codecommit_approval_rule_template": Custom(requires_two_approvals);
}

/// Checks that the first statement of a template requires two approvals.
fn requires_two_approvals(resource: &Resource) -> Verdict {
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
