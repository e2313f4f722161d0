//! Defines the rules for QLDB ledgers.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_170",
        types: &["aws_qldb_ledger"],
        severity: Medium,
        message: "permissions are not per table (permissions_mode)",
        rationale: "Anyone with access to the ledger may read and change all of it.",
        check: Is("permissions_mode", Text("STANDARD")),
        fix: NeedsConsent(Implied, "every command needs a policy that allows it"),
    },
    Rule {
        id: "CKV_AWS_172",
        types: &["aws_qldb_ledger"],
        severity: Low,
        message: "deletion protection is switched off",
        rationale: "A single mistaken command deletes the ledger with all its data.",
        check: UnsetOrOneOf("deletion_protection", &[TRUE]),
        fix: NeedsConsent(
            Implied,
            "the ledger cannot be destroyed until deletion protection is off",
        ),
    },
];
