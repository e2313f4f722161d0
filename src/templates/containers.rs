//! Writes ECS and EKS clusters.

use super::compute::{BALANCER_GROUP, protocol_name};
use super::draft::{ModuleBuilder, code, text, vars};
use super::network::TrafficSource;
use crate::intent::{Item, ParsedRequest, Service};

const CONTAINERS: &str = include_str!("containers.tf");
const CLUSTER: &str = include_str!("cluster.tf");
const KUBERNETES: &str = include_str!("kubernetes.tf");

/// Container image, by setting, with the volumes it writes to and their paths.
struct Image {
    app: &'static str,
    image: &'static str,
    writes: &'static [(&'static str, &'static str)],
}

const IMAGES: &[Image] = &[
    Image {
        app: "nginx",
        image: "public.ecr.aws/nginx/nginx:stable",
        writes: &[("cache", "/var/cache/nginx"), ("run", "/var/run")],
    },
    Image {
        app: "apache",
        image: "public.ecr.aws/docker/library/httpd:2.4",
        writes: &[("run", "/usr/local/apache2/logs")],
    },
];

/// Fargate CPU units, with the minimum and maximum memory for them in MiB.
const FARGATE_SIZES: &[(u32, u32, u32)] = &[
    (256, 512, 2_048),
    (512, 1_024, 4_096),
    (1_024, 2_048, 8_192),
    (2_048, 4_096, 16_384),
    (4_096, 8_192, 30_720),
];

/// Kubernetes versions that EKS offers.
const VERSIONS: &[&str] = &["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

/// Whether a cluster runs a service and was not requested alone.
pub(super) fn has_service(request: &ParsedRequest, item: &Item) -> bool {
    ["service", "app", "tasks", "cpu", "port", "parts"]
        .into_iter()
        .any(|key| item.has(key))
        || request.has(Service::Balancer)
}

/// Returns the port of a container.
pub(super) fn port(item: &Item) -> u32 {
    item.get("port")
        .and_then(|port| port.parse().ok())
        .unwrap_or(80)
}

/// Writes the clusters; `None` if the request is impossible.
pub(super) fn write(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    for item in request.items_of(Service::Containers) {
        containers(item, request, draft)?;
    }
    for item in request.items_of(Service::Kubernetes) {
        kubernetes(item, draft)?;
    }
    Some(())
}

fn containers(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let name = item.names.first().map_or("main", String::as_str);
    draft.write(CLUSTER, "main", "main", &vars([("name", text(name))]));
    if !has_service(request, item) {
        return Some(());
    }
    // The image of the application is not in the request.
    if item.has("own") && !item.has("app") {
        return None;
    }
    if port(item) != 80 || item.get("place") == Some("public") {
        return None;
    }
    let app = item.get("app").unwrap_or("nginx");
    draft.assume_without(
        item,
        "app",
        "The service runs nginx until you set your own image.",
    );
    let Image { app, image, writes } = IMAGES.iter().find(|known| known.app == app)?;
    let is_balanced = request.has(Service::Balancer);
    let group = draft.group(
        "service",
        &format!("{name}-service"),
        "Tasks of the service",
    );
    draft.allow_https_out("service");
    if is_balanced {
        draft.allow_between(BALANCER_GROUP, "service", 80, &protocol_name(80));
    } else {
        draft.allow_inbound("service", 80, draft.net.cidr(), &protocol_name(80));
        draft.assume(
            "The service is reachable only within the VPC, because no load balancer was requested.",
        );
    }
    let number = |key: &str, usual: u32| {
        item.get(key)
            .map_or(Some(usual), |value| value.parse().ok())
    };
    let (cpu, memory) = (number("cpu", 256)?, number("memory", 512)?);
    let fits = FARGATE_SIZES.iter().any(|(units, least, most)| {
        *units == cpu && (*least..=*most).contains(&memory) && memory % 512 == 0
    });
    if !fits {
        return None;
    }
    let tasks = number("tasks", 2)?;
    draft.assume_without(item, "tasks", "Two tasks.");
    draft.assume_without(item, "cpu", "A task has 256 CPU units and 512 MiB.");
    let mounts: Vec<String> = writes
        .iter()
        .map(|(volume, path)| {
            format!("{{ sourceVolume = \"{volume}\", containerPath = \"{path}\" }}")
        })
        .collect();
    let mut values = vars([
        ("name", text(name)),
        ("container", text(*app)),
        ("image", text(*image)),
        ("mounts", code(format!("[\n  {},\n]", mounts.join(",\n  ")))),
        ("port", code(80)),
        ("cpu", code(cpu)),
        ("memory", code(memory)),
        ("tasks", code(tasks)),
        ("group", group),
        ("subnets", code(draft.net.inner_subnets()?)),
        ("route", code(draft.net.internet_route())),
    ]);
    values.flag("nginx", *app == "nginx");
    values.flag("balanced", is_balanced);
    draft
        .clients
        .push(TrafficSource::Group("service".to_owned()));
    draft.once("region", include_str!("region.tf"));
    draft.write(CONTAINERS, "service", "service", &values);
    draft.output(
        "service_name",
        "Name of the service",
        "aws_ecs_service.service.name",
    );
    Some(())
}

fn kubernetes(item: &Item, draft: &mut ModuleBuilder) -> Option<()> {
    let (min, max, desired) = super::compute::sizes(item)?;
    let desired = desired.or(min).unwrap_or(2).max(1);
    let least = min.unwrap_or(desired.min(1));
    let most = max.unwrap_or(desired + 1);
    if least > desired || desired > most {
        return None;
    }
    if min.is_none() && max.is_none() {
        draft.assume(format!(
            "The node group has {least} to {most} nodes and starts with {desired}."
        ));
    }
    let size = item.get("size").unwrap_or("t3.medium");
    draft.assume_without(item, "size", "Nodes are t3.medium.");
    let name = item.names.first().map_or("main", String::as_str);
    let mut values = vars([
        ("name", text(name)),
        ("size", text(size)),
        ("min", code(least)),
        ("max", code(most)),
        ("desired", code(desired)),
        ("subnets", code(draft.net.inner_subnets()?)),
        ("route", code(draft.net.internet_route())),
    ]);
    if let Some(version) = item.get("version") {
        VERSIONS.contains(&version).then_some(())?;
        values.text("version", version);
    }
    values.copy(item, &["disk"]);
    if let Some(groups) = item.get("groups").filter(|groups| *groups != "1") {
        // Whether each group or all of them have the nodes is not said.
        if item.has("desired") {
            return None;
        }
        values.flag("groups", true);
        values.code("groups", groups);
        draft.assume("The node groups are alike.");
    }
    draft.assume("Terraform prompts for the CIDR block that may reach the cluster API.");
    draft.clients.push(TrafficSource::GroupCode(
        "aws_eks_cluster.main.vpc_config[0].cluster_security_group_id".to_owned(),
    ));
    draft.once("account", include_str!("account.tf"));
    draft.write(KUBERNETES, "main", "main", &values);
    draft.output(
        "kubectl_setup",
        "Command that lets kubectl use the cluster",
        "\"aws eks update-kubeconfig --name ${aws_eks_cluster.main.name}\"",
    );
    Some(())
}
