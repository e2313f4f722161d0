//! Defines the rules for MSK clusters.

use crate::scan::Severity::*;
use crate::scan::{Check::*, FALSE, Fix::*, Literal::*, Repair::*, Rule, TRUE, recipe};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "CKV_AWS_291",
        types: &["aws_msk_cluster"],
        severity: High, // no published one: reachable from the internet
        message: "brokers have public addresses",
        rationale: "The brokers are exposed to the whole internet.",
        check: IsNot(
            "broker_node_group_info.connectivity_info.public_access.type",
            Text("SERVICE_PROVIDED_EIPS"),
        ),
        fix: NeedsConsent(
            Set(&[(
                "broker_node_group_info.connectivity_info.public_access.type",
                Text("DISABLED"),
            )]),
            "clients outside the network no longer reach them",
        ),
    },
    Rule {
        id: "CKV_AWS_80",
        types: &["aws_msk_cluster"],
        severity: Medium,
        message: "brokers are not logged",
        rationale: "After an incident, it cannot be determined what happened.",
        check: Any(&[
            Is("logging_info.broker_logs.cloudwatch_logs.enabled", TRUE),
            Is("logging_info.broker_logs.firehose.enabled", TRUE),
            Is("logging_info.broker_logs.s3.enabled", TRUE),
        ]),
        fix: Made(&recipe::BROKER_LOGS),
    },
    Rule {
        id: "CKV_AWS_81",
        types: &["aws_msk_cluster"],
        severity: Medium,
        message: "cluster does not encrypt at rest and in transit",
        rationale: "An attacker on the network or with the disks can read the data.",
        check: All(&[
            Has("encryption_info"),
            UnsetOrOneOf(
                "encryption_info.encryption_in_transit.client_broker",
                &[Text("TLS")],
            ),
            IsNot("encryption_info.encryption_in_transit.in_cluster", FALSE),
        ]),
        fix: If(
            &Has("encryption_info"),
            &None,
            &Free(Set(&[(
                "encryption_info.encryption_in_transit.client_broker",
                Text("TLS"),
            )])),
        ),
    },
];
