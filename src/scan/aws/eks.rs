//! Rules for EKS clusters.

mod ask;

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Plain::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_39",
        types: &["aws_eks_cluster"],
        severity: Low,
        wrong: "the API endpoint is public",
        why: "Everybody on the internet can try the door of the cluster.",
        check: Is("vpc_config.endpoint_public_access", FALSE),
        fix: Offered(
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
        wrong: "secrets are not encrypted with a KMS key",
        why: "Whoever reads the cluster's store reads every password in it.",
        check: Is("encryption_config.resources", Texts(&["secrets"])),
        fix: Made(&recipe::CLUSTER_KEY),
    },
    Rule {
        id: "CKV_AWS_339",
        types: &["aws_eks_cluster"],
        severity: High,
        wrong: "Kubernetes version is out of support",
        why: "A version that gets no fixes keeps every hole that is found in it.",
        check: Keeps(
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
        fix: Offered(
            Set(&[("version", Text("1.33"))]),
            "a cluster that runs is upgraded, one version after the other",
        ),
    },
    Rule {
        id: "CKV_AWS_37",
        types: &["aws_eks_cluster"],
        severity: Info,
        wrong: "control plane does not log everything",
        why: "After an incident nobody can tell who did what.",
        check: Code(|it| {
            crate::scan::words::exports(
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
        wrong: "API of the cluster is open to the internet",
        why: "Whoever has a token, or finds a hole, is in.",
        check: Code(ask::is_closed),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_100",
        types: &["aws_eks_node_group"],
        severity: High,
        wrong: "nodes accept SSH from everywhere",
        why: "Whoever scans the internet finds the port within minutes.",
        check: NotSurely(&All(&[
            Has("remote_access.ec2_ssh_key"),
            Lacks("remote_access.source_security_group_ids"),
        ])),
        fix: None,
    },
];
