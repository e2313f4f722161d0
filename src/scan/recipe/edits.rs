//! Makes the edits of recipes that a template cannot express.

use super::context;
use crate::hcl::{Block, Edit, Expression, ExpressionKind, Module, edit};
use crate::scan::{Resource, ports};

/// Removes the grants to everybody from the ACL of a bucket.
pub(super) fn private_acls(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let address = resource.block.address();
    let is_acl_of_bucket = |other: &&Block| {
        let references = other.body.references();
        other.type_name() == Some("aws_s3_bucket_acl")
            && references
                .iter()
                .any(|reference| reference.address() == address)
    };
    let blocks = module
        .resources()
        .filter(is_acl_of_bucket)
        .chain([resource.block]);
    let blocks = blocks.filter(|block| block.body.attribute("acl").is_some());
    Ok(blocks
        .flat_map(|block| edit::set(module, block, &["acl"], "\"private\""))
        .collect())
}

/// Moves an instance to the successor type, which has dedicated disk bandwidth.
pub(super) fn newer_instance_type(
    module: &Module,
    resource: &Resource,
) -> Result<Vec<Edit>, String> {
    newer(
        module,
        resource,
        ["instance_type", "t2.", "t3.", "type", "ebs_optimized"],
    )
}

/// Moves a database to the successor class, which supports storage encryption.
pub(super) fn newer_database_class(
    module: &Module,
    resource: &Resource,
) -> Result<Vec<Edit>, String> {
    newer(
        module,
        resource,
        [
            "instance_class",
            "db.t2.",
            "db.t3.",
            "class",
            "storage_encrypted",
        ],
    )
}

/// Replaces the beginning of an argument, and sets what the successor supports.
fn newer(
    module: &Module,
    resource: &Resource,
    [argument, old, new, noun, supported]: [&str; 5],
) -> Result<Vec<Edit>, String> {
    let value = resource.block.body.literal_text(argument);
    let value = value.unwrap_or_default();
    let Some(size) = value.strip_prefix(old) else {
        return Err(format!("`{value}` has no known successor {noun}"));
    };
    let value = format!("\"{new}{size}\"");
    let mut edits = edit::set(module, resource.block, &[argument], &value);
    edits.extend(edit::set(module, resource.block, &[supported], "true"));
    Ok(edits)
}

/// Logs the queries of a database whose parameter group is in the module.
pub(super) fn query_logs(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let logs = [
        ("log_statement", "ddl"),
        ("log_min_duration_statement", "1000"),
    ];
    let groups = parameter_groups(module, resource.block);
    let edits =
        groups.flat_map(|group| logs.map(|(name, value)| parameter(module, group, name, value)));
    Ok(edits.flatten().collect())
}

/// Returns the edits that set the parameter for TLS, by the family of each group.
pub(super) fn only_tls(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let groups = parameter_groups(module, resource.block);
    let refuse = |group: &Block| {
        let family = group.body.attribute("family")?.value.literal()?;
        let of = |engines: &[&str]| engines.iter().any(|engine| family.starts_with(engine));
        let (name, value) = if of(&["postgres", "sqlserver"]) {
            ("rds.force_ssl", "1")
        } else if of(&["mysql", "mariadb"]) {
            ("require_secure_transport", "1")
        } else if of(&["db2"]) {
            ("db2comm", "SSL")
        } else {
            return None;
        };
        Some(parameter(module, group, name, value))
    };
    Ok(groups.filter_map(refuse).flatten().collect())
}

/// Returns the edits that set a parameter of a group.
fn parameter(module: &Module, group: &Block, name: &str, value: &str) -> Vec<Edit> {
    let is_it = |parameter: &&Block| parameter.body.literal_text("name") == Some(name);
    let value = edit::quote(value);
    match group.body.blocks_of("parameter").find(is_it) {
        Some(parameter) => edit::set(module, parameter, &["value"], &value),
        None => {
            let text = format!("parameter {{\n  name  = \"{name}\"\n  value = {value}\n}}");
            edit::insert(module, group, &text)
        }
    }
}

/// Iterates over the parameter groups that a database names.
fn parameter_groups<'m>(module: &'m Module, block: &Block) -> impl Iterator<Item = &'m Block> {
    let named: Vec<Option<String>> = block
        .body
        .references()
        .iter()
        .map(|reference| reference.address())
        .collect();
    let kinds = ["aws_db_parameter_group", "aws_rds_cluster_parameter_group"];
    module.resources().filter(move |group| {
        let kind = group.type_name().unwrap_or_default();
        kinds.contains(&kind) && named.contains(&group.address())
    })
}

/// Returns the edits that close a port to the internet.
pub(super) fn close_port<const PORT: i64>(
    module: &Module,
    resource: &Resource,
) -> Result<Vec<Edit>, String> {
    let inside = context::addresses(module, resource.block);
    let mut edits = Vec::new();
    for rule in open_rules(resource, "ingress", PORT) {
        edits.extend(restrict_to_network(module, rule, &inside)?);
    }
    require_edits(edits)
}

/// Returns the edits that allow only HTTPS to leave the network.
pub(super) fn allow_only_https(module: &Module, resource: &Resource) -> Result<Vec<Edit>, String> {
    let inside = context::addresses(module, resource.block);
    let mut edits = Vec::new();
    for rule in open_rules(resource, "egress", -1) {
        let protocol = match rule.body.attribute("ip_protocol") {
            Some(_) => "ip_protocol",
            None => "protocol",
        };
        for (argument, value) in [
            ("from_port", "443"),
            ("to_port", "443"),
            (protocol, "\"tcp\""),
        ] {
            edits.extend(edit::set(module, rule, &[argument], value));
        }
        if rule.kind.text == "egress" {
            let text = format!(
                "egress {{\n  description = \"Inside the network\"\n  from_port   = 0\n  \
                 to_port     = 0\n  protocol    = \"-1\"\n  cidr_blocks = [{inside}]\n}}"
            );
            edits.extend(edit::insert(module, resource.block, &text));
        }
    }
    require_edits(edits)
}

fn require_edits(edits: Vec<Edit>) -> Result<Vec<Edit>, String> {
    if edits.is_empty() {
        return Err("the block does not contain the rule; change the referenced value".to_owned());
    }
    Ok(edits)
}

/// Returns the rules of a direction that open a port to the internet.
///
/// The rules are blocks of a group, or the resource itself if it is a rule.
fn open_rules<'a>(resource: &Resource<'a>, direction: &str, port: i64) -> Vec<&'a Block> {
    let is_open = |rule: &Resource| ports::opens_port(rule, port);
    let is_group = resource.type_name() == "aws_security_group";
    let rules = if is_group {
        resource.nested_blocks(direction)
    } else {
        vec![*resource]
    };
    let open = rules.iter().filter(|rule| is_open(rule));
    open.map(|rule| rule.block).collect()
}

/// Returns the edits that replace all addresses of a rule by those of the network.
fn restrict_to_network(module: &Module, rule: &Block, inside: &str) -> Result<Vec<Edit>, String> {
    let attribute = |name: &str| rule.body.attribute(name).map(|it| &it.value);
    let mut edits = Vec::new();
    if let Some(cidr) = attribute("cidr_ipv4")
        && cidr.literal().is_some()
    {
        edits.push(Edit::replace(cidr.span, inside));
    }
    for name in ["cidr_blocks", "ipv6_cidr_blocks"] {
        let Some(list) = attribute(name) else {
            continue;
        };
        let ExpressionKind::List(items) = &list.kind else {
            return Err(format!(
                "`{name}` is not a literal list; change it in the referenced value"
            ));
        };
        let is_all = |item: &Expression| {
            let cidr = item.literal().unwrap_or_default();
            cidr.ends_with("/0")
        };
        if !items.iter().any(is_all) {
            continue;
        }
        let kept = items.iter().filter(|item| !is_all(item));
        let mut texts: Vec<&str> = kept.map(|it| &module.text[it.span.range()]).collect();
        if name == "cidr_blocks" {
            texts.push(inside);
        }
        let text = format!("[{}]", texts.join(", "));
        edits.push(Edit::replace(list.span, text));
    }
    Ok(edits)
}
