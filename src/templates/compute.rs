//! Writes servers, auto scaling groups and load balancers.

use super::draft::{ModuleBuilder, code, text, vars};
use super::network::{ANYWHERE, TrafficSource, VpcParts};
use super::script;
use super::template::Vars;
use crate::intent::{Item, ParsedRequest, Service};

const SERVER: &str = include_str!("server.tf");
const BALANCER: &str = include_str!("balancer.tf");

/// Label of the load balancer's security group.
pub(super) const BALANCER_GROUP: &str = "balancer";

/// Writes servers, groups and load balancer; `None` if they do not fit together.
pub(super) fn write(
    request: &ParsedRequest,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let balancer = request.items_of(Service::Balancer).next();
    if let Some(balancer) = balancer {
        write_balancer(balancer, request, net, draft)?;
    }
    let mut bastions = request
        .items_of(Service::Server)
        .filter(|item| item.has("bastion"));
    let bastion = bastions.next();
    if bastions.next().is_some() || bastion.is_some_and(|item| item.count > 1) {
        return None;
    }
    if let Some(bastion) = bastion {
        server(bastion, Role::Bastion, request, net, draft)?;
    }
    let others = request
        .items_of(Service::Server)
        .filter(|item| !item.has("bastion"));
    for item in others {
        server(
            item,
            Role::Server {
                has_bastion: bastion.is_some(),
            },
            request,
            net,
            draft,
        )?;
    }
    for item in request.items_of(Service::Scaling) {
        server(item, Role::Scaled, request, net, draft)?;
    }
    Some(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Bastion,
    Server { has_bastion: bool },
    Scaled,
}

fn server(
    item: &Item,
    role: Role,
    request: &ParsedRequest,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let is_balanced = request.has(Service::Balancer) && role != Role::Bastion;
    let is_public = is_public(item, role, is_balanced, net)?;
    let default = match (role, script::app(item)) {
        (Role::Bastion, _) => "bastion",
        (_, Some(_)) => "web",
        _ => "server",
    };
    let name = item.names.first().map_or(default, String::as_str);
    let label = draft.label("server", if item.names.is_empty() { default } else { name });
    let group = net.group(draft, &label, name, &format!("Servers called {name}"));
    net.allow_https_out(&label);
    let mounts = request.has(Service::Files) && role != Role::Bastion;
    let script = script::script(item, mounts);
    if script.is_some() {
        net.allow_outbound(
            &label,
            80,
            TrafficSource::Cidr(ANYWHERE.to_owned()),
            "HTTP to the internet",
        );
    }
    if item.has("vague") {
        draft.assume(format!("{} servers.", item.count));
    }
    if item.has("rules") && !item.has("ports") && !item.has("ssh") {
        return None;
    }
    let size = match item.get("size") {
        Some(size) => size,
        None => {
            draft.assume("Servers are t3.micro.");
            "t3.micro"
        }
    };
    if script::app(item).is_some() && !item.has("app") {
        draft.assume("The web server runs nginx.");
    }
    let mut values = vars([("name", text(name)), ("size", text(size)), ("group", group)]);
    if let Some(script) = script {
        values.insert("script", script);
        if net.is_own {
            values.insert("routed", code("true"));
            values.insert(
                "route",
                code(if is_public {
                    "aws_route_table_association.public"
                } else {
                    net.internet_route()
                }),
            );
        }
    }
    for key in ["disk", "monitoring"] {
        if let Some(set) = item.get(key) {
            values.insert(key, code(set));
        }
    }
    match role {
        Role::Scaled => set_scaled(item, is_balanced, is_public, net, draft, &mut values)?,
        _ => set_single(item, is_public, net, &mut values),
    }
    open_ports(item, role, is_balanced, is_public, &label, net, draft)?;
    net.add_client(TrafficSource::Group(label.clone()));
    if is_balanced && role != Role::Scaled {
        if request
            .items_of(Service::Server)
            .filter(|item| !item.has("bastion"))
            .count()
            > 1
        {
            return None;
        }
        let index = if item.count > 1 { "[count.index]" } else { "" };
        let instance = code(format!("aws_instance.{label}{index}.id"));
        let mut attached = vars([("instance", instance)]);
        if item.count > 1 {
            attached.insert("many", code("true"));
            attached.insert("count", code(item.count));
        }
        draft.write(include_str!("attachment.tf"), "server", &label, &attached);
    }
    draft.write(SERVER, "server", &label, &values);
    Some(())
}

/// Whether a server has a public address; `None` if the request is impossible.
fn is_public(item: &Item, role: Role, is_balanced: bool, net: &VpcParts) -> Option<bool> {
    if !net.is_own {
        return Some(true);
    }
    match item.get("place") {
        Some("private") if role == Role::Bastion || item.has("address") => None,
        Some("private") => Some(false),
        Some(_) => (net.public > 0).then_some(true),
        None if is_balanced || role == Role::Scaled => Some(net.private == 0),
        None => Some(net.public > 0),
    }
}

fn set_single(item: &Item, is_public: bool, net: &VpcParts, values: &mut Vars) {
    let (tier, count) = match is_public {
        true => ("public", net.public),
        false => ("private", net.private),
    };
    if item.count > 1 {
        values.insert("many", code("true"));
        values.insert("count", code(item.count));
    }
    if net.is_own {
        let at = match item.count {
            1 => "0".to_owned(),
            _ if count == 1 => "0".to_owned(),
            _ => format!("count.index % {count}"),
        };
        values.insert("subnet", code(format!("aws_subnet.{tier}[{at}].id")));
        if is_public {
            values.insert("public", code("true"));
        }
    }
    if item.has("address") {
        values.insert("address", code("true"));
    }
}

fn set_scaled(
    item: &Item,
    is_balanced: bool,
    is_public: bool,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
    values: &mut Vars,
) -> Option<()> {
    if item.has("address") || item.names.len() > 1 {
        return None;
    }
    let number = |key| item.get(key).map(|value| value.parse::<u32>().ok());
    let read = |key| match number(key) {
        Some(None) => None,
        Some(Some(number)) => Some(Some(number)),
        None => Some(None),
    };
    let (min, max, desired) = (read("min")?, read("max")?, read("desired")?);
    let least = min.or(desired).unwrap_or(2);
    let most = max.unwrap_or(least.max(desired.unwrap_or(0)).max(1) * 2);
    if least > most || desired.is_some_and(|desired| desired < least || desired > most) {
        return None;
    }
    if min.is_none() || max.is_none() {
        draft.assume(format!("The group has {least} to {most} servers."));
    }
    let cpu = item.get("cpu").unwrap_or("60");
    if !item.has("cpu") {
        draft.assume("The group scales to keep CPU utilization at 60 %.");
    }
    values.insert("scaled", code("true"));
    values.insert("min", code(least));
    values.insert("max", code(most));
    values.insert("cpu", code(cpu));
    if let Some(desired) = desired {
        values.insert("desired", code(desired));
    }
    values.insert(
        "all",
        code(if is_public {
            "aws_subnet.public[*].id"
        } else {
            net.inner_subnets()?
        }),
    );
    if is_public {
        values.insert("exposed", code("true"));
    }
    if is_balanced {
        values.insert("balanced", code("true"));
    }
    Some(())
}

/// Opens the ports of a server to their intended sources.
fn open_ports(
    item: &Item,
    role: Role,
    is_balanced: bool,
    is_public: bool,
    label: &str,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let mut ports: Vec<u32> = item
        .all("ports")
        .filter_map(|port| port.parse().ok())
        .collect();
    let served = script::port(item);
    if let Some(port) = served.filter(|port| !ports.contains(port)) {
        ports.push(port);
    }
    let from = item.get("from");
    for port in ports {
        if [22, 3389].contains(&port) {
            return None;
        }
        let about = protocol_name(port);
        match from {
            _ if is_balanced && served == Some(port) => {
                net.allow_between(BALANCER_GROUP, label, port, &about)
            }
            Some(cidr) => {
                net.allow_inbound(label, port, TrafficSource::Cidr(cidr.to_owned()), &about)
            }
            None if is_public => net.allow_inbound(
                label,
                port,
                TrafficSource::Cidr(ANYWHERE.to_owned()),
                &about,
            ),
            None => net.allow_inbound(label, port, net.cidr(), &about),
        }
    }
    if is_balanced && served.is_none() {
        net.allow_between(BALANCER_GROUP, label, 80, &protocol_name(80));
    }
    match role {
        Role::Bastion => net.ssh(draft, label, item.get("ssh").or(from).unwrap_or("ask"))?,
        Role::Server { has_bastion: true } if item.get("ssh").is_none_or(|from| from == "ask") => {
            net.allow_between("bastion", label, 22, "SSH");
        }
        _ => {
            if let Some(ssh) = item.get("ssh") {
                net.ssh(draft, label, from.filter(|_| ssh == "ask").unwrap_or(ssh))?;
            } else if role != Role::Scaled {
                draft.assume("No port is open for SSH: Session Manager opens a shell.");
            }
        }
    }
    Some(())
}

/// Returns the protocol name of a port.
pub(super) fn protocol_name(port: u32) -> String {
    match port {
        80 => "HTTP".to_owned(),
        443 => "HTTPS".to_owned(),
        port => format!("TCP {port}"),
    }
}

fn write_balancer(
    item: &Item,
    request: &ParsedRequest,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    if item.get("place") == Some("private") || item.has("http") && item.has("from") {
        return None;
    }
    let containers = request.items_of(Service::Containers).next();
    let containers = containers.filter(|item| super::containers::has_service(request, item));
    let servers = request
        .items_of(Service::Server)
        .filter(|item| !item.has("bastion"))
        .count();
    if usize::from(containers.is_some())
        + usize::from(servers > 0)
        + usize::from(request.has(Service::Scaling))
        > 1
    {
        return None;
    }
    let name = item.names.first().map_or("web", String::as_str);
    let group = net.group(draft, BALANCER_GROUP, BALANCER_GROUP, "Load balancer");
    net.allow_inbound(
        BALANCER_GROUP,
        80,
        TrafficSource::Cidr(ANYWHERE.to_owned()),
        "HTTP",
    );
    draft.assume("The load balancer uses HTTP: HTTPS needs a domain and a certificate.");
    let port = containers.map_or(80, super::containers::port);
    let mut values = vars([
        ("name", text(name)),
        ("group", group),
        ("subnets", code("aws_subnet.public[*].id")),
        ("vpc", net.vpc()),
        ("port", code(port)),
    ]);
    if !item.names.is_empty() {
        values.insert("named", code("true"));
    }
    if containers.is_some() {
        values.insert("ip", code("true"));
    }
    draft.write(BALANCER, "main", "main", &values);
    Some(())
}
