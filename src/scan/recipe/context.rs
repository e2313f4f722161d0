//! Finds the context of a block: its role, its network and its region.

use crate::hcl::{Block, Module};

/// Arguments that name the role that a resource assumes.
const ROLES: &[&str] = &["role", "role_arn", "execution_role_arn", "iam_role_arn"];

/// Private addresses of any network, where the module does not define the range.
const PRIVATE: &str = "\"10.0.0.0/8\"";

/// Returns the address of the role that a block names, if the module creates it.
pub fn role(module: &Module, block: &Block) -> Option<String> {
    let named = ROLES.iter().find_map(|name| block.body.attribute(name))?;
    let references = named.value.references();
    let addresses = references.iter().filter_map(|it| it.address());
    let mut roles = addresses.filter(|it| it.starts_with("aws_iam_role."));
    let role = roles.next()?;
    module.at(&role).filter(|role| role.is_single())?;
    Some(role)
}

/// Returns the id of the network that a block is in, as an expression.
pub fn network(module: &Module, block: &Block) -> String {
    if let Some(named) = block.body.attribute("vpc_id") {
        return module.text[named.value.span.range()].to_owned();
    }
    match only_network(module) {
        Some(network) => format!("{network}.id"),
        None => "data.aws_vpc.default.id".to_owned(),
    }
}

/// Returns the address range of the network that a block is in, as an expression.
pub fn addresses(module: &Module, block: &Block) -> String {
    let named = block.body.attribute("vpc_id").map(|named| {
        let references = named.value.references();
        references.iter().find_map(|it| it.address())
    });
    let network = match named {
        Some(named) => named,
        None => only_network(module),
    };
    match network.filter(|it| is_network(it) && module.at(it).is_some_and(|it| it.is_single())) {
        Some(network) => format!("{network}.cidr_block"),
        None => PRIVATE.to_owned(),
    }
}

/// Returns the ids of the module's subnets, as an expression.
///
/// Private subnets are preferred. A module without a network gets those of the account's default
/// network. The result is `None` if the module has a network without a subnet.
pub fn subnets(module: &Module) -> Option<String> {
    let all: Vec<&Block> = of_type(module, "aws_subnet").collect();
    let public = |subnet: &Block| {
        let gives = subnet.body.attribute("map_public_ip_on_launch");
        gives.is_some_and(|gives| module.text[gives.value.span.range()].trim() != "false")
    };
    let private: Vec<&Block> = all.iter().copied().filter(|it| !public(it)).collect();
    let used = if private.is_empty() { all } else { private };
    let (many, single): (Vec<&Block>, Vec<&Block>) =
        used.into_iter().partition(|subnet| !subnet.is_single());
    let mut lists: Vec<String> = many
        .into_iter()
        .filter_map(|subnet| {
            let address = subnet.address()?;
            Some(match subnet.body.attribute("count") {
                Some(_) => format!("{address}[*].id"),
                None => format!("values({address})[*].id"),
            })
        })
        .collect();
    let single: Vec<String> = single
        .into_iter()
        .filter_map(|subnet| Some(format!("{}.id", subnet.address()?)))
        .collect();
    if !single.is_empty() {
        lists.push(format!("[{}]", single.join(", ")));
    }
    match lists.len() {
        0 if has_no_network(module) => Some("data.aws_subnets.default.ids".to_owned()),
        0 => None,
        1 => lists.pop(),
        _ => Some(format!("concat({})", lists.join(", "))),
    }
}

/// Returns whether the module has neither a network nor a subnet.
pub fn has_no_network(module: &Module) -> bool {
    !module.resources().any(|block| {
        let kind = block.type_name();
        kind.is_some_and(|kind| matches!(kind, "aws_vpc" | "aws_default_vpc" | "aws_subnet"))
    })
}

/// Returns the region of the module, if its provider defines it.
///
/// The region is a literal, or the default of a variable.
pub fn region(module: &Module) -> Option<String> {
    let provider = module.at("provider.aws")?;
    let region = &provider.body.attribute("region")?.value;
    region.literal().or_else(|| {
        let references = region.references();
        let variable = module.at(&references.first()?.address()?)?;
        let default = &variable.body.attribute("default")?.value;
        default.literal()
    })
}

/// Returns the only network of the module.
fn only_network(module: &Module) -> Option<String> {
    let mut networks = of_type(module, "aws_vpc").filter(|block| block.is_single());
    let only = networks.next()?;
    networks.next().is_none().then(|| only.address())?
}

fn is_network(address: &str) -> bool {
    address.starts_with("aws_vpc.") || address.starts_with("aws_default_vpc.")
}

fn of_type<'m>(module: &'m Module, kind: &'m str) -> impl Iterator<Item = &'m Block> {
    let resources = module.resources();
    resources.filter(move |block| block.type_name() == Some(kind))
}
