//! Rules for Bedrock agents.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_373",
        types: &["aws_bedrockagent_agent"],
        severity: Low, // no published one: as the other keys of your own
        message: "agent has no KMS key of your own",
        rationale: "A key of your own decides who may read the agent, and can be taken away.",
        check: Has("customer_encryption_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_383",
        types: &["aws_bedrockagent_agent"],
        severity: Medium, // no published one: the agent says anything
        message: "agent has no guardrail",
        rationale: "Nothing keeps the agent from what it must not say or do.",
        check: Has("guardrail_configuration.guardrail_identifier"),
        fix: Fix::None,
    },
];
