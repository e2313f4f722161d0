//! The bytes of a constraint pack in, [`Constraints`] out: which values arguments take, and which
//! arguments exclude or need each other.
//!
//! A provider's schema does not tell these: they are what the provider itself said when it was
//! asked. `examples/schema` asks it, writes the pack and tells its layout.

mod check;
mod form;
mod groups;
mod read;
mod rule;
mod value;

pub use rule::{ForbiddenText, Form, Rule};

pub(super) use check::check;

use super::pack::{Malformed, Schema, Within};

/// The pack of the constraints of AWS provider 5.100.0, as it lies in `www/public/data/`.
pub const FILE: &str = "aws-5-constraints.4af28a7807d17650.pack";

/// Longest pack that is read, in bytes.
const BYTES_MAX: usize = 4_000_000;

/// Which values the arguments of a provider take, and which exclude or need each other.
///
/// Arguments and blocks are told by their places in the schema that it belongs to.
#[derive(Clone, Debug)]
pub struct Constraints {
    /// The hash of that schema.
    pub(super) schema: u64,
    values: Texts,
    /// Of values, each sorted.
    lists: Vec<Vec<u16>>,
    /// As they stand in the pack, their lists in numbers.
    rules: Vec<rule::Row>,
    /// Of rules.
    sets: Vec<Vec<u16>>,
    nodes: Vec<Node>,
    groups: Vec<Group>,
    /// Of resources, and of data sources.
    roots: [Vec<Root>; 2],
}

/// Sorted texts, one behind the other.
#[derive(Clone, Debug)]
struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, id: u16) -> &str {
        let id = usize::from(id);
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        &self.text[start as usize..self.ends[id] as usize]
    }
}

/// What is known of a block: places of arguments with sets of rules, and of blocks, as
/// [`Within::block`] tells them, with nodes.
#[derive(Clone, Debug, Default)]
struct Node {
    values: Vec<(u16, u16)>,
    blocks: Vec<(u16, u16)>,
}

/// Arguments that exclude or need each other.
#[derive(Clone, Debug)]
struct Group {
    kind: GroupKind,
    /// At which of the members it is told, where the provider looks at each by itself.
    is_reported_at: Vec<bool>,
    members: Vec<Path>,
}

/// The places of the blocks on the way, and the place of the argument, or of a block, at its end.
#[derive(Clone, Debug)]
struct Path {
    blocks: Vec<u16>,
    is_block: bool,
    last: u16,
}

/// What a [`Group`] asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GroupKind {
    /// The first member excludes each of the others.
    Conflicts,
    /// There is one, and no more.
    ExactlyOne,
    /// There is one at least.
    AtLeastOne,
    /// Where the one at which it is told is set, the others are.
    All,
    /// As newer resources say it.
    NewConflicts,
    /// Likewise.
    NewExactlyOne,
    /// Likewise.
    NewAtLeastOne,
}

#[derive(Clone, Debug)]
struct Root {
    /// Among all types of its sort.
    type_index: u16,
    node: u16,
    /// From and to, in the groups.
    groups: (u32, u32),
}

impl Constraints {
    /// Reads a pack, decompressed. Hostile bytes end in an error; what is held is bounded by
    /// their number.
    pub fn read(bytes: &[u8]) -> Result<Constraints, Malformed> {
        if bytes.len() > BYTES_MAX {
            return Err(Malformed);
        }
        read::read(bytes)
    }

    fn root(&self, data: bool, type_index: usize) -> Option<&Root> {
        let roots = &self.roots[usize::from(data)];
        let at = roots.binary_search_by_key(&type_index, |root| usize::from(root.type_index));
        roots.get(at.ok()?)
    }

    /// What is known of a block within.
    fn block(&self, node: &Node, index: usize) -> Option<&Node> {
        let at = node
            .blocks
            .binary_search_by_key(&index, |row| usize::from(row.0));
        self.nodes.get(usize::from(node.blocks.get(at.ok()?)?.1))
    }

    /// The rules for the value of an argument of a block.
    fn values(&self, node: &Node, index: usize) -> impl Iterator<Item = Rule<'_>> {
        let found = node
            .values
            .binary_search_by_key(&index, |row| usize::from(row.0));
        let set = found.ok().map(|at| usize::from(node.values[at].1));
        let rules = set.map_or(&[][..], |set| &self.sets[set]);
        rules.iter().map(|rule| self.rule(*rule))
    }

    fn rule(&self, id: u16) -> Rule<'_> {
        self.rules[usize::from(id)].with(&self.values, &self.lists)
    }
}

impl Schema {
    /// The rules for the value of an argument, by its path from the resource or data source, as
    /// `root_block_device.volume_type`; none where no constraints are there.
    pub fn rules(&self, data: bool, kind: &str, path: &str) -> Vec<Rule<'_>> {
        self.rules_at(data, kind, path).unwrap_or_default()
    }

    fn rules_at(&self, data: bool, kind: &str, path: &str) -> Option<Vec<Rule<'_>>> {
        let constraints = self.constraints()?;
        let root = constraints.root(data, self.type_index(data, kind)?)?;
        let mut block = Within::Block(match data {
            true => self.data(kind)?,
            false => self.resource(kind)?,
        });
        let mut node = constraints.nodes.get(usize::from(root.node))?;
        let (blocks, name) = path.rsplit_once('.').unwrap_or(("", path));
        for step in blocks.split('.').filter(|step| !step.is_empty()) {
            let (index, within, _) = block.block(step)?;
            node = constraints.block(node, index)?;
            block = within;
        }
        let index = block.argument_index(name)?;
        Some(constraints.values(node, index).collect())
    }
}
