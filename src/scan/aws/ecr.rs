//! Defines the rules for ECR repositories.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, policy};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_51",
        types: &["aws_ecr_repository"],
        severity: Low,
        message: "image tags can be overwritten",
        rationale: "The image behind a tag may differ from the image that was tested.",
        check: Is("image_tag_mutability", Text("IMMUTABLE")),
        fix: NeedsConsent(Implied, "a tag cannot be pushed twice"),
    },
    Rule {
        id: "CKV_AWS_136",
        types: &["aws_ecr_repository"],
        severity: Low,
        message: "images are not encrypted with KMS",
        rationale: "A KMS key controls who may pull the images, and access can be revoked.",
        check: Is("encryption_configuration.encryption_type", Text("KMS")),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_163",
        types: &["aws_ecr_repository"],
        severity: High,
        message: "images are not scanned on push",
        rationale: "Images with known vulnerabilities are deployed unnoticed.",
        check: Is("image_scanning_configuration.scan_on_push", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_32",
        types: &["aws_ecr_repository_policy"],
        severity: Medium,
        message: "repository policy allows everybody",
        rationale: "Everybody on the internet can pull or push images.",
        check: PassIf(
            &Not(&Filled("policy")),
            &Custom(|it| policy::is_private(it, "policy")),
        ),
        fix: None,
    },
];
