//! Rules for MSK clusters.

use crate::scan::Severity::*;
use crate::scan::{Check::*, Fix::*, Plain::*, Repair::*, Rule};

pub(super) const RULES: &[Rule] = &[Rule {
    id: "CKV_AWS_291",
    types: &["aws_msk_cluster"],
    severity: High, // no published one: everybody can try it
    wrong: "brokers have public addresses",
    why: "The brokers can be tried by everybody on the internet.",
    check: IsNot(
        "broker_node_group_info.connectivity_info.public_access.type",
        Text("SERVICE_PROVIDED_EIPS"),
    ),
    fix: Offered(
        Set(&[(
            "broker_node_group_info.connectivity_info.public_access.type",
            Text("DISABLED"),
        )]),
        "clients outside the network no longer reach them",
    ),
}];
