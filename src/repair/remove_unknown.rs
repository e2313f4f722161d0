//! Removes unsupported arguments and blocks that no other repair can move.

use super::Fix;
use super::faulty_body::{FaultIndex, FaultyBody};
use super::repairer::Context;
use crate::hcl::{Attribute, Block, Item, Kind, Module, Span, edit};
use crate::rewrite::Safety;

pub(super) fn fixes(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let arguments = faulty.unsupported();
    let arguments = arguments.map(|one| (one.name.text.as_str(), "", one.span));
    let blocks = faulty.unsupported_blocks();
    let blocks = blocks.map(|(name, block)| (name, name, block.span));
    let all = arguments.chain(blocks);
    all.map(|(name, block, span)| {
        let path = faulty.named(name);
        removal(faulty.module, faulty.address, &path, block, span)
    })
    .collect()
}

/// Removes arguments that the provider computes; the user cannot set them.
pub(super) fn computed(faulty: &FaultyBody<'_>, context: &Context<'_>) -> Vec<Fix> {
    match context.renamed {
        // Under its original type the argument may have been settable.
        true => Vec::new(),
        false => removals(faulty, faulty.unconfigurable()),
    }
}

/// Removes computed arguments, even if the type was renamed, and a rejected `id`.
///
/// The schema marks the `id` as settable, so its value may carry information.
pub(super) fn computed_after_all(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    removals(faulty, faulty.unconfigurable().chain(faulty.keys()))
}

fn removals<'a>(
    faulty: &FaultyBody<'_>,
    computed: impl Iterator<Item = &'a Attribute>,
) -> Vec<Fix> {
    let fix = |attribute: &Attribute| {
        let name = &attribute.name.text;
        let what = format!("remove `{name}`, which the provider sets");
        let why = "Terraform rejects a value for an attribute that the provider computes.";
        let edits = vec![edit::remove(faulty.module, attribute.span)];
        faulty.fix("computed", name, what, why, edits)
    };
    computed.map(fix).collect()
}

/// Removes unsupported arguments and blocks from Terraform's own blocks.
///
/// No provider schema describes these blocks.
pub(super) fn of_the_language(
    module: &Module,
    block: &Block,
    address: &str,
    wrong: &FaultIndex,
) -> Vec<Fix> {
    // The version of a called module can be another one than the pack's.
    if block.kind.text == "module" {
        return Vec::new();
    }
    let mut fixes = Vec::new();
    for item in &block.body.items {
        match item {
            Item::Attribute(one) if wrong.has(Kind::UnsupportedArgument, one.name.span.start) => {
                fixes.push(removal(module, address, &one.name.text, "", one.span));
            }
            Item::Attribute(_) => {}
            Item::Block(one) if wrong.has(Kind::UnsupportedBlock, one.header.start) => {
                let name = &one.kind.text;
                fixes.push(removal(module, address, name, name, one.span));
            }
            Item::Block(one) => fixes.extend(of_the_language(module, one, address, wrong)),
        }
    }
    fixes
}

/// Removes an argument, or a block with the given name.
fn removal(module: &Module, address: &str, path: &str, block: &str, span: Span) -> Fix {
    let value = module.text.get(span.range()).unwrap_or_default();
    let mut shown = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = shown.char_indices().nth(60) {
        shown.truncate(at);
        shown.push('…');
    }
    let what = match block {
        "" => format!("remove `{shown}`"),
        block => format!("remove the block `{block}`: `{shown}`"),
    };
    let why = "The type does not support it, and no other block of the resource does.";
    let edits = vec![edit::remove(module, span)];
    Fix::repair("trim", address, what, why, edits)
        .at(path)
        .with_safety(Safety::Suggestion)
}
