//! Defines the rules for DLM lifecycle policies of snapshots.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_253",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        message: "event-based cross-region copies are not encrypted",
        rationale: "Anyone who obtains a copy can read the whole disk.",
        check: Custom(predicates::event_copies_encrypted),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_254",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        message: "event-based copies have no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read it, and access can be revoked.",
        check: Custom(predicates::event_copies_with_key),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_255",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        message: "scheduled copies to other regions are not encrypted",
        rationale: "Anyone who obtains a copy can read the whole disk.",
        check: Custom(predicates::scheduled_copies_encrypted),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_256",
        types: &["aws_dlm_lifecycle_policy"],
        severity: Low,
        message: "scheduled copies have no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read it, and access can be revoked.",
        check: Custom(predicates::scheduled_copies_with_key),
        fix: Fix::None,
    },
];
