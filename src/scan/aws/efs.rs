//! Rules for EFS file systems.

use crate::scan::Graph::{And, Link, Only};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_42",
        types: &["aws_efs_file_system"],
        severity: Medium,
        wrong: "file system is not encrypted",
        why: "Whoever gets hold of the storage can read every file on it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_184",
        types: &["aws_efs_file_system"],
        severity: Low,
        wrong: "no KMS key of your own (kms_key_id)",
        why: "A key of your own decides who may read the files, and can be taken away.",
        check: Has("kms_key_id"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_329",
        types: &["aws_efs_access_point"],
        severity: Medium, // no published one: a mount sees every file
        wrong: "access point opens the root directory",
        why: "Every client of the access point sees the whole file system.",
        check: All(&[
            Has("root_directory.path"),
            IsNot("root_directory.path", Text("/")),
        ]),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_330",
        types: &["aws_efs_access_point"],
        severity: Medium, // no published one: as the root directory
        wrong: "access point enforces no user (posix_user.gid)",
        why: "Clients choose whose files they open.",
        check: Has("posix_user.gid"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV2_AWS_18",
        types: &["aws_efs_file_system"],
        severity: Low,
        wrong: "file system is in no backup plan",
        why: "What is deleted by mistake is gone for good.",
        check: Over(&And(&[
            Link(
                &["aws_backup_selection"],
                &["aws_efs_file_system", "aws_backup_plan"],
            ),
            Only(&["aws_efs_file_system"]),
        ])),
        fix: None,
    },
];
