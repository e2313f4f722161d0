//! Checks load balancers, listeners and target groups.

use super::checker::{Checker, Network, address_of, name_of, same};
use super::instances::join_network;
use super::network::{one_zone, open, spread};
use crate::hcl::edit::quote;
use crate::hcl::{Block, Edit, Value};
use crate::rewrite::Safety;

/// Names of the resource types; the older ones begin with `aws_alb`.
const BALANCERS: &[&str] = strings! { "aws_lb", "aws_alb" };
const LISTENERS: &[&str] = strings! { "aws_lb_listener", "aws_alb_listener" };
const LISTENER_RULES: &[&str] = strings! { "aws_lb_listener_rule", "aws_alb_listener_rule" };
const TARGET_GROUPS: &[&str] = strings! { "aws_lb_target_group", "aws_alb_target_group" };

/// Protocols of network load balancers.
const TRANSPORT: &[&str] = strings! { "TCP", "UDP", "TCP_UDP", "TLS" };
/// Protocols of application load balancers.
const APPLICATION: &[&str] = strings! { "HTTP", "HTTPS" };

/// Types of blocks that refer to a target group and register no target.
const NO_TARGETS: &[&str] = strings! {
    "aws_lb_listener", "aws_alb_listener", "aws_lb_listener_rule", "aws_alb_listener_rule",
    "aws_cloudwatch_metric_alarm", "aws_cloudwatch_dashboard", "aws_wafv2_web_acl_association",
};

pub(super) fn check(checker: &mut Checker) {
    balancers(checker);
    listeners(checker);
    listener_rules(checker);
    target_groups(checker);
    for block in checker.created("aws_elb") {
        if checker.are_absent(&block.body, &["availability_zones", "subnets"]) {
            let subnets = checker.declared("aws_subnet");
            let edits = match subnets.as_slice() {
                [one] if one.is_single() => {
                    checker.set(block, &["subnets"], &format!("[{}.id]", address_of(one)))
                }
                _ => Vec::new(),
            };
            checker
                .report(
                    "IG_DEPLOY_315",
                    block,
                    block.header,
                    "the load balancer has neither zones nor subnets",
                )
                .fix(Safety::Likely, "use the subnet of the module", edits);
        }
    }
}

fn balancers(checker: &mut Checker) {
    for block in checker.created_of(BALANCERS) {
        let body = &block.body;
        let kind = checker.text_or(body, "load_balancer_type", "application");
        let is_application = kind.as_deref() == Some("application");
        if checker.are_absent(body, &["subnets", "subnet_mapping"]) {
            let mut subnets = checker.declared("aws_subnet");
            subnets.retain(|it| it.is_single());
            let zones: Vec<Option<String>> = subnets.iter().map(|it| checker.zone_of(it)).collect();
            let differ = zones.len() == 2
                && zones[0].is_some()
                && zones[1].is_some()
                && zones[0] != zones[1];
            let ids: Vec<String> = subnets
                .iter()
                .map(|it| format!("{}.id", address_of(it)))
                .collect();
            let edits = match differ {
                true => checker.set(block, &["subnets"], &format!("[{}]", ids.join(", "))),
                false => Vec::new(),
            };
            checker
                .report(
                    "IG_DEPLOY_301",
                    block,
                    block.header,
                    "the load balancer has no subnets",
                )
                .fix(Safety::Likely, "use the subnets of the module", edits);
        }
        if let Some(subnets) = body.attribute("subnets") {
            if is_application && let Some((fault, edits)) = one_zone(checker, &subnets.value) {
                checker
                    .report("IG_DEPLOY_301", block, subnets.span, fault)
                    .fix(Safety::Likely, "use a second subnet in another zone", edits);
            }
            let targets = checker.targets(&subnets.value).unwrap_or_default();
            let is_listed = targets.len() > 1
                && targets
                    .iter()
                    .all(|it| it.kind() == "aws_subnet" && it.block.is_single());
            if is_listed {
                let blocks: Vec<&Block> = targets.iter().map(|it| it.block).collect();
                let named: Vec<Option<String>> =
                    blocks.iter().map(|it| checker.zone_of(it)).collect();
                let twice = named.iter().enumerate().find_map(|(at, zone)| {
                    let zone = zone
                        .as_ref()
                        .filter(|it| it.ends_with(|c: char| c.is_ascii_lowercase()))?;
                    named[..at]
                        .contains(&Some(zone.clone()))
                        .then(|| zone.clone())
                });
                let is_all_same = named.iter().all(|it| it.is_some() && *it == named[0]);
                if let Some(zone) = twice.filter(|_| !is_all_same || !is_application) {
                    let message = format!("two of the subnets are in the zone `{zone}`");
                    let span = subnets.span;
                    checker.report("IG_DEPLOY_302", block, span, message);
                }
                if named.iter().all(Option::is_none)
                    && is_application
                    && blocks
                        .iter()
                        .all(|it| checker.is_absent(&it.body, "availability_zone"))
                {
                    let edits = spread(checker, &blocks);
                    checker
                        .report(
                            "IG_DEPLOY_303",
                            block,
                            subnets.span,
                            "no subnet states its zone, and AWS can choose one zone twice",
                        )
                        .fix(
                            Safety::Likely,
                            "put the subnets into zones of their own",
                            edits,
                        );
                }
            }
            let blocks: Vec<&Block> = targets
                .iter()
                .filter(|it| it.kind() == "aws_subnet")
                .map(|it| it.block)
                .collect();
            let network = targets
                .iter()
                .map(|it| checker.vpc_of(*it))
                .find(|it| !matches!(it, Network::Unknown));
            if let Some(Network::Vpc(vpc)) = network
                && checker.flag_or(body, "internal", false) == Some(false)
                && checker.has_gateway(vpc) == Some(false)
            {
                let edits = open(checker, vpc, &blocks);
                let message = format!("`{}` has no internet gateway", address_of(vpc));
                checker
                    .report("IG_DEPLOY_304", block, block.header, message)
                    .fix(
                        Safety::Likely,
                        "add an internet gateway and its route",
                        edits,
                    );
            }
            if let (Some(network), Some(groups)) =
                (network, checker.targets_in(body, "security_groups"))
            {
                for group in groups
                    .into_iter()
                    .filter(|it| it.kind() == "aws_security_group")
                {
                    if checker.vpc_of(group).differs(network) {
                        let address = address_of(group.block);
                        let edits = join_network(checker, group, network);
                        checker
                            .report_at(
                                "IG_DEPLOY_305",
                                block,
                                body,
                                "security_groups",
                                format!("`{address}` is not in the VPC of the subnets"),
                            )
                            .fix(
                                Safety::Likely,
                                format!("put `{address}` into the VPC of the subnets"),
                                edits,
                            );
                    }
                }
            }
        }
        name(checker, block, "load balancer");
        logs(checker, block);
    }
}

/// Checks the name of a load balancer or target group.
fn name<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, what: &str) {
    let body = &block.body;
    let Some(name) = checker.text(body, "name") else {
        return;
    };
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let fault = if name.len() > 32 {
        "has more than 32 characters"
    } else if !name.chars().all(is_allowed) {
        "has a character other than letters, digits and hyphens"
    } else if name.starts_with('-') || name.ends_with('-') {
        "begins or ends with a hyphen"
    } else if name.starts_with("internal-") && what == "load balancer" {
        "begins with `internal-`"
    } else {
        return;
    };
    let kept: String = name
        .chars()
        .map(|c| if is_allowed(c) { c } else { '-' })
        .take(32)
        .collect();
    let kept = kept.trim_matches('-').trim_start_matches("internal-");
    let edits = match body.attribute("name") {
        Some(it) if it.value.literal_text().is_some() && !kept.is_empty() => {
            checker.replace(&it.value, quote(kept))
        }
        Some(it) if name.len() > 32 && name.chars().all(is_allowed) => {
            let text = checker.index.text(&it.value);
            checker.replace(&it.value, format!("trim(substr({text}, 0, 32), \"-\")"))
        }
        _ => Vec::new(),
    };
    let message = format!("the name `{name}` of the {what} {fault}");
    checker
        .report_at("IG_DEPLOY_306", block, body, "name", message)
        .fix(Safety::Likely, format!("use the name `{kept}`"), edits);
}

/// Checks that a load balancer may write its logs.
fn logs<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    for nested in block.body.blocks_of("access_logs") {
        let bucket = checker
            .target_in(&nested.body, "bucket")
            .filter(|it| it.kind() == "aws_s3_bucket");
        let Some(bucket) = bucket.filter(|_| checker.flag(&nested.body, "enabled") == Some(true))
        else {
            continue;
        };
        let policies = checker.is_child(&["aws_s3_bucket_policy"], "bucket", bucket.block);
        if policies == Some(false)
            && checker.options.is_whole
            && !checker.is_completed_elsewhere(bucket.block)
            && checker.is_absent(&bucket.block.body, "policy")
        {
            let message = format!("`{}` has no policy", address_of(bucket.block));
            checker.report("IG_DEPLOY_307", block, nested.header, message);
        }
    }
}

fn listeners(checker: &mut Checker) {
    let mut ports: Vec<(&Block, f64)> = Vec::new();
    for block in checker.created_of(LISTENERS) {
        let body = &block.body;
        let balancer = checker.target_in(body, "load_balancer_arn");
        let balancer = balancer.filter(|it| BALANCERS.contains(&it.kind()));
        let kind = balancer
            .and_then(|it| checker.text_or(&it.block.body, "load_balancer_type", "application"));
        let protocol = checker.text(body, "protocol");
        let port = checker.number(body, "port");
        if matches!(protocol.as_deref(), Some("HTTPS" | "TLS"))
            && checker.is_absent(body, "certificate_arn")
        {
            let message = format!(
                "the listener for {} has no certificate",
                protocol.as_deref().unwrap_or_default()
            );
            checker.report("IG_DEPLOY_308", block, block.header, message);
        }
        if protocol.as_deref() == Some("HTTP") && checker.is_present(body, "certificate_arn") {
            let edits = match port == Some(443.0) {
                true => checker.set(block, &["protocol"], "\"HTTPS\""),
                false => checker.remove(body, "certificate_arn"),
            };
            let what = if port == Some(443.0) {
                "use HTTPS"
            } else {
                "remove the certificate"
            };
            checker
                .report_at(
                    "IG_DEPLOY_309",
                    block,
                    body,
                    "certificate_arn",
                    "a listener for HTTP takes no certificate",
                )
                .fix(Safety::Likely, what, edits);
        }
        if let (Some(kind), Some(protocol)) = (kind.as_deref(), protocol.as_deref()) {
            let other = match (kind, protocol) {
                ("network", "HTTP") => Some("TCP"),
                ("network", "HTTPS") if checker.is_present(body, "certificate_arn") => Some("TLS"),
                ("network", "HTTPS") => Some("TCP"),
                ("application", "TLS") => Some("HTTPS"),
                ("application", "TCP" | "TCP_UDP") if port == Some(443.0) => Some("HTTPS"),
                ("application", it) if TRANSPORT.contains(&it) => Some("HTTP"),
                _ => None,
            };
            if let Some(other) = other {
                let edits = checker.set(block, &["protocol"], &quote(other));
                let message =
                    format!("a load balancer of the type `{kind}` has no listener for {protocol}");
                checker
                    .report_at("IG_DEPLOY_310", block, body, "protocol", message)
                    .fix(Safety::Likely, format!("use {other}"), edits);
            }
        }
        if let (Some(balancer), Some(port)) = (balancer.filter(|it| !it.is_instance), port)
            && block.is_single()
        {
            if ports
                .iter()
                .any(|(own, at)| same(own, balancer.block) && *at == port)
            {
                let message = format!(
                    "another listener of `{}` has the port {port}",
                    address_of(balancer.block)
                );
                checker.report_at("IG_DEPLOY_311", block, body, "port", message);
            }
            ports.push((balancer.block, port));
        }
        for action in body.blocks_of("default_action") {
            self::action(checker, block, action);
        }
    }
}

/// Checks that an action has what its type needs.
fn action<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, action: &'m Block) {
    let body = &action.body;
    let Some(kind) = checker.text(body, "type") else {
        return;
    };
    let needed: &[&str] = match kind.as_str() {
        "forward" => &["target_group_arn", "forward"],
        "redirect" => &["redirect"],
        "fixed-response" => &["fixed_response"],
        _ => return,
    };
    if checker.are_absent(body, needed) {
        let groups = checker.created_of(TARGET_GROUPS);
        let edits = match (kind.as_str(), groups.as_slice()) {
            ("forward", [one]) if one.is_single() => checker.set(
                action,
                &["target_group_arn"],
                &format!("{}.arn", address_of(one)),
            ),
            _ => Vec::new(),
        };
        let message = format!("the action `{kind}` has no `{}`", needed[0]);
        checker
            .report("IG_DEPLOY_312", block, action.header, message)
            .fix(
                Safety::Likely,
                "forward to the target group of the module",
                edits,
            );
    }
}

fn listener_rules(checker: &mut Checker) {
    let mut known: Vec<(&Block, f64)> = Vec::new();
    for block in checker.created_of(LISTENER_RULES) {
        let body = &block.body;
        for action in body.blocks_of("action") {
            self::action(checker, block, action);
        }
        let listener = checker
            .target_in(body, "listener_arn")
            .filter(|it| !it.is_instance);
        let (Some(listener), Some(priority)) = (listener, checker.number(body, "priority")) else {
            continue;
        };
        if !block.is_single() {
            continue;
        }
        let is_taken = |at: f64| {
            known
                .iter()
                .any(|(own, of)| same(own, listener.block) && *of == at)
        };
        if is_taken(priority) {
            let all: Vec<f64> = checker
                .created_of(LISTENER_RULES)
                .iter()
                .filter_map(|it| checker.number(&it.body, "priority"))
                .collect();
            let mut free = priority + 1.0;
            while all.contains(&free) {
                free += 1.0;
            }
            let edits = match body.attribute("priority") {
                Some(it) => checker.replace(&it.value, format!("{free}")),
                None => Vec::new(),
            };
            let message = format!("another rule of the listener has the priority {priority}");
            checker
                .report_at("IG_DEPLOY_313", block, body, "priority", message)
                .fix(Safety::Likely, format!("use the priority {free}"), edits);
        }
        known.push((listener.block, priority));
    }
}

fn target_groups(checker: &mut Checker) {
    for block in checker.created_of(TARGET_GROUPS) {
        let body = &block.body;
        name(checker, block, "target group");
        let kind = checker
            .text_or(body, "target_type", "instance")
            .unwrap_or_default();
        let protocol = checker.text(body, "protocol").unwrap_or_default();
        if matches!(kind.as_str(), "instance" | "ip" | "alb") {
            for name in ["vpc_id", "port", "protocol"] {
                if !checker.is_absent(body, name) {
                    continue;
                }
                let vpcs = checker.declared("aws_vpc");
                let edits = match (name, vpcs.as_slice()) {
                    ("vpc_id", [one]) if one.is_single() => {
                        checker.set(block, &["vpc_id"], &format!("{}.id", address_of(one)))
                    }
                    ("port", _) => checker.set(
                        block,
                        &["port"],
                        if protocol == "HTTPS" { "443" } else { "80" },
                    ),
                    ("protocol", _) if kind == "alb" => {
                        checker.set(block, &["protocol"], "\"TCP\"")
                    }
                    ("protocol", _) => checker.set(block, &["protocol"], "\"HTTP\""),
                    _ => Vec::new(),
                };
                let message = format!("a target group of the type `{kind}` needs `{name}`");
                checker
                    .report("IG_DEPLOY_314", block, block.header, message)
                    .fix(Safety::Likely, format!("set `{name}`"), edits);
                break;
            }
        }
        health(checker, block, &protocol);
        stickiness(checker, block, &protocol);
        protocols(checker, block, &protocol);
        targets(checker, block, &kind);
    }
}

fn health<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, protocol: &str) {
    for check in block.body.blocks_of("health_check") {
        let body = &check.body;
        let is_transport = TRANSPORT.contains(&protocol) || protocol == "GENEVE";
        let default = if is_transport { "TCP" } else { "HTTP" };
        if checker.text_or(body, "protocol", default).as_deref() == Some("TCP") {
            let set: Vec<&str> = ["path", "matcher"]
                .into_iter()
                .filter(|name| {
                    checker.is_present(body, name)
                        && checker.text(body, name).as_deref() != Some("")
                })
                .collect();
            if let Some(first) = set.first() {
                let edits = checker.remove_all(body, &set);
                let message = format!("a health check by TCP takes no `{first}`");
                checker
                    .report_at("IG_DEPLOY_317", block, body, first, message)
                    .fix(
                        Safety::Likely,
                        "remove what a check by TCP does not use",
                        edits,
                    );
            }
        }
        let interval = match checker.value(body, "interval") {
            Value::Null => Some(30.0),
            value => value.to_number(),
        };
        if let (Some(interval), Some(timeout)) = (interval, checker.number(body, "timeout"))
            && timeout >= interval
            && !is_transport
        {
            let less = (interval - 1.0).clamp(2.0, 5.0);
            let edits = match body.attribute("timeout") {
                Some(it) if interval > 2.0 => checker.replace(&it.value, format!("{less}")),
                _ => Vec::new(),
            };
            let message = format!("the timeout {timeout} is not less than the interval {interval}");
            checker
                .report_at("IG_DEPLOY_318", block, body, "timeout", message)
                .fix(Safety::Likely, format!("use a timeout of {less} s"), edits);
        }
    }
}

fn stickiness<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, protocol: &str) {
    for nested in block.body.blocks_of("stickiness") {
        let Some(kind) = checker.text(&nested.body, "type") else {
            continue;
        };
        let right = match (
            TRANSPORT.contains(&protocol),
            APPLICATION.contains(&protocol),
            kind.as_str(),
        ) {
            (true, _, "lb_cookie" | "app_cookie") => "source_ip",
            (_, true, "source_ip") => "lb_cookie",
            _ => continue,
        };
        let edits = checker.set(nested, &["type"], &quote(right));
        let message = format!("targets by {protocol} have no stickiness of the type `{kind}`");
        checker
            .report_at("IG_DEPLOY_319", block, &nested.body, "type", message)
            .fix(Safety::Likely, format!("use `{right}`"), edits);
    }
}

/// Checks that the listeners of a target group have a load balancer for its protocol.
fn protocols<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, protocol: &str) {
    if !block.is_single() {
        return;
    }
    for listener in checker.created_of(LISTENERS) {
        let forwards = listener.body.blocks_of("default_action").any(|action| {
            let group = checker.target_in(&action.body, "target_group_arn");
            group.is_some_and(|it| same(it.block, block))
        });
        let balancer = checker.target_in(&listener.body, "load_balancer_arn");
        let balancer = balancer.filter(|it| forwards && BALANCERS.contains(&it.kind()));
        let Some(kind) = balancer
            .and_then(|it| checker.text_or(&it.block.body, "load_balancer_type", "application"))
        else {
            continue;
        };
        let right = match kind.as_str() {
            "application" if TRANSPORT.contains(&protocol) => "HTTP",
            "network" if APPLICATION.contains(&protocol) => "TCP",
            _ => continue,
        };
        let edits = checker.set(block, &["protocol"], &quote(right));
        let message = format!("a load balancer of the type `{kind}` does not send {protocol}");
        checker
            .report_at("IG_DEPLOY_320", block, &block.body, "protocol", message)
            .fix(Safety::Likely, format!("use {right}"), edits);
        return;
    }
}

/// Checks that something registers targets.
///
/// An output hands the target group to who registers them from another configuration.
fn targets<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, kind: &str) {
    let is_certain = checker.options.is_whole && !checker.is_completed_elsewhere(block);
    let is_registered = checker.is_used_by(block, |user| {
        matches!(user.kind.text.as_str(), "module" | "output")
            || user.kind.text == "resource"
                && !user.type_name().is_some_and(|it| NO_TARGETS.contains(&it))
    });
    if !is_certain || is_registered {
        return;
    }
    let mut instances = checker.declared("aws_instance");
    instances.retain(|it| it.is_single());
    let mut text = String::new();
    for instance in instances.iter().filter(|_| kind == "instance") {
        let name = checker.new_name("aws_lb_target_group_attachment", name_of(instance));
        let line = if text.is_empty() { "" } else { "\n\n" };
        text.push_str(&format!(
            "{line}resource \"aws_lb_target_group_attachment\" \"{name}\" {{\n  target_group_arn = {}.arn\n  \
             target_id        = {}.id\n}}",
            address_of(block),
            address_of(instance)
        ));
    }
    let edits: Vec<Edit> = match text.is_empty() || !block.is_single() || instances.len() > 6 {
        true => Vec::new(),
        false => checker.after(block, &text),
    };
    checker
        .report(
            "IG_DEPLOY_321",
            block,
            block.header,
            "nothing registers targets in the target group",
        )
        .fix(
            Safety::Likely,
            "register the instances of the module",
            edits,
        );
}
