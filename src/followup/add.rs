//! Adds a service from its templates, connected with what the program has.

use super::program::{Program, constant};
use super::rename::name_of;
use super::words::Verb;
use super::{Change, Clause};
use crate::hcl::edit;
use crate::hcl::{self, Block, ExpressionKind};
use crate::intent::{Item, Link, ParsedRequest, Service};
use crate::request::Request;
use crate::template::{Rename, free_name, rename};
use crate::templates::{self, Answer, Client, ExistingNetwork};

/// Services that need nothing of the program.
const ALONE: &[Service] = &[
    Service::Bucket,
    Service::Table,
    Service::Queue,
    Service::Topic,
    Service::Registry,
    Service::Key,
    Service::Logs,
    Service::Secret,
];

/// Words that speak of something that is there already.
const EARLIER: &[&str] = &[
    "the", "this", "that", "these", "those", "existing", "same", "it", "them", "our", "my", "its",
    "which", "each", "every", "all",
];

/// Reads a clause that adds a service.
pub(super) fn read(clause: &Clause, program: &Program) -> Option<Change> {
    if clause.verb != Some(Verb::Add) {
        return None;
    }
    let rest = match clause.is_continued {
        true => clause.tokens,
        false => clause.tokens.get(1..)?,
    };
    let mut words = Vec::new();
    for token in rest {
        match token.lower.as_str() {
            word if EARLIER.contains(&word) && !token.is_quoted => return None,
            "another" | "additional" | "second" | "third" => words.push("a".to_owned()),
            "new" | "please" | "also" | "more" => {}
            _ => words.push(match token.mark {
                Some(mark) => format!("{}{mark}", token.text),
                None => token.text.to_owned(),
            }),
        }
    }
    let text = words.join(" ");
    let request = ParsedRequest::parse(&Request::parse(&text).ok()?);
    let [item] = request.items.as_slice() else {
        return None;
    };
    if !request.is_understood() || request.region.is_some() || item.link == Link::Behind {
        return None;
    }
    let network = match item.service {
        service if ALONE.contains(&service) => None,
        Service::Database | Service::Cache => Some(network(program)?),
        _ => return None,
    };
    if !is_new(item, program) {
        return None;
    }
    let answer = templates::answer_within(&request, network.clone())?;
    let Some(name) = taken(&answer, program) else {
        return Some(added(item, &answer, program));
    };
    let name = free_name(&name, |name| is_taken(&name.replace('_', "-"), program));
    let text = format!(
        "{} called {}",
        text.trim_end_matches(['.', '!']),
        name.replace('_', "-")
    );
    let request = ParsedRequest::parse(&Request::parse(&text).ok()?);
    let answer = templates::answer_within(&request, network)?;
    let is_free = request.items.len() == 1 && taken(&answer, program).is_none();
    is_free.then(|| added(item, &answer, program))
}

/// Returns the first name in AWS of an answer that a resource of the same type has already.
fn taken(answer: &Answer, program: &Program) -> Option<String> {
    let new = hcl::parse(answer.text.as_str());
    let mut blocks = new.resources();
    blocks.find_map(|block| {
        let (_, name) = name_of(block)?;
        let mut same = program.index.of("resource", block.type_name()?);
        let is_same = same.any(|other| name_of(other).is_some_and(|(_, other)| other == name));
        is_same.then(|| name.rsplit('/').next().unwrap_or_default().to_owned())
    })
}

/// Returns whether a resource of the program has a name in AWS.
fn is_taken(name: &str, program: &Program) -> bool {
    let mut blocks = program.module.resources();
    blocks.any(|block| name_of(block).is_some_and(|(_, known)| known.ends_with(name)))
}

/// Returns whether the program has nothing that the item could be taken for.
///
/// Without a name, a database or cache has to be the first one: a second one can be a replica of it.
fn is_new(item: &Item, program: &Program) -> bool {
    let types = super::words::types(item.service);
    let is_of_type = |block: &&Block| block.type_name().is_some_and(|name| types.contains(&name));
    let mut same = program.module.resources().filter(is_of_type);
    match item.names.as_slice() {
        [] => ALONE.contains(&item.service) || same.next().is_none(),
        names => !same.any(|block| {
            names
                .iter()
                .any(|name| super::program::is_called(block, name))
        }),
    }
}

/// Appends an answer; a data source that the program has is shared, and a taken address is changed.
fn added(item: &Item, answer: &Answer, program: &Program) -> Change {
    let new = hcl::parse(answer.text.as_str());
    let mut renames = Vec::new();
    let mut same = Vec::new();
    for block in new.blocks() {
        let Some(address) = block.address() else {
            continue;
        };
        let Some(known) = program.module.at(&address) else {
            continue;
        };
        let text = |module: &hcl::Module, block: &Block| {
            hcl::format::unaligned(&module.text[block.span.range()])
        };
        // Only what is looked up is shared: an equal resource is another one.
        if block.kind.text == "data" && text(program.module, known) == text(&new, block) {
            same.push(address);
        } else if let Some((before, label)) = address.rsplit_once('.') {
            let name = free_name(label, |name| {
                program.index.knows(&format!("{before}.{name}"))
            });
            renames.push(Rename {
                to: format!("{before}.{name}"),
                from: address.clone(),
                index: None,
            });
        }
    }
    let kept: Vec<&str> = new
        .blocks()
        .filter(|block| {
            block
                .address()
                .is_none_or(|address| !same.contains(&address))
        })
        .map(|block| &new.text[block.span.range()])
        .collect();
    let text = rename(&kept.join("\n\n"), &renames);
    let module = hcl::parse(text.as_str());
    let title = item.service.title();
    let mut change = Change {
        assumed: answer.assumed.clone(),
        ..Change::default()
    };
    for block in module.blocks() {
        if let Some(address) = block.address() {
            change.join(Change::added(
                &address,
                &format!("part of the new {title}"),
                Vec::new(),
            ));
        }
    }
    if !text.is_empty() {
        change.edits = edit::append(program.module, &text);
    }
    change
}

/// Returns the network of the program, if there is one, with private subnets.
fn network(program: &Program) -> Option<ExistingNetwork> {
    let mut vpcs = program.index.of("resource", "aws_vpc");
    let (vpc, other) = (vpcs.next()?, vpcs.next());
    if other.is_some() {
        return None;
    }
    let subnets: Vec<&Block> = program.index.of("resource", "aws_subnet").collect();
    let is_private = |block: &&&Block| {
        block
            .labels
            .last()
            .is_some_and(|label| label.text.split('_').any(|word| word == "private"))
    };
    let private: Vec<&Block> = subnets.iter().filter(is_private).copied().collect();
    let label = |block: &Block| block.labels.last().map(|label| label.text.clone());
    let subnets = match private.as_slice() {
        [one] => {
            let count: u32 = program.text(one, &["count"])?.parse().ok()?;
            // A literal zone is the same for all of them.
            let zone = one.body.attribute("availability_zone");
            if count < 2 || zone.is_some_and(|zone| constant(&zone.value).is_some()) {
                return None;
            }
            format!("aws_subnet.{}[*].id", label(one)?)
        }
        [] => return None,
        several => {
            let is_single = |block: &&Block| block.is_single();
            if !several.iter().all(is_single) {
                return None;
            }
            let ids: Option<Vec<String>> = several
                .iter()
                .map(|block| Some(format!("aws_subnet.{}.id", label(block)?)))
                .collect();
            format!("[{}]", ids?.join(", "))
        }
    };
    Some(ExistingNetwork {
        vpc: vpc.address()?,
        subnets,
        clients: clients(program)?,
    })
}

/// Returns the security groups of the servers and services of the program.
fn clients(program: &Program) -> Option<Vec<Client>> {
    const LISTS: &[&str] = &[
        "vpc_security_group_ids",
        "security_groups",
        "security_group_ids",
    ];
    let mut clients: Vec<Client> = Vec::new();
    let runs = |block: &&Block| {
        let name = block.type_name().unwrap_or_default();
        [
            "aws_instance",
            "aws_launch_template",
            "aws_ecs_service",
            "aws_lambda_function",
        ]
        .contains(&name)
    };
    for block in program.module.resources().filter(runs) {
        let nested = block.body.blocks();
        let bodies = std::iter::once(&block.body).chain(nested.map(|block| &block.body));
        for list in bodies.flat_map(|body| LISTS.iter().filter_map(|name| body.attribute(name))) {
            let ExpressionKind::List(items) = &list.value.kind else {
                return None;
            };
            for item in items {
                let address = hcl::Reference::new(item)?.borrowed_address()?;
                if address.kind != "aws_security_group" || !address.mode.is_empty() {
                    return None;
                }
                let group = program.index.block(address)?;
                let client = Client {
                    group: address.name.to_owned(),
                    is_open: is_open(group, program)?,
                };
                if !clients.contains(&client) {
                    clients.push(client);
                }
            }
        }
    }
    Some(clients)
}

/// Returns whether a group lets all traffic out; None if its rules are in the group and limited.
fn is_open(group: &Block, program: &Program) -> Option<bool> {
    let is_all = |block: &Block| {
        let protocol = ["protocol", "ip_protocol"];
        protocol
            .iter()
            .any(|name| block.body.literal_text(name) == Some("-1"))
    };
    if group.body.attribute("egress").is_some()
        || group.body.dynamic_blocks_of("egress").next().is_some()
    {
        return None;
    }
    let mut nested = group.body.blocks_of("egress").peekable();
    if nested.peek().is_some() {
        return nested.any(is_all).then_some(true);
    }
    let rules = program.index.uses(group.borrowed_address()?);
    Some(rules.iter().any(|used| {
        let is_outbound = used.block.type_name() == Some("aws_vpc_security_group_egress_rule")
            || used.block.body.literal_text("type") == Some("egress");
        is_outbound && used.item_name() == "security_group_id" && is_all(used.block)
    }))
}
