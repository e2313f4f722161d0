//! Defines the rules for ACM certificates.

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
        rationale: "A replacement destroys the certificate before the new one exists.",
        check: Is("lifecycle.create_before_destroy", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_234",
        types: &["aws_acm_certificate"],
        severity: Low,
        message: "certificate transparency logging is off",
        rationale: "Browsers reject certificates that are missing from the public logs.",
        check: UnsetOrOneOf(
            "options.certificate_transparency_logging_preference",
            &[Text("ENABLED")],
        ),
        fix: NeedsConsent(Implied, "the names in the certificate become public"),
    },
    Rule {
        id: "CKV2_AWS_71",
        types: &["aws_acm_certificate"],
        severity: Info, // no published one: an attacker needs the key
        message: "certificate has a wildcard domain name",
        rationale: "Anyone who obtains the private key can impersonate every name of the domain.",
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
