//! Rules for GuardDuty.

use crate::scan::Graph::{And, At, Link, Only, Or};
use crate::scan::Op::{Equals, Within};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_238",
        types: &["aws_guardduty_detector"],
        severity: Low,
        wrong: "detector is switched off",
        why: "Nobody watches for stolen credentials and infected instances.",
        check: Keeps("enable", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV2_AWS_3",
        types: &["aws_guardduty_detector"],
        severity: Low,
        wrong: "detector does not watch all accounts",
        why: "An attack on another account goes unseen.",
        check: Over(&And(&[
            Only(&["aws_guardduty_detector"]),
            Link(
                &["aws_guardduty_detector"],
                &["aws_guardduty_organization_configuration"],
            ),
            At(&["aws_guardduty_detector"], "enable", Equals(TRUE)),
            Or(&[
                At(
                    &["aws_guardduty_organization_configuration"],
                    "auto_enable",
                    Equals(TRUE),
                ),
                At(
                    &["aws_guardduty_organization_configuration"],
                    "auto_enable_organization_members",
                    Within(&["ALL", "NEW"]),
                ),
            ]),
        ])),
        fix: None,
    },
];
