//! Defines the recipes for networks and the traffic that they allow.

use super::{BASE, Cost, Recipe, context};
use crate::hcl::{Block, Edit, Expression, ExpressionKind, Module, edit};
use crate::scan::{Resource, ports};

/// Default network of the account, for a module without a network.
pub(super) const DEFAULT_NETWORK: &[&str] = &[
    "{homeless}data \"aws_vpc\" \"default\" {\n  default = true\n}",
    r#"{homeless}data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}"#,
];

/// Removes all rules from a default security group that no resource uses.
///
/// A resource without a security group is in the default one.
pub const EMPTY_GROUP: Recipe = Recipe {
    cost: Cost::Free,
    ..DEFAULT_GROUP
};
/// Removes all rules from a default security group that resources use.
pub const DEFAULT_GROUP: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "resources without a security group can no longer connect or be reached",
    ),
    description: "remove all rules from the default security group",
    resources: &[r#"resource "aws_default_security_group" "{name}" {
  vpc_id = {at}.id
}"#],
    ..BASE
};

/// Adds descriptions to a security group and its rules.
pub const DESCRIPTION: Recipe = Recipe {
    cost: Cost::Free,
    description: "add descriptions to the security group and its rules",
    arguments: &[("description", "\"Managed by Terraform\"")],
    nested_arguments: &[
        ("ingress", "description", "\"Inbound rule of {name}\""),
        ("egress", "description", "\"Outbound rule of {name}\""),
    ],
    ..BASE
};

/// Closes SSH to everything outside the network.
pub const CLOSE_SSH: Recipe = Recipe {
    cost: Cost::NeedsConsent("SSH is only reachable inside the VPC"),
    description: "close SSH (port 22) to the internet",
    edits: Some(|module, resource| close_port(module, resource, 22)),
    ..BASE
};
/// Closes remote desktop to everything outside the network.
pub const CLOSE_DESKTOP: Recipe = Recipe {
    cost: Cost::NeedsConsent("remote desktop is only reachable inside the VPC"),
    description: "close remote desktop (port 3389) to the internet",
    edits: Some(|module, resource| close_port(module, resource, 3389)),
    ..BASE
};
/// Closes HTTP to everything outside the network.
pub const CLOSE_HTTP: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "port 80 is only reachable inside the VPC (your site is no longer public)",
    ),
    description: "close port 80 to the internet",
    edits: Some(|module, resource| close_port(module, resource, 80)),
    ..BASE
};
/// Closes every port to everything outside the network.
pub const CLOSE_ALL: Recipe = Recipe {
    cost: Cost::NeedsConsent("all ports are only reachable inside the VPC"),
    description: "close all ports to the internet",
    edits: Some(|module, resource| close_port(module, resource, -1)),
    ..BASE
};
/// Allows only outbound HTTPS, and all traffic inside the network.
pub const ONLY_HTTPS_OUT: Recipe = Recipe {
    cost: Cost::NeedsConsent("only HTTPS is reachable outside the VPC"),
    description: "allow only outbound HTTPS",
    edits: Some(allow_only_https),
    ..BASE
};

/// Returns the edits that close a port to the internet.
fn close_port(module: &Module, resource: &Resource, port: i64) -> Result<Vec<Edit>, String> {
    let inside = context::addresses(module, resource.block);
    let mut edits = Vec::new();
    for rule in open_rules(resource, "ingress", port) {
        edits.extend(restrict_to_network(module, rule, &inside)?);
    }
    require_edits(edits)
}

/// Returns the edits that allow only HTTPS to leave the network.
fn allow_only_https(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let inside = context::addresses(module, resource.block);
    let mut edits = Vec::new();
    for rule in open_rules(resource, "egress", -1) {
        let protocol = match rule.body.attribute("ip_protocol") {
            Some(_) => "ip_protocol",
            None => "protocol",
        };
        for (argument, value) in [
            ("from_port", "443"),
            ("to_port", "443"),
            (protocol, "\"tcp\""),
        ] {
            edits.extend(edit::set(module, rule, &[argument], value));
        }
        if rule.kind.text == "egress" {
            let text = format!(
                "egress {{\n  description = \"Inside the network\"\n  from_port   = 0\n  \
                 to_port     = 0\n  protocol    = \"-1\"\n  cidr_blocks = [{inside}]\n}}"
            );
            edits.extend(edit::insert(module, resource.block, &text));
        }
    }
    require_edits(edits)
}

fn require_edits(edits: Vec<Edit>) -> Result<Vec<Edit>, String> {
    if edits.is_empty() {
        return Err("the block does not contain the rule; change the referenced value".to_owned());
    }
    Ok(edits)
}

/// Returns the rules of a direction that open a port to the internet.
///
/// The rules are blocks of a group, or the resource itself if it is a rule.
fn open_rules<'a>(resource: &Resource<'a>, direction: &str, port: i64) -> Vec<&'a Block> {
    let is_open = |rule: &Resource| ports::opens_port(rule, port);
    let is_group = resource.type_name() == "aws_security_group";
    let rules = if is_group {
        resource.nested_blocks(direction)
    } else {
        vec![*resource]
    };
    let open = rules.iter().filter(|rule| is_open(rule));
    open.map(|rule| rule.block).collect()
}

/// Returns the edits that replace all addresses of a rule by those of the network.
fn restrict_to_network(module: &Module, rule: &Block, inside: &str) -> Result<Vec<Edit>, String> {
    let attribute = |name: &str| rule.body.attribute(name).map(|it| &it.value);
    let mut edits = Vec::new();
    if let Some(cidr) = attribute("cidr_ipv4")
        && cidr.literal().is_some()
    {
        edits.push(Edit::replace(cidr.span, inside));
    }
    for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
        let Some(list) = attribute(name) else {
            continue;
        };
        let ExpressionKind::List(items) = &list.kind else {
            return Err(format!(
                "`{name}` is not a literal list; change it in the referenced value"
            ));
        };
        let is_all = |item: &Expression| {
            let cidr = item.literal().unwrap_or_default();
            cidr.ends_with("/0")
        };
        if !items.iter().any(is_all) {
            continue;
        }
        let kept = items.iter().filter(|item| !is_all(item));
        let mut texts: Vec<&str> = kept.map(|it| &module.text[it.span.range()]).collect();
        if name == "cidr_blocks" {
            texts.push(inside);
        }
        let text = format!("[{}]", texts.join(", "));
        edits.push(Edit::replace(list.span, text));
    }
    Ok(edits)
}
