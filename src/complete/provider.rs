//! Adds the versions of the providers that a module uses, and the AWS region.

use super::context::Context;
use super::region::region_of;
use super::words::Words;
use super::{Fix, companion, companion::block};
use crate::hcl::{Block, Edit, ExpressionKind, edit};
use crate::table::Table;
use crate::template::Value;
use std::collections::BTreeSet;

/// Known provider.
#[derive(Clone, Copy)]
struct Provider {
    name: &'static str,
    source: &'static str,
    version: &'static str,
}

/// Returns the known providers, in the order in which a module lists them.
fn known_providers() -> impl Iterator<Item = Provider> {
    let rows = Table(include_str!("providers.tsv")).rows();
    rows.map(|[name, source, version]| Provider {
        name,
        source,
        version,
    })
}

/// Oldest Terraform version that supports everything that completion writes.
const TERRAFORM: &str = ">= 1.5";

/// Constraint of a request for version 6 of the AWS provider.
const AWS_V6: &str = ">= 6.0, < 7";

/// Phrases of a request for version 6 of the AWS provider.
const ASKS_FOR_V6: &[&str] = &[
    "provider 6",
    "provider v6",
    "provider version 6",
    "version 6 of the aws provider",
    "version 6 of the provider",
];

/// Provider arguments that supply a region.
const PROFILES: &[&str] = &["profile", "shared_config_files"];

const WHY_REGION: &str = "Without a region the provider does not start.";
const WHY_VERSION: &str = "A module that does not say which version of a provider it was \
    written for breaks with a later one.";

/// Returns the change that sets the region.
pub(super) fn region(cx: &Context) -> Vec<Fix> {
    let address = "provider.aws";
    if !is_aws_used(cx) || !cx.allows("region", address) {
        return Vec::new();
    }
    let region = match companion::region_variable(cx) {
        Some(name) => format!("var.{name}"),
        None => edit::quote(region_of(cx)),
    };
    let edits = match cx.block(address) {
        Some(provider) => {
            let set = |name: &str| provider.body.attribute(name).is_some();
            if !provider.closed || set("region") || PROFILES.iter().any(|name| set(name)) {
                return Vec::new();
            }
            edit::set(cx.module, provider, &["region"], &region)
        }
        None => {
            let text = block("region", "", &[("region", Value::Code(region.clone()))]);
            match (terraform(cx).last(), cx.module.blocks().next()) {
                (Some(terraform), _) if terraform.closed => {
                    vec![edit::after(cx.module, terraform, &text)]
                }
                (_, Some(first)) => vec![edit::before(cx.module, first, &text)],
                _ => return Vec::new(),
            }
        }
    };
    let what = format!("Region set to `{}`", region.trim_matches('"'));
    vec![Fix::completion("region", address, what, WHY_REGION, edits)]
}

/// Whether a block uses the default AWS provider.
fn is_aws_used(cx: &Context) -> bool {
    cx.module
        .blocks()
        .any(|block| match block.kind.text.as_str() {
            "resource" | "data" => {
                block
                    .type_name()
                    .is_some_and(|name| name.starts_with("aws_"))
                    && block.body.attribute("provider").is_none()
            }
            "module" => is_aws_module(block) && block.body.attribute("providers").is_none(),
            "provider" => cx
                .block("provider.aws")
                .is_some_and(|aws| aws.span == block.span),
            _ => false,
        })
}

fn is_aws_module(block: &Block) -> bool {
    let source = block.body.literal_text("source");
    source.is_some_and(|source| Words::new(source).has("aws"))
}

fn terraform<'m>(cx: &Context<'m>) -> impl Iterator<Item = &'m Block> + use<'m> {
    cx.module
        .blocks()
        .filter(|block| block.kind.text == "terraform")
}

/// Returns the changes that list provider versions.
pub(super) fn required(cx: &Context) -> Vec<Fix> {
    let settings: Vec<&Block> = terraform(cx).collect();
    let mut listed = settings
        .iter()
        .flat_map(|block| block.body.blocks_of("required_providers"));
    let list = listed.next();
    if settings.iter().any(|block| !block.closed) || list.is_some_and(|block| !block.closed) {
        return Vec::new();
    }
    let used = used(cx);
    let known = known_providers().filter(|provider| used.contains(provider.name));
    let wanted = known.filter(|provider| cx.allows("required-provider", provider.name));
    if let Some(list) = list {
        return wanted
            .filter_map(|provider| entry(cx, list, &provider))
            .collect();
    }
    let wanted: Vec<Provider> = wanted.collect();
    let mut text = String::from("required_providers {\n");
    for provider in &wanted {
        let source = source(cx, provider).replace('\n', "\n  ");
        text.push_str(&format!("  {} = {source}\n", provider.name));
    }
    text.push('}');
    let mut edits = match (settings.first(), cx.module.blocks().next()) {
        (Some(block), _) => edit::insert(cx.module, block, &text),
        (None, Some(first)) => {
            let text = text.replace('\n', "\n  ");
            let text =
                format!("terraform {{\n  required_version = \"{TERRAFORM}\"\n\n  {text}\n}}");
            vec![edit::before(cx.module, first, &text)]
        }
        (None, None) => return Vec::new(),
    };
    // All edits belong to the first change, because they write one block.
    let fixes = wanted
        .into_iter()
        .map(|provider| fix(cx, &provider, std::mem::take(&mut edits)));
    fixes.collect()
}

fn fix(cx: &Context, provider: &Provider, edits: Vec<Edit>) -> Fix {
    let version = version(cx, provider).unwrap_or_default();
    let what = format!(
        "Provider `{}` listed: {} {version}",
        provider.name, provider.source
    );
    let what = what.trim_end().to_owned();
    Fix::completion("required-provider", provider.name, what, WHY_VERSION, edits)
}

/// Adds a provider, or its missing source or version, to `required_providers`.
fn entry(cx: &Context, list: &Block, provider: &Provider) -> Option<Fix> {
    let module = cx.module;
    let edits = match list.body.attribute(provider.name) {
        None => edit::set(module, list, &[provider.name], &source(cx, provider)),
        Some(attribute) => {
            let ExpressionKind::Object(entries) = &attribute.value.kind else {
                return None;
            };
            let has = |key: &str| {
                entries
                    .iter()
                    .any(|one| one.key_text().as_deref() == Some(key))
            };
            let mut edits = Vec::new();
            if !has("source") {
                let quoted = edit::quote(provider.source);
                edits.extend(edit::set(module, list, &[provider.name, "source"], &quoted));
            }
            let version = version(cx, provider).filter(|_| !has("version") && edits.is_empty());
            if let Some(version) = version {
                let quoted = edit::quote(&version);
                edits.extend(edit::set(
                    module,
                    list,
                    &[provider.name, "version"],
                    &quoted,
                ));
            }
            edits
        }
    };
    (!edits.is_empty()).then(|| fix(cx, provider, edits))
}

/// Returns the value of a provider in `required_providers`.
fn source(cx: &Context, provider: &Provider) -> String {
    match version(cx, provider) {
        Some(version) => format!(
            "{{\n  source  = {}\n  version = {}\n}}",
            edit::quote(provider.source),
            edit::quote(&version)
        ),
        None => format!("{{\n  source = {}\n}}", edit::quote(provider.source)),
    }
}

/// Returns the version constraint of a provider.
///
/// The constraint comes from the provider block, or else from the known providers. `None` if the
/// provider block has a constraint that is not a literal.
fn version(cx: &Context, provider: &Provider) -> Option<String> {
    let block = cx.block(&format!("provider.{}", provider.name));
    match block.and_then(|block| block.body.attribute("version")) {
        Some(version) => version.value.literal(),
        None if provider.name == "aws" && cx.request.has_any(ASKS_FOR_V6) => {
            Some(AWS_V6.to_owned())
        }
        None => Some(provider.version.to_owned()),
    }
}

/// Returns the names of the providers that a module uses.
fn used<'m>(cx: &Context<'m>) -> BTreeSet<&'m str> {
    let mut used = BTreeSet::new();
    for block in cx.module.blocks() {
        match block.kind.text.as_str() {
            "resource" | "data" | "ephemeral" => {
                let own = block
                    .body
                    .attribute("provider")
                    .map(|provider| &provider.value.kind);
                let prefix = block.type_name().and_then(|name| name.split('_').next());
                match own {
                    Some(ExpressionKind::Traversal { root, .. }) => used.insert(root.text.as_str()),
                    _ => prefix.is_some_and(|prefix| used.insert(prefix)),
                };
            }
            "provider" => used.extend(block.labels.first().map(|label| label.text.as_str())),
            "module" if is_aws_module(block) => {
                used.insert("aws");
            }
            _ => {}
        }
    }
    used
}

/// Whether a constraint allows a version; `None` if the constraint is unreadable.
pub(super) fn allows(constraint: &str, version: [u32; 3]) -> Option<bool> {
    let mut allowed = true;
    for part in constraint.split(',') {
        let part = part.trim();
        let digits = part.find(|c: char| c.is_ascii_digit())?;
        let (operator, numbers) = part.split_at(digits);
        let given: Option<Vec<u32>> = numbers.split('.').map(|one| one.parse().ok()).collect();
        let given = given.filter(|given| given.len() <= 3)?;
        let mut bound = [0; 3];
        bound
            .iter_mut()
            .zip(&given)
            .for_each(|(bound, given)| *bound = *given);
        let fixed = given.len().saturating_sub(1).max(1);
        allowed &= match operator.trim() {
            "" | "=" => version == bound,
            "!=" => version != bound,
            ">" => version > bound,
            ">=" => version >= bound,
            "<" => version < bound,
            "<=" => version <= bound,
            "~>" => version >= bound && version[..fixed] == bound[..fixed],
            _ => return None,
        };
    }
    Some(allowed)
}

/// AWS provider version against which the written Terraform was checked.
pub(super) const CHECKED: [u32; 3] = [5, 100, 0];

/// Returns the constraint of the module on the AWS provider.
pub(super) fn aws_constraint(cx: &Context) -> Option<String> {
    let mut lists = terraform(cx).flat_map(|block| block.body.blocks_of("required_providers"));
    let attribute = lists.next()?.body.attribute("aws")?;
    match &attribute.value.kind {
        ExpressionKind::Object(entries) => {
            let mut entries = entries.iter();
            entries
                .find(|one| one.key_text().as_deref() == Some("version"))?
                .value
                .literal()
        }
        _ => attribute.value.literal(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evaluates_version_constraints_as_terraform_does() {
        for (constraint, allowed) in [
            ("~> 5.0", true),
            ("~> 5.75", true),
            (">= 4.0, < 6.0", true),
            ("~> 5.75.0", false),
            ("~> 4.0", false),
            ("5.100.0", true),
            ("= 5.99.1", false),
            ("~> 5", true),
            ("!= 5.100.0", false),
        ] {
            assert_eq!(allows(constraint, CHECKED), Some(allowed), "{constraint}");
        }
        assert_eq!(allows("latest", CHECKED), None);
        assert_eq!(allows("", CHECKED), None);
    }

    #[test]
    fn keeps_the_required_provider_version() {
        let bucket = "resource \"aws_s3_bucket\" \"logs\" {}\n";
        let six = "terraform {\n  required_providers {\n    aws = {\n      \
                   version = \"~> 6.0\"\n    }\n  }\n}\n";
        let completed = |text: String| {
            let module = crate::hcl::parse(text);
            let completed = crate::complete::complete(&module, "a bucket", &[]);
            completed.module.text
        };
        assert!(completed(bucket.to_owned()).contains("version = \">= 5.100, < 7\""));
        let text = completed(format!("{six}{bucket}"));
        assert!(
            text.contains("\"~> 6.0\"") && !text.contains("5.100"),
            "{text}"
        );
        let module = crate::hcl::parse(bucket);
        let asked = crate::complete::complete(&module, "a bucket, aws provider version 6", &[]);
        assert!(asked.module.text.contains("version = \">= 6.0, < 7\""));
        let is_said = |note: &String| note.contains("not proven");
        assert!(asked.notes.iter().any(is_said), "{:?}", asked.notes);
    }
}
