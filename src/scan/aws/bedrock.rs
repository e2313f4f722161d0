//! Defines the rules for Bedrock agents.

rules! {
    // no published severity: as other customer-managed keys
    CKV_AWS_373 Low "agent has no customer-managed KMS key"
        "A customer-managed key controls who may read the agent, and access can be revoked."
        "aws_bedrockagent_agent": Has("customer_encryption_key_arn") => AddsResources;
    // no published severity: the agent's answers are not restricted
    CKV_AWS_383 Medium "agent has no guardrail"
        "Without a guardrail, the agent's input and output are not filtered."
        "aws_bedrockagent_agent": Has("guardrail_configuration.guardrail_identifier");
}
