//! Defines the rules for Step Functions.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_284",
        types: &["aws_sfn_state_machine"],
        severity: Low,
        message: "X-Ray tracing is off",
        rationale: "Without traces, it is not visible where a slow or failing run got stuck.",
        check: Is("tracing_configuration.enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_285",
        types: &["aws_sfn_state_machine"],
        severity: Medium,
        message: "execution data is not logged",
        rationale: "Without it, the input and output of an execution cannot be determined later.",
        check: Is("logging_configuration.include_execution_data", TRUE),
        fix: Made(&recipe::STATE_MACHINE_LOG),
    },
];
