//! Repairs one block at a time and keeps the fixes that reduce its diagnostics.

use super::faulty_body::{FaultIndex, FaultyBody};
use super::{
    Fix, Permits, Reach, block_attribute, infer_required, is_better, name, relocate,
    remove_unknown, renames, split_resource, types,
};
use crate::hcl::{
    self, Block, Change, Edit, ExpressionKind, Item, Kind, Module, Problem, Reference, edit,
};
use crate::rewrite::{self, Rewritten, Safety};
use crate::schema::{self, Schema};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use std::cell::Cell;

/// Maximum extra diagnostics after a fix that needs follow-up fixes.
const FOLLOWED_MAX: usize = 6;
/// Minimum number of fixes that are tried together.
const TOGETHER_MIN: usize = 6;
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
    /// Whether the module admits a newer provider than that of the schema.
    pub has_newer: bool,
}

impl Context<'_> {
    /// Whether a block has an address already.
    pub fn is_taken(&self, address: &str) -> bool {
        self.taken.iter().any(|taken| taken.contains(address))
    }
}

/// Lossless finders, the most certain first, each with the greatest certainty of its fixes.
const LOSSLESS: &[(Finder, Safety)] = &[
    (renames::fixes, Safety::Safe),
    (split_resource::fixes, Safety::Likely),
    (block_attribute::fixes, Safety::Safe),
    (name::spelled, Safety::Safe),
    (name::fields, Safety::Safe),
    (name::paired, Safety::Likely),
    (name::worded, Safety::Likely),
    (relocate::switched, Safety::Likely),
    (relocate::inward, Safety::Likely),
    (relocate::outward, Safety::Likely),
    (relocate::unwrapped, Safety::Likely),
    (relocate::named, Safety::Safe),
    (infer_required::fixes, Safety::Likely),
    (remove_unknown::computed, Safety::Suggestion),
];

/// Finders that remove something.
const TRIMS: &[(Finder, Safety)] = &[
    (remove_unknown::computed_after_all, Safety::Suggestion),
    (split_resource::duplicate_settings, Safety::Suggestion),
    (remove_unknown::fixes, Safety::Suggestion),
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
    permits: &'a Permits<'a>,
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

/// One block, in a module that holds only this block and what its checks read.
struct BlockState {
    module: Module,
    /// Number of bytes behind the block and its added blocks.
    read: usize,
    /// Texts of the blocks that are added after the block.
    added: Vec<String>,
    problems: Vec<Problem>,
    changes: Vec<Change>,
}

impl BlockState {
    fn block(&self) -> Option<&Block> {
        self.module.blocks().next()
    }

    /// Returns the text of the block.
    fn text(&self) -> &str {
        let end = self.block().map_or(0, |block| block.span.end);
        &self.module.text[..end]
    }
}

impl<'a> Repairer<'a> {
    /// Creates a repairer that makes only permitted fixes.
    pub fn new(schema: &'a Schema, permits: &'a Permits<'a>) -> Self {
        Repairer {
            schema,
            permits,
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
    /// Returns whether the module changed.
    pub fn repair_blocks(mut self, now: &mut Rewritten) -> bool {
        let of_the_block = |one: &&Problem| !ELSEWHERE.contains(&one.kind);
        let is_broken = |kind: Kind| kind.is_syntax() && kind != Kind::AttributeRedefined;
        let faults = now.problems.iter().filter(of_the_block);
        let mut faults: Vec<(usize, bool)> = faults
            .map(|one| (one.span.start, is_broken(one.kind)))
            .collect();
        if faults.is_empty() {
            return false;
        }
        faults.order();
        self.index(now);
        let module = &now.module;
        let mut edits = Vec::new();
        for block in module.blocks() {
            let from = faults.partition_point(|(at, _)| *at < block.span.start);
            let to = faults.partition_point(|(at, _)| *at < block.span.end);
            let may_change = block.closed && !faults[from..to].iter().any(|(_, broken)| *broken);
            let (Some(address), true) = (block.address(), from < to && may_change) else {
                continue;
            };
            let begin = self.state(on_several_lines(module, block), Vec::new());
            let affordable = self.bytes.get() / (block.span.end - block.span.start);
            let mut tries = affordable.clamp(TRIES_MIN, TRIES_MAX);
            let end = self.repaired(begin, &address, &mut tries, DEPTH_MAX);
            if end.changes.is_empty() {
                continue;
            }
            let text = end.text().trim_end();
            let text = match end.block().filter(|_| is_one_line(module, block)) {
                Some(repaired) => on_one_line(&end.module, repaired),
                None => None,
            }
            .unwrap_or_else(|| text.to_owned());
            edits.push(edit::replace_item(module, block.span, &text));
            for added in &end.added {
                edits.push(edit::after(module, block, added));
                self.taken.extend(addresses(added));
            }
            now.changes.extend(end.changes);
        }
        match edit::splice_aligned(module, &edits) {
            Ok(next) if !edits.is_empty() => {
                now.module = next;
                true
            }
            _ => false,
        }
    }

    /// Collects what the checks and the repairs of a block read from other blocks.
    fn index(&mut self, now: &Rewritten) {
        let of_types = now
            .changes
            .iter()
            .filter(|one| one.id.starts_with(types::ID));
        self.renamed = of_types.map(|one| one.address.clone()).collect();
        for block in now.module.blocks() {
            let default = || block.body.attribute("default").map(|one| &one.value.kind);
            let text = || format!("{}\n", &now.module.text[block.span.range()]);
            match (block.kind.text.as_str(), block.labels.first()) {
                ("resource", Some(kind)) if block.labels.len() == 2 => {
                    let own = block.address().filter(|_| block.is_single());
                    let only = self.single.entry(kind.text.clone());
                    only.and_modify(|only| *only = None).or_insert(own);
                }
                ("variable", Some(name))
                    if block.closed && matches!(default(), Some(ExpressionKind::Null)) =>
                {
                    self.nullable.insert(name.text.clone(), text());
                }
                ("terraform", _)
                    if block.closed
                        && block.body.blocks_of("required_providers").next().is_some() =>
                {
                    self.settings.push_str(&text());
                }
                _ => {}
            }
            self.taken.extend(block.address());
        }
    }

    /// Returns the state of a block with added blocks.
    fn state(&self, block: String, added: Vec<String>) -> BlockState {
        let mut text = block + "\n" + &added.join("\n\n") + "\n";
        let end = text.len();
        text.push_str(&self.settings);
        let mut module = hcl::parse(text);
        if !self.nullable.is_empty() {
            let references = module.references();
            let addresses = references.iter().filter_map(Reference::address);
            let names = addresses.filter_map(|one| Some(one.strip_prefix("var.")?.to_owned()));
            let names: HashSet<String> = names.collect();
            let mut texts: Vec<&String> = names
                .iter()
                .filter_map(|name| self.nullable.get(name))
                .collect();
            if !texts.is_empty() {
                texts.order();
                let texts: String = texts.into_iter().map(String::as_str).collect();
                module = hcl::parse(module.text + &texts);
            }
        }
        let read = module.text.len() - end;
        self.checked(module, read, added)
    }

    /// Checks a block in its module.
    fn checked(&self, module: Module, read: usize, added: Vec<String>) -> BlockState {
        let end = module.text.len() - read;
        self.bytes.set(self.bytes.get().saturating_sub(end));
        let mut problems = schema::validate_unsuggested(&module, Some(self.schema));
        problems.retain(|one| one.span.start < end && !ELSEWHERE.contains(&one.kind));
        BlockState {
            module,
            read,
            added,
            problems,
            changes: Vec::new(),
        }
    }

    /// Repairs a block until no further fix helps.
    fn repaired(
        &self,
        mut now: BlockState,
        address: &str,
        tries: &mut usize,
        depth: usize,
    ) -> BlockState {
        let mut tried: HashSet<String> = HashSet::default();
        while !now.problems.is_empty() && *tries > 0 {
            match self.improved(&now, address, &mut tried, tries, depth) {
                Some(next) => now = next,
                None => break,
            }
        }
        now
    }

    /// Applies the first fixes that reduce the diagnostics of a block.
    fn improved(
        &self,
        now: &BlockState,
        address: &str,
        tried: &mut HashSet<String>,
        tries: &mut usize,
        depth: usize,
    ) -> Option<BlockState> {
        let block = now.block()?;
        let faults = FaultIndex::of(&now.problems);
        let bodies = self
            .known(block)
            .map_or_else(Vec::new, |(type_name, schema)| {
                FaultyBody::all(&now.module, block, type_name, address, schema, &faults)
            });
        let added = now
            .added
            .iter()
            .flat_map(|added| addresses(added))
            .collect();
        let context = &Context {
            schema: self.schema,
            taken: [&self.taken, &added],
            single: &self.single,
            renamed: self.renamed.contains(address),
            has_newer: self.permits.has_newer,
        };
        let may_remove = self.permits.reach == Reach::Draft || !self.permits.accept.is_empty();
        let removing: &[_] = if may_remove { TRIMS } else { &[] };
        let of_the_language = std::iter::once_with(|| match may_remove {
            true => remove_unknown::of_the_language(&now.module, block, address, &faults),
            false => Vec::new(),
        });
        let found = LOSSLESS.iter().chain(removing).map(|(finder, safety)| {
            let fixes = bodies.iter().flat_map(|body| finder(body, context));
            let limited = fixes.map(|fix| {
                let safety = fix.safety.max(*safety);
                fix.with_safety(safety)
            });
            limited.collect::<Vec<Fix>>()
        });
        let mut found = found.chain(of_the_language);
        // Only if there is one diagnostic, the first fix that helps leaves nothing to the others.
        let is_single = now.problems.len() == 1;
        let all = (!is_single).then(|| found.by_ref().flatten().collect());
        for mut fixes in all.into_iter().chain(found) {
            let are_many = fixes.len() >= TOGETHER_MIN && tried.is_empty() && !is_single;
            fixes.retain(|fix| self.permits.allows(fix));
            if are_many && let Some(next) = self.with_many(now, &fixes) {
                return Some(next);
            }
            for fix in &fixes {
                // The same change at two positions has different edits.
                let key = format!("{} {:?}", fix.change.id, fix.edits.first());
                if *tries == 0 || !tried.insert(key) {
                    continue;
                }
                *tries -= 1;
                let Some(mut next) = self.with(now, &[fix]) else {
                    continue;
                };
                let may_follow = depth > 0
                    && next.problems.len() <= now.problems.len() + FOLLOWED_MAX
                    && !is_better(&now.problems, &next.problems);
                if may_follow {
                    next = self.repaired(next, address, tries, depth - 1);
                }
                if is_better(&now.problems, &next.problems) {
                    return Some(next);
                }
            }
        }
        None
    }

    /// Applies many fixes at once if each of them resolves at least one diagnostic.
    fn with_many(&self, now: &BlockState, fixes: &[Fix]) -> Option<BlockState> {
        if self.bytes.get() == 0 {
            return None;
        }
        let mut chosen: Vec<&Fix> = Vec::new();
        let mut touched = vec![false; now.module.text.len() + 1];
        for fix in fixes {
            let spans = || fix.edits.iter().map(|edit| edit.span.start..=edit.span.end);
            if spans().all(|span| !touched[span].contains(&true)) {
                chosen.push(fix);
                spans().for_each(|span| touched[span].fill(true));
            }
        }
        let next = self.with(now, &chosen)?;
        let each = next.problems.len() + chosen.len() <= now.problems.len();
        (each && is_better(&now.problems, &next.problems)).then_some(next)
    }

    /// Applies fixes; returns `None` if their edits conflict.
    fn with(&self, now: &BlockState, fixes: &[&Fix]) -> Option<BlockState> {
        let edits = in_place(rewrite::edits_of(fixes.iter().copied()));
        let module = edit::splice_aligned(&now.module, &edits).ok()?;
        let new = fixes.iter().flat_map(|fix| fix.blocks.iter().cloned());
        let new: Vec<String> = new.map(|text| self.finished(text)).collect();
        let mut next = match new.is_empty() {
            true => self.checked(module, now.read, now.added.clone()),
            false => {
                let end = module.blocks().next()?.span.end;
                let block = module.text[..end].to_owned();
                self.state(block, [now.added.as_slice(), &new].concat())
            }
        };
        let made = fixes.iter().map(|fix| fix.change.clone());
        next.changes = now.changes.iter().cloned().chain(made).collect();
        Some(next)
    }

    /// Returns the text of a new block after its own repairs.
    fn finished(&self, text: String) -> String {
        let mut state = self.state(text, Vec::new());
        if let Some(address) = state.block().and_then(Block::address) {
            state = self.repaired(state, &address, &mut ADDED_TRIES_MAX.clone(), 0);
        }
        state.text().to_owned()
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

/// Whether a block on one line holds only an argument; no nested block fits into it.
fn is_one_line(module: &Module, block: &Block) -> bool {
    let [Item::Attribute(only)] = block.body.items.as_slice() else {
        return false;
    };
    let around = [
        &module.text[block.header.end..only.span.start],
        &module.text[only.span.end..block.span.end],
    ];
    !module.text[block.span.range()].contains('\n') && around.map(str::trim) == ["{", "}"]
}

/// Returns the text of a block, whose argument has a separate line.
fn on_several_lines(module: &Module, block: &Block) -> String {
    match block.body.items.as_slice() {
        [Item::Attribute(only)] if is_one_line(module, block) => {
            let header = &module.text[block.header.range()];
            let argument = &module.text[only.span.range()];
            format!("{header} {{\n  {argument}\n}}")
        }
        _ => edit::dedented(module, block.span),
    }
}

/// Returns the text of a block with a single one-line argument, on one line.
fn on_one_line(module: &Module, block: &Block) -> Option<String> {
    let [Item::Attribute(only)] = block.body.items.as_slice() else {
        return None;
    };
    let header = &module.text[block.header.range()];
    let argument = &module.text[only.span.range()];
    (!argument.contains('\n')).then(|| format!("{header} {{ {argument} }}"))
}

/// Returns the addresses of the blocks in a text.
fn addresses(text: &str) -> Vec<String> {
    hcl::parse(text)
        .blocks()
        .filter_map(Block::address)
        .collect()
}

/// Merges insertions into the removal of the line before them.
///
/// The inserted text then replaces the removed line.
fn in_place(edits: Vec<Edit>) -> Vec<Edit> {
    let is_removal = |edit: &Edit| edit.text.is_empty() && edit.span.start < edit.span.end;
    let (mut removals, rest): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(is_removal);
    removals.order_by_key(|edit| edit.span);
    let mut kept = Vec::new();
    for edit in rest {
        let at = edit.span.start;
        let before = removals.partition_point(|one| one.span.start < at);
        let removal = before.checked_sub(1).map(|last| &mut removals[last]);
        match removal.filter(|one| edit.span.end == at && at < one.span.end) {
            Some(removal) => {
                let lines = edit.text.trim_start_matches(['\r', '\n']);
                let is_windows = edit.text.starts_with("\r\n");
                removal.text.push_str(lines);
                removal
                    .text
                    .push_str(if is_windows { "\r\n" } else { "\n" });
            }
            None => kept.push(edit),
        }
    }
    kept.extend(removals);
    kept
}
