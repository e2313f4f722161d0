//! Applies fixes to a module and takes back those that cause regressions.
//!
//! `repair`, `complete` and `fix` find fixes; only this module changes a module by them. A session
//! applies fixes in rounds. In a round the fixes of one block touch different arguments. After a
//! round the module is parsed and checked once; a fix that causes a new diagnostic or finding is
//! taken back.

mod disabled;
mod regressions;
mod session;

pub(crate) use disabled::DisabledFixes;
pub(crate) use session::{Finder, Session};

use crate::hcl::{Change, Edit, Module, Problem, edit};
use crate::scan::Finding;
use crate::schema::{self, Schema};
use foldhash::HashSet;

/// Result of a rewrite: the module, the changes made, and what the checks report.
#[derive(Clone, Debug)]
pub struct Rewritten {
    /// Module after the changes.
    pub module: Module,
    /// Changes made, in the order in which they were made.
    pub changes: Vec<Change>,
    /// Fixes that were possible but not made, one sentence each.
    pub notes: Vec<String>,
    /// Diagnostics of the module after the changes.
    pub problems: Vec<Problem>,
    /// Findings that remain, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Rewritten {
    /// Creates the result of a rewrite that has changed nothing yet.
    pub(crate) fn unchanged(module: Module, problems: Vec<Problem>) -> Self {
        Self {
            module,
            changes: Vec::new(),
            notes: Vec::new(),
            problems,
            findings: Vec::new(),
        }
    }

    /// Adds the nearest names to the messages of the diagnostics.
    pub(crate) fn suggest_names(&mut self, schema: Option<&Schema>) {
        if !self.problems.is_empty() {
            self.problems = match schema {
                Some(schema) => schema::validate(&self.module, schema),
                None => schema::check(&self.module),
            };
        }
    }
}

/// Limit of what repairs and fixes may change, by who wrote the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// One file of the user; the module can have others, which were not read.
    File,
    /// The user's own text, with every file of the module.
    Folder,
    /// A draft, of which every address and every value stays.
    Lossless,
    /// A draft of this run, from which unsupported arguments and blocks may be removed too.
    #[default]
    Draft,
}

impl Reach {
    /// Returns the reach of an option's name: `file`, `folder` or `draft`.
    pub fn named(name: &str) -> Option<Reach> {
        match name {
            "file" => Some(Reach::File),
            "folder" => Some(Reach::Folder),
            "draft" => Some(Reach::Draft),
            _ => None,
        }
    }

    /// Whether the user wrote the text: without consent only safe changes are made.
    pub fn is_own(self) -> bool {
        matches!(self, Reach::File | Reach::Folder)
    }
}

/// Certainty of a fix, which decides when it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Safety {
    /// Made in any file, or requested.
    Safe,
    /// Made within a limit in a draft, and offered for a user's own file.
    Likely,
    /// Made only if the user accepts it.
    Suggestion,
}

/// Fix of a diagnostic or finding, which can be applied and undone by itself.
#[derive(Clone, Debug)]
pub(crate) struct Fix {
    /// Change as the user sees it.
    pub change: Change,
    /// Edits of the module for which the fix was found.
    pub edits: Vec<Edit>,
    /// Texts of new top-level blocks to insert after the changed block.
    pub blocks: Vec<String>,
    /// Addresses of the blocks that the edits add.
    pub added: Vec<String>,
    /// Arguments and blocks that the edits set, and types of new blocks.
    ///
    /// Fixes of a block that touch the same names are not applied in the same round.
    pub touched: Vec<String>,
    /// Id of the check that the changed block passes after the fix.
    pub check: Option<&'static str>,
    /// Certainty of the fix.
    pub safety: Safety,
    /// Reason why the fix is a suggestion although its rule makes it without consent.
    pub consent: Option<&'static str>,
}

impl Fix {
    /// Creates a fix of a block by edits.
    pub fn new(id: String, address: &str, what: String, why: &str, edits: Vec<Edit>) -> Fix {
        Fix {
            change: Change {
                id,
                address: address.to_owned(),
                description: what,
                rationale: why.to_owned(),
                effect: None,
            },
            edits,
            blocks: Vec::new(),
            added: Vec::new(),
            touched: Vec::new(),
            check: None,
            safety: Safety::Safe,
            consent: None,
        }
    }

    /// Creates a repair with the change id `repair:<kind>:<address>`.
    pub fn repair(kind: &str, address: &str, what: String, why: &str, edits: Vec<Edit>) -> Fix {
        Fix::new(
            format!("repair:{kind}:{address}"),
            address,
            what,
            why,
            edits,
        )
    }

    /// Creates a completion with the change id `complete:<kind>:<address>`.
    pub fn completion(kind: &str, address: &str, what: String, why: &str, edits: Vec<Edit>) -> Fix {
        Fix::new(completion_id(kind, address), address, what, why, edits)
    }

    /// Sets the certainty of the fix.
    pub fn with_safety(mut self, safety: Safety) -> Fix {
        self.safety = safety;
        self
    }

    /// Appends the path of an argument or nested block to the change id.
    pub fn at(mut self, path: &str) -> Fix {
        self.change.id.push(':');
        self.change.id.push_str(path);
        self
    }
}

/// Returns the id of the change that completes a block.
pub(crate) fn completion_id(kind: &str, address: &str) -> String {
    format!("complete:{kind}:{address}")
}

/// Returns the edits of several fixes.
pub(crate) fn edits_of<'f>(fixes: impl IntoIterator<Item = &'f Fix>) -> Vec<Edit> {
    let fixes = fixes.into_iter();
    fixes.flat_map(|fix| fix.edits.iter().cloned()).collect()
}

/// Applies fixes together, with aligned equals signs, or none if their edits conflict.
///
/// Returns whether the fixes were applied. `accepts` gets the module before and after.
pub(crate) fn apply(
    module: &mut Module,
    changes: &mut Vec<Change>,
    fixes: Vec<Fix>,
    accepts: impl Fn(&Module, &Module) -> bool,
) -> bool {
    if fixes.is_empty() {
        return false;
    }
    let Ok(next) = edit::splice_aligned(module, &edits_of(&fixes)) else {
        return false;
    };
    if !accepts(module, &next) {
        return false;
    }
    *module = next;
    // The same fix at several positions is one change.
    let key = |change: &Change| (change.id.clone(), change.description.clone());
    let mut known: HashSet<(String, String)> = changes.iter().map(key).collect();
    let made = fixes.into_iter().map(|fix| fix.change);
    changes.extend(made.filter(|change| known.insert(key(change))));
    true
}
