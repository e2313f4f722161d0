//! Repairs one block at a time and keeps the fixes that reduce its diagnostics.

use super::spot::{Spot, Wrong};
use super::{Deed, Reach, Undone, given, home, is_better, name, place, shape, table, trim, types};
use crate::hcl::{self, Block, Change, Edit, Kind, Module, Problem, edit};
use crate::schema::{self, Schema};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// Maximum tries per block.
const TRIES_MAX: usize = 96;
/// Maximum tries per new block.
const ADDED_TRIES_MAX: usize = 16;
/// Maximum depth of follow-up repairs after one that does not help by itself.
const DEPTH_MAX: usize = 2;

/// Function that finds repairs in one body.
pub(super) type Finder = fn(&Spot<'_>, &Place<'_>) -> Vec<Deed>;

/// Data that a finder needs besides its body.
pub(super) struct Place<'a> {
    /// Schema of all types.
    pub schema: &'a Schema,
    /// Addresses that the module declares.
    pub taken: &'a HashSet<String>,
    /// Address of the only resource of each type.
    ///
    /// `None` if the module has several resources of the type, or one with `count` or `for_each`.
    pub single: &'a HashMap<String, Option<String>>,
    /// Whether the type of the block was renamed.
    pub renamed: bool,
}

/// Lossless finders, the most certain first.
const LOSSLESS: &[Finder] = &[
    table::deeds,
    home::deeds,
    shape::deeds,
    name::spelled,
    name::fields,
    name::paired,
    name::worded,
    place::switched,
    place::inward,
    place::outward,
    place::unwrapped,
    place::named,
    given::deeds,
    trim::decided,
];

/// Finders that remove something.
const TRIMS: &[Finder] = &[trim::computed_after_all, home::said_twice, trim::deeds];

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
pub(super) struct Bench<'a> {
    schema: &'a Schema,
    reach: Reach,
    without: &'a Undone,
    /// Texts of other blocks that the check of one block needs.
    around: String,
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

impl<'a> Bench<'a> {
    /// Creates a repairer; `without` holds the repairs that the user has undone.
    pub fn new(schema: &'a Schema, reach: Reach, without: &'a Undone) -> Self {
        Bench {
            schema,
            reach,
            without,
            around: String::new(),
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
        self.around = around(module);
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
            let mut tries = TRIES_MAX;
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
        let Ok(next) = edit::splice_aligned(module, &edits) else {
            return false;
        };
        *module = next;
        true
    }

    fn local(&self, text: String, added: Vec<String>, changes: Vec<Change>) -> Local {
        let own = format!("{text}\n{}\n", added.join("\n\n"));
        let end = own.len();
        let module = hcl::parse(own + &self.around);
        let mut problems = schema::validate(&module, self.schema);
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
            let deeds = self.deeds(&now, address);
            if let Some(next) = self.together(&now, &deeds, &tried, tries) {
                now = next;
                continue;
            }
            for deed in &deeds {
                let id = &deed.change.id;
                // The same change at two positions has different edits.
                let key = format!("{id} {:?}", deed.edits.first());
                if *tries == 0 || self.without.has(id) || !tried.insert(key) {
                    continue;
                }
                *tries -= 1;
                let Some(next) = self.made(&now, &[deed]) else {
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
    fn together(
        &self,
        now: &Local,
        deeds: &[Deed],
        tried: &HashSet<String>,
        tries: &mut usize,
    ) -> Option<Local> {
        if deeds.len() < TOGETHER_MIN || !tried.is_empty() {
            return None;
        }
        let mut chosen: Vec<&Deed> = Vec::new();
        let mut touched: Vec<hcl::Span> = Vec::new();
        for deed in deeds
            .iter()
            .filter(|deed| !self.without.has(&deed.change.id))
        {
            let spans: Vec<_> = deed.edits.iter().map(|edit| edit.span).collect();
            let clashes = |span: &hcl::Span| {
                touched
                    .iter()
                    .any(|other| span.start <= other.end && other.start <= span.end)
            };
            if touched.len() < TOUCHED_MAX && !spans.iter().any(clashes) {
                chosen.push(deed);
                touched.extend(spans);
            }
        }
        *tries -= 1;
        let next = self.made(now, &chosen)?;
        let each = next.problems.len() + chosen.len() <= now.problems.len();
        (each && is_better(&now.problems, &next.problems)).then_some(next)
    }

    fn made(&self, now: &Local, deeds: &[&Deed]) -> Option<Local> {
        let edits: Vec<Edit> = deeds.iter().flat_map(|deed| deed.edits.clone()).collect();
        let next = edit::splice_aligned(&now.module, &in_place(&edits)).ok()?;
        let block = next.blocks().next()?;
        let text = next.text[..block.span.end].to_owned();
        let mut added = now.added.clone();
        let new = deeds.iter().flat_map(|deed| deed.added.clone());
        added.extend(new.map(|text| self.finished(text)));
        let mut changes = now.changes.clone();
        changes.extend(deeds.iter().map(|deed| deed.change.clone()));
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

    fn deeds(&self, now: &Local, address: &str) -> Vec<Deed> {
        let Some(block) = now.module.blocks().next() else {
            return Vec::new();
        };
        let wrong = Wrong::of(&now.problems);
        let known = self.known(block);
        let spots = known.map_or_else(Vec::new, |(type_name, schema)| {
            Spot::all(&now.module, block, type_name, address, schema, &wrong)
        });
        let mut taken = self.taken.clone();
        for added in &now.added {
            taken.extend(
                hcl::parse(added.as_str())
                    .blocks()
                    .filter_map(Block::address),
            );
        }
        let place = Place {
            schema: self.schema,
            taken: &taken,
            single: &self.single,
            renamed: self.renamed.contains(address),
        };
        let find = |finders: &[Finder]| -> Vec<Deed> {
            let of = |finder: &Finder| -> Vec<Deed> {
                spots.iter().flat_map(|spot| finder(spot, &place)).collect()
            };
            finders.iter().flat_map(of).collect()
        };
        let mut deeds = find(LOSSLESS);
        if self.reach == Reach::Trimming {
            deeds.extend(find(TRIMS));
            deeds.extend(trim::of_the_language(&now.module, block, address, &wrong));
        }
        deeds
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
/// Maximum spans that are changed together.
const TOUCHED_MAX: usize = 400;

/// Returns the texts of the blocks that the checks of other blocks read.
///
/// These blocks declare the required providers and the variables that may be null.
fn around(module: &Module) -> String {
    let mut text = String::new();
    for block in module.blocks().filter(|block| block.closed) {
        let read = match block.kind.text.as_str() {
            "terraform" => block.body.blocks_of("required_providers").next().is_some(),
            "variable" => block
                .body
                .attribute("default")
                .is_some_and(|default| matches!(default.value.kind, hcl::ExpressionKind::Null)),
            _ => false,
        };
        if read {
            text.push_str(&module.text[block.span.range()]);
            text.push('\n');
        }
    }
    text
}
