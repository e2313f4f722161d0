//! Applies a recipe to a resource and returns the edits.

mod holes;
mod names;
mod register;

use super::set_arguments::{add_dependencies, set_arguments};
use crate::hcl::edit;
use crate::hcl::{Block, Edit, Item, Module};
use crate::scan::{Check, Recipe, Resource, recipe};
use holes::Holes;
use names::Names;
pub(super) use register::Register;

/// Endings of arguments that name a KMS key.
const KEY_ENDS: &[&str] = &[
    "kms_key_id",
    "kms_key_arn",
    "kms_arn",
    "key_id",
    "encryption_key",
    "encryption_key_arn",
];

/// Result of applying a recipe.
pub(super) struct Made {
    /// Edits that apply the recipe.
    pub edits: Vec<Edit>,
    /// Addresses of new top-level blocks.
    pub added: Vec<String>,
    /// Arguments and blocks set in the resource, and types of its new blocks.
    ///
    /// Recipes that touch the same names are not applied in the same round.
    pub touched: Vec<String>,
}

/// Returns the edits of a recipe; `key` is an argument that gets the KMS key.
///
/// # Errors
///
/// Returns a note if the recipe cannot be applied: the resource already has the block that would be
/// added, the module lacks an object the recipe depends on, or an argument is set by an expression.
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
        // The first block is the purpose of the recipe, the others are parts of it.
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
    made.edits.extend(set_arguments(module, block, &sets)?);
    for text in recipe.blocks {
        let text = filled(text)?;
        let twice = text.starts_with("lifecycle") && block.body.blocks_of("lifecycle").count() > 0;
        if twice {
            return Err("the resource already has a `lifecycle` block".to_owned());
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
    made.edits.extend(add_dependencies(module, block, &first)?);
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

/// Returns edits for an existing block of the kind that the recipe would add.
fn instead(module: &Module, other: &Block, recipe: &Recipe) -> Result<Made, String> {
    let address = other.address().unwrap_or_default();
    if recipe.existing.is_empty() {
        return Err(format!("`{address}` already exists"));
    }
    let sets = recipe.existing.iter();
    let sets: Vec<(&str, String)> = sets
        .map(|(path, value)| (*path, (*value).to_owned()))
        .collect();
    Ok(Made {
        edits: set_arguments(module, other, &sets)?,
        added: vec![address.clone()],
        touched: vec![address],
    })
}

/// Returns the recipe and the argument for a check that requires a KMS key.
///
/// The check is recognised by the name of its argument.
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

/// Returns the text before the first dot: a resource type, an argument or a block.
pub(super) fn first_step(path: &str) -> String {
    path.split('.').next().unwrap_or_default().to_owned()
}

/// Returns the argument or nested block that an edit changes or writes.
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

/// Returns the nested blocks of a kind and the content of `dynamic` ones.
fn nested<'b>(block: &'b Block, kind: &'b str) -> impl Iterator<Item = &'b Block> {
    let contents = block.body.blocks_of("dynamic").filter(move |dynamic| {
        let label = dynamic.labels.first();
        label.is_some_and(|label| label.text == kind)
    });
    let contents = contents.flat_map(|dynamic| dynamic.body.blocks_of("content"));
    block.body.blocks_of(kind).chain(contents)
}
