//! Provides access to the types of a schema.

use super::{Schema, TypeRow};
use std::fmt;

/// Type of an attribute.
#[derive(Clone, Copy)]
pub struct Type<'a> {
    pub(super) schema: &'a Schema,
    pub(super) id: u16,
}

/// Shape of a [`Type`].
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// A string.
    String,
    /// A number.
    Number,
    /// A bool.
    Bool,
    /// Any type.
    Dynamic,
    /// A list of a type.
    List(Type<'a>),
    /// A set of a type.
    Set(Type<'a>),
    /// A map of a type.
    Map(Type<'a>),
    /// An object.
    Object(Fields<'a>),
}

/// Fields of an object type, by name.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    schema: &'a Schema,
    rows: &'a [(u16, u16)],
}

impl<'a> Type<'a> {
    /// Returns the shape of the type.
    pub fn shape(self) -> Shape<'a> {
        let schema = self.schema;
        let within = |id| Type { schema, id };
        match schema.types[usize::from(self.id)] {
            TypeRow::String => Shape::String,
            TypeRow::Number => Shape::Number,
            TypeRow::Bool => Shape::Bool,
            TypeRow::Dynamic => Shape::Dynamic,
            TypeRow::List(id) => Shape::List(within(id)),
            TypeRow::Set(id) => Shape::Set(within(id)),
            TypeRow::Map(id) => Shape::Map(within(id)),
            TypeRow::Object(start, end) => {
                let rows = &schema.fields[start as usize..end as usize];
                Shape::Object(Fields { schema, rows })
            }
        }
    }

    /// Returns the fields of the objects, if the type is a list or set of objects.
    ///
    /// An argument of such a type may also be written as blocks.
    pub fn objects(self) -> Option<Fields<'a>> {
        match self.shape() {
            Shape::List(within) | Shape::Set(within) => match within.shape() {
                Shape::Object(fields) => Some(fields),
                _ => None,
            },
            _ => None,
        }
    }
}

impl fmt::Debug for Type<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for Type<'_> {
    /// Writes the type in Terraform syntax, such as `list(string)`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape() {
            Shape::String => formatter.write_str("string"),
            Shape::Number => formatter.write_str("number"),
            Shape::Bool => formatter.write_str("bool"),
            Shape::Dynamic => formatter.write_str("any"),
            Shape::List(within) => write!(formatter, "list({within})"),
            Shape::Set(within) => write!(formatter, "set({within})"),
            Shape::Map(within) => write!(formatter, "map({within})"),
            Shape::Object(_) => formatter.write_str("object"),
        }
    }
}

impl<'a> Fields<'a> {
    /// Returns the name and type of each field, sorted by name.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, Type<'a>)> {
        let schema = self.schema;
        let rows = self.rows.iter();
        rows.map(move |(name, id)| (schema.name(*name), Type { schema, id: *id }))
    }

    /// Returns the type of a field.
    pub fn get(self, name: &str) -> Option<Type<'a>> {
        let (schema, id) = (self.schema, self.rows[self.index_of(name)?].1);
        Some(Type { schema, id })
    }

    /// Returns the index of a field among [`Fields::iter`].
    pub fn index_of(self, name: &str) -> Option<usize> {
        let found = self
            .rows
            .binary_search_by(|row| self.schema.name(row.0).cmp(name));
        found.ok()
    }
}
