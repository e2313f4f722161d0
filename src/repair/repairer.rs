//! Repairs one block at a time and keeps the fixes that reduce its diagnostics.

use super::faulty_body::{FaultIndex, FaultyBody};
use super::{
    DisabledFixes, Fix, Reach, block_attribute, infer_required, is_better, name, relocate,
    remove_unknown, renames, split_resource, types,
};
use crate::hcl::{self, Block, Change, Edit, ExpressionKind, Kind, Module, Problem, edit};
use crate::schema::{self, Schema};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use std::cell::Cell;

/// Maximum tries per block.
const TRIES_MAX: usize = 96;
/// Minimum tries per block, also after all bytes are spent.
const TRIES_MIN: usize = 3;
/// Maximum total bytes of the blocks that are tried, so that a large module takes a second.
const TRIED_BYTES_MAX: usize = 8 << 20;
/// Maximum tries per new block.
const ADDED_TRIES_MAX: usize = 16;
/// Maximum depth of follow-up repairs after one that does not help by itself.
const DEPTH_MAX: usize = 2;

/// Function that finds repairs in one body.
pub(super) type Finder = fn(&FaultyBody<'_>, &Context<'_>) -> Vec<Fix>;

/// Data that a finder needs besides its body.
pub(super) struct Context<'a> {
    /// Schema of all types.
    pub schema: &'a Schema,
    /// Addresses that the module declares, and those that this block adds.
    pub taken: [&'a HashSet<String>; 2],
    /// Address of the only resource of each type.
    ///
    /// `None` if the module has several resources of the type, or one with `count` or `for_each`.
    pub single: &'a HashMap<String, Option<String>>,
    /// Whether the type of the block was renamed.
    pub renamed: bool,
}

impl Context<'_> {
    /// Whether a block has an address already.
    pub fn is_taken(&self, address: &str) -> bool {
        self.taken.iter().any(|taken| taken.contains(address))
    }
}

/// Lossless finders, the most certain first.
const LOSSLESS: &[Finder] = &[
    renames::fixes,
    split_resource::fixes,
    block_attribute::fixes,
    name::spelled,
    name::fields,
    name::paired,
    name::worded,
    relocate::switched,
    relocate::inward,
    relocate::outward,
    relocate::unwrapped,
    relocate::named,
    infer_required::fixes,
    remove_unknown::decided,
];

/// Finders that remove something.
const TRIMS: &[Finder] = &[
    remove_unknown::computed_after_all,
    split_resource::duplicate_settings,
    remove_unknown::fixes,
];

/// Kinds of diagnostics that depend on other blocks.
///
/// A block that is checked alone cannot have them.
const ELSEWHERE: &[Kind] = &[
    Kind::UndeclaredResource,
    Kind::UndeclaredVariable,
    Kind::UndeclaredLocal,
    Kind::UndeclaredModule,
    Kind::UnsupportedAttribute,
    Kind::ProviderNotPresent,
    Kind::Cycle,
];

/// Repairer of the blocks of a module.
pub(super) struct Repairer<'a> {
    schema: &'a Schema,
    reach: Reach,
    without: &'a DisabledFixes,
    /// Texts of other blocks that the checks of every block read.
    settings: String,
    /// Texts of the variables that may be null, by name.
    nullable: HashMap<String, String>,
    /// Bytes that may still be parsed and checked in tries.
    bytes: Cell<usize>,
    taken: HashSet<String>,
    single: HashMap<String, Option<String>>,
    renamed: HashSet<String>,
}

/// One block in a module that holds only this block.
#[derive(Clone)]
struct Local {
    text: String,
    added: Vec<String>,
    module: Module,
    problems: Vec<Problem>,
    changes: Vec<Change>,
}

impl<'a> Repairer<'a> {
    /// Creates a repairer; `without` holds the repairs that the user has undone.
    pub fn new(schema: &'a Schema, reach: Reach, without: &'a DisabledFixes) -> Self {
        Repairer {
            schema,
            reach,
            without,
            settings: String::new(),
            nullable: HashMap::default(),
            bytes: Cell::new(TRIED_BYTES_MAX),
            taken: HashSet::default(),
            single: HashMap::default(),
            renamed: HashSet::default(),
        }
    }

    /// Repairs every block that has diagnostics itself.
    ///
    /// `problems` are the diagnostics of the module. Returns whether the module changed.
    pub fn mend(
        mut self,
        module: &mut Module,
        problems: &[Problem],
        changes: &mut Vec<Change>,
    ) -> bool {
        self.read_by_others(module);
        let of_types = changes.iter().filter(|one| one.id.starts_with(types::ID));
        self.renamed = of_types.map(|one| one.address.clone()).collect();
        self.taken = module.blocks().filter_map(Block::address).collect();
        for block in module.resources() {
            let many = ["count", "for_each"]
                .iter()
                .any(|name| block.body.attribute(name).is_some());
            if let (Some(kind), Some(address)) = (block.type_name(), block.address()) {
                let only = self.single.entry(kind.to_owned());
                only.and_modify(|only| *only = None)
                    .or_insert((!many).then_some(address));
            }
        }
        let mut starts: Vec<(usize, bool)> = problems
            .iter()
            .filter(|problem| !ELSEWHERE.contains(&problem.kind))
            .map(|problem| {
                (
                    problem.span.start,
                    problem.kind.is_syntax() && problem.kind != Kind::AttributeRedefined,
                )
            })
            .collect();
        starts.order();
        let mut edits = Vec::new();
        for block in module.blocks() {
            let from = starts.partition_point(|(at, _)| *at < block.span.start);
            let to = starts.partition_point(|(at, _)| *at < block.span.end);
            let broken = starts[from..to].iter().any(|(_, broken)| *broken);
            let (Some(address), true) = (block.address(), block.closed && from < to && !broken)
            else {
                continue;
            };
            let begin = self.local(edit::dedented(module, block.span), Vec::new(), Vec::new());
            let affordable = self.bytes.get() / (block.span.end - block.span.start);
            let mut tries = affordable.clamp(TRIES_MIN, TRIES_MAX);
            let end = self.settle(begin, &address, &mut tries, DEPTH_MAX);
            if end.changes.is_empty() {
                continue;
            }
            edits.push(edit::replace_item(module, block.span, end.text.trim_end()));
            for added in &end.added {
                edits.push(edit::after(module, block, added));
                let declared = hcl::parse(added.as_str());
                self.taken
                    .extend(declared.blocks().filter_map(Block::address));
            }
            changes.extend(end.changes);
        }
        if edits.is_empty() {
            return false;
        }
        let Ok(text) = edit::splice(&module.text, &edits) else {
            return false;
        };
        *module = hcl::parse(text);
        true
    }

    /// Collects the texts of the blocks that the checks of other blocks read.
    ///
    /// These blocks declare the required providers and the variables that may be null.
    fn read_by_others(&mut self, module: &Module) {
        for block in module.blocks().filter(|block| block.closed) {
            let text = &module.text[block.span.range()];
            let default = || block.body.attribute("default").map(|one| &one.value.kind);
            match (block.kind.text.as_str(), block.labels.first()) {
                ("terraform", _) if block.body.blocks_of("required_providers").next().is_some() => {
                    self.settings.push_str(text);
                    self.settings.push('\n');
                }
                ("variable", Some(name)) if matches!(default(), Some(ExpressionKind::Null)) => {
                    self.nullable.insert(name.text.clone(), format!("{text}\n"));
                }
                _ => {}
            }
        }
    }

    /// Returns the texts of the variables that may be null and are referred to.
    fn nullable_in(&self, module: &Module) -> String {
        if self.nullable.is_empty() {
            return String::new();
        }
        let mut names: Vec<String> = module
            .references()
            .iter()
            .filter_map(|one| Some(one.address()?.strip_prefix("var.")?.to_owned()))
            .collect();
        names.order();
        names.dedup();
        names
            .iter()
            .filter_map(|name| self.nullable.get(name))
            .map(String::as_str)
            .collect()
    }

    fn local(&self, text: String, added: Vec<String>, changes: Vec<Change>) -> Local {
        let mut own = format!("{text}\n{}\n", added.join("\n\n"));
        let end = own.len();
        self.bytes.set(self.bytes.get().saturating_sub(end));
        own.push_str(&self.settings);
        let mut module = hcl::parse(own);
        let nullable = self.nullable_in(&module);
        if !nullable.is_empty() {
            module = hcl::parse(module.text + &nullable);
        }
        let mut problems = schema::validate_unsuggested(&module, Some(self.schema));
        problems.retain(|one| one.span.start < end && !ELSEWHERE.contains(&one.kind));
        Local {
            text,
            added,
            module,
            problems,
            changes,
        }
    }

    /// Repairs a block until no further repair helps.
    fn settle(&self, begin: Local, address: &str, tries: &mut usize, depth: usize) -> Local {
        let mut now = begin;
        let mut tried: HashSet<String> = HashSet::default();
        'rounds: while !now.problems.is_empty() && *tries > 0 {
            let fixes = self.fixes(&now, address);
            if let Some(next) = self.together(&now, &fixes, &tried) {
                now = next;
                continue;
            }
            for fix in &fixes {
                let id = &fix.change.id;
                // The same change at two positions has different edits.
                let key = format!("{id} {:?}", fix.edits.first());
                if *tries == 0 || self.without.has(id) || !tried.insert(key) {
                    continue;
                }
                *tries -= 1;
                let Some(next) = self.made(&now, &[fix]) else {
                    continue;
                };
                if is_better(&now.problems, &next.problems) {
                    now = next;
                    continue 'rounds;
                }
                if depth > 0 && next.problems.len() <= now.problems.len() + FOLLOWED_MAX {
                    let further = self.settle(next, address, tries, depth - 1);
                    if is_better(&now.problems, &further.problems) {
                        now = further;
                        continue 'rounds;
                    }
                }
            }
            break;
        }
        now
    }

    /// Applies many repairs at once if each of them fixes at least one diagnostic.
    fn together(&self, now: &Local, fixes: &[Fix], tried: &HashSet<String>) -> Option<Local> {
        if fixes.len() < TOGETHER_MIN || !tried.is_empty() || self.bytes.get() == 0 {
            return None;
        }
        let mut chosen: Vec<&Fix> = Vec::new();
        let mut touched = vec![false; now.module.text.len() + 1];
        for fix in fixes.iter().filter(|fix| !self.without.has(&fix.change.id)) {
            let spans = || fix.edits.iter().map(|edit| edit.span.start..=edit.span.end);
            if spans().all(|span| !touched[span].contains(&true)) {
                chosen.push(fix);
                spans().for_each(|span| touched[span].fill(true));
            }
        }
        let next = self.made(now, &chosen)?;
        let each = next.problems.len() + chosen.len() <= now.problems.len();
        (each && is_better(&now.problems, &next.problems)).then_some(next)
    }

    fn made(&self, now: &Local, fixes: &[&Fix]) -> Option<Local> {
        let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
        let next = edit::splice_aligned(&now.module, &in_place(&edits)).ok()?;
        let block = next.blocks().next()?;
        let text = next.text[..block.span.end].to_owned();
        let mut added = now.added.clone();
        let new = fixes.iter().flat_map(|fix| fix.added.clone());
        added.extend(new.map(|text| self.finished(text)));
        let mut changes = now.changes.clone();
        changes.extend(fixes.iter().map(|fix| fix.change.clone()));
        Some(self.local(text, added, changes))
    }

    /// Returns the text of a new block after its own repairs.
    fn finished(&self, text: String) -> String {
        let begin = self.local(text, Vec::new(), Vec::new());
        let address = begin.module.blocks().next().and_then(Block::address);
        match address {
            Some(address) if !begin.problems.is_empty() => {
                self.settle(begin, &address, &mut ADDED_TRIES_MAX.clone(), 0)
                    .text
            }
            _ => begin.text,
        }
    }

    fn fixes(&self, now: &Local, address: &str) -> Vec<Fix> {
        let Some(block) = now.module.blocks().next() else {
            return Vec::new();
        };
        let wrong = FaultIndex::of(&now.problems);
        let known = self.known(block);
        let bodies = known.map_or_else(Vec::new, |(type_name, schema)| {
            FaultyBody::all(&now.module, block, type_name, address, schema, &wrong)
        });
        let added = now.added.iter().map(|added| hcl::parse(added.as_str()));
        let added = added
            .flat_map(|added| {
                added
                    .blocks()
                    .filter_map(Block::address)
                    .collect::<Vec<_>>()
            })
            .collect();
        let context = Context {
            schema: self.schema,
            taken: [&self.taken, &added],
            single: &self.single,
            renamed: self.renamed.contains(address),
        };
        let find = |finders: &[Finder]| -> Vec<Fix> {
            let of = |finder: &Finder| -> Vec<Fix> {
                bodies
                    .iter()
                    .flat_map(|faulty| finder(faulty, &context))
                    .collect()
            };
            finders.iter().flat_map(of).collect()
        };
        let mut fixes = find(LOSSLESS);
        if self.reach == Reach::Trimming {
            fixes.extend(find(TRIMS));
            fixes.extend(remove_unknown::of_the_language(
                &now.module,
                block,
                address,
                &wrong,
            ));
        }
        fixes
    }

    /// Returns the type of a block and its schema.
    fn known<'m>(&'m self, block: &'m Block) -> Option<(&'m str, schema::pack::Block<'m>)> {
        let label = |at: usize| block.labels.get(at).map(|label| label.text.as_str());
        let (name, known) = match block.kind.text.as_str() {
            "resource" => (label(0)?, self.schema.resource(label(0)?)),
            "data" => (label(0)?, self.schema.data(label(0)?)),
            "provider" => (
                label(0)?,
                self.schema.provider(label(0)?).map(|one| one.block),
            ),
            _ => return None,
        };
        known.map(|known| (name, known))
    }
}

/// Merges insertions into the removal of the line before them.
///
/// The inserted text then replaces the removed line.
fn in_place(edits: &[Edit]) -> Vec<Edit> {
    let (mut gone, rest): (Vec<Edit>, Vec<Edit>) = edits
        .iter()
        .cloned()
        .partition(|edit| edit.text.is_empty() && edit.span.start < edit.span.end);
    let mut kept = Vec::new();
    for edit in rest {
        let at = edit.span.start;
        let holder = gone
            .iter_mut()
            .find(|one| edit.span.end == at && one.span.start < at && at < one.span.end);
        match holder {
            Some(holder) => {
                let lines = edit.text.trim_start_matches(['\r', '\n']);
                let end = if edit.text.starts_with("\r\n") {
                    "\r\n"
                } else {
                    "\n"
                };
                holder.text.push_str(lines);
                holder.text.push_str(end);
            }
            None => kept.push(edit),
        }
    }
    kept.extend(gone);
    kept
}

/// Maximum extra diagnostics after a repair that needs follow-up repairs.
const FOLLOWED_MAX: usize = 6;
/// Minimum number of repairs that are tried together.
const TOGETHER_MIN: usize = 6;
