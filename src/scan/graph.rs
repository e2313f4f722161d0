//! Evaluates graph policies: conditions on resources and on their connections.
//!
//! Two resources are connected if one refers to the other, directly or through local values, or if
//! both name the same bucket. A policy is solved once for the whole module: as in Checkov's own
//! engine, every condition sorts resources into passed, failed and unknown. A resource that no
//! condition covers is unknown.

use super::check::{Literal, Verdict, is_text};
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
    /// The text starts with one of these texts.
    StartingWith(&'static [&'static str]),
    /// The text starts with none of the first texts and contains none of the second.
    Unlike(&'static [&'static str], &'static [&'static str]),
}

/// Marks of the resources that a policy sorts, by index; 0 for a resource that it does not cover.
type Outcome = Vec<u8>;

const PASSED: u8 = 1;
const FAILED: u8 = 2;
const UNKNOWN: u8 = 4;

/// Returns the verdict of a policy for every resource of a module.
pub(super) fn solve(graph: &Graph, resources: &ResourceGraph) -> Vec<Verdict> {
    let verdict = |marks: u8| match marks {
        PASSED => Verdict::Passed,
        marks if marks & FAILED != 0 => Verdict::Failed,
        _ => Verdict::Unknown,
    };
    let outcome = evaluate(graph, resources, None);
    outcome.into_iter().map(verdict).collect()
}

fn mark(answer: Option<bool>) -> u8 {
    match answer {
        Some(true) => PASSED,
        Some(false) => FAILED,
        None => UNKNOWN,
    }
}

fn add(outcome: &mut Outcome, other: &Outcome) {
    for (marks, others) in outcome.iter_mut().zip(other) {
        *marks |= others;
    }
}

/// Leaves each resource the first of these marks that it has.
fn decide(outcome: &mut Outcome, order: [u8; 3]) {
    for marks in outcome {
        let first = order.into_iter().find(|mark| *marks & mark != 0);
        *marks = first.unwrap_or(0);
    }
}

impl Graph {
    /// Returns whether a part that has no parts of its own meets a condition.
    fn any_part(&self, is: &mut dyn FnMut(&Graph) -> bool) -> bool {
        match self {
            Graph::And(parts) | Graph::Or(parts) => parts.iter().any(|part| part.any_part(is)),
            Graph::Not(part) => part.any_part(is),
            part => is(part),
        }
    }

    /// Returns whether a part tests connections or filters resources.
    ///
    /// Such a part sorts resources by more than their own arguments.
    fn connects(&self) -> bool {
        self.any_part(&mut |part| !matches!(part, Graph::Attribute(..)))
    }

    fn is_filter(&self) -> bool {
        matches!(self, Graph::Filter(_) | Graph::FilterBy(..))
    }
}

fn evaluate(graph: &Graph, resources: &ResourceGraph, before: Option<&Outcome>) -> Outcome {
    match graph {
        Graph::Connection(ones, others) => evaluate_connection(resources, ones, others, before),
        Graph::NoConnection(ones, others) => {
            let outcome = evaluate_connection(resources, ones, others, before).into_iter();
            let swap = |marks| match marks & (PASSED | FAILED) {
                PASSED => (marks & UNKNOWN) | FAILED,
                FAILED => (marks & UNKNOWN) | PASSED,
                _ => marks,
            };
            outcome.map(swap).collect()
        }
        Graph::And(parts) if graph.connects() => evaluate_all(parts, resources),
        Graph::Or(parts) if graph.connects() => evaluate_any(parts, resources),
        _ => {
            let mut types = Vec::new();
            graph.any_part(&mut |part| {
                if let Graph::Attribute(of, ..) = part {
                    types.extend(*of);
                }
                false
            });
            let mut outcome = vec![0; resources.nodes.len()];
            for at in resources.indices_of_types(&types) {
                outcome[at] = mark(evaluate_resource(graph, resources, at));
            }
            outcome
        }
    }
}

/// Evaluates attribute conditions for one resource; `None` for an unknown result.
fn evaluate_resource(graph: &Graph, resources: &ResourceGraph, at: usize) -> Option<bool> {
    let answer = |part| evaluate_resource(part, resources, at);
    match graph {
        Graph::Attribute(types, path, op) => {
            let node = &resources.nodes[at];
            op.evaluate(resources.tree(node), path, types.contains(&&*node.kind))
        }
        Graph::And(parts) => first(parts.iter().map(answer), false),
        Graph::Or(parts) => first(parts.iter().map(answer), true),
        Graph::Not(part) => answer(part).map(|answer| !answer),
        _ => None,
    }
}

/// Returns the decisive answer if one gives it, otherwise the other one or an unknown result.
fn first(answers: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut all = Some(!decisive);
    for answer in answers {
        if answer == Some(decisive) {
            return answer;
        }
        all = all.and(answer);
    }
    all
}

fn evaluate_connection(
    resources: &ResourceGraph,
    ones: &[&str],
    others: &[&str],
    before: Option<&Outcome>,
) -> Outcome {
    const ONE: u8 = 1;
    const OTHER: u8 = 2;
    let mut outcome = vec![0; resources.nodes.len()];
    let mut sides = outcome.clone();
    for (types, side) in [(ones, ONE), (others, OTHER)] {
        for at in resources.indices_of_types(types) {
            sides[at] |= side;
        }
    }
    for (from, to) in &resources.edges {
        let (one, other) = (sides[*from], sides[*to]);
        if !(one & ONE != 0 && other & OTHER != 0 || one & OTHER != 0 && other & ONE != 0) {
            continue;
        }
        let had = before.map_or(0, |before| before[*from] | before[*to]);
        let mark = match had {
            had if had & FAILED != 0 => FAILED,
            had if had & UNKNOWN != 0 => UNKNOWN,
            _ => PASSED,
        };
        outcome[*from] |= mark;
        outcome[*to] |= mark;
    }
    for (marks, side) in outcome.iter_mut().zip(sides) {
        if side != 0 && *marks & (PASSED | UNKNOWN) == 0 {
            *marks = FAILED;
        }
    }
    outcome
}

/// Combines parts by "and": attribute conditions first, then connections.
///
/// Connections that name the types of the result come last. A resource that failed earlier fails
/// the resources that are connected with it.
fn evaluate_all(parts: &[Graph], resources: &ResourceGraph) -> Outcome {
    let mut outcome = vec![0; resources.nodes.len()];
    let mut leading = Vec::new();
    for part in parts {
        collect_leading_types(part, &mut leading);
    }
    if resources.indices_of_types(&leading).is_empty() {
        return outcome;
    }
    for part in parts.iter().filter(|part| !part.connects()) {
        add(&mut outcome, &evaluate(part, resources, None));
    }
    let kept = |name: &&str| {
        let is = |part: &Graph| matches!(part, Graph::Filter(types) if types.contains(name));
        parts.iter().any(is)
    };
    let is_late = |part: &&Graph| {
        part.any_part(&mut |part| match part {
            Graph::Connection(ones, others) | Graph::NoConnection(ones, others) => {
                ones.iter().chain(*others).any(kept)
            }
            Graph::Attribute(types, ..) => types.iter().any(kept),
            _ => false,
        })
    };
    let is_link = |part: &&Graph| part.connects() && !part.is_filter();
    let early = parts.iter().filter(is_link).filter(|part| !is_late(part));
    let last = parts.iter().filter(is_link).filter(is_late);
    for part in early.chain(last) {
        let one = evaluate(part, resources, Some(&outcome));
        add(&mut outcome, &one);
    }
    decide(&mut outcome, [FAILED, UNKNOWN, PASSED]);
    filter(parts, resources, outcome)
}

fn evaluate_any(parts: &[Graph], resources: &ResourceGraph) -> Outcome {
    let mut outcome = vec![0; resources.nodes.len()];
    for part in parts.iter().filter(|part| !part.is_filter()) {
        add(&mut outcome, &evaluate(part, resources, None));
    }
    decide(&mut outcome, [PASSED, UNKNOWN, FAILED]);
    filter(parts, resources, outcome)
}

/// Collects the types that a part begins with.
///
/// Without a resource of any of these types, all parts together have no result.
fn collect_leading_types(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::Connection(types, _)
        | Graph::NoConnection(types, _)
        | Graph::Attribute(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) if graph.connects() => {
            for part in *parts {
                collect_leading_types(part, found);
            }
        }
        _ => {}
    }
}

/// Removes the marks of the resources that the filters among the parts do not cover.
fn filter(parts: &[Graph], resources: &ResourceGraph, mut outcome: Outcome) -> Outcome {
    for part in parts.iter().filter(|part| part.is_filter()) {
        for (marks, node) in outcome.iter_mut().zip(&resources.nodes) {
            let is_kept = match part {
                Graph::FilterBy(name, whole) => match resources.tree(node).get(name) {
                    Some(Value::Text(text)) => !text.is_empty() && whole.contains(text.as_str()),
                    _ => false,
                },
                Graph::Filter(types) => types.contains(&node.kind.as_str()),
                _ => true,
            };
            if !is_kept {
                *marks = 0;
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
        let found = tree::values_at(tree, path);
        if found.is_empty() || !path.contains(['*', '[']) {
            return Some(self.holds(found.first().copied()));
        }
        // All elements have to meet some conditions, and one of them the others.
        let every = path.contains('[') || matches!(self, Op::NotContains(_));
        let answers = found.into_iter().map(|value| {
            let is_known = !of_value || blank || !tree::is_unresolved(value);
            is_known.then(|| self.holds(Some(value)))
        });
        first(answers, !every)
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
            Op::Within(texts) => texts.iter().any(|text| is_text(value, text)),
            Op::NotWithin(texts) => !texts.iter().any(|text| is_text(value, text)),
            Op::StartingWith(starts) => matches!(value, Some(Value::Text(text))
                if starts.iter().any(|start| text.starts_with(start))),
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
