//! Defines the rules for EKS clusters.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_39",
        types: &["aws_eks_cluster"],
        severity: Low,
        message: "the API endpoint is public",
        rationale: "Everybody on the internet can reach the API of the cluster.",
        check: Is("vpc_config.endpoint_public_access", FALSE),
        fix: NeedsConsent(
            Set(&[
                ("vpc_config.endpoint_private_access", TRUE),
                ("vpc_config.endpoint_public_access", FALSE),
            ]),
            "the cluster can only be managed from inside its VPC",
        ),
    },
    Rule {
        id: "CKV_AWS_58",
        types: &["aws_eks_cluster"],
        severity: Medium,
        message: "secrets are not encrypted with a KMS key",
        rationale: "Anyone with access to the cluster's storage can read every secret.",
        check: Is("encryption_config.resources", Texts(&["secrets"])),
        fix: Made(&recipe::CLUSTER_KEY),
    },
    Rule {
        id: "CKV_AWS_339",
        types: &["aws_eks_cluster"],
        severity: High,
        message: "Kubernetes version is out of support",
        rationale: "An unsupported version gets no fixes for new vulnerabilities.",
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
        message: "not all control plane logs are enabled",
        rationale: "After an incident, it cannot be determined who did what.",
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
        message: "API endpoint of the cluster is open to the internet",
        rationale: "Anyone with a token, or with an exploit, can access the cluster.",
        check: Custom(predicates::is_closed),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_100",
        types: &["aws_eks_node_group"],
        severity: High,
        message: "nodes accept SSH from everywhere",
        rationale: "Internet scans find open ports within minutes.",
        check: UnlessCertain(&All(&[
            Has("remote_access.ec2_ssh_key"),
            Lacks("remote_access.source_security_group_ids"),
        ])),
        fix: None,
    },
];
