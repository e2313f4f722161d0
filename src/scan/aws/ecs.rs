//! Rules for ECS services and clusters.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_223",
        types: &["aws_ecs_cluster"],
        severity: Low,
        wrong: "commands run in containers are not logged",
        why: "Nobody can tell later what was typed into a running container.",
        check: IsNot(
            "configuration.execute_command_configuration.logging",
            Text("NONE"),
        ),
        fix: Free(Set(&[(
            "configuration.execute_command_configuration.logging",
            Text("DEFAULT"),
        )])),
    },
    Rule {
        id: "CKV_AWS_333",
        types: &["aws_ecs_service"],
        severity: Low,
        wrong: "service gets public addresses",
        why: "Every task can be tried by everybody on the internet.",
        check: IsNot("network_configuration.assign_public_ip", TRUE),
        fix: Offered(Implied, "tasks need another way out to pull their images"),
    },
];
