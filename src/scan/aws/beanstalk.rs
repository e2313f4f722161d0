//! Defines the rules for Elastic Beanstalk environments.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_312",
        types: &["aws_elastic_beanstalk_environment"],
        severity: High,
        message: "enhanced health reporting is off",
        rationale: "Failing instances are noticed late.",
        check: OneBlock(
            "setting",
            &All(&[
                Is(
                    "namespace",
                    Text("aws:elasticbeanstalk:healthreporting:system"),
                ),
                Is("name", Text("HealthStreamingEnabled")),
                OneOf("value", &[TRUE, Text("True")]),
            ]),
        ),
        fix: Made(&recipe::BEANSTALK_HEALTH),
    },
    Rule {
        id: "CKV_AWS_340",
        types: &["aws_elastic_beanstalk_environment"],
        severity: High,
        message: "managed platform updates are off",
        rationale: "Known vulnerabilities stay until somebody updates the platform.",
        check: OneBlock(
            "setting",
            &All(&[
                Is("namespace", Text("aws:elasticbeanstalk:managedactions")),
                Is("name", Text("ManagedActionsEnabled")),
                OneOf("value", &[TRUE, Text("True")]),
            ]),
        ),
        fix: Made(&recipe::BEANSTALK_UPDATES),
    },
];
