//! Applies the fixes that the rules propose.

use super::{DeployCheck, DeployOptions, check_index, index_of};
use crate::hcl::{Change, Module, Problem};
use crate::rewrite::{self, DisabledFixes, Fix, Reach, Safety};
use crate::schema::{self, Schema};
use foldhash::{HashMap, HashSet};

/// Maximum texts that are parsed and checked again.
const TRIES_MAX: usize = 48;
/// Maximum total bytes of these texts, so that a large module takes a few seconds.
const TRIED_BYTES_MAX: usize = 16 << 20;

/// Selection of the fixes by the user.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeploySelection<'a> {
    /// Ids of changes that are not made.
    pub exclude: &'a [String],
    /// Ids of changes that the user accepts.
    pub accept: &'a [String],
    /// Limit of the changes, by who wrote the text.
    pub reach: Reach,
}

/// Module after the fixes.
#[derive(Clone, Debug)]
pub struct DeployFixed {
    /// The module.
    pub module: Module,
    /// Changes made, in the order in which they were made.
    pub changes: Vec<Change>,
    /// Changes that are possible and need consent.
    pub offers: Vec<Change>,
    /// Result of the rules after the changes.
    pub check: DeployCheck,
}

/// Applies the fixes that may be made, until none is left.
///
/// A fix is kept only if its diagnostic is gone, no rule reports something new, and Terraform has no
/// further diagnostic.
pub fn fix(
    module: &Module,
    schema: Option<&Schema>,
    options: DeployOptions,
    selection: DeploySelection,
) -> DeployFixed {
    let disabled = DisabledFixes::new(selection.exclude);
    let accepted: HashSet<&str> = selection.accept.iter().map(String::as_str).collect();
    let may_make = |fix: &Fix| {
        // Nothing that a user wrote is removed or replaced without consent.
        let is_certain = match selection.reach.is_own() {
            true => {
                let mut edits = fix.edits.iter();
                fix.safety == Safety::Safe && edits.all(|edit| edit.span.start == edit.span.end)
            }
            false => fix.safety <= Safety::Likely,
        };
        let id = fix.change.id.as_str();
        (is_certain || accepted.contains(id)) && !disabled.has(id)
    };
    let mut module = module.clone();
    let mut changes = Vec::new();
    let mut rejected: HashSet<(String, String)> = HashSet::default();
    let mut problems: Option<usize> = None;
    let (mut tries, mut bytes) = (TRIES_MAX, TRIED_BYTES_MAX);
    let (mut check, mut fixes) = checked(&module, options);
    loop {
        let key = |fix: &Fix| (fix.change.id.clone(), fix.change.description.clone());
        let open = fixes.iter().flatten();
        let open = open.filter(|it| may_make(it) && it.is_writable(&module));
        let open: Vec<Fix> = open
            .filter(|it| !rejected.contains(&key(it)))
            .cloned()
            .collect();
        if open.is_empty() {
            break;
        }
        let before = *problems.get_or_insert_with(|| count(&module, schema));
        // All together first; what fails together is tried one by one.
        let batches = match open.len() {
            1 => vec![open],
            _ => {
                let alone = open.iter().map(|fix| vec![fix.clone()]).collect::<Vec<_>>();
                [vec![open], alone].concat()
            }
        };
        let mut is_changed = false;
        for batch in batches {
            if tries == 0 || bytes < module.text.len() {
                break;
            }
            tries -= 1;
            bytes -= module.text.len();
            let mut next = (module.clone(), changes.clone());
            let single = (batch.len() == 1).then(|| key(&batch[0]));
            let is_applied = rewrite::apply(&mut next.0, &mut next.1, batch, |_, after| {
                after.problems.len() <= module.problems.len()
            });
            let after = checked(&next.0, options);
            let left = count(&next.0, schema);
            if is_applied && is_better(&check, &after.0) && left <= before {
                (module, changes) = next;
                (check, fixes) = after;
                problems = Some(left);
                is_changed = true;
                break;
            }
            rejected.extend(single);
        }
        if !is_changed {
            break;
        }
    }
    let is_offered = |fix: &&Fix| !may_make(fix) && !disabled.has(&fix.change.id);
    let offers = fixes.iter().flatten().filter(is_offered);
    let offers = offers.map(|fix| fix.change.clone()).collect();
    DeployFixed {
        module,
        changes,
        offers,
        check,
    }
}

fn checked(module: &Module, options: DeployOptions) -> (DeployCheck, Vec<Option<Fix>>) {
    check_index(&index_of(module, options), options)
}

fn count(module: &Module, schema: Option<&Schema>) -> usize {
    let problems: Vec<Problem> = schema::validate_unsuggested(module, schema);
    problems.len()
}

/// Whether a module has fewer diagnostics than before, and none of another rule or block.
fn is_better(before: &DeployCheck, after: &DeployCheck) -> bool {
    let mut counts: HashMap<(&str, &str), usize> = HashMap::default();
    for it in &before.diagnostics {
        *counts.entry((it.id, &it.address)).or_default() += 1;
    }
    let is_known = after.diagnostics.iter().all(|it| {
        let count = counts.get_mut(&(it.id, it.address.as_str()));
        count.is_some_and(|count| {
            let has = *count > 0;
            *count = count.saturating_sub(1);
            has
        })
    });
    is_known && after.diagnostics.len() < before.diagnostics.len()
}
