//! Defines the rules for SNS topics.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule, policy, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_26",
        types: &["aws_sns_topic"],
        severity: Medium,
        message: "messages are not encrypted (kms_master_key_id)",
        rationale: "Stored messages can be read by anyone with access to the storage.",
        check: Has("kms_master_key_id"),
        fix: Made(&recipe::TOPIC_KEY),
    },
    Rule {
        id: "CKV_AWS_169",
        types: &["aws_sns_topic_policy"],
        severity: Medium,
        message: "topic policy allows everybody",
        rationale: "Anybody can publish to the topic or subscribe to it.",
        check: Custom(|it| policy::is_private(it, "policy")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_385",
        types: &["aws_sns_topic_policy"],
        severity: Medium, // no published one: as other policies that admit other accounts
        message: "topic policy allows another account",
        rationale: "You do not control how the other account uses the topic.",
        check: Custom(predicates::admits_no_other_account),
        fix: None,
    },
];
