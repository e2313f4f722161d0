//! Removes resources with what depends on them and what only they use.

use super::program::{Program, Target, constant};
use super::words::{Slot, Verb};
use super::{Change, Clause};
use crate::hcl::Block;
use crate::hcl::edit;
use crate::table::Table;

/// Types of what configures a resource only: its type, the types of the parts separated by `|`.
const PARTS: Table<2> = Table(include_str!("parts.tsv"));

/// Types that are removed with the last resource that uses them.
const SUPPORTS: &[&str] = &[
    "aws_db_subnet_group",
    "aws_db_parameter_group",
    "aws_db_option_group",
    "aws_elasticache_subnet_group",
    "aws_elasticache_parameter_group",
    "aws_security_group",
    "aws_iam_instance_profile",
    "aws_iam_role",
    "aws_key_pair",
    "aws_lb_target_group",
    "aws_alb_target_group",
    "random_password",
    "tls_private_key",
];

/// Maximum number of blocks that one clause removes.
const BLOCKS_MAX: usize = 40;

/// Reads a clause that removes resources.
pub(super) fn read(clause: &Clause, program: &Program) -> Option<Change> {
    if clause.verb != Some(Verb::Remove) {
        return None;
    }
    let is_target = |slot: &Slot| matches!(slot, Slot::Verb(_) | Slot::Noun(_) | Slot::Word(_));
    if !clause.slots.iter().all(is_target) {
        return None;
    }
    let mut removed = program.blocks(&Target::of(&clause.slots), &[])?;
    let named = removed.len();
    let mut at = 0;
    while at < removed.len() {
        let block = removed[at];
        at += 1;
        if at > BLOCKS_MAX || is_protected(block) || !program.index.may_change(block) {
            return None;
        }
        for used in program.index.uses(block.borrowed_address()?) {
            if !removed.iter().any(|known| std::ptr::eq(*known, used.block)) {
                if !is_part(used.block, block) {
                    return None;
                }
                removed.push(used.block);
            }
        }
        for address in program.index.references_in(block.span) {
            let Some(support) = address.address.and_then(|it| program.index.block(it)) else {
                continue;
            };
            if removed.iter().any(|known| std::ptr::eq(*known, support)) || !is_support(support) {
                continue;
            }
            if is_only_used_by(support, &removed, program) {
                removed.push(support);
            } else if block.type_name().is_some_and(is_listener)
                && !has_listener(support, &removed, program)
            {
                // What is registered with the target group has to change too.
                return None;
            }
        }
    }
    let mut change = Change::default();
    for (at, block) in removed.into_iter().enumerate() {
        let result = if at < named {
            "removed"
        } else {
            "removed with it"
        };
        let edits = vec![edit::remove(program.module, block.span)];
        change.join(Change::removed(block, result, edits));
    }
    Some(change)
}

/// Returns whether a type makes a load balancer send requests to a target group.
fn is_listener(kind: &str) -> bool {
    kind.starts_with("aws_lb_listener") || kind.starts_with("aws_alb_listener")
}

/// Returns whether a listener that stays uses a block, or the block is no target group.
fn has_listener(block: &Block, removed: &[&Block], program: &Program) -> bool {
    let is_group = block
        .type_name()
        .is_some_and(|it| it.ends_with("_target_group"));
    let uses = block.borrowed_address().map(|it| program.index.uses(it));
    let mut uses = uses.into_iter().flatten();
    let stays = |used: &Block| !removed.iter().any(|known| std::ptr::eq(*known, used));
    !is_group || uses.any(|it| it.block.type_name().is_some_and(is_listener) && stays(it.block))
}

/// Returns whether the deletion of a resource is forbidden.
fn is_protected(block: &Block) -> bool {
    let is_on = |name: &str, block: &Block| {
        let set = block.body.attribute(name);
        set.is_some_and(|set| constant(&set.value).as_deref() != Some("false"))
    };
    [
        "deletion_protection",
        "enable_deletion_protection",
        "deletion_protection_enabled",
    ]
    .iter()
    .any(|name| is_on(name, block))
        || block
            .body
            .nested_blocks_of("lifecycle")
            .any(|it| is_on("prevent_destroy", it))
}

/// Returns whether a block is only about another one.
pub(super) fn is_part(block: &Block, of: &Block) -> bool {
    if block.kind.text == "output" {
        return true;
    }
    let (Some(name), Some(whole)) = (block.type_name(), of.type_name()) else {
        return false;
    };
    let is_resource = block.kind.text == "resource";
    let is_derived = name
        .strip_prefix(whole)
        .is_some_and(|rest| rest.starts_with('_'));
    let is_listed = PARTS
        .rows()
        .any(|[known, parts]| known == whole && parts.split('|').any(|part| part == name));
    is_resource && (is_derived || is_listed)
}

fn is_support(block: &Block) -> bool {
    block.kind.text == "data"
        || block.kind.text == "resource"
            && block
                .type_name()
                .is_some_and(|name| SUPPORTS.contains(&name))
}

/// Returns whether nothing but removed blocks, and parts of the block itself, refers to it.
fn is_only_used_by(block: &Block, removed: &[&Block], program: &Program) -> bool {
    let Some(address) = block.borrowed_address() else {
        return false;
    };
    let users = program.index.uses(address);
    users.iter().all(|used| {
        removed.iter().any(|known| std::ptr::eq(*known, used.block))
            || used.block.kind.text == "resource" && is_part(used.block, block)
    })
}
