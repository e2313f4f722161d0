//! Defines the rules for SNS topics.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Found, Resource, Verdict, policy};

rules! {
    CKV_AWS_26 Medium "messages are not encrypted (kms_master_key_id)"
        "Stored messages can be read by anyone with access to the storage."
        "aws_sns_topic": Has("kms_master_key_id") => Recipe(&recipe::TOPIC_KEY);
    CKV_AWS_169 Medium "topic policy allows everybody"
        "Anybody can publish to the topic or subscribe to it."
        "aws_sns_topic_policy": Custom(|it| policy::is_private(it, "policy"));
    // no published severity: as other policies that admit other accounts
    CKV_AWS_385 Medium "topic policy allows another account"
        "You do not control how the other account uses the topic."
        "aws_sns_topic_policy": Custom(admits_no_other_account);
}

/// Checks that no statement admits an account by its ARN without a condition.
fn admits_no_other_account(resource: &Resource) -> Verdict {
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
