//! Rules for lifecycle policies of snapshots.

mod ask;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_253",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        wrong: "copies of events to other regions are not encrypted",
        why: "Whoever gets hold of a copy reads the whole disk.",
        check: Code(ask::event_copies_encrypted),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_254",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        wrong: "copies of events have no KMS key of your own",
        why: "A key of your own decides who may read it, and can be taken away.",
        check: Code(ask::event_copies_with_key),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_255",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        wrong: "scheduled copies to other regions are not encrypted",
        why: "Whoever gets hold of a copy reads the whole disk.",
        check: Code(ask::scheduled_copies_encrypted),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_256",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        wrong: "scheduled copies have no KMS key of your own",
        why: "A key of your own decides who may read it, and can be taken away.",
        check: Code(ask::scheduled_copies_with_key),
        fix: Fix::None,
    },
];
