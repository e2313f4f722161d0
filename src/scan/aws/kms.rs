//! Rules for KMS keys.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

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
];
