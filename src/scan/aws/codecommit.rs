//! Defines the rules for CodeCommit repositories.

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
        rationale: "A single person can change the deployed code.",
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
        rationale: "A single person can change the deployed code.",
        check: Custom(predicates::requires_two_approvals),
        fix: None,
    },
];
