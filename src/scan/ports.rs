//! Checks whether security group rules open a port to the whole internet.

use super::check::{Verdict, is_text, passed};
use super::{Found, Resource, tree};
use crate::hcl::Value;

/// Checks that the `ingress` or `egress` rules close a port to the internet.
///
/// As in Checkov, a rule with `self` passes without a check of the rules after it, and a port range
/// from 0 to 0 means all ports.
pub(super) fn verdict(resource: &Resource, direction: &str, port: i64) -> Verdict {
    let Some(whole) = resource.values_at("").into_iter().next() else {
        return Verdict::Unknown;
    };
    if let Some(rules) = whole.get(direction) {
        for rule in tree::items(rules) {
            if is_set(rule.get("self")) {
                return Verdict::Passed;
            }
            if is_open(rule, port) {
                return Verdict::Failed;
            }
        }
        return Verdict::Passed;
    }
    match resource.find("type") {
        Found::Missing => {
            let ranged = whole.get("from_port").or(whole.get("to_port")).is_some();
            passed(!(ranged && is_open(whole, port)))
        }
        Found::Value(Value::Text(kind)) if kind == direction => {
            passed(is_set(whole.get("self")) || !is_open(whole, port))
        }
        _ => Verdict::Unknown,
    }
}

/// Returns whether a rule opens a port to the internet.
///
/// The rule is a block of a security group or a separate resource. Only the arguments in the block
/// are read, not the evaluated content that graph policies use.
pub(super) fn opens_port(rule: &Resource, port: i64) -> bool {
    const NAMES: &[&str] = strings! {
        "from_port", "to_port", "protocol", "prefix_list_ids", "cidr_blocks", "cidr_ipv4",
        "ipv6_cidr_blocks", "cidr_ipv6", "security_groups", "source_security_group_id",
        "ip_protocol",
    };
    let entries = NAMES.iter().filter_map(|name| match rule.find(name) {
        Found::Value(value) => Some(((*name).to_owned(), value)),
        _ => None,
    });
    is_open(&Value::Object(entries.collect()), port)
}

fn is_set(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => false,
        Some(Value::Number(number)) => *number != 0.0,
        Some(Value::Text(text)) => !text.is_empty() && text != "false",
        Some(Value::List(items)) => !items.is_empty(),
        Some(_) => true,
    }
}

fn is_open(rule: &Value, port: i64) -> bool {
    let number = |name| rule.get(name).and_then(Value::to_number);
    let (from, mut to) = (number("from_port"), number("to_port"));
    if (from, to) == (Some(0.0), Some(0.0)) {
        to = Some(65535.0);
    }
    if is_set(rule.get("prefix_list_ids")) {
        return false;
    }
    let (Some(from), Some(to)) = (from, to) else {
        return false;
    };
    let every = rule.get("protocol").and_then(Value::to_text).as_deref() == Some("-1")
        && (from, to) == (0.0, 65535.0);
    let is_within = from <= port as f64 && port as f64 <= to;
    if !every && !is_within {
        return false;
    }
    let either = |one: &str, other: &str| {
        let one = rule.get(one).filter(|value| is_set(Some(value)));
        one.or(rule.get(other).filter(|value| is_set(Some(value))))
    };
    let has = |cidrs: Option<&Value>, wanted: &[&str]| {
        let items = cidrs.map_or(&[][..], tree::items);
        items
            .iter()
            .any(|item| wanted.iter().any(|text| is_text(Some(item), text)))
    };
    let ipv4 = either("cidr_blocks", "cidr_ipv4");
    let ipv6 = either("ipv6_cidr_blocks", "cidr_ipv6");
    let any_ipv6 = matches!(ipv6, Some(Value::List(_)))
        && has(ipv6, &["::/0", "0000:0000:0000:0000:0000:0000:0000:0000/0"]);
    let unnamed = ipv4.is_none()
        && ipv6.is_none()
        && rule.get("security_groups").is_none()
        && rule.get("source_security_group_id").is_none();
    has(ipv4, &["0.0.0.0/0"]) || any_ipv6 || unnamed
}
