//! Writes databases, caches, file systems, buckets, tables and security groups.

use super::draft::{ModuleBuilder, code, text, vars};
use super::network::TrafficSource;
use crate::intent::size;
use crate::intent::{Item, ParsedRequest, Service};

const DATABASE: &str = include_str!("database.tf");
const CACHE: &str = include_str!("cache.tf");
const FILES: &str = include_str!("files.tf");
const BUCKET: &str = include_str!("bucket.tf");
const TABLE: &str = include_str!("table.tf");

/// Database engine with its port and versions, the default version first.
struct Engine {
    name: &'static str,
    title: &'static str,
    port: u32,
    versions: &'static [&'static str],
    logs: &'static str,
}

const fn mysql(
    name: &'static str,
    title: &'static str,
    versions: &'static [&'static str],
) -> Engine {
    Engine {
        name,
        title,
        port: 3306,
        versions,
        logs: r#"["audit", "error", "general", "slowquery"]"#,
    }
}

const ENGINES: &[Engine] = &[
    Engine {
        name: "postgres",
        title: "PostgreSQL",
        port: 5432,
        versions: &["16", "13", "14", "15", "17"],
        logs: r#"["postgresql", "upgrade"]"#,
    },
    mysql("mysql", "MySQL", &["8.4", "8.0"]),
    mysql("mariadb", "MariaDB", &["10.11", "10.6", "11.4"]),
];

/// Cache engines with their ports and versions, the default version first.
const CACHES: &[(&str, u32, &[&str])] = &[
    ("redis", 6379, &["7.1", "7.0", "6.2"]),
    ("valkey", 6379, &["8.0", "7.2"]),
    ("memcached", 11211, &["1.6.22"]),
];

/// Words that RDS refuses as the name of a database: reserved words of SQL and names of its own.
const RESERVED: &[&str] = strings! {
    "all", "and", "as", "case", "check", "column", "create", "db", "default", "end", "from", "grant",
    "group", "in", "information_schema", "mysql", "not", "null", "on", "or", "order",
    "performance_schema", "rdsadmin", "select", "sys", "table", "then", "to", "union", "user", "where",
    "with",
};

/// Writes the data stores; `None` if the request is impossible.
pub(super) fn write(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let stores = [Service::Database, Service::Cache, Service::Files];
    if request.has(Service::Function) && stores.into_iter().any(|store| request.has(store)) {
        return None;
    }
    for item in request.items_of(Service::Database) {
        database(item, request.items.len() == 1, draft)?;
    }
    for item in request.items_of(Service::Cache) {
        cache(item, draft)?;
    }
    for item in request.items_of(Service::Files) {
        files(item, request, draft)?;
    }
    for item in request.items_of(Service::Bucket) {
        buckets(item, request, draft)?;
    }
    for item in request.items_of(Service::Table) {
        tables(item, request, draft)?;
    }
    Some(())
}

/// Returns the name of each instance of an item: given names, purpose or kind.
pub(super) fn instance_names(item: &Item, kind: &str) -> Vec<String> {
    let base = item.purpose.as_deref().unwrap_or(kind);
    match item.names.as_slice() {
        [] if item.count > 1 => (1..=item.count).map(|at| format!("{base}-{at}")).collect(),
        [] => vec![base.to_owned()],
        names => names.to_vec(),
    }
}

fn database(item: &Item, is_alone: bool, draft: &mut ModuleBuilder) -> Option<()> {
    let engine = match item.get("engine") {
        // `a database` alone can be of any kind.
        None if item.has("vague") && is_alone => return None,
        Some(engine) => ENGINES.iter().find(|known| known.name == engine)?,
        None => {
            draft.assume("The database is PostgreSQL.");
            ENGINES.first()?
        }
    };
    let usual = engine.versions.first()?;
    let version = match item.get("version") {
        Some(version) if engine.versions.contains(&version) => {
            engine.versions.iter().find(|known| **known == version)?
        }
        // Of a major version, as in `mysql 8`, the newest release.
        Some(version) => {
            let is_of = |known: &&&str| known.split('.').next() == Some(version);
            let newest = engine.versions.iter().find(is_of)?;
            let title = engine.title;
            draft.assume(format!("{title} {version} is {newest}."));
            newest
        }
        None => {
            draft.assume(format!("{} {usual}.", engine.title));
            usual
        }
    };
    let class = match (item.get("class"), item.get("size")) {
        (Some(_), Some(_)) => return None,
        (Some(class), None) => class.to_owned(),
        (None, size) => format!("db.{}", size.unwrap_or("t4g.micro")),
    };
    if !item.has("class") {
        draft.assume_without(item, "size", "The database runs on a db.t4g.micro.");
    }
    if !class.strip_prefix("db.").is_some_and(size::is_of_database)
        || item.has("network") && item.has("place")
    {
        return None;
    }
    draft.assume_without(item, "storage", "The database has 20 GB.");
    let name = item.names.first().map_or("database", String::as_str);
    let label = draft.label("database", name);
    let group = draft.group(&label, name, &format!("Database {name}"));
    draft.allow_clients(&label, engine.port, engine.title);
    let mut values = vars([
        ("name", text(name)),
        ("engine", text(engine.name)),
        ("version", text(*version)),
        ("family", text(format!("{}{version}", engine.name))),
        ("class", text(class)),
        ("storage", code(item.get("storage").unwrap_or("20"))),
        ("backup", code(item.get("backup").unwrap_or("7"))),
        ("logs", code(engine.logs)),
        ("group", group),
    ]);
    values.identifier(item, name);
    if let Some(schema) = item.get("schema") {
        let is_plain = schema
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let begins = schema.starts_with(|c: char| c.is_ascii_alphabetic());
        let is_reserved = RESERVED.contains(&schema.to_ascii_lowercase().as_str());
        (is_plain && begins && !is_reserved).then_some(())?;
        values.text("schema", schema);
    }
    values.flag("parameters", engine.name == "postgres");
    values.flag("multi_az", item.has("multi_az"));
    values.copy(item, &["replicas"]);
    values.code("password", format!("var.{label}_password"));
    values.flag("protected", item.has("deletion_protection"));
    if let Some(subnets) = draft.net.inner_subnets() {
        values.code("subnets", subnets);
    }
    // AWS makes no replica of a database whose password Secrets Manager manages.
    let is_managed = !item.has("replicas");
    draft.assume(match is_managed {
        true => "Secrets Manager creates and stores the password.",
        false => {
            "Terraform asks for the password: AWS copies no database whose password it manages."
        }
    });
    draft.assume("A destroyed database leaves a final snapshot.");
    draft.write(DATABASE, "database", &label, &values);
    draft.output(
        &format!("{label}_endpoint"),
        "Host and port of the database",
        &format!("aws_db_instance.{label}.endpoint"),
    );
    if is_managed {
        draft.output(
            &format!("{label}_secret"),
            "ARN of the secret with the user name and the password",
            &format!("aws_db_instance.{label}.master_user_secret[0].secret_arn"),
        );
    }
    Some(())
}

fn cache(item: &Item, draft: &mut ModuleBuilder) -> Option<()> {
    let engine = item.get("engine").unwrap_or("redis");
    draft.assume_without(item, "engine", "The cache is Redis.");
    let (engine, port, versions) = CACHES.iter().find(|(known, _, _)| *known == engine)?;
    let is_memcached = *engine == "memcached";
    let name = item.names.first().map_or("cache", String::as_str);
    let group = draft.group("cache", name, "Cache");
    let title = match *engine {
        "memcached" => "Memcached",
        "valkey" => "Valkey",
        _ => "Redis",
    };
    draft.allow_clients("cache", *port, title);
    let number = |key: &str| item.get(key).map(|value| value.parse::<u32>().ok());
    let nodes = match (number("count"), number("replicas")) {
        (Some(Some(nodes)), None) => nodes,
        (None, Some(Some(replicas))) => replicas + 1,
        (None, None) if item.has("multi_az") => 2,
        (None, None) if is_memcached || item.has("cheap") => 1,
        (None, None) => 2,
        _ => return None,
    };
    let only_redis = ["replicas", "multi_az", "tls", "encrypted", "backups"];
    if nodes == 1 && item.has("multi_az")
        || is_memcached && only_redis.into_iter().any(|key| item.has(key))
    {
        return None;
    }
    draft.assume_without(item, "size", "Cache nodes are cache.t4g.micro.");
    if !item.has("count") && !item.has("replicas") {
        let nodes = if nodes == 1 {
            "One cache node."
        } else {
            "Two cache nodes."
        };
        draft.assume(nodes);
    }
    let mut values = vars([
        ("name", text(name)),
        ("engine", text(*engine)),
        ("size", text(item.get("size").unwrap_or("cache.t4g.micro"))),
        ("nodes", code(nodes)),
        ("group", group),
    ]);
    values.flag("memcached", is_memcached);
    if let Some(version) = item.get("version") {
        let usual = versions
            .iter()
            .find(|known| **known == version || known.split('.').next() == Some(version))?;
        values.text("version", *usual);
    } else if *engine == "valkey" {
        values.text("version", "8.0");
    }
    values.flag("replicas", nodes > 1 && !is_memcached);
    let subnets = draft.net.inner_subnets();
    let subnets = subnets.as_deref();
    values.code("subnets", subnets.unwrap_or("data.aws_subnets.default.ids"));
    draft.write(CACHE, "cache", "cache", &values);
    draft.output(
        "cache_endpoint",
        "Host of the cache",
        match is_memcached {
            true => "aws_elasticache_cluster.cache.cluster_address",
            false => "aws_elasticache_replication_group.cache.primary_endpoint_address",
        },
    );
    Some(())
}

fn files(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let name = item.names.first().map_or("files", String::as_str);
    let group = draft.group("files", name, "File system");
    draft.allow_clients("files", 2049, "NFS");
    let (targets, subnet) = match (draft.net.is_own, draft.net.private) {
        (true, 0) => (draft.net.public.min(2), "aws_subnet.public[count.index].id"),
        (true, private) => (private.min(2), "aws_subnet.private[count.index].id"),
        (false, _) => (2, "data.aws_subnets.default.ids[count.index]"),
    };
    let mut values = vars([
        ("name", text(name)),
        ("targets", code(targets)),
        ("subnet", code(subnet)),
        ("group", group),
    ]);
    if !draft.net.is_own {
        values.code("targets", "length(data.aws_subnets.default.ids)");
    }
    if request.has(Service::Server) || request.has(Service::Scaling) {
        draft.assume("The file system is mounted at /mnt/efs.");
    }
    draft.write(FILES, "files", "files", &values);
    draft.output(
        "file_system_id",
        "Id of the file system",
        "aws_efs_file_system.files.id",
    );
    Some(())
}

/// Returns whether the bucket of somebody else is likely to have a name already.
///
/// This holds for single words: `logs`, `media`.
fn is_taken(name: &str) -> bool {
    name.len() <= 12 && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn buckets(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let is_site = item.has("site") || item.has("cdn");
    // A distribution serves everyone: a private site needs who may see it. One with a domain needs a
    // certificate.
    if is_site && item.has("private") && !item.has("cdn")
        || is_site && request.has(Service::Zone)
        || is_site && (item.get("kms") == Some("true") || item.has("tls"))
        || item.has("oac") && !is_site
    {
        return None;
    }
    let is_one = item.count == 1 && request.items_of(Service::Bucket).count() == 1;
    if is_site && !is_one {
        return None;
    }
    let archive: Option<u32> = item.get("glacier").and_then(|days| days.parse().ok());
    let expire: Option<u32> = item.get("expire").and_then(|days| days.parse().ok());
    if let (Some(archive), Some(expire)) = (archive, expire)
        && archive >= expire
    {
        return None;
    }
    // Objects that are to be deleted leave no old versions, unless versions were requested.
    let is_short = expire.is_some() && !item.has("versioning");
    let is_versioned = item.get("versioning") != Some("false");
    for name in instance_names(item, if is_site { "site" } else { "bucket" }) {
        let label = draft.label("bucket", &name);
        let mut values = vars([("name", text(name.as_str()))]);
        match is_taken(&name) {
            // AWS is likely to refuse the name as it is requested.
            true if !item.names.is_empty() => draft.assume(format!(
                "The name begins with `{name}-`: bucket names are unique over all accounts, and a \
                 single word is likely to be taken."
            )),
            _ => values.identifier(item, &name),
        }
        values.copy(item, &["glacier", "expire"]);
        values.flag("site", is_site);
        values.flag("spa", item.has("spa"));
        values.flag("tls", item.has("tls"));
        values.flag(
            "logs",
            name.split(['-', '.', '_'])
                .any(|word| ["log", "logs"].contains(&word)),
        );
        values.flag("versioned", is_versioned);
        values.code("old", if is_short { 1 } else { 90 });
        values.flag("kms", !is_site && item.get("kms") != Some("false"));
        draft.write(BUCKET, "bucket", &label, &values);
        draft.output(
            &format!("{label}_name"),
            "Name of the bucket",
            &format!("aws_s3_bucket.{label}.bucket"),
        );
        if is_site {
            draft.output(
                "site_url",
                "Address of the site",
                &format!("\"https://${{aws_cloudfront_distribution.{label}.domain_name}}\""),
            );
        }
    }
    if is_versioned {
        draft.assume(match is_short {
            true => "Expired objects are gone a day later.",
            false => "Old versions of objects are kept for 90 days.",
        });
    }
    if is_site {
        if !item.has("cdn") {
            draft.assume("CloudFront serves the site over HTTPS, and the bucket stays private.");
        }
        draft.assume(
            "The site has the address of its CloudFront distribution, as no domain was named.",
        );
    }
    Some(())
}

fn tables(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let is_used = request.has(Service::Function);
    if is_used && item.has("kms") {
        return None;
    }
    let is_provisioned = item.get("billing") == Some("PROVISIONED") || item.has("read");
    if is_provisioned && item.get("billing") == Some("PAY_PER_REQUEST") {
        return None;
    }
    let hash = item.get("hash").unwrap_or("id");
    if !item.has("hash") {
        draft.assume("The key of the table is the string `id`.");
    } else {
        draft.assume_without(item, "hash_type", "Keys of tables are strings.");
    }
    if item.get("range") == Some(hash) || item.get("ttl") == Some(hash) {
        return None;
    }
    let billing = if is_provisioned {
        "PROVISIONED"
    } else {
        "PAY_PER_REQUEST"
    };
    for name in instance_names(item, "table") {
        let label = draft.label("table", &name);
        let kind = |key: &str| text(item.get(key).unwrap_or("S"));
        let mut values = vars([
            ("name", text(name)),
            ("billing", text(billing)),
            ("hash", text(hash)),
            ("hash_type", kind("hash_type")),
            ("range_type", kind("range_type")),
        ]);
        values.copy(item, &["range", "ttl", "stream", "deletion_protection"]);
        values.flag("used", is_used);
        if is_provisioned {
            values.code("read", item.get("read").unwrap_or("5"));
            values.code("write", item.get("write").unwrap_or("5"));
        }
        draft.write(TABLE, "table", &label, &values);
        draft.output(
            &format!("{label}_name"),
            "Name of the table",
            &format!("aws_dynamodb_table.{label}.name"),
        );
    }
    Some(())
}

/// Writes security groups that are requested without a server.
pub(super) fn groups(request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    for item in request.items_of(Service::Group) {
        let name = item.names.first().map_or("main", String::as_str);
        let ports = super::compute::ports(item);
        let from = item.get("from");
        if ports.is_empty() && !item.has("ssh") {
            return None;
        }
        let label = draft.label("group", name);
        draft.write_group(&label, name, &format!("Access to {name}"), true);
        draft.output(
            &format!("{label}_id"),
            "Id of the security group",
            &format!("aws_security_group.{label}.id"),
        );
        draft.allow_https_out(&label);
        for port in ports {
            if [22, 3389].contains(&port) {
                return None;
            }
            let peer = match from {
                Some(cidr) => TrafficSource::Cidr(cidr.to_owned()),
                None if [80, 443].contains(&port) => TrafficSource::anywhere(),
                None => {
                    draft.assume(format!("Port {port} is open to the VPC."));
                    draft.net.cidr()
                }
            };
            draft.allow_inbound(&label, port, peer, &super::compute::protocol_name(port));
        }
        if let Some(ssh) = item.get("ssh") {
            draft.ssh(&label, from.filter(|_| ssh == "ask").unwrap_or(ssh))?;
        }
    }
    Some(())
}
