//! A row of a pack in, what may stand in a block out.

use super::{BlockRow, Fields, Schema, Type};
use std::fmt;

/// The flag of an attribute that must be set.
const REQUIRED: u8 = 1;

/// What may stand in a block.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    pub(super) schema: &'a Schema,
    pub(super) row: BlockRow,
}

/// An attribute of a block.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it takes.
    pub kind: Type<'a>,
    pub(super) flags: u8,
}

/// A block within a block.
#[derive(Clone, Copy, Debug)]
pub struct Nested<'a> {
    /// Its name.
    pub name: &'a str,
    /// What many of it make.
    pub nesting: Nesting,
    /// Fewest, 0 for none.
    pub min: u16,
    /// Most, 0 for no bound.
    pub max: u16,
    /// What stands in it.
    pub block: Block<'a>,
}

/// What may stand in a block, or in an object that may be written as one.
#[derive(Clone, Copy, Debug)]
pub enum Within<'a> {
    /// In a block.
    Block(Block<'a>),
    /// In an object.
    Object(Fields<'a>),
}

/// What the blocks of one name make together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object; there is at most one block.
    Single,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
}

impl<'a> Block<'a> {
    /// Its attribute of a name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'a>> {
        self.attribute_at(self.attribute_index(name)?)
    }

    /// Its nested block of a name.
    pub fn nested(self, name: &str) -> Option<Nested<'a>> {
        self.nested_at(self.nested_index(name)?)
    }

    /// The place of an attribute among [`Block::attributes`].
    pub fn attribute_index(self, name: &str) -> Option<usize> {
        let rows = self.attribute_rows();
        rows.binary_search_by(|row| self.schema.compare_name(row.0, name))
            .ok()
    }

    /// The place of a nested block among [`Block::nested_blocks`].
    pub fn nested_index(self, name: &str) -> Option<usize> {
        let rows = self.nested_rows();
        rows.binary_search_by(|row| self.schema.compare_name(row.0, name))
            .ok()
    }

    /// The attribute at a place.
    pub fn attribute_at(self, index: usize) -> Option<Attribute<'a>> {
        let row = self.attribute_rows().get(index)?;
        Some(self.schema.attribute(*row))
    }

    /// The nested block at a place.
    pub fn nested_at(self, index: usize) -> Option<Nested<'a>> {
        let row = self.nested_rows().get(index)?;
        Some(self.schema.nested(*row))
    }

    /// Its attributes, sorted by name.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        self.attribute_rows()
            .iter()
            .map(move |row| self.schema.attribute(*row))
    }

    /// Those of its attributes that must be set, sorted by name.
    pub fn required_attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        self.attribute_rows()
            .iter()
            .filter(move |row| self.schema.flags(**row) & REQUIRED != 0)
            .map(move |row| self.schema.attribute(*row))
    }

    /// Its nested blocks, sorted by name.
    pub fn nested_blocks(self) -> impl Iterator<Item = Nested<'a>> {
        self.nested_rows()
            .iter()
            .map(move |row| self.schema.nested(*row))
    }

    /// Terraform warns where it is used.
    pub fn deprecated(self) -> bool {
        self.row.deprecated
    }

    fn attribute_rows(self) -> &'a [(u16, u16)] {
        let (start, end) = self.row.attributes;
        &self.schema.attributes[start as usize..end as usize]
    }

    fn nested_rows(self) -> &'a [(u16, u16, u16)] {
        let (start, end) = self.row.nested;
        &self.schema.nested[start as usize..end as usize]
    }
}

impl fmt::Debug for Block<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Block")
            .field("row", &self.row)
            .finish_non_exhaustive()
    }
}

impl Attribute<'_> {
    /// It must be set.
    pub fn required(&self) -> bool {
        self.flags & REQUIRED != 0
    }

    /// It may be set.
    pub fn optional(&self) -> bool {
        self.flags & 2 != 0
    }

    /// The provider gives it a value where it is not set.
    pub fn computed(&self) -> bool {
        self.flags & 4 != 0
    }

    /// Its value is a secret.
    pub fn sensitive(&self) -> bool {
        self.flags & 8 != 0
    }

    /// Terraform warns where it is set.
    pub fn deprecated(&self) -> bool {
        self.flags & 16 != 0
    }

    /// It can be set and never be read.
    pub fn write_only(&self) -> bool {
        self.flags & 32 != 0
    }

    /// It can be set at all.
    pub fn settable(&self) -> bool {
        self.flags & 3 != 0
    }
}

impl<'a> Within<'a> {
    /// The place of an argument.
    pub fn argument_index(self, name: &str) -> Option<usize> {
        match self {
            Within::Block(block) => block.attribute_index(name),
            Within::Object(fields) => fields.index_of(name),
        }
    }

    /// A block by its name, or an argument of objects that may be written as blocks: its place, what
    /// stands in it, and whether Terraform can tell the place of what does. The places of arguments
    /// come behind those of blocks.
    pub fn block(self, name: &str) -> Option<(usize, Within<'a>, bool)> {
        let Within::Block(block) = self else {
            return None;
        };
        if let Some(index) = block.nested_index(name) {
            let nested = block.nested_at(index)?;
            let has_positions = nested.nesting != Nesting::Set;
            return Some((index, Within::Block(nested.block), has_positions));
        }
        let index = block.attribute_index(name)?;
        let fields = block.attribute_at(index)?.kind.objects()?;
        let index = block.nested_rows().len() + index;
        Some((index, Within::Object(fields), false))
    }
}
