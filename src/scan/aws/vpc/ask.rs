//! A resource in, what no word of the rules says of it out.

use crate::hcl::Value;
use crate::scan::check::passed;
use crate::scan::{Check::*, Found, Plain, Resource, Verdict};

/// Whether a network ACL, or a rule of one, lets the whole internet in at a port. Rules count in
/// the order of their numbers, until one denies.
pub(super) fn acl_port(resource: &Resource, port: i64) -> Verdict {
    let rules = resource.inner("ingress");
    if rules.is_empty() {
        let Found::Missing = resource.find("network_acl_id") else {
            let out = Filled("egress").holds(resource);
            return passed(out || meets(resource, port) != Some("allow"));
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
    rules.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    for (_, rule) in &rules {
        match meets(rule, port) {
            Some("allow") => return Verdict::Failed,
            Some(_) => return Verdict::Passed,
            None => {}
        }
    }
    Verdict::Passed
}

/// The action of a rule for the whole internet that meets a port.
pub(super) fn meets(rule: &Resource, port: i64) -> Option<&'static str> {
    let is = |path: &'static str, text: &'static str| Is(path, Plain::Text(text)).holds(rule);
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
