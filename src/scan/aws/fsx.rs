//! Defines the rules for FSx file systems.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_178",
        types: &["aws_fsx_ontap_file_system"],
        severity: Low,
        message: "ONTAP file system has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the files, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_179",
        types: &["aws_fsx_windows_file_system"],
        severity: Low,
        message: "Windows file system has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the files, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_190",
        types: &["aws_fsx_lustre_file_system"],
        severity: Low,
        message: "Lustre file system has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the files, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_203",
        types: &["aws_fsx_openzfs_file_system"],
        severity: Low,
        message: "OpenZFS file system has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the files, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
];
