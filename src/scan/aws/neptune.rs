//! Rules for Neptune clusters.

use crate::scan::Graph::At;
use crate::scan::Op::Equals;
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_44",
        types: &["aws_neptune_cluster"],
        severity: Medium,
        wrong: "storage is not encrypted",
        why: "Whoever gets hold of a disk or a snapshot can read the whole graph.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_102",
        types: &["aws_neptune_cluster_instance"],
        severity: High,
        wrong: "database instance is publicly accessible",
        why: "A database with a public address can be tried by everybody on the internet.",
        check: IsNot("publicly_accessible.0", TRUE),
        fix: Offered(Implied, "clients outside the network no longer reach it"),
    },
    Rule {
        id: "CKV_AWS_279",
        types: &["aws_neptune_cluster_snapshot"],
        severity: Medium, // no published one: as the cluster itself
        wrong: "snapshot is not encrypted",
        why: "Whoever gets hold of the snapshot can read the whole graph.",
        check: Is("storage_encrypted", TRUE),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_280",
        types: &["aws_neptune_cluster_snapshot"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "snapshot has no KMS key of your own",
        why: "A key of your own decides who may read the snapshot, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_347",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "no KMS key of your own (kms_key_arn)",
        why: "A key of your own decides who may read the graph, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_359",
        types: &["aws_neptune_cluster"],
        severity: Low,
        wrong: "IAM authentication is off",
        why: "Without it the network alone decides who may read the graph.",
        check: Is("iam_database_authentication_enabled", TRUE),
        fix: Offered(Implied, "clients must sign their requests from then on"),
    },
    Rule {
        id: "CKV_AWS_362",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: as for RDS
        wrong: "tags are not copied to snapshots",
        why: "A snapshot without tags escapes the rules and the bills that go by tags.",
        check: Is("copy_tags_to_snapshot", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_101",
        types: &["aws_neptune_cluster"],
        severity: High,
        wrong: "cluster keeps no audit log",
        why: "After an incident nobody can tell what was read.",
        check: Code(|it| {
            crate::scan::words::exports(it, "enable_cloudwatch_logs_exports", &["audit"])
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
        wrong: "backups are kept for less than a week",
        why: "What is noticed late cannot be undone.",
        check: AtLeast("backup_retention_period", 7),
        fix: Offered(Implied, "backups of a week are paid for"),
    },
    Rule {
        id: "CKV2_AWS_58",
        types: &["aws_neptune_cluster"],
        severity: Low, // no published one: it needs a mistake
        wrong: "cluster can be deleted by mistake",
        why: "One wrong command takes all data.",
        check: Over(&At(
            &["aws_neptune_cluster"],
            "deletion_protection",
            Equals(Text("true")),
        )),
        fix: Offered(
            Set(&[("deletion_protection", TRUE)]),
            "the cluster cannot be destroyed until this is off again",
        ),
    },
];
