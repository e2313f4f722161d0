//! Looks up versions, classes, names and policies in the facts.
//!
//! `examples/deploy_facts` writes the tables and describes their columns. An answer is None where the
//! tables do not decide, for example for an instance family that is newer than their date.

use super::Facts;
use std::sync::LazyLock;

/// File of the facts in the directory of the packs, named by its content.
pub const FILE: &str = "deploy-1.e47f58e654d9afb3.pack";

/// Tables of few rows, which are compiled in.
const SMALL: &[(&str, &str)] = &[
    (
        "closed-services",
        include_str!("../../examples/deploy_facts/closed-services.tsv"),
    ),
    (
        "fargate",
        include_str!("../../examples/deploy_facts/fargate.tsv"),
    ),
    (
        "kubernetes-versions",
        include_str!("../../examples/deploy_facts/kubernetes-versions.tsv"),
    ),
    (
        "lambda-runtimes",
        include_str!("../../examples/deploy_facts/lambda-runtimes.tsv"),
    ),
];
/// Date on which these tables were read.
const SMALL_DATE: &str = "2026-11-29";

/// Returns the tables that are compiled in, for a host that has not loaded the pack.
pub(super) fn small() -> &'static Facts {
    static FACTS: LazyLock<Facts> = LazyLock::new(|| {
        let mut text = format!("# date {SMALL_DATE}\n");
        for (name, table) in SMALL {
            text.push_str(&format!("## {name}\n"));
            for row in table.lines().filter(|row| !row.starts_with('#')) {
                text.push_str(row);
                text.push('\n');
            }
        }
        // The text has a date, so that it reads.
        Facts::read(&text).unwrap_or_default()
    });
    &FACTS
}

/// Architecture and EBS optimization of an instance type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstanceType<'f> {
    /// Architectures, separated by commas (`i386,x86_64`).
    pub architectures: &'f str,
    /// `always`, `optional` or `never`.
    pub ebs_optimized: &'f str,
}

/// Dates of a Lambda runtime as `YYYY-MM-DD`; empty where none is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runtime<'f> {
    /// End of support.
    pub deprecated: &'f str,
    /// First day on which AWS refuses to create a function.
    pub refused_from: &'f str,
    /// Runtime to use instead.
    pub successor: &'f str,
}

/// Length and characters of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRule<'f> {
    /// Minimum length.
    pub min: usize,
    /// Maximum length.
    pub max: usize,
    /// Characters of the first position; empty for any.
    pub first: &'f str,
    /// Characters of the other positions; empty for any.
    pub others: &'f str,
    /// Further conditions, separated by spaces.
    pub flags: &'f str,
    /// Argument that takes the beginning of a unique name; empty if there is none.
    pub prefix: &'f str,
}

impl NameRule<'_> {
    /// Returns why AWS refuses a name, or None for a valid one.
    pub fn refusal(&self, name: &str) -> Option<String> {
        let length = name.chars().count();
        if length < self.min {
            return Some(format!("it is shorter than {} characters", self.min));
        }
        if length > self.max {
            return Some(format!("it is longer than {} characters", self.max));
        }
        let has = |flag: &str| self.flags.split(' ').any(|it| it == flag);
        let stem = match has("fifo") {
            true => name.strip_suffix(".fifo").unwrap_or(name),
            false => name,
        };
        for (at, letter) in stem.chars().enumerate() {
            let class = if at == 0 { self.first } else { self.others };
            if !class.is_empty() && !holds(class, letter) {
                return Some(match (at, holds(self.others, letter)) {
                    (0, true) => format!("it begins with `{letter}`"),
                    _ => format!("it holds `{letter}`"),
                });
            }
        }
        let refused = [
            ("no--", name.contains("--"), "it holds `--`"),
            ("no..", name.contains(".."), "it holds `..`"),
            ("no-end", name.ends_with('-'), "it ends with `-`"),
        ];
        let found = refused.iter().find(|(flag, is_so, _)| *is_so && has(flag));
        found.map(|(.., reason)| (*reason).to_owned())
    }
}

/// Whether a class of characters such as `A-Za-z0-9_-` has a character.
///
/// A hyphen is a range only between letters or digits.
fn holds(class: &str, letter: char) -> bool {
    let class: Vec<char> = class.chars().collect();
    let mut at = 0;
    while at < class.len() {
        if let [from, '-', to, ..] = class[at..]
            && from.is_ascii_alphanumeric()
            && to.is_ascii_alphanumeric()
        {
            if (from..=to).contains(&letter) {
                return true;
            }
            at += 3;
            continue;
        }
        if class[at] == letter {
            return true;
        }
        at += 1;
    }
    false
}

impl Facts {
    /// Returns the cells of the rows of a table whose first cell is a key; an empty cell is `-`.
    fn found<'f, const CELLS: usize>(
        &'f self,
        table: &str,
        key: &str,
    ) -> impl Iterator<Item = [&'f str; CELLS]> {
        let rows = self.rows(table).filter_map(move |row| {
            let rest = row.strip_prefix(key)?;
            if rest.is_empty() {
                return Some("");
            }
            rest.strip_prefix('\t')
        });
        rows.map(|rest| {
            let mut cells = rest.split('\t');
            std::array::from_fn(|_| match cells.next() {
                Some("-") | None => "",
                Some(cell) => cell,
            })
        })
    }

    /// Returns the partition of a region, such as `aws-cn`.
    pub fn partition(&self, region: &str) -> Option<&str> {
        self.found("regions", region)
            .next()
            .map(|[partition, _]| partition)
    }

    /// Returns the letters of the zones of a region; None if they are not known.
    pub fn zone_letters(&self, region: &str) -> Option<&str> {
        let [_, letters] = self.found("regions", region).next()?;
        (!letters.is_empty()).then_some(letters)
    }

    /// Returns the facts of an instance type.
    pub fn instance_type(&self, name: &str) -> Option<InstanceType<'_>> {
        let (family, size) = name.split_once('.')?;
        let mut rows = self.found("instance-types", family);
        rows.find_map(|[architectures, ebs_optimized, sizes]| {
            let has = sizes.split(' ').any(|it| it == size);
            has.then_some(InstanceType {
                architectures,
                ebs_optimized,
            })
        })
    }

    /// Returns whether some region offers an instance type.
    ///
    /// None for a family that is not known.
    pub fn is_offered(&self, name: &str) -> Option<bool> {
        let (family, size) = name.split_once('.')?;
        let mut rows = self.found("instance-regions", family).peekable();
        rows.peek()?;
        let is_offered = rows.any(|[sizes, _]| sizes.split(' ').any(|it| it == size));
        Some(is_offered || self.instance_type(name).is_some())
    }

    /// Returns whether a region offers an instance type; None if either is not known.
    pub fn is_offered_in(&self, name: &str, region: &str) -> Option<bool> {
        let (family, size) = name.split_once('.')?;
        self.partition(region)?;
        let rows = self.found("instance-regions", family);
        let mut is_known = false;
        for [sizes, regions] in rows {
            if !sizes.split(' ').any(|it| it == size) {
                continue;
            }
            is_known = true;
            let names = |list: &str| list.split(' ').any(|it| it == region);
            let has = match regions.strip_prefix('!') {
                _ if regions == "all" => true,
                Some(others) => !names(others),
                None => names(regions),
            };
            if has {
                return Some(true);
            }
        }
        is_known.then_some(false)
    }

    /// Returns the letters of the zones of a region that lack a family.
    pub fn zones_without(&self, region: &str, family: &str) -> &str {
        let rows = self.found("zone-gaps", region);
        let mut rows = rows.filter(|[name, _]| *name == family);
        rows.next().map_or("", |[_, letters]| letters)
    }

    /// Returns whether AWS creates databases of a version.
    ///
    /// None for a version that is not known. The kind is `instance` or `cluster`.
    pub fn creates_version(&self, kind: &str, engine: &str, version: &str) -> Option<bool> {
        let key = format!("{kind}/{engine}");
        let rows = self.found("database-versions", &key);
        let mut states = rows.filter(|[_, versions]| versions.split(' ').any(|it| it == version));
        states.next().map(|[state, _]| state == "ok")
    }

    /// Returns the versions of an engine that AWS creates, in the order of the table.
    pub fn created_versions(&self, kind: &str, engine: &str) -> Vec<&str> {
        let key = format!("{kind}/{engine}");
        let rows = self.found("database-versions", &key);
        let rows = rows.filter(|[state, _]| *state == "ok");
        rows.flat_map(|[_, versions]| versions.split(' ')).collect()
    }

    /// Returns whether an engine of a version runs on a class, if that is known.
    pub fn runs_on(&self, engine: &str, version: &str, class: &str) -> Option<bool> {
        let class = class.strip_prefix("db.")?;
        let (family, size) = class.split_once('.')?;
        let rows = self.found("database-class-rules", engine);
        let matching = rows.filter(|[begin, _]| {
            let rest = version.strip_prefix(begin);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        let [_, set] = matching.max_by_key(|[begin, _]| begin.len())?;
        // A family that no set has is newer than the tables.
        let is_known = self
            .rows("database-class-sets")
            .any(|row| row.split('\t').nth(1).is_some_and(|it| it == family));
        if !is_known {
            return None;
        }
        let mut sizes = self.found("database-class-sets", set);
        Some(sizes.any(|[it, sizes]| it == family && sizes.split(' ').any(|it| it == size)))
    }

    /// Returns whether a service offers a class; None for a family that is not known.
    ///
    /// The class has no prefix or suffix of the service: `r5.large`, not `cache.r5.large`.
    pub fn offers_class(&self, service: &str, class: &str) -> Option<bool> {
        let (family, size) = class.split_once('.')?;
        let key = format!("{service}/{family}");
        let [sizes] = self.found("service-classes", &key).next()?;
        Some(sizes.split(' ').any(|it| it == size))
    }

    /// Returns the dates of a Lambda runtime.
    pub fn runtime(&self, name: &str) -> Option<Runtime<'_>> {
        let [deprecated, refused_from, successor] = self.found("lambda-runtimes", name).next()?;
        Some(Runtime {
            deprecated,
            refused_from,
            successor,
        })
    }

    /// Returns whether AWS manages a policy, by what follows `:policy/` in its ARN.
    pub fn is_managed_policy(&self, name: &str) -> bool {
        self.rows("managed-policies").any(|it| it == name)
    }

    /// Returns the only managed policy whose name without its path is given.
    pub fn managed_policy_named(&self, name: &str) -> Option<&str> {
        let last = |path: &'_ str| path.rsplit('/').next().is_some_and(|it| it == name);
        let mut rows = self.rows("managed-policies").filter(|path| last(path));
        let found = rows.next()?;
        rows.next().is_none().then_some(found)
    }

    /// Returns the only managed policy whose name differs in notation.
    ///
    /// `AWSEFSFullAccess` is like `AmazonElasticFileSystemFullAccess`.
    pub fn managed_policy_like(&self, name: &str) -> Option<&str> {
        let wanted = essence(name);
        // Roles of services take these policies themselves.
        let rows = self.rows("managed-policies");
        let rows = rows.filter(|path| !path.starts_with("aws-service-role/"));
        let mut rows =
            rows.filter(|path| essence(path.rsplit('/').next().unwrap_or(path)) == wanted);
        let found = rows.next()?;
        rows.next().is_none().then_some(found)
    }

    /// Returns the end of standard and of extended support of an EKS version.
    pub fn kubernetes(&self, version: &str) -> Option<[&str; 2]> {
        self.found("kubernetes-versions", version).next()
    }

    /// Returns the newest EKS version of the table.
    pub fn newest_kubernetes(&self) -> Option<&str> {
        let last = self.rows("kubernetes-versions").last()?;
        last.split('\t').next()
    }

    /// Returns the memory sizes that Fargate has for CPU units, in MiB.
    pub fn fargate_memory(&self, cpu: &str) -> Option<Vec<u32>> {
        let [sizes] = self.found("fargate", cpu).next()?;
        sizes.split(' ').map(|size| size.parse().ok()).collect()
    }

    /// Returns the state and the date of the closed service of a resource type.
    pub fn closed_service(&self, kind: &str) -> Option<[&str; 2]> {
        self.rows("closed-services").find_map(|row| {
            let mut cells = row.split('\t');
            let begin = cells.next()?;
            let is_of = match begin.strip_suffix('_') {
                Some(_) => kind.starts_with(begin),
                None => kind == begin,
            };
            let mut next = || cells.next().filter(|cell| *cell != "-").unwrap_or_default();
            is_of.then(|| [next(), next()])
        })
    }

    /// Returns the rule of a name by its resource type and argument.
    pub fn name_rule(&self, kind: &str, argument: &str) -> Option<NameRule<'_>> {
        let key = format!("{kind}.{argument}");
        let [min, max, first, others, flags, prefix] = self.found("names", &key).next()?;
        Some(NameRule {
            min: min.parse().unwrap_or(0),
            max: max.parse().unwrap_or(usize::MAX),
            first,
            others,
            flags,
            prefix,
        })
    }
}

/// Short names of services that policies spell out.
const SERVICES: &[(&str, &str)] = &[
    ("efs", "elasticfilesystem"),
    ("elb", "elasticloadbalancing"),
    ("firehose", "kinesisfirehose"),
    ("kafka", "msk"),
    ("managedstreamingforkafka", "msk"),
];

/// Returns a name of a policy without what differs from policy to policy by habit alone.
fn essence(name: &str) -> String {
    let name: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|it| it.to_ascii_lowercase())
        .collect();
    let name = name.strip_prefix("amazon").unwrap_or(&name);
    let name = name.strip_prefix("aws").unwrap_or(name);
    let name = name.strip_suffix("policy").unwrap_or(name);
    let service = SERVICES.iter().find_map(|(short, long)| {
        let rest = name.strip_prefix(short)?;
        Some(format!("{long}{rest}"))
    });
    service.unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    fn shipped() -> Facts {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/data/");
        let file = std::fs::File::open(format!("{path}{FILE}")).expect("the pack is committed");
        let mut text = String::new();
        flate2::read::GzDecoder::new(file)
            .read_to_string(&mut text)
            .expect("the pack is gzip");
        Facts::read(&text).expect("the pack reads")
    }

    #[test]
    fn answers_from_the_pack() {
        let facts = shipped();
        assert_eq!(facts.partition("cn-north-1"), Some("aws-cn"));
        assert_eq!(facts.zone_letters("ap-northeast-1"), Some("acd"));
        assert_eq!(facts.zone_letters("mars-north-1"), None);
        let arm = facts.instance_type("t4g.micro").expect("the type is known");
        assert_eq!(arm.architectures, "arm64");
        let old = facts.instance_type("t2.micro").expect("the type is known");
        assert_eq!(old.ebs_optimized, "never");
        assert_eq!(facts.is_offered("t3.huge"), Some(false));
        assert_eq!(facts.is_offered("z99.large"), None);
        assert_eq!(facts.is_offered_in("t2.micro", "us-east-1"), Some(true));
        assert_eq!(facts.is_offered_in("c5ad.large", "af-south-1"), Some(true));
        assert_eq!(facts.is_offered_in("c5ad.large", "eu-north-1"), Some(false));
        assert!(facts.zones_without("us-east-1", "t3").contains('e'));
        assert_eq!(
            facts.creates_version("instance", "aurora-mysql", "5.7.12"),
            Some(false)
        );
        assert_eq!(facts.creates_version("instance", "postgres", "99.1"), None);
        assert!(!facts.created_versions("instance", "mysql").is_empty());
        assert_eq!(facts.runs_on("mysql", "8.0.40", "db.t2.micro"), Some(false));
        assert_eq!(facts.runs_on("mysql", "8.4.3", "db.t3.micro"), Some(true));
        assert_eq!(facts.runs_on("mysql", "99.0", "db.t3.micro"), None);
        assert_eq!(facts.runs_on("mysql", "8.4.3", "db.z9.large"), None);
        assert_eq!(facts.offers_class("redshift", "ra3.large"), Some(true));
        assert_eq!(facts.offers_class("redshift", "ra3.huge"), Some(false));
        assert_eq!(facts.offers_class("redshift", "ds2.xlarge"), None);
        let node = facts.runtime("nodejs14.x").expect("the runtime is known");
        assert!(!node.refused_from.is_empty() && node.refused_from < facts.date());
        assert!(facts.is_managed_policy("AmazonS3ReadOnlyAccess"));
        let named = facts.managed_policy_named("AWSLambdaBasicExecutionRole");
        assert_eq!(named, Some("service-role/AWSLambdaBasicExecutionRole"));
        assert_eq!(facts.managed_policy_named("NoSuchPolicyAccess"), None);
        assert_eq!(facts.kubernetes("1.29"), Some(["2025-03-23", "2026-03-23"]));
        assert_eq!(facts.newest_kubernetes(), Some("1.35"));
        assert_eq!(facts.fargate_memory("256"), Some(vec![512, 1024, 2048]));
        let closed = facts.closed_service("aws_qldb_ledger");
        assert_eq!(closed, Some(["shutdown", "2025-07-31"]));
        assert_eq!(
            facts.closed_service("aws_launch_configuration"),
            Some(["maintenance", "2024-10-01"])
        );
        assert_eq!(facts.closed_service("aws_s3_bucket"), None);
    }

    #[test]
    fn refuses_names_by_length_and_characters() {
        let facts = shipped();
        let refusal = |kind, argument, name| {
            let rule = facts
                .name_rule(kind, argument)
                .expect("the name has a rule");
            rule.refusal(name)
        };
        let bucket = |name| refusal("aws_s3_bucket", "bucket", name);
        assert_eq!(bucket("logs.of-2026"), None);
        assert_eq!(bucket("my_logs").as_deref(), Some("it holds `_`"));
        assert_eq!(
            bucket("ab").as_deref(),
            Some("it is shorter than 3 characters")
        );
        assert_eq!(bucket("-logs").as_deref(), Some("it begins with `-`"));
        assert_eq!(bucket("logs..all").as_deref(), Some("it holds `..`"));
        assert_eq!(refusal("aws_sqs_queue", "name", "jobs.fifo"), None);
        assert_eq!(
            refusal("aws_sqs_queue", "name", "jobs.all").as_deref(),
            Some("it holds `.`")
        );
        assert_eq!(
            refusal("aws_security_group", "name", "web - all (80)"),
            None
        );
        assert_eq!(
            refusal("aws_security_group", "name", "it's").as_deref(),
            Some("it holds `'`")
        );
    }
}
