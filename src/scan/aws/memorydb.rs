//! Rules for MemoryDB.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_201",
        types: &["aws_memorydb_cluster"],
        severity: Low,
        message: "no KMS key of your own (kms_key_arn)",
        rationale: "A key of your own decides who may read the data, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_202",
        types: &["aws_memorydb_cluster"],
        severity: Low,
        message: "traffic is not encrypted",
        rationale: "Whoever listens on the network reads the data.",
        check: IsNot("tls_enabled", FALSE),
        fix: NeedsConsent(Implied, "clients must connect through TLS"),
    },
    Rule {
        id: "CKV_AWS_278",
        types: &["aws_memorydb_snapshot"],
        severity: Low, // no published one: as the other keys of your own
        message: "snapshot has no KMS key of your own",
        rationale: "A key of your own decides who may read the snapshot, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: AddsResources,
    },
];
