//! Rules for code repositories.

mod ask;

use crate::scan::Graph::{And, Link, Only};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV2_AWS_37",
        types: &["aws_codecommit_repository"],
        severity: Low,
        wrong: "changes need no approval",
        why: "One person can change what runs.",
        check: Over(&And(&[
            Link(
                &["aws_codecommit_repository"],
                &["aws_codecommit_approval_rule_template_association"],
            ),
            Only(&["aws_codecommit_repository"]),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_257",
        types: &["aws_codecommit_approval_rule_template"],
        severity: Low,
        wrong: "changes need fewer than two approvals",
        why: "One person can change what runs.",
        check: Code(ask::two_approve),
        fix: None,
    },
];
