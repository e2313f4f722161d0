//! Removes unsupported arguments and blocks that no other repair can move.

use super::Fix;
use super::faulty_body::{FaultIndex, FaultyBody};
use super::repairer::Context;
use crate::hcl::{Attribute, Block, Body, Item, Kind, Module, Span, edit};

const WHY: &str = "The type does not support it, and no other block of the resource does.";

pub(super) fn fixes(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let arguments = faulty
        .unsupported()
        .map(|one| (one.name.text.as_str(), "", one.span));
    let blocks = faulty
        .unsupported_blocks()
        .map(|(name, block)| (name, "the block ", block.span));
    arguments
        .chain(blocks)
        .map(|(name, sort, span)| {
            trim(
                faulty.module,
                faulty.address,
                name,
                &faulty.named(name),
                sort,
                span,
            )
        })
        .collect()
}

/// Removes arguments that the provider computes; the user cannot set them.
pub(super) fn decided(faulty: &FaultyBody<'_>, context: &Context<'_>) -> Vec<Fix> {
    match context.renamed {
        // Under its original type the argument may have been settable.
        true => Vec::new(),
        false => computed(faulty, faulty.unconfigurable()),
    }
}

/// Removes computed arguments, even if the type was renamed, and a rejected `id`.
///
/// The schema marks the `id` as settable, so its value may carry information.
pub(super) fn computed_after_all(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    computed(faulty, faulty.unconfigurable().chain(faulty.keys()))
}

fn computed<'a>(faulty: &FaultyBody<'_>, decided: impl Iterator<Item = &'a Attribute>) -> Vec<Fix> {
    let fix = |attribute: &Attribute| {
        let name = &attribute.name.text;
        let what = format!("remove `{name}`, which the provider sets");
        let why = "Terraform rejects a value for an attribute that the provider computes.";
        let edits = vec![edit::remove(faulty.module, attribute.span)];
        Fix::new("computed", faulty.address, what, why, edits).at(&faulty.named(name))
    };
    decided.map(fix).collect()
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
    let mut fixes = Vec::new();
    within(module, &block.body, address, wrong, &mut fixes);
    fixes
}

fn within(module: &Module, body: &Body, address: &str, wrong: &FaultIndex, fixes: &mut Vec<Fix>) {
    for item in &body.items {
        match item {
            Item::Attribute(one) if wrong.has(Kind::UnsupportedArgument, one.name.span.start) => {
                let name = &one.name.text;
                fixes.push(trim(module, address, name, name, "", one.span));
            }
            Item::Attribute(_) => {}
            Item::Block(one) if wrong.has(Kind::UnsupportedBlock, one.header.start) => {
                let name = &one.kind.text;
                fixes.push(trim(module, address, name, name, "the block ", one.span));
            }
            Item::Block(one) => within(module, &one.body, address, wrong, fixes),
        }
    }
}

fn trim(module: &Module, address: &str, name: &str, path: &str, sort: &str, span: Span) -> Fix {
    let value = module.text.get(span.range()).unwrap_or_default();
    let shown: String = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown = match shown.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &shown[..at]),
        None => shown,
    };
    let what = match sort {
        "" => format!("remove `{shown}`"),
        _ => format!("remove {sort}`{name}`: `{shown}`"),
    };
    Fix::new("trim", address, what, WHY, vec![edit::remove(module, span)]).at(path)
}
