//! Defines the rules for ECS services and clusters.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_223",
        types: &["aws_ecs_cluster"],
        severity: Low,
        message: "commands run in containers are not logged",
        rationale: "Without a log, commands run in a container cannot be traced later.",
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
        message: "service gets public addresses",
        rationale: "Every task is exposed to the whole internet.",
        check: IsNot("network_configuration.assign_public_ip", TRUE),
        fix: NeedsConsent(Implied, "tasks need another route to pull their images"),
    },
    Rule {
        id: "CKV_AWS_65",
        types: &["aws_ecs_cluster"],
        severity: Low,
        message: "Container Insights is off",
        rationale: "Failing or starved tasks go unnoticed.",
        check: OneBlock(
            "setting",
            &All(&[
                Is("name", Text("containerInsights")),
                OneOf("value", &[Text("enabled"), Text("enhanced")]),
            ]),
        ),
        fix: Made(&recipe::CLUSTER_INSIGHTS),
    },
    Rule {
        id: "CKV_AWS_97",
        types: &["aws_ecs_task_definition"],
        severity: High,
        message: "traffic to the task's file system is not encrypted",
        rationale: "An attacker inside the network can read the traffic.",
        check: EachBlock(
            "volume",
            &EachBlock(
                "efs_volume_configuration",
                &Is("transit_encryption", Text("ENABLED")),
            ),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_249",
        types: &["aws_ecs_task_definition"],
        severity: Low,
        message: "task role and execution role are the same",
        rationale: "The application gets permissions that only the start of the task needs.",
        check: Custom(predicates::uses_two_roles),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_336",
        types: &["aws_ecs_task_definition"],
        severity: Low, // no published one: additional protection
        message: "root file system of the container is writable",
        rationale: "An attacker in the container can install software.",
        check: Custom(|it| {
            predicates::every_container(it, |container| {
                predicates::truthy_at(container, "readonlyRootFilesystem")
            })
        }),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_334",
        types: &["aws_ecs_task_definition"],
        severity: High, // no published one: it exposes the host
        message: "container is privileged",
        rationale: "An attacker in the container controls the host.",
        check: Custom(|it| {
            predicates::every_container(it, |container| {
                !predicates::truthy_at(container, "privilege")
            })
        }),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_335",
        types: &["aws_ecs_task_definition"],
        severity: High, // no published one: it exposes the host
        message: "container shares the process namespace of its host",
        rationale: "An attacker in the container can reach the other processes of the host.",
        check: Custom(|it| predicates::every_container(it, predicates::hides_host_processes)),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_332",
        types: &["aws_ecs_service"],
        severity: Low, // no published one: as other old versions
        message: "Fargate platform is pinned to a version",
        rationale: "Security fixes of the platform do not reach the service.",
        check: When(
            &Is("launch_type", Text("FARGATE")),
            &UnsetOrOneOf("platform_version", &[Text("LATEST")]),
        ),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_224",
        types: &["aws_ecs_cluster"],
        severity: Low,
        message: "logs of container commands are not encrypted with a KMS key",
        rationale: "Commands can be read in transit and in the log.",
        check: Custom(predicates::commands_encrypted),
        fix: None,
    },
];
