//! Checks tasks and services of ECS, and clusters of EKS.

use super::checker::{Checker, address_of, name_of};
use super::policy::{is_assumed_by, role_in, trust};
use crate::hcl::edit::quote;
use crate::hcl::{Block, Edit, Expression, Value};
use crate::rewrite::Safety;

/// Log drivers that Fargate has.
///
/// Source: Amazon ECS API, LogConfiguration, read 2026-11.
const FARGATE_DRIVERS: &[&str] = strings! { "awslogs", "splunk", "awsfirelens" };

pub(super) fn check(checker: &mut Checker) {
    tasks(checker);
    services(checker);
    clusters(checker);
    nodes(checker);
}

/// Whether a task definition is for Fargate.
fn is_fargate(checker: &Checker, block: &Block) -> bool {
    let Some(block) = block
        .borrowed_address()
        .and_then(|it| checker.index.block(it))
    else {
        return false;
    };
    match checker.value(&block.body, "requires_compatibilities") {
        Value::List(items) => items.contains(&Value::Text("FARGATE".to_owned())),
        _ => false,
    }
}

/// Returns the containers of a task definition.
fn containers<'m>(checker: &Checker<'_, 'm>, task: &'m Block) -> Option<Vec<Value>> {
    let value = super::policy::policy(
        checker,
        &task.body.attribute("container_definitions")?.value,
    )?;
    match value {
        Value::List(items) => items
            .iter()
            .all(|it| matches!(it, Value::Object(_)))
            .then_some(items),
        _ => None,
    }
}

/// Images whose programs write to their file system.
const WRITING: &[&str] = strings! {
    "ghost", "httpd", "jenkins", "mariadb", "mongo", "mysql", "nginx", "postgres", "redis", "wordpress",
};

fn tasks(checker: &mut Checker) {
    for block in checker.created("aws_ecs_task_definition") {
        let body = &block.body;
        let mode = checker.text_or(body, "network_mode", "bridge");
        let found = containers(checker, block).unwrap_or_default();
        if is_fargate(checker, block) {
            if let Some(mode) = mode.as_deref().filter(|it| *it != "awsvpc") {
                let edits = checker.set(block, &["network_mode"], "\"awsvpc\"");
                let message = format!("Fargate has the network mode awsvpc, not {mode}");
                let found =
                    checker.report_at("IG_DEPLOY_751", block, body, "network_mode", message);
                found.fix(Safety::Safe, "use the network mode awsvpc", edits);
            }
            let missing: Vec<&str> = ["cpu", "memory"]
                .into_iter()
                .filter(|it| checker.is_absent(body, it))
                .collect();
            if !missing.is_empty() {
                let mut edits = Vec::new();
                if missing.len() == 2 {
                    edits = crate::hcl::edit::insert(
                        checker.index.module,
                        block,
                        "cpu    = 256\nmemory = 512",
                    );
                }
                let message = format!("a task on Fargate states its {}", missing.join(" and its "));
                let found = checker.report("IG_DEPLOY_752", block, block.header, message);
                found.fix(Safety::Likely, "give the task the smallest size", edits);
            }
            size(checker, block);
            let needs = found.iter().any(|it| {
                let logs = it
                    .get("logConfiguration")
                    .and_then(|it| it.get("logDriver"));
                let is_logged = matches!(logs, Some(Value::Text(driver)) if driver == "awslogs");
                let image = it.get("image").and_then(Value::to_text).unwrap_or_default();
                let has_secrets =
                    matches!(it.get("secrets"), Some(Value::List(items)) if !items.is_empty());
                let is_of_module = matches!(it.get("image"),
                    Some(Value::Unknown(Some(source))) if source.starts_with("aws_ecr_repository."));
                is_logged || has_secrets || is_of_module || image.contains(".dkr.ecr.")
            });
            if needs && checker.is_absent(body, "execution_role_arn") {
                let message = "logs, secrets and images of ECR need an execution role";
                let edits = execution_role(checker, block);
                let found = checker.report("IG_DEPLOY_753", block, block.header, message);
                found.fix(Safety::Likely, "add an execution role", edits);
            }
            let drivers = found
                .iter()
                .filter_map(|it| it.get("logConfiguration")?.get("logDriver")?.to_text());
            let drivers: Vec<String> = drivers.collect();
            if let Some(driver) = drivers
                .iter()
                .find(|it| !FARGATE_DRIVERS.contains(&it.as_str()))
            {
                let message = format!("Fargate has no log driver `{driver}`");
                checker.report_at(
                    "IG_DEPLOY_754",
                    block,
                    body,
                    "container_definitions",
                    message,
                );
            }
        }
        if mode.as_deref() == Some("awsvpc") || is_fargate(checker, block) {
            for mapping in found
                .iter()
                .flat_map(|it| super::policy::items(it.get("portMappings")))
            {
                let port = |key: &str| mapping.get(key).and_then(Value::to_number);
                if let (Some(host), Some(own)) = (port("hostPort"), port("containerPort"))
                    && host != own
                    && host != 0.0
                {
                    let message =
                        format!("with awsvpc the host port {host} is the container port {own}");
                    checker.report_at(
                        "IG_DEPLOY_756",
                        block,
                        body,
                        "container_definitions",
                        message,
                    );
                    break;
                }
            }
        }
        let is_writing = |it: &&Value| {
            let image = it.get("image").and_then(Value::to_text).unwrap_or_default();
            let name = image.rsplit('/').next().unwrap_or_default();
            let name = name.split([':', '@']).next().unwrap_or_default();
            let is_closed = matches!(it.get("readonlyRootFilesystem"), Some(Value::Bool(true)));
            let parts = [it.get("mountPoints"), it.get("linuxParameters")];
            is_closed && WRITING.contains(&name) && parts.iter().all(Option::is_none)
        };
        if let Some(it) = found.iter().find(is_writing) {
            let image = it.get("image").and_then(Value::to_text).unwrap_or_default();
            let message = format!("`{image}` writes to its file system, which is read only");
            let argument = "container_definitions";
            checker.report_at("IG_DEPLOY_759", block, body, argument, message);
        }
        log_groups(checker, block, &found);
        for name in ["execution_role_arn", "task_role_arn"] {
            if let Some(role) = role_in(checker, body, name)
                && is_assumed_by(checker, role, "ecs-tasks.amazonaws.com") == Some(false)
            {
                let message = format!("tasks may not assume `{}`", address_of(role));
                let edits = trust(checker, role, "ecs-tasks.amazonaws.com");
                let found = checker.report_at("IG_DEPLOY_757", block, body, name, message);
                found.fix(
                    Safety::Likely,
                    "let `ecs-tasks.amazonaws.com` assume the role",
                    edits,
                );
            }
        }
    }
}

/// Returns the edits that give a task an execution role of its own.
fn execution_role<'m>(checker: &Checker<'_, 'm>, block: &'m Block) -> Vec<Edit> {
    let name = checker.new_name("aws_iam_role", &format!("{}_execution", name_of(block)));
    let text = format!(
        "resource \"aws_iam_role\" \"{name}\" {{\n  name_prefix = \"{prefix}\"\n\n  assume_role_policy = jsonencode({{\n    Version = \"2012-10-17\"\n    Statement = [{{\n      Effect    = \"Allow\"\n      Principal = {{ Service = \"ecs-tasks.amazonaws.com\" }}\n      Action    = \"sts:AssumeRole\"\n    }}]\n  }})\n}}\n\nresource \"aws_iam_role_policy_attachment\" \"{name}\" {{\n  role       = aws_iam_role.{name}.name\n  policy_arn = \"arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy\"\n}}",
        prefix = "ecs-execution-",
    );
    let mut edits = checker.set(
        block,
        &["execution_role_arn"],
        &format!("aws_iam_role.{name}.arn"),
    );
    edits.extend(checker.after(block, &text));
    edits
}

/// Checks that Fargate has the size of a task.
fn size<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let facts = checker.options.facts.unwrap_or(super::lookup::small());
    let (Some(cpu), Some(memory)) = (
        checker.text(&block.body, "cpu"),
        checker.number(&block.body, "memory"),
    ) else {
        return;
    };
    let count = cpu.to_ascii_lowercase();
    let cpu = match count.strip_suffix("vcpu").map(str::trim) {
        Some(count) => match count.parse::<f64>() {
            Ok(count) => format!("{}", count * 1024.0),
            Err(_) => return,
        },
        None => cpu,
    };
    let Some(sizes) = facts.fargate_memory(&cpu) else {
        let message = format!("Fargate has no size with {cpu} CPU units");
        checker.report_at("IG_DEPLOY_755", block, &block.body, "cpu", message);
        return;
    };
    if sizes.iter().any(|it| f64::from(*it) == memory) {
        return;
    }
    let better = sizes
        .iter()
        .find(|it| f64::from(**it) > memory)
        .or(sizes.last());
    let value = block.body.attribute("memory").map(|it| &it.value);
    let edits = match (value, better) {
        (Some(value), Some(better)) if checker.target(value).is_none() => {
            let is_quoted = value.literal_text().is_some();
            checker.replace(
                value,
                if is_quoted {
                    quote(&better.to_string())
                } else {
                    better.to_string()
                },
            )
        }
        _ => Vec::new(),
    };
    let message = format!("Fargate has no size with {cpu} CPU units and {memory} MiB");
    let found = checker.report_at("IG_DEPLOY_755", block, &block.body, "memory", message);
    found.fix(
        Safety::Likely,
        format!("use {} MiB", better.copied().unwrap_or_default()),
        edits,
    );
}

/// Checks that somebody creates the log groups of the containers.
fn log_groups<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, containers: &[Value]) {
    if !checker.options.is_whole || !checker.options.is_root {
        return;
    }
    for container in containers {
        let options = container
            .get("logConfiguration")
            .and_then(|it| it.get("options"));
        let Some(options) = options else {
            continue;
        };
        let Some(Value::Text(group)) = options.get("awslogs-group") else {
            continue;
        };
        if options.get("awslogs-create-group").is_some() {
            continue;
        }
        let groups = checker.declared("aws_cloudwatch_log_group");
        let is_made = groups
            .iter()
            .any(|it| match checker.value(&it.body, "name") {
                Value::Text(name) => name == *group,
                _ => true,
            });
        if !is_made {
            let name = checker.new_name("aws_cloudwatch_log_group", name_of(block));
            let text = format!(
                "resource \"aws_cloudwatch_log_group\" \"{name}\" {{\n  name              = {}\n  retention_in_days = 30\n}}",
                quote(group)
            );
            let edits = vec![crate::hcl::edit::before(checker.index.module, block, &text)];
            let message = format!("nothing creates the log group `{group}`");
            let found = checker.report_at(
                "IG_DEPLOY_758",
                block,
                &block.body,
                "container_definitions",
                message,
            );
            found.fix(
                Safety::Likely,
                format!("create the log group `{group}`"),
                edits,
            );
            return;
        }
    }
}

fn services(checker: &mut Checker) {
    for block in checker.created("aws_ecs_service") {
        let body = &block.body;
        let task = checker
            .target_in(body, "task_definition")
            .filter(|it| it.kind() == "aws_ecs_task_definition");
        let task = task.map(|it| it.block);
        let launch = checker.text(body, "launch_type").unwrap_or_default();
        let mode = task.and_then(|it| checker.text(&it.body, "network_mode"));
        let is_awsvpc = launch == "FARGATE" || mode.as_deref() == Some("awsvpc");
        if is_awsvpc && checker.is_absent(body, "network_configuration") {
            let message = "a service with the network mode awsvpc states its subnets";
            checker.report("IG_DEPLOY_761", block, block.header, message);
        }
        if !launch.is_empty() && body.has_blocks_of("capacity_provider_strategy") {
            let edits = checker.remove(body, "launch_type");
            let message = "a service has a launch type or a capacity provider strategy, not both";
            let found = checker.report_at("IG_DEPLOY_762", block, body, "launch_type", message);
            found.fix(Safety::Safe, "remove `launch_type`", edits);
        }
        for balancer in body.blocks_of("load_balancer") {
            let group = checker.target_in(&balancer.body, "target_group_arn");
            let group = group
                .filter(|it| matches!(it.kind(), "aws_lb_target_group" | "aws_alb_target_group"));
            if let Some(group) = group {
                let kind = checker.text_or(&group.block.body, "target_type", "instance");
                if is_awsvpc && kind.as_deref() == Some("instance") {
                    let edits = checker.set(group.block, &["target_type"], "\"ip\"");
                    let message = format!(
                        "tasks with awsvpc are targets by address, and `{}` takes instances",
                        address_of(group.block)
                    );
                    let found = checker.report("IG_DEPLOY_763", block, balancer.header, message);
                    found.fix(Safety::Likely, "let the target group take addresses", edits);
                }
                listener(checker, block, group.block);
            }
            let Some(definitions) = task.and_then(|it| containers(checker, it)) else {
                continue;
            };
            let Some(name) = checker.text(&balancer.body, "container_name") else {
                continue;
            };
            let of_name = definitions.iter().find(|it| match it.get("name") {
                Some(Value::Text(own)) => *own == name,
                _ => true,
            });
            let Some(container) = of_name else {
                let only = match definitions.as_slice() {
                    [one] => one.get("name").and_then(Value::to_text),
                    _ => None,
                };
                let value = balancer
                    .body
                    .attribute("container_name")
                    .map(|it| &it.value);
                let edits = match (&only, value) {
                    (Some(only), Some(value)) => checker.replace(value, quote(only)),
                    _ => Vec::new(),
                };
                let message = format!("the task has no container `{name}`");
                let found = checker.report_at(
                    "IG_DEPLOY_764",
                    block,
                    &balancer.body,
                    "container_name",
                    message,
                );
                found.fix(
                    Safety::Likely,
                    format!("name the container `{}`", only.unwrap_or_default()),
                    edits,
                );
                continue;
            };
            let Some(port) = checker.number(&balancer.body, "container_port") else {
                continue;
            };
            let Some(Value::List(mappings)) = container.get("portMappings") else {
                continue;
            };
            let ports: Vec<Option<f64>> = mappings
                .iter()
                .map(|it| it.get("containerPort")?.to_number())
                .collect();
            if ports.iter().all(|it| it.is_some_and(|it| it != port)) {
                let value = balancer
                    .body
                    .attribute("container_port")
                    .map(|it| &it.value);
                let edits = match (ports.as_slice(), value) {
                    ([Some(only)], Some(value)) => checker.replace(value, format!("{only}")),
                    _ => Vec::new(),
                };
                let message = format!("the container `{name}` does not map the port {port}");
                let found = checker.report_at(
                    "IG_DEPLOY_765",
                    block,
                    &balancer.body,
                    "container_port",
                    message,
                );
                found.fix(Safety::Likely, "use the port of the container", edits);
            }
        }
    }
}

/// Checks that a service comes after the listener of its target group.
fn listener<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, group: &'m Block) {
    let mut listeners = Vec::new();
    for kind in [
        "aws_lb_listener",
        "aws_alb_listener",
        "aws_lb_listener_rule",
        "aws_alb_listener_rule",
    ] {
        let of_group = checker.declared(kind).into_iter().filter(|it| {
            let Some(address) = group.borrowed_address() else {
                return false;
            };
            checker.index.reached(it.span, 4).contains(&address)
        });
        listeners.extend(of_group);
    }
    let Some(first) = listeners.first() else {
        return;
    };
    if listeners.iter().any(|it| checker.depends(block, it)) {
        return;
    }
    let address = address_of(first);
    let edits = checker.depend(block, &address);
    let message = format!("the service can be created before `{address}` uses its target group");
    let found = checker.report("IG_DEPLOY_766", block, block.header, message);
    found.fix(
        Safety::Safe,
        format!("create the service after `{address}`"),
        edits,
    );
}

/// Returns the zones of the subnets in a list; None if one is unknown.
fn zones<'m>(checker: &Checker<'_, 'm>, list: &'m Expression) -> Option<Vec<String>> {
    let targets = checker.targets(list)?;
    let plain = targets
        .iter()
        .all(|it| it.kind() == "aws_subnet" && it.block.is_single());
    if !plain {
        return None;
    }
    targets
        .iter()
        .map(|it| checker.text(&it.block.body, "availability_zone"))
        .collect()
}

fn clusters(checker: &mut Checker) {
    for block in checker.created("aws_eks_cluster") {
        version(checker, block);
        for network in block.body.blocks_of("vpc_config") {
            let Some(subnets) = network.body.attribute("subnet_ids") else {
                continue;
            };
            let zones = zones(checker, &subnets.value);
            let is_one = checker.items(&subnets.value).is_some_and(|it| {
                it.len() == 1
                    && checker
                        .targets(&subnets.value)
                        .is_some_and(|it| it.iter().all(|it| it.kind() == "aws_subnet"))
            });
            let is_same =
                zones.is_some_and(|it| it.len() > 1 && it.iter().all(|zone| *zone == it[0]));
            if is_one || is_same {
                let message = "the subnets of a cluster are in two zones at least";
                let edits = super::network::one_zone(checker, &subnets.value);
                let found = checker.report("IG_DEPLOY_768", block, subnets.span, message);
                let edits = edits.map(|it| it.1).unwrap_or_default();
                found.fix(Safety::Likely, "use a second subnet in another zone", edits);
            }
        }
        if let Some(role) = role_in(checker, &block.body, "role_arn") {
            if is_assumed_by(checker, role, "eks.amazonaws.com") == Some(false) {
                let message = format!("EKS may not assume `{}`", address_of(role));
                let edits = trust(checker, role, "eks.amazonaws.com");
                let found =
                    checker.report_at("IG_DEPLOY_769", block, &block.body, "role_arn", message);
                found.fix(
                    Safety::Likely,
                    "let `eks.amazonaws.com` assume the role",
                    edits,
                );
            }
            attached(checker, block, role);
        }
    }
}

fn version<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let facts = checker.options.facts.unwrap_or(super::lookup::small());
    let Some(version) = checker.text(&block.body, "version") else {
        return;
    };
    let minor = |text: &str| {
        text.strip_prefix("1.")
            .and_then(|it| it.parse::<u32>().ok())
    };
    let Some(number) = minor(&version) else {
        return;
    };
    let oldest = facts
        .rows("kubernetes-versions")
        .next()
        .and_then(|it| minor(it.split('\t').next()?));
    let is_closed = match facts.kubernetes(&version) {
        Some([_, extended]) => extended <= facts.date(),
        None => oldest.is_some_and(|oldest| number < oldest),
    };
    if !is_closed || checker.is_requested(&version) {
        return;
    }
    let newest = facts.newest_kubernetes().unwrap_or_default();
    let edits = checker.replace_literal(&block.body, "version", newest);
    let message = format!("EKS creates no clusters of version {version}");
    let found = checker.report_at("IG_DEPLOY_767", block, &block.body, "version", message);
    found.fix(Safety::Likely, format!("use the version {newest}"), edits);
}

/// Checks that a cluster or its nodes come after the policies of their role.
fn attached<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, role: &'m Block) {
    let Some(attachments) = checker.children("aws_iam_role_policy_attachment", "role", role) else {
        return;
    };
    let open: Vec<String> = attachments
        .into_iter()
        .filter(|it| !checker.depends(block, it))
        .map(address_of)
        .collect();
    if open.is_empty() {
        return;
    }
    let edits = match block.body.attribute("depends_on") {
        None => checker.set(
            block,
            &["depends_on"],
            &format!("[\n    {},\n  ]", open.join(",\n    ")),
        ),
        Some(_) => checker.depend(block, &open.join(", ")),
    };
    let message = format!("it can be created before `{}`", open[0]);
    let found = checker.report("IG_DEPLOY_770", block, block.header, message);
    found.fix(
        Safety::Safe,
        "create it after the policies of its role",
        edits,
    );
}

fn nodes(checker: &mut Checker) {
    for block in checker.created("aws_eks_node_group") {
        if let Some(role) = role_in(checker, &block.body, "node_role_arn") {
            if is_assumed_by(checker, role, "ec2.amazonaws.com") == Some(false) {
                let message = format!("instances may not assume `{}`", address_of(role));
                let edits = trust(checker, role, "ec2.amazonaws.com");
                let found = checker.report_at(
                    "IG_DEPLOY_771",
                    block,
                    &block.body,
                    "node_role_arn",
                    message,
                );
                found.fix(
                    Safety::Likely,
                    "let `ec2.amazonaws.com` assume the role",
                    edits,
                );
            }
            attached(checker, block, role);
        }
        for scaling in block.body.blocks_of("scaling_config") {
            let number = |name: &str| checker.number(&scaling.body, name);
            if let (Some(least), Some(desired), Some(most)) = (
                number("min_size"),
                number("desired_size"),
                number("max_size"),
            ) && !(least <= desired && desired <= most)
            {
                let edits: Vec<Edit> = match scaling.body.attribute("max_size") {
                    Some(it) if most < desired.max(least) && least <= desired => {
                        checker.replace(&it.value, format!("{desired}"))
                    }
                    _ => match scaling.body.attribute("desired_size") {
                        Some(it) if most >= least => {
                            checker.replace(&it.value, format!("{}", desired.clamp(least, most)))
                        }
                        _ => Vec::new(),
                    },
                };
                let message = format!("{desired} nodes are not between {least} and {most}");
                let found = checker.report("IG_DEPLOY_772", block, scaling.header, message);
                found.fix(
                    Safety::Likely,
                    "let the bounds hold the desired size",
                    edits,
                );
            }
        }
    }
}
