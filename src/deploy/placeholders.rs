//! Checks for ids that somebody made up.

use super::checker::{Checker, address_of};
use crate::hcl::{Block, Body, Edit, Expression, Item, Reference};
use crate::rewrite::Safety;
use foldhash::HashSet;

/// Prefix of an id, resource type, name of a variable for one.
type Row = (&'static str, &'static str, &'static str);

/// Prefixes of ids, with the resource type and the name of a variable for one.
const IDS: &[Row] = &[
    ("vpc-", "aws_vpc", "vpc_id"),
    ("subnet-", "aws_subnet", "subnet_id"),
    ("sg-", "aws_security_group", "security_group_id"),
    ("igw-", "aws_internet_gateway", "internet_gateway_id"),
    ("nat-", "aws_nat_gateway", "nat_gateway_id"),
    ("rtb-", "aws_route_table", "route_table_id"),
    ("eni-", "aws_network_interface", "network_interface_id"),
    ("eipalloc-", "aws_eip", "allocation_id"),
    ("acl-", "aws_network_acl", "network_acl_id"),
    ("vol-", "aws_ebs_volume", "volume_id"),
    ("snap-", "aws_ebs_snapshot", "snapshot_id"),
    ("tgw-", "aws_ec2_transit_gateway", "transit_gateway_id"),
    ("vpce-", "aws_vpc_endpoint", "vpc_endpoint_id"),
    (
        "pcx-",
        "aws_vpc_peering_connection",
        "vpc_peering_connection_id",
    ),
    ("lt-", "aws_launch_template", "launch_template_id"),
    ("fs-", "aws_efs_file_system", "file_system_id"),
    ("index-", "aws_kendra_index", "index_id"),
    ("i-", "aws_instance", "instance_id"),
];

/// Variables of `IDS` whose arguments take an id and nothing else.
///
/// Source: Amazon EC2 User Guide, Resource IDs: 8 or 17 hexadecimal digits follow the prefix, read 2026-11.
const ONLY_IDS: &[&str] = strings! {
    "vpc_id", "subnet_id", "security_group_id", "internet_gateway_id", "nat_gateway_id", "route_table_id",
    "network_interface_id", "allocation_id", "network_acl_id", "transit_gateway_id", "vpc_endpoint_id",
    "launch_template_id",
};
/// Words before an argument for an id that name its part.
const PARTS: &[&str] = strings! { "vpc_", "peer_", "source_", "referenced_" };

/// Arguments whose values are texts, in which an id is an example.
const TEXTS: &[&str] = strings! {
    "description", "name", "name_prefix", "tags", "tags_all", "error_message", "user_data", "condition",
    "default_tags", "content", "template", "policy", "bucket", "comment", "value",
};

/// Whether an id of AWS is made up: its digits count, repeat or are no digits.
pub(super) fn is_made_up(id: &str) -> bool {
    let Some((_, digits)) = id.split_once('-') else {
        return false;
    };
    let lower = digits.to_ascii_lowercase();
    if [
        "your",
        "<",
        "xxx",
        "example",
        "placeholder",
        "replace",
        "12345",
        "change",
    ]
    .iter()
    .any(|it| lower.contains(it))
    {
        return true;
    }
    let value = |it: u8| (it as char).to_digit(16);
    let values: Vec<u32> = lower.bytes().filter_map(value).collect();
    if values.len() != lower.len() || values.len() < 6 {
        return false;
    }
    let follows = |one: u32, next: u32| {
        next == one || next == one + 1 || (one, next) == (9, 0) || (one, next) == (15, 0)
    };
    // Digits count up or down; two series that alternate, as in `0a1b2c3d`, are rarer by chance.
    let counts = |step: usize, is_down: bool, tenths: usize| {
        let pairs = values.iter().zip(&values[step..]);
        let count = pairs.filter(|(one, next)| match is_down {
            true => follows(**next, **one),
            false => follows(**one, **next),
        });
        count.count() * 10 >= (values.len() - step) * tenths
    };
    counts(1, false, 6) || counts(1, true, 6) || counts(2, false, 7)
}

pub(super) fn check(checker: &mut Checker) {
    let mut variables: HashSet<String> = HashSet::default();
    let mut defaults: HashSet<usize> = HashSet::default();
    for block in checker.index.closed() {
        match block.kind.text.as_str() {
            "resource" | "data" | "module" | "locals" => {
                let mut bodies: Vec<&Body> = vec![&block.body];
                while let Some(body) = bodies.pop() {
                    for item in &body.items {
                        match item {
                            Item::Block(nested) => bodies.push(&nested.body),
                            Item::Attribute(it) if !TEXTS.contains(&it.name.text.as_str()) => {
                                let one = std::slice::from_ref(&it.value);
                                let items = it.value.items().unwrap_or(one);
                                let is_resource = block.kind.text == "resource";
                                let row = wanted(&it.name.text).filter(|_| is_resource);
                                for item in items {
                                    let is_only = items.len() == 1;
                                    literal(checker, block, item, is_only, row, &mut variables);
                                    if let Some(row) = row {
                                        named(checker, item, row, &mut variables, &mut defaults);
                                    }
                                }
                            }
                            Item::Attribute(_) => {}
                        }
                    }
                }
            }
            "variable" => default(checker, block),
            _ => {}
        }
    }
}

/// Returns the row of what an argument takes, if it takes ids only.
fn wanted(argument: &str) -> Option<&'static Row> {
    let is_of = |row: &&Row| {
        let own = argument.strip_suffix('s').unwrap_or(argument);
        let part = PARTS.iter().find_map(|it| own.strip_prefix(it));
        ONLY_IDS.contains(&row.2) && (own == row.2 || part == Some(row.2))
    };
    IDS.iter().find(is_of)
}

/// Whether a text cannot be an id with a prefix; a text with a dot is a reference in quotes.
fn is_no_id(text: &str, prefix: &str) -> bool {
    let digits = text.strip_prefix(prefix).unwrap_or_default();
    let is_hexadecimal = digits.bytes().all(|it| it.is_ascii_hexdigit());
    !(text.is_empty() || text.contains('.') || is_hexadecimal && [8, 17].contains(&digits.len()))
}

/// Checks the local value or the default of the variable that an argument for ids is.
fn named<'m>(
    checker: &mut Checker<'_, 'm>,
    value: &'m Expression,
    row: &Row,
    variables: &mut HashSet<String>,
    seen: &mut HashSet<usize>,
) {
    let Some(address) = Reference::new(value).and_then(|it| it.borrowed_address()) else {
        return;
    };
    if address.kind == "local" {
        let Some((block, attribute)) = checker.index.local(address.name) else {
            return;
        };
        let text = attribute.value.literal_text().unwrap_or_default();
        if made_up(text).is_none() && seen.insert(attribute.span.start) {
            literal(checker, block, &attribute.value, true, Some(row), variables);
        }
        return;
    }
    let variable = checker
        .index
        .block(address)
        .filter(|_| address.kind == "var");
    let Some(variable) = variable.filter(|it| !checker.is_given(it) && checker.options.is_root)
    else {
        return;
    };
    let Some(attribute) = variable.body.attribute("default") else {
        return;
    };
    let one = std::slice::from_ref(&attribute.value);
    let mut texts = attribute.value.items().unwrap_or(one).iter();
    let text = texts.find_map(|it| {
        let text = it.literal_text()?;
        (is_no_id(text, row.0) && !checker.is_requested(text)).then_some(text)
    });
    let Some(text) = text.filter(|it| made_up(it).is_none()) else {
        return;
    };
    if seen.insert(attribute.span.start) {
        let edits = checker.without_default(variable);
        let message = format!("`{text}` is not an id of AWS");
        checker
            .report("IG_DEPLOY_551", variable, attribute.span, message)
            .fix(Safety::Likely, "ask for the value", edits);
    }
}

/// Returns the row of a made-up id.
fn made_up(text: &str) -> Option<(&'static str, &'static str)> {
    let row = IDS.iter().find(|row| text.starts_with(row.0))?;
    let is_id = !text.contains(' ') && text.len() <= 40;
    // `vpc-endpoint` is a name, not an id.
    (is_id && is_made_up(text)).then_some((row.1, row.2))
}

fn literal<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    value: &'m Expression,
    is_only: bool,
    row: Option<&Row>,
    variables: &mut HashSet<String>,
) {
    let Some(text) = value.literal_text() else {
        return;
    };
    let example = made_up(text);
    let other = row.filter(|it| is_no_id(text, it.0)).map(|it| (it.1, it.2));
    let found = example.or(other).filter(|_| !checker.is_requested(text));
    let Some((kind, name)) = found else {
        return;
    };
    let own = checker.declared(kind);
    let edits = match own.as_slice() {
        [one] if is_only && one.is_single() && !std::ptr::eq(*one, block) => (
            checker.replace(value, format!("{}.id", address_of(one))),
            format!("use `{}.id`", address_of(one)),
        ),
        _ => {
            let name = match is_only {
                true => name.to_owned(),
                false => {
                    let mut numbered = (1..100).map(|at| format!("{name}_{at}"));
                    numbered
                        .find(|it| !variables.contains(it))
                        .unwrap_or_default()
                }
            };
            let mut edits = checker.replace(value, format!("var.{name}"));
            if variables.insert(name.clone()) {
                let description = format!("Id of an existing resource of the type {kind}");
                edits.extend(checker.ask(&name, &description));
            }
            (edits, format!("ask for the id as the variable `{name}`"))
        }
    };
    let message = match example {
        Some(_) => format!("`{text}` is an example, not an id"),
        None => format!("`{text}` is not an id of AWS"),
    };
    checker
        .report("IG_DEPLOY_551", block, value.span, message)
        .fix(Safety::Likely, edits.1, edits.0);
}

/// Checks the default of a variable.
fn default<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let Some(attribute) = block.body.attribute("default") else {
        return;
    };
    // A value that a file or a caller gives replaces the default.
    if checker.is_given(block) || !checker.options.is_root {
        return;
    }
    let (mut open, mut text) = (vec![&attribute.value], None);
    while let Some(it) = open.pop() {
        // The children are read from the last to the first, and the first is reported.
        let literal = it.literal_text();
        text = literal
            .filter(|it| made_up(it).is_some() && !checker.is_requested(it))
            .or(text);
        if it.items().is_some() || it.entries().is_some() {
            it.for_each_child(&mut |child| open.push(child));
        }
    }
    let Some(text) = text else {
        return;
    };
    let edits: Vec<Edit> = checker.without_default(block);
    let message = format!("`{text}` is an example, not an id");
    checker
        .report("IG_DEPLOY_551", block, attribute.span, message)
        .fix(Safety::Likely, "ask for the value", edits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_made_up_ids() {
        for id in [
            "ami-12345678",
            "ami-0123456789abcdef0",
            "ami-0abcdef1234567890",
            "subnet-abcdef01",
            "vpc-xxxxxxxx",
            "sg-00000000",
            "subnet-your-subnet-id",
            "vpc-abc12345",
            "subnet-11111111",
            "subnet-87654321",
            "sg-98765432",
            "subnet-0fedcba9876543210",
            "i-0987654321fedcba0",
            "subnet-0a1b2c3d4e5f67890",
        ] {
            assert!(is_made_up(id), "{id}");
        }
        for id in [
            "ami-0c55b159cbfafe1f0",
            "vpc-0c33dc8cd64f408c4",
            "ami-0d5eff06f840b45e9",
            "subnet-058f2539848691111",
            "ami-0c94855ba95c574c8",
            "ami-04b9e92b5572fa0d1",
            "ami-2e1ef954",
            "vpc-cni",
            "subnet-group",
            "sg-web",
        ] {
            assert!(!is_made_up(id), "{id}");
        }
    }
}
