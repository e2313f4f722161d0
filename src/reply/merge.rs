//! Merges a block of an answer into the block that is there, argument by argument.

use crate::hcl::edit::{self, Edit};
use crate::hcl::{Attribute, Block, Module, Name};

/// Arguments of which a resource has one, so that another one replaces it. Source: the constraints of
/// the AWS provider 5.100.
const ALTERNATIVES: &[&[&str]] = &[
    &[
        "cidr_blocks",
        "source_security_group_id",
        "self",
        "prefix_list_ids",
        "security_groups",
    ],
    &[
        "cidr_ipv4",
        "cidr_ipv6",
        "referenced_security_group_id",
        "prefix_list_id",
    ],
    &["password", "manage_master_user_password", "password_wo"],
    &["name", "name_prefix"],
    &["bucket", "bucket_prefix"],
    &["identifier", "identifier_prefix"],
    &["user_data", "user_data_base64"],
    &["ami", "launch_template"],
    &["vpc_zone_identifier", "availability_zones"],
    &["filename", "s3_bucket", "image_uri"],
    &["subnet_id", "network_interface"],
    &["count", "for_each"],
    &["allocated_storage", "snapshot_identifier"],
];

/// Edits that merge a block, with the arguments that the answer left out.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) edits: Vec<Edit>,
    /// Names that stay, since nobody asked for their removal.
    pub(super) kept: Vec<String>,
    /// Names that go.
    pub(super) lost: Vec<String>,
}

/// Merges `new`, a block of `patch`, into `old`, a block of `program`.
///
/// `may_go` returns whether the request asks for the removal of an argument.
pub(super) fn merge(
    program: &Module,
    old: &Block,
    patch: &Module,
    new: &Block,
    may_go: &dyn Fn(&str) -> bool,
) -> Merged {
    let mut merged = Merged::default();
    body(program, old, patch, new, may_go, &mut merged);
    merged
}

fn body(
    program: &Module,
    old: &Block,
    patch: &Module,
    new: &Block,
    may_go: &dyn Fn(&str) -> bool,
    merged: &mut Merged,
) {
    let text = |attribute: &Attribute| edit::dedented(patch, attribute.value.span);
    for attribute in new.body.attributes() {
        let name = attribute.name.text.as_str();
        match old.body.attribute(name) {
            Some(known) if is_same(program, known, patch, attribute) => {}
            _ => merged
                .edits
                .extend(edit::set(program, old, &[name], &text(attribute))),
        }
    }
    for attribute in old.body.attributes() {
        let name = attribute.name.text.as_str();
        if new.body.attribute(name).is_none() {
            leave_out(
                program,
                &attribute.name,
                attribute.span,
                new,
                may_go,
                merged,
            );
        }
    }
    let mut kinds: Vec<&str> = Vec::new();
    for block in old.body.blocks().chain(new.body.blocks()) {
        if !kinds.contains(&block.kind.text.as_str()) {
            kinds.push(&block.kind.text);
        }
    }
    for kind in kinds {
        let before: Vec<&Block> = old.body.blocks_of(kind).collect();
        let after: Vec<&Block> = new.body.blocks_of(kind).collect();
        match (before.as_slice(), after.as_slice()) {
            ([one], [next]) if one.labels.is_empty() && next.labels.is_empty() => {
                body(program, one, patch, next, may_go, merged);
            }
            (before, []) => {
                for block in before {
                    leave_out(program, &block.kind, block.span, new, may_go, merged);
                }
            }
            (before, after) => {
                let text = |module: &Module, block: &Block| {
                    edit::aligned(&edit::dedented(module, block.span))
                };
                let texts: Vec<String> = after.iter().map(|block| text(patch, block)).collect();
                let is_there = |block: &&&Block| texts.contains(&text(program, block));
                let gone = before.iter().filter(|block| !is_there(block));
                merged
                    .edits
                    .extend(gone.map(|block| edit::remove(program, block.span)));
                let known: Vec<String> = before.iter().map(|block| text(program, block)).collect();
                let new = texts.iter().filter(|text| !known.contains(text));
                merged
                    .edits
                    .extend(new.flat_map(|text| edit::insert(program, old, text)));
            }
        }
    }
}

/// Removes an argument or a nested block that the answer left out, or keeps it.
fn leave_out(
    program: &Module,
    name: &Name,
    span: crate::hcl::Span,
    new: &Block,
    may_go: &dyn Fn(&str) -> bool,
    merged: &mut Merged,
) {
    let is_replaced = ALTERNATIVES
        .iter()
        .filter(|set| set.contains(&name.text.as_str()))
        .any(|set| {
            let has = |other: &&&str| {
                new.body.attribute(other).is_some() || new.body.has_blocks_of(other)
            };
            set.iter().any(|other| has(&other))
        });
    let list = match is_replaced || may_go(&name.text) {
        true => {
            merged.edits.push(edit::remove(program, span));
            &mut merged.lost
        }
        false => &mut merged.kept,
    };
    if !list.contains(&name.text) {
        list.push(name.text.clone());
    }
}

/// Returns whether two attributes have the same value, layout aside.
fn is_same(program: &Module, old: &Attribute, patch: &Module, new: &Attribute) -> bool {
    let text = |module: &Module, it: &Attribute| {
        super::patch::canonical(&format!(
            "value = {}",
            edit::dedented(module, it.value.span)
        ))
    };
    text(program, old) == text(patch, new)
}
