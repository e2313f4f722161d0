//! Merges the files of an answer into one program with the newest blocks.

use super::LOCALS;
use crate::hcl::{Block, Edit, Module, edit};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// File of a block's first version, and its newest whole version.
#[derive(Default)]
struct Versions {
    first: usize,
    newest: Option<(usize, String)>,
}

/// Joins several files to one program.
///
/// The newest whole version of a block replaces the first version if it is in a later file. A block
/// that has no whole version, or no address, stays unchanged.
pub(super) fn joined(files: Vec<Module>) -> String {
    if files.len() > 1 {
        let texts: Vec<String> = newest(&files);
        let texts = texts.iter().map(|text| text.trim_end());
        let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        return super::with_final_newline(&texts.join("\n\n"));
    }
    files.into_iter().map(|file| file.text).collect()
}

fn newest(files: &[Module]) -> Vec<String> {
    let mut blocks: HashMap<String, Versions> = HashMap::default();
    let mut locals: HashMap<&str, usize> = HashMap::default();
    for (at, file) in files.iter().enumerate() {
        let wholes = WholeBlocks::new(file);
        for block in file.blocks() {
            let Some(address) = block.address() else {
                continue;
            };
            let is_whole = wholes.contains(block);
            if address == LOCALS {
                let names = block.body.attributes().filter(|_| is_whole);
                locals.extend(names.map(|local| (local.name.text.as_str(), at)));
                continue;
            }
            let versions = blocks.entry(address).or_insert_with(|| Versions {
                first: at,
                newest: None,
            });
            if is_whole {
                versions.newest = Some((at, file.text[block.span.range()].to_owned()));
            }
        }
    }
    let mut written = HashSet::default();
    let mut texts = Vec::new();
    for (at, file) in files.iter().enumerate() {
        let mut edits = Vec::new();
        for block in file.blocks() {
            match block.address() {
                Some(address) if address == LOCALS => {
                    edits.extend(remove_older_locals(file, block, at, &locals))
                }
                Some(address) => {
                    let versions = blocks.get(&address);
                    let Some((newest, text)) = versions.and_then(|it| it.newest.as_ref()) else {
                        continue;
                    };
                    let is_first = versions.is_some_and(|it| it.first == at);
                    if is_first && *newest == at {
                        continue;
                    }
                    if is_first && written.insert(address) {
                        edits.push(Edit::replace(block.span, text.as_str()));
                    } else {
                        edits.push(edit::remove(file, block.span));
                    }
                }
                None => {}
            }
        }
        // Two blocks of a file with syntax errors can share bytes; the file is then kept unchanged.
        texts.push(edit::splice(&file.text, &edits).unwrap_or_else(|_| file.text.clone()));
    }
    texts
}

/// Removes the names from a `locals` block that a later file sets again.
fn remove_older_locals(
    file: &Module,
    block: &Block,
    at: usize,
    newest: &HashMap<&str, usize>,
) -> Vec<Edit> {
    let is_old = |name: &str| newest.get(name).is_some_and(|newest| *newest > at);
    let old = || {
        block
            .body
            .attributes()
            .filter(|local| is_old(&local.name.text))
    };
    if block.body.attributes().count() == old().count() && old().next().is_some() {
        return vec![edit::remove(file, block.span)];
    }
    old().map(|local| edit::remove(file, local.span)).collect()
}

/// Index of the whole blocks of a module: closed, and without diagnostics inside.
pub(super) struct WholeBlocks {
    /// Start offsets of the diagnostics, sorted.
    problems: Vec<usize>,
}

impl WholeBlocks {
    pub(super) fn new(module: &Module) -> WholeBlocks {
        let starts = module.problems.iter().map(|problem| problem.span.start);
        let mut problems: Vec<usize> = starts.collect();
        problems.order();
        WholeBlocks { problems }
    }

    pub(super) fn contains(&self, block: &Block) -> bool {
        let next = self.problems.partition_point(|at| *at < block.span.start);
        let inside = self.problems.get(next).filter(|at| **at < block.span.end);
        block.closed && inside.is_none()
    }
}
