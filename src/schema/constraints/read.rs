//! Reads the tables of a constraint pack and checks every number in them.

use super::rule::{ForbiddenText, Form, Row, Rule};
use super::{Constraints, Group, GroupKind, Node, Path, Root};
use crate::hcl::Kind;
use crate::schema::pack::Malformed;
use crate::schema::pack::read::{Read, Reader};

/// Maximum number of members of a group.
const MEMBERS_MAX: usize = 64;
/// Maximum number of indices in a block.
const INDICES_MAX: usize = 4_096;
/// Maximum number of steps of a path.
const STEPS_MAX: usize = 16;
/// Maximum nesting depth of nodes.
const DEPTH_MAX: u8 = 32;

struct Tables<'a> {
    reader: Reader<'a>,
}

/// Reads the tables of a pack.
pub(super) fn read(bytes: &[u8]) -> Read<Constraints> {
    Tables {
        reader: Reader::new(bytes),
    }
    .constraints()
}

impl Tables<'_> {
    fn constraints(mut self) -> Read<Constraints> {
        if self.reader.take(4)? != b"IGC2" {
            return Err(Malformed);
        }
        let mut schema = [0; 8];
        schema.copy_from_slice(self.reader.take(8)?);
        let values = self.reader.names()?;
        let lists = self.table(|tables| {
            let count = tables.reader.count()?;
            tables.reader.rising(count, values.len())
        })?;
        let rules = self.table(|tables| tables.rule(values.len(), lists.len()))?;
        let sets = self.table(|tables| {
            let count = tables.reader.count()?;
            tables.reader.column(count, rules.len())
        })?;
        let nodes = self.nodes(sets.len())?;
        let mut groups = Vec::new();
        let roots = [
            self.roots(nodes.len(), &mut groups)?,
            self.roots(nodes.len(), &mut groups)?,
        ];
        if !self.reader.is_done() {
            return Err(Malformed);
        }
        Ok(Constraints {
            schema: u64::from_le_bytes(schema),
            values,
            lists,
            rules,
            sets,
            nodes,
            groups,
            roots,
        })
    }

    fn roots(&mut self, nodes: usize, groups: &mut Vec<Group>) -> Read<Vec<Root>> {
        let count = self.reader.count()?;
        let indices = self.reader.rising(count, INDICES_MAX)?;
        let nodes = self.reader.column(count, nodes)?;
        let counts = self.reader.column(count, MEMBERS_MAX)?;
        let mut roots = Vec::new();
        for ((index, node), count) in indices.into_iter().zip(nodes).zip(counts) {
            let from = groups.len() as u32;
            for _ in 0..count {
                groups.push(self.group()?);
            }
            let groups = (from, groups.len() as u32);
            roots.push(Root {
                type_index: index,
                node,
                groups,
            });
        }
        Ok(roots)
    }

    fn table<T>(&mut self, mut row: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let count = self.reader.count()?;
        (0..count).map(|_| row(self)).collect()
    }

    fn rule(&mut self, values: usize, lists: usize) -> Read<Row> {
        let plain = |rule| Ok(Row::Plain(rule));
        match self.reader.number()? {
            code @ 0..=3 => {
                let kind = match code {
                    2 => Kind::NotInEnum,
                    3 => Kind::NotMatching,
                    _ => Kind::NotOneOf,
                };
                Ok(Row::OneOf(kind, self.reader.below(lists)?, code == 1))
            }
            4 => plain(Rule::Range(
                Kind::NotInRange,
                self.signed()?,
                self.signed()?,
            )),
            5 => plain(Rule::AtLeast(Kind::TooSmall, self.signed()?)),
            6 => plain(Rule::AtMost(Kind::TooLarge, self.signed()?)),
            7 => plain(Rule::Length(
                Kind::LengthNotInRange,
                self.signed()?,
                self.signed()?,
            )),
            8 => plain(Rule::Divisible(self.signed()?.max(1))),
            9 => {
                let form = self.reader.below(Form::ALL.len())?;
                plain(Rule::Form(Form::ALL[usize::from(form)]))
            }
            code @ 10..=12 => {
                let kind = match code {
                    10 => Kind::InvalidValue,
                    11 => Kind::InvalidCharacters,
                    _ => Kind::PatternNotMatched,
                };
                plain(Rule::Without(kind, ForbiddenText(self.reader.number()?)))
            }
            13 => plain(Rule::Needs('A')),
            14 => plain(Rule::Needs('a')),
            15 => plain(Rule::Needs('0')),
            16 => Ok(Row::Not(self.reader.below(values)?)),
            17 => plain(Rule::AtLeast(Kind::InvalidAttributeValue, self.signed()?)),
            18 => plain(Rule::AtMost(Kind::InvalidAttributeValue, self.signed()?)),
            19 => {
                let (low, high) = (self.signed()?, self.signed()?);
                plain(Rule::Range(Kind::InvalidAttributeValue, low, high))
            }
            20 => plain(Rule::Length(
                Kind::InvalidLength,
                self.signed()?,
                self.signed()?,
            )),
            21 => plain(Rule::Length(Kind::NameTooLong, 0, self.signed()?)),
            22 => Ok(Row::OneOfOrMultiple(
                self.reader.below(lists)?,
                self.signed()?.max(1),
            )),
            26 => Ok(Row::OneOfOrRange(
                self.reader.below(lists)?,
                self.signed()?,
                self.signed()?,
            )),
            code @ 23..=24 => Ok(Row::Begins(self.reader.below(values)?, code == 23)),
            25 => plain(Rule::Prefix(self.signed()?, self.signed()?)),
            _ => Err(Malformed),
        }
    }

    /// Reads a number whose sign is its lowest bit.
    fn signed(&mut self) -> Read<i64> {
        let value = self.reader.long()?;
        let half = i64::try_from(value >> 1).map_err(|_| Malformed)?;
        Ok(if value & 1 == 1 { -half - 1 } else { half })
    }

    /// Reads the nodes; each refers to earlier nodes only.
    fn nodes(&mut self, sets: usize) -> Read<Vec<Node>> {
        let count = self.reader.count()?;
        let value_counts = self.reader.column(count, INDICES_MAX)?;
        let block_counts = self.reader.column(count, INDICES_MAX)?;
        let mut nodes: Vec<Node> = Vec::new();
        for size in &value_counts {
            let indices = self.reader.rising(usize::from(*size), INDICES_MAX)?;
            nodes.push(Node {
                values: indices.into_iter().map(|index| (index, 0)).collect(),
                blocks: Vec::new(),
            });
        }
        for row in nodes.iter_mut().flat_map(|node| &mut node.values) {
            row.1 = self.reader.below(sets)?;
        }
        for (node, size) in nodes.iter_mut().zip(&block_counts) {
            let indices = self.reader.rising(usize::from(*size), INDICES_MAX)?;
            node.blocks = indices.into_iter().map(|index| (index, 0)).collect();
        }
        let mut depths: Vec<u8> = Vec::new();
        for (at, node) in nodes.iter_mut().enumerate() {
            let mut depth = 0;
            for row in &mut node.blocks {
                let before = at - 1 - usize::from(self.reader.below(at)?);
                row.1 = before as u16;
                depth = depth.max(depths[before] + 1);
            }
            if depth > DEPTH_MAX {
                return Err(Malformed);
            }
            depths.push(depth);
        }
        Ok(nodes)
    }

    fn group(&mut self) -> Read<Group> {
        let kind = match self.reader.number()? {
            0 => GroupKind::Conflicts,
            1 => GroupKind::ExactlyOne,
            2 => GroupKind::AtLeastOne,
            3 => GroupKind::All,
            4 => GroupKind::NewConflicts,
            5 => GroupKind::NewExactlyOne,
            6 => GroupKind::NewAtLeastOne,
            _ => return Err(Malformed),
        };
        let count = usize::from(self.reader.below(MEMBERS_MAX)?);
        let (mut flags, mut members) = (Vec::new(), Vec::new());
        for _ in 0..count {
            let head = usize::from(self.reader.below(4 * STEPS_MAX)?);
            flags.push(head & 1 == 1);
            members.push(Path {
                blocks: self.reader.column(head / 4, INDICES_MAX)?,
                is_block: head & 2 == 2,
                last: self.reader.below(INDICES_MAX)?,
            });
        }
        Ok(Group {
            kind,
            is_reported_at: flags,
            members,
        })
    }
}
