//! Defines the rules for Bedrock agents.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_373",
        types: &["aws_bedrockagent_agent"],
        severity: Low, // no published one: as other customer-managed keys
        message: "agent has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the agent, and access can be revoked.",
        check: Has("customer_encryption_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_383",
        types: &["aws_bedrockagent_agent"],
        severity: Medium, // no published one: the agent's answers are not restricted
        message: "agent has no guardrail",
        rationale: "Without a guardrail, the agent's input and output are not filtered.",
        check: Has("guardrail_configuration.guardrail_identifier"),
        fix: Fix::None,
    },
];
