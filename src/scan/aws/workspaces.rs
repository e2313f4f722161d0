//! Defines the rules for WorkSpaces.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_155",
        types: &["aws_workspaces_workspace"],
        severity: Medium,
        message: "user volume is not encrypted",
        rationale: "Anyone who obtains the volume can read the user's files.",
        check: Is("user_volume_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_156",
        types: &["aws_workspaces_workspace"],
        severity: Medium,
        message: "root volume is not encrypted",
        rationale: "Anyone who obtains the volume can read all of it.",
        check: Is("root_volume_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
];
