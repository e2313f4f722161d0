//! Rules for MemoryDB.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_201",
        types: &["aws_memorydb_cluster"],
        severity: Low,
        wrong: "no KMS key of your own (kms_key_arn)",
        why: "A key of your own decides who may read the data, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_202",
        types: &["aws_memorydb_cluster"],
        severity: Low,
        wrong: "traffic is not encrypted",
        why: "Whoever listens on the network reads the data.",
        check: IsNot("tls_enabled", FALSE),
        fix: Offered(Implied, "clients must connect through TLS"),
    },
    Rule {
        id: "CKV_AWS_278",
        types: &["aws_memorydb_snapshot"],
        severity: Low, // no published one: as the other keys of your own
        wrong: "snapshot has no KMS key of your own",
        why: "A key of your own decides who may read the snapshot, and can be taken away.",
        check: Has("kms_key_arn"),
        fix: Companion,
    },
];
