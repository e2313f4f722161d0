//! Rules for KMS keys.

mod ask;

use crate::scan::Graph::{And, At, Link, Only, Or};
use crate::scan::Op::Exists;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_7",
        types: &["aws_kms_key"],
        severity: Info,
        wrong: "key rotation is off",
        why: "The longer one key is used, the more is open to whoever breaks it.",
        check: When(
            &Keeps(
                "customer_master_key_spec",
                &[Text("SYMMETRIC_DEFAULT"), Text("HMAC")],
            ),
            &Is("enable_key_rotation", TRUE),
        ),
        fix: If(&Has("custom_key_store_id"), &Fix::None, &Free(Implied)),
    },
    Rule {
        id: "CKV_AWS_227",
        types: &["aws_kms_key"],
        severity: Low,
        wrong: "key is switched off",
        why: "What is encrypted with the key cannot be read while it is off.",
        check: Keeps("is_enabled", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_64",
        types: &["aws_kms_key"],
        severity: Medium,
        wrong: "key has no policy",
        why: "Nobody wrote down who may use the key.",
        check: Over(&Or(&[
            At(&["aws_kms_key"], "policy", Exists),
            And(&[
                Only(&["aws_kms_key"]),
                Link(&["aws_kms_key"], &["aws_kms_key_policy"]),
            ]),
        ])),
        fix: Made(&recipe::KEY_POLICY),
    },
    Rule {
        id: "CKV_AWS_33",
        types: &["aws_kms_key"],
        severity: Medium,
        wrong: "key policy lets everybody in",
        why: "Anybody can read what the key protects.",
        check: Code(ask::is_private),
        fix: None,
    },
];
