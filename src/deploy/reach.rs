//! Checks what runs and reaches nothing, or is not reached.

use super::checker::{Checker, Network, Target, address_of, name_of, same};
use super::network::open;
use super::policy::role_in;
use crate::hcl::{Block, Body, Edit, ExpressionKind, Part, Step, Value, edit};
use crate::rewrite::Safety;

/// Range of all addresses.
const ANYWHERE: &str = "0.0.0.0/0";
/// Commands of scripts that fetch from the internet.
const FETCHING: &[&str] = strings! {
    "apt-get ", "apt ", "yum ", "dnf ", "amazon-linux-extras", "curl ", "wget ", "pip install", "npm install",
    "git clone", "docker pull",
};
/// Commands of package managers, and words in the names of the images that have them.
const MANAGERS: &[(&[&str], &[&str])] = &[
    (
        strings! { "apt-get ", "apt install ", "apt update" },
        strings! { "ubuntu", "debian" },
    ),
    (
        strings! { "yum ", "dnf " },
        strings! { "amzn", "al2023", "rhel", "centos", "rocky", "almalinux" },
    ),
];
/// Policies that a cluster and its nodes need.
const CLUSTER: &[&str] = strings! { "AmazonEKSClusterPolicy" };
const NODES: &[&str] = strings! {
    "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistry",
};

pub(super) fn check(checker: &mut Checker) {
    egress(checker);
    for block in checker.created("aws_instance") {
        script(checker, block);
        public_address(checker, block);
    }
    for block in checker.created("aws_launch_template") {
        script(checker, block);
    }
    for block in checker.created("aws_autoscaling_group") {
        started(checker, block);
    }
    gateways(checker);
    addresses(checker);
    health(checker);
    services(checker);
    clusters(checker);
}

/// Returns the text of a script as far as it is written out.
fn script_of<'m>(checker: &Checker<'_, 'm>, body: &'m Body) -> String {
    let mut text = String::new();
    for name in ["user_data", "user_data_base64"] {
        let Some(attribute) = body.attribute(name) else {
            continue;
        };
        let mut open = vec![&attribute.value];
        while let Some(it) = open.pop() {
            if let ExpressionKind::Template { parts, .. } = &it.kind {
                for part in parts {
                    if let Part::Literal(literal, _) = part {
                        text.push_str(literal);
                    }
                }
            }
            it.for_each_child(&mut |child| open.push(child));
        }
        if let Value::Text(value) = checker.index.value(&attribute.value) {
            text.push_str(&value);
        }
    }
    text
}

/// Returns the groups of a list of references; none if the module does not hold all of them.
fn groups_in<'m>(checker: &Checker<'_, 'm>, body: &'m Body, name: &str) -> Vec<&'m Block> {
    let targets = checker.targets_in(body, name).unwrap_or_default();
    let groups = targets.into_iter().map(|it| {
        let is_group = it.kind() == "aws_security_group" && it.block.is_single();
        is_group.then_some(it.block)
    });
    groups.collect::<Option<_>>().unwrap_or_default()
}

/// Checks that what sends traffic has a group that lets it out.
///
/// The provider removes the rule that AWS gives a new group.
fn egress(checker: &mut Checker) {
    // A function is not called through the network of the load balancer, and a redirect calls nothing.
    let targets = checker.created_of(&["aws_lb_target_group", "aws_alb_target_group"]);
    let has_targets = match targets.as_slice() {
        [] => checker
            .created_of(&["aws_lb_listener", "aws_alb_listener"])
            .is_empty(),
        all => all
            .iter()
            .any(|it| checker.text(&it.body, "target_type").as_deref() != Some("lambda")),
    };
    let mut sending: Vec<Vec<&Block>> = Vec::new();
    for block in checker.created_of(&["aws_lb", "aws_alb"]) {
        if has_targets {
            sending.push(groups_in(checker, &block.body, "security_groups"));
        }
    }
    for block in checker.created("aws_ecs_service") {
        for network in block.body.blocks_of("network_configuration") {
            sending.push(groups_in(checker, &network.body, "security_groups"));
        }
    }
    for block in checker.created("aws_instance") {
        let script = script_of(checker, &block.body);
        if FETCHING.iter().any(|it| script.contains(it)) {
            sending.push(groups_in(checker, &block.body, "vpc_security_group_ids"));
        }
    }
    let mut seen: Vec<&Block> = Vec::new();
    for groups in sending {
        // What one of the groups lets out leaves.
        let Some(group) = groups.first().copied() else {
            continue;
        };
        if seen.iter().any(|it| same(it, group)) || groups.iter().any(|it| lets_out(checker, it)) {
            continue;
        }
        seen.push(group);
        let text = "egress {\n  from_port   = 0\n  to_port     = 0\n  protocol    = \"-1\"\n  \
                    cidr_blocks = [\"0.0.0.0/0\"]\n}";
        let edits = edit::insert(checker.index.module, group, text);
        checker
            .report(
                "IG_DEPLOY_851",
                group,
                group.header,
                "the group has no rule for what leaves",
            )
            .fix(Safety::Likely, "let traffic out", edits);
    }
}

/// Returns whether a group has a rule for what leaves, or may have one.
fn lets_out<'m>(checker: &Checker<'_, 'm>, group: &'m Block) -> bool {
    let rules = (
        checker.children("aws_security_group_rule", "security_group_id", group),
        checker.children(
            "aws_vpc_security_group_egress_rule",
            "security_group_id",
            group,
        ),
    );
    let (Some(rules), Some(more)) = rules else {
        return true;
    };
    !more.is_empty()
        || rules
            .iter()
            .any(|it| checker.text(&it.body, "type").as_deref() != Some("ingress"))
        || !checker.is_absent(&group.body, "egress")
        || checker.is_completed_elsewhere(group)
}

/// Returns whether a subnet has a route to all addresses; None if that is unknown.
fn has_way_out<'m>(checker: &Checker<'_, 'm>, subnet: &'m Block, vpc: &'m Block) -> Option<bool> {
    if !checker.options.is_whole
        || checker.is_completed_elsewhere(subnet)
        || checker.is_completed_elsewhere(vpc)
    {
        return None;
    }
    let associations = checker.children("aws_route_table_association", "subnet_id", subnet)?;
    let Some(association) = associations.first() else {
        let others = [
            "aws_default_route_table",
            "aws_main_route_table_association",
        ];
        let is_changed = others.iter().any(|it| !checker.declared(it).is_empty());
        let routes = checker.declared("aws_route");
        let is_main = routes.iter().any(|it| {
            let table = checker.target_in(&it.body, "route_table_id");
            table.is_none_or(|it| it.kind() != "aws_route_table")
        });
        return (!is_changed && !is_main).then_some(false);
    };
    let table = checker.target_in(&association.body, "route_table_id")?;
    if table.kind() != "aws_route_table" {
        return None;
    }
    let inline = checker.nested(&table.block.body, "route")?;
    let routes = checker.children("aws_route", "route_table_id", table.block)?;
    let mut bodies = inline
        .iter()
        .map(|it| (&it.body, "cidr_block"))
        .chain(routes.iter().map(|it| (&it.body, "destination_cidr_block")));
    let leads_out = bodies.any(|(body, name)| match checker.value(body, name) {
        Value::Text(text) => text == ANYWHERE,
        _ => true,
    });
    Some(leads_out)
}

/// Checks that the script of an instance can run on its image and reach what it fetches.
fn script<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let text = script_of(checker, body);
    if text.is_empty() {
        return;
    }
    let subnet = checker.target_in(body, "subnet_id");
    if let Some(subnet) = subnet.filter(|it| it.kind() == "aws_subnet" && it.block.is_single())
        && FETCHING.iter().any(|it| text.contains(it))
        && let Network::Vpc(vpc) = checker.vpc_in(&subnet.block.body)
        && has_way_out(checker, subnet.block, vpc) == Some(false)
    {
        let edits = match checker.has_gateway(vpc) {
            Some(false) => open(checker, vpc, &[subnet.block]),
            _ => Vec::new(),
        };
        let message = format!(
            "the script fetches from the internet, and `{}` has no route to it",
            address_of(subnet.block)
        );
        checker
            .report_at("IG_DEPLOY_852", block, body, "subnet_id", message)
            .fix(
                Safety::Likely,
                "add an internet gateway and its route",
                edits,
            );
    }
    let image = ["ami", "image_id"]
        .iter()
        .find_map(|it| checker.target_in(body, it));
    if let Some(image) = image.filter(|it| it.block.type_name() == Some("aws_ami")) {
        let mut names = String::new();
        for filter in image.block.body.blocks_of("filter") {
            if checker.text(&filter.body, "name").as_deref() == Some("name") {
                for it in checker.items_in(&filter.body, "values").unwrap_or_default() {
                    names.push_str(it.literal_text().unwrap_or_default());
                }
            }
        }
        let has = |words: &[&str], text: &str| words.iter().any(|it| text.contains(it));
        let used = MANAGERS.iter().filter(|it| has(it.0, &text));
        let used: Vec<_> = used.collect();
        if let [(commands, images)] = used.as_slice()
            && !has(images, &names)
            && MANAGERS.iter().any(|it| has(it.1, &names))
        {
            let command = commands.iter().find(|it| text.contains(*it));
            let message = format!(
                "the script calls `{}`, which the image `{names}` does not have",
                command.copied().unwrap_or_default().trim()
            );
            checker.report_at("IG_DEPLOY_859", block, body, "user_data", message);
        } else if text.contains("amazon-linux-extras") && names.contains("al2023") {
            let message = format!(
                "the script calls `amazon-linux-extras`, which the image `{names}` does not have"
            );
            checker.report_at("IG_DEPLOY_859", block, body, "user_data", message);
        }
    }
    if !text.contains("mount") {
        return;
    }
    for system in checker.created("aws_efs_file_system") {
        let Some(targets) = checker.children("aws_efs_mount_target", "file_system_id", system)
        else {
            continue;
        };
        let open: Vec<String> = targets
            .iter()
            .filter(|it| !checker.depends(block, it))
            .map(|it| address_of(it))
            .collect();
        if open.is_empty() || open.len() < targets.len() || !checker.depends(block, system) {
            continue;
        }
        let edits = checker.depend(block, &open.join(", "));
        let message = format!("the instance can mount before `{}` exists", open[0]);
        checker
            .report("IG_DEPLOY_858", block, block.header, message)
            .fix(
                Safety::Safe,
                "start the instance after the mount targets",
                edits,
            );
    }
}

/// Checks that the instances of a group whose script fetches something reach the internet.
fn started<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let templates = checker.nested(&block.body, "launch_template");
    let Some([template]) = templates.as_deref() else {
        return;
    };
    let template = ["id", "name"]
        .iter()
        .find_map(|it| checker.target_in(&template.body, it))
        .filter(|it| it.kind() == "aws_launch_template");
    let Some(subnets) = checker.targets_in(&block.body, "vpc_zone_identifier") else {
        return;
    };
    let text = template.map_or_else(String::new, |it| script_of(checker, &it.block.body));
    let is_closed = |it: &Target<'m>| {
        let is_subnet = it.kind() == "aws_subnet" && it.block.is_single();
        match checker.vpc_in(&it.block.body) {
            Network::Vpc(vpc) if is_subnet => has_way_out(checker, it.block, vpc) == Some(false),
            _ => false,
        }
    };
    if subnets.is_empty()
        || !subnets.iter().all(is_closed)
        || !FETCHING.iter().any(|it| text.contains(it))
    {
        return;
    }
    let message = format!(
        "the script fetches from the internet, and `{}` has no route to it",
        address_of(subnets[0].block)
    );
    checker.report_at(
        "IG_DEPLOY_852",
        block,
        &block.body,
        "vpc_zone_identifier",
        message,
    );
}

/// Checks that an instance whose public address is an output has one.
fn public_address<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(address) = block.borrowed_address() else {
        return;
    };
    let subnet = checker.target_in(body, "subnet_id");
    let Some(subnet) = subnet.filter(|it| it.kind() == "aws_subnet" && it.block.is_single()) else {
        return;
    };
    let is_mapped = checker.flag_or(&subnet.block.body, "map_public_ip_on_launch", false);
    let is_private = checker.is_absent(body, "network_interface")
        && match checker.is_absent(body, "associate_public_ip_address") {
            true => is_mapped == Some(false),
            false => checker.flag(body, "associate_public_ip_address") == Some(false),
        };
    let has_address = checker.is_used_by(block, |it| {
        matches!(it.type_name(), Some("aws_eip" | "aws_eip_association"))
    });
    let uses = checker.index.uses(address);
    let is_shown = uses.iter().any(|it| {
        let attribute = it.reference.path().last();
        it.block.kind.text == "output"
            && matches!(attribute, Some(Step::Attribute(name)) if name.text.starts_with("public_"))
    });
    if is_private && !has_address && is_shown && block.is_single() {
        let edits = checker.set(block, &["associate_public_ip_address"], "true");
        let message = "an output shows the public address, and the instance has none";
        checker
            .report("IG_DEPLOY_853", block, block.header, message)
            .fix(Safety::Likely, "give the instance a public address", edits);
    }
}

/// Checks that a NAT gateway comes after the internet gateway of its VPC.
fn gateways(checker: &mut Checker) {
    for block in checker.created("aws_nat_gateway") {
        let subnet = checker.target_in(&block.body, "subnet_id");
        let Some(subnet) = subnet.filter(|it| it.kind() == "aws_subnet") else {
            continue;
        };
        let is_public = checker.text_or(&block.body, "connectivity_type", "public");
        let Network::Vpc(vpc) = checker.vpc_in(&subnet.block.body) else {
            continue;
        };
        let gateways = checker.children("aws_internet_gateway", "vpc_id", vpc);
        if let Some([gateway]) = gateways.as_deref()
            && is_public.as_deref() == Some("public")
            && !checker.depends(block, gateway)
        {
            let on = address_of(gateway);
            let edits = checker.depend(block, &on);
            let message = format!("it can be created before `{on}` is attached");
            checker
                .report("IG_DEPLOY_860", block, block.header, message)
                .fix(Safety::Safe, format!("create it after `{on}`"), edits);
        }
    }
}

/// Checks that an address is given after the internet gateway of its VPC.
fn addresses(checker: &mut Checker) {
    for block in checker.created("aws_eip") {
        let instance = checker.target_in(&block.body, "instance");
        let Some(instance) = instance.filter(|it| it.kind() == "aws_instance") else {
            continue;
        };
        let subnet = checker.target_in(&instance.block.body, "subnet_id");
        let Some(subnet) = subnet.filter(|it| it.kind() == "aws_subnet") else {
            continue;
        };
        let Network::Vpc(vpc) = checker.vpc_in(&subnet.block.body) else {
            continue;
        };
        let gateways = checker.children("aws_internet_gateway", "vpc_id", vpc);
        if let Some([gateway]) = gateways.as_deref()
            && !checker.depends(block, gateway)
        {
            let on = address_of(gateway);
            let edits = checker.depend(block, &on);
            let message = format!("it can be associated before `{on}` is attached");
            checker
                .report("IG_DEPLOY_861", block, block.header, message)
                .fix(Safety::Safe, format!("create it after `{on}`"), edits);
        }
    }
}

/// Returns whether a rule admits a port from a group; true where that is unknown.
fn admits<'m>(checker: &Checker<'_, 'm>, body: &'m Body, port: f64, from: &[&Block]) -> bool {
    let protocol = ["protocol", "ip_protocol"]
        .iter()
        .find_map(|it| body.attribute(it));
    let protocol = protocol.map(|it| checker.index.value(&it.value));
    if !matches!(&protocol, Some(Value::Text(it)) if it == "-1" || it == "all") {
        let (low, high) = (
            checker.number(body, "from_port"),
            checker.number(body, "to_port"),
        );
        if let (Some(low), Some(high)) = (low, high)
            && !(low <= port && port <= high)
        {
            return false;
        }
    }
    let others = [
        "cidr_blocks",
        "cidr_ipv4",
        "cidr_ipv6",
        "ipv6_cidr_blocks",
        "prefix_list_ids",
        "prefix_list_id",
        "self",
    ];
    if !checker.are_absent(body, &others) {
        return true;
    }
    let named = checker.targets_in(body, "security_groups").or_else(|| {
        let names = ["source_security_group_id", "referenced_security_group_id"];
        let one = names.iter().find_map(|it| checker.target_in(body, it));
        one.map(|it| vec![it])
    });
    named.is_none_or(|all| {
        all.iter()
            .any(|it| from.iter().any(|own| same(own, it.block)))
    })
}

/// Checks that the targets of a load balancer admit it at their port.
fn health(checker: &mut Checker) {
    for attachment in checker.created("aws_lb_target_group_attachment") {
        let group = checker.target_in(&attachment.body, "target_group_arn");
        let instance = checker.target_in(&attachment.body, "target_id");
        let (Some(group), Some(instance)) = (group, instance) else {
            continue;
        };
        if instance.kind() != "aws_instance" || !instance.block.is_single() {
            continue;
        }
        let port = match checker.value(&attachment.body, "port") {
            Value::Null => checker.number(&group.block.body, "port"),
            value => value.to_number(),
        };
        let Some(port) = port else {
            continue;
        };
        // The only load balancer of the module is the one that sends.
        let balancers = checker.declared("aws_lb");
        let [balancer] = balancers.as_slice() else {
            continue;
        };
        let from = groups_in(checker, &balancer.body, "security_groups");
        let own = groups_in(checker, &instance.block.body, "vpc_security_group_ids");
        let all = checker.targets_in(&instance.block.body, "vpc_security_group_ids");
        if from.is_empty() || own.is_empty() || all.is_none_or(|it| it.len() != own.len()) {
            continue;
        }
        let mut is_admitted = false;
        let mut is_inline = true;
        for it in &own {
            let parts = (
                checker.nested(&it.body, "ingress"),
                checker.children("aws_security_group_rule", "security_group_id", it),
                checker.children(
                    "aws_vpc_security_group_ingress_rule",
                    "security_group_id",
                    it,
                ),
            );
            let (Some(inline), Some(rules), Some(more)) = parts else {
                is_admitted = true;
                break;
            };
            is_inline &= rules.is_empty() && more.is_empty();
            let rules = rules
                .into_iter()
                .filter(|it| checker.text(&it.body, "type").as_deref() != Some("egress"));
            is_admitted |= checker.is_completed_elsewhere(it)
                || inline
                    .into_iter()
                    .chain(rules)
                    .chain(more)
                    .any(|it| admits(checker, &it.body, port, &from));
        }
        if is_admitted {
            continue;
        }
        let (target, source) = (own[0], address_of(from[0]));
        let edits: Vec<Edit> = match is_inline {
            true => {
                let text = format!(
                    "ingress {{\n  from_port       = {port}\n  to_port         = {port}\n  protocol        = \"tcp\"\n  \
                     security_groups = [{source}.id]\n}}"
                );
                edit::insert(checker.index.module, target, &text)
            }
            false => {
                let kind = "aws_vpc_security_group_ingress_rule";
                let name = checker.new_name(kind, name_of(target));
                let text = format!(
                    "resource \"{kind}\" \"{name}\" {{\n  security_group_id            = {}.id\n  \
                     referenced_security_group_id = {source}.id\n  from_port                    = {port}\n  \
                     to_port                      = {port}\n  ip_protocol                  = \"tcp\"\n}}",
                    address_of(target)
                );
                checker.after(target, &text)
            }
        };
        let message = format!(
            "`{}` does not admit `{source}` at port {port}",
            address_of(target)
        );
        checker
            .report("IG_DEPLOY_854", attachment, attachment.header, message)
            .fix(Safety::Likely, "admit the load balancer", edits);
    }
}

/// Returns the VPC of a list of subnets that certainly has no way out but public addresses.
fn closed_network<'m>(
    checker: &Checker<'_, 'm>,
    body: &'m Body,
    name: &str,
) -> Option<(&'m Block, Vec<&'m Block>)> {
    let targets = checker.targets_in(body, name)?;
    let is_plain = targets
        .iter()
        .all(|it| it.kind() == "aws_subnet" && it.block.is_single());
    let Network::Vpc(vpc) = checker.vpc_in(&targets.first()?.block.body) else {
        return None;
    };
    let ways = [
        "aws_nat_gateway",
        "aws_vpc_endpoint",
        "aws_ec2_transit_gateway_vpc_attachment",
        "aws_vpc_peering_connection",
    ];
    let is_closed = ways.iter().all(|it| checker.declared(it).is_empty())
        && !checker.index.closed().any(|it| it.kind.text == "module")
        && checker.options.is_whole;
    let subnets = targets.iter().map(|it| it.block).collect();
    (is_plain && is_closed).then_some((vpc, subnets))
}

/// Checks that tasks on Fargate can fetch their images.
fn services(checker: &mut Checker) {
    for block in checker.created("aws_ecs_service") {
        if checker.text(&block.body, "launch_type").as_deref() != Some("FARGATE") {
            continue;
        }
        for network in block.body.blocks_of("network_configuration") {
            let is_private =
                checker.flag_or(&network.body, "assign_public_ip", false) == Some(false);
            let Some((vpc, _)) = closed_network(checker, &network.body, "subnets") else {
                continue;
            };
            if !is_private {
                continue;
            }
            let edits = match checker.has_gateway(vpc) {
                Some(true) => checker.set(network, &["assign_public_ip"], "true"),
                _ => Vec::new(),
            };
            let message = "the tasks have neither public addresses nor a NAT gateway";
            checker
                .report("IG_DEPLOY_855", block, network.header, message)
                .fix(Safety::Likely, "give the tasks public addresses", edits);
        }
    }
}

/// Checks that clusters and nodes have the policies and the network that they need.
fn clusters(checker: &mut Checker) {
    for block in checker.created("aws_eks_cluster") {
        if checker.are_absent(&block.body, &["compute_config"]) {
            policies(checker, block, "role_arn", CLUSTER);
        }
    }
    for block in checker.created("aws_eks_node_group") {
        policies(checker, block, "node_role_arn", NODES);
        let Some((vpc, subnets)) = closed_network(checker, &block.body, "subnet_ids") else {
            continue;
        };
        let is_private = subnets
            .iter()
            .all(|it| checker.flag_or(&it.body, "map_public_ip_on_launch", false) == Some(false));
        if is_private {
            let edits = match checker.has_gateway(vpc) {
                Some(true) => subnets
                    .iter()
                    .flat_map(|it| checker.set(it, &["map_public_ip_on_launch"], "true"))
                    .collect(),
                _ => Vec::new(),
            };
            let message = "the nodes have neither public addresses nor a NAT gateway";
            checker
                .report_at("IG_DEPLOY_856", block, &block.body, "subnet_ids", message)
                .fix(Safety::Likely, "give the nodes public addresses", edits);
        }
    }
}

fn policies<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, argument: &str, needed: &[&str]) {
    let Some(role) = role_in(checker, &block.body, argument) else {
        return;
    };
    let others = ["inline_policy", "managed_policy_arns"];
    let attachments = checker.children("aws_iam_role_policy_attachment", "role", role);
    let inline = checker.children("aws_iam_role_policy", "role", role);
    let (Some(attachments), Some(inline)) = (attachments, inline) else {
        return;
    };
    let is_plain = inline.is_empty()
        && checker.are_absent(&role.body, &others)
        && checker.declared("aws_iam_policy_attachment").is_empty()
        && !checker.is_completed_elsewhere(role);
    let arns: Option<Vec<String>> = attachments
        .iter()
        .map(|it| checker.text(&it.body, "policy_arn"))
        .collect();
    let Some(arns) = arns.filter(|_| is_plain) else {
        return;
    };
    let missing: Vec<&&str> = needed
        .iter()
        .filter(|name| !arns.iter().any(|arn| arn.contains(**name)))
        .collect();
    let Some(first) = missing.first() else {
        return;
    };
    let address = address_of(role);
    let (mut text, mut on) = (String::new(), Vec::new());
    for policy in &missing {
        let full = match **policy {
            "AmazonEC2ContainerRegistry" => "AmazonEC2ContainerRegistryReadOnly",
            policy => policy,
        };
        let label = full.to_ascii_lowercase();
        let name = checker.new_name("aws_iam_role_policy_attachment", &label);
        let line = if text.is_empty() { "" } else { "\n\n" };
        text.push_str(&format!(
            "{line}resource \"aws_iam_role_policy_attachment\" \"{name}\" {{\n  role       = {address}.name\n  \
             policy_arn = \"arn:aws:iam::aws:policy/{full}\"\n}}"
        ));
        on.push(format!("aws_iam_role_policy_attachment.{name}"));
    }
    let mut edits = checker.after(role, &text);
    edits.extend(checker.depend(block, &on.join(", ")));
    let message = format!("`{address}` lacks the policy {first}");
    checker
        .report_at("IG_DEPLOY_857", block, &block.body, argument, message)
        .fix(Safety::Likely, "attach the policies", edits);
}
