//! Checks instances, images, launch templates, scaling groups and volumes.

use super::checker::{Checker, Network, Target, address_of, name_of, same};
use super::placeholders::is_made_up;
use crate::hcl::edit::quote;
use crate::hcl::{Block, Body, Edit, Expression, ExpressionKind, Part, Value};
use crate::rewrite::Safety;

/// Resource types and their image argument.
const MACHINES: &[(&str, &str)] = &[
    ("aws_instance", "ami"),
    ("aws_spot_instance_request", "ami"),
    ("aws_launch_template", "image_id"),
    ("aws_launch_configuration", "image_id"),
];

/// Arguments that take ids: their names, and the type whose `id` they take.
const IDS: &[(&str, &str)] = &[
    ("vpc_id", "aws_vpc"),
    ("subnet_id", "aws_subnet"),
    ("subnet_ids", "aws_subnet"),
    ("subnets", "aws_subnet"),
    ("vpc_zone_identifier", "aws_subnet"),
    ("security_group_ids", "aws_security_group"),
    ("vpc_security_group_ids", "aws_security_group"),
    ("security_groups", "aws_security_group"),
];

/// Families of instance types that cannot be optimized for EBS.
///
/// Source: AWS, "Amazon EBS-optimized instance types", read 2026-11.
const NOT_EBS_OPTIMIZED: &[&str] = strings! { "t1", "t2", "m2" };

pub(super) fn check(checker: &mut Checker) {
    images(checker);
    instances(checker);
    ids(checker);
    profiles(checker);
    launch_templates(checker);
    scaling_groups(checker);
    volumes(checker);
}

fn images(checker: &mut Checker) {
    for (kind, argument) in MACHINES {
        for block in checker.created(kind) {
            let Some(id) = checker.text(&block.body, argument) else {
                continue;
            };
            if id.is_empty() || id.starts_with("resolve:ssm:") || checker.is_requested(&id) {
                continue;
            }
            let span = checker.span_of(block, &block.body, argument);
            let hex = id.strip_prefix("ami-").unwrap_or_default();
            let is_hex = hex
                .bytes()
                .all(|it| it.is_ascii_digit() || (b'a'..=b'f').contains(&it));
            if is_made_up(&id) {
                let message = format!("`{id}` is not the id of an image");
                checker.report("IG_DEPLOY_102", block, span, message);
            } else if !is_hex || !matches!(hex.len(), 8 | 17) {
                let message = format!("`{id}` does not have the form of an image id");
                checker.report("IG_DEPLOY_101", block, span, message);
            } else {
                let message = format!("`{id}` exists in one region only, and may be withdrawn");
                checker.report("IG_DEPLOY_103", block, span, message);
            }
        }
    }
}

fn instances(checker: &mut Checker) {
    for block in checker.created("aws_launch_template") {
        let class = checker.text(&block.body, "instance_type");
        offered(checker, block, &class.unwrap_or_default());
    }
    for block in checker.created("aws_instance") {
        let body = &block.body;
        let class = checker.text(body, "instance_type").unwrap_or_default();
        instance_type(checker, block, &class);
        offered(checker, block, &class);
        optimized(checker, block, &class);
        key(checker, block);
        networks(checker, block);
        if checker.flag(body, "hibernation") == Some(true)
            && let Some(disks) = checker.nested(body, "root_block_device")
            && checker.are_absent(body, &["launch_template"])
        {
            let is_encrypted = disks.first().map_or(Some(false), |disk| {
                checker.flag_or(&disk.body, "encrypted", false)
            });
            if is_encrypted == Some(false) {
                let edits = checker.set(block, &["root_block_device", "encrypted"], "true");
                let message = "hibernation needs an encrypted root volume";
                checker
                    .report_at("IG_DEPLOY_106", block, body, "hibernation", message)
                    .fix(Safety::Likely, "encrypt the root volume", edits);
            }
        }
    }
    for block in checker.created("aws_launch_template") {
        let class = checker
            .text(&block.body, "instance_type")
            .unwrap_or_default();
        instance_type(checker, block, &class);
        optimized(checker, block, &class);
        key(checker, block);
    }
    for block in checker.created("aws_network_interface") {
        networks(checker, block);
    }
    for block in checker.created("aws_launch_configuration") {
        let class = checker
            .text(&block.body, "instance_type")
            .unwrap_or_default();
        instance_type(checker, block, &class);
        key(checker, block);
        let message = "new accounts cannot create a launch configuration";
        checker.report("IG_DEPLOY_107", block, block.header, message);
    }
}

/// Checks that a type has a connection of its own to EBS, if it is asked for.
fn optimized<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, class: &str) {
    let family = class.split('.').next().unwrap_or_default();
    if checker.flag(&block.body, "ebs_optimized") == Some(true)
        && NOT_EBS_OPTIMIZED.contains(&family)
    {
        let edits = checker.remove(&block.body, "ebs_optimized");
        let message = format!("`{class}` cannot be optimized for EBS");
        checker
            .report_at(
                "IG_DEPLOY_105",
                block,
                &block.body,
                "ebs_optimized",
                message,
            )
            .fix(Safety::Safe, "remove `ebs_optimized`", edits);
    }
}

/// Checks for the type of another service.
fn instance_type<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, class: &str) {
    let own = ["db.", "cache.", "dax.", "ml.", "mq."]
        .iter()
        .find_map(|prefix| class.strip_prefix(prefix))
        .or_else(|| class.strip_suffix(".search"))
        .or_else(|| class.strip_suffix(".elasticsearch"));
    let Some(own) = own else {
        return;
    };
    let edits = match block.body.attribute("instance_type") {
        Some(it) if it.value.literal_text().is_some() => checker.replace(&it.value, quote(own)),
        _ => Vec::new(),
    };
    let message = format!("`{class}` is a type of another service");
    checker
        .report_at(
            "IG_DEPLOY_104",
            block,
            &block.body,
            "instance_type",
            message,
        )
        .fix(Safety::Likely, format!("use `{own}`"), edits);
}

/// Checks that a type exists, in the zone and for the image of an instance.
fn offered<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, class: &str) {
    let body = &block.body;
    let Some(facts) = checker.options.facts else {
        return;
    };
    // Types of other services have a rule of their own.
    if class.split('.').count() == 2 && facts.is_offered(class) == Some(false) {
        let message = format!("EC2 has no type `{class}`");
        checker.report_at("IG_DEPLOY_126", block, body, "instance_type", message);
        return;
    }
    if let Some(region) = checker.region_of(block)
        && facts.is_offered_in(class, &region) == Some(false)
    {
        let message = format!("the region {region} has no type `{class}`");
        // The successors of a family have the same sizes.
        let newer = class.replacen("t2.", "t3.", 1);
        let is_better = newer != class && facts.is_offered_in(&newer, &region) == Some(true);
        let edits = match is_better && !checker.is_requested(class) {
            true => checker.replace_literal(body, "instance_type", &newer),
            false => Vec::new(),
        };
        let found = checker.report_at("IG_DEPLOY_129", block, body, "instance_type", message);
        found.fix(Safety::Likely, format!("use `{newer}`"), edits);
        return;
    }
    let subnet = checker.target_in(body, "subnet_id");
    let zone = checker.text(body, "availability_zone").or_else(|| {
        let subnet = subnet.filter(|it| it.kind() == "aws_subnet")?;
        checker.text(&subnet.block.body, "availability_zone")
    });
    let family = class.split('.').next().unwrap_or_default();
    if let Some(zone) = zone
        && let Some(letter) = zone.chars().last()
        && facts
            .zones_without(&zone[..zone.len() - letter.len_utf8()], family)
            .contains(letter)
    {
        let message = format!("the zone `{zone}` has no `{family}`");
        checker.report_at("IG_DEPLOY_127", block, body, "instance_type", message);
    }
    let Some(known) = facts.instance_type(class) else {
        return;
    };
    let image = checker.target_in(body, "ami");
    let image = image.or_else(|| checker.target_in(body, "image_id"));
    let Some(image) = image.filter(|it| it.block.type_name() == Some("aws_ami")) else {
        return;
    };
    let (mut is_arm, mut is_x86, mut literals) = (false, false, Vec::new());
    for filter in image.block.body.blocks_of("filter") {
        for it in checker.items_in(&filter.body, "values").unwrap_or_default() {
            let Some(text) = it.literal_text() else {
                continue;
            };
            is_arm |= text.contains("arm64") || text.contains("aarch64");
            is_x86 |= text.contains("x86_64") || text.contains("amd64");
            literals.push((it, text));
        }
    }
    let (own, other) = match (is_arm, is_x86) {
        (true, false) => ("arm64", ["arm64", "x86_64"]),
        (false, true) => ("x86_64", ["x86_64", "arm64"]),
        _ => return,
    };
    if known.architectures.split(',').any(|it| it == own) {
        return;
    }
    let users = image.block.borrowed_address();
    let is_only = users.is_some_and(|it| checker.index.uses(it).len() == 1);
    let edits = match is_only {
        true => literals
            .iter()
            .filter_map(|(it, text)| {
                // Canonical calls x86-64 amd64.
                let x86 = if text.contains("ubuntu") {
                    "amd64"
                } else {
                    "x86_64"
                };
                let new = match own {
                    "arm64" => text.replace("arm64", x86).replace("aarch64", x86),
                    _ => text.replace("x86_64", "arm64").replace("amd64", "arm64"),
                };
                (new != *text).then(|| Edit::replace(it.span, quote(&new)))
            })
            .collect(),
        false => Vec::new(),
    };
    let message = format!("`{class}` does not run images for {own}");
    checker
        .report_at("IG_DEPLOY_125", block, body, "instance_type", message)
        .fix(
            Safety::Likely,
            format!("look for images for {}", other[1]),
            edits,
        );
}

/// Words of names that are examples.
const KEY_WORDS: &[&str] = strings! {
    "my", "your", "key", "keys", "pair", "keypair", "name", "example", "sample", "test", "ssh", "ec2",
    "mykey", "yourkey", "the", "aws", "demo", "pem", "existing", "placeholder", "replace", "me",
};

/// Checks for the made-up name of a key pair.
fn key<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let Some(name) = checker
        .text(&block.body, "key_name")
        .filter(|it| !it.is_empty())
    else {
        return;
    };
    let mut words = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty());
    let is_generic = words.all(|word| KEY_WORDS.iter().any(|it| word.eq_ignore_ascii_case(it)));
    let pairs = checker.declared("aws_key_pair");
    let is_made = pairs
        .iter()
        .any(|pair| match checker.value(&pair.body, "key_name") {
            Value::Text(own) => own == name,
            _ => true,
        });
    if is_generic && !is_made && !checker.is_requested(&name) {
        let edits = checker.ask_again(&block.body, "key_name");
        let message = format!("no key pair `{name}` is created");
        checker
            .report_at("IG_DEPLOY_108", block, &block.body, "key_name", message)
            .fix(Safety::Likely, "ask for the key pair", edits);
    }
}

/// Checks that an instance, its subnet and its groups are in one network.
fn networks<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    if !checker.are_absent(body, &["network_interface", "launch_template"]) {
        return;
    }
    let subnet = match checker.is_absent(body, "subnet_id") {
        true => None,
        false => match checker.target_in(body, "subnet_id") {
            Some(target) => Some(target),
            None => return,
        },
    };
    let network = subnet.map_or(Network::Default, |subnet| checker.vpc_of(subnet));
    let mut names = vec!["vpc_security_group_ids"];
    if subnet.is_some() {
        names.push("security_groups");
    }
    for name in names {
        let Some(groups) = checker.targets_in(body, name) else {
            continue;
        };
        for group in groups
            .into_iter()
            .filter(|it| it.kind() == "aws_security_group")
        {
            let own = checker.vpc_of(group);
            if !own.differs(network) {
                continue;
            }
            let address = address_of(group.block);
            if subnet.is_some() {
                let message = format!("`{address}` is not in the VPC of the subnet");
                let edits = join_network(checker, group, network);
                checker
                    .report_at("IG_DEPLOY_109", block, body, name, message)
                    .fix(
                        Safety::Likely,
                        format!("put `{address}` into the VPC of the subnet"),
                        edits,
                    );
            } else {
                let message =
                    format!("`{address}` is in a VPC, and the instance in the default one");
                let only = match own {
                    Network::Vpc(vpc) => only_subnet(checker, vpc),
                    _ => None,
                };
                let edits = only.map_or_else(Vec::new, |subnet| {
                    checker.set(block, &["subnet_id"], &format!("{}.id", address_of(subnet)))
                });
                checker
                    .report_at("IG_DEPLOY_110", block, body, name, message)
                    .fix(
                        Safety::Likely,
                        "put the instance into a subnet of the VPC",
                        edits,
                    );
            }
        }
    }
    if subnet.is_none()
        && let Some(groups) = checker.targets_in(body, "security_groups")
        && let Some(group) = groups.iter().find(|it| it.attribute == "id")
        && group.kind() == "aws_security_group"
        && let Some(attribute) = body.attribute("security_groups")
    {
        let message = "`security_groups` takes names where no subnet is set";
        let edits = match body.attribute("vpc_security_group_ids") {
            None => vec![Edit::replace(attribute.name.span, "vpc_security_group_ids")],
            Some(_) => Vec::new(),
        };
        checker
            .report("IG_DEPLOY_112", block, attribute.span, message)
            .fix(
                Safety::Likely,
                "write `security_groups` as `vpc_security_group_ids`",
                edits,
            );
    }
    if let Some(subnet) = subnet
        && let (Some(zone), Some(own)) = (
            checker.text(&subnet.block.body, "availability_zone"),
            checker.text(body, "availability_zone"),
        )
        && zone != own
    {
        let edits = checker.remove(body, "availability_zone");
        let message = format!("the subnet is in `{zone}`, and the instance in `{own}`");
        checker
            .report_at("IG_DEPLOY_111", block, body, "availability_zone", message)
            .fix(Safety::Safe, "remove `availability_zone`", edits);
    }
}

/// Returns the edits that put a group without a VPC into one.
pub(super) fn join_network(checker: &Checker, group: Target, network: Network) -> Vec<Edit> {
    match network {
        Network::Vpc(vpc) if checker.is_absent_vpc(group.block) => {
            checker.set(group.block, &["vpc_id"], &format!("{}.id", address_of(vpc)))
        }
        _ => Vec::new(),
    }
}

/// Returns the only subnet of a VPC, or the only one that gives its instances public addresses.
fn only_subnet<'m>(checker: &Checker<'_, 'm>, vpc: &Block) -> Option<&'m Block> {
    let mut subnets = checker.declared("aws_subnet");
    subnets.retain(|it| matches!(checker.vpc_in(&it.body), Network::Vpc(own) if same(own, vpc)));
    if subnets.len() > 1 {
        subnets.retain(|it| checker.flag(&it.body, "map_public_ip_on_launch") == Some(true));
    }
    match subnets.as_slice() {
        [one] if one.is_single() => Some(one),
        _ => None,
    }
}

/// Checks that arguments for ids get ids.
fn ids(checker: &mut Checker) {
    for block in checker
        .index
        .closed()
        .filter(|it| it.kind.text == "resource")
    {
        let kind = block.type_name().unwrap_or_default();
        if !kind.starts_with("aws_") {
            continue;
        }
        let mut bodies: Vec<&Body> = vec![&block.body];
        while let Some(body) = bodies.pop() {
            bodies.extend(body.blocks().map(|it| &it.body));
            for (name, of) in IDS {
                // Without a subnet an instance takes names of groups.
                let takes_names = *name == "security_groups" && kind == "aws_instance";
                let Some(attribute) = body.attribute(name).filter(|_| !takes_names) else {
                    continue;
                };
                let one = std::slice::from_ref(&attribute.value);
                let items = checker.items(&attribute.value).unwrap_or(one);
                for item in items {
                    let Some(target) = checker.target(item) else {
                        continue;
                    };
                    let is_other = !matches!(target.attribute, "" | "id" | "vpc_id");
                    if target.kind() != *of || !is_other {
                        continue;
                    }
                    let edits = match target.is_direct {
                        true => vec![Edit::replace(target.attribute_span, "id")],
                        false => Vec::new(),
                    };
                    let address = address_of(target.block);
                    let message = format!(
                        "`{name}` takes ids, and `{address}.{}` is none",
                        target.attribute
                    );
                    checker
                        .report("IG_DEPLOY_113", block, item.span, message)
                        .fix(Safety::Safe, format!("use `{address}.id`"), edits);
                }
            }
        }
    }
}

/// Checks that instance profiles are named where they are wanted.
fn profiles(checker: &mut Checker) {
    let mut uses: Vec<(&Block, &Expression)> = Vec::new();
    for kind in [
        "aws_instance",
        "aws_launch_configuration",
        "aws_spot_instance_request",
    ] {
        for block in checker.created(kind) {
            let attribute = block.body.attribute("iam_instance_profile");
            uses.extend(attribute.map(|it| (block, &it.value)));
        }
    }
    for block in checker.created("aws_launch_template") {
        for nested in block.body.blocks_of("iam_instance_profile") {
            uses.extend(nested.body.attribute("name").map(|it| (block, &it.value)));
        }
    }
    for (block, value) in uses {
        let Some(target) = checker.target(value) else {
            continue;
        };
        let address = address_of(target.block);
        match (target.kind(), target.attribute) {
            ("aws_iam_instance_profile", "arn") => {
                let edits = match target.is_direct
                    && block.type_name() != Some("aws_launch_configuration")
                {
                    true => vec![Edit::replace(target.attribute_span, "name")],
                    false => Vec::new(),
                };
                if block.type_name() != Some("aws_launch_configuration") {
                    checker
                        .report(
                            "IG_DEPLOY_115",
                            block,
                            value.span,
                            "the name of the profile is wanted, not its ARN",
                        )
                        .fix(Safety::Safe, format!("use `{address}.name`"), edits);
                }
            }
            ("aws_iam_role", attribute) => {
                let role = checker.value(&target.block.body, "name");
                let profiles = checker.declared("aws_iam_instance_profile");
                // A profile with the name of the role makes the reference right.
                let has_name = profiles.iter().any(|profile| {
                    let same_name = checker.target_in(&profile.body, "name");
                    let same_name = same_name.is_some_and(|it| same(it.block, target.block));
                    same_name || (role.is_known() && checker.value(&profile.body, "name") == role)
                });
                if has_name && attribute != "arn" {
                    continue;
                }
                let of_role = profiles.iter().find(|profile| {
                    let role = checker.target_in(&profile.body, "role");
                    profile.is_single() && role.is_some_and(|it| same(it.block, target.block))
                });
                let edits = match of_role {
                    _ if !target.is_direct || target.is_instance => Vec::new(),
                    Some(profile) => {
                        checker.replace(value, format!("{}.name", address_of(profile)))
                    }
                    None => {
                        let name =
                            checker.new_name("aws_iam_instance_profile", name_of(target.block));
                        let text = format!(
                            "resource \"aws_iam_instance_profile\" \"{name}\" {{\n  role = {address}.name\n}}"
                        );
                        let mut edits = checker.after(target.block, &text);
                        edits.extend(
                            checker.replace(value, format!("aws_iam_instance_profile.{name}.name")),
                        );
                        edits
                    }
                };
                checker
                    .report(
                        "IG_DEPLOY_114",
                        block,
                        value.span,
                        format!("`{address}` is a role, not an instance profile"),
                    )
                    .fix(
                        Safety::Likely,
                        "use an instance profile with the role",
                        edits,
                    );
            }
            _ => {}
        }
    }
}

fn launch_templates(checker: &mut Checker) {
    for block in checker.created("aws_launch_template") {
        let body = &block.body;
        if let Some(data) = body.attribute("user_data")
            && is_script(checker, &data.value)
        {
            let source = checker.index.text(&data.value);
            // A heredoc ends with its line, so the parenthesis needs a line of its own.
            let text = match &data.value.kind {
                ExpressionKind::Template { heredoc: true, .. } => {
                    format!("base64encode({}\n  )", source.trim_end())
                }
                _ => format!("base64encode({source})"),
            };
            let edits = checker.replace(&data.value, text);
            checker
                .report(
                    "IG_DEPLOY_116",
                    block,
                    data.span,
                    "`user_data` is not encoded as base64",
                )
                .fix(Safety::Safe, "encode `user_data` as base64", edits);
        }
        if let Some(interfaces) = checker.nested(body, "network_interfaces")
            && let [first, ..] = interfaces.as_slice()
            && checker.is_present(body, "vpc_security_group_ids")
            && let Some(groups) = body.attribute("vpc_security_group_ids")
        {
            let edits =
                match interfaces.len() == 1 && first.body.attribute("security_groups").is_none() {
                    true => {
                        let value = checker.index.text(&groups.value).to_owned();
                        let mut edits = checker.set(first, &["security_groups"], &value);
                        edits.extend(checker.remove(body, "vpc_security_group_ids"));
                        edits
                    }
                    false => Vec::new(),
                };
            let message = "security groups are set for the instance and for its network interface";
            checker
                .report("IG_DEPLOY_117", block, groups.span, message)
                .fix(
                    Safety::Likely,
                    "set the groups for the network interface",
                    edits,
                );
        }
    }
}

/// Whether an expression is a text that is certainly not base64.
fn is_script(checker: &Checker, expression: &Expression) -> bool {
    let is_plain = |text: &str| {
        let text = text.trim_start();
        text.starts_with("#!")
            || text.starts_with("#cloud-config")
            || text.starts_with("<powershell>")
    };
    match &expression.kind {
        ExpressionKind::Template { parts, .. } => match parts.first() {
            Some(Part::Literal(text, _)) => is_plain(text),
            _ => false,
        },
        _ => matches!(checker.index.value(expression), Value::Text(text) if is_plain(&text)),
    }
}

fn scaling_groups(checker: &mut Checker) {
    for block in checker.created("aws_autoscaling_group") {
        let body = &block.body;
        let (least, most) = (
            checker.number(body, "min_size"),
            checker.number(body, "max_size"),
        );
        let desired = checker.number(body, "desired_capacity");
        if let (Some(least), Some(most)) = (least, most) {
            let wanted = desired.unwrap_or(least).max(least);
            if wanted > most {
                let edits = checker.set(block, &["max_size"], &format!("{wanted}"));
                let message = format!("the maximum {most} is less than {wanted}");
                checker
                    .report_at("IG_DEPLOY_118", block, body, "max_size", message)
                    .fix(
                        Safety::Likely,
                        format!("raise the maximum to {wanted}"),
                        edits,
                    );
            } else if let Some(desired) = desired.filter(|it| *it < least) {
                let edits = checker.set(block, &["desired_capacity"], &format!("{least}"));
                let message =
                    format!("the desired capacity {desired} is less than the minimum {least}");
                checker
                    .report_at("IG_DEPLOY_118", block, body, "desired_capacity", message)
                    .fix(
                        Safety::Likely,
                        format!("raise the desired capacity to {least}"),
                        edits,
                    );
            }
        }
        if checker.are_absent(body, &["vpc_zone_identifier", "availability_zones"]) {
            // A launch template can name the subnet of the interface.
            let template = body.blocks_of("launch_template").next();
            let template = template.and_then(|it| {
                let target = checker.target_in(&it.body, "id");
                target.or_else(|| checker.target_in(&it.body, "name"))
            });
            let has_interfaces =
                template.is_none_or(|it| !checker.is_absent(&it.block.body, "network_interfaces"));
            let mut subnets = checker.declared("aws_subnet");
            subnets.retain(|it| it.is_single());
            let ids: Vec<String> = subnets
                .iter()
                .map(|it| format!("{}.id", address_of(it)))
                .collect();
            let edits = match subnets.len() {
                1..=6 => checker.set(
                    block,
                    &["vpc_zone_identifier"],
                    &format!("[{}]", ids.join(", ")),
                ),
                _ => Vec::new(),
            };
            let is_certain = !has_interfaces || body.blocks_of("launch_template").next().is_none();
            if is_certain {
                checker
                    .report(
                        "IG_DEPLOY_119",
                        block,
                        block.header,
                        "the group has neither subnets nor zones",
                    )
                    .fix(Safety::Likely, "use the subnets of the module", edits);
            }
        }
        let launches = [
            "launch_template",
            "launch_configuration",
            "mixed_instances_policy",
        ];
        if checker.are_absent(body, &launches) {
            let message = "the group has no launch template";
            checker.report("IG_DEPLOY_120", block, block.header, message);
        }
    }
}

/// Limits of a type of volume: type, least and most GiB, whether it takes IOPS and throughput.
///
/// Source: AWS, "Amazon EBS volume types", read 2026-11.
const VOLUMES: &[(&str, f64, f64, bool, bool)] = &[
    ("gp2", 1.0, 16384.0, false, false),
    ("gp3", 1.0, 65536.0, true, true),
    ("io1", 4.0, 16384.0, true, false),
    ("io2", 4.0, 65536.0, true, false),
    ("st1", 125.0, 16384.0, false, false),
    ("sc1", 125.0, 16384.0, false, false),
    ("standard", 1.0, 1024.0, false, false),
];

fn volumes(checker: &mut Checker) {
    for block in checker.created("aws_ebs_volume") {
        volume(checker, block, block, "type", "size", false);
    }
    for kind in ["aws_instance", "aws_launch_configuration"] {
        for block in checker.created(kind) {
            for name in ["root_block_device", "ebs_block_device"] {
                for nested in block.body.blocks_of(name) {
                    volume(
                        checker,
                        block,
                        nested,
                        "volume_type",
                        "volume_size",
                        name == "root_block_device",
                    );
                }
            }
        }
    }
    for block in checker.created("aws_launch_template") {
        for mapping in block.body.blocks_of("block_device_mappings") {
            for nested in mapping.body.blocks_of("ebs") {
                volume(checker, block, nested, "volume_type", "volume_size", false);
            }
        }
    }
    for block in checker.created("aws_volume_attachment") {
        let of = |name| {
            checker
                .target_in(&block.body, name)
                .filter(|it| !it.is_instance)
        };
        let (Some(volume), Some(instance)) = (of("volume_id"), of("instance_id")) else {
            continue;
        };
        if (volume.kind(), instance.kind()) != ("aws_ebs_volume", "aws_instance") {
            continue;
        }
        let zone = checker.text(&volume.block.body, "availability_zone");
        let subnet = checker.target_in(&instance.block.body, "subnet_id");
        let own = checker
            .text(&instance.block.body, "availability_zone")
            .or_else(|| checker.text(&subnet?.block.body, "availability_zone"));
        if let (Some(zone), Some(own)) = (zone, own)
            && zone != own
        {
            let address = address_of(instance.block);
            let edits = checker.set(
                volume.block,
                &["availability_zone"],
                &format!("{address}.availability_zone"),
            );
            let message = format!("the volume is in `{zone}`, and the instance in `{own}`");
            checker
                .report("IG_DEPLOY_124", block, block.header, message)
                .fix(
                    Safety::Likely,
                    "put the volume into the zone of the instance",
                    edits,
                );
        }
    }
}

/// Checks the settings of a volume.
fn volume<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    volume: &'m Block,
    type_name: &str,
    size_name: &str,
    is_root: bool,
) {
    let body = &volume.body;
    // The type of a root volume follows from the image.
    let default = if is_root { "" } else { "gp2" };
    let Some(kind) = checker.text_or(body, type_name, default) else {
        return;
    };
    let Some((_, least, most, takes_iops, takes_throughput)) =
        VOLUMES.iter().find(|it| it.0 == kind).copied()
    else {
        return;
    };
    let is_named = body.attribute(type_name).is_some();
    for (name, takes, rule) in [
        ("iops", takes_iops, "IG_DEPLOY_121"),
        ("throughput", takes_throughput, "IG_DEPLOY_122"),
    ] {
        if !takes && checker.number(body, name).is_some_and(|it| it > 0.0) && is_named {
            let edits = checker.remove(body, name);
            let message = format!("a volume of type `{kind}` takes no `{name}`");
            checker.report_at(rule, block, body, name, message).fix(
                Safety::Safe,
                format!("remove `{name}`"),
                edits,
            );
        }
    }
    let size = checker.number(body, size_name);
    if matches!(kind.as_str(), "io1" | "io2") && checker.is_absent(body, "iops") {
        let ratio = size.map_or(100.0, |size| (size * 50.0).clamp(100.0, 3000.0));
        let edits = checker.set(volume, &["iops"], &format!("{ratio}"));
        let message = format!("a volume of type `{kind}` needs `iops`");
        checker
            .report("IG_DEPLOY_121", block, volume.header, message)
            .fix(Safety::Likely, format!("set `iops` to {ratio}"), edits);
    }
    ratio(checker, block, body, &kind, size);
    if let Some(size) = size.filter(|size| *size < least || *size > most) {
        let edits = match body.attribute(size_name) {
            Some(it) if size < least && matches!(it.value.kind, ExpressionKind::Number(_)) => {
                checker.replace(&it.value, format!("{least}"))
            }
            _ => Vec::new(),
        };
        let message = format!("a volume of type `{kind}` has {least} to {most} GiB, not {size}");
        checker
            .report_at("IG_DEPLOY_123", block, body, size_name, message)
            .fix(
                Safety::Likely,
                format!("raise the size to {least} GiB"),
                edits,
            );
    }
}

/// Most IOPS for each GiB of a volume. Source: EBS User Guide, Volume types, 2026-11.
const IOPS_PER_GIB: &[(&str, f64)] = &[("gp3", 500.0), ("io1", 50.0), ("io2", 1000.0)];
/// Least IOPS of a gp3 volume, and the throughput in MiB/s that each of them allows.
const GP3: (f64, f64) = (3000.0, 0.25);

/// Checks IOPS against the size of a volume, and throughput against IOPS.
fn ratio<'m>(
    checker: &mut Checker<'_, 'm>,
    block: &'m Block,
    body: &'m crate::hcl::Body,
    kind: &str,
    size: Option<f64>,
) {
    let iops = checker.number(body, "iops");
    let most = IOPS_PER_GIB.iter().find(|(name, _)| *name == kind);
    if let (Some((_, most)), Some(size), Some(iops)) = (most, size, iops)
        && iops > (most * size).max(if kind == "gp3" { GP3.0 } else { 100.0 })
    {
        let message = format!(
            "a `{kind}` volume of {size} GiB has at most {} IOPS",
            most * size
        );
        checker.report_at("IG_DEPLOY_128", block, body, "iops", message);
    }
    let given = match iops {
        None if checker.is_absent(body, "iops") => Some(GP3.0),
        iops => iops,
    };
    if let (Some(iops), Some(throughput)) = (given, checker.number(body, "throughput"))
        && kind == "gp3"
        && throughput > iops * GP3.1
    {
        let message = format!("{iops} IOPS allow {} MiB/s, not {throughput}", iops * GP3.1);
        checker.report_at("IG_DEPLOY_128", block, body, "throughput", message);
    }
}
