//! Selects the blocks of a program that a change request is about.
//!
//! A block is relevant if the request contains its address, its label or name, the words of its type,
//! or a word of a topic that its type belongs to. With a block that is removed or replaced, the blocks
//! that refer to it are relevant too, because they have to change with it. If the request names nothing
//! of the program and adds nothing, the main resources are relevant.

use crate::followup;
use crate::hcl::{self, Module};
use crate::intent::region;
use crate::prompt::{Block, EditContext};
use crate::request::Request;
use crate::stable_sort::Order;
use crate::table::Table;
use foldhash::HashSet;

/// Topics: words, and the types that they are about.
const TOPICS: Table<2> = Table(include_str!("topics.tsv"));

/// Maximum number of blocks of a request that names nothing of the program.
const MAIN_MAX: usize = 4;

/// Common names of services, each with the words of the resource types.
const COMMON_NAMES: &[(&str, &[&str])] = &[
    ("alb", &["lb"]),
    ("balancer", &["lb"]),
    ("bucket", &["s3", "bucket"]),
    ("cache", &["elasticache"]),
    ("container", &["ecs"]),
    ("database", &["db", "rds", "dynamodb"]),
    ("ec2", &["instance"]),
    ("fargate", &["ecs"]),
    ("firewall", &["security", "group"]),
    ("function", &["lambda"]),
    ("kubernetes", &["eks"]),
    ("machine", &["instance"]),
    ("mysql", &["db", "rds"]),
    ("postgres", &["db", "rds"]),
    ("queue", &["sqs"]),
    ("rds", &["db", "rds"]),
    ("redis", &["elasticache"]),
    ("server", &["instance"]),
    ("topic", &["sns"]),
    ("vm", &["instance"]),
];
/// Words that request something new.
const ADDING: &[&str] = &["add", "also", "another", "create", "new", "plus", "too"];
/// Words that connect something new with what is there.
const RELATED: &[&str] = &[
    "front",
    "behind",
    "before",
    "connect",
    "connected",
    "attach",
    "reach",
];
/// Words that request a removal or a replacement.
const REMOVING: &[&str] = strings! {
    "delete", "destroy", "drop", "remove", "without", "replace", "swap", "migrate", "convert", "rid",
    "rename",
};
/// Engines of databases, by which a request replaces another one.
const ENGINES: &[&str] = &["mysql", "mariadb", "postgres", "postgresql"];
/// Types that a program is about, the main ones first.
const MAIN: &[&str] = strings! {
    "aws_instance", "aws_autoscaling_group", "aws_ecs_service", "aws_lambda_function", "aws_db_instance",
    "aws_lb", "aws_s3_bucket", "aws_rds_cluster", "aws_dynamodb_table", "aws_elasticache_replication_group",
    "aws_eks_cluster", "aws_launch_template", "aws_sqs_queue", "aws_sns_topic", "aws_vpc",
};
/// Words of requests about the settings of the provider or of Terraform.
const SETTINGS: &[&str] = strings! {
    "account", "alias", "backend", "credential", "profile", "provider", "region", "state", "tag",
    "terraform", "version", "regions", "default_tags",
};
/// Ambiguous words of types: they identify a type only together with its service.
const AMBIGUOUS: &[&str] = strings! {
    "access", "attachment", "block", "cluster", "group", "instance", "policy", "public", "role",
    "rule", "service", "table",
};

/// Returns a program's addresses and relevant blocks, as an edit call shows them.
pub(super) fn edit_context(code: &str, request: &Request) -> EditContext {
    let module = hcl::parse(code);
    let said = RequestWords::parse(request.text());
    let all: Vec<(String, &hcl::Block)> = module
        .blocks()
        .filter_map(|block| Some((block.address()?, block)))
        .collect();
    let mentioned = followup::mentioned(request.text(), &module);
    let mut weights: Vec<(u32, usize)> = Vec::new();
    for (at, (address, block)) in all.iter().enumerate() {
        let weight = said.weight(address, block);
        if weight > 0 {
            weights.push((weight, at));
        }
    }
    // A block that is named by its label or name is meant, and no other one of its type.
    if !mentioned.is_empty() {
        let is_precise = |at: &usize| {
            let kind = |address: &str| address.rsplit_once('.').map(|(kind, _)| kind.to_owned());
            mentioned.iter().any(|it| kind(it) == kind(&all[*at].0))
        };
        weights.retain(|(weight, at)| {
            *weight == 3 || mentioned.contains(&all[*at].0) || *weight == 1 && !is_precise(at)
        });
    }
    let region = said.region(&module);
    for (at, (address, block)) in all.iter().enumerate() {
        let is_known = weights.iter().any(|(_, known)| *known == at);
        let is_mentioned = mentioned.contains(address);
        let is_regional = region
            .as_deref()
            .is_some_and(|region| names_region(block, region));
        if !is_known && (is_mentioned || is_regional) {
            weights.push((if is_mentioned { 2 } else { 1 }, at));
        }
    }
    let is_named = weights.iter().any(|(weight, _)| *weight > 0);
    let is_about = |at: &usize| said.is_about(&all[*at].0);
    let has_group = mentioned
        .iter()
        .any(|it| it.starts_with("aws_security_group."));
    if !is_named || said.has(TOPICAL) && !has_group {
        let is_known = |at: &usize| weights.iter().any(|(_, known)| known == at);
        let topical: Vec<usize> = (0..all.len())
            .filter(|at| !is_known(at) && is_about(at))
            .collect();
        weights.extend(topical.into_iter().map(|at| (1, at)));
    }
    // `use mysql` for a database with another engine.
    let engine = ENGINES.iter().find(|engine| said.has(&[engine]));
    let is_other = |(_, at): &(u32, usize)| {
        let set = all[*at].1.body.literal_text("engine");
        engine.is_some_and(|engine| set.is_some_and(|set| !engine.starts_with(set)))
    };
    let is_engine_replaced = !said.has(ADDING) && weights.iter().any(is_other);
    if weights.is_empty() && (!said.has(ADDING) || said.has(RELATED) || said.is_about_tags(request))
    {
        let rank = |at: &usize| {
            let name = all[*at].1.type_name()?;
            MAIN.iter().position(|main| *main == name)
        };
        let mut main: Vec<(usize, usize)> = (0..all.len())
            .filter_map(|at| Some((rank(&at)?, at)))
            .collect();
        main.order();
        let most = if said.has(ADDING) { 1 } else { MAIN_MAX };
        weights = main.into_iter().take(most).map(|(_, at)| (1, at)).collect();
        if said.has(SETTINGS) || said.is_about_tags(request) {
            let is_setting =
                |at: &usize| matches!(all[*at].1.kind.text.as_str(), "provider" | "terraform");
            let settings = (0..all.len()).filter(is_setting).map(|at| (1, at));
            // A tag can be that of everything or of the main resources.
            match said.is_about_tags(request) {
                true => weights.extend(settings.filter(|(_, at)| all[*at].0 != "terraform")),
                false => weights = settings.collect(),
            }
        }
    } else if said.has(REMOVING) || is_engine_replaced {
        let named: HashSet<&str> = weights.iter().map(|(_, at)| all[*at].0.as_str()).collect();
        let is_in = |at: &usize| weights.iter().any(|(_, known)| known == at);
        let addresses = |at: usize| -> Vec<String> {
            let references = all[at].1.references();
            references.iter().filter_map(|it| it.address()).collect()
        };
        let refers = |at: &usize| addresses(*at).iter().any(|it| named.contains(it.as_str()));
        // Groups of parameters and of rules belong to the engine that is replaced.
        let used: HashSet<String> = weights.iter().flat_map(|(_, at)| addresses(*at)).collect();
        let is_of_engine = |at: &usize| {
            let name = all[*at].1.type_name().unwrap_or_default();
            let is_rule =
                name.contains("security_group_ingress_rule") || name == "aws_security_group_rule";
            let is_group = name.ends_with("_parameter_group");
            is_group && used.contains(&all[*at].0)
                || is_rule && addresses(*at).first().is_some_and(|it| used.contains(it))
        };
        // An output of a resource that is replaced under its address stays as it is.
        let is_replaced =
            is_engine_replaced || said.has(&["replace", "swap", "migrate", "convert"]);
        let is_spared = |at: &usize| is_replaced && all[*at].1.kind.text == "output";
        let more: Vec<usize> = (0..all.len())
            .filter(|at| !is_in(at) && (refers(at) && !is_spared(at) || is_of_engine(at)))
            .collect();
        weights.extend(more.into_iter().map(|at| (1, at)));
    }
    // The most relevant blocks come first, because the prompt budget cuts blocks at the end.
    weights.order_by_key(|(weight, at)| (std::cmp::Reverse(*weight), *at));
    let mut shown = HashSet::default();
    let blocks = weights.into_iter().filter_map(|(_, at)| {
        let (address, block) = all.get(at)?;
        shown.insert(address).then(|| Block {
            address: address.clone(),
            text: text(&module, block),
        })
    });
    let blocks = blocks.collect();
    let mut listed = HashSet::default();
    let addresses = all.iter().map(|(address, _)| address);
    let mut addresses: Vec<String> = addresses
        .filter(|address| listed.insert(*address))
        .cloned()
        .collect();
    // No resource refers to them, and the model writes none.
    let is_setting = |address: &str| address.starts_with("provider.") || address == "terraform";
    if addresses.iter().any(|address| !is_setting(address)) {
        addresses.retain(|address| !is_setting(address));
    }
    // What is added needs a free address; a change refers only to what others refer to.
    if !said.has(ADDING) && addresses.iter().any(|address| !is_leaf(address)) {
        addresses.retain(|address| !is_leaf(address));
    }
    EditContext { addresses, blocks }
}

/// Returns whether other blocks hardly ever refer to a block with an address.
fn is_leaf(address: &str) -> bool {
    const LEAVES: &[&str] = &["_rule", "_association", "_attachment", "_policy", "output"];
    let kind = address.split('.').next().unwrap_or_default();
    LEAVES.iter().any(|end| kind.ends_with(end))
}

/// Words of topics that add to what a request names.
const TOPICAL: &[&str] = strings! {
    "port", "ports", "ssh", "firewall", "ubuntu", "debian", "ami", "https", "certificate", "open",
    "region",
};

/// Returns whether a literal of a block belongs to a region: its code, a zone, an image, a network.
fn names_region(block: &hcl::Block, region: &str) -> bool {
    block.body.expressions().iter().any(|value| {
        let text = value.literal_text();
        text.is_some_and(|text| followup::is_regional(text, region))
    })
}

/// Words of a request.
struct RequestWords {
    words: HashSet<String>,
    /// The request in lower case, its words separated by single blanks.
    text: String,
}

impl RequestWords {
    fn parse(request: &str) -> RequestWords {
        let is_letter = |c: char| c.is_alphanumeric() || "_-.".contains(c);
        let words = request
            .split(|c: char| !is_letter(c))
            .map(|word| word.trim_matches(['.', '-', '_']).to_ascii_lowercase());
        let mut said: HashSet<String> = words.filter(|word| !word.is_empty()).collect();
        let singular: Vec<String> = said
            .iter()
            .filter_map(|word| word.strip_suffix('s').map(str::to_owned))
            .filter(|word| word.len() > 2)
            .collect();
        said.extend(singular);
        let text: Vec<String> = request
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .collect();
        RequestWords {
            words: said,
            text: format!(" {} ", text.join(" ")),
        }
    }

    fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|word| self.words.contains(*word))
    }

    /// Returns whether a request is about tags, which it can write as pairs: `add Env=prod`.
    fn is_about_tags(&self, request: &Request) -> bool {
        self.has(&["tag", "tags"]) || request.text().contains('=')
    }

    /// Returns the region of a program that the request changes to another one.
    fn region(&self, module: &Module) -> Option<String> {
        let names = |name: &str| self.text.contains(&format!(" {} ", name.replace('-', " ")));
        let mut regions = region::regions();
        let is_named = regions.any(|(code, mut all)| names(code) || all.any(names));
        if !is_named {
            return None;
        }
        let mut blocks = module.blocks();
        let provider = blocks.find(|block| block.address().as_deref() == Some("provider.aws"))?;
        let text = provider.body.literal_text("region");
        // A region that a variable gives is in no text.
        Some(text.unwrap_or("\u{0}").to_owned())
    }

    /// Returns whether the request is about a topic that an address belongs to.
    fn is_about(&self, address: &str) -> bool {
        let kind = address.rsplit_once('.').map_or(address, |(kind, _)| kind);
        TOPICS.rows().any(|[words, types]| {
            let mut words = words.split('|');
            let is_type = |name: &str| match name.strip_suffix('*') {
                Some(start) => kind.starts_with(start),
                None => kind == name,
            };
            types.split('|').any(is_type)
                && words.any(|word| self.text.contains(&format!(" {word} ")))
        })
    }

    /// Returns how relevant a block is.
    ///
    /// 3: its address is named; 2: its label or name; 1: its type; 0: not relevant.
    fn weight(&self, address: &str, block: &hcl::Block) -> u32 {
        let has = |word: &str| self.words.contains(&word.to_ascii_lowercase());
        if has(address) {
            return 3;
        }
        let label = address.rsplit('.').next().unwrap_or_default();
        let is_telling = !["this", "main", "default", "example"].contains(&label);
        let named = block.body.attributes().any(|attribute| {
            let is_name = [
                "name",
                "bucket",
                "identifier",
                "function_name",
                "cluster_identifier",
            ]
            .contains(&attribute.name.text.as_str());
            is_name && attribute.value.literal().is_some_and(|name| has(&name))
        });
        if named || (is_telling && has(label)) {
            return 2;
        }
        u32::from(
            block
                .type_name()
                .is_some_and(|type_name| self.names_type(type_name)),
        )
    }

    /// Returns whether the request names a type.
    ///
    /// It does if it contains all words of the type, all words but the service's, or a common name
    /// of them.
    fn names_type(&self, type_name: &str) -> bool {
        let words: Vec<&str> = type_name.split('_').skip(1).collect();
        let is_mentioned = |word: &str| {
            self.words.contains(word)
                || COMMON_NAMES
                    .iter()
                    .any(|(called, of)| self.words.contains(*called) && of.contains(&word))
        };
        match words.as_slice() {
            [] => false,
            words if words.iter().all(|word| is_mentioned(word)) => true,
            [_, rest @ ..] if !rest.is_empty() => {
                let is_common = rest.iter().all(|word| AMBIGUOUS.contains(word));
                !is_common && rest.iter().all(|word| is_mentioned(word))
            }
            _ => false,
        }
    }
}

/// Returns the text of a block.
fn text(module: &Module, block: &hcl::Block) -> String {
    let text = module.text.get(block.span.range());
    text.unwrap_or_default().to_owned()
}
