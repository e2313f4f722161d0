//! Defines the rules for DataSync.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_295",
    types: &["aws_datasync_location_object_storage"],
    severity: High, // no published one: a secret in the source code
    message: "secret key is hard-coded",
    rationale: "A hard-coded secret can be read by anyone with access to the code or the state.",
    check: Lacks("secret_key"),
    fix: Fix::None,
}];
