//! Implements the custom predicates of the VPC rules.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Found, Literal, Resource, Verdict};
use crate::stable_sort::Order;

/// Resource types in a network, with the arguments that name their security groups.
///
/// Some arguments and blocks name another resource that names the groups instead.
const SECURITY_GROUP_USERS: &[(&str, &[&str])] = &[
    (
        "aws_instance",
        &[
            "vpc_security_group_ids",
            "security_groups",
            "network_interface",
            "launch_template",
        ],
    ),
    (
        "aws_launch_template",
        &[
            "vpc_security_group_ids",
            "security_group_names",
            "network_interfaces",
        ],
    ),
    ("aws_launch_configuration", &["security_groups"]),
    ("aws_spot_instance_request", &["vpc_security_group_ids"]),
    ("aws_network_interface", &["security_groups"]),
    ("aws_lb", &["security_groups"]),
    ("aws_alb", &["security_groups"]),
    ("aws_elb", &["security_groups"]),
    (
        "aws_db_instance",
        &["vpc_security_group_ids", "replicate_source_db"],
    ),
    ("aws_rds_cluster", &["vpc_security_group_ids"]),
    ("aws_docdb_cluster", &["vpc_security_group_ids"]),
    ("aws_neptune_cluster", &["vpc_security_group_ids"]),
    ("aws_redshift_cluster", &["vpc_security_group_ids"]),
    ("aws_dax_cluster", &["security_group_ids"]),
    ("aws_elasticache_cluster", &["security_group_ids"]),
    ("aws_elasticache_replication_group", &["security_group_ids"]),
    ("aws_efs_mount_target", &["security_groups"]),
    ("aws_mq_broker", &["security_groups"]),
    (
        "aws_vpc_endpoint",
        &["security_group_ids", "route_table_ids"],
    ),
];

/// Checks that the module defines the rules of a default security group itself.
pub(super) fn defines_default_group(vpc: &Resource) -> Verdict {
    passed(!vpc.all_of_type("aws_default_security_group").is_empty())
}

/// Checks whether any resource may be in the default security group.
///
/// Such a resource names no group, or names the default group.
pub(super) fn default_group_is_used(vpc: &Resource) -> Verdict {
    let is_used = SECURITY_GROUP_USERS.iter().any(|(kind, arguments)| {
        vpc.all_of_type(kind).into_iter().any(|tree| {
            let mut groups = arguments.iter().filter_map(|it| tree.get(it)).peekable();
            groups.peek().is_none() || groups.any(is_default)
        })
    });
    passed(is_used)
}

/// Returns whether a value is the default security group of a network.
fn is_default(groups: &Value) -> bool {
    match groups {
        Value::List(groups) => groups.iter().any(is_default),
        Value::Unknown(Some(text)) => text.contains("default_security_group"),
        _ => false,
    }
}

/// Checks that a network ACL, or a rule of one, closes a port to the internet.
///
/// Rules are read in the order of their numbers; the first one that applies decides.
pub(super) fn acl_closes_port(resource: &Resource, port: i64) -> Verdict {
    let rules = resource.nested_blocks("ingress");
    if rules.is_empty() {
        let Found::Missing = resource.find("network_acl_id") else {
            let out = Filled("egress").holds(resource);
            return passed(out || matching_action(resource, port) != Some("allow"));
        };
        return Verdict::Unknown;
    }
    let mut rules: Vec<(f64, Resource)> = rules
        .into_iter()
        .map(|rule| match rule.find("rule_no") {
            Found::Value(Value::Number(number)) => (number, rule),
            _ => (f64::MAX, rule),
        })
        .collect();
    rules.order_by(|(one, _), (other, _)| one.total_cmp(other));
    for (_, rule) in &rules {
        match matching_action(rule, port) {
            Some("allow") => return Verdict::Failed,
            Some(_) => return Verdict::Passed,
            None => {}
        }
    }
    Verdict::Passed
}

/// Returns the action of a rule that applies to a port for the whole internet.
pub(super) fn matching_action(rule: &Resource, port: i64) -> Option<&'static str> {
    let is = |path: &'static str, text: &'static str| Is(path, Literal::Text(text)).holds(rule);
    if !is("cidr_block", "0.0.0.0/0") && !is("ipv6_cidr_block", "::/0") {
        return None;
    }
    let number = |path| match rule.find(path) {
        Found::Value(value) => value.to_number().filter(|number| *number != 0.0),
        _ => None,
    };
    let all = match rule.find("protocol") {
        Found::Value(value) => value.to_text().is_some_and(|text| text == "-1"),
        _ => false,
    };
    let within = match (number("from_port"), number("to_port")) {
        (Some(from), Some(to)) => from <= port as f64 && port as f64 <= to,
        _ => false,
    };
    if !all && !within {
        return None;
    }
    let acts = |action| is("action", action) || is("rule_action", action);
    ["allow", "deny"].into_iter().find(|action| acts(action))
}
