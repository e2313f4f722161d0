//! Defines the rules for CodeGuru.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Literal::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_381",
    types: &["aws_codegurureviewer_repository_association"],
    severity: Low, // no published one: as other customer-managed keys
    message: "reviewed code has no customer-managed KMS key",
    rationale: "A customer-managed key controls who may read it, and access can be revoked.",
    check: Is(
        "kms_key_details.encryption_option",
        Text("CUSTOMER_MANAGED_CMK"),
    ),
    fix: Fix::None,
}];
