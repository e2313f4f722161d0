//! Rules for EKS clusters.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_39",
        types: &["aws_eks_cluster"],
        severity: Low,
        message: "the API endpoint is public",
        rationale: "Everybody on the internet can try the door of the cluster.",
        check: Is("vpc_config.endpoint_public_access", FALSE),
        fix: NeedsConsent(
            Set(&[
                ("vpc_config.endpoint_private_access", TRUE),
                ("vpc_config.endpoint_public_access", FALSE),
            ]),
            "the cluster can only be managed from inside its network",
        ),
    },
    Rule {
        id: "CKV_AWS_58",
        types: &["aws_eks_cluster"],
        severity: Medium,
        message: "secrets are not encrypted with a KMS key",
        rationale: "Whoever reads the cluster's store reads every password in it.",
        check: Is("encryption_config.resources", Texts(&["secrets"])),
        fix: Made(&recipe::CLUSTER_KEY),
    },
    Rule {
        id: "CKV_AWS_339",
        types: &["aws_eks_cluster"],
        severity: High,
        message: "Kubernetes version is out of support",
        rationale: "A version that gets no fixes keeps every hole that is found in it.",
        check: UnsetOrOneOf(
            "version",
            &[
                Text("1.29"),
                Text("1.30"),
                Text("1.31"),
                Text("1.32"),
                Text("1.33"),
                Text("1.34"),
                Text("1.35"),
            ],
        ),
        fix: NeedsConsent(
            Set(&[("version", Text("1.33"))]),
            "a cluster that runs is upgraded, one version after the other",
        ),
    },
    Rule {
        id: "CKV_AWS_37",
        types: &["aws_eks_cluster"],
        severity: Info,
        message: "control plane does not log everything",
        rationale: "After an incident nobody can tell who did what.",
        check: Custom(|it| {
            crate::scan::words::exports_all(
                it,
                "enabled_cluster_log_types",
                &[
                    "api",
                    "audit",
                    "authenticator",
                    "controllerManager",
                    "scheduler",
                ],
            )
        }),
        fix: Made(&recipe::CLUSTER_LOGS),
    },
    Rule {
        id: "CKV_AWS_38",
        types: &["aws_eks_cluster"],
        severity: Low,
        message: "API of the cluster is open to the internet",
        rationale: "Whoever has a token, or finds a hole, is in.",
        check: Custom(predicates::is_closed),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_100",
        types: &["aws_eks_node_group"],
        severity: High,
        message: "nodes accept SSH from everywhere",
        rationale: "Whoever scans the internet finds the port within minutes.",
        check: UnlessCertain(&All(&[
            Has("remote_access.ec2_ssh_key"),
            Lacks("remote_access.source_security_group_ids"),
        ])),
        fix: None,
    },
];
