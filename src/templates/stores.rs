//! Writes databases, caches, file systems, buckets, tables and security groups.

use super::draft::{ModuleBuilder, code, text, vars};
use super::network::{ANYWHERE, TrafficSource, VpcParts};
use super::template::Var;
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

const ENGINES: &[Engine] = &[
    Engine {
        name: "postgres",
        title: "PostgreSQL",
        port: 5432,
        versions: &["16", "13", "14", "15", "17"],
        logs: "[\"postgresql\", \"upgrade\"]",
    },
    Engine {
        name: "mysql",
        title: "MySQL",
        port: 3306,
        versions: &["8.0", "8.4"],
        logs: "[\"audit\", \"error\", \"general\", \"slowquery\"]",
    },
    Engine {
        name: "mariadb",
        title: "MariaDB",
        port: 3306,
        versions: &["10.11", "10.6", "11.4"],
        logs: "[\"audit\", \"error\", \"general\", \"slowquery\"]",
    },
];

/// Cache engines with their ports and versions, the default version first.
const CACHES: &[(&str, u32, &[&str])] = &[
    ("redis", 6379, &["7.1", "7.0", "6.2"]),
    ("valkey", 6379, &["8.0", "7.2"]),
    ("memcached", 11211, &["1.6.22"]),
];

/// Writes the data stores; `None` if the request is impossible.
pub(super) fn write(
    request: &ParsedRequest,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let has_function_client = request.has(Service::Function)
        && (request.has(Service::Database)
            || request.has(Service::Cache)
            || request.has(Service::Files));
    if has_function_client {
        return None;
    }
    for item in request.items_of(Service::Database) {
        database(item, net, draft)?;
    }
    for item in request.items_of(Service::Cache) {
        cache(item, net, draft)?;
    }
    for item in request.items_of(Service::Files) {
        files(item, request, net, draft)?;
    }
    for item in request.items_of(Service::Bucket) {
        buckets(item, request, draft)?;
    }
    for item in request.items_of(Service::Table) {
        tables(item, draft)?;
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

fn database(item: &Item, net: &VpcParts, draft: &mut ModuleBuilder) -> Option<()> {
    let engine = match item.get("engine") {
        Some(engine) => ENGINES.iter().find(|known| known.name == engine)?,
        None => {
            draft.assume("The database is PostgreSQL.");
            ENGINES.first()?
        }
    };
    let usual = engine.versions.first()?;
    let version = match item.get("version") {
        Some(version) => engine.versions.iter().find(|known| **known == version)?,
        None => {
            draft.assume(format!("{} {usual}.", engine.title));
            usual
        }
    };
    let class = match (item.get("class"), item.get("size")) {
        (Some(class), None) => class.to_owned(),
        (None, Some(size)) => format!("db.{size}"),
        (None, None) => {
            draft.assume("The database runs on a db.t4g.micro.");
            "db.t4g.micro".to_owned()
        }
        (Some(_), Some(_)) => return None,
    };
    if class.ends_with("nano") || item.has("network") && item.has("place") {
        return None;
    }
    if !item.has("storage") {
        draft.assume("The database has 20 GB.");
    }
    let name = item.names.first().map_or("database", String::as_str);
    let label = draft.label("database", name);
    let group = net.group(draft, &label, name, &format!("Database {name}"));
    net.allow_clients(draft, &label, engine.port, engine.title);
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
        ("deletion_protection", code("true")),
    ]);
    if let Some(identifier) = item.names.first() {
        values.insert("named", code("true"));
        values.insert("identifier", text(identifier.as_str()));
    }
    if let Some(schema) = item.get("schema") {
        let is_plain = schema
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let begins = schema.starts_with(|c: char| c.is_ascii_alphabetic());
        (is_plain && begins).then_some(())?;
        values.insert("schema", text(schema));
    }
    match engine.name {
        "postgres" => drop(values.insert("parameters", code("true"))),
        _ => drop(values.insert("audited", code("true"))),
    }
    values.insert("token", code("true"));
    for key in ["multi_az", "iam"] {
        if item.has(key) {
            values.insert(key, code("true"));
        }
    }
    if let Some(subnets) = net.inner_subnets() {
        values.insert("subnets", code(subnets));
    }
    draft.assume("Secrets Manager creates and stores the password; the database cannot be deleted while deletion protection is on.");
    draft.write(DATABASE, "database", &label, &values);
    Some(())
}

fn cache(item: &Item, net: &VpcParts, draft: &mut ModuleBuilder) -> Option<()> {
    let engine = item.get("engine").unwrap_or("redis");
    if !item.has("engine") {
        draft.assume("The cache is Redis.");
    }
    let (engine, port, versions) = CACHES.iter().find(|(known, _, _)| *known == engine)?;
    let is_memcached = *engine == "memcached";
    let name = item.names.first().map_or("cache", String::as_str);
    let group = net.group(draft, "cache", name, "Cache");
    net.allow_clients(
        draft,
        "cache",
        *port,
        if is_memcached { "Memcached" } else { "Redis" },
    );
    let number = |key: &str| item.get(key).map(|value| value.parse::<u32>().ok());
    let nodes = match (number("count"), number("replicas")) {
        (Some(Some(nodes)), None) => nodes,
        (None, Some(Some(replicas))) => replicas + 1,
        (None, None) if item.has("multi_az") => 2,
        (None, None) if is_memcached => 1,
        (None, None) => 2,
        _ => return None,
    };
    if nodes == 1 && item.has("multi_az")
        || is_memcached
            && (item.has("replicas")
                || item.has("multi_az")
                || item.has("tls")
                || item.has("encrypted")
                || item.has("backups"))
    {
        return None;
    }
    if !item.has("size") {
        draft.assume("Cache nodes are cache.t4g.micro.");
    }
    if !item.has("count") && !item.has("replicas") {
        draft.assume(if nodes == 1 {
            "One cache node."
        } else {
            "Two cache nodes."
        });
    }
    let mut values = vars([
        ("name", text(name)),
        ("engine", text(*engine)),
        ("size", text(item.get("size").unwrap_or("cache.t4g.micro"))),
        ("nodes", code(nodes)),
        ("group", group),
    ]);
    if is_memcached {
        values.insert("memcached", code("true"));
    }
    if let Some(version) = item.get("version") {
        let usual = versions
            .iter()
            .find(|known| **known == version || known.split('.').next() == Some(version))?;
        values.insert("version", text(*usual));
    } else if *engine == "valkey" {
        values.insert("version", text("8.0"));
    }
    if nodes > 1 && !is_memcached {
        values.insert("replicas", code("true"));
    }
    let subnets = net
        .inner_subnets()
        .unwrap_or("data.aws_subnets.default.ids");
    values.insert("subnets", code(subnets));
    draft.write(CACHE, "cache", "cache", &values);
    Some(())
}

fn files(
    item: &Item,
    request: &ParsedRequest,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    let name = item.names.first().map_or("files", String::as_str);
    let group = net.group(draft, "files", name, "File system");
    net.allow_clients(draft, "files", 2049, "NFS");
    let (targets, subnet) = match (net.is_own, net.private) {
        (true, 0) => (net.public.min(2), "aws_subnet.public[count.index].id"),
        (true, private) => (private.min(2), "aws_subnet.private[count.index].id"),
        (false, _) => (2, "data.aws_subnets.default.ids[count.index]"),
    };
    let mut values = vars([
        ("name", text(name)),
        ("targets", code(targets)),
        ("subnet", code(subnet)),
        ("group", group),
    ]);
    if !net.is_own {
        values.insert("targets", code("length(data.aws_subnets.default.ids)"));
    }
    if request.has(Service::Server) || request.has(Service::Scaling) {
        draft.assume("The file system is mounted at /mnt/efs.");
    }
    draft.write(FILES, "files", "files", &values);
    Some(())
}

fn buckets(item: &Item, request: &ParsedRequest, draft: &mut ModuleBuilder) -> Option<()> {
    let is_site = item.has("site") || item.has("cdn");
    if item.has("site") && !item.has("cdn")
        || is_site && item.get("kms") == Some("true")
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
    for name in instance_names(item, if is_site { "site" } else { "bucket" }) {
        let label = draft.label("bucket", &name);
        let mut values = vars([("name", text(name.as_str())), ("noncurrent", code(90))]);
        if !item.names.is_empty() {
            values.insert("named", code("true"));
            values.insert("identifier", text(name.as_str()));
        }
        for key in ["glacier", "expire"] {
            if let Some(days) = item.get(key) {
                values.insert(key, code(days));
            }
        }
        if is_site {
            values.insert("site", code("true"));
        } else if item.get("kms") != Some("false") {
            values.insert("kms", code("true"));
        }
        draft.write(BUCKET, "bucket", &label, &values);
    }
    draft.assume("Old versions of objects are kept for 90 days.");
    if is_site {
        draft.assume(
            "The site has the address of its CloudFront distribution, as no domain was named.",
        );
    }
    Some(())
}

fn tables(item: &Item, draft: &mut ModuleBuilder) -> Option<()> {
    let is_provisioned = item.get("billing") == Some("PROVISIONED") || item.has("read");
    if is_provisioned && item.get("billing") == Some("PAY_PER_REQUEST") {
        return None;
    }
    let hash = item.get("hash").unwrap_or("id");
    if !item.has("hash") {
        draft.assume("The key of the table is the string `id`.");
    } else if !item.has("hash_type") {
        draft.assume("Keys of tables are strings.");
    }
    if item.get("range") == Some(hash) || item.get("ttl") == Some(hash) {
        return None;
    }
    for name in instance_names(item, "table") {
        let label = draft.label("table", &name);
        let kind = |key: &str| text(item.get(key).unwrap_or("S"));
        let mut values = vars([
            ("name", text(name)),
            (
                "billing",
                text(if is_provisioned {
                    "PROVISIONED"
                } else {
                    "PAY_PER_REQUEST"
                }),
            ),
            ("hash", text(hash)),
            ("hash_type", kind("hash_type")),
            ("range_type", kind("range_type")),
        ]);
        for key in ["range", "ttl", "stream", "deletion_protection"] {
            if let Some(set) = item.get(key) {
                values.insert(key, Var::new(set));
            }
        }
        if is_provisioned {
            values.insert("read", code(item.get("read").unwrap_or("5")));
            values.insert("write", code(item.get("write").unwrap_or("5")));
        }
        draft.write(TABLE, "table", &label, &values);
    }
    Some(())
}

/// Writes security groups that are requested without a server.
pub(super) fn groups(
    request: &ParsedRequest,
    net: &VpcParts,
    draft: &mut ModuleBuilder,
) -> Option<()> {
    for item in request.items_of(Service::Group) {
        let name = item.names.first().map_or("main", String::as_str);
        let ports: Vec<u32> = item
            .all("ports")
            .filter_map(|port| port.parse().ok())
            .collect();
        let from = item.get("from");
        if ports.is_empty() && !item.has("ssh") {
            return None;
        }
        let label = draft.label("group", name);
        let values = vars([
            ("name", text(name)),
            ("about", text(format!("Access to {name}"))),
            ("vpc", net.vpc()),
            ("alone", code("true")),
        ]);
        draft.write(super::network::GROUP, "group", &label, &values);
        net.allow_https_out(&label);
        for port in ports {
            if [22, 3389].contains(&port) {
                return None;
            }
            let peer = match from {
                Some(cidr) => TrafficSource::Cidr(cidr.to_owned()),
                None if [80, 443].contains(&port) => TrafficSource::Cidr(ANYWHERE.to_owned()),
                None => {
                    draft.assume(format!("Port {port} is open to the VPC."));
                    net.cidr()
                }
            };
            net.allow_inbound(&label, port, peer, &super::compute::protocol_name(port));
        }
        if let Some(ssh) = item.get("ssh") {
            net.ssh(draft, &label, from.filter(|_| ssh == "ask").unwrap_or(ssh))?;
        }
    }
    Some(())
}
