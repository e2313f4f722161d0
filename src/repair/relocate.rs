//! Moves arguments and blocks to the nested or enclosing block that supports them.
//!
//! It also removes unsupported blocks around arguments that the body itself supports.

use super::block_attribute::{adapted_text, block_of, block_text};
use super::faulty_body::{FaultyBody, has_room, holds_objects, may_be_set};
use super::near_names::only;
use super::repairer::Context;
use super::{Fix, safe_if};
use crate::hcl::{Attribute, Block, Edit, ExpressionKind, Item, Module, Span, edit};
use crate::schema::pack;
use crate::words::squashed;
use std::collections::BTreeMap;

/// Maximum depth at which a supporting nested block is searched.
const DEPTH_MAX: usize = 3;

/// Argument or block that can be moved.
enum Mover<'a> {
    Attribute(&'a Attribute),
    Block(&'a str, &'a Block),
}

impl<'a> Mover<'a> {
    fn name(&self) -> &'a str {
        match self {
            Mover::Attribute(attribute) => &attribute.name.text,
            Mover::Block(name, _) => name,
        }
    }

    fn span(&self) -> Span {
        match self {
            Mover::Attribute(attribute) => attribute.span,
            Mover::Block(_, block) => block.span,
        }
    }

    /// Returns the text for a body whose schema supports the name.
    fn text(&self, module: &Module, schema: pack::Block<'_>) -> Option<String> {
        let known = schema.attribute(self.name());
        match (self, schema.nested(self.name())) {
            (Mover::Attribute(attribute), Some(nested)) => {
                block_text(module, &attribute.value, nested).filter(|text| !text.is_empty())
            }
            (Mover::Attribute(attribute), None) => {
                argument(module, attribute, known.filter(may_be_set)?)
            }
            (Mover::Block(_, block), nested) => {
                let fits = nested.is_some() || known.is_some_and(|one| holds_objects(one.kind));
                fits.then(|| edit::dedented(module, block.span))
            }
        }
    }

    /// Writes the text into a block.
    fn write(&self, module: &Module, block: &Block, text: &str) -> Vec<Edit> {
        if let (Mover::Attribute(attribute), Some((_, value))) = (self, text.split_once(" = "))
            && text.starts_with(&attribute.name.text)
        {
            return edit::set(module, block, &[&attribute.name.text], value);
        }
        edit::insert(module, block, text)
    }
}

/// Returns an argument of the schema with the value of another argument.
fn argument(module: &Module, attribute: &Attribute, known: pack::Attribute<'_>) -> Option<String> {
    let value = adapted_text(module, &attribute.value, known.kind)?;
    Some(format!("{} = {value}", known.name))
}

fn unsupported<'a>(faulty: &FaultyBody<'a>) -> impl Iterator<Item = Mover<'a>> {
    let blocks = faulty.unsupported_blocks();
    let blocks = blocks.map(|(name, block)| Mover::Block(name, block));
    faulty.unsupported().map(Mover::Attribute).chain(blocks)
}

/// Whether a body may have an argument or block of a name.
fn supports(schema: pack::Block<'_>, name: &str) -> bool {
    schema.attribute(name).as_ref().is_some_and(may_be_set) || schema.nested(name).is_some()
}

/// Moves arguments and blocks into the only nested block that supports their name.
///
/// Those that go into the same nested block are moved together.
pub(super) fn inward(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut groups: BTreeMap<Vec<&str>, Vec<Mover>> = BTreeMap::new();
    for mover in unsupported(faulty) {
        let name = mover.name();
        if faulty.schema.nested(name).is_some() || faulty.schema.attribute(name).is_some() {
            continue;
        }
        let mut paths = Vec::new();
        collect_paths(faulty.schema, name, &mut Vec::new(), &mut paths);
        // If several nested blocks support the name, the only existing one is used.
        let existing = || only(paths.iter().filter(|path| exists(faulty.block, path)));
        if let Some(path) = only(paths.iter()).or_else(existing) {
            groups.entry(path.clone()).or_default().push(mover);
        }
    }
    let groups = groups.into_iter();
    groups
        .filter_map(|(path, movers)| into(faulty, &path, &movers))
        .collect()
}

/// Collects the paths of nested blocks that support a name.
fn collect_paths<'a>(
    block: pack::Block<'a>,
    name: &str,
    path: &mut Vec<&'a str>,
    paths: &mut Vec<Vec<&'a str>>,
) {
    for nested in block.nested_blocks() {
        path.push(nested.name);
        if supports(nested.block, name) {
            paths.push(path.clone());
        }
        if path.len() < DEPTH_MAX {
            collect_paths(nested.block, name, path, paths);
        }
        path.pop();
    }
}

/// Whether exactly one block exists at each step of a path.
fn exists(block: &Block, path: &[&str]) -> bool {
    match path {
        [] => true,
        [first, rest @ ..] => {
            only(block.body.blocks_of(first)).is_some_and(|inner| exists(inner, rest))
        }
    }
}

/// Moves arguments and blocks into a nested block, which is created if missing.
fn into(faulty: &FaultyBody<'_>, path: &[&str], movers: &[Mover]) -> Option<Fix> {
    let module = faulty.module;
    let (mut block, mut schema, mut made) = (faulty.block, faulty.schema, path);
    while let Some((name, rest)) = made.split_first() {
        let nested = schema.nested(name)?;
        let mut found = block.body.blocks_of(name);
        match (found.next(), found.next()) {
            (Some(inner), None) => block = inner,
            (None, _) if block.body.dynamic_blocks_of(name).next().is_none() => break,
            _ => return None,
        }
        (schema, made) = (nested.block, rest);
    }
    for name in made {
        let nested = schema.nested(name)?;
        // A repeatable block is not created, because several of them could be intended.
        if !has_room(&nested, 0) || (nested.max != 1 && nested.nesting != pack::Nesting::Single) {
            return None;
        }
        schema = nested.block;
    }
    let mut texts = Vec::new();
    let mut edits = Vec::new();
    for mover in movers {
        if made.is_empty() && block.body.attribute(mover.name()).is_some() {
            return None;
        }
        let comment = edit::comment_above(module, mover.span());
        texts.push(comment + &mover.text(module, schema)?);
        edits.push(edit::remove(module, mover.span()));
    }
    if made.is_empty() {
        for (mover, text) in movers.iter().zip(&texts) {
            edits.extend(mover.write(module, block, text));
        }
    } else {
        for name in made.iter().rev() {
            texts = vec![block_of(name, &texts)];
        }
        edits.extend(edit::insert(module, block, &texts[0]));
    }
    let names = movers.iter().map(|mover| format!("`{}`", mover.name()));
    let names = names.collect::<Vec<_>>().join(", ");
    let what = format!("move {names} into `{}`", path.join("."));
    let why = "A nested block supports this name.";
    let first = movers.first()?.name();
    Some(faulty.fix("inward", first, what, why, edits))
}

/// Writes `name` as the `Name` tag, and `vpc_id` of a data source as a filter.
pub(super) fn named(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let module = faulty.module;
    let known = faulty.schema.attribute("tags");
    let has_tags = known.is_some_and(|one| one.settable());
    let has_filter = faulty.top.kind.text == "data" && faulty.schema.nested("filter").is_some();
    let fix = |attribute: &Attribute| {
        let value = edit::dedented(module, attribute.value.span);
        let name = attribute.name.text.as_str();
        let (what, why, added) = match name {
            "name" if has_tags => {
                let tags = faulty.block.body.attribute("tags");
                let added = match tags.map(|tags| &tags.value.kind) {
                    None => {
                        let tags = format!("{{\n  Name = {value}\n}}");
                        edit::set(module, faulty.block, &["tags"], &tags)
                    }
                    Some(ExpressionKind::Object(entries)) => {
                        let mut keys = entries.iter().map(|one| one.key_text());
                        if !keys.all(|key| key.is_some_and(|key| key != "Name")) {
                            return None;
                        }
                        edit::set(module, faulty.block, &["tags", "Name"], &value)
                    }
                    Some(_) => return None,
                };
                let why = "The resource has no `name` argument; the AWS console shows the `Name` tag as its name.";
                ("write `name` as the tag `Name`", why, added)
            }
            "vpc_id" if has_filter => {
                let lines = [
                    "name = \"vpc-id\"".to_owned(),
                    format!("values = [{value}]"),
                ];
                let added = edit::insert(module, faulty.block, &block_of("filter", &lines));
                let why = "This data source selects its VPC by a filter.";
                ("write `vpc_id` as a filter", why, added)
            }
            _ => return None,
        };
        let mut edits = vec![edit::remove(module, attribute.span)];
        edits.extend(added);
        let fix = faulty.fix("told", name, what.to_owned(), why, edits);
        Some(fix.with_safety(safe_if(name == "vpc_id")))
    };
    let arguments = faulty.unsupported().filter(|_| faulty.path.is_empty());
    arguments.filter_map(fix).collect()
}

/// Writes `x_enabled = true` as the nested block `x { enabled = true }`.
pub(super) fn switched(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let fix = |attribute: &Attribute| {
        let name = attribute.name.text.as_str();
        let suffixed = name.strip_suffix("_enabled");
        let block = squashed(suffixed.or_else(|| name.strip_prefix("enable_"))?);
        let mut blocks = faulty.schema.nested_blocks();
        let nested = blocks.find(|one| squashed(one.name) == block)?;
        nested.block.attribute("enabled")?;
        let existing = faulty.block.body.blocks_of(nested.name).next();
        if existing.is_some_and(|block| block.body.attribute("enabled").is_some()) {
            return None;
        }
        let path = [nested.name, "enabled"];
        let value = edit::dedented(faulty.module, attribute.value.span);
        let mut edits = vec![edit::remove(faulty.module, attribute.span)];
        edits.extend(edit::set(faulty.module, faulty.block, &path, &value));
        let what = format!("write `{name}` as `enabled` of the block `{}`", nested.name);
        let why = "This setting is enabled in its block.";
        Some(faulty.fix("switch", name, what, why, edits))
    };
    faulty.unsupported().filter_map(fix).collect()
}

/// Moves arguments and blocks to the enclosing block that supports them.
pub(super) fn outward(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let fix = |mover: Mover| {
        let name = mover.name();
        let mut above = faulty.above.iter().enumerate().rev();
        let (at, (outer, schema)) = above.find(|(_, (_, schema))| supports(*schema, name))?;
        let is_set = outer.body.items.iter().any(|item| match item {
            Item::Attribute(attribute) => attribute.name.text == name,
            Item::Block(block) => block.kind.text == name,
        });
        let text = mover.text(faulty.module, *schema).filter(|_| !is_set)?;
        let mut edits = vec![edit::remove(faulty.module, mover.span())];
        edits.extend(mover.write(faulty.module, outer, &text));
        let to = match at.checked_sub(1) {
            Some(at) => faulty.path[at],
            None => faulty.type_name,
        };
        let from = faulty.path.join(".");
        let what = format!("move `{name}` out of `{from}` into `{to}`");
        let why = "The enclosing block supports this name.";
        Some(faulty.fix("outward", name, what, why, edits))
    };
    unsupported(faulty).filter_map(fix).collect()
}

/// Unwraps an unsupported block whose content the enclosing body supports.
pub(super) fn unwrapped(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let module = faulty.module;
    let fix = |(name, block): (&str, &Block)| {
        if block.kind.text == "dynamic" || block.body.items.is_empty() || !block.labels.is_empty() {
            return None;
        }
        let text = |item: &Item| match item {
            Item::Attribute(attribute) => {
                let same = Mover::Attribute(attribute).text(module, faulty.schema);
                let same = same.filter(|_| !faulty.is_set(&attribute.name.text));
                same.or_else(|| renamed(faulty, name, attribute))
            }
            Item::Block(inner) => Mover::Block(&inner.kind.text, inner).text(module, faulty.schema),
        };
        let texts: Option<Vec<String>> = block.body.items.iter().map(text).collect();
        let text = texts?.join("\n");
        let what = format!("move the content of `{name}` into the enclosing block");
        let why = "The schema has no such block; the enclosing block supports its content.";
        let edits = vec![edit::replace_item(module, block.span, &text)];
        Some(faulty.fix("unwrap", name, what, why, edits))
    };
    faulty.unsupported_blocks().filter_map(fix).collect()
}

/// Returns an argument of a block under its name in the body around the block.
fn renamed(faulty: &FaultyBody<'_>, block: &str, attribute: &Attribute) -> Option<String> {
    let name = attribute.name.text.to_ascii_lowercase();
    let new = match (block, name.as_str()) {
        ("buffering_hints", "size_in_mbs" | "size_in_mb") => "buffering_size",
        ("buffering_hints", "interval_in_seconds") => "buffering_interval",
        ("retry_options", "duration_in_seconds") => "retry_duration",
        ("placement", "group_name" | "group") => "placement_group",
        ("encryption_at_rest", "data_volume_kms_key_id" | "kms_key_id") => {
            "encryption_at_rest_kms_key_arn"
        }
        _ => &format!("{block}_{name}"),
    };
    let known = faulty.schema.attribute(new).filter(may_be_set)?;
    argument(faulty.module, attribute, known).filter(|_| !faulty.is_set(new))
}
