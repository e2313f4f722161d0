//! Defines the rules for CloudSearch.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_218",
        types: &["aws_cloudsearch_domain"],
        severity: Low,
        message: "domain allows old TLS versions",
        rationale: "Old TLS versions have known vulnerabilities: traffic can be decrypted.",
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
        rationale: "An attacker on the network can read requests and responses.",
        check: Is("endpoint_options.enforce_https", TRUE),
        fix: NeedsConsent(Implied, "clients must connect with TLS"),
    },
];
