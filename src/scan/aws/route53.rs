//! Rules for Route 53 domains.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_377",
    types: &["aws_route53domains_registered_domain"],
    severity: Medium, // no published one: a domain can be lost
    wrong: "transfer lock is off",
    why: "A domain without the lock can be moved to another owner.",
    check: IsNot("transfer_lock", FALSE),
    fix: Free(Implied),
}];
