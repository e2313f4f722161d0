//! Removes unsupported arguments and blocks that no other repair can move.

use super::Deed;
use super::bench::Place;
use super::spot::{Spot, Wrong};
use crate::hcl::{Attribute, Block, Body, Item, Kind, Module, Span, edit};

const WHY: &str = "The type does not support it, and no other block of the resource does.";

pub(super) fn fixes(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let arguments = spot
        .unsupported()
        .map(|one| (one.name.text.as_str(), "", one.span));
    let blocks = spot
        .unsupported_blocks()
        .map(|(name, block)| (name, "the block ", block.span));
    arguments
        .chain(blocks)
        .map(|(name, sort, span)| {
            trim(
                spot.module,
                spot.address,
                name,
                &spot.named(name),
                sort,
                span,
            )
        })
        .collect()
}

/// Removes arguments that the provider computes; the user cannot set them.
pub(super) fn decided(spot: &Spot<'_>, place: &Place<'_>) -> Vec<Deed> {
    match place.renamed {
        // Under its original type the argument may have been settable.
        true => Vec::new(),
        false => computed(spot, spot.unconfigurable()),
    }
}

/// Removes computed arguments, even if the type was renamed, and a rejected `id`.
///
/// The schema marks the `id` as settable, so its value may carry information.
pub(super) fn computed_after_all(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    computed(spot, spot.unconfigurable().chain(spot.keys()))
}

fn computed<'a>(spot: &Spot<'_>, decided: impl Iterator<Item = &'a Attribute>) -> Vec<Deed> {
    let deed = |attribute: &Attribute| {
        let name = &attribute.name.text;
        let what = format!("remove `{name}`, which the provider sets");
        let why = "Terraform rejects a value for an attribute that the provider computes.";
        let edits = vec![edit::remove(spot.module, attribute.span)];
        Deed::new("computed", spot.address, what, why, edits).at(&spot.named(name))
    };
    decided.map(deed).collect()
}

/// Removes unsupported arguments and blocks from Terraform's own blocks.
///
/// No provider schema describes these blocks.
pub(super) fn of_the_language(
    module: &Module,
    block: &Block,
    address: &str,
    wrong: &Wrong,
) -> Vec<Deed> {
    let mut deeds = Vec::new();
    within(module, &block.body, address, wrong, &mut deeds);
    deeds
}

fn within(module: &Module, body: &Body, address: &str, wrong: &Wrong, deeds: &mut Vec<Deed>) {
    for item in &body.items {
        match item {
            Item::Attribute(one) if wrong.has(Kind::UnsupportedArgument, one.name.span.start) => {
                let name = &one.name.text;
                deeds.push(trim(module, address, name, name, "", one.span));
            }
            Item::Attribute(_) => {}
            Item::Block(one) if wrong.has(Kind::UnsupportedBlock, one.header.start) => {
                let name = &one.kind.text;
                deeds.push(trim(module, address, name, name, "the block ", one.span));
            }
            Item::Block(one) => within(module, &one.body, address, wrong, deeds),
        }
    }
}

fn trim(module: &Module, address: &str, name: &str, path: &str, sort: &str, span: Span) -> Deed {
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
    Deed::new("trim", address, what, WHY, vec![edit::remove(module, span)]).at(path)
}
