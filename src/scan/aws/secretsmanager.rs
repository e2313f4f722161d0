//! Rules for secrets.

mod ask;

use crate::scan::Graph::{And, Link, Only};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_149",
        types: &["aws_secretsmanager_secret"],
        severity: Medium,
        wrong: "secret has no KMS key of your own",
        why: "A key of your own decides who may read, and can be taken away.",
        check: All(&[Filled("kms_key_id"), Code(ask::own_key)]),
        fix: Made(&recipe::SECRET_KEY),
    },
    Rule {
        id: "CKV2_AWS_57",
        types: &["aws_secretsmanager_secret"],
        severity: Medium, // no published one: as the rotation of keys
        wrong: "secret is never rotated",
        why: "A secret that leaked once opens the door for ever.",
        check: Over(&And(&[
            Only(&["aws_secretsmanager_secret"]),
            Link(
                &["aws_secretsmanager_secret"],
                &["aws_secretsmanager_secret_rotation"],
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_304",
        types: &["aws_secretsmanager_secret_rotation"],
        severity: Medium, // no published one: as the rotation of keys
        wrong: "secret is rotated too rarely",
        why: "A secret that leaked opens the door until it is rotated.",
        check: Any(&[
            Between("rotation_rules.automatically_after_days", 1, 90),
            Code(ask::is_often),
        ]),
        fix: None,
    },
];
