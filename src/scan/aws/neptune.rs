//! Rules for Neptune clusters.

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
        rationale: "Whoever gets hold of a disk or a snapshot can read the whole graph.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_102",
        types: &["aws_neptune_cluster_instance"],
        severity: High,
        message: "database instance is publicly accessible",
        rationale: "A database with a public address can be tried by everybody on the internet.",
        check: IsNot("publicly_accessible.0", TRUE),
        fix: NeedsConsent(Implied, "clients outside the network no longer reach it"),
    },
    Rule {
        id: "CKV_AWS_279",
        types: &["aws_neptune_cluster_snapshot"],
        severity: Medium, // no published one: as the cluster itself
        message: "snapshot is not encrypted",
        rationale: "Whoever gets hold of the snapshot can read the whole graph.",
        check: Is("storage_encrypted", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_280",
        types: &["aws_neptune_cluster_snapshot"],
        severity: Low, // no published one: as the other keys of your own
        message: "snapshot has no KMS key of your own",
        rationale: "A key of your own decides who may read the snapshot, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_347",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as the other keys of your own
        message: "no KMS key of your own (kms_key_arn)",
        rationale: "A key of your own decides who may read the graph, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_359",
        types: &["aws_neptune_cluster"],
        severity: Low,
        message: "IAM authentication is off",
        rationale: "Without it the network alone decides who may read the graph.",
        check: Is("iam_database_authentication_enabled", TRUE),
        fix: NeedsConsent(Implied, "clients must sign their requests from then on"),
    },
    Rule {
        id: "CKV_AWS_362",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as for RDS
        message: "tags are not copied to snapshots",
        rationale: "A snapshot without tags escapes the rules and the bills that go by tags.",
        check: Is("copy_tags_to_snapshot", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_101",
        types: &["aws_neptune_cluster"],
        severity: High,
        message: "cluster keeps no audit log",
        rationale: "After an incident nobody can tell what was read.",
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
        severity: Low, // no published one: as backups elsewhere
        message: "backups are kept for less than a week",
        rationale: "What is noticed late cannot be undone.",
        check: AtLeast("backup_retention_period", 7),
        fix: NeedsConsent(Implied, "backups of a week are paid for"),
    },
    Rule {
        id: "CKV2_AWS_58",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: it needs a mistake
        message: "cluster can be deleted by mistake",
        rationale: "One wrong command takes all data.",
        check: GraphPolicy(&Attribute(
            &["aws_neptune_cluster"],
            "deletion_protection",
            Equals(Text("true")),
        )),
        fix: NeedsConsent(
            Set(&[("deletion_protection", TRUE)]),
            "the cluster cannot be destroyed until this is off again",
        ),
    },
];
