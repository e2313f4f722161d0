//! Defines the rules for MWAA environments.

use crate::scan::Graph::{Attribute, Or};
use crate::scan::Op::{Equals, Missing};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Repair::*, Rule, TRUE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_242",
        types: &["aws_mwaa_environment"],
        severity: Low,
        message: "scheduler logs are off",
        rationale: "Without them, it is not visible why a workflow did not start.",
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
        message: "worker logs are off",
        rationale: "Without them, it is not visible why a task failed.",
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
        message: "webserver logs are off",
        rationale: "Without them, it is not visible who signed in and what failed.",
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
        message: "web server is open to the internet",
        rationale: "Anybody can try to log in.",
        check: GraphPolicy(&Or(&[
            Attribute(&["aws_mwaa_environment"], "webserver_access_mode", Missing),
            Attribute(
                &["aws_mwaa_environment"],
                "webserver_access_mode",
                Equals(Text("PRIVATE_ONLY")),
            ),
        ])),
        fix: None,
    },
];
