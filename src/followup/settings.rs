//! Changes one argument, such as a region, a class, a size or a version.

use super::program::{Program, Target, constant};
use super::words::{Noun, Property, Slot, Verb};
use super::{Change, Clause};
use crate::hcl::edit::{Edit, quote};
use crate::hcl::{self, Block};
use crate::intent::{region, size};

/// Reads a clause that gives an argument another value.
pub(super) fn read(clause: &Clause, program: &Program) -> Option<Change> {
    let is_setting = matches!(
        clause.verb,
        Some(Verb::Set | Verb::Increase | Verb::Decrease | Verb::Enable | Verb::Disable)
    );
    if clause.slots.contains(&Slot::Only) {
        return None;
    }
    let parts = Parts::of(clause)?;
    if !is_setting && !is_bare(clause, &parts) {
        return None;
    }
    match (parts.values.as_slice(), parts.property) {
        ([Slot::Region(to)], None | Some(Property::Region)) => region(&parts, to, program),
        ([Slot::Class(class)], None | Some(Property::Class)) => {
            self::class(&parts, class, clause, program)
        }
        ([Slot::Gigabytes(size)], None | Some(Property::Disk)) => {
            disk(&parts, *size, clause, program)
        }
        ([Slot::Megabytes(size)], Some(Property::Memory)) => {
            number(&parts, *size, clause, program, &MEMORY)
        }
        ([Slot::Seconds(time)], Some(Property::Timeout)) => {
            number(&parts, *time, clause, program, &TIMEOUT)
        }
        ([Slot::Days(days)], Some(Property::Backups)) => {
            number(&parts, *days, clause, program, &BACKUPS)
        }
        ([Slot::Days(days)], Some(Property::LogRetention)) => {
            number(&parts, *days, clause, program, &LOGS)
        }
        ([Slot::Number(count)], None | Some(Property::Count))
            if parts.software.is_none() && parts.engine().is_none() =>
        {
            self::count(&parts, *count, clause, program)
        }
        ([Slot::Number(bound)], Some(Property::Minimum | Property::Maximum)) => {
            self::bound(&parts, *bound, clause, program)
        }
        ([Slot::Version(version)], None | Some(Property::Version)) => {
            self::version(&parts, version, clause, program)
        }
        ([Slot::Number(version)], None | Some(Property::Version)) => {
            self::version(&parts, &version.to_string(), clause, program)
        }
        ([], Some(Property::MultiAz)) => multi_az(&parts, clause, program),
        ([], Some(Property::DeletionProtection)) => protection(&parts, clause, program),
        _ => None,
    }
}

/// Returns whether a clause without a verb is only a property and its value.
///
/// Examples: `region: eu-west-1`, `t3.large please`. `a t3.large` and `30 gb disk` can be something
/// new, and `it is in eu-west-1` is a statement.
fn is_bare(clause: &Clause, parts: &Parts) -> bool {
    const AROUND: &[&str] = &["the", "in", "to", "please", "pls", "instead", "of"];
    let is_slot = |slot: &Slot| {
        matches!(
            slot,
            Slot::Property(_) | Slot::Region(_) | Slot::Class(_) | Slot::To
        ) || matches!(slot, Slot::Megabytes(_) | Slot::Seconds(_) | Slot::Days(_))
    };
    let is_value = matches!(parts.values.as_slice(), [Slot::Region(_) | Slot::Class(_)]);
    let words = clause.tokens.iter().map(|token| token.lower.as_str());
    let fillers = super::words::FILLERS;
    let mut spoken = words.filter(|word| fillers.contains(word));
    // `3 servers`, of which the program has another number.
    let is_number =
        matches!(clause.slots.as_slice(), [Slot::Number(_), Slot::Noun(noun)] if noun.is_plural);
    if is_number && clause.verb.is_none() {
        return clause.tokens.len() == 2;
    }
    clause.verb.is_none()
        && parts.target.is_empty()
        && parts.property != Some(Property::Disk)
        && (parts.property.is_some() || is_value)
        && clause.slots.iter().all(is_slot)
        && spoken.all(|word| AROUND.contains(&word))
}

/// Values, property and target of a clause.
struct Parts {
    target: Target,
    property: Option<Property>,
    /// New values.
    values: Vec<Slot>,
    /// The value after `from`, which has to be there.
    old: Option<Slot>,
    is_everything: bool,
    /// Language of a runtime: `python`, `nodejs`.
    software: Option<&'static str>,
}

impl Parts {
    /// Returns None if a slot has no role here.
    fn of(clause: &Clause) -> Option<Parts> {
        let mut parts = Parts {
            target: Target::default(),
            property: None,
            values: Vec::new(),
            old: None,
            is_everything: false,
            software: None,
        };
        let mut slots = clause.slots.iter();
        while let Some(slot) = slots.next() {
            match slot {
                // `change t3.small to t3.large`
                Slot::To if parts.old.is_none() && parts.values.len() == 1 => {
                    parts.old = parts.values.pop();
                }
                Slot::Verb(_) | Slot::To => {}
                Slot::Property(Property::Tags) => return None,
                Slot::Property(property) if parts.property.is_none() => {
                    parts.property = Some(*property);
                }
                // `logs` before a retention says no more.
                Slot::Property(Property::LogRetention)
                    if parts.property == Some(Property::LogRetention) => {}
                Slot::Everything => parts.is_everything = true,
                Slot::All => parts.target.is_all = true,
                Slot::Both => parts.target.is_both = true,
                Slot::Noun(noun) => parts.target.nouns.push(noun.clone()),
                Slot::Word(word) => match word.to_ascii_lowercase().as_str() {
                    "python" if parts.software.is_none() => parts.software = Some("python"),
                    "node" | "nodejs" | "node.js" if parts.software.is_none() => {
                        parts.software = Some("nodejs");
                    }
                    _ => parts.target.words.push(word.clone()),
                },
                Slot::From if parts.old.is_none() => parts.old = Some(slots.next()?.clone()),
                Slot::Region(_)
                | Slot::Class(_)
                | Slot::Gigabytes(_)
                | Slot::Megabytes(_)
                | Slot::Seconds(_)
                | Slot::Days(_)
                | Slot::Number(_)
                | Slot::Version(_) => parts.values.push(slot.clone()),
                _ => return None,
            }
        }
        Some(parts)
    }

    fn engine(&self) -> Option<&str> {
        let mut engines = self.target.nouns.iter();
        engines.find_map(|noun| noun.engine.as_deref())
    }
}

/// Changes the region of the only provider block.
///
/// Zones, images and names of endpoints belong to a region: a program with a literal one needs more
/// than another region.
fn region(parts: &Parts, to: &str, program: &Program) -> Option<Change> {
    let target = &parts.target;
    if !target.is_empty() || target.is_both {
        return None;
    }
    let blocks = program.module.blocks();
    let mut providers = blocks.filter(|block| {
        block.kind.text == "provider" && block.labels.first().is_some_and(|it| it.text == "aws")
    });
    let (provider, other) = (providers.next()?, providers.next());
    if other.is_some() || !program.index.may_change(provider) {
        return None;
    }
    let from = program.text(provider, &["region"])?;
    let is_old = |old: Option<&str>| match &parts.old {
        Some(Slot::Region(before)) => old == Some(before),
        Some(_) => false,
        None => old.is_some(),
    };
    let edits = program.set(provider, &["region"], &quote(to), &is_old)?;
    let is_in_aws = region::is_in_aws(&from) && region::is_in_aws(to);
    if !is_in_aws || region::zones(to) < region::zones(&from).min(3) {
        return None;
    }
    // Comments do not count.
    let changed: Vec<hcl::Span> = edits.iter().map(|edit| edit.span).collect();
    let texts = program.module.body.expressions().into_iter();
    let is_bound = texts.into_iter().any(|value| {
        !changed.contains(&value.span)
            && value
                .literal_text()
                .is_some_and(|text| is_regional(text, &from))
    });
    let mut change = Change::set(provider, "region", &quote(to), edits);
    change.assumed.push(format!(
        "Terraform does not delete what is deployed in {from}: destroy it before the next apply."
    ));
    (!is_bound && from != to).then_some(change)
}

/// Returns whether a text belongs to a region: its code, one of its zones, an image.
pub(super) fn is_regional(text: &str, region: &str) -> bool {
    text.contains(region)
        || ["ami-", "subnet-", "vpc-", "sg-"]
            .iter()
            .any(|prefix| text.starts_with(prefix))
}

/// Types with a class, the argument, and the begin of its values.
const CLASSES: &[(&str, &str, &str)] = &[
    ("aws_instance", "instance_type", ""),
    ("aws_launch_template", "instance_type", ""),
    ("aws_db_instance", "instance_class", "db."),
    ("aws_rds_cluster_instance", "instance_class", "db."),
    ("aws_elasticache_replication_group", "node_type", "cache."),
    ("aws_elasticache_cluster", "node_type", "cache."),
];

/// Returns whether a class changes in the direction of the verb.
fn follows_size(verb: Option<Verb>, old: &str, new: &str) -> bool {
    match (verb, size::step(old), size::step(new)) {
        (Some(Verb::Increase), Some(old), Some(new)) => new > old,
        (Some(Verb::Decrease), Some(old), Some(new)) => new < old,
        (Some(Verb::Increase | Verb::Decrease | Verb::Enable | Verb::Disable), ..) => false,
        _ => true,
    }
}

fn class(parts: &Parts, class: &str, clause: &Clause, program: &Program) -> Option<Change> {
    let is_of = |prefix: &str| match prefix {
        "" => size::is_of_server(class),
        "db." => class.strip_prefix("db.").is_some_and(size::is_of_database),
        _ => class.strip_prefix("cache.").is_some_and(size::is_of_cache),
    };
    let types: Vec<&str> = CLASSES
        .iter()
        .filter(|(_, _, prefix)| is_of(prefix))
        .map(|(name, ..)| *name)
        .collect();
    if types.is_empty() || parts.is_everything {
        return None;
    }
    let mut change = Change::default();
    let found = match &parts.old {
        // The only block with the old class is meant.
        Some(Slot::Class(old)) if parts.target.is_empty() && !parts.target.is_all => {
            let all = program.module.resources();
            let has_old = |block: &&Block| {
                let of = CLASSES
                    .iter()
                    .filter(|(name, ..)| block.type_name() == Some(name));
                let mut of = of.filter(|(name, ..)| types.contains(name));
                of.any(|(_, argument, _)| program.text(block, &[argument]).as_ref() == Some(old))
            };
            let found: Vec<&Block> = all.filter(has_old).collect();
            let is_free = |block: &&Block| program.index.may_change(block);
            (found.len() == 1 && found.iter().all(is_free)).then_some(found)
        }
        _ => program.blocks(&parts.target, &types),
    };
    for block in found? {
        let name = block.type_name()?;
        let (_, argument, _) = CLASSES.iter().find(|(known, ..)| *known == name)?;
        let accepts = |old: Option<&str>| {
            let is_old = match &parts.old {
                Some(Slot::Class(before)) => old == Some(before),
                Some(_) => false,
                None => true,
            };
            // An image is of one architecture.
            let is_run =
                argument != &"instance_type" || old.is_some_and(|old| is_arm(old) == is_arm(class));
            let is_direction = old.is_some_and(|old| follows_size(clause.verb, old, class));
            is_old && is_direction && is_run && fits(block, class)
        };
        let edits = program.set(block, &[argument], &quote(class), &accepts)?;
        change.join(Change::set(block, argument, &quote(class), edits));
    }
    Some(change)
}

/// Returns whether a class is of the ARM architecture, judging by its family.
fn is_arm(class: &str) -> bool {
    let family = class.split('.').next().unwrap_or_default();
    let after = family.trim_start_matches(|c: char| !c.is_ascii_digit());
    after.contains('g') || family == "a1"
}

/// Returns whether a block can have a class with its other arguments.
fn fits(block: &Block, class: &str) -> bool {
    let sets = |name: &str| block.body.literal_text(name);
    let is_on = |name: &str| {
        let attribute = block.body.attribute(name);
        attribute.is_some_and(|it| constant(&it.value).as_deref() != Some("false"))
    };
    let is_small = [".micro", ".small"]
        .iter()
        .any(|step| class.ends_with(step));
    let is_burst = class.starts_with("db.t");
    let is_mysql = sets("engine").is_some_and(|engine| engine != "postgres");
    // Without EBS optimization: EC2 documents it for none of the T2 sizes. Performance Insights needs
    // at least a medium class for MySQL and MariaDB.
    let lacks_ebs = class.starts_with("t2.") && is_on("ebs_optimized");
    let lacks_insights = is_small && is_burst && is_mysql && is_on("performance_insights_enabled");
    !lacks_ebs
        && !lacks_insights
        && !block.body.has_blocks_of("cpu_options")
        && !block.body.has_blocks_of("instance_requirements")
}

/// Sets the size of the storage of a database or of the root volume of a server.
fn disk(parts: &Parts, size: u32, clause: &Clause, program: &Program) -> Option<Change> {
    const TYPES: &[&str] = &["aws_db_instance", "aws_instance", "aws_ebs_volume"];
    if parts.is_everything {
        return None;
    }
    let mut target = parts.target.clone();
    // `storage of the ledger` is about the only resource of that name that has storage.
    if target.is_empty() && parts.property.is_none() {
        return None;
    }
    target.is_all |= false;
    let mut change = Change::default();
    for block in program.blocks(&target, TYPES)? {
        let (path, least, most): (&[&str], u32, u32) = match block.type_name()? {
            "aws_db_instance" => (&["allocated_storage"], 20, 65_536),
            "aws_ebs_volume" => (&["size"], 1, 16_384),
            // Memory is meant, or a disk: the clause has to say so.
            _ if parts.property == Some(Property::Disk) => {
                (&["root_block_device", "volume_size"], 1, 16_384)
            }
            _ => return None,
        };
        let limit = program.text(block, &["max_allocated_storage"]);
        let is_below = match block.body.attribute("max_allocated_storage") {
            Some(_) => limit?.parse::<u32>().ok()? > size,
            None => true,
        };
        // AWS does not shrink storage in place, and a volume keeps the size of its image without one.
        let accepts = |old: Option<&str>| match old.map(str::parse::<u32>) {
            Some(Ok(old)) => size >= old && clause.verb != Some(Verb::Decrease),
            Some(Err(_)) => false,
            None => path.len() == 2 && size >= 8,
        };
        if !(least..=most).contains(&size) || !is_below {
            return None;
        }
        let edits = program.set(block, path, &size.to_string(), &accepts)?;
        change.join(Change::set(block, path.last()?, &size.to_string(), edits));
    }
    Some(change)
}

/// Number of one argument, with its bounds.
struct Bounded {
    types: &'static [&'static str],
    argument: &'static str,
    accepts: fn(u32) -> bool,
}

/// Source of the bounds: the reference of Lambda, RDS and CloudWatch Logs, November 2026.
const MEMORY: Bounded = Bounded {
    types: &["aws_lambda_function"],
    argument: "memory_size",
    accepts: |size| (128..=10_240).contains(&size),
};
const TIMEOUT: Bounded = Bounded {
    types: &["aws_lambda_function"],
    argument: "timeout",
    accepts: |time| (1..=900).contains(&time),
};
const BACKUPS: Bounded = Bounded {
    types: &["aws_db_instance", "aws_rds_cluster"],
    argument: "backup_retention_period",
    accepts: |days| (1..=35).contains(&days),
};
const LOGS: Bounded = Bounded {
    types: &["aws_cloudwatch_log_group"],
    argument: "retention_in_days",
    accepts: |days| {
        [
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
            2922, 3288, 3653,
        ]
        .contains(&days)
    },
};

fn number(
    parts: &Parts,
    to: u32,
    clause: &Clause,
    program: &Program,
    bounded: &Bounded,
) -> Option<Change> {
    if !(bounded.accepts)(to) || parts.is_everything || parts.old.is_some() {
        return None;
    }
    let mut change = Change::default();
    for block in program.blocks(&parts.target, bounded.types)? {
        let accepts = |old: Option<&str>| follows(clause.verb, old, to);
        let edits = program.set(block, &[bounded.argument], &to.to_string(), &accepts)?;
        change.join(Change::set(block, bounded.argument, &to.to_string(), edits));
    }
    Some(change)
}

/// Returns whether a number changes in the direction of the verb.
fn follows(verb: Option<Verb>, old: Option<&str>, to: u32) -> bool {
    let old = old.map(str::parse::<u32>);
    match (verb, old) {
        (_, Some(Err(_))) => false,
        (Some(Verb::Increase), Some(Ok(old))) => to > old,
        (Some(Verb::Decrease), Some(Ok(old))) => to < old,
        (Some(Verb::Enable | Verb::Disable), _) => false,
        _ => true,
    }
}

/// Nouns for the units that a group has.
const UNITS: &[&str] = &["aws_instance"];

/// Group of equal units, with the paths of its size and of the bounds.
struct Group {
    type_name: &'static str,
    size: &'static [&'static str],
    least: &'static [&'static str],
    most: &'static [&'static str],
}

const GROUPS: &[Group] = &[
    Group {
        type_name: "aws_autoscaling_group",
        size: &["desired_capacity"],
        least: &["min_size"],
        most: &["max_size"],
    },
    Group {
        type_name: "aws_ecs_service",
        size: &["desired_count"],
        least: &[],
        most: &[],
    },
    Group {
        type_name: "aws_eks_node_group",
        size: &["scaling_config", "desired_size"],
        least: &["scaling_config", "min_size"],
        most: &["scaling_config", "max_size"],
    },
];

/// Sets the size of a group, or the `count` of servers.
fn count(parts: &Parts, to: u32, clause: &Clause, program: &Program) -> Option<Change> {
    const COUNT_MAX: u32 = 20;
    if parts.is_everything || parts.old.is_some() || !(1..=COUNT_MAX).contains(&to) {
        return None;
    }
    let mut target = parts.target.clone();
    // `4 instances` of a group are no resources.
    if let [group, unit] = target.nouns.as_slice()
        && let Some(at) = unit_of(group, unit)
    {
        target.nouns.remove(at);
    }
    if target.is_empty() {
        return None;
    }
    let types: Vec<&str> = GROUPS.iter().map(|group| group.type_name).collect();
    // In the plural one group is meant, or the servers of one block.
    for noun in &mut target.nouns {
        noun.is_plural = false;
    }
    let accepts = |old: Option<&str>| old.is_some() && follows(clause.verb, old, to);
    if let Some(found) = program.blocks(&target, &types) {
        let [block] = found.as_slice() else {
            return None;
        };
        let name = block.type_name()?;
        let group = GROUPS.iter().find(|group| group.type_name == name)?;
        let path = group.size;
        let bound = |path: &[&str]| -> Option<Option<u32>> {
            match path {
                [] => Some(None),
                path => Some(Some(program.text(block, path)?.parse().ok()?)),
            }
        };
        let is_between = bound(group.least)?.is_none_or(|least| least <= to)
            && bound(group.most)?.is_none_or(|most| to <= most);
        let edits = program.set(block, path, &to.to_string(), &accepts)?;
        return is_between
            .then(|| Change::set(block, path[path.len() - 1], &to.to_string(), edits));
    }
    let found = program.blocks(&target, &["aws_instance"])?;
    let [block] = found.as_slice() else {
        return None;
    };
    // A block with one instance for each server has the same count. With one that repeats otherwise, or
    // that refers to one server, more is to change.
    let old = program.text(block, &["count"])?;
    let edits = program.set(block, &["count"], &to.to_string(), &accepts)?;
    let mut change = Change::set(block, "count", &to.to_string(), edits);
    let mut repeated: Vec<&Block> = Vec::new();
    for used in program.index.uses(block.borrowed_address()?) {
        let step = used.reference.path().first();
        if step.is_some_and(hcl::Step::is_constant_index)
            || used.block.body.attribute("for_each").is_some()
        {
            return None;
        }
        if used.block.body.attribute("count").is_none()
            || repeated
                .iter()
                .any(|known| std::ptr::eq(*known, used.block))
        {
            continue;
        }
        let is_each = |text: Option<String>| text.as_ref() == Some(&old);
        if used.block.kind.text != "resource"
            || !program.index.may_change(used.block)
            || !is_each(program.text(used.block, &["count"]))
        {
            return None;
        }
        repeated.push(used.block);
        let edits = program.set(used.block, &["count"], &to.to_string(), &|_| true)?;
        change.join(Change::set(used.block, "count", &to.to_string(), edits));
    }
    Some(change)
}

/// Returns which of two nouns is only the unit of the other.
fn unit_of(first: &Noun, second: &Noun) -> Option<usize> {
    let is_group = |noun: &Noun| {
        GROUPS
            .iter()
            .any(|group| noun.types.contains(&group.type_name))
    };
    let is_unit = |noun: &Noun| UNITS.iter().any(|name| noun.types.contains(name));
    match (
        is_group(first),
        is_unit(second),
        is_unit(first),
        is_group(second),
    ) {
        (true, true, false, _) => Some(1),
        (_, false, true, true) => Some(0),
        _ => None,
    }
}

/// Sets the minimum or the maximum of a group.
fn bound(parts: &Parts, to: u32, clause: &Clause, program: &Program) -> Option<Change> {
    if parts.old.is_some() || parts.is_everything {
        return None;
    }
    let types = ["aws_autoscaling_group", "aws_eks_node_group"];
    let found = program.blocks(&parts.target, &types)?;
    let [block] = found.as_slice() else {
        return None;
    };
    let nested: &[&str] = match block.type_name()? {
        "aws_eks_node_group" => &["scaling_config"],
        _ => &[],
    };
    let desired = match nested {
        [] => "desired_capacity",
        _ => "desired_size",
    };
    fn path<'p>(nested: &[&'p str], name: &'p str) -> Vec<&'p str> {
        [nested, &[name]].concat()
    }
    let read =
        |name: &str| -> Option<u32> { program.text(block, &path(nested, name))?.parse().ok() };
    let is_most = parts.property == Some(Property::Maximum);
    let name = if is_most { "max_size" } else { "min_size" };
    let is_ordered = |other: &str| match read(other) {
        Some(value) if is_most => value <= to,
        Some(value) => to <= value,
        None => {
            super::program::attribute(block, &path(nested, other)).is_some_and(|it| it.is_none())
        }
    };
    let other = if is_most { "min_size" } else { "max_size" };
    if !is_ordered(other) || !is_ordered(desired) {
        return None;
    }
    let accepts = |old: Option<&str>| old.is_some() && follows(clause.verb, old, to);
    let edits = program.set(block, &path(nested, name), &to.to_string(), &accepts)?;
    Some(Change::set(block, name, &to.to_string(), edits))
}

/// Versions of engines that AWS offers, in their order. Source: the release notes of RDS, EKS and
/// Lambda, November 2026.
const VERSIONS: &[(&str, &[&str])] = &[
    ("postgres", &["12", "13", "14", "15", "16", "17"]),
    ("mysql", &["5.7", "8.0", "8.4"]),
    ("mariadb", &["10.5", "10.6", "10.11", "11.4", "11.8"]),
    ("redis", &["6.2", "7.0", "7.1"]),
    ("valkey", &["7.2", "8.0"]),
    (
        "kubernetes",
        &[
            "1.27", "1.28", "1.29", "1.30", "1.31", "1.32", "1.33", "1.34",
        ],
    ),
    ("python", &["3.9", "3.10", "3.11", "3.12", "3.13"]),
    ("nodejs", &["18", "20", "22"]),
];

/// Returns the positions of two versions of a product, the earlier one first.
fn upgrade(product: &str, from: &str, to: &str) -> Option<(usize, usize)> {
    let (_, all) = VERSIONS.iter().find(|(name, _)| *name == product)?;
    let at = |version: &str| all.iter().position(|known| *known == version);
    let (from, to) = (at(from)?, at(to)?);
    (from <= to).then_some((from, to))
}

fn version(parts: &Parts, to: &str, clause: &Clause, program: &Program) -> Option<Change> {
    let is_upgrade = matches!(clause.verb, Some(Verb::Set | Verb::Increase));
    if parts.is_everything || parts.old.is_some() || !is_upgrade {
        return None;
    }
    if let Some(language) = parts.software {
        return runtime(parts, language, to, program);
    }
    const TYPES: &[&str] = &["aws_db_instance", "aws_eks_cluster"];
    // The noun has to say which product has the version.
    let is_said = parts.property == Some(Property::Version) && !parts.target.is_empty()
        || parts.engine().is_some()
        || parts
            .target
            .nouns
            .iter()
            .any(|noun| noun.types.contains(&"aws_eks_cluster"));
    if !is_said {
        return None;
    }
    let found = program.blocks(&parts.target, TYPES)?;
    let [block] = found.as_slice() else {
        return None;
    };
    if block.type_name()? == "aws_eks_cluster" {
        // A cluster is upgraded by one minor version at a time.
        let (old, new) = upgrade("kubernetes", &program.text(block, &["version"])?, to)?;
        let edits = program.set(block, &["version"], &quote(to), &|old| old.is_some())?;
        let is_single = program
            .index
            .of("resource", "aws_eks_node_group")
            .all(|group| group.body.attribute("version").is_none());
        return (new <= old + 1 && is_single)
            .then(|| Change::set(block, "version", &quote(to), edits));
    }
    let engine = block.body.literal_text("engine")?;
    let old = program.text(block, &["engine_version"])?;
    let (from, at) = upgrade(engine, &old, to)?;
    let edits = program.set(block, &["engine_version"], &quote(to), &|old| old.is_some())?;
    let mut change = Change::set(block, "engine_version", &quote(to), edits);
    if from == at {
        return Some(change);
    }
    if let Some(parameters) = block.body.attribute("parameter_group_name") {
        let reference = hcl::Reference::new(&parameters.value)?;
        let group = program.index.block(reference.borrowed_address()?)?;
        let is_own = program.index.uses(reference.borrowed_address()?).len() == 1;
        // A group in use is replaced only if the new one comes first.
        let is_replaceable = group.body.attribute("name").is_none()
            && group.body.nested_blocks_of("lifecycle").any(|it| {
                let first = it.body.attribute("create_before_destroy");
                first.is_some_and(|first| constant(&first.value).as_deref() == Some("true"))
            });
        if !is_own || !is_replaceable || !program.index.may_change(group) {
            return None;
        }
        let family = quote(&format!("{engine}{to}"));
        let is_family = |old: Option<&str>| old.is_some_and(|old| old.starts_with(engine));
        let edits = program.set(group, &["family"], &family, &is_family)?;
        change.join(Change::set(group, "family", &family, edits));
    }
    let allow = ["allow_major_version_upgrade"];
    let edits = program.set(block, &allow, "true", &|_| true)?;
    change.join(Change::set(block, allow[0], "true", edits));
    Some(change)
}

/// Sets the runtime of functions to another version of the same language.
fn runtime(parts: &Parts, language: &str, to: &str, program: &Program) -> Option<Change> {
    let mut change = Change::default();
    for block in program.blocks(&parts.target, &["aws_lambda_function"])? {
        let old = program.text(block, &["runtime"])?;
        let old = old.strip_prefix(language)?.trim_end_matches(".x");
        upgrade(language, old, to)?;
        let value = match language {
            "nodejs" => quote(&format!("nodejs{to}.x")),
            _ => quote(&format!("{language}{to}")),
        };
        let edits = program.set(block, &["runtime"], &value, &|old| old.is_some())?;
        change.join(Change::set(block, "runtime", &value, edits));
    }
    Some(change)
}

/// Turns multi-AZ of a database or of a cache on or off.
fn multi_az(parts: &Parts, clause: &Clause, program: &Program) -> Option<Change> {
    const TYPES: &[&str] = &["aws_db_instance", "aws_elasticache_replication_group"];
    /// Types that can be spread over zones too, so that they can be meant.
    const OTHERS: &[&str] = &[
        "aws_instance",
        "aws_autoscaling_group",
        "aws_ecs_service",
        "aws_eks_cluster",
        "aws_lb",
        "aws_nat_gateway",
        "aws_rds_cluster",
        "aws_efs_file_system",
    ];
    let is_unsaid = parts.target.is_empty();
    if is_unsaid && has_any(program, OTHERS) || parts.is_everything || parts.old.is_some() {
        return None;
    }
    let is_on = match clause.verb? {
        Verb::Set | Verb::Enable => "true",
        Verb::Disable => "false",
        _ => return None,
    };
    let mut change = Change::default();
    for block in program.blocks(&parts.target, TYPES)? {
        let argument = match block.type_name()? {
            "aws_db_instance" => "multi_az",
            _ => {
                let nodes = program
                    .text(block, &["num_cache_clusters"])?
                    .parse::<u32>()
                    .ok()?;
                let failover = program.text(block, &["automatic_failover_enabled"]);
                if nodes < 2 || failover.as_deref() != Some("true") {
                    return None;
                }
                "multi_az_enabled"
            }
        };
        // A replica, or a database with a fixed zone, has its own rules.
        if block.body.attribute("availability_zone").is_some()
            || block.body.attribute("replicate_source_db").is_some()
        {
            return None;
        }
        let edits = program.set(block, &[argument], is_on, &|_| true)?;
        change.join(Change::set(block, argument, is_on, edits));
    }
    Some(change)
}

/// Turns the deletion protection of databases on or off.
fn protection(parts: &Parts, clause: &Clause, program: &Program) -> Option<Change> {
    const TYPES: &[&str] = &["aws_db_instance", "aws_rds_cluster"];
    /// Types with an argument of their own for it.
    const OTHERS: &[&str] = &["aws_lb", "aws_dynamodb_table", "aws_neptune_cluster"];
    let is_unsaid = parts.target.is_empty();
    if is_unsaid && has_any(program, OTHERS) || parts.is_everything || parts.old.is_some() {
        return None;
    }
    let is_on = match clause.verb? {
        Verb::Enable => "true",
        Verb::Disable => "false",
        _ => return None,
    };
    let mut change = Change::default();
    for block in program.blocks(&parts.target, TYPES)? {
        let edits: Vec<Edit> = program.set(block, &["deletion_protection"], is_on, &|_| true)?;
        change.join(Change::set(block, "deletion_protection", is_on, edits));
    }
    Some(change)
}

/// Returns whether a program has a resource of one of several types.
fn has_any(program: &Program, types: &[&str]) -> bool {
    let is_of = |block: &Block| block.type_name().is_some_and(|name| types.contains(&name));
    program.module.resources().any(is_of)
}
