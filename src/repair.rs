//! Repairs schema and syntax errors that have one certain fix, without a model.
//!
//! A repair is lossless if every address (or its new name) and every value stays in the text. A
//! repair that only removes something is a trim, and runs only if the caller requests it. A repair
//! is kept only if the module then has fewer diagnostics and none of a new kind. Each repair is a
//! change that can be undone separately. No repair removes a resource, a data source, a variable or
//! an output.
//!
//! In a user's own file only safe repairs are made: renames by a table or of a misspelt name, and other
//! shapes of a value. The rest is offered. What the schema does not know stays.
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

use crate::hcl::{Block, Change, Kind, Module, Problem};
pub use crate::rewrite::Reach;
use crate::rewrite::{self, DisabledFixes, Fix, Rewritten, Safety};
use crate::schema::{self, Schema};
use foldhash::{HashMap, HashSet};
use repairer::Repairer;

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
pub fn repair(module: &Module, schema: &Schema, reach: Reach, without: &[String]) -> Rewritten {
    let mut repaired = repair_unsuggested(module, Some(schema), reach, without, &[]);
    repaired.suggest_names(Some(schema));
    repaired
}

/// Repairs as [`repair`] does, and only checks without a schema.
///
/// `accept` holds the ids of changes that the user accepts. The messages of the diagnostics suggest no
/// names.
pub(crate) fn repair_unsuggested(
    module: &Module,
    schema: Option<&Schema>,
    reach: Reach,
    without: &[String],
    accept: &[String],
) -> Rewritten {
    let before = schema::validate_unsuggested(module, schema);
    let unchanged = || Rewritten::unchanged(module.clone(), before.clone());
    // Without the schema of the major version that the module requires, no repair is certain.
    let schema = schema.and_then(|schema| schema.for_module(module));
    let admitted = schema
        .and_then(|schema| schema.provider("aws"))
        .map(|aws| schema::admitted(module, aws));
    let schema = schema.filter(|_| !reach.is_own() || admitted != Some(schema::Admitted::Not));
    let Some(schema) = schema.filter(|_| !before.is_empty()) else {
        return unchanged();
    };
    let mut permits = Permits {
        disabled: DisabledFixes::new(without),
        reach,
        accept,
        has_newer: admitted == Some(schema::Admitted::Older),
    };
    // If a type rename turns out wrong, all repairs run again without this rename.
    for _ in 0..RERUNS_MAX {
        let after = run(unchanged(), schema, &permits);
        let wrong = regretted(&before, &after);
        if after.changes.is_empty() || wrong.is_empty() && is_better(&before, &after.problems) {
            return after;
        }
        if wrong.is_empty() {
            break;
        }
        wrong.iter().for_each(|id| permits.disabled.add(id));
    }
    unchanged()
}

/// Repairs that may be made.
struct Permits<'a> {
    disabled: DisabledFixes,
    reach: Reach,
    /// Ids of the changes that the user accepts.
    accept: &'a [String],
    /// Whether the module admits a newer provider than that of the schema.
    has_newer: bool,
}

impl Permits<'_> {
    /// Whether a repair may be made.
    fn allows(&self, fix: &Fix) -> bool {
        let is_accepted = || self.accept.contains(&fix.change.id);
        !self.disabled.has(&fix.change.id)
            && (fix.safety == Safety::Safe || !self.reach.is_own() || is_accepted())
    }
}

/// Returns the certainty of a repair that is certain only under a condition.
fn safe_if(is_certain: bool) -> Safety {
    if is_certain {
        Safety::Safe
    } else {
        Safety::Likely
    }
}

/// Applies only the type renames among some changes to the original module.
///
/// In the returned module the blocks have the same addresses as after the repairs.
pub fn retyped(module: &Module, schema: &Schema, changes: &[Change]) -> Module {
    let made: HashSet<&str> = changes.iter().map(|change| change.id.as_str()).collect();
    let schema = schema.for_module(module).unwrap_or(schema);
    let permits = Permits {
        disabled: DisabledFixes::default(),
        reach: Reach::Draft,
        accept: &[],
        has_newer: false,
    };
    let mut fixes = types::fixes(module, schema, &permits);
    fixes.retain(|fix| made.contains(fix.change.id.as_str()));
    let mut retyped = module.clone();
    rewrite::apply(&mut retyped, &mut Vec::new(), fixes, |_, _| true);
    retyped
}

/// Maximum reruns of all repairs.
const RERUNS_MAX: usize = 6;

/// Runs all repairs in order.
fn run(mut now: Rewritten, schema: &Schema, permits: &Permits) -> Rewritten {
    let apply = |now: &mut Rewritten, find: &dyn Fn(&Rewritten) -> Vec<Fix>| {
        let mut fixes = find(now);
        fixes.retain(|fix| permits.allows(fix));
        rewrite::apply(&mut now.module, &mut now.changes, fixes, |_, _| true)
    };
    let validate = |now: &mut Rewritten| {
        now.problems = schema::validate_unsuggested(&now.module, Some(schema));
    };
    apply(&mut now, &|now| syntax::slips(&now.module));
    apply(&mut now, &|now| syntax::end(&now.module, permits.reach));
    apply(&mut now, &|now| declare::fixes(&now.module));
    apply(&mut now, &|now| types::fixes(&now.module, schema, permits));
    if !now.changes.is_empty() {
        validate(&mut now);
    }
    if Repairer::new(schema, permits).repair_blocks(&mut now) {
        validate(&mut now);
    }
    // The first pass can fix the address of a reference, the second pass its attribute.
    for _ in 0..2 {
        if !apply(&mut now, &|now| reference::fixes(now, schema, permits)) {
            break;
        }
        validate(&mut now);
    }
    now
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
fn regretted(before: &[Problem], after: &Rewritten) -> Vec<String> {
    if after.changes.is_empty() {
        return Vec::new();
    }
    let known = kinds(before);
    let blocks: Vec<&Block> = after.module.blocks().collect();
    let address_before = |byte: usize| {
        let next = blocks.partition_point(|block| block.span.start <= byte);
        blocks.get(next.checked_sub(1)?)?.address()
    };
    // Whether the diagnostics of a block include a new kind, by address.
    let mut left: HashMap<String, bool> = HashMap::default();
    let mut is_unclear = false;
    let touched: HashSet<&str> = after
        .changes
        .iter()
        .map(|one| one.address.as_str())
        .collect();
    for problem in &after.problems {
        let is_new = !known.contains(&problem.kind);
        let address = address_before(problem.span.start);
        // A new diagnostic in an unchanged block is caused by a change to another block.
        let is_touched = address.as_deref().is_some_and(|it| touched.contains(it));
        is_unclear |= is_new && !is_touched;
        if let Some(address) = address {
            *left.entry(address).or_default() |= is_new;
        }
    }
    let ids = |is_wrong: &dyn Fn(&Change) -> bool| -> Vec<String> {
        let wrong = after
            .changes
            .iter()
            .filter(|change| is_unclear || is_wrong(change));
        wrong.map(|change| change.id.clone()).collect()
    };
    let mut wrong = ids(&|change| left.contains_key(change.address.as_str()));
    wrong.retain(|id| id.starts_with(types::ID));
    if wrong.is_empty() {
        wrong = ids(&|change| left.get(change.address.as_str()) == Some(&true));
    }
    wrong
}
