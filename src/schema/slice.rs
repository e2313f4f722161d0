//! Extracts the part of the schema that a repair needs.
//!
//! This is the required contents of the types with diagnostics, and the names nearest to the names
//! that they do not have.

use super::pack::{Block as Known, Schema};
use crate::hcl::{Block, Kind, Module, Problem};
use foldhash::HashSet;
use std::collections::BTreeSet;

/// Maximum number of names in a line.
const NAMES_MAX: usize = 6;
/// Maximum number of lines.
const LINES_MAX: usize = 4;

/// Returns a short line for each type with missing or unsupported contents.
///
/// The lines are in source order. Each lists the required contents, and the names that are near to
/// the unsupported ones.
///
/// ```
/// # use infragenie::{hcl, schema::{self, Schema}};
/// # use std::io::Read;
/// # let path = format!("www/public/data/{}", schema::pack::FILE);
/// # let mut bytes = Vec::new();
/// # flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
/// let schema = Schema::read(&bytes)?;
/// let module = hcl::parse("resource \"aws_lb_listener\" \"a\" {\n  port_number = 80\n}\n");
/// let problems = schema::validate(&module, &schema);
/// assert_eq!(
///     schema::slice(&module, &problems, &schema),
///     ["aws_lb_listener needs load_balancer_arn, default_action {}; has port"]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn slice(module: &Module, problems: &[Problem], schema: &Schema) -> Vec<String> {
    let mut seen_types = BTreeSet::new();
    let mut lines = Vec::new();
    for block in module.blocks() {
        let (Some(known), Some(name)) = (schema.of(block), block.type_name()) else {
            continue;
        };
        let span = block.span.range();
        let is_own = |one: &&Problem| KINDS.contains(&one.kind) && span.contains(&one.span.start);
        let own: Vec<&Problem> = problems.iter().filter(is_own).collect();
        let is_full = own.is_empty() || lines.len() == LINES_MAX;
        if is_full || !seen_types.insert((&block.kind.text, name)) {
            continue;
        }
        lines.extend(line(module, block, name, known, &own));
    }
    lines
}

/// Kinds of diagnostics that concern the block of a type itself.
const KINDS: &[Kind] = &[
    Kind::UnsupportedArgument,
    Kind::UnsupportedBlock,
    Kind::MissingArgument,
    Kind::InsufficientBlocks,
    Kind::MissingBlock,
];

fn line(
    module: &Module,
    block: &Block,
    name: &str,
    known: Known<'_>,
    problems: &[&Problem],
) -> Option<String> {
    let required = known.required_attributes();
    let mut needs: Vec<String> = required.map(|one| one.name.to_owned()).collect();
    let blocks = known.nested_blocks().filter(|one| one.min > 0);
    needs.extend(blocks.map(|one| format!("{} {{}}", one.name)));
    needs.truncate(NAMES_MAX);
    // A wrong name shares a word with the right one, if the right one exists.
    let mut near: BTreeSet<&str> = BTreeSet::new();
    for problem in problems.iter().filter(|one| is_name(one.kind)) {
        let written = module.text.get(problem.span.range()).unwrap_or_default();
        let words = written.split(['_', ' ', '"']);
        let words: HashSet<&str> = words.filter(|word| word.len() > 2).collect();
        // A name of many more words has a different meaning.
        let fits = |one: &&str| {
            one.split('_').any(|word| words.contains(word))
                && one.split('_').count() <= 2 * words.len()
        };
        near.extend(known.settable_names().filter(fits));
    }
    near.retain(|one| {
        let is_needed = |need: &String| need.trim_end_matches(" {}") == *one;
        !needs.iter().any(is_needed) && block.body.attribute(one).is_none()
    });
    let near: Vec<&str> = near.into_iter().take(NAMES_MAX).collect();
    let mut parts = Vec::new();
    if !needs.is_empty() {
        parts.push(format!("needs {}", needs.join(", ")));
    }
    if !near.is_empty() {
        parts.push(format!("has {}", near.join(", ")));
    }
    (!parts.is_empty()).then(|| format!("{name} {}", parts.join("; ")))
}

fn is_name(kind: Kind) -> bool {
    matches!(kind, Kind::UnsupportedArgument | Kind::UnsupportedBlock)
}
