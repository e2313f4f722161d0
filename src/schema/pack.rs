//! Reads schema packs: contents of resources, data sources and providers.
//!
//! The result is a [`Schema`]. `examples/schema` writes the packs and documents their layout.

mod block;
pub(super) mod read;
mod shape;

pub use block::{Attribute, Block, Nested, Nesting, Within};
pub use shape::{Fields, Shape, Type};

use super::constraints::Constraints;
use super::facts::Facts;
use super::registry::Registry;
use super::requires_aws_v6;
use crate::hcl::{self, Module};
use read::Reader;
use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// File name of the pack of AWS provider 5.100.0 and the helper providers.
///
/// The file is in `www/public/data/`.
pub const FILE: &str = "aws-5.0ce5639879d3f809.pack";

/// Version of the AWS provider in the pack [`FILE`].
pub const VERSION_5: &str = "5.100.0";

/// File name of the pack of AWS provider 6.69.1.
///
/// The file is in `www/public/data/`.
pub const FILE_6: &str = "aws-6.f6f521d1718634c6.pack";

/// Version of the AWS provider in the pack [`FILE_6`].
pub const VERSION_6: &str = "6.69.1";

/// Maximum size of a pack, in bytes.
pub const BYTES_MAX: usize = 4_000_000;

/// Contents of every resource, data source and provider of a pack.
///
/// A pack is read completely, at once, into flat tables; a [`Block`] or a [`Type`] is an index into
/// them.
#[derive(Clone, Debug)]
pub struct Schema {
    names: Texts,
    types: Vec<TypeRow>,
    fields: Vec<(u16, u16)>,
    attribute_kinds: Vec<(u16, u8)>,
    nested_kinds: Vec<(Nesting, u16, u16)>,
    blocks: Vec<BlockRow>,
    attributes: Vec<(u16, u16)>,
    nested: Vec<(u16, u16, u16)>,
    providers: Vec<[u16; 4]>,
    resources: Vec<[u16; 3]>,
    data: Vec<[u16; 3]>,
    hash: u64,
    constraints: Option<Constraints>,
    /// Schema of the next major version of the provider.
    aws_v6: Option<Arc<Schema>>,
    registry: Option<Arc<Registry>>,
    facts: Option<Arc<Facts>>,
}

/// Sorted texts, concatenated.
#[derive(Clone, Debug)]
pub(super) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, id: u16) -> &str {
        &self.text[self.range(id)]
    }

    /// Compares a text to another one, in byte order.
    fn compare(&self, id: u16, other: &str) -> Ordering {
        self.text.as_bytes()[self.range(id)].cmp(other.as_bytes())
    }

    fn range(&self, id: u16) -> Range<usize> {
        let id = usize::from(id);
        let start = if id == 0 { 0 } else { self.ends[id - 1] };
        start as usize..self.ends[id] as usize
    }
}

/// Error for bytes that are not a schema pack of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the schema pack is damaged or of another version: load it again")
    }
}

impl std::error::Error for Malformed {}

/// Provider with its source and version.
#[derive(Clone, Copy, Debug)]
pub struct Provider<'a> {
    /// Name, such as `aws`.
    pub name: &'a str,
    /// Source, such as `hashicorp/aws`.
    pub source: &'a str,
    /// Version, such as `5.100.0`.
    pub version: &'a str,
    /// Contents of the block `provider "aws" { … }`.
    pub block: Block<'a>,
}

#[derive(Clone, Copy, Debug)]
enum TypeRow {
    String,
    Number,
    Bool,
    Dynamic,
    List(u16),
    Set(u16),
    Map(u16),
    Object(u32, u32),
}

#[derive(Clone, Copy, Debug)]
struct BlockRow {
    attributes: (u32, u32),
    nested: (u32, u32),
}

/// Returns the file name of a pack: its stem, the hash of its bytes, `.pack`.
///
/// ```
/// assert_eq!(infragenie::schema::pack::file_name("aws-5", b""), "aws-5.cbf29ce484222325.pack");
/// ```
pub fn file_name(stem: &str, bytes: &[u8]) -> String {
    format!("{stem}.{:016x}.pack", hash(bytes))
}

/// Computes the FNV-1a hash.
///
/// Caching only requires a name that changes with the content.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Schema {
    /// Reads a decompressed pack.
    ///
    /// Malformed bytes result in an error; memory use is bounded by their number.
    pub fn read(bytes: &[u8]) -> Result<Schema, Malformed> {
        if bytes.len() > BYTES_MAX {
            return Err(Malformed);
        }
        let mut reader = Reader::new(bytes);
        if reader.take(4)? != b"IGS2" {
            return Err(Malformed);
        }
        let names = reader.names()?;
        let name_count = names.len();
        let (types, fields) = reader.types(name_count)?;
        let count = reader.count()?;
        let kinds = reader.column(count, types.len())?;
        let flags = reader.column(count, 64)?;
        let attribute_kinds = kinds.into_iter().zip(flags);
        let attribute_kinds = attribute_kinds.map(|(kind, flags)| (kind, flags as u8));
        let attribute_kinds = attribute_kinds.collect();
        let nested_kinds = reader.nested_kinds()?;
        let mut schema = Schema {
            names,
            types,
            fields,
            attribute_kinds,
            nested_kinds,
            blocks: Vec::new(),
            attributes: Vec::new(),
            nested: Vec::new(),
            providers: Vec::new(),
            resources: Vec::new(),
            data: Vec::new(),
            hash: hash(bytes),
            constraints: None,
            aws_v6: None,
            registry: None,
            facts: None,
        };
        reader.blocks(&mut schema)?;
        let count = reader.count()?;
        for _ in 0..count {
            schema.providers.push([
                reader.below(name_count)?,
                reader.below(name_count)?,
                reader.below(name_count)?,
                reader.below(schema.blocks.len())?,
            ]);
        }
        schema.resources = reader.roots(&schema)?;
        schema.data = reader.roots(&schema)?;
        reader.is_done().then_some(schema).ok_or(Malformed)
    }

    /// Attaches constraints to the schema.
    ///
    /// Constraints of another schema are dropped, because they may not hold.
    #[must_use]
    pub fn with(mut self, constraints: Constraints) -> Schema {
        if constraints.schema == self.hash {
            self.constraints = Some(constraints);
        }
        self
    }

    /// Attaches the schema of version 6 of the AWS provider.
    #[must_use]
    pub fn with_aws_v6(mut self, schema: Arc<Schema>) -> Schema {
        self.aws_v6 = Some(schema);
        self
    }

    /// Attaches dated facts about AWS.
    #[must_use]
    pub fn with_facts(mut self, facts: Arc<Facts>) -> Schema {
        self.facts = Some(facts);
        self
    }

    /// Returns the dated facts about AWS, if they are loaded.
    pub fn facts(&self) -> Option<&Facts> {
        self.facts.as_deref()
    }

    /// Attaches the modules of the Terraform Registry.
    #[must_use]
    pub fn with_registry(mut self, registry: Arc<Registry>) -> Schema {
        self.registry = Some(registry);
        self
    }

    /// Returns the modules of the Terraform Registry, if they are loaded.
    pub fn registry(&self) -> Option<&Registry> {
        self.registry.as_deref()
    }

    /// Returns the schema of the AWS provider version that a module requires.
    ///
    /// Returns `None` if that schema is not loaded.
    pub fn for_module(&self, module: &Module) -> Option<&Schema> {
        let aws = self.provider("aws");
        let is_v6 = aws.is_some_and(|aws| !aws.version.starts_with("5."));
        match requires_aws_v6(module) && !is_v6 {
            true => self.aws_v6.as_deref(),
            false => Some(self),
        }
    }

    /// Returns the schema of version 6 of the AWS provider, if it is loaded.
    pub fn aws_v6(&self) -> Option<&Schema> {
        self.aws_v6.as_deref()
    }

    /// Returns whether a check needs the schema of AWS provider 6 and lacks it.
    ///
    /// A module that requires the version needs it always, and one that admits it only if a
    /// diagnostic is about what that version can know.
    pub fn lacks_aws_v6(&self, module: &Module) -> bool {
        self.aws_v6.is_none() && super::needs_aws_v6(module, self)
    }

    /// Returns the hash that identifies the pack.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// Returns the constraints, if they are loaded.
    pub fn constraints(&self) -> Option<&Constraints> {
        self.constraints.as_ref()
    }

    /// Returns the contents of a `resource` of a type.
    pub fn resource(&self, kind: &str) -> Option<Block<'_>> {
        self.root(&self.resources, kind)
    }

    /// Returns the contents of a `data` source of a type.
    pub fn data(&self, kind: &str) -> Option<Block<'_>> {
        self.root(&self.data, kind)
    }

    /// Returns the contents of the type of a resource or data source.
    pub fn of(&self, block: &hcl::Block) -> Option<Block<'_>> {
        match (block.kind.text.as_str(), block.type_name()?) {
            ("resource", kind) => self.resource(kind),
            ("data", kind) => self.data(kind),
            _ => None,
        }
    }

    /// Returns a provider by its name, such as `aws`.
    pub fn provider(&self, name: &str) -> Option<Provider<'_>> {
        self.providers().find(|provider| provider.name == name)
    }

    /// Returns all providers of the pack.
    pub fn providers(&self) -> impl Iterator<Item = Provider<'_>> {
        self.providers.iter().map(|row| Provider {
            name: self.name(row[0]),
            source: self.name(row[1]),
            version: self.name(row[2]),
            block: self.block(row[3]),
        })
    }

    /// Returns the index of a type among all resources, or among all data sources.
    pub fn type_index(&self, data: bool, kind: &str) -> Option<usize> {
        let rows = if data { &self.data } else { &self.resources };
        self.root_index(rows, kind)
    }

    /// Returns all resource types, sorted.
    pub fn resource_types(&self) -> impl Iterator<Item = &str> {
        self.resources.iter().map(|row| self.name(row[0]))
    }

    /// Returns all data source types, sorted.
    pub fn data_types(&self) -> impl Iterator<Item = &str> {
        self.data.iter().map(|row| self.name(row[0]))
    }

    fn root(&self, rows: &[[u16; 3]], kind: &str) -> Option<Block<'_>> {
        Some(self.block(rows[self.root_index(rows, kind)?][2]))
    }

    fn root_index(&self, rows: &[[u16; 3]], kind: &str) -> Option<usize> {
        let found = rows.binary_search_by(|row| self.names.compare(row[0], kind));
        found.ok()
    }

    fn name(&self, id: u16) -> &str {
        self.names.get(id)
    }

    fn flags(&self, row: (u16, u16)) -> u8 {
        self.attribute_kinds[usize::from(row.1)].1
    }

    fn block(&self, id: u16) -> Block<'_> {
        Block {
            schema: self,
            row: self.blocks[usize::from(id)],
        }
    }

    fn attribute(&self, row: (u16, u16)) -> Attribute<'_> {
        let (id, flags) = self.attribute_kinds[usize::from(row.1)];
        Attribute {
            name: self.name(row.0),
            kind: Type { schema: self, id },
            flags,
        }
    }

    fn nested(&self, row: (u16, u16, u16)) -> Nested<'_> {
        let (nesting, min, max) = self.nested_kinds[usize::from(row.1)];
        Nested {
            name: self.name(row.0),
            nesting,
            min,
            max,
            block: self.block(row.2),
        }
    }
}

/// Returns the shipped pack, for tests.
#[cfg(test)]
pub(crate) fn shipped() -> Vec<u8> {
    shipped_as(FILE)
}

/// Returns a shipped pack by its file name, for tests.
#[cfg(test)]
pub(crate) fn shipped_as(name: &str) -> Vec<u8> {
    use std::io::Read as _;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(name)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}

#[cfg(test)]
mod tests;
