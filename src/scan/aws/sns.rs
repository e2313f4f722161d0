//! Defines the rules for SNS topics.

use crate::hcl::Value;
use crate::scan::policy;

rules! {
    CKV_AWS_26 Medium "messages are not encrypted (kms_master_key_id)"
        "Stored messages can be read by anyone with access to the storage."
        "aws_sns_topic": Has("kms_master_key_id") => Recipe(&recipe::TOPIC_KEY);
    CKV_AWS_169 Medium "topic policy allows everybody"
        "Anybody can publish to the topic or subscribe to it."
        "aws_sns_topic_policy": Custom(|it| policy::is_private(it, "policy"));
    CKV_AWS_385 Medium "topic policy allows another account" // severity: as other cross-account access
        "You do not control how the other account uses the topic."
        "aws_sns_topic_policy": Custom(|it| policy::no_known_statement(it, "policy", admits_account));
}

/// Returns whether a statement admits an account by its ARN without a condition.
fn admits_account(statement: &Value) -> bool {
    let mut accounts = policy::aws_principals(statement).into_iter();
    policy::allows(statement)
        && accounts.any(|name| name.starts_with("arn:aws:iam::"))
        && !policy::limits_caller(statement)
}
