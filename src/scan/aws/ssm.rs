//! Rules for SSM documents and parameters.

mod ask;

use crate::scan::Graph::{And, At, Link, NoLink, Only, Or};
use crate::scan::Op::{Differs, Equals};
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
    Rule {
        id: "CKV_AWS_112",
        types: &["aws_ssm_document"],
        severity: Medium,
        wrong: "sessions are not encrypted with a KMS key",
        why: "Whoever listens on the way sees what is typed.",
        check: Code(ask::session_encrypted),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_113",
        types: &["aws_ssm_document"],
        severity: Medium,
        wrong: "sessions leave no encrypted log",
        why: "After an incident nobody can tell what was done.",
        check: Code(ask::session_logged),
        fix: Fix::None,
    },
    Rule {
        id: "CKV2_AWS_36",
        types: &["data.http"],
        severity: Low,
        wrong: "a secret parameter is sent over HTTP",
        why: "The secret goes to a server that need not be yours.",
        check: Over(&Or(&[
            And(&[
                Link(&["data.http"], &["aws_ssm_parameter"]),
                At(
                    &["aws_ssm_parameter"],
                    "type",
                    Differs(Text("SecureString")),
                ),
                Only(&["data.http"]),
            ]),
            And(&[
                NoLink(&["data.http"], &["aws_ssm_parameter"]),
                Only(&["data.http"]),
            ]),
        ])),
        fix: Fix::None,
    },
];
