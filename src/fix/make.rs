//! A recipe and a resource in, the edits that make it out.

use super::settle::settle;
use crate::hcl::edit;
use crate::hcl::{Block, Edit, Module};
use crate::scan::{Check, Recipe, Resource, recipe};

/// The ends of arguments that name a KMS key.
const KEY_ENDS: &[&str] = &[
    "kms_key_id",
    "kms_key_arn",
    "kms_arn",
    "key_id",
    "encryption_key",
    "encryption_key_arn",
];

/// What a recipe makes.
pub(super) struct Made {
    /// The edits.
    pub edits: Vec<Edit>,
    /// The addresses of new top-level blocks.
    pub added: Vec<String>,
}

/// The edits of a recipe; `key` is an argument that gets the key. A note where it cannot be
/// followed: the resource stands several times or has already what would be added, or an argument
/// follows an expression.
pub(super) fn make(
    module: &Module,
    resource: &Resource,
    recipe: &Recipe,
    key: Option<&'static str>,
) -> Result<Made, String> {
    let block = resource.block;
    let mut made = Made {
        edits: Vec::new(),
        added: Vec::new(),
    };
    let name = block.labels.last().map_or("", |label| &label.text);
    let at = block.address().unwrap_or_default();
    let fill = |text: &str| text.replace("{name}", name).replace("{at}", &at);
    let many = ["count", "for_each"]
        .iter()
        .any(|name| block.body.attribute(name).is_some());
    for template in recipe.beside {
        let own = template.contains("{at}");
        let text = fill(template);
        let Some(address) = address(&text) else {
            continue;
        };
        if own && many {
            return Err(format!("`{address}` would have to stand several times"));
        }
        if own && has_one(module, block, &address) {
            return Err(format!("there is a `{address}` already, or one like it"));
        }
        if module.at(&address).is_some() {
            continue;
        }
        if own {
            made.edits.push(edit::after(module, block, &text));
        } else {
            made.edits.extend(edit::append(module, &text));
        }
        made.added.push(address);
    }
    let sets: Vec<(&str, String)> = recipe
        .sets
        .iter()
        .filter(|(path, _)| !Check::Filled(path).holds(resource))
        .map(|(path, value)| (*path, fill(value)))
        .chain(key.map(|path| (path, recipe::KEY_ARN.to_owned())))
        .collect();
    made.edits.extend(settle(module, block, &sets)?);
    for text in recipe.inside {
        made.edits.extend(edit::insert(module, block, &fill(text)));
    }
    for (kind, argument, value) in recipe.each {
        for nested in blocks(block, kind) {
            if nested.body.attribute(argument).is_none() {
                made.edits
                    .extend(edit::set(module, nested, &[argument], &fill(value)));
            }
        }
    }
    Ok(made)
}

/// The recipe for a check that asks for a key by the name of its argument, with that argument.
pub(super) fn key_for(check: &Check) -> Option<(&'static Recipe, &'static str)> {
    match *check {
        Check::Has(path) | Check::Known(path) | Check::Filled(path) => KEY_ENDS
            .iter()
            .any(|end| path.ends_with(end))
            .then_some((&recipe::ANY_KEY, path)),
        Check::When(_, check) | Check::Unless(_, check) => key_for(check),
        _ => None,
    }
}

/// The address of the block that a text holds.
fn address(text: &str) -> Option<String> {
    let mut quoted = text.split('"').skip(1).step_by(2);
    let (kind, name) = (quoted.next()?, quoted.next()?);
    Some(if text.starts_with("data ") {
        format!("data.{kind}.{name}")
    } else {
        format!("{kind}.{name}")
    })
}

/// Whether a module has a resource of the type of an address already, for this block.
fn has_one(module: &Module, block: &Block, address: &str) -> bool {
    let at = block.address();
    let kind = address.split('.').next().unwrap_or_default();
    let named = |block: &Block| {
        let name = block.body.attribute("bucket")?;
        name.value.literal()
    };
    module.resources().any(|other| {
        let refers = || {
            let references = other.body.references();
            references.iter().any(|reference| reference.address() == at)
        };
        other.address().as_deref() == Some(address)
            || (other.type_name() == Some(kind)
                && (refers() || named(other).is_some_and(|name| named(block) == Some(name))))
    })
}

/// The blocks of a kind, and the content of dynamic ones.
fn blocks<'b>(block: &'b Block, kind: &'b str) -> impl Iterator<Item = &'b Block> {
    let contents = block.body.blocks_of("dynamic").filter(move |dynamic| {
        let label = dynamic.labels.first();
        label.is_some_and(|label| label.text == kind)
    });
    let contents = contents.flat_map(|dynamic| dynamic.body.blocks_of("content"));
    block.body.blocks_of(kind).chain(contents)
}
