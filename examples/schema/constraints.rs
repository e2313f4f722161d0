//! Encodes the constraints of a provider into the bytes of their pack.
//!
//! `src/schema/constraints` reads the pack.
//!
//! Numbers are written as in `encode.rs`. In the order of the file:
//!
//! - `IGC2`, and the hash of the schema pack, which defines the indices of arguments and blocks
//! - values: sorted, as in `encode.rs`
//! - lists: count; for each its count and its values (difference to the previous one)
//! - rules: count; for each its code and its parameters (the match in [`Tables::rule`])
//! - sets of rules: count; for each its count and its rules
//! - nodes: count; for each its number of arguments; for each its number of blocks; of all
//!   arguments the index (difference to the previous one); of all arguments the set; of all blocks
//!   the index (difference likewise); of all blocks the distance back to their node. A node comes
//!   after the nodes within it.
//! - twice, for resources and data sources: count; of all the index (difference); of all the node;
//!   of all the number of groups; the groups: for each its kind, its count, and for each member 4 ×
//!   the number of blocks in its path + 2 if it is a block + 1 if the problem is reported there,
//!   the indices of the blocks, and its own index

use super::encode::{differences, number, write_names};
use super::record::{Constraints, Group, Rule, Type};
use infragenie::schema::Schema;
use infragenie::schema::constraints::Form;
use infragenie::schema::pack::{self, Within};
use std::collections::{BTreeMap, BTreeSet};

/// Encodes the constraints; a name that the schema does not have is an error.
pub fn encode(schema: &Schema, constraints: &Constraints) -> Result<Vec<u8>, String> {
    let mut tables = Tables::new(constraints);
    let mut tail = Vec::new();
    for data in [false, true] {
        let mut rows = BTreeMap::new();
        for (key, own) in constraints {
            let name = match (key.strip_prefix("data."), data) {
                (Some(name), true) => name,
                (None, false) => key,
                _ => continue,
            };
            let block = match data {
                true => schema.data(name),
                false => schema.resource(name),
            };
            let unknown = || format!("the schema has no `{key}`");
            let block = block.ok_or_else(unknown)?;
            let node = tables.root(own, block)?;
            let index = schema.type_index(data, name).ok_or_else(unknown)?;
            let mut groups = Vec::new();
            for group in &own.groups {
                write_group(&mut groups, group, block)?;
            }
            rows.insert(index, (node, own.groups.len(), groups));
        }
        number(&mut tail, rows.len());
        differences(&mut tail, rows.keys().copied());
        rows.values().for_each(|row| number(&mut tail, row.0));
        rows.values().for_each(|row| number(&mut tail, row.1));
        rows.values().for_each(|row| tail.extend(&row.2));
    }
    let mut bytes = b"IGC2".to_vec();
    bytes.extend(schema.hash().to_le_bytes());
    tables.write(&mut bytes);
    bytes.extend(tail);
    Ok(bytes)
}

/// Block with its arguments and nested blocks.
#[derive(Default)]
struct Tree<'a> {
    values: BTreeMap<&'a str, &'a [Rule]>,
    blocks: BTreeMap<&'a str, Tree<'a>>,
}

#[derive(Default)]
struct Tables {
    values: BTreeMap<String, usize>,
    lists: Vec<Vec<usize>>,
    rules: Vec<Vec<usize>>,
    sets: Vec<Vec<usize>>,
    nodes: Vec<Node>,
}

/// Arguments with their rule sets, and blocks with their nodes.
#[derive(Clone, PartialEq)]
struct Node {
    values: Vec<(usize, usize)>,
    blocks: Vec<(usize, usize)>,
}

impl Tables {
    fn new(constraints: &Constraints) -> Tables {
        let mut values: BTreeSet<&str> = BTreeSet::new();
        let rules = constraints.values().flat_map(|own| own.values.values());
        for rule in rules.flatten() {
            match rule {
                Rule::OneOf(list)
                | Rule::OneOfOrMultiple(list, _)
                | Rule::OneOfOrRange(list, ..)
                | Rule::OneOfAnyCase(list)
                | Rule::Enum(list)
                | Rule::Match(list) => values.extend(list.iter().map(String::as_str)),
                Rule::Not(word) | Rule::Begins(word) | Rule::NotBegins(word) => {
                    values.insert(word);
                }
                _ => {}
            }
        }
        let values = values.into_iter().enumerate();
        Tables {
            values: values.map(|(at, text)| (text.to_owned(), at)).collect(),
            ..Tables::default()
        }
    }

    fn root(&mut self, own: &Type, block: pack::Block<'_>) -> Result<usize, String> {
        let mut tree = Tree::default();
        for (path, rules) in &own.values {
            let mut at = &mut tree;
            let mut steps: Vec<&str> = path.split('.').collect();
            let name = steps.pop().unwrap_or_default();
            for step in steps {
                at = at.blocks.entry(step).or_default();
            }
            at.values.insert(name, rules);
        }
        self.node(&tree, Within::Block(block))
    }

    /// Returns the number of a block, written after all blocks within it.
    fn node(&mut self, tree: &Tree, schema: Within<'_>) -> Result<usize, String> {
        let unknown = |name: &str| format!("the schema has no `{name}` there");
        let mut blocks = Vec::new();
        for (name, tree) in &tree.blocks {
            let (index, within, _) = schema.block(name).ok_or_else(|| unknown(name))?;
            blocks.push((index, self.node(tree, within)?));
        }
        blocks.sort_unstable();
        let mut values = Vec::new();
        for (name, rules) in &tree.values {
            let index = schema.argument_index(name).ok_or_else(|| unknown(name))?;
            let mut set: Vec<usize> = rules.iter().map(|rule| self.rule(rule)).collect();
            set.sort_unstable();
            values.push((index, intern(&mut self.sets, set)));
        }
        Ok(intern(&mut self.nodes, Node { values, blocks }))
    }

    /// Returns the number of a rule.
    fn rule(&mut self, rule: &Rule) -> usize {
        let mask = |things: &BTreeSet<usize>| things.iter().map(|at| 1 << at).sum::<usize>();
        let row = match rule {
            Rule::OneOf(list) => vec![0, self.list(list)],
            Rule::OneOfAnyCase(list) => vec![1, self.list(list)],
            Rule::Enum(list) => vec![2, self.list(list)],
            Rule::Match(list) => vec![3, self.list(list)],
            Rule::Range(low, high) => vec![4, signed(*low), signed(*high)],
            Rule::AtLeast(low) => vec![5, signed(*low)],
            Rule::AtMost(high) => vec![6, signed(*high)],
            Rule::Length(low, high) => vec![7, signed(*low), signed(*high)],
            Rule::Divisible(by) => vec![8, signed(*by)],
            Rule::Form(name) => {
                let mut forms = Form::ALL.iter();
                let form = forms.position(|form| form.name() == name);
                vec![9, form.unwrap_or_else(|| panic!("`{name}` is a new form"))]
            }
            Rule::Value(things) => vec![10, mask(things)],
            Rule::Characters(things) => vec![11, mask(things)],
            Rule::Pattern(things) => vec![12, mask(things)],
            Rule::Needs('A') => vec![13],
            Rule::Needs('a') => vec![14],
            Rule::Needs(_) => vec![15],
            Rule::Not(word) => vec![16, self.values[word]],
            Rule::NewAtLeast(low) => vec![17, signed(*low)],
            Rule::NewAtMost(high) => vec![18, signed(*high)],
            Rule::NewRange(low, high) => vec![19, signed(*low), signed(*high)],
            Rule::NewLength(low, high) => vec![20, signed(*low), signed(*high)],
            Rule::Longest(most) => vec![21, signed(*most)],
            Rule::OneOfOrMultiple(list, of) => vec![22, self.list(list), signed(*of)],
            Rule::OneOfOrRange(list, low, high) => {
                vec![26, self.list(list), signed(*low), signed(*high)]
            }
            Rule::Begins(start) => vec![23, self.values[start]],
            Rule::NotBegins(start) => vec![24, self.values[start]],
            Rule::Prefix(low, high) => vec![25, signed(*low), signed(*high)],
        };
        intern(&mut self.rules, row)
    }

    fn list(&mut self, list: &[String]) -> usize {
        let list = list.iter().map(|value| self.values[value]).collect();
        intern(&mut self.lists, list)
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        write_names(bytes, self.values.keys());
        number(bytes, self.lists.len());
        for list in &self.lists {
            number(bytes, list.len());
            differences(bytes, list.iter().copied());
        }
        number(bytes, self.rules.len());
        self.rules
            .iter()
            .flatten()
            .for_each(|part| number(bytes, *part));
        number(bytes, self.sets.len());
        for set in &self.sets {
            number(bytes, set.len());
            set.iter().for_each(|rule| number(bytes, *rule));
        }
        number(bytes, self.nodes.len());
        for node in &self.nodes {
            number(bytes, node.values.len());
        }
        for node in &self.nodes {
            number(bytes, node.blocks.len());
        }
        for node in &self.nodes {
            differences(bytes, node.values.iter().map(|row| row.0));
        }
        let values = self.nodes.iter().flat_map(|node| &node.values);
        values.for_each(|row| number(bytes, row.1));
        for node in &self.nodes {
            differences(bytes, node.blocks.iter().map(|row| row.0));
        }
        for (at, node) in self.nodes.iter().enumerate() {
            let blocks = node.blocks.iter();
            blocks.for_each(|row| number(bytes, at - 1 - row.1));
        }
    }
}

fn write_group(bytes: &mut Vec<u8>, group: &Group, root: pack::Block<'_>) -> Result<(), String> {
    let kinds = [
        "conflicts",
        "exactly_one",
        "at_least_one",
        "all",
        "new_conflicts",
        "new_exactly_one",
        "new_at_least_one",
    ];
    let kind = kinds.iter().position(|kind| *kind == group.kind);
    number(bytes, kind.ok_or("a new kind of group")?);
    number(bytes, group.members.len());
    for member in &group.members {
        let unknown = || format!("the schema has no `{member}`");
        let mut steps: Vec<&str> = member.split('.').collect();
        let name = steps.pop().unwrap_or_default();
        let (mut schema, mut indices) = (root, Vec::new());
        for step in &steps {
            indices.push(schema.nested_index(step).ok_or_else(unknown)?);
            schema = schema.nested(step).ok_or_else(unknown)?.block;
        }
        let block = schema.nested_index(name);
        let index = block.or_else(|| schema.attribute_index(name));
        let is_reported = usize::from(group.told.contains(member));
        let is_block = usize::from(block.is_some());
        number(bytes, 4 * steps.len() + 2 * is_block + is_reported);
        indices.iter().for_each(|index| number(bytes, *index));
        number(bytes, index.ok_or_else(unknown)?);
    }
    Ok(())
}

/// Encodes the sign in the lowest bit.
fn signed(value: i64) -> usize {
    let half = if value < 0 { -value - 1 } else { value };
    (half as usize) * 2 + usize::from(value < 0)
}

/// Returns the index of a row in a table, appending a new row.
fn intern<T: PartialEq>(table: &mut Vec<T>, row: T) -> usize {
    let found = table.iter().position(|one| *one == row);
    found.unwrap_or_else(|| {
        table.push(row);
        table.len() - 1
    })
}
