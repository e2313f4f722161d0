//! Renames unknown resource types to the type most likely intended.
//!
//! Matches alternative service names and misspellings.

use super::near_names::{is_misspelt, only, slip};
use super::{Fix, Permits, Reach, safe_if};
use crate::hcl::{Block, Edit, Module, Step, edit};
use crate::rewrite::Safety;
use crate::schema::Schema;
use crate::table::Table;
use crate::words::{singular, squashed, squashes_to};
use foldhash::{HashMap, HashSet};
use std::collections::BTreeSet;

/// Prefix of the ids of type renames.
pub(super) const ID: &str = "repair:type:";

/// Unknown type names and the type that replaces each.
const TYPES: Table<2> = Table(include_str!("types.tsv"));

/// Words of alternative service names, and the words that the types use.
const TYPE_WORDS: Table<2> = Table(include_str!("type_words.tsv"));

/// Prefix of all type names of the provider.
const PREFIX: &str = "aws_";

/// Returns the only type that matches a name by its spelling or by replaced words.
fn meant<'s>(name: &str, types: &[&'s str]) -> Option<&'s str> {
    // The common prefix distinguishes no types.
    let plain = squashed(name.strip_prefix(PREFIX)?);
    let is_alike = |one: &str| {
        one.strip_prefix(PREFIX)
            .is_some_and(|one| squashes_to(one, &plain))
    };
    if let Some(one) = only(types.iter().filter(|one| is_alike(one))) {
        return Some(one);
    }
    let known = |one: &str| types.binary_search(&one).ok().map(|at| types[at]);
    let mut found: BTreeSet<&str> = BTreeSet::new();
    for first in with_other_words(name) {
        found.extend(known(&first));
        for second in with_other_words(&first) {
            found.extend(known(&second));
        }
    }
    if found.is_empty() {
        // Comparing lengths and numbers of words rules out most types.
        let count = |name: &str| name.bytes().filter(|byte| *byte == b'_').count();
        let words = count(name);
        let may_be_near = |one: &&&str| one.len().abs_diff(name.len()) <= 2 && count(one) == words;
        let near = types
            .iter()
            .filter(may_be_near)
            .filter(|one| slip(name, one).is_some_and(|by| by <= 2) && same_words(name, one));
        return only(near).copied();
    }
    only(found.into_iter())
}

/// Whether two names have the same words, except for a typo in at most one word.
fn same_words(left: &str, right: &str) -> bool {
    let (left, right): (Vec<&str>, Vec<&str>) =
        (left.split('_').collect(), right.split('_').collect());
    let differing = left.iter().zip(&right).filter(|(one, other)| one != other);
    left.len() == right.len()
        && differing.clone().count() <= 1
        && differing
            .clone()
            .all(|(one, other)| one.len() > 3 && singular(one).get(..2) == singular(other).get(..2))
}

/// Returns the variants of a name with the words of a row replaced.
fn with_other_words(name: &str) -> Vec<String> {
    let Some(words) = name.strip_prefix(PREFIX) else {
        return Vec::new();
    };
    let padded = format!("_{words}_");
    let of = |[old, new]: [&str; 2]| {
        let old = format!("_{old}_");
        let at = padded.find(&old)?;
        let rest = &padded[at + old.len()..];
        let changed = format!("{}_{new}_{rest}", &padded[..at]).replace("__", "_");
        Some(format!("{PREFIX}{}", changed.trim_matches('_')))
    };
    TYPE_WORDS.rows().filter_map(of).collect()
}

/// Address of a block, its unknown type, the type that is meant, its new address, and the certainty.
type Wanted<'m> = (String, &'m str, &'m str, String, &'m Block, Safety);

/// Renames unknown types and updates every reference to them.
pub(super) fn fixes(module: &Module, schema: &Schema, permits: &Permits) -> Vec<Fix> {
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut taken: HashSet<String> = module.blocks().filter_map(Block::address).collect();
    let mut resource_types: Vec<&str> = Vec::new();
    let mut data_types: Vec<&str> = Vec::new();
    for block in module.blocks() {
        let (Some(type_name), Some(old)) = (block.type_name(), block.address()) else {
            continue;
        };
        let (prefix, is_known, types) = match block.kind.text.as_str() {
            "resource" => (
                "",
                schema.resource(type_name).is_some(),
                &mut resource_types,
            ),
            "data" => ("data.", schema.data(type_name).is_some(), &mut data_types),
            _ => continue,
        };
        if is_known || !type_name.starts_with(PREFIX) {
            continue;
        }
        if types.is_empty() && prefix.is_empty() {
            types.extend(schema.resource_types());
        } else if types.is_empty() {
            types.extend(schema.data_types());
        }
        let row = TYPES.rows_of(&format!("{prefix}{type_name}")).next();
        let row = row.map(|[_, new]| new);
        let Some(new) = row.or_else(|| meant(type_name, types)) else {
            continue;
        };
        let is_certain = row.is_some() || is_misspelt(type_name, new);
        // Other files can refer to the block by its type.
        let safety = safe_if(is_certain && permits.reach != Reach::File);
        let address = format!("{prefix}{new}.{}", block.labels[1].text);
        let is_disabled = permits.disabled.has(&format!("{ID}{address}"));
        if is_disabled || !taken.insert(address.clone()) {
            continue;
        }
        wanted.push((old, type_name, new, address, block, safety));
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let renamed = wanted.iter().map(|(old, _, new, ..)| (old.as_str(), *new));
    let renamed: HashMap<&str, &str> = renamed.collect();
    let mut references: HashMap<&str, Vec<Edit>> = HashMap::default();
    for reference in module.references() {
        let Some((old, new)) = reference
            .address()
            .and_then(|address| renamed.get_key_value(address.as_str()))
        else {
            continue;
        };
        let name = match (reference.root.text.as_str(), reference.steps.first()) {
            ("data" | "resource", Some(Step::Attribute(name))) => name,
            _ => reference.root,
        };
        let edits = references.entry(old).or_default();
        edits.push(edit::rename(module, name, new));
    }
    let fix = |(old, type_name, new, address, block, safety): &Wanted| {
        let mut edits = vec![edit::rename(module, &block.labels[0], new)];
        edits.extend(references.get(old.as_str()).cloned().unwrap_or_default());
        // The type name may state the type of the load balancer.
        let kind = match *type_name {
            "aws_network_load_balancer" | "aws_lb_network_load_balancer" | "aws_nlb" => "network",
            "aws_gateway_load_balancer" => "gateway",
            _ => "",
        };
        let name = "load_balancer_type";
        if !kind.is_empty() && block.closed && block.body.attribute(name).is_none() {
            edits.extend(edit::set(module, block, &[name], &edit::quote(kind)));
        }
        let what = format!("write the type `{type_name}` as `{new}`");
        let why = "This is the name of the type in the provider.";
        Fix::repair("type", address, what, why, edits).with_safety(*safety)
    };
    wanted.iter().map(fix).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::pack::shipped;

    #[test]
    fn every_row_maps_an_unknown_type_to_a_known_type() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        for row in TYPES.checked_by_key() {
            let [old, new] = row;
            let known = |old: &str| match row[0].starts_with("data.") {
                true => schema.data(old).is_some(),
                false => schema.resource(old).is_some(),
            };
            let old = old.trim_start_matches("data.");
            assert!(!known(old) && known(new), "{row:?}");
        }
    }

    #[test]
    fn every_phrase_occurs_in_a_type() {
        let bytes = shipped();
        let schema = Schema::read(&bytes).expect("it reads");
        let types: Vec<&str> = schema.resource_types().collect();
        for [_, new] in TYPE_WORDS.checked() {
            let padded = format!("_{new}_");
            let is_used = types.iter().any(|one| format!("{one}_").contains(&padded));
            assert!(is_used, "no type has the words `{new}`");
        }
    }
}
