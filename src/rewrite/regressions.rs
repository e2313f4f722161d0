//! Determines which fixes caused new diagnostics or findings.

use super::Fix;
use super::session::State;
use crate::hcl::{Block, Kind, Problem};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// Regressions after some fixes.
pub(super) enum Regressions {
    None,
    Caused {
        /// Indices of the fixes that caused one, each with a description of the regression.
        by: Vec<(usize, String)>,
        /// Blocks in which any of several fixes can be the cause.
        ambiguous: HashSet<String>,
    },
    /// Description of a regression in a block that no fix changed.
    Unclear(String),
}

/// Compares the findings and diagnostics before and after some fixes.
pub(super) fn regressions(before: &State, after: &State, fixes: &[Fix]) -> Regressions {
    let mut of: HashMap<&str, Vec<usize>> = HashMap::default();
    for (at, fix) in fixes.iter().enumerate() {
        for address in fix.added.iter().chain([&fix.change.address]) {
            of.entry(address).or_default().push(at);
        }
    }
    let mut causes: HashMap<usize, String> = HashMap::default();
    let mut ambiguous = HashSet::default();
    let mut trace = |suspects: &[usize], address: &str, regression: &str| match suspects {
        [one] => drop(causes.insert(*one, regression.to_owned())),
        // In a new block, every fix that needs it is taken back; in an existing block, its fixes are
        // applied one by one.
        _ if fixes[suspects[0]].change.address == address => {
            ambiguous.insert(address.to_owned());
        }
        _ => causes.extend(suspects.iter().map(|at| (*at, regression.to_owned()))),
    };
    let known = before.finding_counts();
    let mut found: Vec<_> = after.finding_counts().into_iter().collect();
    found.order();
    for ((id, address), count) in found {
        let is_new = count > known.get(&(id, address)).copied().unwrap_or_default();
        let Some(suspects) = of.get(address) else {
            if is_new {
                return Regressions::Unclear(format!("it causes {id} at {address}"));
            }
            continue;
        };
        let fixes_it =
            |at: &&usize| fixes[**at].check == Some(id) && fixes[**at].change.address == address;
        if let Some(at) = suspects.iter().find(fixes_it) {
            trace(&[*at], address, "");
        } else if is_new {
            trace(suspects, address, &format!("it causes {id}"));
        }
    }
    let mut known: HashMap<(Kind, &str), usize> = HashMap::default();
    for problem in &before.problems {
        *known.entry(comparable(problem)).or_default() += 1;
    }
    for problem in &after.problems {
        if let Some(old) = known.get_mut(&comparable(problem))
            && *old > 0
        {
            *old -= 1;
            continue;
        }
        let regression = format!("it causes `{}`", problem.kind.summary());
        let block = after.module.block_at(problem.span.start);
        let address = block.and_then(Block::address).unwrap_or_default();
        let Some(suspects) = of.get(address.as_str()) else {
            return Regressions::Unclear(regression);
        };
        trace(suspects, &address, &regression);
    }
    if causes.is_empty() && ambiguous.is_empty() {
        return Regressions::None;
    }
    let mut by: Vec<(usize, String)> = causes.into_iter().collect();
    by.order();
    Regressions::Caused { by, ambiguous }
}

/// Returns the kind and message of a diagnostic without the suggested name.
///
/// The suggested name depends on text elsewhere in the module.
fn comparable(problem: &Problem) -> (Kind, &str) {
    let message = problem.message.split(';').next().unwrap_or_default();
    (problem.kind, message)
}
