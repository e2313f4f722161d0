//! Rules for DocumentDB.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_74",
        types: &["aws_docdb_cluster"],
        severity: Medium,
        wrong: "storage is not encrypted",
        why: "Whoever gets hold of a disk or a snapshot can read every document.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_182",
        types: &["aws_docdb_cluster"],
        severity: Low,
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the documents, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_292",
        types: &["aws_docdb_global_cluster"],
        severity: Medium, // no published one: as the cluster itself
        wrong: "global cluster is not encrypted",
        why: "Whoever gets hold of a disk or a snapshot can read every document.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_360",
        types: &["aws_docdb_cluster"],
        severity: Medium, // no published one: what is lost is lost for good
        wrong: "backups are kept for less than 7 days",
        why: "Damage that is seen after the weekend can no longer be undone.",
        check: AtLeast("backup_retention_period", 7),
        fix: Offered(Implied, "backups beyond the first day are billed"),
    },
];
