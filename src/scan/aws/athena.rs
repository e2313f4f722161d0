//! Defines the rules for Athena.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_77",
        types: &["aws_athena_database"],
        severity: Medium,
        message: "database is not encrypted",
        rationale: "Anyone with access to the bucket can read the query results.",
        check: Has("encryption_configuration.encryption_option"),
        fix: Free(Set(&[(
            "encryption_configuration.encryption_option",
            Text("SSE_S3"),
        )])),
    },
    Rule {
        id: "CKV_AWS_82",
        types: &["aws_athena_workgroup"],
        severity: Medium,
        message: "clients may override the workgroup's settings",
        rationale: "A client can disable the encryption that the workgroup requires.",
        check: UnsetOrOneOf("configuration.enforce_workgroup_configuration", &[TRUE]),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_159",
        types: &["aws_athena_workgroup"],
        severity: Medium,
        message: "results of the workgroup are not encrypted",
        rationale: "Anyone with access to the bucket can read the query results.",
        check: Has("configuration.result_configuration.encryption_configuration.encryption_option"),
        fix: Free(Set(&[(
            "configuration.result_configuration.encryption_configuration.encryption_option",
            Text("SSE_S3"),
        )])),
    },
];
