//! Rules for SNS topics.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule, policy, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_26",
        types: &["aws_sns_topic"],
        severity: Medium,
        message: "messages are not encrypted (kms_master_key_id)",
        rationale: "Messages that wait for delivery can be read where they are kept.",
        check: Has("kms_master_key_id"),
        fix: Made(&recipe::TOPIC_KEY),
    },
    Rule {
        id: "CKV_AWS_169",
        types: &["aws_sns_topic_policy"],
        severity: Medium,
        message: "topic policy lets everybody in",
        rationale: "Anybody can send to the topic or listen to it.",
        check: Custom(|it| policy::is_private(it, "policy")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_385",
        types: &["aws_sns_topic_policy"],
        severity: Medium, // no published one: as other policies that reach out
        message: "topic policy lets another account in",
        rationale: "What the other account does with the topic is not in your hands.",
        check: Custom(predicates::admits_no_other_account),
        fix: None,
    },
];
