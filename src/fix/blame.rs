//! Determines which fixes of a round caused new diagnostics or findings.

use super::blocks::Blocks;
use super::deed::Deed;
use crate::hcl::{Kind, Module, Problem};
use crate::scan::{self, Finding, Tables};
use crate::schema::{self, Schema};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// Module with its findings and diagnostics.
pub(super) struct State {
    pub module: Module,
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
}

impl State {
    /// Checks and scans a module; uses the schema if one is given.
    pub fn of(module: Module, tables: Tables, schema: Option<&Schema>) -> Self {
        let problems = schema::validate_unsuggested(&module, schema);
        Self::known(module, problems, tables)
    }

    /// Creates the state of a module whose diagnostics are known.
    pub fn known(module: Module, problems: Vec<Problem>, tables: Tables) -> Self {
        Self {
            findings: scan::scan(&module, tables),
            problems,
            module,
        }
    }

    /// Returns the number of findings by check and address.
    pub fn counts(&self) -> HashMap<(&str, &str), usize> {
        let mut counts = HashMap::default();
        for finding in &self.findings {
            let key = (finding.id, finding.address.as_str());
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}

/// Fixes of a round that caused new diagnostics or findings.
pub(super) enum Blame {
    Nobody,
    These {
        /// Indices of the responsible fixes, each with a description of the result.
        guilty: Vec<(usize, String)>,
        /// Blocks in which any of several fixes can be the cause.
        crowded: HashSet<String>,
    },
    /// Description of a new error in a block that no fix changed.
    Unclear(String),
}

/// Compares the findings and diagnostics before and after a round.
pub(super) fn blame(before: &State, after: &State, deeds: &[Deed]) -> Blame {
    let mut of: HashMap<&str, Vec<usize>> = HashMap::default();
    for (at, deed) in deeds.iter().enumerate() {
        for address in deed.added.iter().chain([&deed.address]) {
            of.entry(address).or_default().push(at);
        }
    }
    let mut guilty: HashMap<usize, String> = HashMap::default();
    let mut crowded = HashSet::default();
    let mut accuse = |suspects: &[usize], address: &str, brought: &str| match suspects {
        [one] => drop(guilty.insert(*one, brought.to_owned())),
        // In a new block, reject every fix that needs it; in an existing block, retry its fixes one
        // by one.
        _ if deeds[suspects[0]].address == address => {
            crowded.insert(address.to_owned());
        }
        _ => guilty.extend(suspects.iter().map(|at| (*at, brought.to_owned()))),
    };
    let known = before.counts();
    let mut found: Vec<_> = after.counts().into_iter().collect();
    found.order();
    for ((id, address), count) in found {
        let more = count > known.get(&(id, address)).copied().unwrap_or_default();
        let Some(suspects) = of.get(address) else {
            if more {
                return Blame::Unclear(format!("it causes {id} at {address}"));
            }
            continue;
        };
        let mends = |at: &&usize| deeds[**at].rule.id == id && deeds[**at].address == address;
        if let Some(at) = suspects.iter().find(mends) {
            accuse(&[*at], address, "");
        } else if more {
            accuse(suspects, address, &format!("it causes {id}"));
        }
    }
    let blocks = Blocks::of(&after.module);
    let mut known: HashMap<(Kind, &str), usize> = HashMap::default();
    for problem in &before.problems {
        *known.entry(heart(problem)).or_default() += 1;
    }
    for problem in &after.problems {
        let old = known.entry(heart(problem)).or_default();
        if let Some(fewer) = old.checked_sub(1) {
            *old = fewer;
            continue;
        }
        let address = blocks.at(problem.span.start).unwrap_or_default();
        let Some(suspects) = of.get(address) else {
            return Blame::Unclear(format!("it causes `{}`", problem.kind.summary()));
        };
        accuse(
            suspects,
            address,
            &format!("it causes `{}`", problem.kind.summary()),
        );
    }
    if guilty.is_empty() && crowded.is_empty() {
        return Blame::Nobody;
    }
    let mut guilty: Vec<(usize, String)> = guilty.into_iter().collect();
    guilty.order();
    Blame::These { guilty, crowded }
}

/// Returns the kind and message of a diagnostic without the suggested fix.
///
/// The suggested name depends on text elsewhere in the module.
fn heart(problem: &Problem) -> (Kind, &str) {
    let message = problem.message.split(';').next().unwrap_or_default();
    (problem.kind, message)
}
