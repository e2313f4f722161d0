//! Rules for Glue.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_195",
    types: &["aws_glue_crawler", "aws_glue_dev_endpoint", "aws_glue_job"],
    severity: Low,
    wrong: "no security configuration",
    why: "Results, bookmarks and logs are written unencrypted.",
    check: Has("security_configuration"),
    fix: Companion,
}];
