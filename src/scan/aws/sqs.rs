//! Rules for SQS queues.

mod ask;

use crate::scan::Graph::{At, Or};
use crate::scan::Op::{Differs, Missing};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE, policy};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_27",
        types: &["aws_sqs_queue"],
        severity: Medium,
        wrong: "queue is not encrypted",
        why: "Whoever gets at the queue can read it.",
        check: Any(&[
            Filled("sqs_managed_sse_enabled"),
            Filled("kms_master_key_id"),
        ]),
        fix: Free(Set(&[("sqs_managed_sse_enabled", TRUE)])),
    },
    Rule {
        id: "CKV_AWS_168",
        types: &["aws_sqs_queue", "aws_sqs_queue_policy"],
        severity: High,
        wrong: "queue policy lets everybody in",
        why: "Anybody can send to the queue or read it.",
        check: Code(|it| policy::is_private(it, "policy")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_72",
        types: &["aws_sqs_queue_policy"],
        severity: Info,
        wrong: "queue policy allows every action",
        why: "Whoever is let in can empty or delete the queue.",
        check: Code(ask::names_actions),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_73",
        types: &["aws_sqs_queue"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "queue is encrypted with a key that AWS shares",
        why: "A key of your own decides who may read, and can be taken away.",
        check: Over(&Or(&[
            At(&["aws_sqs_queue"], "kms_master_key_id", Missing),
            At(
                &["aws_sqs_queue"],
                "kms_master_key_id",
                Differs(Text("alias/aws/sqs")),
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_387",
        types: &["aws_sqs_queue_policy"],
        severity: Medium, // no published one: as other policies that are open
        wrong: "queue policy lets everybody in",
        why: "Everybody on the internet can read, send or destroy messages.",
        check: Code(ask::is_not_open),
        fix: None,
    },
];
