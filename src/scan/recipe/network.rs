//! Recipes for networks and what they let through.

use super::{Cost, NOTHING, Recipe, site};
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
    cost: Cost::Offered("what has no security group of its own reaches nothing, nor is it reached"),
    does: "close its default security group",
    beside: &[r#"resource "aws_default_security_group" "{name}" {
  vpc_id = {at}.id
}"#],
    ..NOTHING
};

/// Says what a security group and its rules are for.
pub const DESCRIPTION: Recipe = Recipe {
    cost: Cost::Free,
    does: "describe it and its rules",
    sets: &[("description", "\"Managed by Terraform\"")],
    each: &[
        ("ingress", "description", "\"Inbound rule of {name}\""),
        ("egress", "description", "\"Outbound rule of {name}\""),
    ],
    ..NOTHING
};

/// Closes a port that the whole internet reaches to all but the network itself.
pub const CLOSE_SSH: Recipe = Recipe {
    cost: Cost::Offered("SSH is reached from inside the network alone"),
    does: "close SSH to the internet",
    edits: Some(|module, resource| close(module, resource, 22)),
    ..NOTHING
};
/// The same for remote desktops.
pub const CLOSE_DESKTOP: Recipe = Recipe {
    cost: Cost::Offered("remote desktops are reached from inside the network alone"),
    does: "close remote desktops to the internet",
    edits: Some(|module, resource| close(module, resource, 3389)),
    ..NOTHING
};
/// The same for plain HTTP.
pub const CLOSE_HTTP: Recipe = Recipe {
    cost: Cost::Offered("port 80 is reached from inside the network alone: a website goes dark"),
    does: "close port 80 to the internet",
    edits: Some(|module, resource| close(module, resource, 80)),
    ..NOTHING
};
/// The same for every port.
pub const CLOSE_ALL: Recipe = Recipe {
    cost: Cost::Offered("everything is reached from inside the network alone"),
    does: "close all its ports to the internet",
    edits: Some(|module, resource| close(module, resource, -1)),
    ..NOTHING
};
/// Lets out HTTPS, and what stays inside of the network.
pub const ONLY_HTTPS_OUT: Recipe = Recipe {
    cost: Cost::Offered("outside of the network nothing but HTTPS is reached"),
    does: "let only HTTPS out of the network",
    edits: Some(only_https),
    ..NOTHING
};

/// The edits that close a port to the internet.
fn close(module: &Module, resource: &Resource, port: i64) -> Result<Vec<Edit>, String> {
    let inside = site::addresses(module, resource.block);
    let mut edits = Vec::new();
    for rule in open_rules(resource, "ingress", port) {
        edits.extend(narrow(module, rule, &inside)?);
    }
    found(edits)
}

/// The edits that leave one way out of the network.
fn only_https(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let inside = site::addresses(module, resource.block);
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
    found(edits)
}

fn found(edits: Vec<Edit>) -> Result<Vec<Edit>, String> {
    if edits.is_empty() {
        return Err("the rule is not written out in it, change it there".to_owned());
    }
    Ok(edits)
}

/// The rules of a direction through which the internet reaches a port: blocks of a group, or a
/// resource that is a rule itself.
fn open_rules<'a>(resource: &Resource<'a>, direction: &str, port: i64) -> Vec<&'a Block> {
    let is_open = |rule: &Resource| ports::lets_through(rule, port);
    let is_group = resource.type_name() == "aws_security_group";
    let rules = if is_group {
        resource.inner(direction)
    } else {
        vec![*resource]
    };
    let open = rules.iter().filter(|rule| is_open(rule));
    open.map(|rule| rule.block).collect()
}

/// The edits that let in the network's own addresses where a rule lets in all.
fn narrow(module: &Module, rule: &Block, inside: &str) -> Result<Vec<Edit>, String> {
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
