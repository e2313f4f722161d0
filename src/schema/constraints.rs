//! Reads constraint packs: allowed values and combinations of arguments.
//!
//! A provider's schema does not contain these constraints: they are obtained by querying the
//! provider itself. `examples/schema` queries it, writes the pack and documents its layout.

mod check;
mod form;
mod groups;
mod read;
mod rule;
mod value;

pub use rule::{ForbiddenText, Form, Rule};

pub(super) use check::check;
pub(super) use value::Certain;

use super::pack::{Malformed, Schema, Texts, Within};

/// File name of the constraint pack of AWS provider 5.100.0.
///
/// The file is in `www/public/data/`.
pub const FILE: &str = "aws-5-constraints.5678b776ea86d7de.pack";

/// Maximum size of a pack, in bytes.
const BYTES_MAX: usize = 4_000_000;

/// Constraints of a provider: allowed values and combinations of arguments.
///
/// Arguments and blocks are identified by their index in the schema that the constraints belong to.
#[derive(Clone, Debug)]
pub struct Constraints {
    /// Hash of the schema that the constraints belong to.
    pub(super) schema: u64,
    values: Texts,
    /// Lists of values, each sorted.
    lists: Vec<Vec<u16>>,
    /// Rules as stored in the pack; their lists are indices.
    rules: Vec<rule::Row>,
    /// Sets of rules.
    sets: Vec<Vec<u16>>,
    nodes: Vec<Node>,
    groups: Vec<Group>,
    /// Roots of resources, and of data sources.
    roots: [Vec<Root>; 2],
}

/// Constraints of a block.
///
/// `values` pairs the indices of arguments with sets of rules; `blocks` pairs the indices of
/// blocks, as returned by [`Within::block`], with nodes.
#[derive(Clone, Debug, Default)]
struct Node {
    values: Vec<(u16, u16)>,
    blocks: Vec<(u16, u16)>,
}

/// Arguments that exclude or require each other.
#[derive(Clone, Debug)]
struct Group {
    kind: GroupKind,
    /// Whether a violation is reported at the member, for each member.
    ///
    /// This applies where the provider checks each member separately.
    is_reported_at: Vec<bool>,
    members: Vec<Path>,
}

/// Indices of the enclosing blocks, and of the argument or block at the end.
#[derive(Clone, Debug)]
struct Path {
    blocks: Vec<u16>,
    is_block: bool,
    last: u16,
}

/// Requirement of a [`Group`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum GroupKind {
    /// The first member excludes each of the others.
    Conflicts,
    /// Exactly one member is set.
    ExactlyOne,
    /// At least one member is set.
    AtLeastOne,
    /// If a member at which violations are reported is set, all others are set.
    All,
    /// `Conflicts`, in the form that newer resources use.
    NewConflicts,
    /// `ExactlyOne`, in the form that newer resources use.
    NewExactlyOne,
    /// `AtLeastOne`, in the form that newer resources use.
    NewAtLeastOne,
}

#[derive(Clone, Debug)]
struct Root {
    /// Index among all resources, or among all data sources.
    type_index: u16,
    node: u16,
    /// Start and end of the root's groups in the table of groups.
    groups: (u32, u32),
}

impl Constraints {
    /// Reads a decompressed pack.
    ///
    /// Malformed bytes result in an error; memory use is bounded by their number.
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

    /// Returns the constraints of a nested block.
    fn block(&self, node: &Node, index: usize) -> Option<&Node> {
        let at = node
            .blocks
            .binary_search_by_key(&index, |row| usize::from(row.0));
        self.nodes.get(usize::from(node.blocks.get(at.ok()?)?.1))
    }

    /// Returns the rules for the value of an argument of a block.
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
    /// Returns the rules for the value of an argument.
    ///
    /// `path` is the path from the resource or data source, such as
    /// `root_block_device.volume_type`. The result is empty if no constraints are loaded.
    pub fn rules(&self, data: bool, kind: &str, path: &str) -> Vec<Rule<'_>> {
        self.rules_at(data, kind, path).unwrap_or_default()
    }

    fn rules_at(&self, data: bool, kind: &str, path: &str) -> Option<Vec<Rule<'_>>> {
        let constraints = self.constraints()?;
        let root = constraints.root(data, self.type_index(data, kind)?)?;
        let mut node = constraints.nodes.get(usize::from(root.node))?;
        let (block, name) = self.at(data, kind, path, |index| {
            node = constraints.block(node, index)?;
            Some(())
        })?;
        let index = block.argument_index(name)?;
        Some(constraints.values(node, index).collect())
    }

    /// Returns whether the rules of an argument hold in a later version too.
    ///
    /// They do where that version has the argument with the same type.
    pub fn rules_hold_in(&self, later: &Schema, data: bool, kind: &str, path: &str) -> bool {
        let at = |schema: &'_ Schema| -> Option<String> {
            let (block, name) = schema.at(data, kind, path, |_| Some(()))?;
            Some(block.argument_type(name)?.to_string())
        };
        let own = at(self);
        own.is_some() && own == at(later)
    }

    /// Returns whether a type has an argument or a block at a path.
    pub fn has_path(&self, data: bool, kind: &str, path: &str) -> bool {
        let found = self.at(data, kind, path, |_| Some(()));
        found.is_some_and(|(block, name)| block.has(name))
    }

    /// Returns the block that holds an argument, and the argument's name.
    ///
    /// `visit` gets the index of each block on the way, and ends the search with `None`.
    fn at<'s, 'p>(
        &'s self,
        data: bool,
        kind: &str,
        path: &'p str,
        mut visit: impl FnMut(usize) -> Option<()>,
    ) -> Option<(Within<'s>, &'p str)> {
        let mut block = Within::Block(match data {
            true => self.data(kind)?,
            false => self.resource(kind)?,
        });
        let (blocks, name) = path.rsplit_once('.').unwrap_or(("", path));
        for step in blocks.split('.').filter(|step| !step.is_empty()) {
            let (index, within, _) = block.block(step)?;
            visit(index)?;
            block = within;
        }
        Some((block, name))
    }
}
