//! The bindings of a later version of the AWS provider and the schema of the last one before in,
//! its schema out.

use super::bindings;
use super::source::{Attribute, Block, Nested, Provider};
use serde_json::{Value, json};
use std::path::Path;

/// The package with the bindings of the AWS provider, and the version of the provider in it.
pub const AWS_6: (&str, &str) = ("25.8.1", "6.69.1");

/// The schema of [`AWS_6`] under a folder. What its bindings do not tell comes from the last
/// version before it, where that has the same block: which attributes are secret, outputs that
/// are left out, and what stands in blocks that hold themselves.
pub fn read(folder: &Path, before: &Provider) -> Result<Provider, String> {
    let (package, version) = AWS_6;
    let mut provider = bindings::one(folder, "aws", package, version)?;
    overlay(&mut provider.provider.block, &before.provider.block)?;
    for (name, root) in &mut provider.resources {
        let block = before.resources.get(name).map(|root| &root.block);
        overlay(&mut root.block, block.unwrap_or(&Block::default()))
            .map_err(|error| format!("{name}: {error}"))?;
        tags_all(&mut root.block);
    }
    for (name, root) in &mut provider.data {
        let block = before.data.get(name).map(|root| &root.block);
        overlay(&mut root.block, block.unwrap_or(&Block::default()))
            .map_err(|error| format!("data.{name}: {error}"))?;
    }
    Ok(provider)
}

/// Adds to a block what its bindings do not tell and an earlier version of it does.
fn overlay(block: &mut Block, before: &Block) -> Result<(), String> {
    for (name, attribute) in &mut block.attributes {
        if let Some(earlier) = before.attributes.get(name) {
            attribute.sensitive |= earlier.sensitive;
            attribute.write_only |= earlier.write_only;
            attribute.computed |= earlier.computed;
        }
    }
    let unknown: Vec<String> = block
        .attributes
        .iter()
        .filter(|(_, attribute)| attribute.kind == "dynamic" && attribute.settable())
        .map(|(name, _)| name.clone())
        .collect();
    for name in unknown {
        block.attributes.remove(&name);
        let earlier = before.nested.get(&name);
        let earlier = earlier.ok_or_else(|| format!("nothing is known of `{name}`"))?;
        block.nested.insert(name, earlier.clone());
    }
    // A list of objects may be written as blocks, too: as one, less would be taken.
    let blocks = block.nested.keys().cloned().collect::<Vec<_>>();
    for name in blocks {
        if let Some(earlier) = before.attributes.get(&name).filter(|one| one.settable()) {
            let nested = block.nested.remove(&name).expect("a name of it");
            let kind = object(nested);
            block.attributes.insert(
                name,
                Attribute {
                    kind,
                    ..earlier.clone()
                },
            );
        }
    }
    for (name, earlier) in &before.attributes {
        if !earlier.settable() && !block.nested.contains_key(name) {
            let own = block.attributes.entry(name.clone());
            own.or_insert_with(|| earlier.clone());
        }
    }
    objects(block);
    for (name, nested) in &mut block.nested {
        let earlier = before.nested.get(name).map(|earlier| &earlier.block);
        overlay(&mut nested.block, earlier.unwrap_or(&Block::default()))
            .map_err(|error| format!("{name}: {error}"))?;
    }
    Ok(())
}

/// Takes what the bindings write as a block of its own for an attribute: the provider has no such
/// blocks but for the timeouts.
fn objects(block: &mut Block) {
    let is_object = |name: &str, nested: &Nested| {
        matches!(nested.nesting_mode.as_str(), "single" | "map") && name != "timeouts"
    };
    for (name, nested) in std::mem::take(&mut block.nested) {
        if !is_object(&name, &nested) {
            block.nested.insert(name, nested);
            continue;
        }
        let required = nested.min_items > 0;
        let attribute = Attribute {
            required,
            optional: !required,
            kind: object(nested),
            ..Attribute::default()
        };
        block.attributes.insert(name, attribute);
    }
}

/// The type of an attribute of objects.
fn object(nested: Nested) -> Value {
    let attributes = nested.block.attributes.into_iter();
    let mut fields: serde_json::Map<String, Value> = attributes
        .map(|(name, attribute)| (name, attribute.kind))
        .collect();
    let within = nested.block.nested.into_iter();
    fields.extend(within.map(|(name, nested)| (name, object(nested))));
    match nested.nesting_mode.as_str() {
        "single" => json!(["object", fields]),
        collection => json!([collection, ["object", fields]]),
    }
}

/// What has tags has all of them as an output, too; the bindings of newer resources leave it out.
fn tags_all(block: &mut Block) {
    if block.attributes.contains_key("tags") {
        let all = block.attributes.entry("tags_all".to_owned());
        all.or_insert_with(|| Attribute {
            kind: json!(["map", "string"]),
            computed: true,
            ..Attribute::default()
        });
    }
}
