//! Provides access to the blocks and attributes of a schema.

use super::{BlockRow, Fields, Schema, Type};
use std::fmt;

/// Flag of an attribute that must be set.
const REQUIRED: u8 = 1;

/// Schema of a block.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    pub(super) schema: &'a Schema,
    pub(super) row: BlockRow,
}

/// Attribute of a block.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// Name of the attribute.
    pub name: &'a str,
    /// Type of the value.
    pub kind: Type<'a>,
    pub(super) flags: u8,
}

/// Nested block.
#[derive(Clone, Copy, Debug)]
pub struct Nested<'a> {
    /// Name of the block.
    pub name: &'a str,
    /// Collection that several blocks of this name form.
    pub nesting: Nesting,
    /// Minimum number of blocks; 0 if the block is optional.
    pub min: u16,
    /// Maximum number of blocks; 0 if the number is not limited.
    pub max: u16,
    /// Contents of the block.
    pub block: Block<'a>,
}

/// Contents of a block, or of an object that may be written as a block.
#[derive(Clone, Copy, Debug)]
pub enum Within<'a> {
    /// Contents of a block.
    Block(Block<'a>),
    /// Contents of an object.
    Object(Fields<'a>),
}

/// Collection that the blocks of one name form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// One object; at most one block is allowed.
    Single,
    /// A list of objects.
    List,
    /// A set of objects.
    Set,
}

impl<'a> Block<'a> {
    /// Returns the attribute of a name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'a>> {
        self.attribute_at(self.attribute_index(name)?)
    }

    /// Returns the nested block of a name.
    pub fn nested(self, name: &str) -> Option<Nested<'a>> {
        self.nested_at(self.nested_index(name)?)
    }

    /// Returns the index of an attribute among [`Block::attributes`].
    pub fn attribute_index(self, name: &str) -> Option<usize> {
        let compare = |row: &(u16, u16)| self.schema.names.compare(row.0, name);
        self.attribute_rows().binary_search_by(compare).ok()
    }

    /// Returns the index of a nested block among [`Block::nested_blocks`].
    pub fn nested_index(self, name: &str) -> Option<usize> {
        let compare = |row: &(u16, u16, u16)| self.schema.names.compare(row.0, name);
        self.nested_rows().binary_search_by(compare).ok()
    }

    /// Returns the attribute at an index.
    pub fn attribute_at(self, index: usize) -> Option<Attribute<'a>> {
        let row = self.attribute_rows().get(index)?;
        Some(self.schema.attribute(*row))
    }

    /// Returns the nested block at an index.
    pub fn nested_at(self, index: usize) -> Option<Nested<'a>> {
        let row = self.nested_rows().get(index)?;
        Some(self.schema.nested(*row))
    }

    /// Returns the attributes, sorted by name.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let rows = self.attribute_rows().iter();
        rows.map(move |row| self.schema.attribute(*row))
    }

    /// Returns the attributes that must be set, sorted by name.
    pub fn required_attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let rows = self.attribute_rows().iter();
        let required = rows.filter(move |row| self.schema.flags(**row) & REQUIRED != 0);
        required.map(move |row| self.schema.attribute(*row))
    }

    /// Returns the nested blocks, sorted by name.
    pub fn nested_blocks(self) -> impl Iterator<Item = Nested<'a>> {
        let rows = self.nested_rows().iter();
        rows.map(move |row| self.schema.nested(*row))
    }

    /// Returns the names of the attributes, then of the nested blocks.
    pub fn names(self) -> impl Iterator<Item = &'a str> {
        let attributes = self.attributes().map(|one| one.name);
        attributes.chain(self.nested_blocks().map(|one| one.name))
    }

    /// Returns the names of the attributes that may be set, then of the nested blocks.
    pub fn settable_names(self) -> impl Iterator<Item = &'a str> {
        let attributes = self.attributes().filter(Attribute::settable);
        let attributes = attributes.map(|one| one.name);
        attributes.chain(self.nested_blocks().map(|one| one.name))
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
    /// Returns whether the attribute must be set.
    pub fn required(&self) -> bool {
        self.flags & REQUIRED != 0
    }

    /// Returns whether the attribute may be set but need not be.
    pub fn optional(&self) -> bool {
        self.flags & 2 != 0
    }

    /// Returns whether the provider sets the value if the configuration does not.
    pub fn computed(&self) -> bool {
        self.flags & 4 != 0
    }

    /// Returns whether the attribute can be set at all.
    pub fn settable(&self) -> bool {
        self.flags & 3 != 0
    }
}

impl<'a> Within<'a> {
    /// Returns the index of an argument.
    pub fn argument_index(self, name: &str) -> Option<usize> {
        match self {
            Within::Block(block) => block.attribute_index(name),
            Within::Object(fields) => fields.index_of(name),
        }
    }

    /// Returns whether there is an argument or a nested block of a name.
    pub fn has(self, name: &str) -> bool {
        self.argument_index(name).is_some() || self.block(name).is_some()
    }

    /// Returns the type of an argument.
    pub fn argument_type(self, name: &str) -> Option<Type<'a>> {
        match self {
            Within::Block(block) => Some(block.attribute(name)?.kind),
            Within::Object(fields) => fields.get(name),
        }
    }

    /// Finds a nested block, or an argument of objects that may be written as blocks.
    ///
    /// Returns the index, the contents, and whether Terraform can determine the position of the
    /// contents. The indices of arguments follow those of blocks.
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
