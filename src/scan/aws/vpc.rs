//! Rules for networks.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_123",
        types: &["aws_vpc_endpoint_service"],
        severity: Low,
        wrong: "endpoint service accepts every connection",
        why: "Other accounts connect without anybody being asked.",
        check: Is("acceptance_required", TRUE),
        fix: Offered(Implied, "every connection must be accepted by hand"),
    },
    Rule {
        id: "CKV_AWS_130",
        types: &["aws_subnet"],
        severity: Medium,
        wrong: "subnet gives every instance a public address",
        why: "Everything started in the subnet is reachable from the internet, wanted or not.",
        check: IsNot("map_public_ip_on_launch", TRUE),
        fix: Offered(
            Implied,
            "instances in the subnet get no public address by themselves",
        ),
    },
];
