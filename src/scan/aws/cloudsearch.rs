//! Rules for CloudSearch.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_218",
        types: &["aws_cloudsearch_domain"],
        severity: Low,
        message: "domain allows old TLS versions",
        rationale: "Connections with broken versions of TLS can be read.",
        check: Is(
            "endpoint_options.tls_security_policy",
            Text("Policy-Min-TLS-1-2-2019-07"),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_220",
        types: &["aws_cloudsearch_domain"],
        severity: Low,
        message: "HTTPS is not enforced",
        rationale: "Whoever listens on the network reads what is asked and answered.",
        check: Is("endpoint_options.enforce_https", TRUE),
        fix: NeedsConsent(Implied, "clients must connect through TLS"),
    },
];
