//! Rules for CloudSearch.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_218",
        types: &["aws_cloudsearch_domain"],
        severity: Low,
        wrong: "domain allows old TLS versions",
        why: "Connections with broken versions of TLS can be read.",
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
        wrong: "HTTPS is not enforced",
        why: "Whoever listens on the network reads what is asked and answered.",
        check: Is("endpoint_options.enforce_https", TRUE),
        fix: Offered(Implied, "clients must connect through TLS"),
    },
];
