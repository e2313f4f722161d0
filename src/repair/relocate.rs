//! Moves arguments and blocks to the nested or enclosing block that supports them.
//!
//! It also removes unsupported blocks around arguments that the body itself supports.

use super::Fix;
use super::block_attribute::adapted;
use super::faulty_body::{FaultyBody, has_room, holds_objects, may_be_set};
use super::repairer::Context;
use crate::hcl::{Attribute, Block, Edit, ExpressionKind, Item, Module, Span, edit};
use crate::schema::pack;
use std::collections::BTreeMap;

/// Maximum depth at which a supporting nested block is searched.
const DEPTH_MAX: usize = 3;

/// Unsupported argument or block that can be moved.
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
    fn text(&self, module: &Module, home: pack::Block<'_>) -> Option<String> {
        match self {
            Mover::Attribute(attribute) => {
                let name = &attribute.name.text;
                if let Some(nested) = home.nested(name) {
                    return super::block_attribute::block_text(module, &attribute.value, nested)
                        .filter(|text| !text.is_empty());
                }
                let known = home.attribute(name).filter(may_be_set)?;
                let value = adapted(module, &attribute.value, known.kind)?;
                let value = value.unwrap_or_else(|| edit::dedented(module, attribute.value.span));
                Some(format!("{name} = {value}"))
            }
            Mover::Block(name, block) => {
                let fits = home.nested(name).is_some()
                    || home
                        .attribute(name)
                        .is_some_and(|one| holds_objects(one.kind));
                fits.then(|| edit::dedented(module, block.span))
            }
        }
    }
}

fn movers<'a>(faulty: &FaultyBody<'a>) -> Vec<Mover<'a>> {
    let attributes = faulty.unsupported().map(Mover::Attribute);
    let blocks = faulty
        .unsupported_blocks()
        .map(|(name, block)| Mover::Block(name, block));
    attributes.chain(blocks).collect()
}

/// Moves arguments and blocks into the only nested block that supports their name.
///
/// Those that go into the same nested block are moved together.
pub(super) fn inward(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut groups: BTreeMap<Vec<&str>, Vec<Mover>> = BTreeMap::new();
    for mover in movers(faulty) {
        if faulty.schema.nested(mover.name()).is_some()
            || faulty.schema.attribute(mover.name()).is_some()
        {
            continue;
        }
        let mut homes = Vec::new();
        homes_of(faulty.schema, mover.name(), &mut Vec::new(), &mut homes);
        let standing = |home: &&Vec<&str>| stands(faulty.block, home);
        let home = match homes.as_slice() {
            [home] => home,
            // If several nested blocks support the name, the only existing one is used.
            _ => match super::words::only(homes.iter().filter(standing)) {
                Some(home) => home,
                None => continue,
            },
        };
        groups.entry(home.clone()).or_default().push(mover);
    }
    groups
        .into_iter()
        .filter_map(|(home, movers)| into(faulty, &home, &movers))
        .collect()
}

/// Collects the paths of nested blocks that support a name.
fn homes_of<'a>(
    block: pack::Block<'a>,
    name: &str,
    way: &mut Vec<&'a str>,
    homes: &mut Vec<Vec<&'a str>>,
) {
    for nested in block.nested_blocks() {
        way.push(nested.name);
        let known = nested
            .block
            .attribute(name)
            .is_some_and(|one| may_be_set(&one))
            || nested.block.nested(name).is_some();
        if known {
            homes.push(way.clone());
        }
        if way.len() < DEPTH_MAX {
            homes_of(nested.block, name, way, homes);
        }
        way.pop();
    }
}

/// Whether exactly one block exists at each step of a path.
fn stands(block: &Block, way: &[&str]) -> bool {
    let Some((first, rest)) = way.split_first() else {
        return true;
    };
    let mut found = block.body.blocks_of(first);
    match (found.next(), found.next()) {
        (Some(inner), None) => stands(inner, rest),
        _ => false,
    }
}

/// Moves arguments and blocks into a nested block, which is created if missing.
fn into(faulty: &FaultyBody<'_>, home: &[&str], movers: &[Mover]) -> Option<Fix> {
    let module = faulty.module;
    let (mut block, mut schema, mut made) = (faulty.block, faulty.schema, home);
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
    let mut last = schema;
    for name in made {
        let nested = last.nested(name)?;
        // A repeatable block is not created, because several of them could be intended.
        if !has_room(&nested, 0) || (nested.max != 1 && nested.nesting != pack::Nesting::Single) {
            return None;
        }
        last = nested.block;
    }
    let mut texts = Vec::new();
    let mut edits = Vec::new();
    for mover in movers {
        if made.is_empty() && block.body.attribute(mover.name()).is_some() {
            return None;
        }
        let comment = edit::comment_above(module, mover.span());
        texts.push(comment + &mover.text(module, last)?);
        edits.push(edit::remove(module, mover.span()));
    }
    if made.is_empty() {
        for (mover, text) in movers.iter().zip(&texts) {
            edits.extend(written(module, block, mover, text));
        }
    } else {
        let mut text = texts.join("\n");
        for name in made.iter().rev() {
            text = format!("{name} {{\n  {}\n}}", edit::indented(&text, "  "));
        }
        edits.extend(edit::insert(module, block, &text));
    }
    let names: Vec<String> = movers
        .iter()
        .map(|mover| format!("`{}`", mover.name()))
        .collect();
    let what = format!("move {} into `{}`", names.join(", "), home.join("."));
    let why = "A nested block supports this name.";
    let first = movers.first()?.name();
    Some(Fix::new("inward", faulty.address, what, why, edits).at(&faulty.named(first)))
}

/// Writes `name` as the `Name` tag, and `vpc_id` of a data source as a filter.
pub(super) fn named(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    if !faulty.path.is_empty() {
        return fixes;
    }
    for attribute in faulty.unsupported() {
        let module = faulty.module;
        let value = edit::dedented(module, attribute.value.span);
        let name = attribute.name.text.as_str();
        let mut edits = vec![edit::remove(module, attribute.span)];
        let (what, why) = match name {
            "name"
                if faulty
                    .schema
                    .attribute("tags")
                    .is_some_and(|one| one.settable()) =>
            {
                let tags = faulty
                    .block
                    .body
                    .attribute("tags")
                    .map(|tags| &tags.value.kind);
                match tags {
                    None => edits.extend(edit::set(
                        module,
                        faulty.block,
                        &["tags"],
                        &format!("{{\n  Name = {value}\n}}"),
                    )),
                    Some(ExpressionKind::Object(entries))
                        if entries
                            .iter()
                            .all(|one| one.key_text().is_some_and(|key| key != "Name")) =>
                    {
                        edits.extend(edit::set(module, faulty.block, &["tags", "Name"], &value));
                    }
                    Some(_) => continue,
                }
                (
                    "write `name` as the tag `Name`",
                    "The resource has no `name` argument; the AWS console shows the `Name` tag as its name.",
                )
            }
            "vpc_id"
                if faulty.top.kind.text == "data" && faulty.schema.nested("filter").is_some() =>
            {
                let text = format!("filter {{\n  name = \"vpc-id\"\n  values = [{value}]\n}}");
                edits.extend(edit::insert(module, faulty.block, &text));
                (
                    "write `vpc_id` as a filter",
                    "This data source selects its VPC by a filter.",
                )
            }
            _ => continue,
        };
        fixes.push(Fix::new("told", faulty.address, what.to_owned(), why, edits).at(name));
    }
    fixes
}

/// Writes `x_enabled = true` as the nested block `x { enabled = true }`.
pub(super) fn switched(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for attribute in faulty.unsupported() {
        let name = attribute.name.text.as_str();
        let of = name
            .strip_suffix("_enabled")
            .or_else(|| name.strip_prefix("enable_"));
        let nested = of.and_then(|of| {
            faulty
                .schema
                .nested_blocks()
                .find(|one| super::words::squashed(one.name) == super::words::squashed(of))
        });
        let Some(nested) = nested.filter(|one| one.block.attribute("enabled").is_some()) else {
            continue;
        };
        let value = edit::dedented(faulty.module, attribute.value.span);
        let standing = faulty.block.body.blocks_of(nested.name).next();
        if standing.is_some_and(|block| block.body.attribute("enabled").is_some()) {
            continue;
        }
        let mut edits = vec![edit::remove(faulty.module, attribute.span)];
        edits.extend(edit::set(
            faulty.module,
            faulty.block,
            &[nested.name, "enabled"],
            &value,
        ));
        let what = format!("write `{name}` as `enabled` of the block `{}`", nested.name);
        let why = "This setting is enabled in its block.";
        fixes.push(Fix::new("switch", faulty.address, what, why, edits).at(&faulty.named(name)));
    }
    fixes
}

/// Moves arguments and blocks to the enclosing block that supports them.
pub(super) fn outward(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for mover in movers(faulty) {
        let name = mover.name();
        for (at, (outer, schema)) in faulty.above.iter().enumerate().rev() {
            let set = outer.body.items.iter().any(|item| match item {
                Item::Attribute(attribute) => attribute.name.text == name,
                Item::Block(block) => block.kind.text == name,
            });
            let known = schema.attribute(name).is_some_and(|one| may_be_set(&one))
                || schema.nested(name).is_some();
            if !known {
                continue;
            }
            if let (false, Some(text)) = (set, mover.text(faulty.module, *schema)) {
                let mut edits = vec![edit::remove(faulty.module, mover.span())];
                edits.extend(written(faulty.module, outer, &mover, &text));
                let to = match at.checked_sub(1).and_then(|at| faulty.path.get(at)) {
                    Some(block) => format!("`{block}`"),
                    None => format!("`{}`", faulty.type_name),
                };
                let what = format!("move `{name}` out of `{}` into {to}", faulty.path.join("."));
                let why = "The enclosing block supports this name.";
                fixes.push(
                    Fix::new("outward", faulty.address, what, why, edits).at(&faulty.named(name)),
                );
            }
            break;
        }
    }
    fixes
}

fn written(module: &Module, block: &Block, mover: &Mover, text: &str) -> Vec<Edit> {
    if let (Mover::Attribute(attribute), Some((_, value))) = (mover, text.split_once(" = "))
        && text.starts_with(&attribute.name.text)
    {
        return edit::set(module, block, &[&attribute.name.text], value);
    }
    edit::insert(module, block, text)
}

/// Arguments of a nested block that have another name in the body around it.
///
/// A row holds the block, the name in the block and the name in the body.
const FLAT: &[(&str, &str, &str)] = &[
    ("buffering_hints", "size_in_mbs", "buffering_size"),
    ("buffering_hints", "size_in_mb", "buffering_size"),
    (
        "buffering_hints",
        "interval_in_seconds",
        "buffering_interval",
    ),
    ("retry_options", "duration_in_seconds", "retry_duration"),
    ("placement", "group_name", "placement_group"),
    ("placement", "group", "placement_group"),
    (
        "encryption_at_rest",
        "data_volume_kms_key_id",
        "encryption_at_rest_kms_key_arn",
    ),
    (
        "encryption_at_rest",
        "kms_key_id",
        "encryption_at_rest_kms_key_arn",
    ),
];

/// Returns the argument that replaces one of an unsupported block.
fn flat(faulty: &FaultyBody<'_>, block: &str, attribute: &Attribute) -> Option<String> {
    let name = attribute.name.text.to_ascii_lowercase();
    let row = FLAT.iter().find(|row| row.0 == block && row.1 == name);
    let new = row.map_or_else(|| format!("{block}_{name}"), |row| row.2.to_owned());
    let known = faulty.schema.attribute(&new).filter(may_be_set)?;
    if faulty.is_set(&new) {
        return None;
    }
    let value = adapted(faulty.module, &attribute.value, known.kind)?;
    let value = value.unwrap_or_else(|| edit::dedented(faulty.module, attribute.value.span));
    Some(format!("{new} = {value}"))
}

/// Unwraps an unsupported block whose content the enclosing body supports.
pub(super) fn unwrapped(faulty: &FaultyBody<'_>, _: &Context<'_>) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for (name, block) in faulty.unsupported_blocks() {
        if block.kind.text == "dynamic" || block.body.items.is_empty() || !block.labels.is_empty() {
            continue;
        }
        let mut texts = Vec::new();
        for item in &block.body.items {
            let mover = match item {
                Item::Attribute(attribute) => Mover::Attribute(attribute),
                Item::Block(inner) => Mover::Block(&inner.kind.text, inner),
            };
            let free = !faulty.is_set(mover.name()) || matches!(item, Item::Block(_));
            let same = mover.text(faulty.module, faulty.schema).filter(|_| free);
            texts.extend(same.or_else(|| match item {
                Item::Attribute(attribute) => flat(faulty, name, attribute),
                Item::Block(_) => None,
            }));
        }
        if texts.len() == block.body.items.len() {
            let what = format!("move the content of `{name}` into the enclosing block");
            let why = "The schema has no such block; the enclosing block supports its content.";
            let edits = vec![edit::replace_item(
                faulty.module,
                block.span,
                &texts.join("\n"),
            )];
            fixes
                .push(Fix::new("unwrap", faulty.address, what, why, edits).at(&faulty.named(name)));
        }
    }
    fixes
}
