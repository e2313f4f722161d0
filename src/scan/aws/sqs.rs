//! Defines the rules for SQS queues.

mod predicates;

use crate::scan::Graph::{Attribute, Or};
use crate::scan::Op::{Missing, NotEquals};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE, policy};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_27",
        types: &["aws_sqs_queue"],
        severity: Medium,
        message: "queue is not encrypted",
        rationale: "Anyone with access to the queue can read it.",
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
        message: "queue policy allows everybody",
        rationale: "Anybody can send messages to the queue or read them.",
        check: Custom(|it| policy::is_private(it, "policy")),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_72",
        types: &["aws_sqs_queue_policy"],
        severity: Info,
        message: "queue policy allows every action",
        rationale: "Anyone with access can empty or delete the queue.",
        check: Custom(predicates::names_actions),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_73",
        types: &["aws_sqs_queue"],
        severity: Low, // no published one: as other customer-managed keys
        message: "queue is encrypted with an AWS-managed key",
        rationale: "A customer-managed key controls who may read, and access can be revoked.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_sqs_queue"], "kms_master_key_id", Missing),
            Attribute(
                &["aws_sqs_queue"],
                "kms_master_key_id",
                NotEquals(Text("alias/aws/sqs")),
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_387",
        types: &["aws_sqs_queue_policy"],
        severity: Medium, // no published one: as other open policies
        message: "queue policy allows everybody",
        rationale: "Everybody on the internet can read, send or destroy messages.",
        check: Custom(predicates::is_not_open),
        fix: None,
    },
];
