//! Rules for SNS topics.

mod ask;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule, policy, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_26",
        types: &["aws_sns_topic"],
        severity: Medium,
        wrong: "messages are not encrypted (kms_master_key_id)",
        why: "Messages that wait for delivery can be read where they are kept.",
        check: Has("kms_master_key_id"),
        fix: Made(&recipe::TOPIC_KEY),
    },
    Rule {
        id: "CKV_AWS_169",
        types: &["aws_sns_topic_policy"],
        severity: Medium,
        wrong: "topic policy lets everybody in",
        why: "Anybody can send to the topic or listen to it.",
        check: Code(|it| policy::is_private(it, "policy")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_385",
        types: &["aws_sns_topic_policy"],
        severity: Medium, // no published one: as other policies that reach out
        wrong: "topic policy lets another account in",
        why: "What the other account does with the topic is not in your hands.",
        check: Code(ask::of_own_account),
        fix: None,
    },
];
