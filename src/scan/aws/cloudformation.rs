//! Defines the rules for CloudFormation stacks.

rules! {
    CKV_AWS_124 Low "stack has no SNS topic for its events"
        "Changes and failures of the stack go unnoticed."
        "aws_cloudformation_stack": Has("notification_arns") => AddsResources;
}
