//! Defines the recipes: fixes that take more than setting a constant.
//!
//! The text of a recipe is a template (see the module `template`) of its name in `recipe/*.tf`, which
//! `fix` fills for the fixed resource:
//!
//! | in the text | meaning |
//! |---|---|
//! | `set { … }` | arguments to set in the resource, where nothing is set yet |
//! | `replace { … }` | arguments to set in the resource, whatever is set |
//! | `each { … }` | arguments for every nested block of a name that lacks them |
//! | `add { … }` | a nested block to add to the resource |
//! | `resource "…" "this…"` | a block for this resource alone; the first is the purpose of the recipe |
//! | `existing { … }` | arguments to set if the resource has a block like the first one already |
//! | other blocks | prerequisites, which all resources share and which may exist already |
//! | `# include NAME` | the text of another template |
//! | `# needs NAME` | the blocks of another template as prerequisites |
//!
//! | placeholder | value |
//! |---|---|
//! | `this` in names, `local.name` | name of the resource |
//! | `local.resource` | address of the resource |
//! | `local.role` | address of the role that it names |
//! | `local.vpc` `local.subnets` | its network, or the only one, or the account's default network |
//! | `local.network` | whether the module has its own network |
//! | `local.us_east_1` | whether the module is in that region, the one of the global services |
//! | `local.other_region` | a region other than the module's |
//! | `local.version_5` | `true`; where version 6 of the AWS provider is admitted, there is no fix |
//! | `local.major_version` | major version of its engine |
//! | any other `local.x` | value of its argument `x` |

pub(crate) mod context;
mod edits;

use super::Resource;
use crate::hcl::{Edit, Module};
use crate::template;
use Cost::{AddsResources, Free, NeedsConsent};
use std::sync::{LazyLock, OnceLock};

/// Cost of a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// No cost, and no change of behaviour.
    Free,
    /// Cents to dollars a month, or more resources than requested.
    AddsResources,
    /// The trade-off that this text states.
    NeedsConsent(&'static str),
}

/// Fix that takes more than setting constants.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// Name of the template.
    name: &'static str,
    /// Cost of the fix.
    pub cost: Cost,
    /// Description of the fix: an imperative sentence without a full stop.
    pub description: &'static str,
    /// Custom edits of the module.
    pub edits: Option<Edits>,
}

/// Function that returns the edits for a resource, or why there are none.
pub type Edits = fn(&Module, &Resource) -> Result<Vec<Edit>, String>;

/// Parsed text of a recipe.
#[derive(Debug, Default)]
pub struct Template {
    /// Top-level blocks for this resource alone.
    pub resources: Vec<Part>,
    /// Top-level blocks that may exist already.
    pub prerequisites: Vec<Part>,
    /// Blocks to add to the resource.
    pub blocks: Vec<String>,
    /// Paths and values to set where nothing is set yet; the values are templates.
    pub set: Vec<(String, String)>,
    /// Paths and values to set in any case.
    pub replace: Vec<(String, String)>,
    /// Paths and values to set in every nested block of a name.
    pub each: Vec<(String, String)>,
    /// Paths and values to set in an existing block like the first one.
    pub existing: Vec<(String, String)>,
    /// Addresses of blocks that must be created before the resource.
    pub depends_on: Vec<String>,
}

/// Top-level block of a recipe.
#[derive(Clone, Debug)]
pub struct Part {
    /// Text of the block, a template.
    pub text: String,
    /// Address of the block in the template.
    pub address: String,
}

impl Template {
    /// Returns the paths that the recipe changes, and the types of its own blocks.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        let set = [&self.set, &self.replace, &self.each].into_iter().flatten();
        let blocks = self
            .blocks
            .iter()
            .map(|text| text.split([' ', '\n']).next());
        let added = self
            .resources
            .iter()
            .map(|part| part.address.split('.').next());
        set.map(|(path, _)| path.as_str())
            .chain(blocks.chain(added).flatten())
    }
}

impl Part {
    /// Returns whether the block is for one resource alone.
    pub fn is_own(&self) -> bool {
        let name = self.address.rsplit('.').next();
        name.is_some_and(|name| name.starts_with("this"))
    }

    /// Returns the address for a resource; `None` if all resources share the block.
    pub fn address_for(&self, name: &str) -> Option<String> {
        let (before, own) = self.address.rsplit_once('.')?;
        Some(format!("{before}.{name}{}", own.strip_prefix("this")?))
    }
}

impl Recipe {
    /// Returns the text of the recipe.
    pub fn template(&self) -> &'static Template {
        let at = RECIPES.iter().position(|recipe| recipe.name == self.name);
        TEMPLATES[at.unwrap_or_default()].get_or_init(|| Template::new(self.name))
    }
}

impl Cost {
    /// Returns the text of the trade-off; costs that are only money have none.
    pub fn price(self) -> Option<&'static str> {
        match self {
            NeedsConsent(price) => Some(price),
            _ => None,
        }
    }
}

/// Files with the texts of the recipes.
const FILES: &[&str] = &[
    include_str!("recipe/bucket.tf"),
    include_str!("recipe/cluster.tf"),
    include_str!("recipe/database.tf"),
    include_str!("recipe/delivery.tf"),
    include_str!("recipe/domain.tf"),
    include_str!("recipe/encryption.tf"),
    include_str!("recipe/function.tf"),
    include_str!("recipe/logs.tf"),
    include_str!("recipe/network.tf"),
    include_str!("recipe/web.tf"),
];

/// Texts of the recipes in the order of `RECIPES`, each read when it is first used.
static TEMPLATES: [OnceLock<Template>; RECIPES.len()] = [const { OnceLock::new() }; RECIPES.len()];

/// Sections of the files with their names.
static SECTIONS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let sections = FILES.iter().flat_map(|file| template::sections(file));
    sections.collect()
});

/// Returns the section of a name; empty if a recipe consists of custom edits.
fn section(name: &str) -> &'static str {
    let section = SECTIONS.iter().find(|(of, _)| *of == name);
    section.map_or("", |(_, text)| text)
}

impl Template {
    /// Reads the text of a recipe.
    fn new(name: &str) -> Self {
        let mut template = Template::default();
        template.read(section(name), true);
        template
    }

    /// Reads a text; blocks of the resource itself are prerequisites where `is_own` is false.
    fn read(&mut self, text: &str, is_own: bool) {
        for block in template::blocks(text) {
            if let Some(name) = block.strip_prefix("# include ") {
                self.read(section(name), is_own);
                continue;
            }
            if let Some(name) = block.strip_prefix("# needs ") {
                self.read(section(name), false);
                continue;
            }
            let address = template::address(block);
            if !address.is_empty() {
                let text = with_includes(block);
                let part = Part { text, address };
                match is_own && part.is_own() {
                    true => self.resources.push(part),
                    false => self.prerequisites.push(part),
                }
                continue;
            }
            let (kind, body) = block.split_once(" {\n").unwrap_or_default();
            let body = body.trim_end_matches('}');
            let settings = || settings(body);
            match kind {
                "set" => {
                    for (path, value) in settings() {
                        match path.as_str() {
                            "depends_on" => {
                                let list = value.trim_matches(['[', ']']);
                                self.depends_on.extend(list.split(", ").map(str::to_owned));
                            }
                            _ => self.set.push((path, value)),
                        }
                    }
                }
                "replace" => self.replace.extend(settings()),
                "each" => self.each.extend(settings()),
                "existing" => self.existing.extend(settings()),
                _ => {
                    let lines = body
                        .lines()
                        .map(|line| line.strip_prefix("  ").unwrap_or(line));
                    self.blocks.push(lines.collect::<Vec<_>>().join("\n"));
                }
            }
        }
    }
}

/// Returns a block with the texts that it includes.
fn with_includes(block: &str) -> String {
    let mut text = String::with_capacity(block.len());
    for line in block.lines() {
        let Some(name) = line.strip_prefix("  # include ") else {
            text.extend([line, "\n"]);
            continue;
        };
        let lines = section(name).trim_end().lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            text.extend([if line.is_empty() { "" } else { "  " }, line, "\n"]);
        }
    }
    text.truncate(text.trim_end().len());
    text
}

/// Returns the paths and values of the arguments in a body.
fn settings(body: &str) -> Vec<(String, String)> {
    let mut settings: Vec<(String, String)> = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    let mut lines = body.lines();
    while let Some(line) = lines.next() {
        if let Some((name, value)) = line.split_once(" = ") {
            let mut value = value.to_owned();
            let indent = &line[..line.len() - line.trim_start().len()];
            if value.ends_with(['(', '[', '{']) {
                for line in lines.by_ref() {
                    value = format!("{value}\n{line}");
                    if line
                        .strip_prefix(indent)
                        .is_some_and(|rest| !rest.starts_with(' '))
                    {
                        break;
                    }
                }
            }
            let steps = path.iter().copied().chain([name.trim()]);
            settings.push((steps.collect::<Vec<_>>().join("."), value));
        } else if let Some(name) = line.trim().strip_suffix(" {") {
            path.push(name);
        } else if line.trim() == "}" {
            path.pop();
        }
    }
    settings
}

/// Defines a constant for each recipe, and the list of all.
macro_rules! recipes {
    ($($name:ident: $cost:expr, $description:literal $(, $edits:expr)?;)*) => {
        $(
            /// Defines the recipe of this name.
            pub const $name: Recipe = Recipe {
                name: stringify!($name),
                cost: $cost,
                description: $description,
                edits: [$(Some($edits as Edits),)? None][0],
            };
        )*
        const RECIPES: &[Recipe] = &[$($name),*];
    };
}

recipes! {
    BUCKET_VERSIONS: AddsResources, "enable versioning";
    INLINE_VERSIONS: AddsResources, "enable versioning";
    BUCKET_KMS: AddsResources, "encrypt the bucket with KMS";
    INLINE_KMS: AddsResources, "encrypt the bucket with KMS";
    BUCKET_BLOCK: Free, "block public access to the bucket";
    BUCKET_LIFECYCLE: AddsResources, "abort incomplete uploads after 7 days";
    LIFECYCLE_RULE: Free, "abort incomplete uploads after 7 days";
    BUCKET_EVENTS: NeedsConsent("adds events that something has to read"), "send bucket events to EventBridge";
    BUCKET_ACL: NeedsConsent("content that is public on purpose is no longer public"),
        "make the bucket ACL private", edits::private_acls;
    BUCKET_REPLICATION: NeedsConsent(
        "a second copy of every object is stored and billed in another region"),
        "replicate the bucket to another region";
    INSTANCE_ROLE: AddsResources, "add an IAM role without permissions";
    NEWER_INSTANCE_TYPE: NeedsConsent("the instance type becomes its successor of the same size"),
        "move to an instance type with dedicated EBS bandwidth", edits::newer_instance_type;
    CLUSTER_LOGS: AddsResources, "enable all control plane logs";
    CLUSTER_INSIGHTS: AddsResources, "enable Container Insights";
    BUILD_LOGS: Free, "state that builds are logged";
    BEANSTALK_HEALTH: AddsResources, "stream environment health to CloudWatch";
    BEANSTALK_UPDATES: NeedsConsent("instances are replaced in a weekly maintenance window"),
        "enable managed platform updates";
    SEARCH_MASTER_NODES: NeedsConsent("three more nodes are billed"),
        "add three dedicated master nodes in several zones";
    MONITORING: AddsResources, "enable enhanced monitoring (60 s)";
    INSIGHTS: AddsResources, "enable Performance Insights with a customer-managed key";
    QUERY_LOG: AddsResources, "log slow and schema-changing queries, and require TLS";
    OLD_QUERY_LOG: NeedsConsent("clients must connect with TLS"),
        "log slow and schema-changing queries, and require TLS";
    CLUSTER_QUERY_LOG: AddsResources, "log slow and schema-changing queries";
    ONLY_TLS: NeedsConsent("clients must connect with TLS"),
        "refuse connections without TLS", edits::only_tls;
    GROUP_QUERY_LOG: AddsResources, "log slow and schema-changing queries", edits::query_logs;
    NEWER_DATABASE: NeedsConsent("the instance type becomes its successor of the same size"),
        "move to an instance class that supports storage encryption", edits::newer_database_class;
    BACKUP_PLAN: AddsResources, "add a nightly backup";
    TABLE_SCALING: AddsResources, "enable auto scaling, up to ten times the capacity";
    REDSHIFT_SUBNETS: AddsResources, "use the subnets of the network";
    SAFE_HEADERS: AddsResources, "add the security headers that AWS recommends";
    DISTRIBUTION_FIREWALL: NeedsConsent("costs about $8 a month, and may block valid requests"),
        "add a web application firewall";
    REQUEST_CHECK: AddsResources, "validate request bodies and parameters";
    ZONE_LOG: AddsResources, "log DNS queries to CloudWatch";
    ZONE_SIGNATURE: NeedsConsent(
        "the parent zone needs a DS record; a wrong one makes the domain unreachable"),
        "sign the zone with DNSSEC";
    ANY_KEY: AddsResources, "encrypt with a customer-managed key";
    KEY_POLICY: AddsResources, "write out the default key policy";
    TABLE_KEY: AddsResources, "encrypt with a customer-managed key";
    STREAM_KEY: AddsResources, "encrypt with a customer-managed key";
    BUILD_KEY: AddsResources, "encrypt the output with a customer-managed key";
    FUNCTION_KEY: AddsResources, "encrypt the environment with a customer-managed key";
    SECRET_KEY: AddsResources, "encrypt with a customer-managed key";
    TOPIC_KEY: AddsResources, "encrypt messages with a customer-managed key";
    CLUSTER_KEY: AddsResources, "encrypt secrets with a customer-managed key";
    JOB_KEY: AddsResources, "encrypt data, bookmarks and logs with a customer-managed key";
    DEAD_LETTER_QUEUE: AddsResources, "send failed events to a dead-letter queue";
    FUNCTION_NETWORK: NeedsConsent("internet access requires a NAT gateway, and starts are slower"),
        "run in the VPC, with outbound HTTPS only";
    SIGNED_CODE: NeedsConsent("unsigned code is deployed with a warning"), "require signed code";
    BUCKET_LOG: AddsResources, "log access to a log bucket";
    FLOW_LOG: AddsResources, "add a flow log to a log bucket";
    LOAD_BALANCER_LOG: AddsResources, "log requests to a log bucket";
    REDSHIFT_LOG: AddsResources, "send audit logs to a log bucket";
    DISTRIBUTION_LOG: AddsResources, "log requests to a log bucket";
    BROKER_LOGS: AddsResources, "send broker logs to CloudWatch";
    SEARCH_LOGS: AddsResources, "log slow requests to CloudWatch";
    SEARCH_AUDIT: NeedsConsent("it works only with fine-grained access control"),
        "send audit logs to CloudWatch";
    API_LOG: AddsResources, "log requests to CloudWatch";
    REST_API_LOG: AddsResources, "log requests to CloudWatch";
    STATE_MACHINE_LOG: AddsResources, "log every step to CloudWatch";
    GRAPHQL_LOG: AddsResources, "log requests to CloudWatch";
    TRAIL_TOPIC: AddsResources, "publish new log files to an SNS topic";
    EMPTY_GROUP: Free, "remove all rules from the default security group";
    DEFAULT_GROUP: NeedsConsent(
        "resources without a security group can no longer connect or be reached"),
        "remove all rules from the default security group";
    DESCRIPTION: Free, "add descriptions to the security group and its rules";
    CLOSE_SSH: NeedsConsent("SSH is only reachable inside the VPC"),
        "close SSH (port 22) to the internet", edits::close_port::<22>;
    CLOSE_DESKTOP: NeedsConsent("remote desktop is only reachable inside the VPC"),
        "close remote desktop (port 3389) to the internet", edits::close_port::<3389>;
    CLOSE_HTTP: NeedsConsent(
        "port 80 is only reachable inside the VPC (your site is no longer public)"),
        "close port 80 to the internet", edits::close_port::<80>;
    CLOSE_ALL: NeedsConsent("all ports are only reachable inside the VPC"),
        "close all ports to the internet", edits::close_port::<-1>;
    ONLY_HTTPS_OUT: NeedsConsent("only HTTPS is reachable outside the VPC"),
        "allow only outbound HTTPS", edits::allow_only_https;
    LOAD_BALANCER_FIREWALL: NeedsConsent("costs about $7 a month, and may block valid requests"),
        "add a web application firewall";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recipe_has_a_text_or_edits() {
        for recipe in RECIPES {
            let text = format!("{:?}", recipe.template());
            let is_empty = text == format!("{:?}", Template::default());
            assert!(!is_empty || recipe.edits.is_some(), "{}", recipe.name);
        }
    }

    #[test]
    fn reads_arguments_of_nested_blocks_and_values_of_several_lines() {
        let body =
            "  a = 1\n\n  b {\n    c   = jsonencode({\n      d = 2\n    })\n    eee = 3\n  }\n";
        let expected = [
            ("a", "1"),
            ("b.c", "jsonencode({\n      d = 2\n    })"),
            ("b.eee", "3"),
        ];
        let expected = expected.map(|(path, value)| (path.to_owned(), value.to_owned()));
        assert_eq!(settings(body), expected);
    }
}
