//! Rules for AWS Config.

use crate::scan::Graph::{And, At, Link, Only};
use crate::scan::Op::{Differs, Equals};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV2_AWS_45",
        types: &["aws_config_configuration_recorder_status"],
        severity: Medium,
        wrong: "recorder is off or misses resources",
        why: "What changed cannot be told.",
        check: Over(&And(&[
            Only(&["aws_config_configuration_recorder_status"]),
            Link(
                &["aws_config_configuration_recorder_status"],
                &["aws_config_configuration_recorder"],
            ),
            At(
                &["aws_config_configuration_recorder"],
                "recording_group.all_supported",
                Differs(Text("false")),
            ),
            At(
                &["aws_config_configuration_recorder_status"],
                "is_enabled",
                Equals(Text("true")),
            ),
        ])),
        fix: None,
    },
    Rule {
        id: "CKV2_AWS_48",
        types: &["aws_config_configuration_recorder"],
        severity: Medium,
        wrong: "recorder misses global resources",
        why: "Changes of rights are not recorded.",
        check: Over(&At(
            &["aws_config_configuration_recorder"],
            "recording_group.include_global_resource_types",
            Equals(Text("true")),
        )),
        fix: None,
    },
    Rule {
        id: "CKV_AWS_121",
        types: &["aws_config_configuration_aggregator"],
        severity: Medium,
        wrong: "aggregator misses regions",
        why: "An attack in another region goes unseen.",
        check: Any(&[
            Filled("account_aggregation_source.all_regions"),
            Filled("organization_aggregation_source.all_regions"),
        ]),
        fix: None,
    },
];
