//! Rules for calls of modules.

mod ask;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_TF_1",
        types: &["module"],
        severity: Low, // no published one: good practice
        wrong: "module source is not pinned to a commit",
        why: "Whoever can move the tag changes what you apply.",
        check: Code(ask::is_pinned),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_TF_2",
        types: &["module"],
        severity: Low, // no published one: good practice
        wrong: "module source names no version",
        why: "The next apply may fetch something else.",
        check: Code(ask::has_version),
        fix: Fix::None,
    },
];
