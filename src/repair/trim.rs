//! A place in, what has no home and is taken out of it out.

use super::Deed;
use super::bench::Place;
use super::spot::{Spot, Wrong};
use crate::hcl::{Block, Body, Item, Kind, Module, Span, edit};

const WHY: &str = "Its type does not have it, and there is no other place for it.";

pub(super) fn deeds(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let arguments = spot.unsupported().map(|one| (one.name.text.as_str(), "", one.span));
    let blocks = spot.unsupported_blocks().map(|(name, block)| (name, "the block ", block.span));
    arguments
        .chain(blocks)
        .map(|(name, sort, span)| trim(spot.module, spot.address, name, &spot.named(name), sort, span))
        .collect()
}

/// The same for what stands in blocks of Terraform's own language, which no schema tells.
pub(super) fn of_the_language(module: &Module, block: &Block, address: &str, wrong: &Wrong) -> Vec<Deed> {
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
        "" => format!("take out `{shown}`"),
        _ => format!("take out {sort}`{name}`: `{shown}`"),
    };
    Deed::new("trim", address, what, WHY, vec![edit::remove(module, span)]).at(path)
}
