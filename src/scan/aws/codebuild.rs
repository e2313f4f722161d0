//! Defines the rules for CodeBuild projects.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_311",
        types: &["aws_codebuild_project"],
        severity: Low, // no published one: the bucket may still encrypt
        message: "logs in S3 are not encrypted",
        rationale: "Build logs often contain secrets.",
        check: IsNot("logs_config.s3_logs.encryption_disabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_316",
        types: &["aws_codebuild_project"],
        severity: High, // no published one: the build runs as root
        message: "build runs in privileged mode",
        rationale: "A privileged build has root access to the machine that it runs on.",
        check: IsNot("environment.privileged_mode", TRUE),
        fix: NeedsConsent(Implied, "builds cannot use Docker"),
    },
    Rule {
        id: "CKV_AWS_314",
        types: &["aws_codebuild_project"],
        severity: Info,
        message: "builds are not logged",
        rationale: "After an incident, it cannot be determined what was built.",
        check: Any(&[
            Has("logs_config.cloudwatch_logs"),
            Has("logs_config.s3_logs"),
        ]),
        fix: Made(&recipe::BUILD_LOGS),
    },
    Rule {
        id: "CKV_AWS_147",
        types: &["aws_codebuild_project"],
        severity: Medium,
        message: "build output has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read, and access can be revoked.",
        check: Unless(
            &Any(&[
                Is("artifacts.type", Text("NO_ARTIFACTS")),
                Lacks("artifacts"),
            ]),
            &Has("encryption_key"),
        ),
        fix: Made(&recipe::BUILD_KEY),
    },
    Rule {
        id: "CKV_AWS_78",
        types: &["aws_codebuild_project"],
        severity: Medium,
        message: "build output is not encrypted",
        rationale: "Anyone with access to the output can read it.",
        check: Unless(
            &Any(&[
                Is("artifacts.type", Text("NO_ARTIFACTS")),
                Lacks("artifacts"),
            ]),
            &IsNot("artifacts.encryption_disabled", TRUE),
        ),
        fix: None,
    },
];
