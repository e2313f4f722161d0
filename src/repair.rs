//! Module in, Module out: mistakes whose remedy is certain, mended at zero tokens.
//!
//! A repair is lossless where every address, or its rename, and every value of the text is still
//! there; what only takes something out is a trim, and is made where it was asked for. Each one is
//! kept only if fewer problems are left and none of a new kind, and is a change that can be undone
//! by itself. No repair removes a resource, a data source, a variable or an output.
//!
//! A block is mended in a little module of its own, so the cost grows with the size of the text:
//!
//! | what | where |
//! |---|---|
//! | slips of the pen: quotes, commas, fences, equals signs | `syntax` |
//! | types that go by another name | `types` |
//! | arguments and blocks: their names, their shape, their place | `table`, `shape`, `name`, `place` |
//! | settings that became resources of their own | `home` |
//! | what follows for certain, and what is decided by the provider | `given` |
//! | references, declarations, duplicates | `reference`, `declare` |
//! | what has no home | `trim` |

mod bench;
mod declare;
mod given;
mod home;
mod name;
mod place;
mod reference;
mod shape;
mod spot;
mod syntax;
mod table;
mod trim;
mod types;
mod words;

use crate::hcl::{Change, Edit, Kind, Module, Problem, edit};
use crate::schema::{self, Schema};
use bench::Bench;
use foldhash::{HashMap, HashSet};

/// How far repairs may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every address and every value stays.
    Lossless,
    /// An argument or a block that its type does not have, and that has no other home, is taken
    /// out.
    Trimming,
}

/// A module with what was done to it.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// The module after the repairs.
    pub module: Module,
    /// What was done, in the order in which it was done.
    pub changes: Vec<Change>,
    /// What `terraform validate` would refuse of it; none where there was no schema to tell.
    pub problems: Option<Vec<Problem>>,
}

/// One repair: what it says to the user, and the edits that make it.
struct Deed {
    change: Change,
    edits: Vec<Edit>,
    /// New blocks of the top level, behind the block that is mended.
    added: Vec<String>,
}

/// Places that are left as they are: what was undone there is not done in another way.
#[derive(Default)]
struct Undone(HashSet<String>);

impl Undone {
    fn of(ids: &[String]) -> Undone {
        let mut undone = Undone::default();
        undone.add(ids);
        undone
    }

    fn add(&mut self, ids: &[String]) {
        let places = ids.iter().filter_map(|id| Undone::place(id));
        self.0.extend(places.map(str::to_owned));
    }

    fn has(&self, id: &str) -> bool {
        Undone::place(id).is_some_and(|place| self.0.contains(place))
    }

    /// What stands behind the kind of a repair in an id: the block, and what in it.
    fn place(id: &str) -> Option<&str> {
        id.strip_prefix("repair:")?
            .split_once(':')
            .map(|(_, place)| place)
    }
}

/// Mends what is certain. `without` holds ids of changes that the user has undone.
///
/// ```
/// # use infragenie::{hcl, repair::{repair, Reach}, schema::Schema};
/// # use std::io::Read;
/// # let path = format!("www/public/data/{}", infragenie::schema::pack::FILE);
/// # let mut bytes = Vec::new();
/// # flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
/// let schema = Schema::read(&bytes)?;
/// let module = hcl::parse("resource \"aws_eip\" \"a\" {\n  instances = \"i-1\"\n}\n");
/// let repaired = repair(&module, &schema, Reach::Lossless, &[]);
/// assert_eq!(repaired.changes[0].what, "write `instances` as `instance`");
/// assert_eq!(repaired.module.text, "resource \"aws_eip\" \"a\" {\n  instance = \"i-1\"\n}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn repair(module: &Module, schema: &Schema, reach: Reach, without: &[String]) -> Repaired {
    let mut repaired = Repaired {
        module: module.clone(),
        changes: Vec::new(),
        problems: None,
    };
    // Where the line that the module asks for is not there, nothing is certain.
    let Some(schema) = schema.for_module(module) else {
        return repaired;
    };
    let before = schema::validate(module, schema);
    if before.is_empty() {
        repaired.problems = Some(before);
        return repaired;
    }
    let mut without = Undone::of(without);
    // A type that does not turn out right is given back its name, and all else is done again.
    for _ in 0..RERUNS_MAX {
        let (next, after, changes) = run(module, &before, schema, reach, &without);
        if changes.is_empty() {
            break;
        }
        let wrong = regretted(&next, &before, &after, &changes);
        if wrong.is_empty() {
            if is_better(&before, &after) {
                repaired.module = next;
                repaired.changes = changes;
                repaired.problems = Some(after);
                return repaired;
            }
            break;
        }
        without.add(&wrong);
    }
    repaired.problems = Some(before);
    repaired
}

/// The module as it was written, with the renames of types among some changes and nothing else: in
/// it the blocks have the addresses that they have after the repairs.
pub fn retyped(module: &Module, schema: &Schema, changes: &[Change]) -> Module {
    let made: HashSet<&str> = changes.iter().map(|change| change.id.as_str()).collect();
    let schema = schema.for_module(module).unwrap_or(schema);
    let mut deeds = types::deeds(module, schema, &Undone::default());
    deeds.retain(|deed| made.contains(deed.change.id.as_str()));
    let mut retyped = module.clone();
    make(&mut retyped, &mut Vec::new(), deeds, &Undone::default());
    retyped
}

/// Most times that all is done again.
const RERUNS_MAX: usize = 6;

/// All repairs in their order: the module after them, its problems, and what was done.
fn run(
    module: &Module,
    before: &[Problem],
    schema: &Schema,
    reach: Reach,
    without: &Undone,
) -> (Module, Vec<Problem>, Vec<Change>) {
    let mut module = module.clone();
    let mut changes = Vec::new();
    let deeds = syntax::slips(&module);
    make(&mut module, &mut changes, deeds, without);
    let deeds = syntax::end(&module, reach);
    make(&mut module, &mut changes, deeds, without);
    for step in [declare::deeds, types::deeds] {
        let deeds = step(&module, schema, without);
        make(&mut module, &mut changes, deeds, without);
    }
    let mut problems = match changes.is_empty() {
        true => before.to_vec(),
        false => schema::validate(&module, schema),
    };
    if Bench::new(schema, reach, without).mend(&mut module, &problems, &mut changes) {
        problems = schema::validate(&module, schema);
    }
    // A reference may be wrong in what it names, and then in what it asks of it.
    for _ in 0..2 {
        let deeds = reference::deeds(&module, schema, &problems);
        if !make(&mut module, &mut changes, deeds, without) {
            break;
        }
        problems = schema::validate(&module, schema);
    }
    (module, problems, changes)
}

/// Makes deeds together, and none of them where they do not go together; whether they were made.
fn make(
    module: &mut Module,
    changes: &mut Vec<Change>,
    mut deeds: Vec<Deed>,
    without: &Undone,
) -> bool {
    deeds.retain(|deed| !without.has(&deed.change.id));
    if deeds.is_empty() {
        return false;
    }
    let edits: Vec<Edit> = deeds.iter().flat_map(|deed| deed.edits.clone()).collect();
    let Ok(next) = edit::splice_aligned(module, &edits) else {
        return false;
    };
    *module = next;
    for deed in deeds {
        if !changes.contains(&deed.change) {
            changes.push(deed.change);
        }
    }
    true
}

/// Fewer problems, and none of a kind that was not there.
fn is_better(before: &[Problem], after: &[Problem]) -> bool {
    after.len() < before.len() && kinds(after).is_subset(&kinds(before))
}

fn kinds(problems: &[Problem]) -> HashSet<Kind> {
    problems.iter().map(|problem| problem.kind).collect()
}

/// The ids of changes to give up: those of blocks in which a new kind of problem appeared, and
/// renames of types in blocks that are no better for it.
fn regretted(
    module: &Module,
    before: &[Problem],
    after: &[Problem],
    changes: &[Change],
) -> Vec<String> {
    let known = kinds(before);
    let mut left: HashMap<String, (usize, bool)> = HashMap::default();
    let blocks: Vec<_> = module
        .blocks()
        .map(|block| (block.span, block.address()))
        .collect();
    let mut elsewhere = false;
    for problem in after {
        let behind = blocks.partition_point(|(span, _)| span.start <= problem.span.start);
        let block = behind.checked_sub(1).and_then(|at| blocks.get(at));
        let is_new = !known.contains(&problem.kind);
        match block {
            Some((_, Some(address))) => {
                let entry = left.entry(address.clone()).or_default();
                entry.0 += 1;
                entry.1 |= is_new;
            }
            _ => elsewhere |= is_new,
        }
    }
    let touched: HashSet<&str> = changes.iter().map(|one| one.address.as_str()).collect();
    // A new problem in a block that nothing was done to comes from a change somewhere else.
    let unclear = elsewhere
        || left
            .iter()
            .any(|(address, (_, is_new))| *is_new && !touched.contains(address.as_str()));
    let renames = changes.iter().filter(|change| {
        change.id.starts_with(types::ID) && (unclear || left.contains_key(&change.address))
    });
    let mut wrong: Vec<String> = renames.map(|change| change.id.clone()).collect();
    if wrong.is_empty() {
        let others = changes.iter().filter(|change| {
            let of = left.get(&change.address);
            unclear || of.is_some_and(|(_, is_new)| *is_new)
        });
        wrong.extend(others.map(|change| change.id.clone()));
    }
    wrong
}

impl Deed {
    /// A deed of a kind on a block: `repair:<kind>:<address>`, and what in the block.
    fn new(kind: &str, address: &str, what: String, why: &str, edits: Vec<Edit>) -> Deed {
        Deed {
            change: Change {
                id: format!("repair:{kind}:{address}"),
                address: address.to_owned(),
                description: what,
                rationale: why.to_owned(),
            },
            edits,
            added: Vec::new(),
        }
    }

    /// The same, on a place within the block.
    fn at(mut self, path: &str) -> Deed {
        self.change.id.push(':');
        self.change.id.push_str(path);
        self
    }
}
