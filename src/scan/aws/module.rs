//! Rules for calls of modules.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_TF_1",
        types: &["module"],
        severity: Low, // no published one: good practice
        message: "module source is not pinned to a commit",
        rationale: "Whoever can move the tag changes what you apply.",
        check: Custom(predicates::is_pinned),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_TF_2",
        types: &["module"],
        severity: Low, // no published one: good practice
        message: "module source names no version",
        rationale: "The next apply may fetch something else.",
        check: Custom(predicates::has_version),
        fix: Fix::None,
    },
];
