//! Defines the rules for Keyspaces.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Literal::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_265",
    types: &["aws_keyspaces_table"],
    severity: Low,
    message: "table has no customer-managed KMS key",
    rationale: "A customer-managed key controls who may read it, and access can be revoked.",
    check: All(&[
        Filled("encryption_specification.kms_key_identifier"),
        Is(
            "encryption_specification.type",
            Text("CUSTOMER_MANAGED_KMS_KEY"),
        ),
    ]),
    fix: Fix::None,
}];
