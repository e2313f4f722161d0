//! Rules for ACM certificates.

use crate::scan::Graph::{And, Attribute, Or};
use crate::scan::Op::{Missing, NotContains};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_233",
        types: &["aws_acm_certificate"],
        severity: Low,
        message: "no create_before_destroy",
        rationale: "A renewal takes the certificate away before its successor is there.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_234",
        types: &["aws_acm_certificate"],
        severity: Low,
        message: "certificate is kept out of the transparency log",
        rationale: "Browsers refuse certificates that no public log knows.",
        check: UnsetOrOneOf(
            "options.certificate_transparency_logging_preference",
            &[Text("ENABLED")],
        ),
        fix: NeedsConsent(Implied, "the names in the certificate become public"),
    },
    Rule {
        id: "CKV2_AWS_71",
        types: &["aws_acm_certificate"],
        severity: Info, // no published one: it needs the key
        message: "certificate is for every name of the domain",
        rationale: "Whoever gets its key can pose as any of them.",
        check: GraphPolicy(&And(&[
            Attribute(&["aws_acm_certificate"], "domain_name", NotContains("*")),
            Or(&[
                Attribute(
                    &["aws_acm_certificate"],
                    "subject_alternative_names",
                    Missing,
                ),
                Attribute(
                    &["aws_acm_certificate"],
                    "subject_alternative_names.*",
                    NotContains("*"),
                ),
            ]),
        ])),
        fix: None,
    },
];
