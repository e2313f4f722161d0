//! A recipe and a resource in, the edits that make it out.

mod holes;
mod names;
mod register;

use super::settle::{self, settle};
use crate::hcl::edit;
use crate::hcl::{Block, Edit, Item, Module};
use crate::scan::{Check, Recipe, Resource, recipe};
use holes::Holes;
use names::Names;
pub(super) use register::Register;

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
    /// What is set in the block itself, and the types of the new blocks that are its own, so that
    /// no two recipes at once touch the same.
    pub touched: Vec<String>,
}

/// The edits of a recipe; `key` is an argument that gets the key. A note where it cannot be
/// followed: the resource has already what would be added, what it builds on is not in the
/// program, or an argument follows an expression.
pub(super) fn make(
    module: &Module,
    register: &Register,
    resource: &Resource,
    recipe: &Recipe,
    key: Option<&'static str>,
) -> Result<Made, String> {
    let block = resource.block;
    let holes = Holes::of(module, resource);
    let mut names = Names::of(holes.at());
    let mut touched = Vec::new();
    let mut blocks = Vec::new();
    for (at, template) in recipe.resources.iter().enumerate() {
        let Some(text) = holes.filled_block(template)? else {
            continue;
        };
        let address = names::address(&text);
        // The first is what the recipe is about, the others are its parts.
        if at == 0
            && let Some(other) = register.like(block, &address)
        {
            return instead(module, other, recipe);
        }
        touched.push(first_step(&address));
        names.claim(module, register, &address, None, holes.index());
        blocks.push((text, Some(block)));
    }
    for template in recipe.prerequisites.iter().copied().flatten() {
        let Some(text) = holes.filled_block(template)? else {
            continue;
        };
        let address = names::address(&text);
        let own = template.contains("{name}");
        if own && let Some(other) = register.like(block, &address) {
            names.is(&address, other.address().unwrap_or_default());
            continue;
        }
        if own {
            touched.push(first_step(&address));
        }
        let index = own.then(|| holes.index()).flatten();
        let text = Some(text);
        if names.claim(module, register, &address, text.as_deref(), index) {
            blocks.extend(text.map(|text| (text, None)));
        }
    }
    let mut made = Made {
        edits: Vec::new(),
        added: Vec::new(),
        touched,
    };
    for (text, beside) in blocks {
        let text = names.applied(&text);
        made.added.push(names::address(&text));
        match beside {
            Some(block) => made.edits.push(edit::after(module, block, &text)),
            None => made.edits.extend(edit::append(module, &text)),
        }
    }
    let filled = |text: &str| Ok::<_, String>(names.applied(&holes.filled(text)?));
    let mut sets: Vec<(&str, String)> = Vec::new();
    for (path, value) in recipe.arguments {
        if !Check::Filled(path).holds(resource) {
            sets.push((*path, filled(value)?));
        }
    }
    if let Some(path) = key {
        sets.push((path, filled(recipe::KEY_ARN)?));
    }
    let paths = sets.iter().map(|(path, _)| first_step(path));
    made.touched.extend(paths);
    made.edits.extend(settle(module, block, &sets)?);
    for text in recipe.blocks {
        let text = filled(text)?;
        let twice = text.starts_with("lifecycle") && block.body.blocks_of("lifecycle").count() > 0;
        if twice {
            return Err("it has a `lifecycle` already".to_owned());
        }
        made.touched.push(first_word(&text));
        made.edits.extend(edit::insert(module, block, &text));
    }
    for (kind, argument, value) in recipe.nested_arguments {
        made.touched.push((*kind).to_owned());
        for nested in nested(block, kind) {
            if nested.body.attribute(argument).is_none() {
                let value = filled(value)?;
                let edits = edit::set(module, nested, &[argument], &value);
                made.edits.extend(edits);
            }
        }
    }
    let mut first = Vec::new();
    for address in recipe.depends_on {
        first.push(filled(address)?);
    }
    made.edits.extend(settle::after(module, block, &first)?);
    if !first.is_empty() {
        made.touched.push("depends_on".to_owned());
    }
    if let Some(edits) = recipe.edits {
        let edits = edits(module, resource)?;
        made.touched
            .extend(edits.iter().map(|edit| touched_by(block, edit)));
        made.edits.extend(edits);
    }
    Ok(made)
}

/// The edits of a block that is like the one which a recipe would add.
fn instead(module: &Module, other: &Block, recipe: &Recipe) -> Result<Made, String> {
    let address = other.address().unwrap_or_default();
    if recipe.existing.is_empty() {
        return Err(format!("there is `{address}` already"));
    }
    let sets = recipe.existing.iter();
    let sets: Vec<(&str, String)> = sets
        .map(|(path, value)| (*path, (*value).to_owned()))
        .collect();
    Ok(Made {
        edits: settle(module, other, &sets)?,
        added: vec![address.clone()],
        touched: vec![address],
    })
}

/// The recipe for a check that asks for a key by the name of its argument, with that argument.
pub(super) fn key_for(check: &Check) -> Option<(&'static Recipe, &'static str)> {
    match *check {
        Check::Has(path) | Check::Known(path) | Check::Filled(path) => KEY_ENDS
            .iter()
            .any(|end| path.ends_with(end))
            .then_some((&recipe::ANY_KEY, path)),
        Check::When(_, check) | Check::Unless(_, check) | Check::PassIf(_, check) => key_for(check),
        _ => None,
    }
}

/// What stands before the first dot: the type of an address, the argument or block of a path.
pub(super) fn first_step(path: &str) -> String {
    path.split('.').next().unwrap_or_default().to_owned()
}

/// The argument or block of a block that an edit changes or writes.
fn touched_by(block: &Block, edit: &Edit) -> String {
    let inside = |item: &&Item| {
        let span = item.span();
        span.start <= edit.span.start && edit.span.end <= span.end
    };
    match block.body.items.iter().find(inside) {
        Some(Item::Attribute(attribute)) => attribute.name.text.clone(),
        Some(Item::Block(inner)) => inner.kind.text.clone(),
        None => first_word(edit.text.trim_start()),
    }
}

fn first_word(text: &str) -> String {
    text.split([' ', '\n'])
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The blocks of a kind, and the content of dynamic ones.
fn nested<'b>(block: &'b Block, kind: &'b str) -> impl Iterator<Item = &'b Block> {
    let contents = block.body.blocks_of("dynamic").filter(move |dynamic| {
        let label = dynamic.labels.first();
        label.is_some_and(|label| label.text == kind)
    });
    let contents = contents.flat_map(|dynamic| dynamic.body.blocks_of("content"));
    block.body.blocks_of(kind).chain(contents)
}
