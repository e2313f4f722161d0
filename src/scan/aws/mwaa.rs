//! Rules for MWAA environments.

use crate::scan::Graph::{At, Or};
use crate::scan::Op::{Equals, Missing};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_242",
        types: &["aws_mwaa_environment"],
        severity: Low,
        wrong: "scheduler logs are off",
        why: "Without them nobody sees why a workflow did not start.",
        check: Is("logging_configuration.scheduler_logs.enabled", TRUE),
        fix: Free(Set(&[
            ("logging_configuration.scheduler_logs.enabled", TRUE),
            (
                "logging_configuration.scheduler_logs.log_level",
                Text("INFO"),
            ),
        ])),
    },
    Rule {
        id: "CKV_AWS_243",
        types: &["aws_mwaa_environment"],
        severity: Low,
        wrong: "worker logs are off",
        why: "Without them nobody sees why a task failed.",
        check: Is("logging_configuration.worker_logs.enabled", TRUE),
        fix: Free(Set(&[
            ("logging_configuration.worker_logs.enabled", TRUE),
            ("logging_configuration.worker_logs.log_level", Text("INFO")),
        ])),
    },
    Rule {
        id: "CKV_AWS_244",
        types: &["aws_mwaa_environment"],
        severity: Low,
        wrong: "webserver logs are off",
        why: "Without them nobody sees who signed in and what failed.",
        check: Is("logging_configuration.webserver_logs.enabled", TRUE),
        fix: Free(Set(&[
            ("logging_configuration.webserver_logs.enabled", TRUE),
            (
                "logging_configuration.webserver_logs.log_level",
                Text("INFO"),
            ),
        ])),
    },
    Rule {
        id: "CKV2_AWS_66",
        types: &["aws_mwaa_environment"],
        severity: High,
        wrong: "web server is open to the internet",
        why: "Anybody can try to log in.",
        check: Over(&Or(&[
            At(&["aws_mwaa_environment"], "webserver_access_mode", Missing),
            At(
                &["aws_mwaa_environment"],
                "webserver_access_mode",
                Equals(Text("PRIVATE_ONLY")),
            ),
        ])),
        fix: None,
    },
];
