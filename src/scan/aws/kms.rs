//! Defines the rules for KMS keys.

mod predicates;

use crate::scan::Graph::{And, Attribute, Connection, Filter, Or};
use crate::scan::Op::Exists;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_7",
        types: &["aws_kms_key"],
        severity: Info,
        message: "key rotation is off",
        rationale: "The longer a key is used, the more data a compromise of the key exposes.",
        check: When(
            &UnsetOrOneOf(
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
        message: "key is switched off",
        rationale: "Data that is encrypted with the key cannot be read while the key is disabled.",
        check: UnsetOrOneOf("is_enabled", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_64",
        types: &["aws_kms_key"],
        severity: Medium,
        message: "key has no policy",
        rationale: "The configuration does not state who may use the key.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_kms_key"], "policy", Exists),
            And(&[
                Filter(&["aws_kms_key"]),
                Connection(&["aws_kms_key"], &["aws_kms_key_policy"]),
            ]),
        ])),
        fix: Made(&recipe::KEY_POLICY),
    },
    Rule {
        id: "CKV_AWS_33",
        types: &["aws_kms_key"],
        severity: Medium,
        message: "key policy allows everybody",
        rationale: "Anybody can decrypt the data that the key protects.",
        check: Custom(predicates::is_private),
        fix: None,
    },
];
