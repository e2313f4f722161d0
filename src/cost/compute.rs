//! Prices compute: instances, groups of instances, clusters and containers.

use super::arguments::{Arguments, Known, Unknown};
use super::sheet::{HOURS, Quantity, Sheet};
use super::storage::{Volume, volume_lines};
use super::{databases, prices};
use crate::hcl::{self, Address, Value, number};

/// Size of the root volume of an image, if the configuration does not state one, in GB.
const ROOT_GB: f64 = 8.0;
/// Price of a dedicated instance relative to the list price.
const DEDICATED: f64 = 1.1;
/// Price of a SageMaker instance relative to the EC2 instance.
const SAGEMAKER: f64 = 1.2;
/// Price of Fargate per GB of memory that a task without sizes gets: 0.25 vCPU and 0.5 GB.
const TASK_DEFAULT: (f64, f64) = (0.25, 0.5);

/// How an instance is bought.
#[derive(Clone, Copy, PartialEq)]
enum Purchase {
    OnDemand,
    Spot,
}

/// Instances of one kind: their arguments, and what a group of them overrides.
struct Machines<'a, 'm> {
    /// Arguments of the instance, then those of its launch template.
    sources: Vec<Arguments<'a, 'm>>,
    /// Type that takes precedence over the arguments.
    instance_type: Option<String>,
    /// Number of instances.
    count: Result<f64, Unknown>,
    purchase: Purchase,
    /// Whether detailed monitoring is on unless it is disabled.
    is_monitored: bool,
}

impl Machines<'_, '_> {
    fn text(&self, path: &str) -> Known<String> {
        for source in &self.sources {
            if let Some(text) = source.text(path)? {
                return Ok(Some(text));
            }
        }
        Ok(None)
    }

    fn instance_type(&self) -> Result<String, Unknown> {
        match &self.instance_type {
            Some(name) => Ok(name.clone()),
            None => self
                .text("instance_type")?
                .ok_or_else(|| Unknown("instance_type".to_owned())),
        }
    }

    /// Returns whether the image is one of Windows, by the lookup that finds it.
    fn is_windows(&self) -> bool {
        self.sources.iter().any(|source| {
            let image = ["ami", "image_id"].into_iter();
            let images = image.filter_map(|name| source.body.attribute(name));
            let lookups = images.flat_map(|it| source.index.reached(it.value.span, 4));
            lookups
                .filter(|it| matches!(it.kind, "aws_ami" | "aws_ssm_parameter"))
                .filter_map(|it| source.index.block(it))
                .filter_map(|block| source.index.module.text.get(block.body.span.range()))
                .any(|text| text.to_ascii_lowercase().contains("windows"))
        })
    }

    fn times(&self, each: f64) -> Result<f64, Unknown> {
        self.count.clone().map(|count| count * each)
    }
}

/// Adds an instance with its volumes.
pub(super) fn instance(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let template = template(&own, "launch_template");
    let machines = Machines {
        sources: std::iter::once(own.clone()).chain(template).collect(),
        instance_type: None,
        count: Ok(1.0),
        purchase: Purchase::OnDemand,
        is_monitored: false,
    };
    machine_lines(sheet, &machines);
    instance_volumes(sheet, &own, &Ok(1.0), true);
    if let Some(template) = machines.sources.get(1) {
        template_volumes(sheet, template, &Ok(1.0));
    }
    if let Some(is_public) = has_public_address(&own) {
        let name = match is_public {
            true => "Public IPv4 address",
            false => "Public IPv4 address (default of the default VPC)",
        };
        sheet.fixed(name, "hours", Ok(HOURS), "vpc/public-ipv4");
    }
}

/// Adds an instance that is bought at the spot price, which has no list.
pub(super) fn spot_request(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let machines = Machines {
        sources: vec![own.clone()],
        instance_type: None,
        count: Ok(1.0),
        purchase: Purchase::Spot,
        is_monitored: false,
    };
    machine_lines(sheet, &machines);
    instance_volumes(sheet, &own, &Ok(1.0), true);
}

/// Adds a dedicated host, which is billed by the family of its instances.
pub(super) fn host(sheet: &mut Sheet) {
    let own = sheet.arguments;
    let family = match own.text("instance_family") {
        Ok(None) => own.text("instance_type"),
        other => other,
    };
    let family = family.and_then(|name| name.ok_or_else(|| Unknown("instance_family".to_owned())));
    let family = family.map(|name| name.split('.').next().unwrap_or_default().to_owned());
    let title = family.as_deref().unwrap_or("unknown family");
    let name = format!("EC2 Dedicated Host (on-demand, {title})");
    let key = family.map(|family| format!("ec2/host/{family}"));
    sheet.fixed(name, "hours", Ok(HOURS), key);
}

/// Returns whether an instance gets a public IPv4 address: stated, or by default of its subnet.
///
/// None if it gets none, or if an Elastic IP of the module is billed for it.
fn has_public_address(own: &Arguments) -> Option<bool> {
    let stated = own.value("associate_public_ip_address").to_bool();
    let by_subnet = || match own.target("subnet_id", &["aws_subnet"]) {
        Some((_, subnet)) => {
            let maps = subnet.value("map_public_ip_on_launch").to_bool();
            (maps == Some(true)).then_some(true)
        }
        None => (!own.is_set("subnet_id") && !own.is_set("network_interface")).then_some(false),
    };
    let is_public = match stated {
        Some(true) => Some(true),
        Some(false) => None,
        None => by_subnet(),
    };
    is_public.filter(|_| !has_elastic_ip(own))
}

/// Returns whether an Elastic IP of the module refers to the block of the arguments.
fn has_elastic_ip(own: &Arguments) -> bool {
    let start = own.body.span.start;
    let Some(block) = own.index.module.block_at(start) else {
        return false;
    };
    let Some(address) = block.borrowed_address() else {
        return false;
    };
    let mut uses = own.index.uses(address).into_iter();
    uses.any(|used| {
        matches!(
            used.block.type_name(),
            Some("aws_eip" | "aws_eip_association")
        )
    })
}

/// Adds the hours, monitoring and CPU credits of instances.
fn machine_lines(sheet: &mut Sheet, machines: &Machines) {
    let kind = machines.instance_type();
    let name = kind.as_deref().unwrap_or("unknown type").to_owned();
    let is_spot = machines.purchase == Purchase::Spot
        || machines.text("instance_market_options.market_type") == Ok(Some("spot".to_owned()));
    let tenancy = [machines.text("tenancy"), machines.text("placement.tenancy")];
    let tenancy = tenancy.into_iter().find_map(|one| one.ok().flatten());
    let is_windows = match sheet.usage.text("operating_system") {
        Some(system) => system == "windows",
        None => machines.is_windows(),
    };
    let hours = machines.times(HOURS);
    if tenancy.as_deref() == Some("host") {
        sheet
            .notes
            .push("billed with its dedicated host".to_owned());
        return;
    }
    match (is_spot, is_windows) {
        (true, _) => {
            let hours = hours.map(Quantity::from);
            sheet.add(
                format!("Instance usage (spot price, {name})"),
                "hours",
                hours,
                Ok(String::new()),
                1.0,
            );
            sheet
                .notes
                .push("spot prices change by the hour and have no list".to_owned());
        }
        (false, true) if sheet.price(&format!("ec2/windows/{name}")).is_some() => {
            let title = format!("Instance usage (Windows, on-demand, {name})");
            sheet.fixed(title, "hours", hours, Ok(format!("ec2/windows/{name}")));
        }
        (false, true) => {
            sheet.fixed(
                format!("Instance usage (Windows, on-demand, {name})"),
                "hours",
                hours.clone(),
                kind.clone().map(|kind| format!("ec2/{kind}")),
            );
            let vcpus = prices::vcpus(&name).unwrap_or(2.0);
            sheet.fixed(
                "Windows licence",
                "vCPU-hours",
                hours.map(|hours| hours * vcpus),
                // The licence of a burstable instance depends on its size.
                Ok(match name.starts_with('t') {
                    true => format!("ec2/windows/{name}"),
                    false => "ec2/windows-surcharge".to_owned(),
                }),
            );
        }
        (false, false) => {
            let scale = if tenancy.as_deref() == Some("dedicated") {
                DEDICATED
            } else {
                1.0
            };
            let title = match scale > 1.0 {
                true => format!("Instance usage (Linux/UNIX, on-demand, dedicated, {name})"),
                false => format!("Instance usage (Linux/UNIX, on-demand, {name})"),
            };
            let key = kind.clone().map(|kind| format!("ec2/{kind}"));
            sheet.add(
                title,
                "hours",
                hours.clone().map(Quantity::from),
                key,
                scale,
            );
        }
    }
    let key = format!("ec2/ebs-optimized/{name}");
    let is_optimized = machines.text("ebs_optimized").ok().flatten();
    if is_optimized.as_deref() == Some("true") && sheet.price(&key).is_some() {
        sheet.fixed(
            "EBS-optimized usage",
            "hours",
            machines.times(HOURS),
            Ok(key),
        );
    }
    if is_monitored(machines) {
        let key = "ec2/detailed-monitoring";
        sheet.fixed(
            "EC2 detailed monitoring",
            "metrics",
            machines.times(7.0),
            key,
        );
    }
    cpu_credits(sheet, machines, &name);
}

fn is_monitored(machines: &Machines) -> bool {
    let of = |source: &Arguments| {
        let paths = ["monitoring.enabled", "enable_monitoring", "monitoring"];
        paths
            .into_iter()
            .find_map(|path| source.value(path).to_bool())
    };
    let stated = machines.sources.iter().find_map(of);
    stated.unwrap_or(machines.is_monitored)
}

/// Adds the CPU credits of burstable instances above their baseline.
fn cpu_credits(sheet: &mut Sheet, machines: &Machines, name: &str) {
    let family = name.split('.').next().unwrap_or_default();
    let stated = machines
        .text("credit_specification.cpu_credits")
        .ok()
        .flatten();
    let is_unlimited = match (family, stated.as_deref()) {
        ("t2" | "t3" | "t3a" | "t4g", Some(text)) => text == "unlimited",
        ("t3" | "t3a" | "t4g", None) => true,
        _ => false,
    };
    let Ok(count) = machines.count else {
        return;
    };
    if !is_unlimited {
        return;
    }
    let vcpus = sheet
        .usage
        .given("vcpu_count")
        .or_else(|| prices::vcpus(name))
        .unwrap_or(2.0);
    let key = match family {
        "t4g" => "ec2/cpu-credit/t4g",
        _ => "ec2/cpu-credit/t2-t3-t3a",
    };
    sheet.by_use(
        "CPU credits",
        "vCPU-hours",
        ("monthly_cpu_credit_hrs", 0.0),
        vcpus * count,
        key,
    );
    sheet.notes.push(CREDITS.to_owned());
}

/// Note on the CPU credits of a burstable class.
pub(super) const CREDITS: &str =
    "CPU above the baseline of a burstable class is charged by the vCPU-hour; none is assumed";

/// Adds the volumes of an instance or launch configuration.
fn instance_volumes(
    sheet: &mut Sheet,
    own: &Arguments,
    count: &Result<f64, Unknown>,
    has_root: bool,
) {
    let root = own.blocks("root_block_device");
    match root.as_ref().map(|blocks| blocks.first()) {
        Ok(Some(block)) => volume_lines(sheet, &Volume::of(block, "Root volume: "), count),
        Ok(None) if has_root => volume_lines(sheet, &Volume::gp2(ROOT_GB, "Root volume: "), count),
        _ => {}
    }
    for block in own.blocks("ebs_block_device").unwrap_or_default() {
        volume_lines(sheet, &Volume::of(&block, ""), count);
    }
}

/// Adds the volumes of a launch template.
fn template_volumes(sheet: &mut Sheet, template: &Arguments, count: &Result<f64, Unknown>) -> bool {
    let mut has_volumes = false;
    for mapping in template.blocks("block_device_mappings").unwrap_or_default() {
        for ebs in mapping.blocks("ebs").unwrap_or_default() {
            volume_lines(sheet, &Volume::of(&ebs, ""), count);
            has_volumes = true;
        }
    }
    has_volumes
}

/// Returns the launch template that a block `launch_template` names.
fn template<'a, 'm>(own: &Arguments<'a, 'm>, path: &str) -> Option<Arguments<'a, 'm>> {
    let names = ["id", "name", "launch_template_id", "launch_template_name"];
    let paths = names.into_iter().map(|name| format!("{path}.{name}"));
    let mut found = paths.filter_map(|path| own.target(&path, &["aws_launch_template"]));
    found.next().map(|(_, template)| template)
}

/// Returns the number of instances of a group: the stated size, or one.
fn group_size(sheet: &mut Sheet, paths: [&str; 3]) -> Result<f64, Unknown> {
    if let Some(given) = sheet.usage.given("instances") {
        return Ok(given);
    }
    let [desired, min, max] = paths;
    let arguments = sheet.arguments;
    let desired = arguments.number(desired);
    let min = arguments.number(min);
    let size = match (&desired, &min) {
        (Ok(Some(size)), _) => Ok(*size),
        (Ok(None), Ok(Some(size))) if *size > 0.0 => Ok(*size),
        (Ok(None), Ok(_)) => {
            sheet
                .notes
                .push("one instance is assumed: no size above 0 is stated".to_owned());
            Ok(1.0)
        }
        (Err(unknown), _) | (_, Err(unknown)) => Err(unknown.clone()),
    };
    if let (Ok(size), Ok(Some(max))) = (&size, arguments.number(max))
        && max > *size
    {
        sheet
            .notes
            .push(format!("scales up to {} instances", max as u64));
    }
    size
}

/// Adds the instances of an Auto Scaling group.
pub(super) fn autoscaling_group(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let count = group_size(sheet, ["desired_capacity", "min_size", "max_size"]);
    let types = &["aws_launch_configuration"];
    if let Some((_, configuration)) = own.target("launch_configuration", types) {
        let machines = Machines {
            sources: vec![configuration.clone()],
            instance_type: None,
            count: count.clone(),
            purchase: Purchase::OnDemand,
            is_monitored: true,
        };
        machine_lines(sheet, &machines);
        instance_volumes(sheet, &configuration, &count, true);
        return;
    }
    let policy = own.blocks("mixed_instances_policy").ok();
    let policy = policy.and_then(|blocks| blocks.into_iter().next());
    let found = match &policy {
        Some(policy) => template(policy, "launch_template.launch_template_specification"),
        None => template(&own, "launch_template"),
    };
    let Some(found) = found else {
        let price = "ec2/";
        sheet.fixed(
            "Instances",
            "hours",
            Err(Unknown("launch_template".to_owned())),
            price,
        );
        return;
    };
    let overrides = policy.as_ref().and_then(|policy| {
        let template = policy.blocks("launch_template").ok()?.into_iter().next()?;
        template.blocks("override").ok()?.into_iter().next()
    });
    let instance_type = overrides
        .as_ref()
        .and_then(|one| one.text("instance_type").ok().flatten());
    let weight = overrides.and_then(|one| one.number("weighted_capacity").ok().flatten());
    let count = count.map(|count| (count / weight.filter(|it| *it > 0.0).unwrap_or(1.0)).ceil());
    let share = policy.map(|policy| {
        let number = |name: &str, default: f64| {
            let value = policy.number(&format!("instances_distribution.{name}"));
            value.ok().flatten().unwrap_or(default)
        };
        let base = number("on_demand_base_capacity", 0.0);
        (
            base,
            number("on_demand_percentage_above_base_capacity", 100.0) / 100.0,
        )
    });
    let on_demand = count.clone().map(|count| match share {
        Some((base, part)) => (base.min(count) + (count - base).max(0.0) * part).ceil(),
        None => count,
    });
    let spot = count
        .clone()
        .ok()
        .zip(on_demand.clone().ok())
        .map(|(all, some)| all - some);
    let mut machines = Machines {
        sources: vec![found.clone()],
        instance_type,
        count: on_demand,
        purchase: Purchase::OnDemand,
        is_monitored: false,
    };
    if !matches!(machines.count, Ok(0.0)) || spot.is_none_or(|spot| spot == 0.0) {
        machine_lines(sheet, &machines);
    }
    if let Some(spot) = spot.filter(|spot| *spot > 0.0) {
        machines.count = Ok(spot);
        machines.purchase = Purchase::Spot;
        machine_lines(sheet, &machines);
    }
    if !template_volumes(sheet, &found, &count) {
        image_volume(sheet, &count);
    }
}

/// Adds the root volume of an image whose size the configuration does not state.
fn image_volume(sheet: &mut Sheet, count: &Result<f64, Unknown>) {
    volume_lines(
        sheet,
        &Volume::gp2(ROOT_GB, "Root volume of the image, assumed: "),
        count,
    );
}

/// Adds the control plane of an EKS cluster.
pub(super) fn eks_cluster(sheet: &mut Sheet) {
    let version = sheet.arguments.text("version");
    let is_extended = match &version {
        Ok(Some(version)) => databases::in_extended_support("eks", version, sheet.prices.date),
        Ok(None) => None,
        Err(Unknown(reference)) => {
            sheet.notes.push(format!(
                "0.60 an hour if `{reference}` is a version in extended support"
            ));
            None
        }
    };
    let (name, key) = match is_extended {
        Some(_) => ("EKS cluster (extended support)", "eks/cluster-extended"),
        None => ("EKS cluster", "eks/cluster"),
    };
    sheet.fixed(name, "hours", Ok(HOURS), key);
    if matches!(
        sheet.arguments.value("compute_config.enabled"),
        Value::Bool(true)
    ) {
        sheet.notes.push(
            "Auto Mode adds about 12 % to the price of the instances that it starts".to_owned(),
        );
    }
}

/// Adds the instances of an EKS node group.
pub(super) fn node_group(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let paths =
        ["desired_size", "min_size", "max_size"].map(|name| format!("scaling_config.{name}"));
    let [desired, min, max] = &paths;
    let count = group_size(sheet, [desired, min, max]);
    let template = template(&own, "launch_template");
    let of_template = template.as_ref().map(|one| one.text("instance_type"));
    let listed = own.text("instance_types");
    let kind = match (of_template, listed) {
        (Some(Ok(Some(kind))), _) | (_, Ok(Some(kind))) => Ok(kind),
        (Some(Err(unknown)), _) | (_, Err(unknown)) => Err(unknown),
        _ => Ok("t3.medium".to_owned()),
    };
    let is_spot = own.is("capacity_type", "SPOT");
    let count = match &kind {
        Ok(_) => count,
        Err(unknown) => Err(unknown.clone()),
    };
    let machines = Machines {
        sources: template.iter().cloned().collect(),
        instance_type: kind.ok().or_else(|| Some("unknown type".to_owned())),
        count: count.clone(),
        purchase: if is_spot {
            Purchase::Spot
        } else {
            Purchase::OnDemand
        },
        is_monitored: false,
    };
    machine_lines(sheet, &machines);
    let has_volumes = template.is_some_and(|template| template_volumes(sheet, &template, &count));
    if !has_volumes {
        let size = own.number("disk_size").map(|size| size.unwrap_or(20.0));
        let volume = Volume {
            size,
            ..Volume::gp2(0.0, "")
        };
        volume_lines(sheet, &volume, &count);
    }
}

/// Adds the tasks of an ECS service on Fargate.
pub(super) fn ecs_service(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    match launch_type(&own) {
        Ok(kind) if kind.starts_with("FARGATE") => {}
        Ok(_) => {
            sheet
                .notes
                .push("its tasks run on EC2 instances, which are billed by themselves".to_owned());
            return;
        }
        Err(unknown) => {
            let price = "fargate/vcpu-x86";
            sheet.fixed("Tasks", "CPU", Err(unknown), price);
            return;
        }
    }
    let count = match own.number("desired_count") {
        Ok(Some(count)) if count > 0.0 => Ok(count),
        Ok(_) => Ok(scaling_minimum(&own, "ecs:service:DesiredCount").unwrap_or(0.0)),
        Err(unknown) => Err(unknown),
    };
    if matches!(count, Ok(0.0)) {
        sheet
            .notes
            .push("no task runs: `desired_count` is 0".to_owned());
    }
    let task = own.target("task_definition", &["aws_ecs_task_definition"]);
    let task = task.or_else(|| task_of_set(&own));
    let (cpu, memory, is_arm) = match &task {
        Some((_, task)) => (
            task.text("cpu")
                .and_then(|text| task_size("cpu", text, "vcpu", 1024.0)),
            task.text("memory")
                .and_then(|text| task_size("memory", text, "gb", 1024.0)),
            task.is("runtime_platform.cpu_architecture", "ARM64"),
        ),
        None => {
            let unknown = || Err(Unknown("task_definition".to_owned()));
            (unknown(), unknown(), false)
        }
    };
    let arch = if is_arm { "arm" } else { "x86" };
    let times = |each: Result<f64, Unknown>| match (&count, each) {
        (Ok(count), Ok(each)) => Ok(Quantity::from(count * each)),
        (Err(unknown), _) => Err(unknown.clone()),
        (_, Err(unknown)) => Err(unknown),
    };
    let key = |name: &str| Ok(format!("fargate/{name}-{arch}"));
    sheet.add("Memory".to_owned(), "GB", times(memory), key("gb"), HOURS);
    sheet.add("vCPU".to_owned(), "CPU", times(cpu), key("vcpu"), HOURS);
    let ephemeral = task.and_then(|(_, task)| task.number("ephemeral_storage.size_in_gib").ok()?);
    if let Some(size) = ephemeral.filter(|size| *size > 20.0) {
        let key = "fargate/ephemeral-over-20gb";
        sheet.add(
            "Ephemeral storage over 20 GB".to_owned(),
            "GB",
            times(Ok(size - 20.0)),
            key,
            HOURS,
        );
    }
}

/// Returns the task definition of the task set that refers to a service.
fn task_of_set<'a, 'm>(own: &Arguments<'a, 'm>) -> Option<(Address<'m>, Arguments<'a, 'm>)> {
    let mut sets = own.index.of("resource", "aws_ecs_task_set");
    sets.find_map(|block| {
        let set = own.of_block(block);
        let (_, service) = set.target("service", &["aws_ecs_service"])?;
        let is_own = std::ptr::eq(service.body, own.body);
        is_own.then(|| set.target("task_definition", &["aws_ecs_task_definition"]))?
    })
}

/// Returns the launch type of a service, of its capacity provider or of its cluster.
fn launch_type(own: &Arguments) -> Result<String, Unknown> {
    if let Some(kind) = own.text("launch_type")? {
        return Ok(kind);
    }
    if let Some(provider) = own.text("capacity_provider_strategy.capacity_provider")? {
        return Ok(provider);
    }
    if let Some((address, cluster)) = own.target("cluster", &["aws_ecs_cluster"]) {
        if let Some(provider) =
            cluster.text("default_capacity_provider_strategy.capacity_provider")?
        {
            return Ok(provider);
        }
        if let Some(provider) = cluster.text("capacity_providers")? {
            return Ok(provider);
        }
        let providers = own
            .index
            .of("resource", "aws_ecs_cluster_capacity_providers");
        for block in providers {
            let inner = own.of_block(block);
            let names = inner.target("cluster_name", &["aws_ecs_cluster"]);
            if names.is_none_or(|(named, _)| named != address) {
                continue;
            }
            let paths = [
                "default_capacity_provider_strategy.capacity_provider",
                "capacity_providers",
            ];
            for path in paths {
                if let Some(provider) = inner.text(path)? {
                    return Ok(provider);
                }
            }
        }
    }
    Ok("EC2".to_owned())
}

/// Reads the size of a task: `256`, `.5 vCPU`, `2 GB`.
fn task_size(path: &str, text: Option<String>, unit: &str, per: f64) -> Result<f64, Unknown> {
    let Some(text) = text else {
        return Ok(match unit {
            "gb" => TASK_DEFAULT.1,
            _ => TASK_DEFAULT.0,
        });
    };
    let lower = text.to_ascii_lowercase();
    let (digits, per) = match lower.trim().strip_suffix(unit) {
        Some(digits) => (digits, 1.0),
        None => (lower.as_str(), per),
    };
    let number = number(digits.trim());
    number
        .map(|number| number / per)
        .ok_or_else(|| Unknown(path.to_owned()))
}

/// Returns the least capacity of the scaling target that refers to the block of the arguments.
pub(super) fn scaling_minimum(own: &Arguments, dimension: &str) -> Option<f64> {
    let block = own.index.module.block_at(own.body.span.start)?;
    let address = block.borrowed_address()?;
    for target in own.index.of("resource", "aws_appautoscaling_target") {
        let refers = own.index.reached(target.span, 4).contains(&address);
        let inner = own.of_block(target);
        let same = matches!(inner.text("scalable_dimension"), Ok(Some(text)) if text == dimension);
        if refers && same {
            return inner.number("min_capacity").ok().flatten();
        }
    }
    None
}

/// Adds what an Elastic Beanstalk environment creates.
pub(super) fn beanstalk(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let settings = match own.blocks("setting") {
        Ok(settings) => settings,
        Err(unknown) => {
            sheet.fixed("Instances", "hours", Err(unknown), "ec2/");
            return;
        }
    };
    let find = |namespace: &str, name: &str| -> Known<String> {
        let is_one = |one: &&Arguments| {
            let is = |path: &str, text: &str| matches!(one.text(path), Ok(Some(it)) if it == text);
            is("namespace", namespace) && is("name", name)
        };
        settings
            .iter()
            .rev()
            .find(is_one)
            .map_or(Ok(None), |one| one.text("value"))
    };
    let number = |namespace: &str, name: &str, default: f64| -> Result<f64, Unknown> {
        let text = find(namespace, name)?;
        Ok(text.and_then(|text| hcl::number(&text)).unwrap_or(default))
    };
    let launch = "aws:autoscaling:launchconfiguration";
    let kind = match (
        find("aws:ec2:instances", "InstanceTypes"),
        find(launch, "InstanceType"),
    ) {
        (Ok(Some(list)), _) => Ok(list.split(',').next().unwrap_or_default().trim().to_owned()),
        (_, Ok(Some(kind))) => Ok(kind),
        (Err(unknown), _) | (_, Err(unknown)) => Err(unknown),
        (Ok(None), Ok(None)) => Ok("t3.micro".to_owned()),
    };
    let environment = find("aws:elasticbeanstalk:environment", "EnvironmentType");
    let is_single = matches!(&environment, Ok(Some(text)) if text == "SingleInstance");
    let count = match (sheet.usage.given("instances"), is_single) {
        (Some(given), _) => Ok(given),
        (None, true) => Ok(1.0),
        (None, false) => number("aws:autoscaling:asg", "MinSize", 1.0),
    };
    let count = kind.as_ref().map_err(Clone::clone).and(count);
    let machines = Machines {
        sources: Vec::new(),
        instance_type: kind.ok().or_else(|| Some("unknown type".to_owned())),
        count: count.clone(),
        purchase: Purchase::OnDemand,
        is_monitored: false,
    };
    machine_lines(sheet, &machines);
    let volume = Volume {
        prefix: "",
        kind: find(launch, "RootVolumeType").map(|kind| kind.unwrap_or_else(|| "gp2".to_owned())),
        size: number(launch, "RootVolumeSize", ROOT_GB),
        iops: number(launch, "RootVolumeIOPS", 0.0),
        throughput: number(launch, "RootVolumeThroughput", 0.0),
    };
    volume_lines(sheet, &volume, &count);
    if matches!(find("aws:elasticbeanstalk:cloudwatch:logs", "StreamLogs"), Ok(Some(text)) if text == "true")
    {
        sheet.by_use(
            "Log data ingested",
            "GB",
            ("cloudwatch.monthly_data_ingested_gb", 5.0),
            1.0,
            "cloudwatch/logs-ingest-over-5gb-free",
        );
        sheet.by_use(
            "Log storage",
            "GB",
            ("cloudwatch.storage_gb", 5.0),
            1.0,
            "cloudwatch/logs-storage",
        );
        sheet.by_use(
            "Insights queries data scanned",
            "GB",
            ("cloudwatch.monthly_data_scanned_gb", 0.0),
            1.0,
            "cloudwatch/logs-insights",
        );
    }
    if !is_single {
        beanstalk_balancer(
            sheet,
            find("aws:elasticbeanstalk:environment", "LoadBalancerType"),
        );
    }
    if matches!(find("aws:elasticbeanstalk:environment", "HasCoupledDatabase"), Ok(Some(text)) if text == "true")
        || matches!(find("aws:rds:dbinstance", "DBInstanceClass"), Ok(Some(_)))
    {
        let text = |name: &str| find("aws:rds:dbinstance", name);
        let is_multi = matches!(text("MultiAZDatabase"), Ok(Some(text)) if text == "true");
        let engine = text("DBEngine").map(|text| text.unwrap_or_else(|| "mysql".to_owned()));
        let class =
            text("DBInstanceClass").map(|text| text.unwrap_or_else(|| "db.t3.micro".to_owned()));
        let size = number("aws:rds:dbinstance", "DBAllocatedStorage", 20.0);
        databases::simple(sheet, engine, class, is_multi, size);
    }
}

fn beanstalk_balancer(sheet: &mut Sheet, kind: Known<String>) {
    let kind = match kind {
        Ok(kind) => kind.unwrap_or_else(|| "classic".to_owned()),
        Err(unknown) => {
            sheet.fixed("Load balancer", "hours", Err(unknown), "elb/alb");
            return;
        }
    };
    let (name, key, lcu) = match kind.as_str() {
        "application" => ("Application load balancer", "elb/alb", "elb/alb-lcu"),
        "network" => ("Network load balancer", "elb/nlb", "elb/nlb-lcu"),
        _ => ("Classic load balancer", "elb/classic", ""),
    };
    sheet.fixed(name, "hours", Ok(HOURS), key);
    match lcu {
        "" => sheet.by_use(
            "Data processed",
            "GB",
            ("elb.monthly_data_processed_gb", 100.0),
            1.0,
            "elb/classic-data",
        ),
        lcu => {
            super::storage::capacity_units(sheet, "lb.", kind == "application", lcu);
        }
    }
}

/// Adds the instances of an EMR cluster; the price of EMR itself is about a quarter of them.
pub(super) fn emr_cluster(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    for (path, title) in [
        ("master_instance_group", "Primary"),
        ("core_instance_group", "Core"),
    ] {
        let Ok(blocks) = own.blocks(path) else {
            continue;
        };
        for block in blocks {
            let count = block
                .number("instance_count")
                .map(|count| count.unwrap_or(1.0) * HOURS);
            let kind = block.text("instance_type");
            let kind =
                kind.and_then(|kind| kind.ok_or_else(|| Unknown("instance_type".to_owned())));
            let name = kind.as_deref().unwrap_or("unknown type").to_owned();
            let key = kind.map(|kind| format!("ec2/{kind}"));
            let quantity = count.map(Quantity::from);
            sheet.add(
                format!("{title} instances with EMR ({name})"),
                "hours",
                quantity,
                key,
                1.25,
            );
        }
    }
    sheet
        .notes
        .push("EMR adds about 25 % to the price of its instances".to_owned());
}

/// Adds a SageMaker notebook instance.
pub(super) fn notebook(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    sagemaker_instance(
        sheet,
        "Notebook instance",
        own.text("instance_type"),
        Ok(1.0),
    );
    let size = own.number("volume_size").map(|size| size.unwrap_or(5.0));
    sheet.fixed("Storage", "GB", size, "sagemaker/notebook-storage");
}

/// Adds the instances of a SageMaker endpoint configuration.
pub(super) fn endpoint_configuration(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    for variant in own.blocks("production_variants").unwrap_or_default() {
        if variant.is_set("serverless_config") {
            sheet.by_use(
                "Serverless inference",
                "seconds",
                ("monthly_seconds", 10_000.0),
                1.0,
                "",
            );
            continue;
        }
        let count = variant
            .number("initial_instance_count")
            .map(|count| count.unwrap_or(1.0));
        sagemaker_instance(
            sheet,
            "Endpoint instances",
            variant.text("instance_type"),
            count,
        );
    }
    sheet
        .notes
        .push("billed while an endpoint uses the configuration".to_owned());
}

fn sagemaker_instance(
    sheet: &mut Sheet,
    title: &str,
    kind: Known<String>,
    count: Result<f64, Unknown>,
) {
    let kind = kind.and_then(|kind| kind.ok_or_else(|| Unknown("instance_type".to_owned())));
    let name = kind.as_deref().unwrap_or("unknown type").to_owned();
    let key = kind.map(|kind| format!("ec2/{}", kind.trim_start_matches("ml.")));
    let hours = count.map(|count| Quantity::from(count * HOURS));
    sheet.add(format!("{title} ({name})"), "hours", hours, key, SAGEMAKER);
    // The factor is second-hand, so the price is not a list price.
    if let Some(component) = sheet.components.last_mut() {
        component.trust = component.trust.map(|_| prices::Trust::About);
    }
}
