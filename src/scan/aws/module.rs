//! Defines the rules for module calls.

mod predicates;

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_TF_1",
        types: &["module"],
        severity: Low, // no published one: good practice
        message: "module source is not pinned to a commit",
        rationale: "Anyone who can move the tag can change the code that you apply.",
        check: Custom(predicates::is_pinned),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_TF_2",
        types: &["module"],
        severity: Low, // no published one: good practice
        message: "module source has no version",
        rationale: "The next init may download a different version.",
        check: Custom(predicates::has_version),
        fix: Fix::None,
    },
];
