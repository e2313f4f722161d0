//! Defines the rules for MemoryDB.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_201",
        types: &["aws_memorydb_cluster"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_arn)",
        rationale: "A customer-managed key controls who may read the data, and access can be revoked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_202",
        types: &["aws_memorydb_cluster"],
        severity: Low,
        message: "traffic is not encrypted",
        rationale: "An attacker on the network can read the data.",
        check: IsNot("tls_enabled", FALSE),
        fix: NeedsConsent(Implied, "clients must connect with TLS"),
    },
    Rule {
        id: "CKV_AWS_278",
        types: &["aws_memorydb_snapshot"],
        severity: Low, // no published one: as other customer-managed keys
        message: "snapshot has no customer-managed KMS key",
        rationale: "A customer-managed key controls who may read the snapshot, and access can be revoked.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
];
