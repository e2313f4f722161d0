//! Merges the blocks of override files into the declarations that they override.
//!
//! The rules are Terraform's: an argument replaces the one of the same name, nested blocks replace
//! all blocks of their type, and `lifecycle` and `required_providers` are merged by argument.

use super::{Attribute, Block, Body, Item, Kind, Problem};

/// Nested blocks that are merged by argument.
const MERGED: &[&str] = &["lifecycle", "required_providers"];

/// Merges the items of override files into the items of the other files.
pub(super) fn merge(items: &mut Vec<Item>, overrides: Vec<Item>, problems: &mut Vec<Problem>) {
    for block in overrides.into_iter().filter_map(Item::into_block) {
        if block.kind.text == "locals" {
            locals(items, block, problems);
            continue;
        }
        let address = block.borrowed_address();
        let base = items.iter_mut().find_map(|item| match item {
            Item::Block(base) if address.is_some() && base.borrowed_address() == address => {
                Some(base)
            }
            _ => None,
        });
        match (base, missing(&block)) {
            (Some(base), _) => merge_bodies(&mut base.body, block.body),
            (None, Some(kind)) => problems.push(nothing_to_override(kind, &block)),
            // Settings and the provider without an alias need no declaration to override.
            (None, None) => items.push(Item::Block(block)),
        }
    }
}

/// Replaces local values by those of a block in an override file.
fn locals(items: &mut [Item], block: Block, problems: &mut Vec<Problem>) {
    for local in block
        .body
        .items
        .into_iter()
        .filter_map(Item::into_attribute)
    {
        let mut bodies = items.iter_mut().filter_map(|item| match item {
            Item::Block(base) if base.kind.text == "locals" => Some(&mut base.body),
            _ => None,
        });
        match bodies.find(|body| body.attribute(&local.name.text).is_some()) {
            Some(body) => replace(body, local),
            None => {
                let name = &local.name.text;
                let message = format!("no file but override files declares `local.{name}`");
                let kind = Kind::MissingOverriddenLocal;
                problems.push(Problem::new(kind, local.name.span, message));
            }
        }
    }
}

fn merge_bodies(base: &mut Body, new: Body) {
    let mut replaced: Vec<String> = Vec::new();
    for item in new.items {
        match item {
            Item::Attribute(attribute) => replace(base, attribute),
            Item::Block(block) => {
                let kind = block_type(&block).to_owned();
                let own = base.items.iter_mut().find_map(|item| match item {
                    Item::Block(own) if own.kind.text == kind => Some(own),
                    _ => None,
                });
                match own {
                    Some(own) if MERGED.contains(&kind.as_str()) => {
                        merge_bodies(&mut own.body, block.body);
                    }
                    _ => {
                        if !replaced.contains(&kind) {
                            base.items.retain(
                                |item| !matches!(item, Item::Block(own) if block_type(own) == kind),
                            );
                            replaced.push(kind);
                        }
                        base.items.push(Item::Block(block));
                    }
                }
            }
        }
    }
}

/// Returns the type of the nested blocks that a block writes or generates.
fn block_type(block: &Block) -> &str {
    match (block.kind.text.as_str(), block.labels.first()) {
        ("dynamic", Some(label)) => &label.text,
        // A module has one backend, or HCP Terraform in place of it.
        ("cloud", _) => "backend",
        (kind, _) => kind,
    }
}

/// Replaces an attribute; it comes last, so that the items stay in the order of the text.
fn replace(base: &mut Body, attribute: Attribute) {
    let is_same = |own: &Attribute| own.name.text == attribute.name.text;
    base.items
        .retain(|item| !matches!(item, Item::Attribute(own) if is_same(own)));
    base.items.push(Item::Attribute(attribute));
}

/// Returns the kind of problem of an override block that overrides nothing.
fn missing(block: &Block) -> Option<Kind> {
    Some(match block.kind.text.as_str() {
        "resource" => Kind::MissingOverriddenResource,
        "data" => Kind::MissingOverriddenData,
        "variable" => Kind::MissingOverriddenVariable,
        "output" => Kind::MissingOverriddenOutput,
        "module" => Kind::MissingOverriddenModule,
        "provider" if block.body.attribute("alias").is_some() => Kind::MissingOverriddenProvider,
        _ => return None,
    })
}

fn nothing_to_override(kind: Kind, block: &Block) -> Problem {
    let address = block.address().unwrap_or_default();
    let message = format!("no file but override files declares `{address}`");
    Problem::new(kind, block.header, message)
}
