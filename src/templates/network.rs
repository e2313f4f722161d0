//! Writes the network of a request: subnets, security groups and their rules.

use super::ExistingNetwork;
use super::draft::{ModuleBuilder, code, text, vars};
use crate::intent::region;
use crate::intent::{Item, ParsedRequest, Service, Service::*};
use crate::template::Value;

/// Network of a module.
#[derive(Debug, Default)]
pub(super) struct VpcParts {
    /// Whether the module creates a network instead of using the default VPC.
    pub(super) is_own: bool,
    pub(super) public: u32,
    pub(super) private: u32,
    pub(super) has_nat: bool,
    /// Network that is there already, instead of all others.
    existing: Option<ExistingNetwork>,
}

/// Rule of a security group.
#[derive(Debug)]
pub(super) struct Rule {
    is_inbound: bool,
    /// Label of the security group.
    group: String,
    port: u32,
    peer: TrafficSource,
    about: String,
}

/// Source or destination of a security group rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TrafficSource {
    /// Literal CIDR block, such as `10.0.0.0/8`.
    Cidr(String),
    /// Expression for a CIDR block.
    Code(String),
    /// Label of a security group.
    Group(String),
    /// Expression for the id of a security group.
    GroupCode(String),
}

impl TrafficSource {
    /// Returns all IPv4 addresses.
    pub(super) fn anywhere() -> Self {
        TrafficSource::Cidr(ANYWHERE.to_owned())
    }
}

/// CIDR block of all IPv4 addresses.
const ANYWHERE: &str = "0.0.0.0/0";

const NETWORK: &str = include_str!("network.tf");
const DEFAULT: &str = include_str!("default_network.tf");
const GROUP: &str = include_str!("group.tf");
const INGRESS: &str = include_str!("ingress.tf");
const EGRESS: &str = include_str!("egress.tf");
const SSH: &str = include_str!("ssh.tf");

/// Whether an item of one of the services passes a test.
fn any(request: &ParsedRequest, services: &[Service], test: impl Fn(&Item) -> bool) -> bool {
    let mut items = request.items.iter();
    items.any(|item| services.contains(&item.service) && test(item))
}

/// Services that are within a network.
const HOSTS: &[Service] = &[
    Server, Scaling, Balancer, Database, Cache, Files, Containers, Kubernetes, Group,
];

impl VpcParts {
    /// Plans and writes the network; `None` if the request is impossible.
    pub(super) fn plan(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<VpcParts> {
        let network = request.items_of(Network).next();
        let has = |test: fn(&Item) -> bool| any(request, HOSTS, test);
        let is_placed =
            has(|item| item.has("place") && item.service != Balancer || item.has("bastion"))
                && has(|item| {
                    item.get("place") == Some("private")
                        || item.has("bastion")
                        || item.has("subnet")
                });
        let needs_own = any(
            request,
            &[Scaling, Balancer, Containers, Kubernetes],
            |item| item.service != Containers || super::containers::has_service(request, item),
        );
        let is_own = network.is_some() || is_placed || needs_own;
        if is_own && has(|item| item.get("network") == Some("default")) {
            return None;
        }
        let mut net = VpcParts {
            is_own,
            ..VpcParts::default()
        };
        if is_own {
            net.plan_own(request, network, draft)?;
        } else if has(|item| item.service != Containers) {
            net.plan_default(request, draft);
        }
        Some(net)
    }

    fn plan_own(
        &mut self,
        request: &ParsedRequest,
        network: Option<&Item>,
        draft: &mut ModuleBuilder,
    ) -> Option<()> {
        let is_routed = network.is_some_and(|network| network.has("routes"));
        let get = |key: &str| {
            let network = network?;
            // A subnet is public if its network has a gateway or routes to one.
            let all = (key == "public").then(|| network.get("subnets")).flatten();
            network.get(key).or(all)
        };
        if get("subnets").is_some()
            && (!is_routed
                || network.is_some_and(|network| network.has("public") || network.has("private")))
        {
            return None;
        }
        let has = |services: &[Service], test: fn(&Item) -> bool| any(request, services, test);
        let in_private = |service| has(&[service], |item| item.get("place") != Some("public"));
        let has_stores = has(&[Database, Cache, Files, Kubernetes, Containers], |_| true);
        let is_private = request.items.iter().any(|item| {
            item.get("place") == Some("private") && !matches!(item.service, Bucket | Balancer)
        });
        let only_public =
            get("public").is_some() && get("private").is_none() && get("nat").is_none();
        let scales = in_private(Scaling) || request.has(Balancer) && in_private(Server);
        let balanced = scales && !only_public;
        // Servers behind a bastion are reached through it.
        let is_reached = request.items_of(Server).any(|item| item.has("bastion"))
            && !request.has(Files)
            && request
                .items_of(Server)
                .filter(|item| !item.has("bastion"))
                .all(|item| !SOFTWARE.iter().any(|key| item.has(key)));
        let needs_nat = request.has(Kubernetes)
            || any(request, &[Containers], |item| {
                super::containers::has_service(request, item)
            })
            || has(&[Scaling], |item| item.get("place") == Some("private"))
            || !is_reached && has(&[Server], |item| item.get("place") == Some("private"))
            || balanced;
        let wants_nat = get("nat").is_some_and(|nat| nat != "0");
        let has_no_subnet_counts = get("public").is_none() && get("private").is_none();
        let is_plain = has_no_subnet_counts && network.is_some();
        let has_public_server = any(request, &[Server], |item| {
            item.has("bastion")
                || item.get("place") == Some("public")
                || item.get("place") != Some("private") && get("private").is_none()
        });
        let mut groups = request.items_of(Scaling);
        let zones = get("zones").or_else(|| groups.find_map(|group| group.get("zones")));
        let zones = zones.and_then(|zones| zones.parse().ok());
        let least_public =
            if request.has(Balancer) || request.has(Scaling) && only_public || is_plain {
                2
            } else {
                u32::from(has_no_subnet_counts || wants_nat || needs_nat || has_public_server)
            };
        let least_private = if has_stores
            || balanced
            || is_plain && !is_routed
            || request.has(Scaling) && !only_public
        {
            2
        } else if is_private || wants_nat {
            if has_no_subnet_counts { 2 } else { 1 }
        } else {
            0
        };
        self.public = subnet_count(get("public"), least_public, zones)?;
        self.private = subnet_count(get("private"), least_private, zones)?;
        let most = request.region.map_or(3, region::zones);
        let subnets = self.public.max(self.private);
        if zones.is_some_and(|zones| zones > most || zones > subnets) {
            return None;
        }
        let zones = zones.unwrap_or(self.public.max(self.private).clamp(2, 3).min(most));
        let nat = match get("nat") {
            // Servers on which nothing is installed work without the internet.
            Some("0") if needs_nat && !has_offline_servers(request) => return None,
            Some("0") if needs_nat => {
                draft.assume("Without a NAT gateway the servers reach neither the internet nor Session Manager.");
                0
            }
            Some("0") => 0,
            Some("zones") => zones,
            Some(nat) => nat.parse().ok()?,
            None => u32::from(needs_nat),
        };
        if nat > self.public {
            self.public = subnet_count(get("public"), nat, None)?;
        }
        self.has_nat = nat > 0;
        if is_reached && !needs_nat && self.private > 0 && !self.has_nat && is_private {
            draft.assume("The private servers are reached through the bastion; without a NAT gateway they do not reach the internet.");
        }
        if needs_nat && get("nat").is_none() {
            draft.assume("One NAT gateway connects the private subnets to the internet; it is billed by the hour.");
        }
        if get("public").is_none_or(|count| count != self.public.to_string())
            || get("private").is_none_or(|count| count != self.private.to_string())
        {
            draft.assume(format!(
                "{} public and {} private subnets over {}.",
                self.public,
                self.private,
                match zones.min(self.public.max(self.private)) {
                    1 => "one availability zone".to_owned(),
                    zones => format!("{zones} availability zones"),
                }
            ));
        }
        let cidr = get("cidr").unwrap_or("10.0.0.0/16");
        if get("cidr").is_none() {
            draft.assume("The network is 10.0.0.0/16.");
        }
        let prefix: u32 = cidr.split_once('/')?.1.parse().ok()?;
        if !(16..=24).contains(&prefix) {
            return None;
        }
        let newbits = (28 - prefix).min(8);
        let name = network.and_then(|network| network.names.first());
        let mut values = vars([
            ("name", text(name.map_or("main", String::as_str))),
            ("cidr", text(cidr)),
            ("zones", code(zones)),
            ("newbits", code(newbits)),
            ("half", code(if newbits > 4 { 10 } else { 8 })),
        ]);
        let counts = [
            ("public", self.public),
            ("private", self.private),
            ("nat", nat),
        ];
        for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            values.code(key, count);
        }
        values.flag("nats", nat > 1);
        values.flag("eks", request.has(Kubernetes));
        draft.write(NETWORK, "main", "main", &values);
        if network.is_some() {
            draft.output("vpc_id", "Id of the VPC", "aws_vpc.main.id");
            for (tier, count) in [("public", self.public), ("private", self.private)] {
                if count > 0 {
                    draft.output(
                        &format!("{tier}_subnet_ids"),
                        &format!("Ids of the {tier} subnets"),
                        &format!("aws_subnet.{tier}[*].id"),
                    );
                }
            }
        }
        Some(())
    }

    fn plan_default(&mut self, request: &ParsedRequest, draft: &mut ModuleBuilder) {
        draft.assume("It runs in the default VPC of the account.");
        let subnets = request.has(Service::Cache) || request.has(Service::Files);
        let values = vars([("subnets", code(subnets))]);
        draft.write(DEFAULT, "default", "default", &values);
    }

    /// Returns the expression for the id of the VPC.
    pub(super) fn vpc(&self) -> Value {
        code(match &self.existing {
            Some(existing) => format!("{}.id", existing.vpc),
            None if self.is_own => "aws_vpc.main.id".to_owned(),
            None => "data.aws_vpc.default.id".to_owned(),
        })
    }

    /// Returns the CIDR block of the VPC.
    pub(super) fn cidr(&self) -> TrafficSource {
        let vpc = match &self.existing {
            Some(existing) => existing.vpc.as_str(),
            None if self.is_own => "aws_vpc.main",
            None => "data.aws_vpc.default",
        };
        TrafficSource::Code(format!("{vpc}.cidr_block"))
    }

    /// Returns the private subnets, or the public ones if none is private.
    ///
    /// `None` in the default VPC.
    pub(super) fn inner_subnets(&self) -> Option<String> {
        match (&self.existing, self.is_own, self.private) {
            (Some(existing), ..) => Some(existing.subnets.clone()),
            (None, false, _) => None,
            (None, true, 0) => Some("aws_subnet.public[*].id".to_owned()),
            (None, true, _) => Some("aws_subnet.private[*].id".to_owned()),
        }
    }

    /// Returns the route association that resources in private subnets depend on.
    ///
    /// Without the association they cannot reach the internet.
    pub(super) fn internet_route(&self) -> &'static str {
        if self.has_nat {
            "aws_route_table_association.private"
        } else {
            "aws_route_table_association.public"
        }
    }
}

/// Security groups and their rules.
impl ModuleBuilder {
    /// Connects what is written with a network that is there already, and with its clients.
    pub(super) fn join(&mut self, network: ExistingNetwork) -> VpcParts {
        for client in &network.clients {
            self.clients.push(match client.is_open {
                true => TrafficSource::GroupCode(format!("aws_security_group.{}.id", client.group)),
                false => TrafficSource::Group(client.group.clone()),
            });
        }
        VpcParts {
            is_own: true,
            existing: Some(network),
            ..VpcParts::default()
        }
    }

    /// Writes a security group and returns the expression for its id.
    pub(super) fn group(&mut self, label: &str, name: &str, about: &str) -> Value {
        self.write_group(label, name, about, false);
        code(format!("aws_security_group.{label}.id"))
    }

    /// Writes a security group, which may be for no resource of the module.
    pub(super) fn write_group(&mut self, label: &str, name: &str, about: &str, is_alone: bool) {
        let vpc = self.net.vpc();
        let mut values = vars([("name", text(name)), ("about", text(about)), ("vpc", vpc)]);
        values.flag("alone", is_alone);
        self.write(GROUP, "group", label, &values);
    }

    fn allow(&mut self, is_inbound: bool, to: (&str, u32), peer: TrafficSource, about: &str) {
        self.rules.push(Rule {
            is_inbound,
            group: to.0.to_owned(),
            port: to.1,
            peer,
            about: about.to_owned(),
        });
    }

    /// Allows inbound traffic from a peer to a group.
    pub(super) fn allow_inbound(&mut self, to: &str, port: u32, peer: TrafficSource, about: &str) {
        self.allow(true, (to, port), peer, about);
    }

    /// Allows traffic from one group to another.
    pub(super) fn allow_between(&mut self, from: &str, to: &str, port: u32, about: &str) {
        let group = |label: &str| TrafficSource::Group(label.to_owned());
        self.allow(true, (to, port), group(from), about);
        self.allow(false, (from, port), group(to), about);
    }

    /// Allows HTTPS from a group to the internet: packages, images, AWS APIs.
    pub(super) fn allow_https_out(&mut self, group: &str) {
        let about = "HTTPS to the internet";
        self.allow(false, (group, 443), TrafficSource::anywhere(), about);
    }

    /// Allows HTTP from a group to the internet: packages.
    pub(super) fn allow_http_out(&mut self, group: &str) {
        let about = "HTTP to the internet";
        self.allow(false, (group, 80), TrafficSource::anywhere(), about);
    }

    /// Allows traffic from the recorded clients to a group.
    ///
    /// Without clients the group accepts traffic from the whole VPC.
    pub(super) fn allow_clients(&mut self, group: &str, port: u32, about: &str) {
        let clients = self.clients.clone();
        if clients.is_empty() {
            self.assume(format!("{about} is open to the whole VPC only."));
            self.allow_inbound(group, port, self.net.cidr(), about);
        }
        for client in clients {
            match client {
                TrafficSource::Group(label) => self.allow_between(&label, group, port, about),
                other => self.allow_inbound(group, port, other, about),
            }
        }
    }

    /// Allows SSH from the requested CIDR block, or from one requested at apply time.
    ///
    /// Returns `None` for `0.0.0.0/0`.
    pub(super) fn ssh(&mut self, group: &str, from: &str) -> Option<()> {
        let peer = match from {
            "ask" => {
                self.once("ssh", SSH);
                TrafficSource::Code("var.ssh_cidr".to_owned())
            }
            ANYWHERE => return None,
            cidr => TrafficSource::Cidr(cidr.to_owned()),
        };
        self.allow_inbound(group, 22, peer, "SSH");
        Some(())
    }

    /// Writes the recorded rules.
    pub(super) fn write_rules(&mut self) {
        for rule in std::mem::take(&mut self.rules) {
            let (kind, block) = match rule.is_inbound {
                true => ("ingress", INGRESS),
                false => ("egress", EGRESS),
            };
            let first_word = rule.about.split(' ').next().unwrap_or("rule");
            let label = self.label(kind, &format!("{}_{first_word}", rule.group));
            let group = |label: &str| code(format!("aws_security_group.{label}.id"));
            let is_public = rule.is_inbound && rule.peer == TrafficSource::anywhere();
            let (key, value) = match rule.peer {
                TrafficSource::Cidr(cidr) => ("cidr", text(cidr)),
                TrafficSource::Code(cidr) => ("cidr", code(cidr)),
                TrafficSource::Group(label) => ("source", group(&label)),
                TrafficSource::GroupCode(group) => ("source", code(group)),
            };
            let mut values = vars([
                ("group", group(&rule.group)),
                ("about", text(rule.about)),
                ("port", code(rule.port)),
                (key, value),
            ]);
            values.flag("public", is_public && rule.port == 80);
            values.flag("narrow", key == "source" && [22, 80].contains(&rule.port));
            self.write(block, "rule", &label, &values);
        }
    }
}

/// Settings of servers that need the internet, to install software or to be reached.
const SOFTWARE: &[&str] = &["app", "web", "docker", "node", "ssm", "debian"];

/// Returns whether servers without software are all that runs in the network.
fn has_offline_servers(request: &ParsedRequest) -> bool {
    const OFFLINE: &[Service] = &[
        Server, Network, Group, Database, Cache, Bucket, Table, Queue, Topic,
    ];
    request.items.iter().all(|item| {
        OFFLINE.contains(&item.service)
            && !(item.service == Server
                && (item.has("bastion") || SOFTWARE.iter().any(|key| item.has(key))))
    })
}

/// Returns the number of subnets for a requested value and a required minimum.
fn subnet_count(requested: Option<&str>, least: u32, zones: Option<u32>) -> Option<u32> {
    match requested {
        None if least > 0 => Some(zones.unwrap_or(0).max(least)),
        None => Some(0),
        Some("some") => Some(least.max(1)),
        Some("many") => Some(zones.unwrap_or(2).max(least)),
        Some(number) => number.parse().ok().filter(|number| *number >= least),
    }
}
