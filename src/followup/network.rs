//! Changes CIDR blocks of networks, and ports and sources of security groups.

use super::program::{Program, Target, constant};
use super::words::{Property, Slot, Verb};
use super::{Change, Clause};
use crate::hcl::edit::{self, Edit, quote};
use crate::hcl::{self, Block};
use crate::template::free_name;

/// Reads a clause that changes the CIDR block of a VPC or a subnet.
pub(super) fn cidr(clause: &Clause, program: &Program) -> Option<Change> {
    if clause.verb != Some(Verb::Set) {
        return None;
    }
    let mut to = None;
    for slot in &clause.slots {
        match slot {
            Slot::Cidr(cidr) if to.is_none() && cidr != ANYWHERE => to = Some(cidr.as_str()),
            Slot::Verb(_) | Slot::Noun(_) | Slot::Word(_) | Slot::To => {}
            Slot::Property(Property::Cidr) => {}
            _ => return None,
        }
    }
    let (to, target) = (to?, Target::of(&clause.slots));
    let found = program.blocks(&target, &["aws_vpc", "aws_subnet"])?;
    let [block] = found.as_slice() else {
        return None;
    };
    if target.nouns.is_empty() {
        return None;
    }
    let old = program.text(block, &["cidr_block"])?;
    match block.type_name()? {
        "aws_vpc" => vpc(&old, to, program),
        _ => subnet(block, to, program),
    }
}

/// CIDR block of all IPv4 addresses.
const ANYWHERE: &str = "0.0.0.0/0";

/// Range of addresses: the first one and the length of the prefix.
fn range(cidr: &str) -> Option<(u32, u32)> {
    let (address, prefix) = cidr.split_once('/')?;
    let bytes = address.split('.').map(|byte| byte.parse().ok());
    let bytes: [u8; 4] = bytes.collect::<Option<Vec<u8>>>()?.try_into().ok()?;
    let prefix: u32 = prefix.parse().ok().filter(|prefix| *prefix <= 32)?;
    Some((u32::from_be_bytes(bytes), prefix))
}

/// Returns whether a range is within another one.
fn is_within(inner: (u32, u32), outer: (u32, u32)) -> bool {
    let shift = 32 - outer.1;
    let begin = |address: u32| address.checked_shr(shift).unwrap_or_default();
    inner.1 >= outer.1 && begin(inner.0) == begin(outer.0)
}

/// Moves a VPC, and every literal range within it, to another range of the same size.
fn vpc(old: &str, to: &str, program: &Program) -> Option<Change> {
    let (from, next) = (range(old)?, range(to)?);
    let mut vpcs = program.index.of("resource", "aws_vpc");
    let is_single = vpcs.next().is_some() && vpcs.next().is_none();
    if from.1 != next.1 || !(16..=28).contains(&next.1) || !is_single {
        return None;
    }
    let mut change = Change::default();
    for block in program.module.blocks() {
        for value in block.body.expressions() {
            let Some(text) = value.literal_text() else {
                continue;
            };
            let Some(inner) = range(text) else {
                // A text that holds an address of the old range is more than this rule knows.
                let network = old.split('/').next().unwrap_or_default();
                let begin = network.trim_end_matches(".0");
                if text.contains(&format!("{begin}.")) {
                    return None;
                }
                continue;
            };
            if !is_within(inner, from) {
                continue;
            }
            if !program.index.may_change(block) {
                return None;
            }
            let [a, b, c, d] = (inner.0 - from.0).wrapping_add(next.0).to_be_bytes();
            let text = quote(&format!("{a}.{b}.{c}.{d}/{}", inner.1));
            let edits = vec![Edit::replace(value.span, text.clone())];
            change.join(Change::set(block, "a range", &text, edits));
        }
    }
    let note = "AWS cannot change the range of a VPC: it is created again, with all that is in it.";
    change.assumed.push(note.to_owned());
    Some(change)
}

/// Moves a subnet within its VPC to a range that no other subnet has.
fn subnet(block: &Block, to: &str, program: &Program) -> Option<Change> {
    let next = range(to)?;
    let of = hcl::Reference::new(&block.body.attribute("vpc_id")?.value)?;
    let vpc = program.index.block(of.borrowed_address()?)?;
    let whole = range(&program.text(vpc, &["cidr_block"])?)?;
    if !is_within(next, whole) || !(16..=28).contains(&next.1) {
        return None;
    }
    for other in program.index.of("resource", "aws_subnet") {
        if std::ptr::eq(other, block) {
            continue;
        }
        let taken = range(&program.text(other, &["cidr_block"])?)?;
        if is_within(taken, next) || is_within(next, taken) {
            return None;
        }
    }
    let edits = program.set(block, &["cidr_block"], &quote(to), &|old| old.is_some())?;
    Some(Change::set(block, "cidr_block", &quote(to), edits))
}

/// Rule of a security group that lets one port in.
struct Inbound<'m> {
    /// Block of the rule: of the module, or nested in the group.
    block: &'m Block,
    /// Block of the module that has the rule.
    owner: &'m Block,
    /// Argument with the sources, and whether it is a list.
    source: Option<(&'static str, bool)>,
    port: u32,
}

/// Reads a clause that opens or closes a port, or changes who may use it.
pub(super) fn ports(clause: &Clause, program: &Program) -> Option<Change> {
    // `disable ssh` and `remove port 80` close a port; `disable http` can be about a listener.
    let is_numbered = clause
        .slots
        .iter()
        .any(|slot| matches!(slot, Slot::Port(_, None)));
    let is_ssh = clause
        .slots
        .iter()
        .any(|slot| matches!(slot, Slot::Port(22, _)));
    let verb = match clause.verb {
        Some(Verb::Disable) if is_ssh => Some(Verb::Close),
        Some(Verb::Remove) if is_numbered => Some(Verb::Close),
        verb => verb,
    };
    let (mut port, mut source, mut is_only) = (None, None, verb == Some(Verb::Restrict));
    for slot in &clause.slots {
        match slot {
            Slot::Port(number, title) if port.is_none() => port = Some((*number, *title)),
            // `open 443`
            Slot::Number(number) if port.is_none() && KNOWN_PORTS.contains(number) => {
                port = Some((*number, None));
            }
            Slot::Cidr(cidr) if source.is_none() => source = Some(cidr.as_str()),
            Slot::Only => is_only = true,
            Slot::Verb(_) | Slot::Noun(_) | Slot::Word(_) | Slot::From | Slot::To => {}
            _ => return None,
        }
    }
    let (port, title) = port?;
    let group = group(&Target::of(&clause.slots), program)?;
    let is_unsaid = Target::of(&clause.slots).is_empty();
    let is_doubtful = || STORES.contains(&port) || is_port_of_another_group(port, group, program);
    if is_unsaid && verb != Some(Verb::Close) && is_doubtful() || lets_out(clause) {
        return None;
    }
    let inbound = inbound(group, program)?;
    let of_port: Vec<&Inbound> = inbound.iter().filter(|rule| rule.port == port).collect();
    match (verb?, source, is_only) {
        (Verb::Open | Verb::Set, Some(source), false) if of_port.is_empty() => {
            open(group, port, title, source, &inbound, program)
        }
        (Verb::Open, None, false) => like_http(group, (port, title), &inbound, program),
        (Verb::Open, Some(source), false) => {
            let [rule] = of_port.as_slice() else {
                return None;
            };
            // Whether another source replaces the present one or is added is not certain.
            let is_there = sources(rule)?.iter().any(|one| one == source);
            is_there.then(|| {
                Change::made(
                    rule.owner,
                    &format!("port {port} is open to {source}"),
                    Vec::new(),
                )
            })
        }
        (Verb::Open | Verb::Restrict | Verb::Set, Some(source), true) => {
            let [rule] = of_port.as_slice() else {
                return None;
            };
            let (name, is_list) = rule.source?;
            sources(rule)?;
            let text = match is_list {
                true => format!("[{}]", quote(source)),
                false => quote(source),
            };
            let old = rule.block.body.attribute(name)?;
            let edits = vec![Edit::replace(old.value.span, text.clone())];
            Some(Change::set(rule.owner, name, &text, edits))
        }
        (Verb::Close, None, false) if is_closed(port, program) => {
            let result = format!("no rule lets port {port} in");
            Some(Change::made(group, &result, Vec::new()))
        }
        (Verb::Close, None, false) => {
            let [rule] = of_port.as_slice() else {
                return None;
            };
            let is_used = rule
                .block
                .borrowed_address()
                .is_some_and(|address| !program.index.uses(address).is_empty());
            if is_used {
                return None;
            }
            let edits = vec![edit::remove(program.module, rule.block.span)];
            let result = format!("port {port} is closed");
            let mut change = Change::removed(rule.owner, &result, edits);
            for variable in own_variables(rule, program) {
                let edits = vec![edit::remove(program.module, variable.span)];
                change.join(Change::removed(variable, "removed with it", edits));
            }
            Some(change)
        }
        _ => None,
    }
}

/// Returns the variables that only a rule with a block of its own refers to.
fn own_variables<'m>(rule: &Inbound, program: &Program<'m>) -> Vec<&'m Block> {
    let mut found: Vec<&Block> = Vec::new();
    for reference in program.index.references_in(rule.block.span) {
        let Some(address) = reference.address else {
            continue;
        };
        let Some(variable) = program.index.block(address) else {
            continue;
        };
        let uses = program.index.uses(address);
        let is_variable = variable.kind.text == "variable";
        let is_own = is_variable && uses.iter().all(|used| std::ptr::eq(used.block, rule.block));
        let is_new = !found.iter().any(|known| std::ptr::eq(*known, variable));
        if is_own && is_new && program.index.may_change(variable) {
            found.push(variable);
        }
    }
    found
}

/// Ports that a number alone means: `open 443`.
const KNOWN_PORTS: &[u32] = &[22, 80, 443, 3000, 3389, 8000, 8080, 8443];

/// Opens HTTPS to whom HTTP is open, or HTTP to whom HTTPS is open.
///
/// Without the other port, who may use the port is not certain.
fn like_http(
    group: &Block,
    (port, title): (u32, Option<&str>),
    inbound: &[Inbound],
    program: &Program,
) -> Option<Change> {
    let of = |port: u32| inbound.iter().filter(move |rule| rule.port == port);
    if let Some(rule) = of(port).next() {
        // To whom else it is to be open is not certain.
        let is_open = sources(rule)?.iter().any(|source| source == ANYWHERE);
        return is_open.then(|| Change::made(group, &format!("port {port} is open"), Vec::new()));
    }
    let (other, title) = match port {
        443 => (80, title.unwrap_or("HTTPS")),
        80 => (443, title.unwrap_or("HTTP")),
        _ => return None,
    };
    let (rule, more) = (of(other).next()?, of(other).nth(1));
    let [source] = &sources(rule)?[..] else {
        return None;
    };
    let mut change = open(group, port, Some(title), source, inbound, program)?;
    let note = format!("Port {port} is open to {source}, as port {other} is.");
    change.assumed.push(note);
    more.is_none().then_some(change)
}

/// Returns whether no security group lets a port in, judging by all rules of the program.
fn is_closed(port: u32, program: &Program) -> bool {
    let mut groups = program
        .index
        .of("resource", "aws_security_group")
        .peekable();
    let is_out = |group: &Block| {
        inbound(group, program).is_some_and(|rules| rules.iter().all(|rule| rule.port != port))
    };
    groups.peek().is_some() && groups.all(is_out)
}

/// Ports of databases and caches, which servers seldom have.
const STORES: &[u32] = &[1433, 1521, 3306, 5432, 6379, 11211, 27017];

/// Returns whether a clause can be about outbound traffic: `allow https to the internet`.
fn lets_out(clause: &Clause) -> bool {
    let is_open = clause.tokens.iter().any(|token| token.lower == "open");
    let is_inbound = clause.tokens.iter().any(|token| token.lower == "inbound");
    let is_to = |pair: &[Slot]| matches!(pair, [Slot::To, Slot::Cidr(_)]);
    clause.verb == Some(Verb::Open) && !is_open && !is_inbound && clause.slots.windows(2).any(is_to)
}

/// Returns whether a port is open in a group other than the one that a clause leaves unsaid.
fn is_port_of_another_group(port: u32, group: &Block, program: &Program) -> bool {
    let has_port = |other: &Block| {
        inbound(other, program).is_none_or(|rules| rules.iter().any(|rule| rule.port == port))
    };
    let mut groups = program.index.of("resource", "aws_security_group");
    groups.any(|other| !std::ptr::eq(other, group) && has_port(other))
}

/// Returns the blocks of the security group that a clause about ports speaks of.
pub(super) fn concerned<'m>(slots: &[Slot], program: &Program<'m>) -> Vec<&'m Block> {
    let is_about = |slot: &Slot| {
        matches!(
            slot,
            Slot::Port(..) | Slot::Verb(Verb::Open | Verb::Restrict | Verb::Close)
        )
    };
    let group = slots
        .iter()
        .any(is_about)
        .then(|| group(&Target::of(slots), program));
    let Some(group) = group.flatten() else {
        return Vec::new();
    };
    let mut blocks = vec![group];
    let uses = group.borrowed_address().map(|it| program.index.uses(it));
    for used in uses.unwrap_or_default() {
        let name = used.block.type_name().unwrap_or_default();
        let is_rule =
            name == "aws_vpc_security_group_ingress_rule" || name == "aws_security_group_rule";
        if is_rule && used.item_name() == "security_group_id" {
            blocks.push(used.block);
        }
    }
    blocks
}

/// Returns the literal sources of a rule.
fn sources(rule: &Inbound) -> Option<Vec<String>> {
    let (name, is_list) = rule.source?;
    let value = &rule.block.body.attribute(name)?.value;
    match is_list {
        true => value.items()?.iter().map(constant).collect(),
        false => Some(vec![constant(value)?]),
    }
}

/// Returns the security group that a clause is about.
///
/// A group or the resource that uses it is named, or only one group has servers.
fn group<'m>(target: &Target, program: &Program<'m>) -> Option<&'m Block> {
    const TYPE: &str = "aws_security_group";
    let groups = || program.index.of("resource", TYPE);
    if target.is_empty() {
        let mut all = groups();
        if let (Some(one), None) = (all.next(), all.next()) {
            return program.index.may_change(one).then_some(one);
        }
        return group_of(
            program.module.resources().filter(|block| {
                let name = block.type_name().unwrap_or_default();
                ["aws_instance", "aws_launch_template"].contains(&name)
            }),
            program,
        );
    }
    if let Some(found) = program.blocks(target, &[TYPE]) {
        return (found.len() == 1).then(|| found.first().copied())?;
    }
    group_of(program.blocks(target, &[])?.into_iter(), program)
}

/// Returns the only security group that blocks use.
fn group_of<'m>(
    users: impl Iterator<Item = &'m Block>,
    program: &Program<'m>,
) -> Option<&'m Block> {
    let mut found: Option<&Block> = None;
    for user in users {
        let lists = [
            "vpc_security_group_ids",
            "security_groups",
            "security_group_ids",
        ];
        for list in lists.iter().filter_map(|name| user.body.attribute(name)) {
            for item in list.value.items()? {
                let address = hcl::Reference::new(item)?.borrowed_address()?;
                let group = program.index.block(address)?;
                if found.is_some_and(|known| !std::ptr::eq(known, group)) {
                    return None;
                }
                found = Some(group);
            }
        }
    }
    found.filter(|group| program.index.may_change(group))
}

/// Returns the rules that let single ports into a group.
///
/// Returns None if rules are computed, or open more than one port each.
fn inbound<'m>(group: &'m Block, program: &Program<'m>) -> Option<Vec<Inbound<'m>>> {
    const ATTACHED: &[&str] = &[
        "aws_vpc_security_group_ingress_rule",
        "aws_security_group_rule",
    ];
    let mut rules = Vec::new();
    if group.body.dynamic_blocks_of("ingress").next().is_some()
        || group.body.attribute("ingress").is_some()
    {
        return None;
    }
    for block in group.body.blocks_of("ingress") {
        rules.push(rule(block, group, program)?);
    }
    for used in program.index.uses(group.borrowed_address()?) {
        let name = used.block.type_name().unwrap_or_default();
        let is_inbound = name != "aws_security_group_rule"
            || used.block.body.literal_text("type") == Some("ingress");
        if ATTACHED.contains(&name) && used.item_name() == "security_group_id" && is_inbound {
            rules.push(rule(used.block, used.block, program)?);
        }
    }
    Some(rules)
}

fn rule<'m>(block: &'m Block, owner: &'m Block, program: &Program<'m>) -> Option<Inbound<'m>> {
    let port =
        |name: &str| -> Option<u32> { constant(&block.body.attribute(name)?.value)?.parse().ok() };
    let (from, to) = (port("from_port")?, port("to_port")?);
    let kinds = [
        ("cidr_ipv4", false),
        ("cidr_blocks", true),
        ("cidr_ipv6", false),
        ("ipv6_cidr_blocks", true),
        ("referenced_security_group_id", false),
        ("source_security_group_id", false),
        ("security_groups", true),
        ("prefix_list_id", false),
        ("prefix_list_ids", true),
        ("self", false),
    ];
    let set: Vec<(&str, bool)> = kinds
        .into_iter()
        .filter(|(name, _)| block.body.attribute(name).is_some())
        .collect();
    let source = match set.as_slice() {
        [(name @ ("cidr_ipv4" | "cidr_blocks"), is_list)] => Some((*name, *is_list)),
        _ => None,
    };
    let is_plain = from == to
        && block.body.attribute("for_each").is_none()
        && block.body.attribute("count").is_none()
        && program.index.may_change(owner);
    is_plain.then_some(Inbound {
        block,
        owner,
        source,
        port: from,
    })
}

/// Opens a port in the way in which the group has its other rules.
fn open(
    group: &Block,
    port: u32,
    title: Option<&str>,
    source: &str,
    inbound: &[Inbound],
    program: &Program,
) -> Option<Change> {
    let label = &group.labels.last()?.text;
    let about = title.map_or_else(|| format!("Port {port}"), str::to_owned);
    let result = format!("port {port} is open to {source}");
    let last = inbound.last();
    let is_nested = last.is_some_and(|rule| std::ptr::eq(rule.owner, group));
    if is_nested {
        let text = format!(
            "ingress {{\n  description = {}\n  from_port = {port}\n  to_port = {port}\n  protocol = \"tcp\"\n  \
             cidr_blocks = [{}]\n}}",
            quote(&about),
            quote(source)
        );
        let edits = edit::insert(program.module, group, &edit::aligned(&text));
        return Some(Change::changed(group, &result, edits));
    }
    let is_rule = |kind: &&str| *kind == "aws_security_group_rule";
    let kind = last.and_then(|rule| rule.owner.type_name());
    let kind = kind
        .filter(is_rule)
        .unwrap_or("aws_vpc_security_group_ingress_rule");
    let end = title.map_or_else(|| port.to_string(), str::to_ascii_lowercase);
    let name = free_name(&format!("{label}_{end}"), |name| {
        program.index.knows(&format!("{kind}.{name}"))
    });
    let text = match kind {
        "aws_security_group_rule" => format!(
            "resource \"{kind}\" \"{name}\" {{\n  type = \"ingress\"\n  security_group_id = \
             aws_security_group.{label}.id\n  description = {}\n  from_port = {port}\n  to_port = {port}\n  \
             protocol = \"tcp\"\n  cidr_blocks = [{}]\n}}",
            quote(&about),
            quote(source)
        ),
        _ => format!(
            "resource \"{kind}\" \"{name}\" {{\n  security_group_id = aws_security_group.{label}.id\n  \
             description = {}\n  cidr_ipv4 = {}\n  from_port = {port}\n  to_port = {port}\n  ip_protocol = \
             \"tcp\"\n}}",
            quote(&about),
            quote(source)
        ),
    };
    let text = edit::aligned(&text);
    let after = last.map_or(group, |rule| rule.owner);
    let edits = vec![edit::after(program.module, after, &text)];
    Some(Change::added(&format!("{kind}.{name}"), &result, edits))
}
