//! Defines the rules for EFS file systems.

use crate::scan::Graph::{And, Connection, Filter};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_42",
        types: &["aws_efs_file_system"],
        severity: Medium,
        message: "file system is not encrypted",
        rationale: "Anyone who obtains the storage can read every file on it.",
        check: Is("encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_184",
        types: &["aws_efs_file_system"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the files, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_329",
        types: &["aws_efs_access_point"],
        severity: Medium, // no published one: every client sees every file
        message: "access point opens the root directory",
        rationale: "Every client of the access point sees the whole file system.",
        check: All(&[
            Has("root_directory.path"),
            IsNot("root_directory.path", Text("/")),
        ]),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_330",
        types: &["aws_efs_access_point"],
        severity: Medium, // no published one: as for the root directory
        message: "access point enforces no user (posix_user.gid)",
        rationale: "Clients can choose the user whose files they access.",
        check: Has("posix_user.gid"),
        fix: Fix::None,
    },
    Rule {
        id: "CKV2_AWS_18",
        types: &["aws_efs_file_system"],
        severity: Low,
        message: "file system is in no backup plan",
        rationale: "Data that is deleted by mistake cannot be recovered.",
        check: GraphPolicy(&And(&[
            Connection(
                &["aws_backup_selection"],
                &["aws_efs_file_system", "aws_backup_plan"],
            ),
            Filter(&["aws_efs_file_system"]),
        ])),
        fix: None,
    },
];
