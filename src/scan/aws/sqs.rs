//! Defines the rules for SQS queues.

use crate::hcl::Value;
use crate::scan::policy;

rules! {
    CKV_AWS_27 Medium "queue is not encrypted"
        "Anyone with access to the queue can read it."
        "aws_sqs_queue": Any(&[Filled("sqs_managed_sse_enabled"), Filled("kms_master_key_id")])
            => Free(Set(&[("sqs_managed_sse_enabled", TRUE)]));
    CKV_AWS_168 High "queue policy allows everybody"
        "Anybody can send messages to the queue or read them."
        ["aws_sqs_queue", "aws_sqs_queue_policy"]: Custom(|it| policy::is_private(it, "policy"));
    CKV_AWS_72 Info "queue policy allows every action"
        "Anyone with access can empty or delete the queue."
        "aws_sqs_queue_policy": Custom(|it| policy::no_statement(it, "policy", allows_all));
    CKV2_AWS_73 Low "queue is encrypted with an AWS-managed key" // severity: as for other keys
        "A customer-managed key controls who may read, and access can be revoked."
        "aws_sqs_queue": graph!(or[
            "aws_sqs_queue"."kms_master_key_id" not_exists,
            "aws_sqs_queue"."kms_master_key_id" != "alias/aws/sqs",
        ]);
    CKV_AWS_387 Medium "queue policy allows everybody" // severity: as other open policies
        "Everybody on the internet can read, send or destroy messages."
        "aws_sqs_queue_policy": Custom(|it| policy::no_statement(it, "policy", is_open));
}

/// Returns whether a statement allows every action.
fn allows_all(statement: &Value) -> bool {
    policy::allows(statement) && policy::texts(statement, "Action").contains(&"*")
}

/// Returns whether a statement allows everybody to use queues without a condition.
fn is_open(statement: &Value) -> bool {
    let of_queues = |it: &&str| *it == "*" || it.starts_with("sqs:") || it.starts_with("SQS:");
    policy::allows(statement)
        && policy::texts(statement, "Action").iter().any(of_queues)
        && policy::includes_everybody(statement)
        && statement.get("Condition").is_none()
}
