//! Defines the rules for DocumentDB.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_74",
        types: &["aws_docdb_cluster"],
        severity: Medium,
        message: "storage is not encrypted",
        rationale: "Anyone who obtains a disk or a snapshot can read every document.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_182",
        types: &["aws_docdb_cluster"],
        severity: Low,
        message: "no customer-managed KMS key (kms_key_id)",
        rationale: "A customer-managed key controls who may read the documents, and access can be revoked.",
        check: Has("kms_key_id"),
        fix: AddsResources,
    },
    Rule {
        id: "CKV_AWS_292",
        types: &["aws_docdb_global_cluster"],
        severity: Medium, // no published one: as for the cluster itself
        message: "global cluster is not encrypted",
        rationale: "Anyone who obtains a disk or a snapshot can read every document.",
        check: Is("storage_encrypted", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_360",
        types: &["aws_docdb_cluster"],
        severity: Medium, // no published one: lost data cannot be recovered
        message: "backups are kept for less than 7 days",
        rationale: "Damage that is noticed after a few days cannot be undone.",
        check: AtLeast("backup_retention_period", 7),
        fix: NeedsConsent(Implied, "backups beyond the first day are billed"),
    },
    Rule {
        id: "CKV_AWS_85",
        types: &["aws_docdb_cluster"],
        severity: Medium,
        message: "cluster does not export logs",
        rationale: "After an incident, it cannot be determined what was read.",
        check: Custom(|it| {
            crate::scan::words::exports_one(
                it,
                "enabled_cloudwatch_logs_exports",
                &["profiler", "audit"],
            )
        }),
        fix: Free(Set(&[(
            "enabled_cloudwatch_logs_exports",
            Texts(&["audit", "profiler"]),
        )])),
    },
    Rule {
        id: "CKV_AWS_90",
        types: &["aws_docdb_cluster_parameter_group"],
        severity: Medium,
        message: "cluster accepts connections without TLS",
        rationale: "An attacker on the network can read the traffic.",
        check: UnlessCertain(&OneBlock(
            "parameter",
            &All(&[Is("name", Text("tls")), Is("value", Text("disabled"))]),
        )),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_104",
        types: &["aws_docdb_cluster_parameter_group"],
        severity: Low,
        message: "cluster keeps no audit log",
        rationale: "After an incident, it cannot be determined what was read.",
        check: OneBlock(
            "parameter",
            &All(&[
                Is("name", Text("audit_logs")),
                OneOf("value", &[Text("enabled"), Text("ddl"), Text("all")]),
            ]),
        ),
        fix: None,
    },
];
