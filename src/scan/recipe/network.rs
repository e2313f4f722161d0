//! Recipes for networks and what they let through.

use super::{BASE, Cost, Recipe, context};
use crate::hcl::{Block, Edit, Expression, ExpressionKind, Module, edit};
use crate::scan::{Resource, ports};

/// The network that every account has, for a program that has none.
pub(super) const DEFAULT_NETWORK: &[&str] = &[
    "{homeless}data \"aws_vpc\" \"default\" {\n  default = true\n}",
    r#"{homeless}data "aws_subnets" "default" {
  filter {
    name   = "vpc-id"
    values = [data.aws_vpc.default.id]
  }
}"#,
];

/// Takes all rules from the group that everything without a group is in: here nothing is.
pub const EMPTY_GROUP: Recipe = Recipe {
    cost: Cost::Free,
    ..DEFAULT_GROUP
};
/// The same where something is in it.
pub const DEFAULT_GROUP: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "what has no security group of its own reaches nothing, nor is it reached",
    ),
    description: "close its default security group",
    resources: &[r#"resource "aws_default_security_group" "{name}" {
  vpc_id = {at}.id
}"#],
    ..BASE
};

/// Says what a security group and its rules are for.
pub const DESCRIPTION: Recipe = Recipe {
    cost: Cost::Free,
    description: "describe it and its rules",
    arguments: &[("description", "\"Managed by Terraform\"")],
    nested_arguments: &[
        ("ingress", "description", "\"Inbound rule of {name}\""),
        ("egress", "description", "\"Outbound rule of {name}\""),
    ],
    ..BASE
};

/// Closes a port that the whole internet reaches to all but the network itself.
pub const CLOSE_SSH: Recipe = Recipe {
    cost: Cost::NeedsConsent("SSH is reached from inside the network alone"),
    description: "close SSH to the internet",
    edits: Some(|module, resource| close_port(module, resource, 22)),
    ..BASE
};
/// The same for remote desktops.
pub const CLOSE_DESKTOP: Recipe = Recipe {
    cost: Cost::NeedsConsent("remote desktops are reached from inside the network alone"),
    description: "close remote desktops to the internet",
    edits: Some(|module, resource| close_port(module, resource, 3389)),
    ..BASE
};
/// The same for plain HTTP.
pub const CLOSE_HTTP: Recipe = Recipe {
    cost: Cost::NeedsConsent(
        "port 80 is reached from inside the network alone: a website goes dark",
    ),
    description: "close port 80 to the internet",
    edits: Some(|module, resource| close_port(module, resource, 80)),
    ..BASE
};
/// The same for every port.
pub const CLOSE_ALL: Recipe = Recipe {
    cost: Cost::NeedsConsent("everything is reached from inside the network alone"),
    description: "close all its ports to the internet",
    edits: Some(|module, resource| close_port(module, resource, -1)),
    ..BASE
};
/// Lets out HTTPS, and what stays inside of the network.
pub const ONLY_HTTPS_OUT: Recipe = Recipe {
    cost: Cost::NeedsConsent("outside of the network nothing but HTTPS is reached"),
    description: "let only HTTPS out of the network",
    edits: Some(allow_only_https),
    ..BASE
};

/// The edits that close a port to the internet.
fn close_port(module: &Module, resource: &Resource, port: i64) -> Result<Vec<Edit>, String> {
    let inside = context::addresses(module, resource.block);
    let mut edits = Vec::new();
    for rule in open_rules(resource, "ingress", port) {
        edits.extend(restrict_to_network(module, rule, &inside)?);
    }
    require_edits(edits)
}

/// The edits that leave one way out of the network.
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
        return Err("the rule is not written out in it, change it there".to_owned());
    }
    Ok(edits)
}

/// The rules of a direction through which the internet reaches a port: blocks of a group, or a
/// resource that is a rule itself.
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

/// The edits that let in the network's own addresses where a rule lets in all.
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
            return Err(format!("`{name}` is not written out, change it there"));
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
