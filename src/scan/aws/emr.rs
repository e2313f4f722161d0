//! Rules for EMR.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_390",
    types: &["aws_emr_block_public_access_configuration"],
    severity: Medium, // no published one: ports open to all
    wrong: "public security group rules are not blocked",
    why: "One wrong rule opens the cluster to everybody.",
    check: Is("block_public_security_group_rules", TRUE),
    fix: Free(Implied),
}];
