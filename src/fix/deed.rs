//! Turns a rule and a resource that violates it into a change.

use crate::hcl::{Change, Edit};
use crate::scan::{Assignment, Check, Literal, Resource, Rule};

/// Change that can be made.
pub(super) struct Deed {
    pub id: String,
    pub rule: &'static Rule,
    pub address: String,
    /// Description of the change for the user.
    pub what: String,
    /// Addresses of new blocks.
    pub added: Vec<String>,
    /// Arguments and nested blocks that are set in the block, and types of new blocks.
    pub touched: Vec<String>,
    pub edits: Vec<Edit>,
    /// Whether the change is free or requested; if not, it counts against the limit.
    pub is_asked: bool,
}

impl Deed {
    /// Returns the change as the user sees it.
    pub fn change(&self) -> Change {
        Change {
            id: self.id.clone(),
            address: self.address.clone(),
            description: self.what.clone(),
            rationale: self.rule.rationale.to_owned(),
        }
    }
}

/// Describes settings for the user.
pub(super) fn told(settings: &[(&str, String)]) -> String {
    let set = |(path, value): &(&str, String)| format!("`{path} = {value}`");
    let sets: Vec<String> = settings.iter().map(set).collect();
    format!("set {}", sets.join(" and "))
}

/// Returns the paths that a fix sets, with their values.
pub(super) fn settings(
    rule: &Rule,
    repair: &Assignment,
    resource: &Resource,
) -> Vec<(&'static str, Literal)> {
    match repair {
        Assignment::Implied => {
            let mut settings = Vec::new();
            implied(&rule.check, resource, &mut settings);
            settings
        }
        Assignment::Set(settings) => settings.to_vec(),
        Assignment::Pick(pick) => pick(resource).to_vec(),
    }
}

/// Collects the settings that follow from a check.
fn implied(check: &Check, resource: &Resource, settings: &mut Vec<(&'static str, Literal)>) {
    use Check::*;
    let mut set = |path: &'static str, plain: Literal| {
        settings.push((path.strip_suffix(".0").unwrap_or(path), plain));
    };
    match *check {
        Is(path, plain) => set(path, plain),
        OneOf(path, [first, ..]) | UnsetOrOneOf(path, [first, ..]) => set(path, *first),
        IsNot(path, Literal::Bool(plain)) => set(path, Literal::Bool(!plain)),
        AtLeast(path, least) => set(path, Literal::Number(least)),
        When(_, check) | Unless(_, check) | PassIf(_, check) => implied(check, resource, settings),
        All(checks) => {
            for check in checks.iter().filter(|check| !check.holds(resource)) {
                implied(check, resource, settings);
            }
        }
        _ => {}
    }
}
