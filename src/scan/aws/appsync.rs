//! Rules for AppSync.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_193",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        wrong: "logging is off (cloudwatch_logs_role_arn)",
        why: "Without logs nobody can tell later who asked for what.",
        check: Has("log_config.cloudwatch_logs_role_arn"),
        fix: Companion,
    },
    Rule {
        id: "CKV_AWS_194",
        types: &["aws_appsync_graphql_api"],
        severity: Low,
        wrong: "fields are not logged",
        why: "Without them nobody sees which resolver failed, and for whom.",
        check: OneOf("log_config.field_log_level", &[Text("ALL"), Text("ERROR")]),
        fix: Fix::None,
    },
    Rule {
        id: "CKV_AWS_214",
        types: &["aws_appsync_api_cache"],
        severity: Low,
        wrong: "cache is not encrypted at rest",
        why: "Whoever gets hold of the storage can read what is cached.",
        check: Is("at_rest_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
    Rule {
        id: "CKV_AWS_215",
        types: &["aws_appsync_api_cache"],
        severity: Low,
        wrong: "cache traffic is not encrypted",
        why: "Whoever listens on the network reads what is cached.",
        check: Is("transit_encryption_enabled", TRUE),
        fix: Free(Implied),
    },
];
