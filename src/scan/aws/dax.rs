//! Defines the rules for DAX clusters.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_47",
        types: &["aws_dax_cluster"],
        severity: High,
        message: "cluster is not encrypted",
        rationale: "Anyone who obtains the storage can read what is cached.",
        check: Is("server_side_encryption.enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_239",
        types: &["aws_dax_cluster"],
        severity: Low,
        message: "cluster endpoint does not use TLS",
        rationale: "An attacker on the network can read requests and responses.",
        check: Is("cluster_endpoint_encryption_type", Text("TLS")),
        fix: NeedsConsent(Implied, "clients must connect with TLS"),
    },
];
