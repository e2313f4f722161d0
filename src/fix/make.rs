//! A recipe and a resource in, the edits that make it out.

use super::settle::settle;
use crate::hcl::edit;
use crate::hcl::{Block, Edit, Module};
use crate::scan::{Check, Recipe, Resource, recipe};
use std::collections::{HashMap, HashSet};

/// The ends of arguments that name a KMS key.
const KEY_ENDS: &[&str] = &[
    "kms_key_id",
    "kms_key_arn",
    "kms_arn",
    "key_id",
    "encryption_key",
    "encryption_key_arn",
];

/// What stands in a module, and what belongs to what, looked up rather than searched: a large
/// module asks for it thousands of times.
#[derive(Default)]
pub(super) struct Register<'m> {
    /// The addresses of its blocks.
    taken: HashSet<String>,
    /// The types of the resources that refer to an address.
    referring: HashMap<String, HashSet<&'m str>>,
    /// The types of the resources that name a bucket.
    naming: HashMap<String, HashSet<&'m str>>,
}

impl<'m> Register<'m> {
    /// The register of a module.
    pub(super) fn of(module: &'m Module) -> Self {
        let mut register = Self::default();
        for block in module.blocks() {
            register.taken.extend(block.address());
        }
        for block in module.resources() {
            let kind = block.type_name().unwrap_or_default();
            for reference in block.body.references() {
                if let Some(address) = reference.address() {
                    register.referring.entry(address).or_default().insert(kind);
                }
            }
            if let Some(name) = bucket(block) {
                register.naming.entry(name).or_default().insert(kind);
            }
        }
        register
    }

    /// Whether there is a resource of the type of an address already, for this block.
    fn has_one(&self, block: &Block, address: &str) -> bool {
        let kind = first_step(address);
        let has = |of: &HashMap<String, HashSet<&str>>, key: Option<String>| {
            key.and_then(|key| of.get(&key))
                .is_some_and(|kinds| kinds.contains(kind.as_str()))
        };
        self.taken.contains(address)
            || has(&self.referring, block.address())
            || has(&self.naming, bucket(block))
    }
}

/// The name of the bucket that a block makes or is about.
fn bucket(block: &Block) -> Option<String> {
    let name = block.body.attribute("bucket")?;
    name.value.literal()
}

/// What a recipe makes.
pub(super) struct Made {
    /// The edits.
    pub edits: Vec<Edit>,
    /// The addresses of new top-level blocks.
    pub added: Vec<String>,
    /// What is set in the block itself, and the new blocks, so that no two recipes at once touch
    /// the same.
    pub touched: Vec<String>,
}

/// The edits of a recipe; `key` is an argument that gets the key. A note where it cannot be
/// followed: the resource stands several times or has already what would be added, or an argument
/// follows an expression.
pub(super) fn make(
    module: &Module,
    register: &Register,
    resource: &Resource,
    recipe: &Recipe,
    key: Option<&'static str>,
) -> Result<Made, String> {
    let block = resource.block;
    let mut made = Made {
        edits: Vec::new(),
        added: Vec::new(),
        touched: Vec::new(),
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
        if own {
            made.touched.push(first_step(&address));
        }
        if own && register.has_one(block, &address) {
            return Err(format!("there is a `{address}` already, or one like it"));
        }
        if register.taken.contains(&address) {
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
    made.touched
        .extend(sets.iter().map(|(path, _)| first_step(path)));
    made.edits.extend(settle(module, block, &sets)?);
    for text in recipe.inside {
        let kind = text.split([' ', '\n']).next().unwrap_or_default();
        made.touched.push(kind.to_owned());
        made.edits.extend(edit::insert(module, block, &fill(text)));
    }
    for (kind, argument, value) in recipe.each {
        made.touched.push((*kind).to_owned());
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

/// What stands before the first dot: the type of an address, the argument or block of a path.
pub(super) fn first_step(path: &str) -> String {
    path.split('.').next().unwrap_or_default().to_owned()
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
