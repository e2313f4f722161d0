//! A module before and after changes in, who made it worse out.

use super::blocks::Blocks;
use super::deed::Deed;
use crate::hcl::{Kind, Module, Problem};
use crate::scan::{self, Finding, Tables};
use crate::schema::{self, Schema};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// A module and what is wrong with it.
pub(super) struct State {
    pub module: Module,
    pub findings: Vec<Finding>,
    pub problems: Vec<Problem>,
}

impl State {
    pub fn of(module: Module, tables: Tables, schema: Option<&Schema>) -> Self {
        let problems = match schema {
            Some(schema) => schema::validate(&module, schema),
            None => schema::check(&module),
        };
        Self::known(module, problems, tables)
    }

    /// The state of a module whose problems are known.
    pub fn known(module: Module, problems: Vec<Problem>, tables: Tables) -> Self {
        Self {
            findings: scan::scan(&module, tables),
            problems,
            module,
        }
    }

    /// How often each check finds something at each address.
    pub fn counts(&self) -> HashMap<(&str, &str), usize> {
        let mut counts = HashMap::default();
        for finding in &self.findings {
            let key = (finding.id, finding.address.as_str());
            *counts.entry(key).or_default() += 1;
        }
        counts
    }
}

/// Who is to blame for what got worse.
pub(super) enum Blame {
    Nobody,
    These {
        /// Deeds of the batch, and what they brought.
        guilty: Vec<(usize, String)>,
        /// Blocks where it may be any of several deeds.
        crowded: HashSet<String>,
    },
    /// Something elsewhere got worse, which is said.
    Unclear(String),
}

/// Compares what is wrong before and after.
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
        // All of them wanted the block that was added, one of them broke the block that was there.
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
                return Blame::Unclear(format!("it brings {id} at {address}"));
            }
            continue;
        };
        let mends = |at: &&usize| deeds[**at].rule.id == id && deeds[**at].address == address;
        if let Some(at) = suspects.iter().find(mends) {
            accuse(&[*at], address, "");
        } else if more {
            accuse(suspects, address, &format!("it brings {id}"));
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
            return Blame::Unclear(format!("it brings `{}`", problem.kind.summary()));
        };
        accuse(
            suspects,
            address,
            &format!("it brings `{}`", problem.kind.summary()),
        );
    }
    if guilty.is_empty() && crowded.is_empty() {
        return Blame::Nobody;
    }
    let mut guilty: Vec<(usize, String)> = guilty.into_iter().collect();
    guilty.order();
    Blame::These { guilty, crowded }
}

/// What a problem is, without the remedy: the nearest name changes with what is written elsewhere.
fn heart(problem: &Problem) -> (Kind, &str) {
    let message = problem.message.split(';').next().unwrap_or_default();
    (problem.kind, message)
}
