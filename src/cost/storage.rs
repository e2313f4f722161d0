//! Prices volumes, buckets and file systems, alarms, health checks and firewalls.

use super::arguments::{Arguments, Unknown};
use super::sheet::{HOURS, Quantity, Sheet};
use crate::hcl::Value;

/// IOPS of a gp3 volume that cost nothing more.
const GP3_IOPS: f64 = 3000.0;
/// Throughput of a gp3 volume that costs nothing more, in MiB/s.
const GP3_THROUGHPUT: f64 = 125.0;

/// Arguments of an EBS volume.
pub(super) struct Volume {
    /// Words before the names of the components.
    pub prefix: &'static str,
    pub kind: Result<String, Unknown>,
    /// Size in GB.
    pub size: Result<f64, Unknown>,
    pub iops: Result<f64, Unknown>,
    pub throughput: Result<f64, Unknown>,
}

impl Volume {
    /// Reads the arguments of a block device.
    pub(super) fn of(block: &Arguments, prefix: &'static str) -> Volume {
        let number = |path: &str| block.number(path).map(|it| it.unwrap_or(0.0));
        let kind = block.text("volume_type");
        let size = block.number("volume_size").map(|size| size.unwrap_or(8.0));
        Volume {
            prefix,
            kind: kind.map(|kind| kind.unwrap_or_else(|| "gp2".to_owned())),
            size,
            iops: number("iops"),
            throughput: number("throughput"),
        }
    }

    /// Creates a volume of the type gp2.
    pub(super) fn gp2(size: f64, prefix: &'static str) -> Volume {
        Volume {
            prefix,
            kind: Ok("gp2".to_owned()),
            size: Ok(size),
            iops: Ok(0.0),
            throughput: Ok(0.0),
        }
    }
}

/// Adds a number of equal volumes.
pub(super) fn volume_lines(sheet: &mut Sheet, volume: &Volume, count: &Result<f64, Unknown>) {
    let prefix = volume.prefix;
    let times = |each: &Result<f64, Unknown>| match (count, each) {
        (Ok(count), Ok(each)) => Ok(count * each),
        (Err(unknown), _) | (_, Err(unknown)) => Err(unknown.clone()),
    };
    let kind = match &volume.kind {
        Ok(kind) => kind.as_str(),
        Err(unknown) => {
            let price = Err(unknown.clone());
            return sheet.fixed(format!("{prefix}Storage"), "GB", times(&volume.size), price);
        }
    };
    let title = match kind {
        "gp2" | "gp3" => format!("{prefix}Storage (general purpose SSD, {kind})"),
        "io1" | "io2" => format!("{prefix}Storage (provisioned IOPS SSD, {kind})"),
        "st1" => format!("{prefix}Storage (throughput optimized HDD, st1)"),
        "sc1" => format!("{prefix}Storage (cold HDD, sc1)"),
        "standard" => format!("{prefix}Storage (magnetic)"),
        _ => format!("{prefix}Storage ({kind})"),
    };
    sheet.fixed(title, "GB", times(&volume.size), Ok(format!("ebs/{kind}")));
    let over = |value: &Result<f64, Unknown>, included: f64| {
        let more = value.clone().map(|value| (value - included).max(0.0));
        (!matches!(more, Ok(0.0))).then(|| times(&more))
    };
    match kind {
        "gp3" => {
            if let Some(more) = over(&volume.throughput, GP3_THROUGHPUT) {
                let key = "ebs/gp3-throughput-over-125";
                sheet.fixed(format!("{prefix}Provisioned throughput"), "Mbps", more, key);
            }
            if let Some(more) = over(&volume.iops, GP3_IOPS) {
                let key = "ebs/gp3-iops-over-3000";
                sheet.fixed(format!("{prefix}Provisioned IOPS"), "IOPS", more, key);
            }
        }
        "io1" => {
            let iops = volume.iops.clone().map(|iops| iops.max(100.0));
            let key = "ebs/io1-iops";
            sheet.fixed(
                format!("{prefix}Provisioned IOPS"),
                "IOPS",
                times(&iops),
                key,
            );
        }
        "io2" => io2_iops(
            sheet,
            prefix,
            times(&volume.iops.clone().map(|iops| iops.max(100.0))),
        ),
        "standard" => {
            if let Ok(count) = count {
                let usage = ("monthly_standard_io_requests", 1_000_000.0);
                let name = format!("{prefix}I/O requests");
                sheet.by_use(name, "1M request", usage, count / 1e6, "ebs/standard-io");
            }
        }
        _ => {}
    }
}

/// Adds the IOPS of io2 volumes, which cost less in higher tiers.
fn io2_iops(sheet: &mut Sheet, prefix: &str, iops: Result<f64, Unknown>) {
    let tiers = [
        (0.0, 32_000.0, "ebs/io2-iops-0-32000"),
        (32_000.0, 64_000.0, "ebs/io2-iops-32001-64000"),
        (64_000.0, f64::INFINITY, "ebs/io2-iops-over-64000"),
    ];
    for (from, to, key) in tiers {
        let within = iops.clone().map(|iops| (iops.min(to) - from).max(0.0));
        if from == 0.0 || matches!(within, Ok(some) if some > 0.0) {
            let name = format!("{prefix}Provisioned IOPS");
            sheet.fixed(name, "IOPS", within, key);
        }
    }
}

/// Adds an EBS volume.
pub(super) fn volume(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    volume_lines(sheet, &ebs_volume(&own), &Ok(1.0));
}

fn ebs_volume(own: &Arguments) -> Volume {
    let kind = own.text("type");
    let size = own.number("size").and_then(|size| match size {
        Some(size) => Ok(size),
        None if own.is_set("snapshot_id") => Err(Unknown("snapshot_id".to_owned())),
        None => Ok(8.0),
    });
    Volume {
        kind: kind.map(|kind| kind.unwrap_or_else(|| "gp2".to_owned())),
        size,
        ..Volume::of(own, "")
    }
}

/// Adds a snapshot of an EBS volume; its size is at most that of the volume.
pub(super) fn snapshot(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let target = own.target("volume_id", &["aws_ebs_volume"]);
    let size = target.map_or(Ok(8.0), |(_, volume)| ebs_volume(&volume).size);
    match size {
        Ok(size) => sheet.by_use(
            "EBS snapshot storage",
            "GB",
            ("storage_gb", size),
            1.0,
            "ebs/snapshot",
        ),
        Err(unknown) => {
            let key = "ebs/snapshot";
            sheet.fixed("EBS snapshot storage", "GB", Err(unknown), key);
        }
    }
    let more = [
        (
            "Fast snapshot restore",
            "DSU-hours",
            "fast_snapshot_restore_hours",
            1.0,
            "fast-snapshot-restore",
        ),
        (
            "ListChangedBlocks and ListSnapshotBlocks API requests",
            "1k requests",
            "monthly_list_block_requests",
            1000.0,
            "api-list-blocks",
        ),
        (
            "GetSnapshotBlock API requests",
            "1k SnapshotAPIUnits",
            "monthly_get_block_requests",
            1000.0,
            "api-get-block",
        ),
        (
            "PutSnapshotBlock API requests",
            "1k SnapshotAPIUnits",
            "monthly_put_block_requests",
            1000.0,
            "api-put-block",
        ),
    ];
    for (name, unit, key, per, price) in more {
        sheet.by_use(name, unit, (key, 0.0), 1.0 / per, &format!("ebs/{price}"));
    }
}

/// Adds a copy of a snapshot, with the size of its source.
pub(super) fn snapshot_copy(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let source = own.target("source_snapshot_id", &["aws_ebs_snapshot"]);
    let volume = source.and_then(|(_, source)| source.target("volume_id", &["aws_ebs_volume"]));
    let size = volume.map_or(Ok(8.0), |(_, volume)| ebs_volume(&volume).size);
    sheet.by_use(
        "EBS snapshot storage",
        "GB",
        ("storage_gb", size.unwrap_or(8.0)),
        1.0,
        "ebs/snapshot",
    );
}

/// Adds an application, network or gateway load balancer.
pub(super) fn balancer(sheet: &mut Sheet) {
    sheet.add_listed("lb");
    let kind = sheet.arguments.text("load_balancer_type");
    let lcu = match kind
        .as_ref()
        .map(|kind| kind.as_deref().unwrap_or("application"))
    {
        Ok("network") => "elb/nlb-lcu",
        Ok("gateway") => "elb/gwlb-lcu",
        Ok(_) => "elb/alb-lcu",
        Err(_) => return,
    };
    capacity_units(sheet, "", lcu == "elb/alb-lcu", lcu);
}

/// Adds the capacity units of a load balancer: stated, or the largest of its dimensions.
///
/// Source: the pricing page of Elastic Load Balancing.
pub(super) fn capacity_units(sheet: &mut Sheet, prefix: &str, is_application: bool, price: &str) {
    let dimensions = match is_application {
        true => [
            ("new_connections", 25.0),
            ("active_connections", 3_000.0),
            ("processed_bytes_gb", HOURS),
            ("rule_evaluations", 1_000.0),
        ],
        false => [
            ("new_connections", 800.0),
            ("active_connections", 100_000.0),
            ("processed_bytes_gb", HOURS),
            ("rule_evaluations", f64::INFINITY),
        ],
    };
    let mut quantity = Quantity::default();
    for (key, per) in dimensions {
        let key = format!("{prefix}{key}");
        if sheet.usage.has(&key) {
            let used = sheet.used(&key, 0.0);
            quantity.units = quantity.units.max(used.units / per);
            quantity.assumptions.extend(used.assumptions);
        }
    }
    if quantity.assumptions.is_empty() {
        quantity = sheet.used(&format!("{prefix}capacity_units"), 0.2);
    }
    let name = "Load balancer capacity units".to_owned();
    sheet.add(name, "LCU", Ok(quantity), price, HOURS);
}

/// Adds a Transfer Family server, which is billed by protocol.
pub(super) fn transfer_server(sheet: &mut Sheet) {
    let protocols = match sheet.arguments.value("protocols") {
        Value::List(items) if !items.is_empty() => items,
        _ => vec![Value::Text("SFTP".to_owned())],
    };
    for protocol in protocols {
        let name = protocol.to_text().unwrap_or_else(|| "unknown".to_owned());
        let key = "transfer-family/protocol";
        sheet.fixed(format!("{name} protocol enabled"), "hours", Ok(HOURS), key);
    }
    sheet.add_listed("transfer_server");
}

/// Storage classes of S3: name in usage values, name in lifecycle rules, title.
const CLASSES: &[(&str, &str, &str)] = &[
    ("standard", "STANDARD", "Standard"),
    (
        "intelligent_tiering",
        "INTELLIGENT_TIERING",
        "Intelligent tiering",
    ),
    (
        "standard_infrequent_access",
        "STANDARD_IA",
        "Standard, infrequent access",
    ),
    (
        "one_zone_infrequent_access",
        "ONEZONE_IA",
        "One zone, infrequent access",
    ),
    (
        "glacier_instant_retrieval",
        "GLACIER_IR",
        "Glacier instant retrieval",
    ),
    (
        "glacier_flexible_retrieval",
        "GLACIER",
        "Glacier flexible retrieval",
    ),
    (
        "glacier_deep_archive",
        "DEEP_ARCHIVE",
        "Glacier deep archive",
    ),
];

/// Adds the storage classes of a bucket that its lifecycle rules or values of use name.
pub(super) fn bucket(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let mut named = lifecycle_classes(&own);
    for block in own
        .index
        .of("resource", "aws_s3_bucket_lifecycle_configuration")
    {
        let rules = own.of_block(block);
        let bucket = rules.target("bucket", &["aws_s3_bucket"]);
        if bucket.is_some_and(|(_, bucket)| std::ptr::eq(bucket.body, own.body)) {
            named.extend(lifecycle_classes(&rules));
        }
    }
    sheet.by_use(
        "Object tagging",
        "10k tags",
        ("object_tags", 0.0),
        1e-4,
        "s3/object-tags",
    );
    for (usage, class, _) in CLASSES {
        let is_used = *usage == "standard" || named.iter().any(|name| name == class);
        if is_used || sheet.usage.has(usage) {
            sheet.add_listed_for(&format!("s3_bucket:{usage}"), &own);
        }
    }
}

fn lifecycle_classes(own: &Arguments) -> Vec<String> {
    let mut classes = Vec::new();
    for kind in ["lifecycle_rule", "rule"] {
        for rule in own.blocks(kind).unwrap_or_default() {
            for transition in rule.blocks("transition").unwrap_or_default() {
                classes.extend(transition.text("storage_class").ok().flatten());
            }
        }
    }
    classes
}

/// Adds an EFS file system; provisioned throughput above what its data includes is fixed.
pub(super) fn file_system(sheet: &mut Sheet) {
    sheet.add_listed("efs_file_system");
    let own = sheet.arguments;
    if own.is("throughput_mode", "provisioned") {
        let stored = sheet.usage.number("storage_gb", 10.0).0;
        let more = own.number("provisioned_throughput_in_mibps");
        let more = more.map(|all| (all.unwrap_or(0.0) - stored * 0.05).max(0.0));
        let key = "efs/provisioned-throughput";
        sheet.fixed("Provisioned throughput", "MBps", more, key);
    }
}

/// Adds a CloudWatch alarm, which is billed by metric.
pub(super) fn alarm(sheet: &mut Sheet) {
    let own = sheet.arguments;
    let metrics = own.blocks("metric_query").map(|queries| {
        let metrics = queries
            .iter()
            .filter(|query| query.is_set("metric"))
            .count();
        metrics.max(1) as f64
    });
    let period = own.number("period").map(|period| period.unwrap_or(300.0));
    let inner = own.blocks("metric_query").unwrap_or_default();
    let inner = inner
        .iter()
        .filter_map(|query| query.number("metric.period").ok().flatten());
    let shortest = inner.fold(period.unwrap_or(300.0), f64::min);
    let resolution = if shortest < 60.0 {
        "high-resolution"
    } else {
        "standard"
    };
    let title = if shortest < 60.0 {
        "High resolution"
    } else {
        "Standard resolution"
    };
    let is_anomaly = own.is_set("threshold_metric_id");
    let price = Ok(format!("cloudwatch/alarm-{resolution}"));
    match is_anomaly {
        // An alarm on anomalies evaluates three metrics: the value and both bounds.
        true => {
            let count = metrics.map(|metrics| Quantity::from(metrics.max(1.0)));
            sheet.add(
                format!("{title} anomaly detection"),
                "alarms",
                count,
                price,
                3.0,
            );
        }
        false => sheet.fixed(title, "alarm metrics", metrics, price),
    }
}

/// Adds a Route 53 health check and its optional features.
pub(super) fn health_check(sheet: &mut Sheet) {
    let own = sheet.arguments;
    let kind = match own.text("type") {
        Ok(kind) => kind.unwrap_or_default(),
        Err(unknown) => {
            let key = "route53/health-check-non-aws";
            return sheet.fixed("Health check", "months", Err(unknown), key);
        }
    };
    let is_aws = sheet.usage.text("endpoint_type") == Some("aws");
    let of_endpoint = !matches!(
        kind.as_str(),
        "CALCULATED" | "CLOUDWATCH_METRIC" | "RECOVERY_CONTROL"
    );
    let target = if is_aws || !of_endpoint {
        "aws"
    } else {
        "non-aws"
    };
    let key = Ok(format!("route53/health-check-{target}"));
    sheet.fixed("Health check", "months", Ok(1.0), key);
    let features = [
        kind.starts_with("HTTPS"),
        kind.ends_with("STR_MATCH"),
        own.number("request_interval") == Ok(Some(10.0)),
        own.is_true("measure_latency") == Ok(true),
    ];
    let count = features.into_iter().filter(|it| *it).count();
    if of_endpoint && count > 0 {
        let key = Ok(format!("route53/health-check-option-{target}"));
        sheet.fixed("Optional features", "months", Ok(count as f64), key);
    }
}

/// Adds a web ACL with its rules, rule groups and managed rule groups.
pub(super) fn web_acl(sheet: &mut Sheet) {
    let own = sheet.arguments;
    sheet.fixed("Web ACL usage", "months", Ok(1.0), "waf/acl");
    let rules = match own.blocks("rule") {
        Ok(rules) => rules,
        Err(unknown) => {
            let key = "waf/rule-or-rule-group";
            sheet.fixed("Rules", "rules", Err(unknown), key);
            Vec::new()
        }
    };
    let count = |path: &str| rules.iter().filter(|rule| rule.is_set(path)).count() as f64;
    let managed = count("statement.managed_rule_group_statement");
    let groups = count("statement.rule_group_reference_statement");
    let own_rules = rules.len() as f64 - managed - groups;
    let given = |key: &str| sheet.usage.given(key).unwrap_or(0.0);
    let inner = given("rule_group_rules") + given("managed_rule_group_rules");
    let lines = [
        ("Rules", "rules", own_rules + inner),
        ("Rule groups", "groups", groups),
        ("Managed rule groups", "groups", managed),
    ];
    firewall_lines(sheet, &lines);
}

/// Adds a web ACL of WAF Classic.
pub(super) fn classic_web_acl(sheet: &mut Sheet) {
    let own = sheet.arguments;
    sheet.fixed("Web ACL usage", "months", Ok(1.0), "waf/acl");
    let mut rules = own.blocks("rules").unwrap_or_default();
    rules.extend(own.blocks("rule").unwrap_or_default());
    let is_group = |rule: &&Arguments| rule.is("type", "GROUP");
    let groups = rules.iter().filter(is_group).count() as f64;
    let inner = sheet.usage.given("rule_group_rules").unwrap_or(0.0);
    let lines = [
        ("Rules", "rules", rules.len() as f64 - groups + inner),
        ("Rule groups", "groups", groups),
    ];
    firewall_lines(sheet, &lines);
}

fn firewall_lines(sheet: &mut Sheet, lines: &[(&str, &str, f64)]) {
    for (name, unit, count) in lines.iter().filter(|(_, _, count)| *count > 0.0) {
        let key = "waf/rule-or-rule-group";
        sheet.fixed(*name, unit, Ok(*count), key);
    }
    sheet.by_use(
        "Requests",
        "1M requests",
        ("monthly_requests", 1e6),
        1e-6,
        "waf/request",
    );
}
