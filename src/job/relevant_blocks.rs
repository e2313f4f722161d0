//! Selects the blocks of a program that a change request is about.
//!
//! A block is relevant if the request contains its address, its label or name, or the words of its
//! type. If the request removes a block, the blocks that refer to it are relevant too, because they
//! have to change with it. If the request names nothing of the program and adds nothing, all blocks
//! are relevant.

use crate::hcl::{self, Module};
use crate::prompt::{Block, EditContext};
use crate::request::Request;
use crate::stable_sort::Order;
use foldhash::HashSet;

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
/// Words that request a removal.
const REMOVING: &[&str] = &["delete", "destroy", "drop", "remove", "without"];
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
    let mut weights: Vec<(u32, usize)> = Vec::new();
    for (at, (address, block)) in all.iter().enumerate() {
        let weight = said.weight(address, block);
        if weight > 0 {
            weights.push((weight, at));
        }
    }
    if weights.is_empty() && !said.has(ADDING) {
        let is_shown = |at: &usize| {
            let kind = all[*at].1.kind.text.as_str();
            !matches!(kind, "provider" | "terraform") || said.has(SETTINGS)
        };
        weights = (0..all.len()).filter(is_shown).map(|at| (1, at)).collect();
    } else if said.has(REMOVING) {
        let named: HashSet<&str> = weights.iter().map(|(_, at)| all[*at].0.as_str()).collect();
        let is_in = |at: &usize| weights.iter().any(|(_, known)| known == at);
        let refers = |at: &usize| {
            let references = all[*at].1.references();
            let mut addresses = references.iter().filter_map(|it| it.address());
            addresses.any(|address| named.contains(address.as_str()))
        };
        let more: Vec<usize> = (0..all.len())
            .filter(|at| !is_in(at) && refers(at))
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
    let addresses = addresses.filter(|address| listed.insert(*address));
    EditContext {
        addresses: addresses.cloned().collect(),
        blocks,
    }
}

/// Words of a request.
struct RequestWords {
    words: HashSet<String>,
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
        RequestWords { words: said }
    }

    fn has(&self, any: &[&str]) -> bool {
        any.iter().any(|word| self.words.contains(*word))
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
