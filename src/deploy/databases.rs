//! Checks databases, caches, warehouses and search domains.

use super::checker::{Checker, Network, Target, address_of, name_of, same};
use super::network::{one_zone, open};
use crate::hcl::edit::quote;
use crate::hcl::{Block, Edit, ExpressionKind, Value};
use crate::rewrite::Safety;
use crate::table::Table;

/// Versions that AWS creates: engine, major version, versions, the newest first.
const VERSIONS: Table<3> = Table(include_str!("database_versions.tsv"));

/// Types of clusters and of their instances.
const CLUSTERS: &[(&str, &str)] = &[
    ("aws_rds_cluster", "aws_rds_cluster_instance"),
    ("aws_docdb_cluster", "aws_docdb_cluster_instance"),
    ("aws_neptune_cluster", "aws_neptune_cluster_instance"),
];

/// Types whose deletion needs a decision about a last snapshot.
const SNAPSHOTS: &[&str] = strings! {
    "aws_db_instance", "aws_rds_cluster", "aws_redshift_cluster", "aws_docdb_cluster",
    "aws_neptune_cluster",
};

/// Arguments of a database that gets its users from another one.
const COPIES: &[&str] = strings! {
    "replicate_source_db", "snapshot_identifier", "restore_to_point_in_time", "s3_import",
    "replication_source_identifier", "global_cluster_identifier", "snapshot_cluster_identifier",
    "snapshot_arn",
};

/// Families of instance classes that current versions of the engines do not run on.
///
/// Source: the schemas of cfn-lint 1.58 (MIT-0), read 2026-11-29.
const OLD_FAMILIES: &[&str] = strings! { "t1", "t2", "m1", "m2", "m3" };

/// Name of an administrator that no engine reserves.
const USER: &str = "dbadmin";

pub(super) fn check(checker: &mut Checker) {
    for kind in SNAPSHOTS {
        for block in checker.created(kind) {
            last_snapshot(checker, block);
            credentials(checker, block);
        }
    }
    for block in checker.created("aws_db_instance") {
        version(checker, block);
        class(checker, block);
        storage(checker, block);
        name(checker, block, "db_name");
        networks(checker, block);
        replica(checker, block);
        monitoring(checker, block);
        family(checker, block);
        options(checker, block);
    }
    for block in checker.created("aws_rds_cluster") {
        cluster_engine(checker, block);
        version(checker, block);
        name(checker, block, "database_name");
        networks(checker, block);
    }
    for (cluster, instance) in CLUSTERS {
        for block in checker.created(cluster) {
            instances(checker, block, instance);
        }
    }
    for block in checker.created("aws_rds_cluster_instance") {
        class(checker, block);
        monitoring(checker, block);
        engine(checker, block);
    }
    for kind in [
        "aws_db_subnet_group",
        "aws_docdb_subnet_group",
        "aws_neptune_subnet_group",
        "aws_dms_replication_subnet_group",
    ] {
        for block in checker.created(kind) {
            if let Some(subnets) = block.body.attribute("subnet_ids")
                && let Some((fault, edits)) = one_zone(checker, &subnets.value)
            {
                checker
                    .report("IG_DEPLOY_406", block, subnets.span, fault)
                    .fix(Safety::Likely, "use a second subnet in another zone", edits);
            }
        }
    }
    caches(checker);
    warehouses(checker);
    search_domains(checker);
}

/// Engines of clusters.
///
/// Source: AWS provider 5.100, aws_rds_cluster, 2025-06.
const CLUSTER_ENGINES: &[&str] =
    strings! { "aurora-mysql", "aurora-postgresql", "mysql", "postgres" };

/// Checks the name of a cluster's engine, also where it comes from a variable.
fn cluster_engine<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let Some(engine) = checker.text(&block.body, "engine") else {
        return;
    };
    if CLUSTER_ENGINES.contains(&engine.as_str()) || engine.starts_with("custom-") {
        return;
    }
    let begin = engine.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    let better = CLUSTER_ENGINES.iter().find(|it| **it == begin);
    let edits = better.map_or_else(Vec::new, |it| {
        checker.replace_literal(&block.body, "engine", it)
    });
    let message = format!("`{engine}` is no engine of a cluster");
    checker
        .report_at("IG_DEPLOY_434", block, &block.body, "engine", message)
        .fix(
            Safety::Likely,
            format!("use `{}`", better.copied().unwrap_or_default()),
            edits,
        );
}

fn last_snapshot<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let is_replica = !checker.are_absent(
        body,
        &["replicate_source_db", "replication_source_identifier"],
    );
    let is_skipped = checker.flag_or(body, "skip_final_snapshot", false);
    if is_replica
        || is_skipped != Some(false)
        || !checker.is_absent(body, "final_snapshot_identifier")
    {
        return;
    }
    let id: String = name_of(block)
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let id = id.trim_matches('-').replace("--", "-");
    let starts_right = id.starts_with(|c: char| c.is_ascii_lowercase());
    let edits = match block.is_single() && starts_right {
        true => checker.set(
            block,
            &["final_snapshot_identifier"],
            &quote(&format!("{id}-final")),
        ),
        false => Vec::new(),
    };
    checker
        .report(
            "IG_DEPLOY_401",
            block,
            block.header,
            "`terraform destroy` fails: the last snapshot is neither named nor switched off",
        )
        .fix(Safety::Likely, "name the last snapshot", edits);
}

/// Returns the engine of a database.
fn engine_of<'m>(checker: &Checker<'_, 'm>, block: &'m Block) -> Option<String> {
    match block.type_name()? {
        "aws_docdb_cluster" => Some("docdb".to_owned()),
        "aws_redshift_cluster" => Some("redshift".to_owned()),
        "aws_neptune_cluster" => Some("neptune".to_owned()),
        _ => checker.text(&block.body, "engine"),
    }
}

/// Whether an engine reserves the name of a user.
///
/// Source: AWS, "Constraints" of each engine's master user, and answers of the API, read 2026-11.
fn is_reserved(engine: &str, user: &str) -> bool {
    let user = user.to_ascii_lowercase();
    let of_engine: &[&str] = match engine {
        "postgres" | "aurora-postgresql" => {
            &["admin", "user", "all", "and", "any", "table", "select"]
        }
        "docdb" => &["admin", "root"],
        it if it.starts_with("sqlserver") => &["sa", "rdsa", "public", "sysadmin", "guest", "dbo"],
        it if it.starts_with("oracle") => &["sys", "system"],
        "redshift" => &["public", "user", "table", "select"],
        _ => &[],
    };
    let is_postgres = matches!(engine, "postgres" | "aurora-postgresql");
    of_engine.contains(&user.as_str())
        || (user == "rdsadmin" && !matches!(engine, "redshift" | "docdb" | "neptune"))
        || (is_postgres && (user.starts_with("pg_") || user.starts_with("rds_")))
}

fn credentials<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let kind = block.type_name().unwrap_or_default();
    if kind == "aws_neptune_cluster" || !checker.are_absent(body, COPIES) {
        return;
    }
    let (user, passwords): (&str, &[&str]) = match kind {
        "aws_db_instance" => (
            "username",
            &["password", "password_wo", "manage_master_user_password"],
        ),
        "aws_redshift_cluster" => (
            "master_username",
            &[
                "master_password",
                "master_password_wo",
                "manage_master_password",
            ],
        ),
        _ => (
            "master_username",
            &[
                "master_password",
                "master_password_wo",
                "manage_master_user_password",
            ],
        ),
    };
    let managed = passwords[2];
    let engine = engine_of(checker, block).unwrap_or_default();
    let lacks_user = checker.is_absent(body, user);
    let is_managed = checker.flag(body, managed) == Some(true);
    let lacks_password = checker.are_absent(body, &passwords[..2])
        && (checker.is_absent(body, managed) || checker.flag(body, managed) == Some(false));
    if lacks_user || lacks_password {
        let mut edits = Vec::new();
        if lacks_user {
            edits.extend(checker.set(block, &[user], &quote(USER)));
        }
        // AWS makes no replica of a database whose password Secrets Manager manages.
        let is_copied = checker.is_child(&["aws_db_instance"], "replicate_source_db", block);
        match lacks_password {
            true if is_copied != Some(false) => edits.clear(),
            true => edits.extend(checker.set(block, &[managed], "true")),
            false => {}
        }
        let missing = match (lacks_user, lacks_password) {
            (true, true) => "neither an administrator nor a password",
            (true, false) => "no administrator",
            _ => "no password",
        };
        checker
            .report(
                "IG_DEPLOY_403",
                block,
                block.header,
                format!("the database has {missing}"),
            )
            .fix(Safety::Likely, "let AWS manage the password", edits);
    }
    if let Some(name) = checker.text(body, user)
        && is_reserved(&engine, &name)
    {
        let edits = match checker.is_requested(&name)
            && checker.options.request.contains(&format!("user {name}"))
        {
            true => Vec::new(),
            false => checker.replace_literal(body, user, USER),
        };
        checker
            .report_at(
                "IG_DEPLOY_402",
                block,
                body,
                user,
                format!("`{engine}` reserves the name `{name}`"),
            )
            .fix(Safety::Likely, format!("use the name `{USER}`"), edits);
    }
    let Some(password) = checker.text(body, passwords[0]).filter(|_| !is_managed) else {
        return;
    };
    let most = match engine.as_str() {
        "mysql" | "mariadb" | "aurora-mysql" => 41,
        it if it.starts_with("oracle") => 30,
        "redshift" => 64,
        "docdb" => 100,
        _ => 128,
    };
    let length = password.chars().count();
    let is_weak = kind == "aws_redshift_cluster"
        && !(password.contains(|c: char| c.is_ascii_uppercase())
            && password.contains(|c: char| c.is_ascii_lowercase())
            && password.contains(|c: char| c.is_ascii_digit()));
    if !(8..=most).contains(&length) || password.contains(['/', '@', '"', ' ']) || is_weak {
        let mut edits = checker.remove(body, passwords[0]);
        edits.extend(checker.set(block, &[managed], "true"));
        checker
            .report_at(
                "IG_DEPLOY_404",
                block,
                body,
                passwords[0],
                "the password has a length or characters that the engine refuses",
            )
            .fix(Safety::Likely, "let AWS manage the password", edits);
    }
}

/// Returns the numbers of a version: `[8, 0, 35]` of `8.0.35`.
fn numbers(version: &str) -> Vec<u64> {
    let parts = version
        .split(|c: char| !c.is_ascii_digit())
        .filter(|it| !it.is_empty());
    parts.map_while(|it| it.parse().ok()).collect()
}

fn version<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let (Some(engine), Some(version)) = (
        checker.text(body, "engine"),
        checker.text(body, "engine_version"),
    ) else {
        return;
    };
    if !checker.are_absent(body, COPIES) {
        return;
    }
    let rows: Vec<[&str; 3]> = VERSIONS.rows_of(&engine).collect();
    let all = || rows.iter().flat_map(|row| row[2].split(' '));
    let own = numbers(&version);
    if rows.is_empty() || own.is_empty() || version.contains("limitless") {
        return;
    }
    let is_known = all().any(|it| {
        it == version
            || it
                .strip_prefix(version.as_str())
                .is_some_and(|rest| rest.starts_with(['.', '-']))
    });
    let newest = all().map(numbers).max().unwrap_or_default();
    if is_known || own >= newest {
        return;
    }
    // The version of MySQL comes before that of Aurora: both have to be older than what is known.
    let major = rows.iter().find(|row| {
        let major = numbers(row[1]);
        own.starts_with(&major)
    });
    let newest_of_major = major.and_then(|row| row[2].split(' ').next());
    if newest_of_major.is_some_and(|it| own > numbers(it)) {
        return;
    }
    let replacement = match newest_of_major {
        Some(it) => Some(it),
        None => {
            let mut later = rows.iter().filter(|row| numbers(row[1]) > own);
            later.next().and_then(|row| row[2].split(' ').next())
        }
    };
    let Some(replacement) = replacement else {
        return;
    };
    // A version of the extended support has a suffix, and its major alone selects it.
    let replacement = replacement.split("-rds").next().unwrap_or(replacement);
    let has_it = all().any(|it| it == replacement);
    let replacement = match (has_it, major) {
        (false, Some(row)) => row[1],
        _ => replacement,
    };
    let edits = checker.replace_literal(body, "engine_version", replacement);
    let message = format!("AWS creates no database with version {version} of `{engine}`");
    checker
        .report_at("IG_DEPLOY_405", block, body, "engine_version", message)
        .fix(Safety::Likely, format!("use version {replacement}"), edits);
}

fn class<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(class) = checker.text(body, "instance_class") else {
        return;
    };
    let engine = checker.text(body, "engine").unwrap_or_default();
    let Some((family, size)) = class.strip_prefix("db.").and_then(|it| it.split_once('.')) else {
        if !class.is_empty() && class.contains('.') && !class.starts_with("db.") {
            let edits = checker.replace_literal(body, "instance_class", &format!("db.{class}"));
            checker
                .report_at(
                    "IG_DEPLOY_408",
                    block,
                    body,
                    "instance_class",
                    format!("`{class}` is not a class of databases"),
                )
                .fix(Safety::Likely, format!("use `db.{class}`"), edits);
        }
        return;
    };
    let is_open = matches!(
        engine.as_str(),
        "mysql" | "mariadb" | "postgres" | "aurora-mysql" | "aurora-postgresql"
    );
    let version = checker.text(body, "engine_version").unwrap_or_default();
    let is_old_mysql =
        version.starts_with("5.7") && family == "t2" && matches!(size, "small" | "medium");
    let is_unset = !checker.is_absent(body, "engine_version") && version.is_empty();
    if is_open && OLD_FAMILIES.contains(&family) && !is_old_mysql && !is_unset {
        let new = match (family, size) {
            ("t1" | "t2", size) => format!("db.t3.{size}"),
            (_, "small" | "medium") => "db.t3.medium".to_owned(),
            (_, size) => format!("db.m5.{size}"),
        };
        let edits = checker.replace_literal(body, "instance_class", &new);
        checker
            .report_at(
                "IG_DEPLOY_407",
                block,
                body,
                "instance_class",
                format!("`{engine}` does not run on `{class}`"),
            )
            .fix(Safety::Likely, format!("use `{new}`"), edits);
    } else if checker.flag(body, "storage_encrypted") == Some(true)
        && matches!(
            class.as_str(),
            "db.t2.micro" | "db.t1.micro" | "db.m1.small" | "db.m1.medium"
        )
    {
        let edits = checker.replace_literal(body, "instance_class", "db.t3.micro");
        checker
            .report_at(
                "IG_DEPLOY_409",
                block,
                body,
                "instance_class",
                format!("`{class}` has no encrypted storage"),
            )
            .fix(Safety::Likely, "use `db.t3.micro`", edits);
    }
    let lacks_insights = match engine.as_str() {
        "mysql" | "mariadb" => {
            matches!(family, "t2" | "t3" | "t4g") && matches!(size, "micro" | "small")
        }
        "aurora-mysql" => matches!(family, "t2" | "t3" | "t4g") && size == "small",
        _ => false,
    };
    if lacks_insights && checker.flag(body, "performance_insights_enabled") == Some(true) {
        let edits = checker.remove_all(
            body,
            &[
                "performance_insights_enabled",
                "performance_insights_kms_key_id",
                "performance_insights_retention_period",
            ],
        );
        checker
            .report_at(
                "IG_DEPLOY_410",
                block,
                body,
                "performance_insights_enabled",
                format!("`{class}` has no Performance Insights"),
            )
            .fix(Safety::Likely, "remove Performance Insights", edits);
    }
}

fn storage<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let engine = checker.text(body, "engine").unwrap_or_default();
    let kind = checker.text(body, "storage_type");
    let size = checker.number(body, "allocated_storage");
    let least = match kind.as_deref() {
        _ if engine.starts_with("sqlserver") => 20.0,
        Some("gp3") => 20.0,
        Some("io1" | "io2") => 100.0,
        Some("gp2") | None => 5.0,
        _ => 0.0,
    };
    if let Some(size) = size.filter(|size| *size > 0.0 && *size < least) {
        let edits = match body.attribute("allocated_storage") {
            Some(it) if matches!(it.value.kind, ExpressionKind::Number(_)) => {
                checker.replace(&it.value, format!("{least}"))
            }
            _ => Vec::new(),
        };
        let kind = kind.as_deref().unwrap_or("gp2");
        let message = format!("{size} GiB are too few for `{engine}` on `{kind}`");
        checker
            .report_at("IG_DEPLOY_411", block, body, "allocated_storage", message)
            .fix(Safety::Likely, format!("use {least} GiB"), edits);
    }
    if let (Some(size), Some(most)) = (size, checker.number(body, "max_allocated_storage"))
        && most > 0.0
        && most <= size
    {
        let edits = match body.attribute("max_allocated_storage") {
            Some(it) if matches!(it.value.kind, ExpressionKind::Number(_)) => {
                checker.replace(&it.value, format!("{}", size * 2.0))
            }
            _ => Vec::new(),
        };
        let message = format!("storage cannot grow from {size} to {most} GiB");
        checker
            .report_at(
                "IG_DEPLOY_412",
                block,
                body,
                "max_allocated_storage",
                message,
            )
            .fix(
                Safety::Likely,
                format!("let it grow to {} GiB", size * 2.0),
                edits,
            );
    }
    if matches!(kind.as_deref(), Some("io1" | "io2")) && checker.is_absent(body, "iops") {
        let edits = checker.set(block, &["iops"], "1000");
        checker
            .report_at(
                "IG_DEPLOY_413",
                block,
                body,
                "storage_type",
                "storage with provisioned IOPS states no `iops`",
            )
            .fix(Safety::Likely, "use 1000 IOPS", edits);
    }
}

fn name<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, argument: &'static str) {
    let body = &block.body;
    let (Some(name), Some(engine)) = (checker.text(body, argument), checker.text(body, "engine"))
    else {
        return;
    };
    if engine.starts_with("sqlserver") {
        let edits = checker.remove(body, argument);
        checker
            .report_at(
                "IG_DEPLOY_414",
                block,
                body,
                argument,
                "a database of SQL Server is created without a name",
            )
            .fix(Safety::Likely, format!("remove `{argument}`"), edits);
        return;
    }
    let most = if engine.starts_with("oracle") { 8 } else { 63 };
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let starts_right = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if name.is_empty() || (name.chars().all(is_allowed) && starts_right && name.len() <= most) {
        return;
    }
    let new: String = name
        .chars()
        .map(|c| if is_allowed(c) { c } else { '_' })
        .take(most)
        .collect();
    let new = match new.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => new,
        false => format!("db_{}", new.trim_start_matches('_'))
            .chars()
            .take(most)
            .collect(),
    };
    let edits = checker.replace_literal(body, argument, &new);
    checker
        .report_at(
            "IG_DEPLOY_414",
            block,
            body,
            argument,
            format!("`{name}` is not the name of a database"),
        )
        .fix(Safety::Likely, format!("use `{new}`"), edits);
}

/// Returns the VPC of the subnets of a subnet group.
fn network_of<'m>(checker: &Checker<'_, 'm>, group: Target<'m>) -> Network<'m> {
    let subnets = checker
        .targets_in(&group.block.body, "subnet_ids")
        .unwrap_or_default();
    match subnets.first() {
        Some(first) if !group.kind().is_empty() => checker.vpc_of(*first),
        _ => Network::Unknown,
    }
}

fn networks<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    if !checker.are_absent(body, &["replicate_source_db"]) {
        return;
    }
    let has_no_group = checker.is_absent(body, "db_subnet_group_name");
    let network = match has_no_group {
        true => Network::Default,
        false => match checker.target_in(body, "db_subnet_group_name") {
            Some(target) => network_of(checker, target),
            None => Network::Unknown,
        },
    };
    let groups = checker
        .targets_in(body, "vpc_security_group_ids")
        .unwrap_or_default();
    for group in groups
        .into_iter()
        .filter(|it| it.kind() == "aws_security_group")
    {
        let own = checker.vpc_of(group);
        if !own.differs(network) {
            continue;
        }
        let address = address_of(group.block);
        let edits = match (own, network) {
            (Network::Vpc(vpc), Network::Default) if block.is_single() => {
                subnet_group(checker, block, vpc)
            }
            _ => super::instances::join_network(checker, group, network),
        };
        let message = match has_no_group {
            true => format!("`{address}` is in a VPC, and the database in the default one"),
            false => format!("`{address}` is not in the VPC of the subnets"),
        };
        checker
            .report_at(
                "IG_DEPLOY_415",
                block,
                body,
                "vpc_security_group_ids",
                message,
            )
            .fix(
                Safety::Likely,
                "put the database and its groups into one VPC",
                edits,
            );
    }
    if checker.flag(body, "publicly_accessible") == Some(true)
        && let Network::Vpc(vpc) = network
    {
        let has_gateway = checker.has_gateway(vpc);
        let has_names = checker.flag_or(&vpc.body, "enable_dns_hostnames", false);
        if has_gateway == Some(false) || has_names == Some(false) {
            let is_asked = checker.asks_for(&["public", "publicly"]);
            let (edits, what) = match (is_asked, has_gateway) {
                (false, _) => (
                    checker.set(block, &["publicly_accessible"], "false"),
                    "make the database private",
                ),
                (true, Some(false)) => {
                    let group = checker.target_in(body, "db_subnet_group_name");
                    let subnets =
                        group.and_then(|it| checker.targets_in(&it.block.body, "subnet_ids"));
                    let subnets: Vec<&Block> = subnets
                        .unwrap_or_default()
                        .iter()
                        .map(|it| it.block)
                        .collect();
                    let mut edits = open(checker, vpc, &subnets);
                    if has_names == Some(false) {
                        edits.extend(checker.set(vpc, &["enable_dns_hostnames"], "true"));
                    }
                    (edits, "add an internet gateway and host names")
                }
                (true, _) => (
                    checker.set(vpc, &["enable_dns_hostnames"], "true"),
                    "enable host names in the VPC",
                ),
            };
            let lack = if has_gateway == Some(false) {
                "internet gateway"
            } else {
                "host names for addresses"
            };
            let message = format!("a public database needs a VPC with {lack}");
            checker
                .report_at("IG_DEPLOY_416", block, body, "publicly_accessible", message)
                .fix(Safety::Likely, what, edits);
        }
    }
}

/// Returns the edits that put a database into a group of the subnets of a VPC.
fn subnet_group(checker: &Checker, block: &Block, vpc: &Block) -> Vec<Edit> {
    let mut subnets = checker.declared("aws_subnet");
    subnets.retain(|it| {
        it.is_single() && matches!(checker.vpc_in(&it.body), Network::Vpc(own) if same(own, vpc))
    });
    if subnets.len() < 2 {
        return Vec::new();
    }
    let ids: Vec<String> = subnets
        .iter()
        .map(|it| format!("{}.id", address_of(it)))
        .collect();
    let name = checker.new_name("aws_db_subnet_group", name_of(block));
    let text = format!(
        "resource \"aws_db_subnet_group\" \"{name}\" {{\n  subnet_ids = [{}]\n}}",
        ids.join(", ")
    );
    let mut edits = vec![crate::hcl::edit::before(checker.index.module, block, &text)];
    edits.extend(checker.set(
        block,
        &["db_subnet_group_name"],
        &format!("aws_db_subnet_group.{name}.name"),
    ));
    edits
}

fn replica<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(source) = checker
        .target_in(body, "replicate_source_db")
        .filter(|it| it.kind() == "aws_db_instance")
    else {
        return;
    };
    if matches!(
        checker.value(&source.block.body, "backup_retention_period"),
        Value::Null
    ) || checker.number(&source.block.body, "backup_retention_period") == Some(0.0)
    {
        let edits = checker.set(source.block, &["backup_retention_period"], "7");
        let message = format!("`{}` has no automated backups", address_of(source.block));
        checker
            .report_at("IG_DEPLOY_417", block, body, "replicate_source_db", message)
            .fix(
                Safety::Likely,
                "keep backups of the source for 7 days",
                edits,
            );
    }
    let engine = engine_of(checker, source.block);
    let is_refused = engine.is_some_and(|engine| !engine.starts_with("sqlserver-"));
    let managed = checker.flag(&source.block.body, "manage_master_user_password");
    if is_refused && managed == Some(true) {
        let source = address_of(source.block);
        let message = format!("Secrets Manager manages the password of `{source}`");
        checker.report_at("IG_DEPLOY_446", block, body, "replicate_source_db", message);
    }
    let set: Vec<&str> = ["username", "password"]
        .into_iter()
        .filter(|name| body.attribute(name).is_some() && !checker.is_absent(body, name))
        .collect();
    if let Some(first) = set.first() {
        let edits = checker.remove_all(body, &set);
        checker
            .report_at(
                "IG_DEPLOY_418",
                block,
                body,
                first,
                format!("a replica takes no `{first}`"),
            )
            .fix(Safety::Safe, "remove the credentials of the replica", edits);
    }
}

fn monitoring<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let interval = checker.number(body, "monitoring_interval");
    if !interval.is_some_and(|it| it > 0.0) || !checker.is_absent(body, "monitoring_role_arn") {
        return;
    }
    let edits = match block.is_single() {
        true => {
            let name = checker.new_name("aws_iam_role", &format!("{}_monitoring", name_of(block)));
            let mut edits = checker.after(block, &MONITORING_ROLE.replace("NAME", &name));
            edits.extend(checker.set(
                block,
                &["monitoring_role_arn"],
                &format!("aws_iam_role.{name}.arn"),
            ));
            edits
        }
        false => Vec::new(),
    };
    checker
        .report_at(
            "IG_DEPLOY_419",
            block,
            body,
            "monitoring_interval",
            "enhanced monitoring has no role",
        )
        .fix(Safety::Likely, "add a role for enhanced monitoring", edits);
}

/// Role of enhanced monitoring; `NAME` is its name.
const MONITORING_ROLE: &str = r#"resource "aws_iam_role" "NAME" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "monitoring.rds.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "NAME" {
  role       = aws_iam_role.NAME.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
}"#;

/// Returns the engine and the major version of a parameter group's family.
fn split_family(family: &str) -> Option<(&str, &str)> {
    let at = family.find(|c: char| c.is_ascii_digit())?;
    Some((&family[..at], &family[at..]))
}

fn family<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(engine) = checker.text(body, "engine") else {
        return;
    };
    let group = checker.target_in(body, "parameter_group_name");
    let group = group.filter(|it| it.kind() == "aws_db_parameter_group");
    let family = match group {
        Some(group) => checker.text(&group.block.body, "family"),
        None => {
            let name = checker.text(body, "parameter_group_name");
            name.and_then(|it| it.strip_prefix("default.").map(str::to_owned))
        }
    };
    let is_plain = matches!(engine.as_str(), "mysql" | "mariadb" | "postgres");
    let Some((of_engine, major)) = family
        .as_deref()
        .and_then(split_family)
        .filter(|_| is_plain)
    else {
        return;
    };
    let version = checker.text(body, "engine_version");
    let is_other_engine = of_engine != engine;
    let is_other_major = version.as_deref().is_some_and(|version| {
        let (own, wanted) = (numbers(version), numbers(major));
        let compared = own.len().min(wanted.len());
        own[..compared] != wanted[..compared]
    });
    if !is_other_engine && !is_other_major {
        return;
    }
    let wanted = version
        .as_deref()
        .map(numbers)
        .filter(|it| !it.is_empty())
        .and_then(|own| {
            let length = if engine == "postgres" && own[0] >= 10 {
                1
            } else {
                2
            };
            let parts: Vec<String> = own.get(..length)?.iter().map(u64::to_string).collect();
            Some(format!("{engine}{}", parts.join(".")))
        });
    let edits = match (group, &wanted) {
        (Some(group), Some(wanted)) => checker.replace_literal(&group.block.body, "family", wanted),
        (None, _) => checker.remove(body, "parameter_group_name"),
        _ => Vec::new(),
    };
    let what = match (group, &wanted) {
        (Some(_), Some(wanted)) => format!("use the family `{wanted}`"),
        _ => "use the default group of the version".to_owned(),
    };
    let family = family.unwrap_or_default();
    let shown = version.unwrap_or_default();
    let message =
        format!("the parameter group is for `{family}`, and the database is `{engine}` {shown}");
    checker
        .report_at(
            "IG_DEPLOY_420",
            block,
            body,
            "parameter_group_name",
            message.trim_end(),
        )
        .fix(Safety::Likely, what, edits);
}

fn options<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(engine) = checker.text(body, "engine") else {
        return;
    };
    let has_no_iam = ["oracle", "sqlserver", "db2"]
        .iter()
        .any(|it| engine.starts_with(it));
    let name = "iam_database_authentication_enabled";
    if has_no_iam && checker.flag(body, name) == Some(true) {
        let edits = checker.remove(body, name);
        checker
            .report_at(
                "IG_DEPLOY_421",
                block,
                body,
                name,
                format!("`{engine}` has no authentication by IAM"),
            )
            .fix(Safety::Likely, "remove authentication by IAM", edits);
    }
    if engine.starts_with("aurora") {
        let message = format!("`{engine}` runs in a cluster, not as an instance of its own");
        checker.report_at("IG_DEPLOY_422", block, body, "engine", message);
    }
}

fn instances<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block, instance: &str) {
    let body = &block.body;
    let is_other = checker
        .text_or(body, "engine_mode", "provisioned")
        .as_deref()
        != Some("provisioned")
        || !checker.are_absent(body, &["db_cluster_instance_class"]);
    if is_other || !checker.options.is_whole || checker.is_completed_elsewhere(block) {
        return;
    }
    if checker.is_child(&[instance], "cluster_identifier", block) == Some(false) {
        let edits = match block.is_single() {
            true => {
                let address = address_of(block);
                let name = checker.new_name(instance, name_of(block));
                let class = match block.type_name() {
                    Some("aws_rds_cluster") => "db.t4g.medium",
                    _ => "db.t3.medium",
                };
                let engine = match block.type_name() {
                    Some("aws_rds_cluster") => format!("\n  engine             = {address}.engine"),
                    _ => String::new(),
                };
                let text = format!(
                    "resource \"{instance}\" \"{name}\" {{\n  cluster_identifier = {address}.id\n  \
                     instance_class     = \"{class}\"{engine}\n}}"
                );
                checker.after(block, &text)
            }
            false => Vec::new(),
        };
        // An instance costs money.
        checker
            .report(
                "IG_DEPLOY_423",
                block,
                block.header,
                "the cluster has no instance",
            )
            .fix(Safety::Suggestion, "add an instance", edits);
    }
}

fn engine<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let cluster = checker
        .target_in(body, "cluster_identifier")
        .filter(|it| it.kind() == "aws_rds_cluster");
    let Some(cluster) = cluster else {
        return;
    };
    let own = checker.text(body, "engine");
    let of_cluster = checker.text_or(&cluster.block.body, "engine", "");
    if let (Some(own), Some(of_cluster)) = (own, of_cluster.filter(|it| !it.is_empty()))
        && own != of_cluster
    {
        let edits = match (body.attribute("engine"), cluster.is_instance) {
            (Some(it), false) => {
                checker.replace(&it.value, format!("{}.engine", address_of(cluster.block)))
            }
            _ => Vec::new(),
        };
        checker
            .report_at(
                "IG_DEPLOY_424",
                block,
                body,
                "engine",
                format!("the cluster runs `{of_cluster}`"),
            )
            .fix(Safety::Likely, "use the engine of the cluster", edits);
    }
}

/// Checks that a cache's version has the form of its engine, and that its users have passwords.
fn cache_versions(checker: &mut Checker) {
    for kind in [
        "aws_elasticache_cluster",
        "aws_elasticache_replication_group",
    ] {
        for block in checker.created(kind) {
            let body = &block.body;
            let engine = checker.text_or(body, "engine", "redis");
            let Some(version) = checker.text(body, "engine_version") else {
                continue;
            };
            let is_cluster = kind == "aws_elasticache_cluster";
            if engine.as_deref() != Some("redis") || is_cluster && checker.is_absent(body, "engine")
            {
                continue;
            }
            let parts: Vec<&str> = version.split('.').collect();
            let major: Option<u32> = parts[0].parse().ok();
            let is_number = |it: &&str| it.parse::<u32>().is_ok();
            let is_valid = match (major, parts.as_slice()) {
                (Some(6), [_, "x"]) => true,
                (Some(6..), [_, minor]) => is_number(minor),
                (Some(1..=5), [_, minor, patch]) => is_number(minor) && is_number(patch),
                _ => false,
            };
            if is_valid || version.is_empty() {
                continue;
            }
            let better = match major {
                Some(5) => "5.0.6",
                Some(6) => "6.2",
                Some(7) => "7.1",
                _ => "",
            };
            let edits = match better {
                "" => Vec::new(),
                it => checker.replace_literal(body, "engine_version", it),
            };
            let message = format!("`{version}` has not the form of a version of Redis");
            checker
                .report_at("IG_DEPLOY_433", block, body, "engine_version", message)
                .fix(Safety::Likely, format!("use version {better}"), edits);
        }
    }
    for block in checker.created("aws_elasticache_user") {
        let body = &block.body;
        let modes = checker.nested(body, "authentication_mode");
        let has_mode = modes.is_none_or(|all| {
            all.iter().any(|it| {
                checker.text(&it.body, "type").as_deref() != Some("password")
                    || !checker.is_absent(&it.body, "passwords")
            })
        });
        let is_open = checker.flag_or(body, "no_password_required", false) != Some(false);
        if checker.is_absent(body, "passwords") && !has_mode && !is_open {
            let message = "the user has no password";
            checker.report("IG_DEPLOY_432", block, block.header, message);
        }
    }
}

/// Smallest current type of a cache node, as the templates use it.
const NODE_TYPE: &str = "cache.t4g.micro";

fn caches(checker: &mut Checker) {
    cache_versions(checker);
    for block in checker.created("aws_elasticache_replication_group") {
        let body = &block.body;
        if checker.are_absent(body, &["node_type", "global_replication_group_id"]) {
            let edits = checker.set(block, &["node_type"], &quote(NODE_TYPE));
            checker
                .report(
                    "IG_DEPLOY_445",
                    block,
                    block.header,
                    "the group has no node type",
                )
                .fix(Safety::Likely, "use a small node", edits);
        }
        let count = match checker.value(body, "num_cache_clusters") {
            Value::Null => checker.value(body, "number_cache_clusters"),
            value => value,
        };
        let others = [
            "num_node_groups",
            "replicas_per_node_group",
            "cluster_mode",
            "global_replication_group_id",
        ];
        let count = match count {
            Value::Null if checker.are_absent(body, &others) => Some(1.0),
            value => value.to_number(),
        };
        if checker.flag(body, "automatic_failover_enabled") == Some(true)
            && count.is_some_and(|it| it < 2.0)
            && checker.are_absent(body, &others[..3])
        {
            let edits = checker.set(block, &["num_cache_clusters"], "2");
            checker
                .report_at(
                    "IG_DEPLOY_425",
                    block,
                    body,
                    "automatic_failover_enabled",
                    "automatic failover has no second node",
                )
                .fix(Safety::Likely, "use two nodes", edits);
        }
        cache_family(checker, block);
    }
    for block in checker.created("aws_elasticache_cluster") {
        let body = &block.body;
        let nodes = checker.number(body, "num_cache_nodes");
        let engine = checker.text(body, "engine");
        if matches!(engine.as_deref(), Some("redis" | "valkey")) && nodes.is_some_and(|it| it > 1.0)
        {
            let message = "a cluster of Redis has one node; more nodes are a replication group";
            checker.report_at("IG_DEPLOY_426", block, body, "num_cache_nodes", message);
        }
        cache_family(checker, block);
    }
}

/// Checks that the default parameter group of a cache is the one of its version.
fn cache_family<'m>(checker: &mut Checker<'_, 'm>, block: &'m Block) {
    let body = &block.body;
    let Some(name) = checker.text(body, "parameter_group_name") else {
        return;
    };
    let engine = checker.text_or(body, "engine", "redis").unwrap_or_default();
    let Some(family) = name.strip_prefix("default.").filter(|_| engine == "redis") else {
        return;
    };
    let family = family.strip_suffix(".cluster.on").unwrap_or(family);
    let version = match checker.value(body, "engine_version") {
        // Without a version AWS creates the newest, which is 7.
        Value::Null => Some("7.1".to_owned()),
        value => value.to_text(),
    };
    let Some(version) = version.as_deref().map(numbers).filter(|it| !it.is_empty()) else {
        return;
    };
    let wanted = match (version[0], version.get(1)) {
        (7.., _) => "redis7".to_owned(),
        (6, _) => "redis6.x".to_owned(),
        (major, Some(minor)) => format!("redis{major}.{minor}"),
        _ => return,
    };
    if family != wanted {
        let edits = checker.remove(body, "parameter_group_name");
        checker
            .report_at(
                "IG_DEPLOY_427",
                block,
                body,
                "parameter_group_name",
                format!("the version needs a parameter group for `{wanted}`"),
            )
            .fix(
                Safety::Likely,
                "use the default group of the version",
                edits,
            );
    }
}

fn warehouses(checker: &mut Checker) {
    for block in checker.created("aws_redshift_cluster") {
        let body = &block.body;
        if let Some(node) = checker.text(body, "node_type")
            && (node.starts_with("ds2.") || node.starts_with("dc1.") || node.starts_with("ds1."))
        {
            let edits = checker.replace_literal(body, "node_type", "ra3.large");
            checker
                .report_at(
                    "IG_DEPLOY_428",
                    block,
                    body,
                    "node_type",
                    format!("AWS no longer creates nodes of the type `{node}`"),
                )
                .fix(Safety::Likely, "use `ra3.large`", edits);
        }
        let nodes = checker.number(body, "number_of_nodes").or(
            match checker.value(body, "number_of_nodes") {
                Value::Null => Some(1.0),
                _ => None,
            },
        );
        if checker.text(body, "cluster_type").as_deref() == Some("multi-node")
            && nodes.is_some_and(|it| it < 2.0)
        {
            let edits = checker.set(block, &["number_of_nodes"], "2");
            checker
                .report_at(
                    "IG_DEPLOY_429",
                    block,
                    body,
                    "cluster_type",
                    "a cluster of several nodes has at least two",
                )
                .fix(Safety::Likely, "use two nodes", edits);
        }
    }
}

/// Families of search instances without a disk of their own.
///
/// Source: AWS, "Supported instance types in Amazon OpenSearch Service", read 2026-11.
const WITHOUT_DISK: &[&str] = strings! {
    "t2", "t3", "m4", "m5", "m6g", "m7g", "c4", "c5", "c6g", "c7g", "r4", "r5", "r6g", "r7g",
};

fn search_domains(checker: &mut Checker) {
    for kind in ["aws_opensearch_domain", "aws_elasticsearch_domain"] {
        for block in checker.created(kind) {
            let body = &block.body;
            let Some(clusters) = checker.nested(body, "cluster_config") else {
                continue;
            };
            let default = if kind == "aws_opensearch_domain" {
                "m4.large.search"
            } else {
                "m4.large.elasticsearch"
            };
            let of_cluster = clusters
                .first()
                .and_then(|it| checker.text_or(&it.body, "instance_type", default));
            let Some(class) =
                of_cluster.or_else(|| clusters.is_empty().then(|| default.to_owned()))
            else {
                continue;
            };
            let family = class.split('.').next().unwrap_or_default();
            if WITHOUT_DISK.contains(&family) && checker.is_absent(body, "ebs_options") {
                let text = "ebs_options {\n  ebs_enabled = true\n  volume_size = 10\n}";
                let edits = crate::hcl::edit::insert(checker.index.module, block, text);
                checker
                    .report(
                        "IG_DEPLOY_430",
                        block,
                        block.header,
                        format!("`{class}` has no disk, and no volume is set"),
                    )
                    .fix(Safety::Likely, "add a volume of 10 GiB", edits);
            }
            let encryption = body.blocks_of("encrypt_at_rest").next();
            let is_encrypted =
                encryption.and_then(|it| checker.flag(&it.body, "enabled")) == Some(true);
            if family == "t2" && is_encrypted {
                let suffix = class.rsplit('.').next().unwrap_or_default();
                let new = format!("t3.small.{suffix}");
                let edits = clusters.first().map_or_else(Vec::new, |it| {
                    checker.replace_literal(&it.body, "instance_type", &new)
                });
                let span = clusters.first().map_or(block.header, |it| it.header);
                checker
                    .report(
                        "IG_DEPLOY_431",
                        block,
                        span,
                        format!("`{class}` has no encryption at rest"),
                    )
                    .fix(Safety::Likely, format!("use `{new}`"), edits);
            }
        }
    }
}
