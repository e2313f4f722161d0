//! Defines the rules for Bedrock agents.

rules! {
    CKV_AWS_373 Low "agent has no customer-managed KMS key" // severity: as for other keys
        "A customer-managed key controls who may read the agent, and access can be revoked."
        "aws_bedrockagent_agent": Has("customer_encryption_key_arn") => AddsResources;
    CKV_AWS_383 Medium "agent has no guardrail" // severity: the agent's answers are not restricted
        "Without a guardrail, the agent's input and output are not filtered."
        "aws_bedrockagent_agent": Has("guardrail_configuration.guardrail_identifier");
}
