//! A policy over the resources of a module and what connects them in, a verdict for each out.
//!
//! Two resources are connected where one refers to the other, directly or through local values,
//! or where both name the same bucket. A policy is solved once for the whole module: every
//! condition sorts resources into passed, failed and unknown, as Checkov's own engine does, and a
//! resource that no condition speaks of is unknown.

use super::check::{Plain, Verdict};
use super::tree;
use super::world::World;
use crate::hcl::Value;

/// A policy, or a part of one.
#[derive(Clone, Copy, Debug)]
pub enum Graph {
    /// What stands at a path of resources of these types.
    At(&'static [&'static str], &'static str, Op),
    /// A resource of the first types is connected with one of the second.
    Link(&'static [&'static str], &'static [&'static str]),
    /// The opposite.
    NoLink(&'static [&'static str], &'static [&'static str]),
    /// Only resources of these types are spoken of.
    Only(&'static [&'static str]),
    /// Only resources whose argument is a part of this text are spoken of.
    OnlyBy(&'static str, &'static str),
    /// All hold.
    And(&'static [Graph]),
    /// One holds.
    Or(&'static [Graph]),
    /// The opposite.
    Not(&'static Graph),
}

/// What is asked of the value at a path. Texts are compared as they are written.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// It is set.
    Exists,
    /// It is not set.
    Missing,
    /// It is this.
    Equals(Plain),
    /// It is not this; not set will do.
    Differs(Plain),
    /// The text holds this, or the list has it.
    Contains(&'static str),
    /// The opposite.
    ContainsNot(&'static str),
    /// It is one of these.
    Within(&'static [&'static str]),
    /// The opposite.
    NotWithin(&'static [&'static str]),
    /// The text begins with this.
    Begins(&'static str),
    /// The text neither begins with one of the first nor holds one of the second.
    Unlike(&'static [&'static str], &'static [&'static str]),
}

/// How far the resources of a module are spoken of by a condition.
#[derive(Clone, Default)]
struct Sorted {
    passed: Vec<bool>,
    failed: Vec<bool>,
    unknown: Vec<bool>,
}

/// What a policy says of every resource of a module.
pub(super) fn solve(graph: &Graph, world: &World) -> Vec<Verdict> {
    let sorted = sort(graph, world, None);
    (0..world.nodes.len())
        .map(|at| {
            if sorted.failed[at] {
                Verdict::Failed
            } else if sorted.passed[at] && !sorted.unknown[at] {
                Verdict::Passed
            } else {
                Verdict::Unknown
            }
        })
        .collect()
}

impl Sorted {
    fn of(world: &World) -> Self {
        let none = vec![false; world.nodes.len()];
        Self {
            passed: none.clone(),
            failed: none.clone(),
            unknown: none,
        }
    }

    fn add(&mut self, other: &Sorted) {
        let into = |mine: &mut Vec<bool>, theirs: &[bool]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine |= theirs;
            }
        };
        into(&mut self.passed, &other.passed);
        into(&mut self.failed, &other.failed);
        into(&mut self.unknown, &other.unknown);
    }

    fn put(&mut self, at: usize, answer: Option<bool>) {
        match answer {
            Some(true) => self.passed[at] = true,
            Some(false) => self.failed[at] = true,
            None => self.unknown[at] = true,
        }
    }
}

/// Whether a part speaks of connections, so that resources are sorted by more than themselves.
fn connects(graph: &Graph) -> bool {
    match graph {
        Graph::At(..) => false,
        Graph::And(parts) | Graph::Or(parts) => parts.iter().any(connects),
        Graph::Not(part) => connects(part),
        _ => true,
    }
}

/// The types of resources that a part of conditions on arguments speaks of.
fn types(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::At(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) => parts.iter().for_each(|part| types(part, found)),
        Graph::Not(part) => types(part, found),
        _ => {}
    }
}

fn sort(graph: &Graph, world: &World, before: Option<&Sorted>) -> Sorted {
    match graph {
        Graph::Link(ones, others) => linked(world, ones, others, before),
        Graph::NoLink(ones, others) => {
            let mut sorted = linked(world, ones, others, before);
            std::mem::swap(&mut sorted.passed, &mut sorted.failed);
            sorted
        }
        Graph::And(parts) if connects(graph) => all(parts, world),
        Graph::Or(parts) if connects(graph) => any(parts, world),
        _ => {
            let mut asked = Vec::new();
            types(graph, &mut asked);
            let mut sorted = Sorted::of(world);
            for at in world.of_types(&asked) {
                sorted.put(at, alone(graph, world, at));
            }
            sorted
        }
    }
}

/// What conditions on arguments say of one resource; none where it is not known.
fn alone(graph: &Graph, world: &World, at: usize) -> Option<bool> {
    let node = &world.nodes[at];
    match graph {
        Graph::At(types, path, op) => op.asks(world.tree(node), path, types.contains(&&*node.kind)),
        Graph::And(parts) => {
            let mut all = Some(true);
            for part in *parts {
                match alone(part, world, at) {
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
                match alone(part, world, at) {
                    Some(true) => return Some(true),
                    None => any = None,
                    Some(false) => {}
                }
            }
            any
        }
        Graph::Not(part) => alone(part, world, at).map(|answer| !answer),
        _ => None,
    }
}

fn linked(world: &World, ones: &[&str], others: &[&str], before: Option<&Sorted>) -> Sorted {
    let mut sorted = Sorted::of(world);
    let (ones, others) = (world.of_types(ones), world.of_types(others));
    let is = |of: &[usize]| {
        let mut is = vec![false; world.nodes.len()];
        of.iter().for_each(|at| is[*at] = true);
        is
    };
    let (is_one, is_other) = (is(&ones), is(&others));
    if !ones.is_empty() && !others.is_empty() {
        for (from, to) in &world.edges {
            let fits = (is_one[*from] && is_other[*to]) || (is_other[*from] && is_one[*to]);
            if !fits {
                continue;
            }
            let was = |pick: fn(&Sorted) -> &Vec<bool>| {
                before.is_some_and(|before| pick(before)[*from] || pick(before)[*to])
            };
            let answer = if was(|before| &before.failed) {
                Some(false)
            } else if was(|before| &before.unknown) {
                None
            } else {
                Some(true)
            };
            sorted.put(*from, answer);
            sorted.put(*to, answer);
        }
    }
    for at in ones.into_iter().chain(others) {
        if !sorted.passed[at] && !sorted.unknown[at] {
            sorted.failed[at] = true;
        }
    }
    sorted
}

/// Conditions on arguments first, then connections, those with the types of the result last: what
/// failed before, fails what is connected with it.
fn all(parts: &[Graph], world: &World) -> Sorted {
    let mut sorted = Sorted::of(world);
    let mut leading = Vec::new();
    parts.iter().for_each(|part| leads(part, &mut leading));
    if world.of_types(&leading).is_empty() {
        return sorted;
    }
    for part in parts.iter().filter(|part| !connects(part)) {
        sorted.add(&sort(part, world, None));
    }
    let kept: Vec<&str> = parts.iter().flat_map(only).copied().collect();
    let late = |part: &&Graph| {
        let mut named = Vec::new();
        named_types(part, &mut named);
        named.iter().any(|name| kept.contains(name))
    };
    let is_link = |part: &&Graph| connects(part) && !is_filter(part);
    let early = parts.iter().filter(is_link).filter(|part| !late(part));
    let last = parts.iter().filter(is_link).filter(late);
    for part in early.chain(last) {
        let one = sort(part, world, Some(&sorted));
        sorted.add(&one);
    }
    for at in 0..world.nodes.len() {
        sorted.passed[at] &= !sorted.failed[at] && !sorted.unknown[at];
        sorted.unknown[at] &= !sorted.failed[at];
    }
    filter(parts, world, sorted)
}

fn any(parts: &[Graph], world: &World) -> Sorted {
    let mut sorted = Sorted::of(world);
    for part in parts.iter().filter(|part| !is_filter(part)) {
        sorted.add(&sort(part, world, None));
    }
    for at in 0..world.nodes.len() {
        sorted.unknown[at] &= !sorted.passed[at];
        sorted.failed[at] &= !sorted.passed[at] && !sorted.unknown[at];
    }
    filter(parts, world, sorted)
}

fn is_filter(graph: &Graph) -> bool {
    matches!(graph, Graph::Only(_) | Graph::OnlyBy(..))
}

fn only(graph: &Graph) -> &'static [&'static str] {
    match graph {
        Graph::Only(types) => types,
        _ => &[],
    }
}

/// The types that a part names, in connections and conditions.
fn named_types(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::Link(ones, others) | Graph::NoLink(ones, others) => {
            found.extend(*ones);
            found.extend(*others);
        }
        Graph::At(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) => {
            parts.iter().for_each(|part| named_types(part, found));
        }
        Graph::Not(part) => named_types(part, found),
        Graph::Only(_) | Graph::OnlyBy(..) => {}
    }
}

/// The types that a part begins with: without any of them, all parts together say nothing.
fn leads(graph: &Graph, found: &mut Vec<&'static str>) {
    match graph {
        Graph::Link(ones, _) | Graph::NoLink(ones, _) => found.extend(*ones),
        Graph::At(types, ..) => found.extend(*types),
        Graph::And(parts) | Graph::Or(parts) if connects(graph) => {
            parts.iter().for_each(|part| leads(part, found));
        }
        _ => {}
    }
}

/// Takes out what the filters among the parts do not speak of.
fn filter(parts: &[Graph], world: &World, mut sorted: Sorted) -> Sorted {
    for part in parts {
        for (at, node) in world.nodes.iter().enumerate() {
            let kept = match part {
                Graph::Only(types) => types.contains(&node.kind.as_str()),
                Graph::OnlyBy(name, whole) => match world.tree(node).get(name) {
                    Some(Value::Text(text)) => !text.is_empty() && whole.contains(text.as_str()),
                    _ => false,
                },
                _ => true,
            };
            if !kept {
                sorted.passed[at] = false;
                sorted.failed[at] = false;
                sorted.unknown[at] = false;
            }
        }
    }
    sorted
}

impl Op {
    /// The answer for what stands at a path; none where it waits for something unknown. A
    /// resource of another type never has what is asked.
    fn asks(&self, tree: &Value, path: &str, is_of_type: bool) -> Option<bool> {
        let of_value = !matches!(self, Op::Exists | Op::Missing);
        let blank = matches!(self, Op::Equals(Plain::Text("")));
        if !blank && tree::hidden(tree, path, of_value) {
            return None;
        }
        if !is_of_type {
            return Some(false);
        }
        if !path.contains(['*', '[']) {
            return Some(self.holds(tree::at(tree, path).first().copied()));
        }
        let found = tree::at(tree, path);
        if found.is_empty() {
            return Some(self.holds(None));
        }
        let known: Vec<&&Value> = found
            .iter()
            .filter(|value| !of_value || blank || !tree::waits(value))
            .collect();
        let every = path.contains('[') || matches!(self, Op::ContainsNot(_));
        let mut answers = known.iter().map(|value| self.holds(Some(**value)));
        let decided = if every {
            answers.all(|answer| answer)
        } else {
            answers.any(|answer| answer)
        };
        // What is hidden could only turn an answer that all values give together.
        (decided != every || known.len() == found.len()).then_some(decided)
    }

    fn holds(&self, value: Option<&Value>) -> bool {
        let value = value.filter(|value| **value != Value::Null);
        match *self {
            Op::Exists => value.is_some(),
            Op::Missing => value.is_none(),
            Op::Equals(plain) => value.is_some_and(|value| same(value, plain)),
            Op::Differs(plain) => !value.is_some_and(|value| same(value, plain)),
            Op::Contains(part) => value.is_some_and(|value| has(value, part)),
            Op::ContainsNot(part) => !value.is_some_and(|value| has(value, part)),
            Op::Within(texts) => value.is_some_and(|value| one_of(value, texts)),
            Op::NotWithin(texts) => !value.is_some_and(|value| one_of(value, texts)),
            Op::Begins(start) => {
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

/// Whether both are written the same; of booleans the case does not count.
fn same(value: &Value, plain: Plain) -> bool {
    match (value, plain) {
        (Value::Bool(value), Plain::Text(text)) => text.eq_ignore_ascii_case(&value.to_string()),
        (Value::Text(text), Plain::Bool(plain)) => text.eq_ignore_ascii_case(&plain.to_string()),
        (Value::Number(_), Plain::Text(text)) => value.to_text().is_some_and(|own| own == text),
        (value, plain) => plain.is(value),
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
