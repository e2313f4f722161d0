//! Repairs schema and syntax errors that have one certain fix, without a model.
//!
//! A repair is lossless if every address (or its new name) and every value stays in the text. A
//! repair that only removes something is a trim, and runs only if the caller requests it. A repair
//! is kept only if the module then has fewer diagnostics and none of a new kind. Each repair is a
//! change that can be undone separately. No repair removes a resource, a data source, a variable or
//! an output.
//!
//! Each block is repaired in a small module that holds only this block, so the cost grows with the
//! size of the text:
//!
//! | repairs | module |
//! |---|---|
//! | syntax errors: quotes, commas, code fences, missing line breaks, a truncated end | `syntax` |
//! | unknown resource types | `types` |
//! | arguments and blocks: names, shapes, nesting | `renames`, `block_attribute`, `name`, `relocate` |
//! | settings that became separate resources | `split_resource` |
//! | missing arguments whose value can be inferred | `infer_required` |
//! | references, declarations, duplicates | `reference`, `declare` |
//! | arguments the provider computes; arguments and blocks without a valid location | `remove_unknown` |

mod block_attribute;
mod declare;
mod faulty_body;
mod infer_required;
mod name;
mod near_names;
mod reference;
mod relocate;
mod remove_unknown;
mod renames;
mod repairer;
mod split_resource;
mod syntax;
mod types;

use crate::hcl::{Change, Edit, Kind, Module, Problem, edit};
use crate::schema::{self, Schema};
use foldhash::{HashMap, HashSet};
use repairer::Repairer;

/// Limit of what repairs may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Keeps every address and every value.
    Lossless,
    /// Also removes unsupported arguments and blocks that cannot be moved.
    Trimming,
}

/// Result of one repair run.
#[derive(Clone, Debug)]
pub struct Repaired {
    /// Module after the repairs.
    pub module: Module,
    /// Repairs made, in the order in which they were made.
    pub changes: Vec<Change>,
    /// Diagnostics that `terraform validate` would report for the repaired module.
    ///
    /// `None` if no schema is available for the provider version that the module requires.
    pub problems: Option<Vec<Problem>>,
}

/// One repair: the change shown to the user and the edits that make it.
struct Fix {
    change: Change,
    edits: Vec<Edit>,
    /// New top-level blocks, inserted after the repaired block.
    blocks: Vec<String>,
}

/// Blocks and paths at which the user has undone a repair.
///
/// No other repair is made at the same block and path.
#[derive(Default)]
struct DisabledFixes(HashSet<String>);

impl DisabledFixes {
    fn of(ids: &[String]) -> DisabledFixes {
        let mut undone = DisabledFixes::default();
        undone.add(ids);
        undone
    }

    fn add(&mut self, ids: &[String]) {
        let places = ids.iter().filter_map(|id| DisabledFixes::place(id));
        self.0.extend(places.map(str::to_owned));
    }

    fn has(&self, id: &str) -> bool {
        DisabledFixes::place(id).is_some_and(|place| self.0.contains(place))
    }

    /// Returns the part of a change id after the repair kind: the address and the path.
    fn place(id: &str) -> Option<&str> {
        id.strip_prefix("repair:")?
            .split_once(':')
            .map(|(_, place)| place)
    }
}

/// Repairs what has one certain fix.
///
/// `without` holds the ids of changes that the user has undone.
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
/// assert_eq!(repaired.changes[0].description, "write `instances` as `instance`");
/// assert_eq!(repaired.module.text, "resource \"aws_eip\" \"a\" {\n  instance = \"i-1\"\n}\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn repair(module: &Module, schema: &Schema, reach: Reach, without: &[String]) -> Repaired {
    let mut repaired = repair_unsuggested(module, schema, reach, without);
    if repaired
        .problems
        .as_ref()
        .is_some_and(|problems| !problems.is_empty())
    {
        repaired.problems = Some(schema::validate(&repaired.module, schema));
    }
    repaired
}

/// Repairs as [`repair`] does; the messages of the diagnostics suggest no names.
pub(crate) fn repair_unsuggested(
    module: &Module,
    schema: &Schema,
    reach: Reach,
    without: &[String],
) -> Repaired {
    let mut repaired = Repaired {
        module: module.clone(),
        changes: Vec::new(),
        problems: None,
    };
    // Without the schema of the major version that the module requires, no repair is certain.
    let Some(schema) = schema.for_module(module) else {
        return repaired;
    };
    let before = schema::validate_unsuggested(module, Some(schema));
    if before.is_empty() {
        repaired.problems = Some(before);
        return repaired;
    }
    let mut without = DisabledFixes::of(without);
    // If a type rename turns out wrong, all repairs run again without this rename.
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

/// Applies only the type renames among some changes to the original module.
///
/// In the returned module the blocks have the same addresses as after the repairs.
pub fn retyped(module: &Module, schema: &Schema, changes: &[Change]) -> Module {
    let made: HashSet<&str> = changes.iter().map(|change| change.id.as_str()).collect();
    let schema = schema.for_module(module).unwrap_or(schema);
    let mut fixes = types::fixes(module, schema, &DisabledFixes::default());
    fixes.retain(|fix| made.contains(fix.change.id.as_str()));
    let mut retyped = module.clone();
    make(
        &mut retyped,
        &mut Vec::new(),
        fixes,
        &DisabledFixes::default(),
    );
    retyped
}

/// Maximum reruns of all repairs.
const RERUNS_MAX: usize = 6;

/// Runs all repairs in order; returns the module, its diagnostics and the changes.
fn run(
    module: &Module,
    before: &[Problem],
    schema: &Schema,
    reach: Reach,
    without: &DisabledFixes,
) -> (Module, Vec<Problem>, Vec<Change>) {
    let mut module = module.clone();
    let mut changes = Vec::new();
    let fixes = syntax::slips(&module);
    make(&mut module, &mut changes, fixes, without);
    let fixes = syntax::end(&module, reach);
    make(&mut module, &mut changes, fixes, without);
    for step in [declare::fixes, types::fixes] {
        let fixes = step(&module, schema, without);
        make(&mut module, &mut changes, fixes, without);
    }
    let mut problems = match changes.is_empty() {
        true => before.to_vec(),
        false => schema::validate_unsuggested(&module, Some(schema)),
    };
    if Repairer::new(schema, reach, without).mend(&mut module, &problems, &mut changes) {
        problems = schema::validate_unsuggested(&module, Some(schema));
    }
    // The first pass can fix the address of a reference, the second pass its attribute.
    for _ in 0..2 {
        let fixes = reference::fixes(&module, schema, &problems);
        if !make(&mut module, &mut changes, fixes, without) {
            break;
        }
        problems = schema::validate_unsuggested(&module, Some(schema));
    }
    (module, problems, changes)
}

/// Applies several repairs together, or none if their edits conflict.
///
/// Returns whether the repairs were applied.
fn make(
    module: &mut Module,
    changes: &mut Vec<Change>,
    mut fixes: Vec<Fix>,
    without: &DisabledFixes,
) -> bool {
    fixes.retain(|fix| !without.has(&fix.change.id));
    if fixes.is_empty() {
        return false;
    }
    let edits: Vec<Edit> = fixes.iter().flat_map(|fix| fix.edits.clone()).collect();
    let Ok(next) = edit::splice_aligned(module, &edits) else {
        return false;
    };
    *module = next;
    // The same repair at several positions is one change.
    let mut known: HashSet<(String, String)> = HashSet::default();
    let key = |change: &Change| (change.id.clone(), change.description.clone());
    known.extend(changes.iter().map(key));
    let made = fixes.into_iter().map(|fix| fix.change);
    changes.extend(made.filter(|change| known.insert(key(change))));
    true
}

/// Whether fewer diagnostics remain and none is of a new kind.
fn is_better(before: &[Problem], after: &[Problem]) -> bool {
    after.len() < before.len() && kinds(after).is_subset(&kinds(before))
}

fn kinds(problems: &[Problem]) -> HashSet<Kind> {
    problems.iter().map(|problem| problem.kind).collect()
}

/// Returns the ids of changes to revoke.
///
/// Type renames in blocks that still have diagnostics are revoked first. If no rename qualifies,
/// the changes to blocks with a new kind of diagnostic are revoked.
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
    // A new diagnostic in an unchanged block is caused by a change to another block.
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

impl Fix {
    /// Creates a repair of a block with the change id `repair:<kind>:<address>`.
    fn repair(kind: &str, address: &str, what: String, why: &str, edits: Vec<Edit>) -> Fix {
        Fix {
            change: Change {
                id: format!("repair:{kind}:{address}"),
                address: address.to_owned(),
                description: what,
                rationale: why.to_owned(),
            },
            edits,
            blocks: Vec::new(),
        }
    }

    /// Appends the path of an argument or nested block to the change id.
    fn at(mut self, path: &str) -> Fix {
        self.change.id.push(':');
        self.change.id.push_str(path);
        self
    }
}
