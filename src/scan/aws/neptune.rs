//! Defines the rules for Neptune clusters.

use crate::scan::Graph::Attribute;
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_44",
        types: &["aws_neptune_cluster"],
        severity: Medium,
        message: "storage is not encrypted",
        rationale: "Anyone who obtains a disk or a snapshot can read the whole graph.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_102",
        types: &["aws_neptune_cluster_instance"],
        severity: High,
        message: "database instance is publicly accessible",
        rationale: "A database with a public address is exposed to the whole internet.",
        check: IsNot("publicly_accessible.0", TRUE),
        fix: NeedsConsent(Implied, "clients outside the VPC can no longer connect"),
    },
    Rule {
        id: "CKV_AWS_279",
        types: &["aws_neptune_cluster_snapshot"],
        severity: Medium, // no published one: as for the cluster itself
        message: "snapshot is not encrypted",
        rationale: "Anyone who obtains the snapshot can read the whole graph.",
        check: Is("storage_encrypted", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_280",
        types: &["aws_neptune_cluster_snapshot"],
        severity: Low, // no published one: as other customer-managed keys
        message: "snapshot has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the snapshot, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_347",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as other customer-managed keys
        message: "no customer-managed KMS key (kms_key_arn)",
        rationale: "A customer-managed key controls who may read the graph, and access can be revoked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_359",
        types: &["aws_neptune_cluster"],
        severity: Low,
        message: "IAM authentication is off",
        rationale: "Without it, only network access controls who may read the graph.",
        check: Is("iam_database_authentication_enabled", TRUE),
        fix: NeedsConsent(Implied, "clients must sign their requests"),
    },
    Rule {
        id: "CKV_AWS_362",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as for RDS
        message: "tags are not copied to snapshots",
        rationale: "Policies and cost reports that use tags miss untagged snapshots.",
        check: Is("copy_tags_to_snapshot", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_101",
        types: &["aws_neptune_cluster"],
        severity: High,
        message: "cluster keeps no audit log",
        rationale: "After an incident, it cannot be determined what was read.",
        check: Custom(|it| {
            crate::scan::words::exports_all(it, "enable_cloudwatch_logs_exports", &["audit"])
        }),
        fix: Free(Set(&[(
            "enable_cloudwatch_logs_exports",
            Texts(&["audit"]),
        )])),
    },
    Rule {
        id: "CKV_AWS_361",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as for other backups
        message: "backups are kept for less than a week",
        rationale: "Damage that is noticed late cannot be undone.",
        check: AtLeast("backup_retention_period", 7),
        fix: NeedsConsent(Implied, "a week of backups is billed"),
    },
    Rule {
        id: "CKV2_AWS_58",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: it requires a mistake
        message: "cluster can be deleted by mistake",
        rationale: "A single mistaken command deletes all data.",
        check: GraphPolicy(&Attribute(
            &["aws_neptune_cluster"],
            "deletion_protection",
            Equals(Text("true")),
        )),
        fix: NeedsConsent(
            Set(&[("deletion_protection", TRUE)]),
            "the cluster cannot be destroyed until deletion protection is off",
        ),
    },
];
