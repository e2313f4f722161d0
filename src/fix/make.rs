//! Applies a recipe to a resource and returns the edits.

mod names;
mod placeholders;
mod resource_index;

use super::set_arguments::{add_dependencies, set_arguments};
use crate::hcl::edit;
use crate::hcl::{Block, Edit, Item, Module};
use crate::scan::{Check, Recipe, Resource, recipe};
use crate::template;
use names::Names;
use placeholders::Placeholders;
pub(super) use resource_index::ResourceIndex;
use std::borrow::Cow;

/// Endings of arguments that name a KMS key.
const KEY_ENDS: &[&str] = strings! {
    "kms_key_id", "kms_key_arn", "kms_arn", "key_id", "encryption_key", "encryption_key_arn",
};

/// Reference to the key that recipes share.
const KEY: &str = "aws_kms_key.main.arn";

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
    /// Reference to the ARN of the key that encrypts the resource.
    pub key: Option<String>,
}

/// Returns the edits of a recipe; `key` is an argument that gets the KMS key.
///
/// In the user's own file (`is_own`) shared blocks follow one of their kind, or the last resource: the
/// text can be joined from several files, and its end can be a file of another kind.
///
/// # Errors
///
/// Returns a note if the recipe cannot be applied: the resource already has the block that would be
/// added, the module lacks an object the recipe depends on, or an argument is set by an expression.
pub(super) fn make(
    module: &Module,
    index: &ResourceIndex,
    resource: &Resource,
    recipe: &Recipe,
    key: Option<&'static str>,
    is_own: bool,
) -> Result<Made, String> {
    let block = resource.block;
    let texts = recipe.template();
    let placeholders = Placeholders::new(module, resource);
    let mut names = Names::new(&placeholders);
    let mut touched = Vec::new();
    let mut parts = Vec::new();
    for (at, part) in texts.resources.iter().enumerate() {
        // A missing value is reported before an existing block.
        if placeholders.fill(&part.text)?.is_empty() {
            continue;
        }
        let kind = first_step(&part.address);
        // The first block is the purpose of the recipe, the others are parts of it.
        if at == 0
            && let Some(other) = index.like(block, &kind)
        {
            return instead(module, other, &texts.existing);
        }
        touched.push(kind);
        names.claim(module, index, part, false)?;
        parts.push((part, true));
    }
    for part in &texts.prerequisites {
        if placeholders.fill(&part.text)?.is_empty() {
            continue;
        }
        if part.is_own() {
            let kind = first_step(&part.address);
            if let Some(other) = index.like(block, &kind) {
                names.rename(part, other.address().unwrap_or_default(), None);
                continue;
            }
            touched.push(kind);
        }
        if names.claim(module, index, part, true)? {
            parts.push((part, false));
        }
    }
    let mut made = Made {
        edits: Vec::new(),
        added: Vec::new(),
        touched,
        key: None,
    };
    for (edit, address) in std::mem::take(&mut names.rewritten) {
        made.edits.push(edit);
        made.added.push(address);
    }
    for (part, is_after) in parts {
        let text = names.block(part)?;
        made.added.push(template::address(&text));
        let anchor = match is_after {
            true => Some(block),
            false if is_own => anchor(module, &text),
            false => None,
        };
        match anchor {
            Some(anchor) => made.edits.push(edit::after(module, anchor, &text)),
            None => made.edits.extend(edit::append(module, &text)),
        }
    }
    if key.is_some() || texts.set.iter().any(|(_, value)| value.contains(KEY)) {
        made.key = Some(names.fill(KEY)?.into_owned());
    }
    let mut set: Vec<(&str, String)> = Vec::new();
    for (path, value) in &texts.set {
        if !Check::Filled(path).holds(resource) {
            set.push((path, names.fill(value)?.into_owned()));
        }
    }
    if let Some(path) = key {
        set.push((path, names.fill(KEY)?.into_owned()));
    }
    made.touched
        .extend(set.iter().map(|(path, _)| first_step(path)));
    made.edits.extend(set_arguments(module, block, &set)?);
    for text in &texts.blocks {
        let text = names.fill(text)?;
        let twice = text.starts_with("lifecycle") && block.body.blocks_of("lifecycle").count() > 0;
        if twice {
            return Err("the resource already has a `lifecycle` block".to_owned());
        }
        made.touched.push(first_word(&text));
        made.edits.extend(edit::insert(module, block, &text));
    }
    for (path, value) in &texts.each {
        let (kind, argument) = path.split_once('.').unwrap_or_default();
        made.touched.push(kind.to_owned());
        for nested in block.body.nested_blocks_of(kind) {
            if nested.body.attribute(argument).is_none() {
                let value = names.fill(value)?;
                made.edits
                    .extend(edit::set(module, nested, &[argument], &value));
            }
        }
    }
    let first = texts.depends_on.iter();
    let first = first.map(|address| names.fill(address).map(Cow::into_owned));
    let first = first.collect::<Result<Vec<_>, _>>()?;
    made.edits.extend(add_dependencies(module, block, &first)?);
    if !first.is_empty() {
        made.touched.push("depends_on".to_owned());
    }
    let mut edits = Vec::new();
    for (path, value) in &texts.replace {
        let steps: Vec<&str> = path.split('.').collect();
        edits.extend(edit::set(module, block, &steps, value));
    }
    if let Some(custom) = recipe.edits {
        edits.extend(custom(module, resource)?);
    }
    let touched = edits.iter().map(|edit| touched_by(block, edit));
    made.touched.extend(touched);
    made.edits.extend(edits);
    Ok(made)
}

/// Returns the block that a block shared by several resources follows.
///
/// It does not depend on the resource, so that all recipes write the block at the same position. A
/// file without a block to follow has none.
fn anchor<'m>(module: &'m Module, text: &str) -> Option<&'m Block> {
    let kind = first_word(text);
    let file = edit::file_for(module, text);
    let is_in_file = |block: &&Block| file.start <= block.span.start && block.span.end <= file.end;
    let of_kind = module.blocks().filter(|block| block.kind.text == kind);
    let of_kind = of_kind.filter(is_in_file).last();
    of_kind.or_else(|| module.resources().filter(is_in_file).last())
}

/// Returns edits for an existing block of the kind that the recipe would add.
fn instead(module: &Module, other: &Block, existing: &[(String, String)]) -> Result<Made, String> {
    let address = other.address().unwrap_or_default();
    if existing.is_empty() {
        return Err(format!("`{address}` already exists"));
    }
    let set = existing
        .iter()
        .map(|(path, value)| (path.as_str(), value.clone()));
    Ok(Made {
        edits: set_arguments(module, other, &set.collect::<Vec<_>>())?,
        added: vec![address.clone()],
        touched: vec![address],
        key: None,
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
