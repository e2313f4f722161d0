//! Defines the rules for GuardDuty.

use crate::scan::Graph::{And, Attribute, Connection, Filter, Or};
use crate::scan::Op::{Equals, Within};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_238",
        types: &["aws_guardduty_detector"],
        severity: Low,
        message: "detector is switched off",
        rationale: "Stolen credentials and infected instances go undetected.",
        check: UnsetOrOneOf("enable", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_3",
        types: &["aws_guardduty_detector"],
        severity: Low,
        message: "detector does not watch all accounts",
        rationale: "An attack on another account goes unnoticed.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_guardduty_detector"]),
            Connection(
                &["aws_guardduty_detector"],
                &["aws_guardduty_organization_configuration"],
            ),
            Attribute(&["aws_guardduty_detector"], "enable", Equals(TRUE)),
            Or(&[
                Attribute(
                    &["aws_guardduty_organization_configuration"],
                    "auto_enable",
                    Equals(TRUE),
                ),
                Attribute(
                    &["aws_guardduty_organization_configuration"],
                    "auto_enable_organization_members",
                    Within(&["ALL", "NEW"]),
                ),
            ]),
        ])),
        fix: None,
    },
];
