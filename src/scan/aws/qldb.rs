//! Rules for QLDB ledgers.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_170",
        types: &["aws_qldb_ledger"],
        severity: Medium,
        wrong: "permissions are not per table (permissions_mode)",
        why: "Whoever may use the ledger may read and change all of it.",
        check: Is("permissions_mode", Text("STANDARD")),
        fix: Offered(Implied, "every command needs a policy that allows it"),
    },
    Rule {
        id: "CKV_AWS_172",
        types: &["aws_qldb_ledger"],
        severity: Low,
        wrong: "deletion protection is switched off",
        why: "One wrong command deletes the ledger and everything in it.",
        check: Keeps("deletion_protection", &[TRUE]),
        fix: Offered(
            Implied,
            "the ledger cannot be destroyed before it is switched off again",
        ),
    },
];
