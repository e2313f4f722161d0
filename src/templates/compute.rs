//! Writes servers, auto scaling groups and load balancers.

use super::draft::{ModuleBuilder, Vars, code, text, vars};
use super::network::{TrafficSource, VpcParts};
use super::script;
use crate::intent::{Item, ParsedRequest, Service};

const SERVER: &str = include_str!("server.tf");
const BALANCER: &str = include_str!("balancer.tf");

/// Label of the load balancer's security group.
pub(super) const BALANCER_GROUP: &str = "balancer";

/// Writes servers, groups and load balancer; `None` if they do not fit together.
pub(super) fn write(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let balancer = request.items_of(Service::Balancer).next();
    if let Some(balancer) = balancer {
        write_balancer(balancer, request, draft)?;
    }
    let mut bastions = request
        .items_of(Service::Server)
        .filter(|item| item.has("bastion"));
    let bastion = bastions.next();
    if bastions.next().is_some() || bastion.is_some_and(|item| item.count > 1) {
        return None;
    }
    let has_bastion = bastion.is_some();
    if let Some(bastion) = bastion {
        server(bastion, Role::Bastion, request, draft)?;
    }
    for item in servers(request) {
        server(item, Role::Server { has_bastion }, request, draft)?;
    }
    for item in request.items_of(Service::Scaling) {
        server(item, Role::Scaled, request, draft)?;
    }
    Some(())
}

/// Returns the servers of a request, except bastions.
fn servers(request: &ParsedRequest) -> impl Iterator<Item = &Item> {
    request
        .items_of(Service::Server)
        .filter(|item| !item.has("bastion"))
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
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let is_balanced = request.has(Service::Balancer) && role != Role::Bastion;
    let is_public = is_public(item, role, is_balanced, &draft.net)?;
    let default = match (role, script::app(item)) {
        (Role::Bastion, _) => "bastion",
        (_, Some(_)) => "web",
        _ => "server",
    };
    let name = item.names.first().map_or(default, String::as_str);
    let label = draft.label("server", if item.names.is_empty() { default } else { name });
    let group = draft.group(&label, name, &format!("Servers called {name}"));
    draft.allow_https_out(&label);
    let mounts = request.has(Service::Files) && role != Role::Bastion;
    let script = script::script(item, mounts);
    if script.is_some() {
        draft.allow_http_out(&label);
    }
    if item.has("vague") {
        draft.assume(format!("{} servers.", item.count));
    }
    if item.has("rules") && !item.has("ports") && !item.has("ssh") {
        return None;
    }
    // Nothing listens on the port of a group without software or load balancer.
    if item.has("app_port") && role == Role::Scaled && !is_balanced && script::app(item).is_none() {
        return None;
    }
    // HTTPS needs a certificate; an opened port does not.
    let serves = script::app(item).is_some() || !item.all("ports").any(|port| port == "80");
    if item.has("tls") && !item.has("rules") && serves {
        return None;
    }
    let size = size(item)?;
    if !item.has("size") {
        draft.assume(format!("Servers are {size}."));
    }
    if script::app(item).is_some() && !item.has("app") {
        draft.assume("The web server runs nginx.");
    }
    let mut values = vars([("name", text(name)), ("size", text(size)), ("group", group)]);
    // Types of this generation have no EBS optimization.
    values.flag("xen", size.starts_with("t2."));
    let mut depends = Vec::new();
    if let Some(script) = script {
        values.set("script", script);
        if draft.net.is_own {
            depends.push(match is_public {
                true => "aws_route_table_association.public",
                false => draft.net.internet_route(),
            });
        }
    }
    if mounts {
        depends.push("aws_efs_mount_target.files");
    }
    if !depends.is_empty() {
        values.flag("depends", true);
        values.code("depends", format!("[{}]", depends.join(", ")));
    }
    if is_balanced && script::port(item).is_none() {
        draft.assume(
            "Nothing listens on port 80 of the servers yet: until something does, the load balancer answers with an error.",
        );
    }
    values.copy(item, &["disk", "monitoring"]);
    if let Some(disk) = item.get("gb") {
        // Without a size, the memory can be meant.
        (item.has("size") && !item.has("disk")).then_some(())?;
        values.code("disk", disk);
    }
    match role {
        Role::Scaled => set_scaled(item, is_balanced, is_public, draft, &mut values)?,
        _ => set_single(item, is_public, &draft.net, &mut values),
    }
    open_ports(item, role, is_balanced, is_public, &label, draft)?;
    draft.clients.push(TrafficSource::Group(label.clone()));
    if is_balanced && role != Role::Scaled {
        // Servers of one kind serve the same.
        if servers(request).any(|other| other.settings != item.settings) {
            return None;
        }
        let index = if item.count > 1 { "[count.index]" } else { "" };
        let instance = code(format!("aws_instance.{label}{index}.id"));
        let mut attached = vars([("instance", instance)]);
        attached.count(item);
        draft.write(include_str!("attachment.tf"), "server", &label, &attached);
    }
    draft.write(SERVER, "server", &label, &values);
    if role != Role::Scaled {
        write_outputs(item, &label, is_public, draft);
    }
    Some(())
}

/// Returns the size of a server; `None` if no usual size has the requested memory.
fn size(item: &Item) -> Option<&str> {
    const SIZES: &[(&str, &str, &str)] = &[
        ("2", "1", "t3.micro"),
        ("2", "2", "t3.small"),
        ("2", "4", "t3.medium"),
        ("2", "8", "t3.large"),
        ("4", "16", "t3.xlarge"),
        ("8", "32", "t3.2xlarge"),
    ];
    let size = match (item.get("cpus"), item.get("ram"), item.get("size")) {
        (Some(_), _, Some(_)) => return None,
        (Some(cpus), ram, None) => {
            let mut sizes = SIZES.iter();
            let fits = |(of, memory, _): &&(&str, &str, &str)| *of == cpus && Some(*memory) == ram;
            sizes.find(fits).map(|(_, _, size)| *size)?
        }
        (None, _, size) => size.unwrap_or("t3.micro"),
    };
    let is_free = ["t2.micro", "t3.micro"].contains(&size);
    (is_free || !item.has("free")).then_some(size)
}

/// Writes the addresses of servers, and how to open a shell on one.
fn write_outputs(item: &Item, label: &str, is_public: bool, draft: &mut ModuleBuilder) {
    let all = if item.count > 1 { "[*]" } else { "" };
    let (kind, resource) = match (is_public, item.has("address")) {
        (true, true) => ("public", "aws_eip"),
        (true, false) => ("public", "aws_instance"),
        (false, _) => ("private", "aws_instance"),
    };
    let (about, ending) = match item.count {
        1 => (format!("{kind} address of the server"), "ip"),
        _ => (format!("{kind} addresses of the servers"), "ips"),
    };
    let value = format!("{resource}.{label}{all}.{kind}_ip");
    let about = about.replacen('p', "P", 1);
    draft.output(&format!("{label}_{kind}_{ending}"), &about, &value);
    if item.count == 1
        && !item.has("ssh")
        && !item.has("bastion")
        && (is_public || draft.net.has_nat)
    {
        draft.output(
            &format!("{label}_shell"),
            "Command that opens a shell on the server",
            &format!("\"aws ssm start-session --target ${{aws_instance.{label}.id}}\""),
        );
    }
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
    values.count(item);
    if net.is_own {
        let at = match item.count {
            2.. if count != 1 => format!("count.index % {count}"),
            _ => "0".to_owned(),
        };
        values.code("subnet", format!("aws_subnet.{tier}[{at}].id"));
        values.flag("public", is_public);
    }
    values.flag("address", item.has("address"));
}

/// Returns the minimum, maximum and desired size of a group; `None` if one is no number.
pub(super) fn sizes(item: &Item) -> Option<(Option<u32>, Option<u32>, Option<u32>)> {
    let number = |key| match item.get(key) {
        Some(value) => value.parse().ok().map(Some),
        None => Some(None),
    };
    Some((number("min")?, number("max")?, number("desired")?))
}

fn set_scaled(
    item: &Item,
    is_balanced: bool,
    is_public: bool,
    draft: &mut ModuleBuilder,
    values: &mut Vars,
) -> Option<()> {
    if item.has("address") || item.names.len() > 1 {
        return None;
    }
    let (min, max, desired) = sizes(item)?;
    let least = min.or(desired).unwrap_or(2);
    let most = max.unwrap_or(least.max(desired.unwrap_or(0)).max(1) * 2);
    if least > most || desired.is_some_and(|desired| desired < least || desired > most) {
        return None;
    }
    if min.is_none() || max.is_none() {
        draft.assume(format!("The group has {least} to {most} servers."));
    }
    let cpu = item.get("cpu").unwrap_or("60");
    draft.assume_without(
        item,
        "cpu",
        "The group scales to keep CPU utilization at 60 %.",
    );
    values.flag("scaled", true);
    values.code("min", least);
    values.code("max", most);
    values.code("cpu", cpu);
    if let Some(desired) = desired {
        values.code("desired", desired);
    }
    values.code(
        "all",
        match is_public {
            true => "aws_subnet.public[*].id".to_owned(),
            false => draft.net.inner_subnets()?,
        },
    );
    values.flag("exposed", is_public);
    values.flag("balanced", is_balanced);
    // A health check through the load balancer replaces servers on which nothing listens.
    values.flag("served", is_balanced && script::port(item).is_some());
    Some(())
}

/// Opens the ports of a server to their intended sources.
fn open_ports(
    item: &Item,
    role: Role,
    is_balanced: bool,
    is_public: bool,
    label: &str,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let mut ports = ports(item);
    let served = script::port(item);
    if let Some(port) = served.filter(|port| !ports.contains(port)) {
        ports.push(port);
    }
    let from = item.get("from");
    // A load balancer sends to port 80.
    let balanced = is_balanced.then_some(served.unwrap_or(80));
    if let Some(port) = balanced.filter(|port| !ports.contains(port)) {
        ports.push(port);
    }
    for port in ports {
        if [22, 3389].contains(&port) {
            return None;
        }
        let about = protocol_name(port);
        let peer = match from {
            _ if balanced == Some(port) => {
                draft.allow_between(BALANCER_GROUP, label, port, &about);
                continue;
            }
            Some(cidr) => TrafficSource::Cidr(cidr.to_owned()),
            None if is_public => {
                if ![80, 443].contains(&port) && served != Some(port) {
                    draft.assume(format!("Port {port} is open to the internet."));
                }
                TrafficSource::anywhere()
            }
            None => draft.net.cidr(),
        };
        draft.allow_inbound(label, port, peer, &about);
    }
    match role {
        Role::Bastion => draft.ssh(label, item.get("ssh").or(from).unwrap_or("ask"))?,
        Role::Server { has_bastion: true } if item.get("ssh").is_none_or(|from| from == "ask") => {
            draft.allow_between("bastion", label, 22, "SSH");
        }
        _ => {
            if let Some(ssh) = item.get("ssh") {
                draft.ssh(label, from.filter(|_| ssh == "ask").unwrap_or(ssh))?;
            } else if role != Role::Scaled && (is_public || draft.net.has_nat) {
                draft.assume("No port is open for SSH: Session Manager opens a shell.");
            }
        }
    }
    Some(())
}

/// Returns the ports that an item names.
pub(super) fn ports(item: &Item) -> Vec<u32> {
    item.all("ports")
        .filter_map(|port| port.parse().ok())
        .collect()
}

/// Returns the protocol name of a port.
pub(super) fn protocol_name(port: u32) -> String {
    match port {
        80 => "HTTP".to_owned(),
        443 => "HTTPS".to_owned(),
        port => format!("TCP {port}"),
    }
}

fn write_balancer(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    if item.get("place") == Some("private") || item.has("http") && item.has("from") {
        return None;
    }
    let containers = request.items_of(Service::Containers).next();
    let containers = containers.filter(|item| super::containers::has_service(request, item));
    let has_servers = servers(request).next().is_some();
    // Their controllers and permissions connect these with a load balancer.
    if request.has(Service::Kubernetes) || request.has(Service::Function) {
        return None;
    }
    let targets = [
        containers.is_some(),
        has_servers,
        request.has(Service::Scaling),
    ];
    if targets.into_iter().filter(|is_target| *is_target).count() > 1 {
        return None;
    }
    let name = item.names.first().map_or("web", String::as_str);
    let group = draft.group(BALANCER_GROUP, BALANCER_GROUP, "Load balancer");
    draft.allow_inbound(BALANCER_GROUP, 80, TrafficSource::anywhere(), "HTTP");
    draft.assume("The load balancer uses HTTP: HTTPS needs a domain and a certificate.");
    let port = containers.map_or(80, super::containers::port);
    let mut values = vars([
        ("name", text(name)),
        ("group", group),
        ("subnets", code("aws_subnet.public[*].id")),
        ("vpc", draft.net.vpc()),
        ("port", code(port)),
    ]);
    values.flag("named", !item.names.is_empty());
    values.flag("ip", containers.is_some());
    draft.write(BALANCER, "main", "main", &values);
    draft.output(
        "load_balancer_url",
        "Address of the load balancer",
        "\"http://${aws_lb.main.dns_name}\"",
    );
    Some(())
}
