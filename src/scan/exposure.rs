//! Finds sensitive ports that are open to the whole internet.
//!
//! Checkov has rules for three such ports, and publishes a low severity for them. These rules are our
//! own: they cover more ports, and their severity fails the default gate of the command line. They
//! apply to a user's own files, not to what a model writes.

use super::check::{Verdict, is_text, passed};
use super::{Check, Fix, Resource, Rule, Severity, Tables, tree};
use crate::hcl::Value;

/// Resource types whose rules admit traffic.
const TYPES: &[&str] = strings! {
    "aws_security_group", "aws_default_security_group", "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
};

/// Ports of remote access and remote control, by the service names of IANA and of the products.
///
/// SSH, Telnet, RPC, NetBIOS, SMB, Docker, RDP, VNC, WinRM and the kubelet.
const REMOTE: &[i64] = &[
    22, 23, 135, 139, 445, 2375, 2376, 3389, 5900, 5985, 5986, 10250,
];

/// Ports of databases, caches, search engines and queues.
///
/// SQL Server, Oracle, NFS, etcd, MySQL, PostgreSQL, Redshift, CouchDB, Redis, Cassandra, Neo4j,
/// Kafka, Elasticsearch, Memcached and MongoDB.
const STORES: &[i64] = &[
    1433, 1434, 1521, 2049, 2379, 2380, 3306, 5432, 5439, 5984, 6379, 7000, 7687, 9042, 9092, 9200,
    9300, 11211, 27017, 27018,
];

const RULES: &[Rule] = &[
    Rule {
        id: "IG_NET_1",
        types: TYPES,
        severity: Severity::High,
        message: "a port of remote access is open to the internet",
        rationale: "Scanners find an open port within minutes and try to sign in.",
        check: Check::Custom(|resource| verdict(resource, REMOTE)),
        fix: Fix::None,
    },
    Rule {
        id: "IG_NET_2",
        types: TYPES,
        severity: Severity::High,
        message: "a port of a data store is open to the internet",
        rationale: "Anyone can reach the store, and a weak password or a flaw gives the data away.",
        check: Check::Custom(|resource| verdict(resource, STORES)),
        fix: Fix::None,
    },
];

/// The rules about open ports.
pub const TABLES: Tables = Tables::new(&[RULES]);

/// Returns whether a resource opens one of some ports to all addresses.
fn verdict(resource: &Resource, ports: &[i64]) -> Verdict {
    let Some(whole) = resource.values_at("").into_iter().next() else {
        return Verdict::Unknown;
    };
    match resource.type_name() {
        "aws_security_group_rule" => match whole.get("type") {
            Some(Value::Text(kind)) if kind == "ingress" => passed(!opens(whole, ports)),
            _ => Verdict::Passed,
        },
        "aws_vpc_security_group_ingress_rule" => passed(!opens(whole, ports)),
        _ => {
            let rules = whole.get("ingress").map_or(&[][..], tree::items);
            passed(!rules.iter().any(|rule| opens(rule, ports)))
        }
    }
}

/// Returns whether a rule opens one of some ports to all IPv4 or all IPv6 addresses.
///
/// A value that is not known opens nothing.
fn opens(rule: &Value, ports: &[i64]) -> bool {
    let open = ["cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"];
    let mut cidrs = open.iter().filter_map(|name| rule.get(name));
    let is_open = |cidr: &Value| {
        let all = [
            "0.0.0.0/0",
            "::/0",
            "0000:0000:0000:0000:0000:0000:0000:0000/0",
        ];
        all.iter().any(|text| is_text(Some(cidr), text))
    };
    if !cidrs.any(|cidrs| tree::items(cidrs).iter().any(is_open)) {
        return false;
    }
    let protocol = rule.get("protocol").or(rule.get("ip_protocol"));
    let number = |name| rule.get(name).and_then(Value::to_number);
    match protocol.and_then(Value::to_text).as_deref() {
        Some("-1" | "all") => true,
        // The numbers of TCP and UDP.
        Some("tcp" | "udp" | "TCP" | "UDP" | "6" | "17") => {
            let (Some(from), Some(to)) = (number("from_port"), number("to_port")) else {
                return false;
            };
            ports
                .iter()
                .any(|port| (from..=to).contains(&(*port as f64)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::TABLES;
    use crate::hcl::parse;
    use crate::scan::scan;

    fn ids(text: &str) -> Vec<&'static str> {
        scan(&parse(text), TABLES).iter().map(|it| it.id).collect()
    }

    fn group(rule: &str) -> String {
        format!("resource \"aws_security_group\" \"a\" {{\n  ingress {{\n{rule}  }}\n}}\n")
    }

    #[test]
    fn finds_sensitive_ports_that_are_open_to_all() {
        let ssh = "from_port = 22\nto_port = 22\nprotocol = \"tcp\"\n";
        assert_eq!(
            ids(&group(&format!("{ssh}cidr_blocks = [\"0.0.0.0/0\"]\n"))),
            ["IG_NET_1"]
        );
        assert_eq!(
            ids(&group(&format!("{ssh}ipv6_cidr_blocks = [\"::/0\"]\n"))),
            ["IG_NET_1"]
        );
        let range = "from_port = 5000\nto_port = 6000\nprotocol = \"tcp\"\n";
        let range = group(&format!(
            "{range}cidr_blocks = [\"10.0.0.0/8\", \"0.0.0.0/0\"]\n"
        ));
        assert_eq!(ids(&range), ["IG_NET_1", "IG_NET_2"]);
        let all = "resource \"aws_vpc_security_group_ingress_rule\" \"a\" {\n  ip_protocol = \"-1\"\n  \
                   cidr_ipv4 = \"0.0.0.0/0\"\n}\n";
        assert_eq!(ids(all), ["IG_NET_1", "IG_NET_2"]);
        let each = "resource \"aws_security_group_rule\" \"a\" {\n  for_each = { web = 443, db = 5432 }\n  \
                    type = \"ingress\"\n  protocol = \"tcp\"\n  from_port = each.value\n  to_port = each.value\n  \
                    cidr_blocks = [\"0.0.0.0/0\"]\n}\n";
        assert_eq!(ids(each), ["IG_NET_2"]);
    }

    #[test]
    fn spares_closed_and_unknown_rules() {
        let web =
            "from_port = 443\nto_port = 443\nprotocol = \"tcp\"\ncidr_blocks = [\"0.0.0.0/0\"]\n";
        let own =
            "from_port = 22\nto_port = 22\nprotocol = \"tcp\"\ncidr_blocks = [\"10.0.0.0/8\"]\n";
        let unknown =
            "from_port = 22\nto_port = 22\nprotocol = \"tcp\"\ncidr_blocks = var.admins\n";
        let ping =
            "from_port = -1\nto_port = -1\nprotocol = \"icmp\"\ncidr_blocks = [\"0.0.0.0/0\"]\n";
        for rule in [web, own, unknown, ping] {
            assert!(ids(&group(rule)).is_empty(), "{rule}");
        }
        let out = "resource \"aws_security_group_rule\" \"a\" {\n  type = \"egress\"\n  protocol = \"-1\"\n  \
                   from_port = 0\n  to_port = 0\n  cidr_blocks = [\"0.0.0.0/0\"]\n}\n";
        assert!(ids(out).is_empty());
        let skipped = "# checkov:skip=IG_NET_1:bastion\nfrom_port = 22\nto_port = 22\nprotocol = \"tcp\"\n\
                       cidr_blocks = [\"0.0.0.0/0\"]\n";
        assert!(ids(&group(skipped)).is_empty());
    }
}
