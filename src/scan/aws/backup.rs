//! Defines the rules for Backup vaults.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_166",
    types: &["aws_backup_vault"],
    severity: Medium,
    message: "vault has no customer-managed KMS key",
    rationale: "A customer-managed key controls who may read the backups, and access can be revoked.",
    check: Has("kms_key_arn"),
    fix: AddsResources,
}];
