//! Prices databases, caches and search domains.

use super::arguments::{Arguments, Known, Unknown};
use super::prices::vcpus;
use super::sheet::{HOURS, Quantity, Sheet};

/// Months in which versions enter extended support, and its third, dearer year.
///
/// Engine, version, first month, first month of the third year. Source: the release calendars of
/// RDS, Aurora and EKS, read in 2026-11.
const EXTENDED_SUPPORT: &[(&str, &str, &str, &str)] = &[
    ("aurora-mysql", "5.7", "2024-12", "9999"),
    ("aurora-postgresql", "11", "2024-04", "2026-04"),
    ("aurora-postgresql", "12", "2025-03", "2027-03"),
    ("aurora-postgresql", "13", "2026-03", "2028-03"),
    ("eks", "1.29", "2025-03", "9999"),
    ("eks", "1.30", "2025-07", "9999"),
    ("eks", "1.31", "2025-11", "9999"),
    ("eks", "1.32", "2026-03", "9999"),
    ("eks", "1.33", "2026-07", "9999"),
    ("mysql", "5.7", "2024-03", "2026-03"),
    ("mysql", "8.0", "2026-08", "2028-08"),
    ("postgres", "11", "2024-04", "2026-04"),
    ("postgres", "12", "2025-03", "2027-03"),
    ("postgres", "13", "2026-03", "2028-03"),
];

/// Returns the year of extended support that a version is in at a date: 1 or 3.
pub(super) fn in_extended_support(engine: &str, version: &str, date: &str) -> Option<u8> {
    let is_version = |known: &str| {
        let rest = version.strip_prefix(known);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mut rows = EXTENDED_SUPPORT.iter();
    let row = rows.find(|(name, known, ..)| *name == engine && is_version(known))?;
    let (_, _, first, third) = row;
    (date >= *first).then_some(if date >= *third { 3 } else { 1 })
}

/// Returns the table of prices of an engine: `rds.mysql`.
fn rds_table(engine: &str, license: Option<&str>) -> String {
    let engine = engine.to_ascii_lowercase();
    let engine = engine.strip_suffix("-cdb").unwrap_or(&engine);
    let is_own_license = license == Some("bring-your-own-license");
    let name = match engine {
        "aurora" => "aurora-mysql",
        "oracle-se2" if is_own_license => "oracle-se2-byol",
        "oracle-ee" | "oracle-se" => "oracle-ee-byol",
        name => name,
    };
    format!("rds.{name}")
}

/// Adds an RDS instance.
pub(super) fn instance(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let source = own.target("replicate_source_db", &["aws_db_instance"]);
    let source = source.map(|(_, source)| source);
    let engine = first_text(&own, source.as_ref(), "engine");
    let class = required(own.text("instance_class"), "instance_class");
    let is_multi = own.is_true("multi_az");
    let license = own.text("license_model").ok().flatten();
    let size = first_number(&own, source.as_ref(), "allocated_storage");
    let engine = match engine {
        Ok(Some(engine)) => Ok(engine),
        Ok(None) if own.is_set("snapshot_identifier") => {
            Err(Unknown("snapshot_identifier".to_owned()))
        }
        Ok(None) => Err(Unknown("engine".to_owned())),
        Err(unknown) => Err(unknown),
    };
    let key = match (&engine, &class) {
        (Ok(engine), Ok(class)) => Ok(format!("{}/{class}", rds_table(engine, license.as_deref()))),
        (Err(unknown), _) | (_, Err(unknown)) => Err(unknown.clone()),
    };
    let title = class.as_deref().unwrap_or("unknown class");
    match &is_multi {
        Ok(true) => {
            let name = format!("Database instance (on-demand, Multi-AZ, {title})");
            sheet.add(name, "hours", Ok(Quantity::from(HOURS)), key, 2.0);
        }
        Ok(false) => {
            let name = format!("Database instance (on-demand, Single-AZ, {title})");
            sheet.fixed(name, "hours", Ok(HOURS), key);
        }
        Err(unknown) => sheet.fixed(
            "Database instance",
            "hours",
            Ok(HOURS),
            Err(unknown.clone()),
        ),
    }
    let is_multi = is_multi.unwrap_or(false);
    instance_storage(sheet, &own, size, is_multi);
    let days = own
        .number("backup_retention_period")
        .ok()
        .flatten()
        .unwrap_or(0.0);
    let is_aurora = matches!(&engine, Ok(engine) if engine.starts_with("aurora"));
    if days > 0.0 || sheet.usage.has("additional_backup_storage_gb") {
        let key = if is_aurora {
            "aurora/backup"
        } else {
            "rds/backup-over-allocated-size"
        };
        sheet.by_use(
            "Additional backup storage",
            "GB",
            ("additional_backup_storage_gb", 0.0),
            1.0,
            key,
        );
    }
    database_extras(sheet, &own, title, "rds/cpu-credit-t3-t4g");
    if let Ok(engine) = &engine {
        extended_support(sheet, &own, engine, title);
    }
}

/// Adds the storage of an RDS instance.
fn instance_storage(sheet: &mut Sheet, own: &Arguments, size: Known<f64>, is_multi: bool) {
    let iops = own.number("iops").map(|iops| iops.unwrap_or(0.0));
    let kind = match (own.text("storage_type"), &iops) {
        (Ok(Some(kind)), _) => kind,
        (Ok(None), Ok(0.0)) => "gp2".to_owned(),
        (Ok(None), _) => "io1".to_owned(),
        (Err(unknown), _) => {
            let size = size.map(|size| size.unwrap_or(20.0));
            return sheet.fixed("Storage", "GB", size, Err(unknown));
        }
    };
    let is_provisioned = kind.starts_with("io");
    let size = match size {
        Ok(None) if own.is_set("snapshot_identifier") => {
            Err(Unknown("snapshot_identifier".to_owned()))
        }
        size => size.map(|size| {
            let size = size.unwrap_or(20.0);
            if is_provisioned {
                size.max(100.0)
            } else {
                size
            }
        }),
    };
    let zones = if is_multi { "multi-az" } else { "single-az" };
    let (title, key) = match kind.as_str() {
        "gp2" | "gp3" => {
            let key = match is_multi {
                true => "rds/gp2/gp3-multi-az".to_owned(),
                false => format!("rds/{kind}-single-az"),
            };
            (format!("Storage (general purpose SSD, {kind})"), key)
        }
        "io1" | "io2" => (
            format!("Storage (provisioned IOPS SSD, {kind})"),
            format!("rds/io1/io2-{zones}"),
        ),
        "standard" => ("Storage (magnetic)".to_owned(), "rds/magnetic".to_owned()),
        _ => (format!("Storage ({kind})"), format!("rds/{kind}")),
    };
    let is_large = matches!(size, Ok(size) if size >= 400.0);
    sheet.fixed(title, "GB", size, Ok(key));
    match kind.as_str() {
        "io1" | "io2" => {
            let key = match is_multi {
                true => "rds/io1-iops-multi-az",
                false => "rds/io1/io2-iops-single-az",
            };
            let iops = iops.map(|iops| iops.max(1000.0));
            sheet.fixed("Provisioned IOPS", "IOPS", iops, key);
        }
        "gp3" => {
            let included = if is_large { 12_000.0 } else { 3_000.0 };
            let more = iops.map(|iops| (iops - included).max(0.0));
            let key = match is_multi {
                true => "rds/gp3-iops-multi-az",
                false => "rds/gp3-iops-over-3000-single-az",
            };
            if !matches!(more, Ok(0.0)) {
                let name = format!("Provisioned GP3 IOPS (above {})", included as u64);
                sheet.fixed(name, "IOPS", more, key);
            }
        }
        "standard" => {
            let usage = ("monthly_standard_io_requests", 1_000_000.0);
            sheet.by_use(
                "I/O requests",
                "1M requests",
                usage,
                1e-6,
                "rds/magnetic-io",
            );
        }
        _ => {}
    }
}

/// Adds CPU credits and Performance Insights of a database instance.
fn database_extras(sheet: &mut Sheet, own: &Arguments, class: &str, credit: &str) {
    let family = class
        .trim_start_matches("db.")
        .split('.')
        .next()
        .unwrap_or_default()
        .to_owned();
    let cores = sheet.usage.given("vcpu_count").or_else(|| vcpus(class));
    if matches!(family.as_str(), "t3" | "t4g") {
        let usage = ("monthly_cpu_credit_hrs", 0.0);
        sheet.by_use(
            "CPU credits",
            "vCPU-hours",
            usage,
            cores.unwrap_or(2.0),
            credit,
        );
        sheet.notes.push(super::compute::CREDITS.to_owned());
    }
    if own.is_true("performance_insights_enabled") != Ok(true) {
        return;
    }
    let days = own
        .number("performance_insights_retention_period")
        .ok()
        .flatten();
    if days.is_some_and(|days| days > 7.0) {
        if class == "db.serverless" {
            let name = "Performance Insights Long Term Retention (serverless)";
            let key = "rds/performance-insights-retention-serverless";
            sheet.by_use(name, "ACUs", ("capacity_units_per_hr", 0.5), 1.0, key);
        } else {
            let name = format!("Performance Insights Long Term Retention ({class})");
            let key = format!("rds/performance-insights-retention-{family}");
            let count = vcpus(class).ok_or_else(|| Unknown("instance_class".to_owned()));
            sheet.fixed(name, "vCPU-month", count, Ok(key));
        }
    }
    let usage = ("monthly_additional_performance_insights_requests", 0.0);
    let key = "rds/performance-insights-api";
    sheet.by_use(
        "Performance Insights API",
        "1000 requests",
        usage,
        1e-3,
        key,
    );
}

/// Adds extended support if the stated version is past its standard support.
fn extended_support(sheet: &mut Sheet, own: &Arguments, engine: &str, class: &str) {
    let engine = if engine == "aurora" {
        "aurora-mysql"
    } else {
        engine
    };
    let version = match own.text("engine_version") {
        Ok(Some(version)) => version,
        Ok(None) => return,
        Err(Unknown(reference)) => {
            let has_versions = EXTENDED_SUPPORT.iter().any(|(name, ..)| *name == engine);
            if has_versions {
                let note = format!("costs more if `{reference}` is a version in extended support");
                sheet.notes.push(note);
            }
            return;
        }
    };
    if own.text("engine_lifecycle_support")
        == Ok(Some("open-source-rds-extended-support-disabled".to_owned()))
    {
        return;
    }
    let Some(year) = in_extended_support(engine, &version, sheet.prices.date) else {
        return;
    };
    let (name, key) = match year {
        3 => ("Extended support (year 3)", "rds/extended-support-year-3"),
        _ => ("Extended support (year 1)", "rds/extended-support-year-1-2"),
    };
    let zones = if own.is_true("multi_az") == Ok(true) {
        2.0
    } else {
        1.0
    };
    let hours = vcpus(class).map(|cores| cores * HOURS * zones);
    let hours = hours.ok_or_else(|| Unknown("instance_class".to_owned()));
    sheet.fixed(name, "vCPU-hours", hours, key);
}

/// Adds a database instance with gp2 storage.
pub(super) fn simple(
    sheet: &mut Sheet,
    engine: Result<String, Unknown>,
    class: Result<String, Unknown>,
    is_multi: bool,
    size: Result<f64, Unknown>,
) {
    let title = class.as_deref().unwrap_or("unknown class").to_owned();
    let key = match (engine, class) {
        (Ok(engine), Ok(class)) => Ok(format!("{}/{class}", rds_table(&engine, None))),
        (Err(unknown), _) | (_, Err(unknown)) => Err(unknown),
    };
    let (zones, scale, storage) = match is_multi {
        true => ("Multi-AZ", 2.0, "rds/gp2/gp3-multi-az"),
        false => ("Single-AZ", 1.0, "rds/gp2-single-az"),
    };
    let name = format!("Database instance (on-demand, {zones}, {title})");
    sheet.add(name, "hours", Ok(Quantity::from(HOURS)), key, scale);
    sheet.fixed("Storage (general purpose SSD, gp2)", "GB", size, storage);
    let usage = ("db.additional_backup_storage_gb", 0.0);
    sheet.by_use(
        "Additional backup storage",
        "GB",
        usage,
        1.0,
        "rds/backup-over-allocated-size",
    );
}

/// Adds the storage and I/O of an Aurora cluster, or a Multi-AZ DB cluster.
pub(super) fn cluster(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    if let Ok(Some(class)) = own.text("db_cluster_instance_class") {
        let engine = required(own.text("engine"), "engine");
        let key = engine.map(|engine| format!("{}/{class}", rds_table(&engine, None)));
        let name = format!("Database instances (Multi-AZ cluster of 3, {class})");
        sheet.fixed(name, "hours", Ok(3.0 * HOURS), key);
        instance_storage(sheet, &own, own.number("allocated_storage"), true);
        return;
    }
    if own.is("engine_mode", "serverless") {
        let used = sheet.used("capacity_units_per_hr", 2.0);
        let quantity = Quantity {
            units: used.units * HOURS,
            ..used
        };
        sheet.add(
            "Aurora serverless".to_owned(),
            "ACU-hours",
            Ok(quantity),
            "aurora/acu-v1",
            1.0,
        );
    }
    if is_optimized(&own) {
        sheet.by_use(
            "Storage (I/O-optimized)",
            "GB",
            ("storage_gb", 20.0),
            1.0,
            "aurora/storage-iopt1",
        );
    } else {
        sheet.by_use("Storage", "GB", ("storage_gb", 20.0), 1.0, "aurora/storage");
        io_requests(sheet);
    }
    let days = own
        .number("backup_retention_period")
        .ok()
        .flatten()
        .unwrap_or(1.0);
    if days > 1.0 {
        let usage = ("backup_snapshot_size_gb", 0.0);
        sheet.by_use("Backup storage", "GB", usage, days - 1.0, "aurora/backup");
    }
    let is_mysql = matches!(own.text("engine"), Ok(None))
        || matches!(own.text("engine"), Ok(Some(name)) if name != "aurora-postgresql");
    if is_mysql
        && own
            .number("backtrack_window")
            .ok()
            .flatten()
            .is_some_and(|it| it > 0.0)
    {
        backtrack(sheet, &own);
    }
    sheet.by_use(
        "Snapshot export",
        "GB",
        ("snapshot_export_size_gb", 0.0),
        1.0,
        "rds/snapshot-export",
    );
}

fn is_optimized(cluster: &Arguments) -> bool {
    cluster.is("storage_type", "aurora-iopt1")
}

/// Adds I/O requests: a number per month, or rates per second.
fn io_requests(sheet: &mut Sheet) {
    let rates = ["write_requests_per_sec", "read_requests_per_sec"];
    if rates.iter().any(|key| sheet.usage.has(key)) {
        let mut quantity = Quantity::default();
        for key in rates {
            let used = sheet.used(key, 0.0);
            quantity.units += used.units * HOURS * 3600.0 / 1e6;
            quantity.assumptions.extend(used.assumptions);
        }
        sheet.add(
            "I/O requests".to_owned(),
            "1M requests",
            Ok(quantity),
            "aurora/io",
            1.0,
        );
    } else {
        let usage = ("monthly_io_requests", 20_000_000.0);
        sheet.by_use("I/O requests", "1M requests", usage, 1e-6, "aurora/io");
    }
}

/// Adds the records of changes that Backtrack keeps.
fn backtrack(sheet: &mut Sheet, own: &Arguments) {
    let window = own.number("backtrack_window").ok().flatten().unwrap_or(0.0) / 3600.0;
    let records = sheet.used("average_statements_per_hr", 10_000.0);
    let changes = sheet.used("change_records_per_statement", 0.4);
    let quantity = Quantity {
        units: records.units * changes.units * window * HOURS / 1e6,
        assumptions: [records.assumptions, changes.assumptions].concat(),
    };
    sheet.add(
        "Backtrack".to_owned(),
        "1M change-records",
        Ok(quantity),
        "aurora/backtrack",
        1.0,
    );
}

/// Adds an instance of an Aurora cluster.
pub(super) fn cluster_instance(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let cluster = own.target("cluster_identifier", &["aws_rds_cluster"]);
    let cluster = cluster.map(|(_, cluster)| cluster);
    let engine = first_text(&own, cluster.as_ref(), "engine");
    let engine = engine.map(|engine| engine.unwrap_or_else(|| "aurora-mysql".to_owned()));
    let class = required(own.text("instance_class"), "instance_class");
    let is_optimized = cluster.as_ref().is_some_and(is_optimized);
    let scale = match is_optimized {
        true => sheet
            .price("aurora/instance-iopt1-factor")
            .map_or(1.3, |_| 1.3),
        false => 1.0,
    };
    if matches!(&class, Ok(class) if class == "db.serverless") {
        let minimum = cluster.as_ref().and_then(|cluster| {
            cluster
                .number("serverlessv2_scaling_configuration.min_capacity")
                .ok()
                .flatten()
        });
        let (name, key) = match is_optimized {
            true => (
                "Aurora serverless v2 (I/O-optimized)",
                "aurora/acu-v2-iopt1",
            ),
            false => ("Aurora serverless v2", "aurora/acu-v2"),
        };
        // The minimum is billed whether it is used or not; at 0 the database pauses.
        let floor = minimum.unwrap_or(0.0);
        if floor > 0.0 {
            sheet.fixed(
                format!("{name}, minimum"),
                "ACU-hours",
                Ok(floor * HOURS),
                key,
            );
        }
        let light = if minimum.is_some_and(|it| it > 0.0) {
            floor
        } else {
            0.5
        };
        let mut used = sheet.used("capacity_units_per_hr", light);
        used.units = (used.units - floor).max(0.0) * HOURS;
        sheet.add(name.to_owned(), "ACU-hours", Ok(used), key, 1.0);
    } else {
        let key = match (&engine, &class) {
            (Ok(engine), Ok(class)) => Ok(format!("{}/{class}", rds_table(engine, None))),
            (Err(unknown), _) | (_, Err(unknown)) => Err(unknown.clone()),
        };
        let title = class.as_deref().unwrap_or("unknown class");
        let name = format!("Database instance (on-demand, {title})");
        sheet.add(name, "hours", Ok(Quantity::from(HOURS)), key, scale);
    }
    let title = class.as_deref().unwrap_or_default();
    database_extras(sheet, &own, title, "aurora/cpu-credit");
    if let Ok(engine) = &engine {
        let versioned = match (own.is_set("engine_version"), &cluster) {
            (false, Some(cluster)) => cluster,
            _ => &own,
        };
        if title != "db.serverless" {
            extended_support(sheet, versioned, engine, title);
        }
    }
}

/// Adds a DynamoDB table.
pub(super) fn table(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let mode = match own.text("billing_mode") {
        Ok(mode) => mode.unwrap_or_else(|| "PROVISIONED".to_owned()),
        Err(unknown) => {
            let key = "dynamodb/wcu";
            sheet.fixed("Capacity", "WCU", Err(unknown), key);
            String::new()
        }
    };
    let replicas = own.blocks("replica").unwrap_or_default();
    let mut writes: Result<Quantity, Unknown> = Ok(Quantity::from(0.0));
    if mode == "PROVISIONED" {
        let dimensions = [
            (
                "write_capacity",
                "Write capacity unit (WCU)",
                "WCU",
                "dynamodb/wcu",
                "WriteCapacityUnits",
            ),
            (
                "read_capacity",
                "Read capacity unit (RCU)",
                "RCU",
                "dynamodb/rcu",
                "ReadCapacityUnits",
            ),
        ];
        for (path, name, unit, key, dimension) in dimensions {
            let scaled =
                super::compute::scaling_minimum(&own, &format!("dynamodb:table:{dimension}"));
            let units = match scaled {
                Some(minimum) => Ok(minimum),
                None => own.number(path).map(|units| units.unwrap_or(1.0)),
            };
            let quantity = units.map(Quantity::from);
            if unit == "WCU" {
                writes = quantity.clone();
            }
            let title = match scaled {
                Some(_) => format!("{name}, at least"),
                None => name.to_owned(),
            };
            sheet.add(title, unit, quantity, key, HOURS);
            for secondary in own.blocks("global_secondary_index").unwrap_or_default() {
                let units = secondary
                    .number(path)
                    .map(|units| Quantity::from(units.unwrap_or(0.0)));
                if !matches!(&units, Ok(one) if one.units == 0.0) {
                    let title = format!("{name} of a global secondary index");
                    sheet.add(title, unit, units, key, HOURS);
                }
            }
        }
    } else if mode == "PAY_PER_REQUEST" {
        let write = ("monthly_write_request_units", 1_000_000.0);
        let read = ("monthly_read_request_units", 5_000_000.0);
        writes = Ok(sheet.used(write.0, write.1));
        let lines = [
            ("Write request unit (WRU)", "WRUs", write, "dynamodb/wru"),
            ("Read request unit (RRU)", "RRUs", read, "dynamodb/rru"),
        ];
        for (name, unit, (key, light), price) in lines {
            let quantity = sheet.used(key, light);
            sheet.add(name.to_owned(), unit, Ok(quantity), price, 1e-6);
        }
    }
    let lines = [
        (
            "Data storage",
            "storage_gb",
            10.0,
            "dynamodb/storage-over-25gb-free",
        ),
        (
            "Point-In-Time Recovery (PITR) backup storage",
            "pitr_backup_storage_gb",
            0.0,
            "dynamodb/pitr",
        ),
        (
            "On-demand backup storage",
            "on_demand_backup_storage_gb",
            0.0,
            "dynamodb/backup",
        ),
        (
            "Table data restored",
            "monthly_data_restored_gb",
            0.0,
            "dynamodb/restore",
        ),
    ];
    let has_recovery = own.is_true("point_in_time_recovery.enabled") == Ok(true);
    for (name, key, light, price) in lines {
        let light = if key.starts_with("pitr") && has_recovery {
            10.0
        } else {
            light
        };
        sheet.by_use(name, "GB", (key, light), 1.0, price);
    }
    let quantity = sheet.used("monthly_streams_read_request_units", 0.0);
    let price = "dynamodb/streams-read";
    sheet.add(
        "Streams read request unit (sRRU)".to_owned(),
        "sRRUs",
        Ok(quantity),
        price,
        1e-6,
    );
    for replica in replicas {
        let region = replica.text("region_name").ok().flatten();
        replica_writes(sheet, region, &mode, &writes);
    }
}

/// Adds the writes of a replica, at the price of its region.
fn replica_writes(
    sheet: &mut Sheet,
    region: Option<String>,
    mode: &str,
    writes: &Result<Quantity, Unknown>,
) {
    let Some(region) = region else {
        return;
    };
    let (unit, key, scale) = match mode {
        "PROVISIONED" => ("rWCU", "dynamodb/replicated-wcu", HOURS),
        _ => ("rWRU", "dynamodb/replicated-wru", 1e-6),
    };
    // Both prices are those of the region of the replica, not of the table.
    let factor = |key: &str, region: &str| sheet.prices.price(key, region).map(|price| price.usd);
    let scale = match (factor(key, &region), factor(key, sheet.region)) {
        (Some(there), Some(here)) if here > 0.0 => scale * there / here,
        _ => {
            let name = format!("Replica in {region}");
            return sheet.add(name, unit, writes.clone(), Ok(String::new()), 1.0);
        }
    };
    sheet.add(
        format!("Replica in {region}"),
        unit,
        writes.clone(),
        key,
        scale,
    );
}

/// Adds an ElastiCache cluster.
pub(super) fn cache_cluster(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    if own.is_set("replication_group_id") {
        sheet
            .notes
            .push("billed with its replication group".to_owned());
        return;
    }
    let count = own
        .number("num_cache_nodes")
        .map(|count| count.unwrap_or(1.0));
    cache_nodes(sheet, &own, count, "redis");
}

/// Adds the nodes of an ElastiCache replication group.
pub(super) fn replication_group(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let either = |path: &str, old: &str| match own.number(path) {
        Ok(None) => own.number(old),
        other => other,
    };
    let groups = either("num_node_groups", "cluster_mode.num_node_groups");
    let replicas = either(
        "replicas_per_node_group",
        "cluster_mode.replicas_per_node_group",
    );
    let clusters = either("num_cache_clusters", "number_cache_clusters");
    let scaled = |dimension: &str| {
        super::compute::scaling_minimum(&own, &format!("elasticache:replication-group:{dimension}"))
    };
    let groups = scaled("NodeGroups").map_or(groups, |minimum| Ok(Some(minimum)));
    let replicas = scaled("Replicas").map_or(replicas, |minimum| Ok(Some(minimum)));
    let count = match (groups, replicas, clusters) {
        (Err(unknown), ..) | (_, Err(unknown), _) | (.., Err(unknown)) => Err(unknown),
        (Ok(None), Ok(None), Ok(clusters)) => Ok(clusters.unwrap_or(1.0)),
        (Ok(groups), Ok(replicas), _) => {
            Ok(groups.unwrap_or(1.0) * (1.0 + replicas.unwrap_or(0.0)))
        }
    };
    cache_nodes(sheet, &own, count, "redis");
}

fn cache_nodes(sheet: &mut Sheet, own: &Arguments, count: Result<f64, Unknown>, engine: &str) {
    let engine = own
        .text("engine")
        .map(|name| name.unwrap_or_else(|| engine.to_owned()));
    let class = required(own.text("node_type"), "node_type");
    let name = class.as_deref().unwrap_or("unknown type").to_owned();
    let key = match (&engine, class) {
        (Ok(engine), Ok(class)) => Ok(format!("cache.{}/{class}", engine.to_ascii_lowercase())),
        (Err(unknown), _) => Err(unknown.clone()),
        (_, Err(unknown)) => Err(unknown),
    };
    let hours = count.map(|count| count * HOURS);
    sheet.fixed(
        format!("ElastiCache (on-demand, {name})"),
        "hours",
        hours,
        key,
    );
    let days = own
        .number("snapshot_retention_limit")
        .ok()
        .flatten()
        .unwrap_or(0.0);
    if days > 1.0 {
        let usage = ("snapshot_storage_size_gb", 0.0);
        sheet.by_use(
            "Backup storage",
            "GB",
            usage,
            days - 1.0,
            "elasticache/backup",
        );
    }
}

/// Adds the nodes and volumes of a search domain.
pub(super) fn search_domain(sheet: &mut Sheet) {
    let own = sheet.arguments.clone();
    let text = |path: &str, default: &str| {
        let text = own.text(&format!("cluster_config.{path}"));
        text.map(|text| text.unwrap_or_else(|| default.to_owned()))
    };
    let number = |path: &str, default: f64| {
        let number = own.number(&format!("cluster_config.{path}"));
        number.map(|number| number.unwrap_or(default))
    };
    let kind = text("instance_type", "m4.large.search");
    let count = number("instance_count", 1.0);
    let node = |sheet: &mut Sheet,
                title: &str,
                kind: Result<String, Unknown>,
                count: Result<f64, Unknown>| {
        let name = kind.as_deref().unwrap_or("unknown type").to_owned();
        let key = kind.map(|kind| match kind.starts_with("ultrawarm") {
            true => format!(
                "opensearch/{}",
                kind.trim_end_matches(".search")
                    .trim_end_matches(".elasticsearch")
            ),
            false => format!("search/{kind}"),
        });
        sheet.fixed(
            format!("{title} (on-demand, {name})"),
            "hours",
            count.map(|count| count * HOURS),
            key,
        );
    };
    node(sheet, "Instance", kind, count.clone());
    let has_volumes =
        own.value("ebs_options.ebs_enabled").to_bool() != Some(false) && own.is_set("ebs_options");
    if has_volumes {
        search_volumes(sheet, &own, count);
    }
    if own.is_true("cluster_config.dedicated_master_enabled") == Ok(true) {
        let kind = text("dedicated_master_type", "m4.large.search");
        node(
            sheet,
            "Dedicated master",
            kind,
            number("dedicated_master_count", 3.0),
        );
    }
    if own.is_true("cluster_config.warm_enabled") == Ok(true) {
        let kind = text("warm_type", "ultrawarm1.medium.search");
        node(sheet, "UltraWarm instance", kind, number("warm_count", 2.0));
    }
}

/// Adds the volumes of a search domain: one of the stated size for each data node.
fn search_volumes(sheet: &mut Sheet, own: &Arguments, count: Result<f64, Unknown>) {
    let times = |each: Known<f64>, default: f64| match (&count, each) {
        (Ok(count), Ok(each)) => Ok(count * each.unwrap_or(default)),
        (Err(unknown), _) => Err(unknown.clone()),
        (_, Err(unknown)) => Err(unknown),
    };
    let kind = own.text("ebs_options.volume_type");
    let kind = kind.map(|kind| kind.unwrap_or_else(|| "gp2".to_owned()));
    let name = kind.as_deref().unwrap_or("unknown type").to_owned();
    let key = kind.map(|kind| format!("opensearch/{kind}"));
    let size = times(own.number("ebs_options.volume_size"), 8.0);
    sheet.fixed(format!("Storage ({name})"), "GB", size, key);
    match name.as_str() {
        "io1" => {
            let iops = times(own.number("ebs_options.iops"), 1.0);
            sheet.fixed("Storage IOPS (io1)", "IOPS", iops, "opensearch/io1-iops");
        }
        "gp3" => {
            let throughput = own.number("ebs_options.throughput");
            let more = throughput.map(|one| one.map(|one| (one - 125.0).max(0.0)));
            let more = times(more, 0.0);
            if !matches!(more, Ok(0.0)) {
                let key = "opensearch/gp3-throughput-over-125";
                sheet.fixed("Throughput (gp3)", "Mbps", more, key);
            }
        }
        _ => {}
    }
}

fn required(value: Known<String>, path: &str) -> Result<String, Unknown> {
    value?.ok_or_else(|| Unknown(path.to_owned()))
}

fn first_text(own: &Arguments, other: Option<&Arguments>, path: &str) -> Known<String> {
    match (own.text(path), other) {
        (Ok(None), Some(other)) => other.text(path),
        (value, _) => value,
    }
}

fn first_number(own: &Arguments, other: Option<&Arguments>, path: &str) -> Known<f64> {
    match (own.number(path), other) {
        (Ok(None), Some(other)) => other.number(path),
        (value, _) => value,
    }
}
