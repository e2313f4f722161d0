//! Finds what the configuration intends and a fix would undo.
//!
//! A bucket that the configuration makes public, a bucket that AWS writes logs to, and a default
//! security group that something uses are not closed or encrypted without consent.

use super::make::ResourceIndex;
use crate::hcl::{Block, Module, Step};
use crate::rewrite::Fix;
use crate::scan::{Recipe, Resource, recipe};
use crate::semantic::{Index, Use};

/// Types that deliver logs to a bucket that they name.
///
/// The delivery cannot use the AWS-managed key: the files are dropped without an error.
const LOG_WRITERS: &[&str] = strings! {
    "aws_alb", "aws_elb", "aws_flow_log", "aws_globalaccelerator_accelerator", "aws_lb",
    "aws_redshift_cluster", "aws_redshift_logging",
};

/// Types whose resources are in the default security group where they name no group.
const GROUP_BLOCKS: &[(&str, &str)] = &[
    ("aws_batch_compute_environment", "compute_resources"),
    ("aws_ecs_service", "network_configuration"),
];

/// Returns why a fix would undo what the configuration intends.
///
/// `resources` is called where buckets are looked up by their names. Other modules can use what the
/// user's own module exports; they are not part of the index. `elsewhere` has the names of buckets that
/// they configure, if the module is the user's own.
pub(super) fn conflict<'m>(
    index: &Index<'m>,
    resources: impl Fn() -> &'m ResourceIndex<'m>,
    resource: &Resource,
    fix: &Fix,
    elsewhere: Option<&[&str]>,
) -> Option<&'static str> {
    let module = index.module;
    let block = resource.block;
    let is = |one: &Recipe| fix.change.description == one.description;
    if resource.type_name() == "aws_s3_bucket_public_access_block" {
        return closes(index, resources(), named_bucket(index, block)?, elsewhere);
    }
    if is(&recipe::BUCKET_BLOCK) {
        return closes(index, resources(), block, elsewhere);
    }
    if is(&recipe::BUCKET_KMS) {
        let is_read = || users(index, block).iter().any(is_cloudfront);
        if is_public(index, resources(), block) || is_read() {
            return Some("readers without an AWS key can no longer read new objects");
        }
        let is_log_target = users(index, block).iter().any(writes_logs);
        return is_log_target.then_some("AWS stops writing logs to the bucket");
    }
    if is(&recipe::EMPTY_GROUP) {
        let is_used = users(index, block).iter().any(uses_default_group);
        let is_in_it = module.resources().any(has_no_group);
        let has_module = has_network_in_module(index, block);
        return (is_used || is_in_it || has_module)
            .then_some("resources in the default security group lose their connections");
    }
    None
}

/// Types whose resources can make a bucket public.
const CONFIGURING: &[&str] = strings! {
    "aws_s3_bucket_acl", "aws_s3_bucket_object", "aws_s3_bucket_policy",
    "aws_s3_bucket_website_configuration", "aws_s3_object",
};

const NO_LONGER_PUBLIC: &str = "content that is public on purpose is no longer public";
const OF_ANOTHER_MODULE: &str = "content that another module makes public is no longer public";

/// Returns why blocking public access to a bucket closes what is public on purpose.
fn closes(
    index: &Index,
    resources: &ResourceIndex,
    bucket: &Block,
    elsewhere: Option<&[&str]>,
) -> Option<&'static str> {
    if is_public(index, resources, bucket) {
        return Some(NO_LONGER_PUBLIC);
    }
    let names = elsewhere?;
    let is_named = || {
        let name = bucket.body.literal_text("bucket");
        name.is_some_and(|name| names.contains(&name))
    };
    (is_named() || is_known_elsewhere(index, bucket)).then_some(OF_ANOTHER_MODULE)
}

/// Returns the names of buckets that the resources of a module can make public.
pub(crate) fn configured_buckets(module: &Module) -> impl Iterator<Item = &str> {
    let resources = module.body.blocks_of("resource");
    let configuring = resources.filter(|block| {
        let kind = block.type_name().unwrap_or_default();
        CONFIGURING.contains(&kind)
    });
    configuring.filter_map(|block| block.body.literal_text("bucket"))
}

/// Whether what configures a bucket can be out of sight.
///
/// An output, a call of a module or a local value can hand the bucket on, and a name that is computed
/// from variables or local values can be computed elsewhere too.
fn is_known_elsewhere(index: &Index, bucket: &Block) -> bool {
    let hands_on = |used: &Use| {
        matches!(
            used.block.kind.text.as_str(),
            "locals" | "module" | "output"
        )
    };
    let is_computed = |name: &str| {
        let value = bucket.body.attribute(name).map(|it| it.value.span);
        let mut uses = value
            .map(|it| index.references_in(it))
            .into_iter()
            .flatten();
        uses.any(|it| {
            it.address
                .is_some_and(|it| matches!(it.kind, "local" | "var"))
        })
    };
    users(index, bucket).iter().any(hands_on)
        || is_computed("bucket")
        || is_computed("bucket_prefix")
}

fn users<'m>(index: &Index<'m>, block: &Block) -> Vec<Use<'m>> {
    let address = block.address();
    address.map_or_else(Vec::new, |address| index.uses(address.as_str()))
}

/// Returns the bucket that a block configures.
fn named_bucket<'m>(index: &Index<'m>, block: &Block) -> Option<&'m Block> {
    let references = block.body.attribute("bucket")?.value.references();
    let addresses = references.iter().filter_map(|one| one.address());
    let mut buckets = addresses.filter(|one| one.starts_with("aws_s3_bucket."));
    index.block(buckets.next()?.as_str())
}

/// Whether the configuration makes a bucket public: by a website, an ACL or a policy.
///
/// A policy whose text is unknown counts as public.
fn is_public(index: &Index, resources: &ResourceIndex, bucket: &Block) -> bool {
    let text_of = |block: &Block, name: &str| {
        let attribute = block.body.attribute(name);
        attribute.map_or("", |attribute| index.text(&attribute.value))
    };
    let has_public_acl = |block: &Block| {
        let grants = block.body.blocks_of("access_control_policy");
        let mut grants = grants.map(|grants| &index.module.text[grants.span.range()]);
        text_of(block, "acl").contains("public") || grants.any(|text| text.contains("AllUsers"))
    };
    let is_open = |block: &Block| match block.type_name().unwrap_or_default() {
        "aws_s3_bucket_website_configuration" => true,
        "aws_s3_bucket_policy" => has_public_policy(index, block),
        _ => has_public_acl(block),
    };
    let configures = |used: &Use| used.block.kind.text == "resource" && is_open(used.block);
    let mut named = CONFIGURING
        .iter()
        .flat_map(|kind| resources.naming(bucket, kind));
    bucket.body.blocks_of("website").next().is_some()
        || has_public_acl(bucket)
        || bucket.body.attribute("policy").is_some() && has_public_policy(index, bucket)
        || users(index, bucket).iter().any(configures)
        || named.any(is_open)
}

/// Whether the argument `policy` of a block grants something to everybody, or is unknown.
fn has_public_policy(index: &Index, block: &Block) -> bool {
    let Some(policy) = block.body.attribute("policy") else {
        return false;
    };
    let text = index.text(&policy.value);
    let references = policy.value.references();
    let is_open = |address: &str| match address.split_once('.') {
        Some(("data", _)) => index.block(address).is_none_or(is_public_document(index)),
        Some(("local", name)) => {
            let local = index.local(name);
            local.is_none_or(|(_, local)| grants_everybody(index.text(&local.value)))
        }
        Some(("var" | "module", _)) => !text.contains("Statement"),
        _ => false,
    };
    let mut addresses = references.iter().filter_map(|one| one.address());
    text.contains("file(") || grants_everybody(text) || addresses.any(|one| is_open(&one))
}

/// Returns a function that tests whether a policy document grants something to everybody.
fn is_public_document<'m>(index: &Index<'m>) -> impl Fn(&'m Block) -> bool + use<'m> {
    let module: &'m Module = index.module;
    move |document| {
        document.body.blocks_of("statement").any(|statement| {
            let denies = statement.body.literal_text("effect") == Some("Deny");
            !denies && grants_everybody(&module.text[statement.span.range()])
        })
    }
}

/// Whether the text of a policy, as JSON or Terraform, has a principal `*` and allows something.
fn grants_everybody(text: &str) -> bool {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace() && *letter != '"' && *letter != '\\')
        .map(|letter| {
            if letter == '=' {
                ':'
            } else {
                letter.to_ascii_lowercase()
            }
        })
        .collect();
    let everybody = [
        "principal:*",
        "principal:{aws:*",
        "principal:{aws:[*",
        "identifiers:[*",
    ];
    let denies_only = plain.contains("effect:deny") && !plain.contains("effect:allow");
    !denies_only && everybody.iter().any(|one| plain.contains(one))
}

fn is_cloudfront(used: &Use) -> bool {
    let kind = used.block.type_name().unwrap_or_default();
    kind == "aws_cloudfront_distribution"
}

/// Whether a reference names a bucket as the target of logs.
fn writes_logs(used: &Use) -> bool {
    let kind = used.block.type_name().unwrap_or_default();
    match kind {
        "aws_s3_bucket_logging" => used.item_name() == "target_bucket",
        "aws_s3_bucket" => used.item_name() == "logging",
        kind => used.block.kind.text == "resource" && LOG_WRITERS.contains(&kind),
    }
}

/// Whether a reference reads the default security group of a network.
fn uses_default_group(used: &Use) -> bool {
    let path = used.reference.path();
    path.iter().any(
        |step| matches!(step, Step::Attribute(name) if name.text == "default_security_group_id"),
    )
}

/// Whether a resource is in the network and names no security group.
fn has_no_group(block: &Block) -> bool {
    let kind = block.type_name().unwrap_or_default();
    let Some((_, name)) = GROUP_BLOCKS.iter().find(|(of, _)| *of == kind) else {
        return false;
    };
    let mut nested = block.body.nested_blocks_of(name);
    nested.any(|inner| {
        let mut attributes = inner.body.attributes();
        !attributes.any(|one| one.name.text.contains("security_group"))
    })
}

/// Whether a module call gets the network or one of its subnets.
fn has_network_in_module(index: &Index, network: &Block) -> bool {
    let is_call = |used: &Use| used.block.kind.text == "module";
    let users = users(index, network);
    let subnets = users
        .iter()
        .filter(|used| used.block.type_name() == Some("aws_subnet"));
    let mut of_subnets = subnets.flat_map(|used| self::users(index, used.block));
    users.iter().any(is_call) || of_subnets.any(|used| is_call(&used))
}
