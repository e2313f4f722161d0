//! Checks the arguments of blocks that Terraform itself defines.
//!
//! These are `depends_on`, the contents of `lifecycle`, the source of a module, and version
//! constraints.

use super::blocks::required_providers;
use super::checker::Checker;
use super::nearest::shortened;
use crate::hcl::{Attribute, Block, Expression, ExpressionKind, Kind, Part, Step};

/// Blocks that may depend on others.
const DEPENDING: &[&str] = &["resource", "data", "module", "output"];
/// Arguments that a data source does not take in its `lifecycle` block.
const MANAGED_ONLY: &[&str] = strings! {
    "create_before_destroy", "prevent_destroy", "ignore_changes", "replace_triggered_by",
};
/// First words of references that do not refer to resources.
const NO_RESOURCES: &[&str] = &["var", "local", "data", "module", "path", "terraform"];
/// Blocks that a module call must not contain, because Terraform reserves them.
const RESERVED: &[&str] = &["lifecycle", "locals"];
/// Operators of version constraints, the longer ones first.
const OPERATORS: &[&str] = &["!=", ">=", "<=", "~>", "=", ">", "<"];

/// Checks the arguments that Terraform itself reads.
pub(super) fn check(cx: &Checker) {
    for block in cx.index.module.blocks() {
        let kind = block.kind.text.as_str();
        if let Some(list) = block.body.attribute("depends_on")
            && DEPENDING.contains(&kind)
        {
            depends_on(&list.value, cx);
        }
        match kind {
            "resource" => managed(block, cx),
            "data" => read(block, cx),
            "module" => call(block, cx),
            "terraform" => version(block.body.attribute("required_version"), cx),
            "provider" => version(block.body.attribute("version"), cx),
            _ => {}
        }
    }
    for provider in required_providers(cx.index.module) {
        match &provider.value.kind {
            ExpressionKind::Object(_) => constraint(provider.value.entry("version"), cx),
            _ => version(Some(provider), cx),
        }
    }
}

/// Returns the items of a value that must be written as a list.
fn listed<'a>(value: &'a Expression, cx: &Checker) -> &'a [Expression] {
    match &value.kind {
        ExpressionKind::List(items) => items,
        ExpressionKind::Parentheses(_) | ExpressionKind::Invalid => &[],
        _ => {
            let message = "a list must be written here: `[…]`";
            cx.report(Kind::InvalidExpression, value.span, message);
            &[]
        }
    }
}

fn depends_on(list: &Expression, cx: &Checker) {
    for item in listed(list, cx) {
        let is_whole = match &item.kind {
            ExpressionKind::Traversal { root, steps } => {
                let is_name = |step: &Step| matches!(step, Step::Attribute(_));
                let is_constant = |step: &Step| is_name(step) || step.is_constant_index();
                let names: Vec<bool> = steps.iter().map(is_name).collect();
                let is_reference = steps.iter().all(is_constant);
                is_reference.then(|| is_whole(&root.text, &names))
            }
            ExpressionKind::Template { parts, .. } => match item.literal_text() {
                // Terraform 0.11 required quotes, which are still read.
                Some(text) => {
                    let names: Vec<&str> = text.split('.').collect();
                    let is_reference = names.iter().all(|name| is_plain(name));
                    Some(!is_reference || is_whole(names[0], &vec![true; names.len() - 1]))
                }
                None if parts.iter().any(|it| matches!(it, Part::Interpolation(..))) => None,
                None => continue,
            },
            ExpressionKind::Call { .. } | ExpressionKind::Conditional { .. } => None,
            _ => continue,
        };
        let (kind, message) = match is_whole {
            Some(true) => continue,
            Some(false) => (
                Kind::InvalidDependsOn,
                "`depends_on` takes whole resources: leave the attribute out",
            ),
            None => (
                Kind::InvalidExpression,
                "a reference is required, such as `aws_vpc.main`",
            ),
        };
        cx.report(kind, item.span, message);
    }
}

/// Returns whether the steps from a root end at a whole object.
///
/// `names` holds for each step whether it is a name instead of an index.
fn is_whole(root: &str, names: &[bool]) -> bool {
    let steps_max = match (root, names) {
        // An output of a module is also accepted.
        ("module", [true, true, ..]) => 2,
        ("module", [true, false, true, ..]) => 3,
        ("var" | "local" | "path" | "terraform", _) => 1,
        ("data", [true, true, false, ..]) => 3,
        ("data", _) => 2,
        ("each" | "count" | "self" | "module", _) => return true,
        (_, [true, false, ..]) => 2,
        _ => 1,
    };
    names.len() <= steps_max
}

/// Returns whether a text is a plain name.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    bytes.next().is_some_and(is_letter)
        && bytes.all(|byte| is_letter(byte) || byte.is_ascii_digit() || byte == b'-')
}

fn managed(block: &Block, cx: &Checker) {
    for lifecycle in block.body.blocks_of("lifecycle") {
        if let Some(ignored) = lifecycle.body.attribute("ignore_changes")
            && !is_all(&ignored.value)
        {
            listed(&ignored.value, cx);
        }
        let Some(triggers) = lifecycle.body.attribute("replace_triggered_by") else {
            continue;
        };
        for item in listed(&triggers.value, cx) {
            let root = match &item.kind {
                ExpressionKind::Traversal { root, .. } => root.text.as_str(),
                _ if item.literal_text().is_some() => "",
                _ => continue,
            };
            if NO_RESOURCES.contains(&root) {
                let message = format!("`{root}` is not a resource; only resources are allowed");
                cx.report(Kind::InvalidTriggerReference, item.span, message);
            }
            if root.is_empty() || NO_RESOURCES.contains(&root) {
                let message = "a resource reference is required";
                cx.report(Kind::InvalidTrigger, item.span, message);
            }
        }
    }
}

/// Returns whether a value is the keyword `all`, in its present or an older syntax.
fn is_all(value: &Expression) -> bool {
    matches!(&value.kind, ExpressionKind::Traversal { root, .. } if root.text == "all")
        || matches!(value.kind, ExpressionKind::Template { .. })
}

fn read(block: &Block, cx: &Checker) {
    for lifecycle in block.body.blocks_of("lifecycle") {
        let attributes = lifecycle.body.attributes();
        for name in attributes.map(|it| &it.name) {
            if MANAGED_ONLY.contains(&name.text.as_str()) {
                let message = format!("`{}` is for resources: a data source is read", name.text);
                cx.report(Kind::DataLifecycle, name.span, message);
            }
        }
    }
}

fn call(block: &Block, cx: &Checker) {
    for inner in block.body.blocks() {
        // OpenTofu reads `enabled` in the `lifecycle` block of a call.
        let mut names = inner.body.attributes().map(|it| it.name.text.as_str());
        let is_enabled = names.next() == Some("enabled") && names.next().is_none();
        if RESERVED.contains(&inner.kind.text.as_str()) && !is_enabled {
            let message = format!("`module` may not hold a `{}` block", inner.kind.text);
            cx.report(Kind::ReservedBlock, inner.kind.span, message);
        }
    }
    let constraint = block.body.attribute("version");
    version(constraint, cx);
    let source = block.body.attribute("source");
    let Some((source, text)) = source.and_then(|it| Some((it, it.value.literal_text()?))) else {
        return;
    };
    if constraint.is_some() && is_not_from_registry(text) {
        let message = "`version` is for modules of a registry: take it out";
        cx.report(Kind::InvalidRegistrySource, source.value.span, message);
    } else if is_invalid_source(text) {
        let near = shortened(text);
        let message = format!("`{near}` is no source: a folder begins with `./`");
        let kind = match constraint {
            Some(_) => Kind::InvalidRegistrySource,
            None => Kind::InvalidModuleSource,
        };
        cx.report(kind, source.value.span, message);
    }
}

/// Returns whether a source certainly does not belong to a registry.
fn is_not_from_registry(source: &str) -> bool {
    let starts = ["./", "../", "git::", "git@", "http://", "https://", "s3::"];
    starts.iter().any(|start| source.starts_with(start)) || source.starts_with("github.com/")
}

/// Returns whether a source certainly is no registry, folder or service.
fn is_invalid_source(source: &str) -> bool {
    let strange = |one: char| matches!(one, ':' | '?' | '\\' | '~' | '@' | '%');
    if source.starts_with(['.', '/']) || source.contains(strange) {
        return false;
    }
    let package = source.split("//").next().unwrap_or_default();
    let parts: Vec<&str> = package.trim_end_matches('/').split('/').collect();
    // Whether a host name is a valid source cannot be decided here.
    if parts[0].contains('.') {
        return false;
    }
    let has_spaces = parts.iter().any(|part| part.contains(' '));
    !matches!(parts.len(), 3 | 4) || has_spaces
}

fn version(attribute: Option<&Attribute>, cx: &Checker) {
    constraint(attribute.map(|it| &it.value), cx);
}

fn constraint(value: Option<&Expression>, cx: &Checker) {
    let Some((value, text)) = value.and_then(|value| Some((value, value.literal_text()?))) else {
        return;
    };
    if !text.split(',').all(is_bound) {
        let text = shortened(text);
        let message = format!("`{text}` is no constraint: write `~> 5.0`, or `>= 1.2, < 2.0`");
        cx.report(Kind::InvalidVersion, value.span, message);
    }
}

/// Returns whether one bound of a version constraint is well-formed.
fn is_bound(bound: &str) -> bool {
    let bound = bound.trim();
    let operator = OPERATORS.iter().find_map(|it| bound.strip_prefix(it));
    let version = operator.unwrap_or(bound).trim_start();
    let version = version.strip_prefix('v').unwrap_or(version);
    let end = version.find(|one: char| !one.is_ascii_digit() && one != '.');
    let (numbers, rest) = version.split_at(end.unwrap_or(version.len()));
    let is_number = |part: &str| !part.is_empty();
    let reads = |one: char| one.is_ascii_alphanumeric() || matches!(one, '-' | '+' | '~');
    numbers.split('.').all(is_number) && rest.chars().next().is_none_or(reads)
}
