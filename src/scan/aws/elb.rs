//! Rules for load balancers.

use crate::scan::Severity::*;
use crate::scan::{Check, Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

const GATEWAY: Check = Is("load_balancer_type", Text("gateway"));

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_91",
        types: &["aws_alb", "aws_lb"],
        severity: Info,
        wrong: "access logs are off",
        why: "Without them nobody can tell later who asked for what.",
        check: Unless(&GATEWAY, &Is("access_logs.enabled.0", TRUE)),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_131",
        types: &["aws_alb", "aws_lb"],
        severity: Medium,
        wrong: "invalid HTTP headers are passed on",
        why: "Malformed headers let a request mean one thing here and another behind.",
        check: Unless(
            &OneOf("load_balancer_type", &[Text("gateway"), Text("network")]),
            &Is("drop_invalid_header_fields", TRUE),
        ),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_138",
        types: &["aws_elb"],
        severity: Medium,
        wrong: "classic load balancer does not balance across zones",
        why: "When a zone loses its instances, its share of the requests fails.",
        check: Keeps("cross_zone_load_balancing", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_150",
        types: &["aws_alb", "aws_lb"],
        severity: Low,
        wrong: "deletion protection is off",
        why: "One wrong command takes everything behind the load balancer off the network.",
        check: Is("enable_deletion_protection", TRUE),
        fix: Offered(
            Implied,
            "it cannot be destroyed before it is switched off again",
        ),
    },
    Rule {
        id: "CKV_AWS_152",
        types: &["aws_alb", "aws_lb"],
        severity: Low,
        wrong: "load balancer does not balance across zones",
        why: "When a zone loses its instances, its share of the connections fails.",
        check: Unless(
            &Keeps("load_balancer_type", &[Text("application")]),
            &Is("enable_cross_zone_load_balancing", TRUE),
        ),
        fix: Offered(Implied, "traffic between zones is billed"),
    },
    Rule {
        id: "CKV_AWS_328",
        types: &["aws_alb", "aws_elb", "aws_lb"],
        severity: Medium, // no published one: as invalid headers
        wrong: "ambiguous requests are only watched (desync mode)",
        why: "A request that means one thing here and another behind gets through.",
        check: IsNot("desync_mitigation_mode", Text("monitor")),
        fix: Free(Set(&[("desync_mitigation_mode", Text("defensive"))])),
    },
];
