//! Moves arguments and blocks to the nested or enclosing block that supports them.
//!
//! It also removes unsupported blocks around arguments that the body itself supports.

use super::Deed;
use super::bench::Place;
use super::block_attribute::adapted;
use super::spot::{Spot, has_room, holds_objects, may_be_set};
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

fn movers<'a>(spot: &Spot<'a>) -> Vec<Mover<'a>> {
    let attributes = spot.unsupported().map(Mover::Attribute);
    let blocks = spot
        .unsupported_blocks()
        .map(|(name, block)| Mover::Block(name, block));
    attributes.chain(blocks).collect()
}

/// Moves arguments and blocks into the only nested block that supports their name.
///
/// Those that go into the same nested block are moved together.
pub(super) fn inward(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let mut groups: BTreeMap<Vec<&str>, Vec<Mover>> = BTreeMap::new();
    for mover in movers(spot) {
        if spot.schema.nested(mover.name()).is_some()
            || spot.schema.attribute(mover.name()).is_some()
        {
            continue;
        }
        let mut homes = Vec::new();
        homes_of(spot.schema, mover.name(), &mut Vec::new(), &mut homes);
        let standing = |home: &&Vec<&str>| stands(spot.block, home);
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
        .filter_map(|(home, movers)| into(spot, &home, &movers))
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
fn into(spot: &Spot<'_>, home: &[&str], movers: &[Mover]) -> Option<Deed> {
    let module = spot.module;
    let (mut block, mut schema, mut made) = (spot.block, spot.schema, home);
    while let Some((name, rest)) = made.split_first() {
        let nested = schema.nested(name)?;
        let mut found = block.body.blocks_of(name);
        match (found.next(), found.next()) {
            (Some(inner), None) => block = inner,
            (None, _) if !spot.is_dynamic(block, name) => break,
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
    Some(Deed::new("inward", spot.address, what, why, edits).at(&spot.named(first)))
}

impl Spot<'_> {
    fn is_dynamic(&self, block: &Block, name: &str) -> bool {
        block
            .body
            .blocks_of("dynamic")
            .any(|inner| inner.labels.first().is_some_and(|label| label.text == name))
    }
}

/// Writes `name` as the `Name` tag, and `vpc_id` of a data source as a filter.
pub(super) fn named(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    if !spot.path.is_empty() {
        return deeds;
    }
    for attribute in spot.unsupported() {
        let module = spot.module;
        let value = edit::dedented(module, attribute.value.span);
        let name = attribute.name.text.as_str();
        let mut edits = vec![edit::remove(module, attribute.span)];
        let (what, why) = match name {
            "name"
                if spot
                    .schema
                    .attribute("tags")
                    .is_some_and(|one| one.settable()) =>
            {
                let tags = spot
                    .block
                    .body
                    .attribute("tags")
                    .map(|tags| &tags.value.kind);
                match tags {
                    None => edits.extend(edit::set(
                        module,
                        spot.block,
                        &["tags"],
                        &format!("{{\n  Name = {value}\n}}"),
                    )),
                    Some(ExpressionKind::Object(entries))
                        if entries
                            .iter()
                            .all(|one| one.key_text().is_some_and(|key| key != "Name")) =>
                    {
                        edits.extend(edit::set(module, spot.block, &["tags", "Name"], &value));
                    }
                    Some(_) => continue,
                }
                (
                    "write `name` as the tag `Name`",
                    "The resource has no `name` argument; the AWS console shows the `Name` tag as its name.",
                )
            }
            "vpc_id" if spot.top.kind.text == "data" && spot.schema.nested("filter").is_some() => {
                let text = format!("filter {{\n  name = \"vpc-id\"\n  values = [{value}]\n}}");
                edits.extend(edit::insert(module, spot.block, &text));
                (
                    "write `vpc_id` as a filter",
                    "This data source selects its VPC by a filter.",
                )
            }
            _ => continue,
        };
        deeds.push(Deed::new("told", spot.address, what.to_owned(), why, edits).at(name));
    }
    deeds
}

/// Writes `x_enabled = true` as the nested block `x { enabled = true }`.
pub(super) fn switched(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for attribute in spot.unsupported() {
        let name = attribute.name.text.as_str();
        let of = name
            .strip_suffix("_enabled")
            .or_else(|| name.strip_prefix("enable_"));
        let nested = of.and_then(|of| {
            spot.schema
                .nested_blocks()
                .find(|one| super::words::squashed(one.name) == super::words::squashed(of))
        });
        let Some(nested) = nested.filter(|one| one.block.attribute("enabled").is_some()) else {
            continue;
        };
        let value = edit::dedented(spot.module, attribute.value.span);
        let standing = spot.block.body.blocks_of(nested.name).next();
        if standing.is_some_and(|block| block.body.attribute("enabled").is_some()) {
            continue;
        }
        let mut edits = vec![edit::remove(spot.module, attribute.span)];
        edits.extend(edit::set(
            spot.module,
            spot.block,
            &[nested.name, "enabled"],
            &value,
        ));
        let what = format!("write `{name}` as `enabled` of the block `{}`", nested.name);
        let why = "This setting is enabled in its block.";
        deeds.push(Deed::new("switch", spot.address, what, why, edits).at(&spot.named(name)));
    }
    deeds
}

/// Moves arguments and blocks to the enclosing block that supports them.
pub(super) fn outward(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for mover in movers(spot) {
        let name = mover.name();
        for (at, (outer, schema)) in spot.above.iter().enumerate().rev() {
            let set = outer.body.items.iter().any(|item| match item {
                Item::Attribute(attribute) => attribute.name.text == name,
                Item::Block(block) => block.kind.text == name,
            });
            let known = schema.attribute(name).is_some_and(|one| may_be_set(&one))
                || schema.nested(name).is_some();
            if !known {
                continue;
            }
            if let (false, Some(text)) = (set, mover.text(spot.module, *schema)) {
                let mut edits = vec![edit::remove(spot.module, mover.span())];
                edits.extend(written(spot.module, outer, &mover, &text));
                let to = match at.checked_sub(1).and_then(|at| spot.path.get(at)) {
                    Some(block) => format!("`{block}`"),
                    None => format!("`{}`", spot.type_name),
                };
                let what = format!("move `{name}` out of `{}` into {to}", spot.path.join("."));
                let why = "The enclosing block supports this name.";
                deeds.push(
                    Deed::new("outward", spot.address, what, why, edits).at(&spot.named(name)),
                );
            }
            break;
        }
    }
    deeds
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
fn flat(spot: &Spot<'_>, block: &str, attribute: &Attribute) -> Option<String> {
    let name = attribute.name.text.to_ascii_lowercase();
    let row = FLAT.iter().find(|row| row.0 == block && row.1 == name);
    let new = row.map_or_else(|| format!("{block}_{name}"), |row| row.2.to_owned());
    let known = spot.schema.attribute(&new).filter(may_be_set)?;
    if spot.is_set(&new) {
        return None;
    }
    let value = adapted(spot.module, &attribute.value, known.kind)?;
    let value = value.unwrap_or_else(|| edit::dedented(spot.module, attribute.value.span));
    Some(format!("{new} = {value}"))
}

/// Unwraps an unsupported block whose content the enclosing body supports.
pub(super) fn unwrapped(spot: &Spot<'_>, _: &Place<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    for (name, block) in spot.unsupported_blocks() {
        if block.kind.text == "dynamic" || block.body.items.is_empty() || !block.labels.is_empty() {
            continue;
        }
        let mut texts = Vec::new();
        for item in &block.body.items {
            let mover = match item {
                Item::Attribute(attribute) => Mover::Attribute(attribute),
                Item::Block(inner) => Mover::Block(&inner.kind.text, inner),
            };
            let free = !spot.is_set(mover.name()) || matches!(item, Item::Block(_));
            let same = mover.text(spot.module, spot.schema).filter(|_| free);
            texts.extend(same.or_else(|| match item {
                Item::Attribute(attribute) => flat(spot, name, attribute),
                Item::Block(_) => None,
            }));
        }
        if texts.len() == block.body.items.len() {
            let what = format!("move the content of `{name}` into the enclosing block");
            let why = "The schema has no such block; the enclosing block supports its content.";
            let edits = vec![edit::replace_item(
                spot.module,
                block.span,
                &texts.join("\n"),
            )];
            deeds.push(Deed::new("unwrap", spot.address, what, why, edits).at(&spot.named(name)));
        }
    }
    deeds
}
