//! Defines the rules for Secrets Manager secrets.

mod predicates;

use crate::scan::Graph::{And, Connection, Filter};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_149",
        types: &["aws_secretsmanager_secret"],
        severity: Medium,
        message: "secret has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read, and access can be revoked.",
        check: All(&[Filled("kms_key_id"), Custom(predicates::own_key)]),
        fix: Made(&recipe::SECRET_KEY),
    },
    Rule {
        id: "CKV2_AWS_57",
        types: &["aws_secretsmanager_secret"],
        severity: Medium, // no published one: as for key rotation
        message: "secret is never rotated",
        rationale: "A leaked secret stays valid for ever.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_secretsmanager_secret"]),
            Connection(
                &["aws_secretsmanager_secret"],
                &["aws_secretsmanager_secret_rotation"],
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_304",
        types: &["aws_secretsmanager_secret_rotation"],
        severity: Medium, // no published one: as for key rotation
        message: "secret is rotated too rarely",
        rationale: "A leaked secret stays valid until it is rotated.",
        check: Any(&[
            Between("rotation_rules.automatically_after_days", 1, 90),
            Custom(predicates::rotates_often_enough),
        ]),
        fix: None,
    },
];
