//! Rules for CodeBuild projects.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_311",
        types: &["aws_codebuild_project"],
        severity: Low, // no published one: the bucket may still encrypt
        wrong: "logs in S3 are not encrypted",
        why: "Build logs hold secrets more often than they should.",
        check: IsNot("logs_config.s3_logs.encryption_disabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_316",
        types: &["aws_codebuild_project"],
        severity: High, // no published one: the build becomes root
        wrong: "build runs in privileged mode",
        why: "A build that is privileged is root on the machine it runs on.",
        check: IsNot("environment.privileged_mode", TRUE),
        fix: Offered(Implied, "builds cannot use Docker"),
    },
];
