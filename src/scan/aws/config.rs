//! Defines the rules for AWS Config.

use crate::scan::Graph::{And, Attribute, Connection, Filter};
use crate::scan::Op::{Equals, NotEquals};
use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Literal::*, Rule};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV2_AWS_45",
        types: &["aws_config_configuration_recorder_status"],
        severity: Medium,
        message: "recorder is off or misses resources",
        rationale: "Changes of resources are not recorded.",
        check: GraphPolicy(&And(&[
            Filter(&["aws_config_configuration_recorder_status"]),
            Connection(
                &["aws_config_configuration_recorder_status"],
                &["aws_config_configuration_recorder"],
            ),
            Attribute(
                &["aws_config_configuration_recorder"],
                "recording_group.all_supported",
                NotEquals(Text("false")),
            ),
            Attribute(
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
        message: "recorder misses global resources",
        rationale: "Changes to permissions are not recorded.",
        check: GraphPolicy(&Attribute(
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
        message: "aggregator misses regions",
        rationale: "An attack in another region goes unnoticed.",
        check: Any(&[
            Filled("account_aggregation_source.all_regions"),
            Filled("organization_aggregation_source.all_regions"),
        ]),
        fix: None,
    },
];
