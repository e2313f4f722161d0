//! Adds tags to some resources, or to all by the provider.

use super::program::{Program, Target};
use super::words::{Property, Slot, Verb};
use super::{Change, Clause};
use crate::hcl::edit::{self, Edit, quote};
use crate::hcl::{Block, Expression};

/// Reads a clause that adds tags.
pub(super) fn read(clause: &Clause, program: &Program) -> Option<Change> {
    if !matches!(clause.verb, Some(Verb::Tag | Verb::Add | Verb::Set)) {
        return None;
    }
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut is_everything = false;
    for slot in &clause.slots {
        match slot {
            Slot::Pair(key, _) if pairs.iter().any(|(known, _)| known == key) => return None,
            Slot::Pair(key, value) if is_tag(key) && is_tag(value) => pairs.push((key, value)),
            Slot::Everything => is_everything = true,
            Slot::Verb(_) | Slot::Noun(_) | Slot::Word(_) | Slot::All | Slot::Both | Slot::To => {}
            Slot::Property(Property::Tags) => {}
            _ => return None,
        }
    }
    let target = Target::of(&clause.slots);
    // `set DEBUG=true` is about a variable and no tag.
    let is_said = clause.verb == Some(Verb::Tag)
        || clause.slots.contains(&Slot::Property(Property::Tags))
        || clause.verb == Some(Verb::Add) && pairs.iter().all(|(key, _)| KEYS.contains(key));
    if pairs.is_empty() || !is_said {
        return None;
    }
    if is_everything || target.is_all && target.is_empty() {
        return target.is_empty().then(|| everywhere(&pairs, program))?;
    }
    if target.is_empty() {
        return None;
    }
    let is_tag_said =
        clause.verb == Some(Verb::Tag) || clause.slots.contains(&Slot::Property(Property::Tags));
    let mut change = Change::default();
    for block in program.blocks(&target, &[])? {
        // `add Stage=prod to the function` can be about a variable of its environment.
        if !is_tag_said && RUNNERS.contains(&block.type_name()?) {
            return None;
        }
        change.join(tagged(block, &pairs, program)?);
    }
    Some(change)
}

/// Types that have variables of an environment as well as tags.
const RUNNERS: &[&str] = &[
    "aws_lambda_function",
    "aws_ecs_task_definition",
    "aws_ecs_service",
    "aws_apprunner_service",
    "aws_batch_job_definition",
    "aws_codebuild_project",
    "aws_elastic_beanstalk_environment",
];

/// Usual keys of tags, which need no word for a tag.
const KEYS: &[&str] = &[
    "Owner",
    "Env",
    "Environment",
    "Team",
    "Project",
    "CostCenter",
    "Stage",
    "Department",
];

/// Returns whether AWS accepts a text as key or value of a tag, for all services.
fn is_tag(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "_.:/+-@".contains(c);
    !text.is_empty() && text.len() <= 128 && text.chars().all(is_allowed)
}

/// Tags everything that the only provider block makes.
///
/// A tag of a resource takes precedence, so that one with another value is changed too.
fn everywhere(pairs: &[(&str, &str)], program: &Program) -> Option<Change> {
    let blocks = program.module.blocks();
    let mut providers = blocks.filter(|block| {
        block.kind.text == "provider" && block.labels.first().is_some_and(|it| it.text == "aws")
    });
    let (provider, other) = (providers.next()?, providers.next());
    if other.is_some() || !program.index.may_change(provider) {
        return None;
    }
    let mut edits = Vec::new();
    let mut defaults = provider.body.nested_blocks_of("default_tags");
    match (defaults.next(), defaults.next()) {
        (None, _) => {
            let entries = pairs.iter();
            let entries =
                entries.map(|(key, value)| format!("    {} = {}\n", key_text(key), quote(value)));
            let text = format!(
                "default_tags {{\n  tags = {{\n{}  }}\n}}",
                entries.collect::<String>()
            );
            edits.extend(edit::insert(program.module, provider, &text));
        }
        (Some(block), None) => edits.extend(entries(block, pairs, program)?),
        _ => return None,
    }
    let mut change = Change::made(provider, "default_tags", edits);
    for block in program.module.resources() {
        let Some(tags) = block.body.attribute("tags") else {
            continue;
        };
        // What a computed map holds is not known.
        tags.value.entries().or_else(|| merged(&tags.value))?;
        let is_other = |(key, value): &&(&str, &str)| {
            let own = tags.value.entry(key);
            own.is_some_and(|own| own.literal_text() != Some(value))
        };
        let others: Vec<(&str, &str)> = pairs.iter().filter(is_other).copied().collect();
        if !others.is_empty() {
            change.join(tagged(block, &others, program)?);
        }
    }
    // Instances of a group get only the tags that the group passes on.
    let is_group = |block: &Block| block.type_name() == Some("aws_autoscaling_group");
    (!program.module.resources().any(is_group)).then_some(change)
}

/// Returns the entries of the literal objects that a call of `merge` adds last.
fn merged(value: &Expression) -> Option<&[crate::hcl::Entry]> {
    let (name, arguments) = value.call()?;
    (name == "merge").then(|| arguments.last()?.entries())?
}

fn tagged(block: &Block, pairs: &[(&str, &str)], program: &Program) -> Option<Change> {
    const UNTAGGED: &[&str] = &[
        "_policy",
        "_attachment",
        "_association",
        "_notification",
        "_rule",
    ];
    let name = block.type_name()?;
    let is_taggable = name.starts_with("aws_")
        && name != "aws_autoscaling_group"
        && !name.starts_with("aws_s3_bucket_")
        && !UNTAGGED.iter().any(|end| name.ends_with(end));
    if !is_taggable || !program.index.may_change(block) {
        return None;
    }
    Some(Change::made(block, "tags", entries(block, pairs, program)?))
}

/// Returns the edits that set entries of the argument `tags`.
fn entries(block: &Block, pairs: &[(&str, &str)], program: &Program) -> Option<Vec<Edit>> {
    let Some(tags) = block.body.attribute("tags") else {
        let entries = pairs.iter();
        let entries =
            entries.map(|(key, value)| format!("  {} = {}\n", key_text(key), quote(value)));
        let text = format!("{{\n{}}}", entries.collect::<String>());
        return Some(edit::set(program.module, block, &["tags"], &text));
    };
    tags.value.entries()?;
    let mut edits = Vec::new();
    for (key, value) in pairs {
        match tags.value.entry(key) {
            Some(old) if old.literal_text() == Some(value) => {}
            Some(old) => {
                old.literal_text()?;
                edits.push(Edit::replace(old.span, quote(value)));
            }
            None => {
                let key = key_text(key);
                edits.extend(edit::set(
                    program.module,
                    block,
                    &["tags", &key],
                    &quote(value),
                ));
            }
        }
    }
    Some(edits)
}

/// Returns a key as Terraform text; quoted unless it is a name.
fn key_text(key: &str) -> String {
    let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_name { key.to_owned() } else { quote(key) }
}
