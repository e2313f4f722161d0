//! Rules for code repositories.

mod predicates;

use crate::scan::Graph::{And, Connection, Filter};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV2_AWS_37",
        types: &["aws_codecommit_repository"],
        severity: Low,
        message: "changes need no approval",
        rationale: "One person can change what runs.",
        check: GraphPolicy(&And(&[
            Connection(
                &["aws_codecommit_repository"],
                &["aws_codecommit_approval_rule_template_association"],
            ),
            Filter(&["aws_codecommit_repository"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_257",
        types: &["aws_codecommit_approval_rule_template"],
        severity: Low,
        message: "changes need fewer than two approvals",
        rationale: "One person can change what runs.",
        check: Custom(predicates::requires_two_approvals),
        fix: None,
    },
];
