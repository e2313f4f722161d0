//! Evaluates graph policies: conditions on resources and on their connections.
//!
//! Two resources are connected if one refers to the other, directly or through local values, or if
//! both name the same bucket. A policy is solved once for the whole module: as in Checkov's own
//! engine, every condition sorts resources into passed, failed and unknown. A resource that no
//! condition covers is unknown.

use super::check::{Literal, Verdict};
use super::resource_graph::ResourceGraph;
use super::tree;
use crate::hcl::Value;

/// Graph policy, or a part of one.
#[derive(Clone, Copy, Debug)]
pub enum Graph {
    /// Condition on the value at a path of resources of these types.
    Attribute(&'static [&'static str], &'static str, Op),
    /// A resource of the first types is connected with one of the second types.
    Connection(&'static [&'static str], &'static [&'static str]),
    /// No resource of the first types is connected with one of the second types.
    NoConnection(&'static [&'static str], &'static [&'static str]),
    /// Filter: only resources of these types are covered.
    Filter(&'static [&'static str]),
    /// Filter: only resources whose argument is a part of this text are covered.
    FilterBy(&'static str, &'static str),
    /// All parts hold.
    And(&'static [Graph]),
    /// At least one part holds.
    Or(&'static [Graph]),
    /// The part does not hold.
    Not(&'static Graph),
}

/// Condition on the value at a path; texts are compared as they are written.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// The value is set.
    Exists,
    /// The value is not set.
    NotExists,
    /// The value equals this literal.
    Equals(Literal),
    /// The value does not equal this literal; an unset value passes.
    NotEquals(Literal),
    /// The text contains this text, or the list has it as an element.
    Contains(&'static str),
    /// The text does not contain this text, and the list does not have it.
    NotContains(&'static str),
    /// The value is one of these texts.
    Within(&'static [&'static str]),
    /// The value is none of these texts.
    NotWithin(&'static [&'static str]),
    /// The text starts with this text.
    StartingWith(&'static str),
    /// The text starts with none of the first texts and contains none of the second.
    Unlike(&'static [&'static str], &'static [&'static str]),
}

/// Passed, failed and unknown resources of a condition.
#[derive(Clone, Default)]
struct Outcome {
    passed: Vec<bool>,
    failed: Vec<bool>,
    unknown: Vec<bool>,
}

/// Returns the verdict of a policy for every resource of a module.
pub(super) fn solve(graph: &Graph, resources: &ResourceGraph) -> Vec<Verdict> {
    let outcome = evaluate(graph, resources, None);
    (0..resources.nodes.len())
        .map(|at| {
            if outcome.failed[at] {
                Verdict::Failed
            } else if outcome.passed[at] && !outcome.unknown[at] {
                Verdict::Passed
            } else {
                Verdict::Unknown
            }
        })
        .collect()
}

impl Outcome {
    fn new(resources: &ResourceGraph) -> Self {
        let none = vec![false; resources.nodes.len()];
        Self {
            passed: none.clone(),
            failed: none.clone(),
            unknown: none,
        }
    }

    fn add(&mut self, other: &Outcome) {
        let into = |mine: &mut Vec<bool>, theirs: &[bool]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine |= theirs;
            }
        };
        into(&mut self.passed, &other.passed);
        into(&mut self.failed, &other.failed);
        into(&mut self.unknown, &other.unknown);
    }

    fn record(&mut self, at: usize, answer: Option<bool>) {
        match answer {
            Some(true) => self.passed[at] = true,
            Some(false) => self.failed[at] = true,
            None => self.unknown[at] = true,
        }
    }
}

/// Returns whether a part tests connections or filters resources.
///
/// Such a part sorts resources by more than their own arguments.
fn connects(graph: &Graph) -> bool {
    match graph {
        Graph::Attribute(..) => false,
        Graph::And(parts) | Graph::Or(parts) => parts.iter().any(connects),
        Graph::Not(part) => connects(part),
        _ => true,
    }
}

/// Collects the resource types that the attribute conditions of a part name.
fn collect_attribute_types(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::Attribute(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) => parts
            .iter()
            .for_each(|part| collect_attribute_types(part, found)),
        Graph::Not(part) => collect_attribute_types(part, found),
        _ => {}
    }
}

fn evaluate(graph: &Graph, resources: &ResourceGraph, before: Option<&Outcome>) -> Outcome {
    match graph {
        Graph::Connection(ones, others) => evaluate_connection(resources, ones, others, before),
        Graph::NoConnection(ones, others) => {
            let mut outcome = evaluate_connection(resources, ones, others, before);
            std::mem::swap(&mut outcome.passed, &mut outcome.failed);
            outcome
        }
        Graph::And(parts) if connects(graph) => evaluate_all(parts, resources),
        Graph::Or(parts) if connects(graph) => evaluate_any(parts, resources),
        _ => {
            let mut condition_types = Vec::new();
            collect_attribute_types(graph, &mut condition_types);
            let mut outcome = Outcome::new(resources);
            for at in resources.indices_of_types(&condition_types) {
                outcome.record(at, evaluate_resource(graph, resources, at));
            }
            outcome
        }
    }
}

/// Evaluates attribute conditions for one resource; `None` for an unknown result.
fn evaluate_resource(graph: &Graph, resources: &ResourceGraph, at: usize) -> Option<bool> {
    let node = &resources.nodes[at];
    match graph {
        Graph::Attribute(types, path, op) => {
            op.evaluate(resources.tree(node), path, types.contains(&&*node.kind))
        }
        Graph::And(parts) => {
            let mut all = Some(true);
            for part in *parts {
                match evaluate_resource(part, resources, at) {
                    Some(false) => return Some(false),
                    None => all = None,
                    Some(true) => {}
                }
            }
            all
        }
        Graph::Or(parts) => {
            let mut any = Some(false);
            for part in *parts {
                match evaluate_resource(part, resources, at) {
                    Some(true) => return Some(true),
                    None => any = None,
                    Some(false) => {}
                }
            }
            any
        }
        Graph::Not(part) => evaluate_resource(part, resources, at).map(|answer| !answer),
        _ => None,
    }
}

fn evaluate_connection(
    resources: &ResourceGraph,
    ones: &[&str],
    others: &[&str],
    before: Option<&Outcome>,
) -> Outcome {
    let mut outcome = Outcome::new(resources);
    let (ones, others) = (
        resources.indices_of_types(ones),
        resources.indices_of_types(others),
    );
    let is = |of: &[usize]| {
        let mut is = vec![false; resources.nodes.len()];
        of.iter().for_each(|at| is[*at] = true);
        is
    };
    let (is_one, is_other) = (is(&ones), is(&others));
    if !ones.is_empty() && !others.is_empty() {
        for (from, to) in &resources.edges {
            let fits = (is_one[*from] && is_other[*to]) || (is_other[*from] && is_one[*to]);
            if !fits {
                continue;
            }
            let was = |pick: fn(&Outcome) -> &Vec<bool>| {
                before.is_some_and(|before| pick(before)[*from] || pick(before)[*to])
            };
            let answer = if was(|before| &before.failed) {
                Some(false)
            } else if was(|before| &before.unknown) {
                None
            } else {
                Some(true)
            };
            outcome.record(*from, answer);
            outcome.record(*to, answer);
        }
    }
    for at in ones.into_iter().chain(others) {
        if !outcome.passed[at] && !outcome.unknown[at] {
            outcome.failed[at] = true;
        }
    }
    outcome
}

/// Combines parts by "and": attribute conditions first, then connections.
///
/// Connections that name the types of the result come last. A resource that failed earlier fails
/// the resources that are connected with it.
fn evaluate_all(parts: &[Graph], resources: &ResourceGraph) -> Outcome {
    let mut outcome = Outcome::new(resources);
    let mut leading = Vec::new();
    parts
        .iter()
        .for_each(|part| collect_leading_types(part, &mut leading));
    if resources.indices_of_types(&leading).is_empty() {
        return outcome;
    }
    for part in parts.iter().filter(|part| !connects(part)) {
        outcome.add(&evaluate(part, resources, None));
    }
    let kept: Vec<&str> = parts.iter().flat_map(filter_types).copied().collect();
    let late = |part: &&Graph| {
        let mut named = Vec::new();
        collect_named_types(part, &mut named);
        named.iter().any(|name| kept.contains(name))
    };
    let is_link = |part: &&Graph| connects(part) && !is_filter(part);
    let early = parts.iter().filter(is_link).filter(|part| !late(part));
    let last = parts.iter().filter(is_link).filter(late);
    for part in early.chain(last) {
        let one = evaluate(part, resources, Some(&outcome));
        outcome.add(&one);
    }
    for at in 0..resources.nodes.len() {
        outcome.passed[at] &= !outcome.failed[at] && !outcome.unknown[at];
        outcome.unknown[at] &= !outcome.failed[at];
    }
    filter(parts, resources, outcome)
}

fn evaluate_any(parts: &[Graph], resources: &ResourceGraph) -> Outcome {
    let mut outcome = Outcome::new(resources);
    for part in parts.iter().filter(|part| !is_filter(part)) {
        outcome.add(&evaluate(part, resources, None));
    }
    for at in 0..resources.nodes.len() {
        outcome.unknown[at] &= !outcome.passed[at];
        outcome.failed[at] &= !outcome.passed[at] && !outcome.unknown[at];
    }
    filter(parts, resources, outcome)
}

fn is_filter(graph: &Graph) -> bool {
    matches!(graph, Graph::Filter(_) | Graph::FilterBy(..))
}

fn filter_types(graph: &Graph) -> &'static [&'static str] {
    match graph {
        Graph::Filter(types) => types,
        _ => &[],
    }
}

/// Collects the types that a part names, in connections and in conditions.
fn collect_named_types(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::Connection(ones, others) | Graph::NoConnection(ones, others) => {
            found.extend(*ones);
            found.extend(*others);
        }
        Graph::Attribute(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) => {
            parts
                .iter()
                .for_each(|part| collect_named_types(part, found));
        }
        Graph::Not(part) => collect_named_types(part, found),
        Graph::Filter(_) | Graph::FilterBy(..) => {}
    }
}

/// Collects the types that a part begins with.
///
/// Without a resource of any of these types, all parts together have no result.
fn collect_leading_types(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::Connection(ones, _) | Graph::NoConnection(ones, _) => found.extend(*ones),
        Graph::Attribute(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) if connects(graph) => {
            parts
                .iter()
                .for_each(|part| collect_leading_types(part, found));
        }
        _ => {}
    }
}

/// Removes the resources that the filters among the parts do not cover.
fn filter(parts: &[Graph], resources: &ResourceGraph, mut outcome: Outcome) -> Outcome {
    for part in parts {
        for (at, node) in resources.nodes.iter().enumerate() {
            let kept = match part {
                Graph::Filter(types) => types.contains(&node.kind.as_str()),
                Graph::FilterBy(name, whole) => match resources.tree(node).get(name) {
                    Some(Value::Text(text)) => !text.is_empty() && whole.contains(text.as_str()),
                    _ => false,
                },
                _ => true,
            };
            if !kept {
                outcome.passed[at] = false;
                outcome.failed[at] = false;
                outcome.unknown[at] = false;
            }
        }
    }
    outcome
}

impl Op {
    /// Evaluates the condition at a path; `None` if it depends on an unknown value.
    ///
    /// A resource of another type never meets the condition.
    fn evaluate(&self, tree: &Value, path: &str, is_of_type: bool) -> Option<bool> {
        let of_value = !matches!(self, Op::Exists | Op::NotExists);
        let blank = matches!(self, Op::Equals(Literal::Text("")));
        if !blank && tree::is_unresolved_at(tree, path, of_value) {
            return None;
        }
        if !is_of_type {
            return Some(false);
        }
        if !path.contains(['*', '[']) {
            return Some(self.holds(tree::values_at(tree, path).first().copied()));
        }
        let found = tree::values_at(tree, path);
        if found.is_empty() {
            return Some(self.holds(None));
        }
        let known: Vec<&&Value> = found
            .iter()
            .filter(|value| !of_value || blank || !tree::is_unresolved(value))
            .collect();
        let every = path.contains('[') || matches!(self, Op::NotContains(_));
        let mut answers = known.iter().map(|value| self.holds(Some(**value)));
        let decided = if every {
            answers.all(|answer| answer)
        } else {
            answers.any(|answer| answer)
        };
        // An unknown value can only change a result that all known values share.
        (decided != every || known.len() == found.len()).then_some(decided)
    }

    fn holds(&self, value: Option<&Value>) -> bool {
        let value = value.filter(|value| **value != Value::Null);
        match *self {
            Op::Exists => value.is_some(),
            Op::NotExists => value.is_none(),
            Op::Equals(literal) => value.is_some_and(|value| same(value, literal)),
            Op::NotEquals(literal) => !value.is_some_and(|value| same(value, literal)),
            Op::Contains(part) => value.is_some_and(|value| has(value, part)),
            Op::NotContains(part) => !value.is_some_and(|value| has(value, part)),
            Op::Within(texts) => value.is_some_and(|value| one_of(value, texts)),
            Op::NotWithin(texts) => !value.is_some_and(|value| one_of(value, texts)),
            Op::StartingWith(start) => {
                matches!(value, Some(Value::Text(text)) if text.starts_with(start))
            }
            Op::Unlike(starts, parts) => match value {
                Some(Value::Text(text)) => {
                    !starts.iter().any(|start| text.starts_with(start))
                        && !parts.iter().any(|part| text.contains(part))
                }
                _ => true,
            },
        }
    }
}

fn one_of(value: &Value, texts: &[&str]) -> bool {
    matches!(value, Value::Text(text) if texts.contains(&text.as_str()))
}

/// Returns whether a value and a literal are written alike.
///
/// The case of booleans is ignored.
fn same(value: &Value, literal: Literal) -> bool {
    match (value, literal) {
        (Value::Bool(value), Literal::Text(text)) => text.eq_ignore_ascii_case(&value.to_string()),
        (Value::Text(text), Literal::Bool(literal)) => {
            text.eq_ignore_ascii_case(&literal.to_string())
        }
        (Value::Number(_), Literal::Text(text)) => value.to_text().is_some_and(|own| own == text),
        (value, literal) => literal.is(value),
    }
}

fn has(value: &Value, part: &str) -> bool {
    match value {
        Value::Text(text) => text.contains(part),
        Value::Unknown(Some(reference)) => reference.contains(part),
        Value::List(items) => items
            .iter()
            .any(|item| matches!(item, Value::Text(text) if text == part)),
        Value::Object(entries) => entries.iter().any(|(key, value)| {
            key == part
                || match value {
                    Value::Text(text) => text.contains(part),
                    Value::List(_) => has(value, part),
                    _ => false,
                }
        }),
        _ => false,
    }
}
