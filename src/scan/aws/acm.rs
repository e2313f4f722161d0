//! Rules for ACM certificates.

use crate::scan::Graph::{And, At, Or};
use crate::scan::Op::{ContainsNot, Missing};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_233",
        types: &["aws_acm_certificate"],
        severity: Low,
        wrong: "no create_before_destroy",
        why: "A renewal takes the certificate away before its successor is there.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_234",
        types: &["aws_acm_certificate"],
        severity: Low,
        wrong: "certificate is kept out of the transparency log",
        why: "Browsers refuse certificates that no public log knows.",
        check: Keeps(
            "options.certificate_transparency_logging_preference",
            &[Text("ENABLED")],
        ),
        fix: Offered(Implied, "the names in the certificate become public"),
    },
    Rule {
        id: "CKV2_AWS_71",
        types: &["aws_acm_certificate"],
        severity: Info, // no published one: it needs the key
        wrong: "certificate is for every name of the domain",
        why: "Whoever gets its key can pose as any of them.",
        check: Over(&And(&[
            At(&["aws_acm_certificate"], "domain_name", ContainsNot("*")),
            Or(&[
                At(
                    &["aws_acm_certificate"],
                    "subject_alternative_names",
                    Missing,
                ),
                At(
                    &["aws_acm_certificate"],
                    "subject_alternative_names.*",
                    ContainsNot("*"),
                ),
            ]),
        ])),
        fix: None,
    },
];
