//! Counts the constraints that hold in a later version of the provider too.

use super::record::{Constraints, Group};
use infragenie::schema::Schema;
use std::fmt;

/// Numbers of constraints, and of those that a later version takes over.
#[derive(Debug, Default)]
pub struct Carried {
    /// Rules for values.
    pub rules: (usize, usize),
    /// Groups of arguments that exclude or require each other.
    pub groups: (usize, usize),
    /// Arguments whose rules do not hold, with their types.
    pub left: Vec<String>,
}

/// Counts the constraints of a schema that hold in a later one.
pub fn count(constraints: &Constraints, schema: &Schema, later: &Schema) -> Carried {
    let mut carried = Carried::default();
    for (key, own) in constraints {
        let (data, kind) = match key.strip_prefix("data.") {
            Some(kind) => (true, kind),
            None => (false, key.as_str()),
        };
        for (path, rules) in &own.values {
            carried.rules.0 += rules.len();
            match schema.rules_hold_in(later, data, kind, path) {
                true => carried.rules.1 += rules.len(),
                false => carried.left.push(format!("{key}.{path}")),
            }
        }
        let holds = |group: &&Group| {
            let mut members = group.members.iter();
            members.all(|path| later.has_path(data, kind, path))
        };
        carried.groups.0 += own.groups.len();
        carried.groups.1 += own.groups.iter().filter(holds).count();
    }
    carried
}

impl fmt::Display for Carried {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |(all, held): (usize, usize)| 100.0 * held as f64 / all.max(1) as f64;
        let (rules, groups) = (self.rules, self.groups);
        write!(
            out,
            "version 6 takes over {} of {} rules for values ({:.1} %) and {} of {} groups ({:.1} %)",
            rules.1,
            rules.0,
            percent(rules),
            groups.1,
            groups.0,
            percent(groups),
        )
    }
}
