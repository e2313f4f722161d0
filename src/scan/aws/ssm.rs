//! Rules for SSM documents and parameters.

use crate::scan::Graph::{And, At};
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_303",
        types: &["aws_ssm_document"],
        severity: High, // no published one: everybody may read it
        wrong: "document is shared with everybody",
        why: "Everybody with an AWS account can read the document.",
        check: IsNot("permissions.account_ids", Text("All")),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_337",
        types: &["aws_ssm_parameter"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "no KMS key of your own (key_id)",
        why: "A key of your own decides who may read the secret, and can be taken away.",
        check: When(
            &Has("type"),
            &PassIf(&IsNot("type", Text("SecureString")), &Has("key_id")),
        ),
        fix: Companion,
    },
    Rule {
        id: "CKV2_AWS_34",
        types: &["aws_ssm_parameter"],
        severity: Low,
        wrong: "parameter is not encrypted",
        why: "Whoever may read parameters reads this one.",
        check: Over(&And(&[At(
            &["aws_ssm_parameter"],
            "type",
            Equals(Text("SecureString")),
        )])),
        fix: None,
    },
];
