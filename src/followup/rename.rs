//! Renames a resource: its name in AWS, its label, and all references.

use super::program::{NAMES, Program, Target, name_tag};
use super::words::{Verb, slots};
use super::{Change, Clause, Role};
use crate::hcl::edit::{self, Edit, quote};
use crate::hcl::{Block, Body, Item, Step};
use crate::intent::Service;

/// Reads a clause that renames a resource.
pub(super) fn read(clause: &Clause, program: &Program) -> Option<Change> {
    if clause.verb != Some(Verb::Rename) {
        return None;
    }
    let [of @ .., to, name] = clause.tokens else {
        return None;
    };
    if !["to", "as", "into"].contains(&to.lower.as_str()) {
        return None;
    }
    let all = slots(of);
    let target = Target::of(&all);
    let found = program.blocks(&target, &[])?;
    let [block] = found.as_slice() else {
        return None;
    };
    let is_by_address = target.words.len() == 1 && target.words[0].contains('.');
    let kind = block.type_name()?;
    let new = match name.text.strip_prefix(kind) {
        Some(label) => label.strip_prefix('.')?,
        None => name.text,
    };
    let is_name = new
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
        && new.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name {
        return None;
    }
    if is_by_address {
        return labelled(block, new, program);
    }
    let mut change = Change::default();
    let old = match name_of(block) {
        Some((argument, old)) => {
            if !accepts(kind, &old, new) || is_used_as_text(block, argument, &old, program) {
                return None;
            }
            let edits = program.set(block, &[argument], &quote(new), &|old| old.is_some())?;
            change.join(Change::set(block, argument, &quote(new), edits));
            // RDS renames an instance in place.
            if argument != "identifier" {
                change.assumed.push(format!(
                    "AWS cannot rename {}: it is deleted and created again, without its content.",
                    block.address()?
                ));
            }
            Some(old)
        }
        None => match prefix_of(block) {
            Some((argument, old)) => {
                let prefix = format!("{new}-");
                if !accepts(kind, &old, &prefix) || prefix.len() > prefix_max(kind) {
                    return None;
                }
                let value = quote(&prefix);
                let edits = program.set(block, &[&argument], &value, &|old| old.is_some())?;
                change.join(Change::set(block, &argument, &value, edits));
                change.assumed.push(format!(
                    "AWS completes the name after `{prefix}`. It cannot rename {}: it is deleted and \
                     created again, without its content.",
                    block.address()?
                ));
                Some(old.trim_end_matches('-').to_owned())
            }
            None => None,
        },
    };
    if let Some(tag) = name_tag(block) {
        let text = tag.literal_text();
        if old.is_none() || text == old.as_deref() {
            text?;
            let edits = vec![Edit::replace(tag.span, quote(new))];
            change.join(Change::set(block, "tags.Name", &quote(new), edits));
        }
    }
    let named = old.or_else(|| name_tag(block)?.literal());
    let label = &block.labels.last()?.text;
    let is_labelled = named.is_none_or(|named| label_of(&named) == *label);
    if is_labelled {
        change.join(labelled(block, &label_of(new), program)?);
    }
    Some(change)
}

/// Returns the literal argument that names a resource in AWS.
pub(super) fn name_of(block: &Block) -> Option<(&'static str, String)> {
    NAMES.iter().find_map(|name| {
        let text = block.body.attribute(name)?.value.literal()?;
        Some((*name, text))
    })
}

/// Returns the literal argument that begins the name of a resource in AWS.
fn prefix_of(block: &Block) -> Option<(String, String)> {
    NAMES.iter().find_map(|name| {
        let argument = format!("{name}_prefix");
        let text = block.body.attribute(&argument)?.value.literal()?;
        Some((argument, text))
    })
}

/// Returns the maximum length of a prefix, as the provider 5.100 checks it.
fn prefix_max(kind: &str) -> usize {
    match kind {
        "aws_lb" | "aws_alb" | "aws_lb_target_group" | "aws_alb_target_group" => 6,
        _ => 37,
    }
}

/// Returns whether AWS accepts a name for a type.
fn accepts(kind: &str, old: &str, new: &str) -> bool {
    let is_lower = !new
        .bytes()
        .any(|byte| byte.is_ascii_uppercase() || byte == b'_');
    let needs_lower = kind.starts_with("aws_s3_")
        || kind.starts_with("aws_db_")
        || kind.starts_with("aws_rds_")
        || kind.starts_with("aws_elasticache_");
    let is_fifo = |name: &str| name.ends_with(".fifo");
    let mut services = Service::ALL.iter();
    let service = services.find(|it| it.resources().contains(&kind) && **it != Service::Zone);
    (1..=63).contains(&new.len())
        && service.is_none_or(|service| service.accepts_name(new.trim_end_matches('-')))
        && (!needs_lower || is_lower && new.len() >= 3)
        && is_fifo(old) == is_fifo(new)
}

/// Returns whether other text has the name of a resource and not a reference.
fn is_used_as_text(block: &Block, argument: &str, name: &str, program: &Program) -> bool {
    let is_elsewhere = |other: &&Block| !std::ptr::eq(*other, block);
    let ends = [format!(":{name}"), format!("/{name}"), format!("{name}/")];
    let is_name = |attribute: &str| {
        attribute != "name" && (attribute == argument || attribute.ends_with("_name"))
    };
    program.module.blocks().filter(is_elsewhere).any(|other| {
        let mut texts = other.body.expressions().into_iter();
        let is_part = texts.any(|value| {
            let text = value.literal_text();
            text.is_some_and(|text| ends.iter().any(|end| text.contains(end.as_str())))
        });
        is_part || has_text(&other.body, &is_name, name)
    })
}

/// Returns whether an argument of a body, or of a nested block, has a text.
fn has_text(body: &Body, is_name: &dyn Fn(&str) -> bool, text: &str) -> bool {
    body.items.iter().any(|item| match item {
        Item::Attribute(attribute) => {
            is_name(&attribute.name.text) && attribute.value.literal_text() == Some(text)
        }
        Item::Block(nested) => has_text(&nested.body, is_name, text),
    })
}

/// Returns a name as a label.
fn label_of(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    name.to_ascii_lowercase().chars().map(plain).collect()
}

/// Changes the label of a block and all references to it.
///
/// A `moved` block keeps what is deployed.
fn labelled(block: &Block, label: &str, program: &Program) -> Option<Change> {
    let (kind, old) = (block.type_name()?, block.labels.last()?);
    if program.index.knows(&format!("{kind}.{label}")) {
        return None;
    }
    let mut edits = vec![edit::rename(program.module, old, label)];
    for used in program.index.uses(block.borrowed_address()?) {
        if ["moved", "import", "removed"].contains(&used.block.kind.text.as_str())
            || !program.module.may_edit(used.block)
        {
            return None;
        }
        let at = usize::from(used.reference.root.text == "resource");
        let Step::Attribute(name) = used.reference.steps.get(at)? else {
            return None;
        };
        edits.push(Edit::replace(name.span, label));
    }
    let moved = format!(
        "moved {{\n  from = {kind}.{}\n  to   = {kind}.{label}\n}}",
        old.text
    );
    edits.push(edit::after(program.module, block, &moved));
    let address = format!("{kind}.{label}");
    let result = format!("{kind}.{} is now {address}", old.text);
    Some(Change::of(Role::Change, &address, &result, edits))
}
