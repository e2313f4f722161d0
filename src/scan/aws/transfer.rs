//! Defines the rules for Transfer servers.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_164",
        types: &["aws_transfer_server"],
        severity: Medium,
        message: "server is exposed to the internet",
        rationale: "Everybody on the internet can try to sign in.",
        check: OneOf("endpoint_type", &[Text("VPC"), Text("VPC_ENDPOINT")]),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_357",
        types: &["aws_transfer_server"],
        severity: Medium, // no published one: as other unencrypted traffic
        message: "server accepts plain FTP",
        rationale: "An attacker on the path can read and change all traffic.",
        check: IsNot("protocols", Text("FTP")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_380",
        types: &["aws_transfer_server"],
        severity: Low, // no published one: as other old versions
        message: "security policy is older than two years",
        rationale: "Old policies accept ciphers with known vulnerabilities.",
        check: Custom(predicates::policy_is_recent),
        fix: None,
    },
];
