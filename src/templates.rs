//! Answers requests from Terraform templates that fit together, without a model.
//!
//! It answers only if every word of the request was understood and the templates support the
//! combination; a wrong answer is worse than a model call. Choices that the request left open are
//! reported. The answer is then completed, fixed, checked and scanned in the same way as an answer
//! of a model.

mod compute;
mod containers;
mod draft;
mod events;
mod missing;
mod network;
mod script;
mod simple;
mod stores;

pub use missing::{Missing, instances, missing};

use crate::intent::region;
use crate::intent::{Item, Link, NETWORKED, ParsedRequest, Service};
use draft::ModuleBuilder;
use network::VpcParts;

/// Answer of the templates to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Terraform text, before completion adds provider, key pairs and image lookups.
    pub text: String,
    /// Choices that the request left open, one line each.
    pub assumed: Vec<String>,
}

/// Answers a request from the templates, or returns `None` if a model is needed.
///
/// ```
/// use infragenie::{intent::ParsedRequest, templates, request::Request};
///
/// let answer = |text| templates::answer(&ParsedRequest::parse(&Request::parse(text).unwrap()));
/// let bucket = answer("private s3 bucket called acme-raw").unwrap();
/// assert!(bucket.text.contains("bucket = \"acme-raw\""));
/// assert!(answer("s3 bucket replicated to another region").is_none());
/// ```
pub fn answer(request: &ParsedRequest) -> Option<Answer> {
    answer_within(request, None)
}

/// Network of a program, to which an answer is added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingNetwork {
    /// Address of the VPC.
    pub vpc: String,
    /// Expression for the ids of the private subnets.
    pub subnets: String,
    /// Security groups of what uses databases and caches.
    pub clients: Vec<Client>,
}

/// Security group of what uses databases and caches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Label of the group.
    pub group: String,
    /// Whether the group lets all traffic out.
    pub is_open: bool,
}

/// Answers a request for parts of a program that has a network already.
///
/// Without a network it is [`answer`].
pub fn answer_within(request: &ParsedRequest, network: Option<ExistingNetwork>) -> Option<Answer> {
    if !request.is_understood() || !request.region.is_none_or(region::is_in_aws) {
        return None;
    }
    let request = merge_items(request)?;
    let mut draft = ModuleBuilder::default();
    for (typed, word) in &request.corrected {
        draft.assume(format!("`{typed}` means `{word}`."));
    }
    draft.net = match network {
        Some(network) => draft.join(network),
        None => VpcParts::plan(&request, &mut draft)?,
    };
    if request.items.iter().any(|item| item.has("cheap")) {
        let is_dear = [Service::Balancer, Service::Kubernetes, Service::Containers];
        if draft.net.has_nat || is_dear.into_iter().any(|service| request.has(service)) {
            return None;
        }
        let sized = [Service::Server, Service::Database, Service::Cache];
        let is_open =
            |item: &Item| sized.contains(&item.service) && !item.has("size") && !item.has("class");
        if request.items.iter().any(is_open) {
            draft.assume("The smallest usual size is meant.");
        }
    }
    compute::write(&request, &mut draft)?;
    containers::write(&request, &mut draft)?;
    stores::write(&request, &mut draft)?;
    stores::groups(&request, &mut draft)?;
    events::write(&request, &mut draft)?;
    simple::write(&request, &mut draft)?;
    draft.write_rules();
    let text = draft.text();
    let has = |kind: &str| text.contains(&format!("resource \"{kind}\""));
    let mut absent = request.absent.iter();
    let is_declined = absent.any(|service| service.resources().iter().any(|kind| has(kind)));
    (!is_declined).then_some(Answer {
        text,
        assumed: draft.assumed,
    })
}

/// Merges the items of a request that describe the same resource.
///
/// The servers of an auto scaling group are merged into the group, a security group into the server
/// that uses it. Returns `None` if the items do not fit together.
fn merge_items(request: &ParsedRequest) -> Option<ParsedRequest> {
    let mut request = request.clone();
    let is_once = |service| request.items_of(service).count() <= 1;
    let singles = [
        Service::Network,
        Service::Scaling,
        Service::Balancer,
        Service::Cache,
        Service::Files,
        Service::Containers,
        Service::Kubernetes,
        Service::Function,
        Service::Api,
        Service::Group,
    ];
    if !singles.into_iter().all(is_once) {
        return None;
    }
    merge_servers_into_scaling_groups(&mut request)?;
    merge_security_group_into_server(&mut request)?;
    move_servers_behind_bastions(&mut request);
    split_named_servers(&mut request);
    Some(request)
}

/// Merges servers into their auto scaling group.
///
/// `web servers in an auto scaling group` is one item.
fn merge_servers_into_scaling_groups(request: &mut ParsedRequest) -> Option<()> {
    let items = &request.items;
    let group = items
        .iter()
        .position(|item| item.service == Service::Scaling);
    let is_server = |item: &Item| item.service == Service::Server && !item.has("bastion");
    let mut servers = (0..items.len()).filter(|at| is_server(&items[*at]));
    let (Some(group), Some(one)) = (group, servers.next()) else {
        return Some(());
    };
    let is_group = |at: usize| {
        items
            .get(at)
            .is_some_and(|item| item.service == Service::Scaling)
    };
    let joins = |at: usize| items[at].link != Link::And;
    let is_of_group = is_group(one + 1) && joins(one + 1)
        || joins(one) && one.checked_sub(1).is_some_and(is_group);
    if servers.next().is_some() || !is_of_group {
        return None;
    }
    let server = items[one].clone();
    let group = request.items.get_mut(group)?;
    if server.count > 1 {
        if group.has("desired") || group.has("min") {
            return None;
        }
        group.settings.push(("desired", server.count.to_string()));
    }
    add_settings(group, server.settings, |_| true)?;
    group.names.extend(server.names);
    request.items.remove(one);
    Some(())
}

/// Adds settings to an item; `None` if one that `is_single` has another value.
fn add_settings(
    item: &mut Item,
    settings: Vec<(&'static str, String)>,
    is_single: fn(&str) -> bool,
) -> Option<()> {
    for (key, value) in settings {
        if is_single(key) && item.get(key).is_some_and(|set| set != value) {
            return None;
        }
        item.settings.push((key, value));
    }
    Some(())
}

/// Splits servers with a name each into one item for each name.
fn split_named_servers(request: &mut ParsedRequest) {
    let items = std::mem::take(&mut request.items);
    for item in items {
        if item.service != Service::Server || item.names.len() < 2 {
            request.items.push(item);
            continue;
        }
        for name in &item.names {
            request.items.push(Item {
                count: 1,
                names: vec![name.clone()],
                ..item.clone()
            });
        }
    }
}

/// Puts servers behind a bastion into private subnets.
///
/// Servers stay in public subnets if the request names only public ones.
fn move_servers_behind_bastions(request: &mut ParsedRequest) {
    let has_bastion = request
        .items_of(Service::Server)
        .any(|item| item.has("bastion"));
    let only_public = request
        .items_of(Service::Network)
        .any(|item| item.has("public") && !item.has("private"));
    if !has_bastion || only_public {
        return;
    }
    for item in &mut request.items {
        let is_server = item.service == Service::Server && !item.has("bastion");
        if is_server && !item.has("place") && !item.has("address") {
            item.settings.push(("place", "private".to_owned()));
        }
    }
}

/// Merges a requested security group into the server, which always has one.
fn merge_security_group_into_server(request: &mut ParsedRequest) -> Option<()> {
    let Some(at) = request
        .items
        .iter()
        .position(|item| item.service == Service::Group)
    else {
        return Some(());
    };
    let hosts = request
        .items
        .iter()
        .filter(|item| NETWORKED.contains(&item.service) && item.service != Service::Group);
    if hosts.count() == 0 {
        return Some(());
    }
    let group = request.items.remove(at);
    let rules: Vec<_> = group
        .settings
        .into_iter()
        .filter(|(key, _)| *key != "rules")
        .collect();
    if rules.is_empty() && group.names.is_empty() {
        return Some(());
    }
    let mut servers = request
        .items
        .iter_mut()
        .filter(|item| item.service == Service::Server && !item.has("bastion"));
    let (server, other) = (servers.next()?, servers.next());
    if other.is_some() || !group.names.is_empty() {
        return None;
    }
    add_settings(server, rules, |key| key != "ports")
}
