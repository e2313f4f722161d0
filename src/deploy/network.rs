//! Checks VPCs, subnets, gateways, routes, security groups and endpoints.

use super::checker::{Checker, Network, Target, address_of, name_of, same};
use super::cidr::Cidr;
use crate::hcl::edit::quote;
use crate::hcl::{
    Block, Body, Edit, Expression, ExpressionKind, Part, Reference, Step, Value, edit,
};
use crate::rewrite::Safety;

/// Destination of a default route.
const ANYWHERE: &str = "0.0.0.0/0";

/// Most calls and references on the way to a range.
const CALLS_MAX: usize = 8;
/// Most parts of a range that are tried.
const PARTS_MAX: u16 = 4096;

/// Services whose endpoints are gateways.
const GATEWAY_SERVICES: &[&str] = strings! { "s3", "dynamodb", "s3express" };

pub(super) fn check(checker: &mut Checker) {
    zones(checker);
    addresses(checker);
    gateways(checker);
    routes(checker);
    groups(checker);
    rules(checker);
    endpoints(checker);
    flow_logs(checker);
    peerings(checker);
}

/// Checks that a peering is accepted before its options are set.
fn peerings(checker: &mut Checker) {
    for block in checker.created("aws_vpc_peering_connection") {
        let body = &block.body;
        let options = ["accepter", "requester"].map(|kind| body.blocks_of(kind).next());
        let Some(options) = options.into_iter().flatten().next() else {
            continue;
        };
        if checker.flag_or(body, "auto_accept", false) != Some(false) {
            continue;
        }
        // Only a peering within one account and region accepts itself.
        let edits = match checker.are_absent(body, &["peer_owner_id", "peer_region"]) {
            true => checker.set(block, &["auto_accept"], "true"),
            false => Vec::new(),
        };
        let message = format!(
            "`{}` needs an active peering, and this one waits for its acceptance",
            options.kind.text
        );
        let found = checker.report("IG_DEPLOY_235", block, options.header, message);
        found.fix(Safety::Likely, "accept the peering", edits);
    }
}

/// Checks that zones are in the region of the provider.
fn zones(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let Some(region) = checker.region_of(block) else {
            continue;
        };
        for name in ["availability_zone", "availability_zones"] {
            let Some(attribute) = block.body.attribute(name) else {
                continue;
            };
            let one = std::slice::from_ref(&attribute.value);
            for item in checker.items(&attribute.value).unwrap_or(one) {
                let Value::Text(zone) = checker.index.value(item) else {
                    continue;
                };
                let Some(of_zone) = region_of_zone(&zone).filter(|it| *it != region) else {
                    continue;
                };
                let letter = &zone[of_zone.len()..];
                let edits = match item.literal_text() {
                    Some(_) => checker.replace(item, quote(&format!("{region}{letter}"))),
                    None => Vec::new(),
                };
                let message = format!("`{zone}` is not a zone of the region `{region}`");
                checker
                    .report("IG_DEPLOY_201", block, item.span, message)
                    .fix(Safety::Likely, format!("use `{region}{letter}`"), edits);
            }
        }
    }
}

/// Returns the region of the name of a zone: `us-east-1` of `us-east-1a`.
fn region_of_zone(zone: &str) -> Option<&str> {
    let region = zone.strip_suffix(|c: char| c.is_ascii_lowercase())?;
    let mut parts = region.rsplit('-');
    let number = parts.next()?;
    let is_region = number.len() == 1
        && number.bytes().all(|it| it.is_ascii_digit())
        && matches!(parts.count(), 2 | 3)
        && region
            .bytes()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-');
    is_region.then_some(region)
}

/// Returns the range of an argument.
fn cidr<'m>(checker: &Checker<'_, 'm>, body: &'m Body) -> Option<Cidr> {
    range(checker, &body.attribute("cidr_block")?.value, CALLS_MAX)
}

/// Returns the range that an expression is, also as a part of another range.
fn range<'m>(checker: &Checker<'_, 'm>, value: &'m Expression, calls: usize) -> Option<Cidr> {
    if let Some(text) = checker.index.value(value).to_text() {
        return Cidr::read(&text);
    }
    if calls == 0 {
        return None;
    }
    if let Some(("cidrsubnet", [base, bits, at])) = value.call() {
        let number = |it| checker.index.value(it).to_number();
        return range(checker, base, calls - 1)?.part(number(bits)?, number(at)?);
    }
    let reference = Reference::new(value)?;
    let address = reference.borrowed_address()?;
    match (address.mode, address.kind, reference.path()) {
        ("", "local", []) => range(
            checker,
            &checker.index.local(address.name)?.1.value,
            calls - 1,
        ),
        ("", _, [Step::Attribute(name)]) if name.text == "cidr_block" => {
            let block = checker.index.block(address).filter(|it| it.is_single())?;
            range(
                checker,
                &block.body.attribute("cidr_block")?.value,
                calls - 1,
            )
        }
        _ => None,
    }
}

/// Returns the edits that give a subnet another part of the range that its own is a part of.
fn other_part<'m>(
    checker: &Checker<'_, 'm>,
    value: &'m Expression,
    vpc: Option<Cidr>,
    taken: &[Cidr],
) -> Option<(Vec<Edit>, Cidr)> {
    let ("cidrsubnet", [base, bits, at]) = value.call()? else {
        return None;
    };
    if !matches!(at.kind, ExpressionKind::Number(_)) {
        return None;
    }
    let base = range(checker, base, CALLS_MAX)?;
    let bits = checker.index.value(bits).to_number()?;
    let is_free = |it: &Cidr| {
        vpc.is_none_or(|vpc| vpc.contains(*it)) && !taken.iter().any(|other| other.overlaps(*it))
    };
    let parts = (0..PARTS_MAX).map_while(|at| Some((at, base.part(bits, f64::from(at))?)));
    let (number, free) = parts.into_iter().find(|(_, it)| is_free(it))?;
    Some((checker.replace(at, number.to_string()), free))
}

/// Checks the ranges of VPCs and subnets.
fn addresses(checker: &mut Checker) {
    for kind in ["aws_vpc", "aws_subnet"] {
        for block in checker.created(kind) {
            let Some(range) = cidr(checker, &block.body) else {
                continue;
            };
            if !(16..=28).contains(&range.prefix) {
                let bits = if range.prefix < 16 { 16 } else { 28 };
                let edits = match block.body.attribute("cidr_block") {
                    Some(it) if kind == "aws_vpc" && it.value.literal_text().is_some() => checker
                        .replace(
                            &it.value,
                            quote(
                                &Cidr {
                                    prefix: bits,
                                    ..range
                                }
                                .text(),
                            ),
                        ),
                    _ => Vec::new(),
                };
                let message = format!("`{}` has a prefix of {} bits", range.text(), range.prefix);
                checker
                    .report_at("IG_DEPLOY_202", block, &block.body, "cidr_block", message)
                    .fix(
                        Safety::Likely,
                        format!("use a prefix of {bits} bits"),
                        edits,
                    );
            }
        }
    }
    for vpc in checker
        .created("aws_vpc")
        .into_iter()
        .filter(|it| it.is_single())
    {
        let mut ranges: Vec<Cidr> = cidr(checker, &vpc.body).into_iter().collect();
        let is_extended = checker.is_child(&["aws_vpc_ipv4_cidr_block_association"], "vpc_id", vpc);
        let in_vpc =
            |it: &&Block| matches!(checker.vpc_in(&it.body), Network::Vpc(own) if same(own, vpc));
        let subnets: Vec<&Block> = checker
            .created("aws_subnet")
            .into_iter()
            .filter(in_vpc)
            .collect();
        let known: Vec<(&Block, Cidr)> = subnets
            .iter()
            .filter_map(|it| Some((*it, cidr(checker, &it.body)?)))
            .collect();
        let mut taken: Vec<Cidr> = Vec::new();
        for (subnet, range) in known {
            let count = checker.number(&subnet.body, "count").unwrap_or(1.0);
            let is_repeated = count > 1.0 || subnet.body.attribute("for_each").is_some_and(|it| {
                matches!(checker.index.value(&it.value), Value::List(items) if items.len() > 1)
            });
            let is_outside = is_extended == Some(false)
                && ranges.first().is_some_and(|vpc| !vpc.contains(range));
            let overlapped = taken.iter().find(|it| it.overlaps(range)).copied();
            let others: Vec<Cidr> = subnets
                .iter()
                .filter_map(|it| cidr(checker, &it.body))
                .collect();
            let free = ranges.first().and_then(|vpc| {
                let all: Vec<Cidr> = others.iter().chain(&taken).copied().collect();
                vpc.free(range.prefix.max(vpc.prefix), &all)
            });
            let all: Vec<Cidr> = others.iter().chain(&taken).copied().collect();
            let value = subnet.body.attribute("cidr_block").map(|it| &it.value);
            let part = value.filter(|_| !is_repeated);
            let part = part.and_then(|it| other_part(checker, it, ranges.first().copied(), &all));
            let free = part.as_ref().map(|it| it.1).or(free);
            let edits = match (subnet.body.attribute("cidr_block"), free) {
                _ if part.is_some() => part.map(|it| it.0).unwrap_or_default(),
                (Some(it), Some(free)) if !is_repeated && it.value.literal_text().is_some() => {
                    checker.replace(&it.value, quote(&free.text()))
                }
                _ => Vec::new(),
            };
            let what = free.map_or_else(String::new, |free| format!("use `{}`", free.text()));
            if is_outside {
                let message = format!("`{}` is not in the range of the VPC", range.text());
                checker
                    .report_at("IG_DEPLOY_203", subnet, &subnet.body, "cidr_block", message)
                    .fix(Safety::Likely, what, edits);
            } else if let Some(other) = overlapped {
                let message = format!("`{}` overlaps with `{}`", range.text(), other.text());
                checker
                    .report_at("IG_DEPLOY_204", subnet, &subnet.body, "cidr_block", message)
                    .fix(Safety::Likely, what, edits);
            } else if is_repeated && !is_given_by_key(checker, subnet) {
                let message = format!(
                    "all instances of the subnet have the range `{}`",
                    range.text()
                );
                let vpc = ranges.pop();
                ranges.extend(vpc);
                let edits = match (subnet.body.attribute("cidr_block"), vpc) {
                    (Some(it), Some(vpc)) if count > 1.0 && vpc.prefix < range.prefix => {
                        let bits = range.prefix - vpc.prefix;
                        checker.replace(
                            &it.value,
                            format!(
                                "cidrsubnet({}.cidr_block, {bits}, count.index)",
                                address_of_vpc(checker, subnet)
                            ),
                        )
                    }
                    _ => Vec::new(),
                };
                checker
                    .report_at("IG_DEPLOY_204", subnet, &subnet.body, "cidr_block", message)
                    .fix(Safety::Likely, "give each subnet a range", edits);
            }
            taken.push(range);
        }
    }
}

/// Whether the range of a subnet depends on its key or number.
fn is_given_by_key(checker: &Checker, subnet: &Block) -> bool {
    let range = subnet.body.attribute("cidr_block");
    range.is_none_or(|it| {
        let text = checker.index.text(&it.value);
        ["each.", "count."].iter().any(|name| text.contains(name))
    })
}

fn address_of_vpc<'m>(checker: &Checker<'_, 'm>, subnet: &'m Block) -> String {
    match checker.vpc_in(&subnet.body) {
        Network::Vpc(vpc) => address_of(vpc),
        _ => String::new(),
    }
}

fn gateways(checker: &mut Checker) {
    let mut seen: Vec<&Block> = Vec::new();
    for gateway in checker.created("aws_internet_gateway") {
        let Network::Vpc(vpc) = checker.vpc_in(&gateway.body) else {
            continue;
        };
        if gateway.body.attribute("vpc_id").is_none() || !gateway.is_single() {
            continue;
        }
        if seen.iter().any(|it| same(it, vpc)) {
            let message = format!("`{}` already has an internet gateway", address_of(vpc));
            let is_unused = gateway
                .borrowed_address()
                .is_some_and(|it| checker.index.uses(it).is_empty());
            let edits = match is_unused {
                true => vec![edit::remove(checker.index.module, gateway.span)],
                false => Vec::new(),
            };
            checker
                .report_at("IG_DEPLOY_205", gateway, &gateway.body, "vpc_id", message)
                .fix(
                    Safety::Likely,
                    "remove the gateway that nothing uses",
                    edits,
                );
        }
        seen.push(vpc);
    }
    let mut addresses: Vec<&Block> = Vec::new();
    for nat in checker.created("aws_nat_gateway") {
        let body = &nat.body;
        if checker
            .text_or(body, "connectivity_type", "public")
            .as_deref()
            != Some("public")
        {
            continue;
        }
        if checker.are_absent(
            body,
            &[
                "allocation_id",
                "availability_mode",
                "availability_zone_address",
            ],
        ) {
            let name = checker.new_name("aws_eip", name_of(nat));
            let edits = match nat.is_single() {
                true => {
                    let text =
                        format!("resource \"aws_eip\" \"{name}\" {{\n  domain = \"vpc\"\n}}");
                    let mut edits = vec![edit::before(checker.index.module, nat, &text)];
                    edits.extend(checker.set(
                        nat,
                        &["allocation_id"],
                        &format!("aws_eip.{name}.id"),
                    ));
                    edits
                }
                false => Vec::new(),
            };
            checker
                .report(
                    "IG_DEPLOY_207",
                    nat,
                    nat.header,
                    "a public NAT gateway has no address",
                )
                .fix(Safety::Likely, "add an elastic IP address", edits);
        }
        if let Some(address) = checker.target_in(body, "allocation_id")
            && address.kind() == "aws_eip"
            && address.block.is_single()
        {
            if addresses.iter().any(|it| same(it, address.block)) {
                let message = format!(
                    "`{}` is the address of another NAT gateway",
                    address_of(address.block)
                );
                let name = checker.new_name("aws_eip", name_of(nat));
                let edits = match body.attribute("allocation_id").filter(|_| nat.is_single()) {
                    Some(it) => {
                        let text =
                            format!("resource \"aws_eip\" \"{name}\" {{\n  domain = \"vpc\"\n}}");
                        let mut edits = vec![edit::before(checker.index.module, nat, &text)];
                        edits.extend(checker.replace(&it.value, format!("aws_eip.{name}.id")));
                        edits
                    }
                    None => Vec::new(),
                };
                checker
                    .report_at("IG_DEPLOY_208", nat, body, "allocation_id", message)
                    .fix(Safety::Likely, "add an elastic IP address", edits);
            }
            addresses.push(address.block);
        }
        let Some(subnet) = checker.target_in(body, "subnet_id") else {
            continue;
        };
        let Network::Vpc(vpc) = checker.vpc_of(subnet) else {
            continue;
        };
        if checker.has_gateway(vpc) == Some(false) {
            let mut edits = open(checker, vpc, &[subnet.block]);
            if !edits.is_empty() {
                let gateway = checker.new_name("aws_internet_gateway", name_of(vpc));
                edits.extend(checker.depend(nat, &format!("aws_internet_gateway.{gateway}")));
            }
            let message = format!("`{}` has no internet gateway", address_of(vpc));
            checker
                .report("IG_DEPLOY_206", nat, nat.header, message)
                .fix(
                    Safety::Likely,
                    "add an internet gateway and its route",
                    edits,
                );
        }
    }
    for address in checker.created("aws_eip") {
        let instance = checker
            .target_in(&address.body, "instance")
            .filter(|it| it.kind() == "aws_instance");
        let subnet = instance.and_then(|it| checker.target_in(&it.block.body, "subnet_id"));
        if let Some(subnet) = subnet
            && let Network::Vpc(vpc) = checker.vpc_of(subnet)
            && checker.has_gateway(vpc) == Some(false)
        {
            let edits = open(checker, vpc, &[subnet.block]);
            let message = format!("`{}` has no internet gateway", address_of(vpc));
            checker
                .report("IG_DEPLOY_209", address, address.header, message)
                .fix(
                    Safety::Likely,
                    "add an internet gateway and its route",
                    edits,
                );
        }
    }
}

/// Returns the edits that give a VPC an internet gateway and subnets a route to it.
pub(super) fn open(checker: &Checker, vpc: &Block, subnets: &[&Block]) -> Vec<Edit> {
    if !vpc.is_single() {
        return Vec::new();
    }
    let (own, label) = (address_of(vpc), name_of(vpc));
    let gateway = checker.new_name("aws_internet_gateway", label);
    let mut text =
        format!("resource \"aws_internet_gateway\" \"{gateway}\" {{\n  vpc_id = {own}.id\n}}");
    // A subnet can have one route table only.
    let is_free = |subnet: &&&Block| {
        subnet.is_single()
            && checker.is_child(&["aws_route_table_association"], "subnet_id", subnet)
                == Some(false)
    };
    let free: Vec<&&Block> = subnets.iter().filter(is_free).collect();
    if !free.is_empty() {
        let table = checker.new_name("aws_route_table", &format!("{label}_public"));
        text.push_str(&format!(
            "\n\nresource \"aws_route_table\" \"{table}\" {{\n  vpc_id = {own}.id\n\n  route {{\n    \
             cidr_block = \"{ANYWHERE}\"\n    gateway_id = aws_internet_gateway.{gateway}.id\n  }}\n}}"
        ));
        for subnet in free {
            let name = checker.new_name("aws_route_table_association", name_of(subnet));
            text.push_str(&format!(
                "\n\nresource \"aws_route_table_association\" \"{name}\" {{\n  subnet_id      = {}.id\n  \
                 route_table_id = aws_route_table.{table}.id\n}}",
                address_of(subnet)
            ));
        }
    }
    checker.after(vpc, &text)
}

/// Returns the edits that add a subnet in another zone, and the address of the new subnet.
///
/// The range is the next free one of the VPC.
pub(super) fn second_subnet<'m>(
    checker: &Checker<'_, 'm>,
    first: &'m Block,
) -> Option<(Vec<Edit>, String)> {
    let Network::Vpc(vpc) = checker.vpc_in(&first.body) else {
        return None;
    };
    if !first.is_single() {
        return None;
    }
    let (range, own) = (cidr(checker, &vpc.body)?, cidr(checker, &first.body)?);
    let all = checker.declared("aws_subnet");
    let taken: Option<Vec<Cidr>> = all.iter().map(|it| cidr(checker, &it.body)).collect();
    let free = range.free(own.prefix, &taken?)?;
    let mut edits = Vec::new();
    let mut more = String::new();
    let zone = match checker.zone_of(first) {
        Some(zone) if region_of_zone(&zone).is_some() => {
            let next = if zone.ends_with('a') { 'b' } else { 'a' };
            quote(&format!("{}{next}", &zone[..zone.len() - 1]))
        }
        Some(_) => return None,
        None => {
            let zones = checker
                .index
                .of("data", "aws_availability_zones")
                .find(|it| it.is_single());
            let address = match zones {
                Some(zones) => address_of(zones),
                None => {
                    more = "data \"aws_availability_zones\" \"available\" {\n  state = \"available\"\n}\n\n".to_owned();
                    "data.aws_availability_zones.available".to_owned()
                }
            };
            edits.extend(checker.set(
                first,
                &["availability_zone"],
                &format!("{address}.names[0]"),
            ));
            format!("{address}.names[1]")
        }
    };
    let name = checker.new_name("aws_subnet", &format!("{}_second", name_of(first)));
    let mut text = format!(
        "{more}resource \"aws_subnet\" \"{name}\" {{\n  vpc_id            = {}.id\n  cidr_block        = {}\n  \
         availability_zone = {zone}",
        address_of(vpc),
        quote(&free.text())
    );
    if checker.flag(&first.body, "map_public_ip_on_launch") == Some(true) {
        text.push_str("\n  map_public_ip_on_launch = true");
    }
    text.push_str("\n}");
    let associations = checker.declared("aws_route_table_association");
    let association = associations.iter().find(|it| {
        let subnet = checker.target_in(&it.body, "subnet_id");
        it.is_single() && subnet.is_some_and(|subnet| same(subnet.block, first))
    });
    if let Some(table) = association.and_then(|it| it.body.attribute("route_table_id")) {
        let association = checker.new_name("aws_route_table_association", &name);
        text.push_str(&format!(
            "\n\nresource \"aws_route_table_association\" \"{association}\" {{\n  subnet_id      = \
             aws_subnet.{name}.id\n  route_table_id = {}\n}}",
            checker.index.text(&table.value)
        ));
    }
    edits.extend(checker.after(first, &text));
    Some((edits, format!("aws_subnet.{name}")))
}

/// Returns the fault of a list of subnets that have to be in two zones.
///
/// The result is a description, and the edits that add a subnet to the list.
pub(super) fn one_zone<'m>(
    checker: &Checker<'_, 'm>,
    list: &'m Expression,
) -> Option<(String, Vec<Edit>)> {
    let items = checker.items(list)?;
    let targets: Option<Vec<Target>> = items.iter().map(|it| checker.target(it)).collect();
    let targets = targets.filter(|all| all.iter().all(|it| it.kind() == "aws_subnet"));
    let first = items.first()?;
    let single = targets.as_ref().and_then(|all| match all.as_slice() {
        [one] if one.block.is_single() => Some(one.block),
        _ => None,
    });
    let is_one = items.len() == 1
        && match &targets {
            Some(_) => single.is_some() || targets.as_ref().is_some_and(|all| all[0].is_instance),
            None => first.literal_text().is_some(),
        };
    let zones: Option<Vec<String>> = targets
        .as_ref()?
        .iter()
        .map(|it| checker.zone_of(it.block))
        .collect();
    let is_same = targets.as_ref().is_some_and(|all| all.len() > 1)
        && zones.is_some_and(|zones| {
            zones
                .iter()
                .all(|it| region_of_zone(it).is_some() && *it == zones[0])
        });
    if is_one {
        let added = single.and_then(|one| {
            // Another subnet of the VPC may already be in another zone.
            let vpc = checker.vpc_in(&one.body);
            let zone = checker.zone_of(one)?;
            let mut others = checker.declared("aws_subnet").into_iter();
            let other = others.find(|it| {
                let is_near = match (checker.vpc_in(&it.body), vpc) {
                    (Network::Vpc(own), Network::Vpc(vpc)) => same(own, vpc),
                    _ => false,
                };
                let is_like = checker.flag(&it.body, "map_public_ip_on_launch")
                    == checker.flag(&one.body, "map_public_ip_on_launch");
                let differs = checker.zone_of(it).is_some_and(|own| {
                    own != zone && region_of_zone(&own).is_some() == region_of_zone(&zone).is_some()
                });
                it.is_single() && is_near && is_like && differs
            })?;
            Some((Vec::new(), address_of(other)))
        });
        let added = added.or_else(|| second_subnet(checker, single?));
        let edits = added.map_or_else(Vec::new, |(mut edits, address)| {
            edits.push(Edit::insert(first.span.end, format!(", {address}.id")));
            edits
        });
        return Some(("one subnet is in one zone only".to_owned(), edits));
    }
    if is_same {
        let all = targets?;
        let second = all.get(1)?.block;
        let zone = checker.zone_of(second)?;
        let next = if zone.ends_with('a') { 'b' } else { 'a' };
        let other = format!("{}{next}", &zone[..zone.len() - 1]);
        let attribute = second.body.attribute("availability_zone")?;
        let edits = match attribute.value.literal_text() {
            Some(_) if second.is_single() => checker.replace(&attribute.value, quote(&other)),
            _ => Vec::new(),
        };
        return Some((format!("all subnets are in the zone `{zone}`"), edits));
    }
    None
}

/// Returns the edits that put subnets without a zone into zones of their own.
pub(super) fn spread(checker: &Checker, subnets: &[&Block]) -> Vec<Edit> {
    let zones = checker
        .index
        .of("data", "aws_availability_zones")
        .find(|it| it.is_single());
    let mut edits = Vec::new();
    let address = match (zones, subnets.first()) {
        (Some(zones), _) => address_of(zones),
        (None, Some(first)) => {
            let text =
                "data \"aws_availability_zones\" \"available\" {\n  state = \"available\"\n}";
            edits.push(edit::before(checker.index.module, first, text));
            "data.aws_availability_zones.available".to_owned()
        }
        (None, None) => return Vec::new(),
    };
    for (at, subnet) in subnets.iter().enumerate() {
        let zone = format!("{address}.names[{}]", at % 3);
        edits.extend(checker.set(subnet, &["availability_zone"], &zone));
    }
    edits
}

/// Route: its destination and its target argument with the block that it names.
struct Route<'m> {
    block: &'m Block,
    body: &'m Body,
    is_resource: bool,
}

fn routes(checker: &mut Checker) {
    let mut all: Vec<Route> = Vec::new();
    for kind in ["aws_route_table", "aws_default_route_table"] {
        for block in checker.created(kind) {
            all.extend(block.body.blocks_of("route").map(|route| Route {
                block,
                body: &route.body,
                is_resource: false,
            }));
        }
    }
    all.extend(checker.created("aws_route").into_iter().map(|block| Route {
        block,
        body: &block.body,
        is_resource: true,
    }));
    for route in &all {
        for (name, kind, right) in [
            ("gateway_id", "aws_nat_gateway", "nat_gateway_id"),
            ("nat_gateway_id", "aws_internet_gateway", "gateway_id"),
        ] {
            if let Some(target) = checker.target_in(route.body, name)
                && target.kind() == kind
                && let Some(attribute) = route.body.attribute(name)
            {
                let edits = match route.body.attribute(right) {
                    None => vec![Edit::replace(attribute.name.span, right)],
                    Some(_) => Vec::new(),
                };
                let message = format!("`{name}` names `{}`", address_of(target.block));
                checker
                    .report("IG_DEPLOY_210", route.block, attribute.span, message)
                    .fix(Safety::Safe, format!("write `{name}` as `{right}`"), edits);
            }
        }
        let table = match route.is_resource {
            true => checker
                .target_in(route.body, "route_table_id")
                .map(|it| it.block),
            false => Some(route.block),
        };
        let of_table = table
            .filter(|it| it.type_name() == Some("aws_route_table"))
            .map_or(Network::Unknown, |it| checker.vpc_in(&it.body));
        if let Some(gateway) = checker.target_in(route.body, "gateway_id")
            && gateway.kind() == "aws_internet_gateway"
            && gateway.block.body.attribute("vpc_id").is_some()
            && checker.vpc_in(&gateway.block.body).differs(of_table)
        {
            let message = format!(
                "`{}` is the gateway of another VPC",
                address_of(gateway.block)
            );
            checker.report_at(
                "IG_DEPLOY_211",
                route.block,
                route.body,
                "gateway_id",
                message,
            );
        }
    }
    let mut associated: Vec<&Block> = Vec::new();
    for association in checker.created("aws_route_table_association") {
        let Some(subnet) = checker.target_in(&association.body, "subnet_id") else {
            continue;
        };
        if subnet.kind() != "aws_subnet" || subnet.is_instance || !association.is_single() {
            continue;
        }
        if subnet.block.is_single() {
            if associated.iter().any(|it| same(it, subnet.block)) {
                let message = format!("`{}` already has a route table", address_of(subnet.block));
                checker.report_at(
                    "IG_DEPLOY_212",
                    association,
                    &association.body,
                    "subnet_id",
                    message,
                );
            }
            associated.push(subnet.block);
        }
        if let Some(table) = checker.target_in(&association.body, "route_table_id")
            && table.kind() == "aws_route_table"
            && checker
                .vpc_in(&table.block.body)
                .differs(checker.vpc_of(subnet))
        {
            let message = "the route table and the subnet are in different VPCs";
            checker.report("IG_DEPLOY_213", association, association.header, message);
        }
    }
    let kinds = [
        "aws_route_table_association",
        "aws_main_route_table_association",
    ];
    for table in checker.created("aws_route_table") {
        let has_gateway = all.iter().any(|route| {
            let is_own = match route.is_resource {
                true => checker
                    .target_in(route.body, "route_table_id")
                    .is_some_and(|it| same(it.block, table)),
                false => same(route.block, table),
            };
            let gateway = checker.target_in(route.body, "gateway_id");
            is_own && gateway.is_some_and(|it| it.kind() == "aws_internet_gateway")
        });
        let Network::Vpc(vpc) = checker.vpc_in(&table.body) else {
            continue;
        };
        let is_certain = checker.options.is_whole && !checker.is_completed_elsewhere(table);
        if !has_gateway
            || !is_certain
            || checker.is_child(&kinds, "route_table_id", table) != Some(false)
        {
            continue;
        }
        let mut subnets = checker.declared("aws_subnet");
        subnets.retain(|it| {
            it.is_single()
                && matches!(checker.vpc_in(&it.body), Network::Vpc(own) if same(own, vpc))
                && checker.is_child(&kinds[..1], "subnet_id", it) == Some(false)
        });
        // Subnets with a table of their own do not need this one.
        if subnets.is_empty() {
            continue;
        }
        // Where the VPC has one table, the others would have no way to use its gateway.
        let is_only_table = checker.declared("aws_route_table").len() == 1
            && checker.declared("aws_default_route_table").is_empty();
        let names_private = subnets.iter().any(|it| {
            let name = name_of(it);
            name.contains("priv") || name.contains("public")
        });
        if subnets.len() > 1 && (!is_only_table || names_private) {
            subnets.retain(|it| {
                checker.flag(&it.body, "map_public_ip_on_launch") == Some(true)
                    || name_of(it).contains("public")
            });
        }
        let mut text = String::new();
        for subnet in subnets {
            let name = checker.new_name("aws_route_table_association", name_of(subnet));
            let line = if text.is_empty() { "" } else { "\n\n" };
            text.push_str(&format!(
                "{line}resource \"aws_route_table_association\" \"{name}\" {{\n  subnet_id      = {}.id\n  \
                 route_table_id = {}.id\n}}",
                address_of(subnet),
                address_of(table)
            ));
        }
        let edits = match text.is_empty() || !table.is_single() {
            true => Vec::new(),
            false => checker.after(table, &text),
        };
        checker
            .report(
                "IG_DEPLOY_214",
                table,
                table.header,
                "no subnet uses the route table",
            )
            .fix(
                Safety::Likely,
                "use the route table for the public subnets",
                edits,
            );
    }
}

/// Whether a character is allowed in the description of a group.
///
/// Source: EC2 API, CreateSecurityGroup, read 2026-11.
fn is_description_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || " ._-:/()#,@[]+=&;{}!$*".contains(c)
}

fn groups(checker: &mut Checker) {
    let mut names: Vec<(String, Network, &Block)> = Vec::new();
    for group in checker.created("aws_security_group") {
        let body = &group.body;
        if let Some(name) = checker.text(body, "name") {
            if name == "default" || name.starts_with("sg-") {
                let label = match name_of(group) {
                    "default" => "main",
                    label => label,
                };
                let other = match name.strip_prefix("sg-") {
                    Some(rest) if !rest.is_empty() => format!("{rest}-sg"),
                    _ => format!("{}-sg", label.replace('_', "-")),
                };
                let edits = match body.attribute("name") {
                    Some(it) if it.value.literal_text().is_some() => {
                        checker.replace(&it.value, quote(&other))
                    }
                    _ => Vec::new(),
                };
                let message = format!("`{name}` is not a name that a group can get");
                checker
                    .report_at("IG_DEPLOY_216", group, body, "name", message)
                    .fix(Safety::Likely, format!("use the name `{other}`"), edits);
            }
            let network = checker.vpc_in(body);
            let is_same = |of: &Network| match (of, &network) {
                (Network::Vpc(one), Network::Vpc(other)) => same(one, other),
                (Network::Default, Network::Default) => true,
                _ => false,
            };
            let twice = names
                .iter()
                .find(|(own, of, _)| *own == name && is_same(of));
            if let Some((_, _, other)) = twice {
                let message = format!("`{}` has the name `{name}` too", address_of(other));
                let new = format!("{name}-{}", name_of(group).replace('_', "-"));
                let edits = match body.attribute("name") {
                    Some(it) if it.value.literal_text().is_some() && group.is_single() => {
                        checker.replace(&it.value, quote(&new))
                    }
                    _ => Vec::new(),
                };
                checker
                    .report_at("IG_DEPLOY_218", group, body, "name", message)
                    .fix(Safety::Likely, format!("use the name `{new}`"), edits);
            }
            if group.is_single() {
                names.push((name, network, group));
            }
        }
        let nested = ["ingress", "egress"]
            .iter()
            .flat_map(|kind| body.blocks_of(kind));
        let bodies: Vec<&Body> = std::iter::once(body)
            .chain(nested.map(|it| &it.body))
            .collect();
        for own in bodies {
            description(checker, group, own);
        }
        let has_inline = body.has_blocks_of("ingress") || body.has_blocks_of("egress");
        let kinds = [
            "aws_security_group_rule",
            "aws_vpc_security_group_ingress_rule",
            "aws_vpc_security_group_egress_rule",
        ];
        if has_inline {
            for kind in kinds {
                for rule in checker.created(kind) {
                    let own = checker.target_in(&rule.body, "security_group_id");
                    if own.is_some_and(|it| same(it.block, group) && !it.is_instance) {
                        let message = format!("`{}` has rules in its block too", address_of(group));
                        checker.report("IG_DEPLOY_219", rule, rule.header, message);
                    }
                }
            }
        }
    }
}

/// Checks the characters of the description of a group or a rule.
fn description<'m>(checker: &mut Checker<'_, 'm>, group: &'m Block, own: &'m Body) {
    let Some(text) = checker.text(own, "description") else {
        return;
    };
    if text.chars().all(is_description_character) && text.len() <= 255 {
        return;
    }
    let new: String = text
        .chars()
        .filter(|it| is_description_character(*it))
        .take(255)
        .collect();
    let edits = match own.attribute("description") {
        Some(it) if it.value.literal_text().is_some() && !new.trim().is_empty() => {
            checker.replace(&it.value, quote(&new))
        }
        _ => Vec::new(),
    };
    checker
        .report_at(
            "IG_DEPLOY_217",
            group,
            own,
            "description",
            "the description has a character that AWS does not take, or is too long",
        )
        .fix(Safety::Likely, "leave out what AWS does not take", edits);
}

fn rules(checker: &mut Checker) {
    let mut all: Vec<(&Block, &Block, &str)> = Vec::new();
    for kind in [
        "aws_security_group",
        "aws_default_security_group",
        "aws_network_acl",
        "aws_default_network_acl",
    ] {
        for block in checker.created(kind) {
            for name in ["ingress", "egress"] {
                all.extend(
                    block
                        .body
                        .blocks_of(name)
                        .map(|rule| (block, rule, "protocol")),
                );
            }
        }
    }
    all.extend(
        checker
            .created("aws_security_group_rule")
            .into_iter()
            .map(|it| (it, it, "protocol")),
    );
    for kind in [
        "aws_vpc_security_group_ingress_rule",
        "aws_vpc_security_group_egress_rule",
    ] {
        all.extend(
            checker
                .created(kind)
                .into_iter()
                .map(|it| (it, it, "ip_protocol")),
        );
    }
    for (block, rule, name) in all {
        let body = &rule.body;
        if same(block, rule) {
            description(checker, rule, body);
        }
        let Some(protocol) = checker.text(body, name) else {
            continue;
        };
        let ports = ["from_port", "to_port"].map(|name| checker.number(body, name));
        let is_all = matches!(protocol.as_str(), "-1" | "all");
        let is_port = |port: &Option<f64>| port.is_some_and(|port| port > 0.0);
        // The provider leaves the ports out of the call for a rule that is a resource.
        let is_inline = !same(block, rule);
        if is_all && is_inline && ports.iter().any(is_port) {
            let mut edits = Vec::new();
            for name in ["from_port", "to_port"] {
                edits.extend(checker.set(rule, &[name], "0"));
            }
            checker
                .report_at(
                    "IG_DEPLOY_215",
                    block,
                    body,
                    "from_port",
                    "a rule for all protocols has no ports",
                )
                .fix(Safety::Safe, "set both ports to 0", edits);
        }
        if let ("tcp" | "udp" | "6" | "17", [Some(from), Some(to)]) = (protocol.as_str(), ports)
            && from > to
        {
            let source = |name: &str| {
                let attribute = body.attribute(name);
                attribute.map(|it| (it.value.span, checker.index.text(&it.value).to_owned()))
            };
            let edits = match (source("from_port"), source("to_port")) {
                (Some((one, from)), Some((other, to))) => {
                    vec![Edit::replace(one, to), Edit::replace(other, from)]
                }
                _ => Vec::new(),
            };
            let message = format!("the ports from {from} to {to} are no range");
            checker
                .report_at("IG_DEPLOY_220", block, body, "from_port", message)
                .fix(Safety::Likely, "exchange the ports", edits);
        }
    }
    for acl in checker.created("aws_network_acl") {
        for name in ["ingress", "egress"] {
            let mut numbers: Vec<f64> = Vec::new();
            for rule in acl.body.blocks_of(name) {
                let Some(number) = checker.number(&rule.body, "rule_no") else {
                    continue;
                };
                if numbers.contains(&number) {
                    let mut free = number + 1.0;
                    let taken: Vec<f64> = acl
                        .body
                        .blocks_of(name)
                        .filter_map(|it| checker.number(&it.body, "rule_no"))
                        .collect();
                    while taken.contains(&free) {
                        free += 1.0;
                    }
                    let edits = match rule.body.attribute("rule_no") {
                        Some(it) => checker.replace(&it.value, format!("{free}")),
                        None => Vec::new(),
                    };
                    let message = format!("another rule has the number {number}");
                    checker
                        .report_at("IG_DEPLOY_221", acl, &rule.body, "rule_no", message)
                        .fix(Safety::Likely, format!("use the number {free}"), edits);
                }
                numbers.push(number);
            }
        }
    }
}

/// Returns the literal end of a text: `.s3` of `com.amazonaws.${var.region}.s3`.
fn tail(checker: &Checker, expression: &Expression) -> Option<String> {
    if let Value::Text(text) = checker.index.value(expression) {
        return Some(text);
    }
    match &expression.kind {
        ExpressionKind::Template { parts, .. } => match parts.last()? {
            Part::Literal(text, _) => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn endpoints(checker: &mut Checker) {
    for block in checker.created("aws_vpc_endpoint") {
        let region = checker.region_of(block);
        let body = &block.body;
        let Some(name) = body.attribute("service_name") else {
            continue;
        };
        let Some(end) = tail(checker, &name.value) else {
            continue;
        };
        let service = end.rsplit('.').next().unwrap_or_default().to_owned();
        let is_of_aws =
            checker.index.text(&name.value).contains("amazonaws.") && !end.contains("vpce-svc");
        let is_gateway = checker
            .text_or(body, "vpc_endpoint_type", "Gateway")
            .as_deref()
            == Some("Gateway");
        if is_of_aws && is_gateway && end.contains('.') && !service.is_empty() {
            if !GATEWAY_SERVICES.contains(&service.as_str()) {
                let edits = checker.set(block, &["vpc_endpoint_type"], "\"Interface\"");
                let message = format!("`{service}` has no gateway endpoint");
                checker
                    .report("IG_DEPLOY_222", block, name.span, message)
                    .fix(Safety::Likely, "make it an interface endpoint", edits);
            } else {
                let extra = ["subnet_ids", "security_group_ids", "private_dns_enabled"];
                let set: Vec<&str> = extra
                    .into_iter()
                    .filter(|name| {
                        checker.is_present(body, name) && checker.flag(body, name) != Some(false)
                    })
                    .collect();
                if let Some(first) = set.first() {
                    let edits = checker.remove_all(body, &set);
                    let message = format!("a gateway endpoint takes no `{first}`");
                    checker
                        .report_at("IG_DEPLOY_223", block, body, first, message)
                        .fix(
                            Safety::Likely,
                            "remove what a gateway endpoint does not take",
                            edits,
                        );
                }
            }
        }
        if checker.flag(body, "private_dns_enabled") == Some(true)
            && !is_gateway
            && let Network::Vpc(vpc) = checker.vpc_in(body)
        {
            let support = checker.flag_or(&vpc.body, "enable_dns_support", true);
            let names = checker.flag_or(&vpc.body, "enable_dns_hostnames", false);
            if support == Some(false) || names == Some(false) {
                let mut edits = checker.set(vpc, &["enable_dns_hostnames"], "true");
                if support == Some(false) {
                    edits.extend(checker.set(vpc, &["enable_dns_support"], "true"));
                }
                let message = format!("`{}` does not give names to addresses", address_of(vpc));
                checker
                    .report_at("IG_DEPLOY_224", block, body, "private_dns_enabled", message)
                    .fix(
                        Safety::Likely,
                        "enable DNS support and host names in the VPC",
                        edits,
                    );
            }
        }
        if let (Some(region), Value::Text(full)) = (&region, checker.index.value(&name.value))
            && body.attribute("service_region").is_none()
            && let Some(own) = full
                .strip_prefix("com.amazonaws.")
                .and_then(|it| it.split('.').next())
            && region_of_zone(&format!("{own}a")).is_some()
            && own != region
        {
            let right = full.replacen(own, region, 1);
            let edits = match name.value.literal_text() {
                Some(_) => checker.replace(&name.value, quote(&right)),
                None => Vec::new(),
            };
            let message = format!("the service is in `{own}`, and the VPC in `{region}`");
            checker
                .report("IG_DEPLOY_225", block, name.span, message)
                .fix(Safety::Likely, format!("use `{right}`"), edits);
        }
    }
}

fn flow_logs(checker: &mut Checker) {
    for block in checker.created("aws_flow_log") {
        let body = &block.body;
        let kind = checker.text_or(body, "log_destination_type", "cloud-watch-logs");
        if kind.as_deref() != Some("cloud-watch-logs") || !checker.is_absent(body, "iam_role_arn") {
            continue;
        }
        let bucket = checker
            .target_in(body, "log_destination")
            .filter(|it| it.kind() == "aws_s3_bucket");
        if bucket.is_some() {
            let edits = checker.set(block, &["log_destination_type"], "\"s3\"");
            checker
                .report(
                    "IG_DEPLOY_226",
                    block,
                    block.header,
                    "the flow log writes to a bucket and says CloudWatch",
                )
                .fix(Safety::Safe, "write to S3", edits);
            continue;
        }
        let edits = match block.is_single() {
            true => {
                let name =
                    checker.new_name("aws_iam_role", &format!("{}_flow_log", name_of(block)));
                let mut edits = checker.after(block, &FLOW_LOG_ROLE.replace("NAME", &name));
                edits.extend(checker.set(
                    block,
                    &["iam_role_arn"],
                    &format!("aws_iam_role.{name}.arn"),
                ));
                edits
            }
            false => Vec::new(),
        };
        checker
            .report(
                "IG_DEPLOY_226",
                block,
                block.header,
                "a flow log to CloudWatch has no role",
            )
            .fix(Safety::Likely, "add a role that may write the logs", edits);
    }
}

/// Role of a flow log; `NAME` is its name.
const FLOW_LOG_ROLE: &str = r#"resource "aws_iam_role" "NAME" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "vpc-flow-logs.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "NAME" {
  role = aws_iam_role.NAME.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect = "Allow"
      Action = [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
      ]
      Resource = "*"
    }]
  })
}"#;
