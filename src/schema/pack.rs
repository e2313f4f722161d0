//! The bytes of a schema pack in, [`Schema`] out: what every resource, data source and provider
//! may hold.
//!
//! `examples/schema` writes the packs and tells their layout.

pub(super) mod read;

use super::asks_for_six;
use super::constraints::Constraints;
use crate::hcl::Module;
use read::Reader;
use std::fmt;
use std::sync::Arc;

/// The pack of AWS provider 5.100.0 and the helper providers, as it lies in `www/public/data/`.
pub const FILE: &str = "aws-5.8ae5966d76cd1a0a.pack";

/// The pack of version 6.69.1 of it, likewise.
pub const FILE_6: &str = "aws-6.fbdb4c12a9704155.pack";

/// Longest pack that is read, in bytes.
pub const BYTES_MAX: usize = 4_000_000;

/// What every resource, data source and provider of a pack may hold.
///
/// It is read whole, at once, into flat tables; a [`Block`] or a [`Type`] is a number into them.
#[derive(Clone, Debug)]
pub struct Schema {
    names: String,
    name_ends: Vec<u32>,
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
    /// That of the next line of the provider.
    later: Option<Arc<Schema>>,
}

/// The bytes are no schema pack of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the schema pack is damaged or of another version: load it again")
    }
}

impl std::error::Error for Malformed {}

/// A provider: whose it is, and in which version.
#[derive(Clone, Copy, Debug)]
pub struct Provider<'a> {
    /// `aws`
    pub name: &'a str,
    /// `hashicorp/aws`
    pub source: &'a str,
    /// `5.100.0`
    pub version: &'a str,
    /// What stands in `provider "aws" { … }`.
    pub block: Block<'a>,
}

/// What may stand in a block.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    schema: &'a Schema,
    row: BlockRow,
}

/// An attribute of a block.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it takes.
    pub kind: Type<'a>,
    flags: u8,
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

/// What an attribute takes.
#[derive(Clone, Copy)]
pub struct Type<'a> {
    schema: &'a Schema,
    id: u16,
}

/// The shape of a [`Type`].
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// A string.
    String,
    /// A number.
    Number,
    /// A bool.
    Bool,
    /// Anything.
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

/// The fields of an object type, by name.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    schema: &'a Schema,
    start: u32,
    end: u32,
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
    deprecated: bool,
}

/// The name of the file that holds these bytes: its stem, their hash, `.pack`.
///
/// ```
/// assert_eq!(infragenie::schema::pack::file_name("aws-5", b""), "aws-5.cbf29ce484222325.pack");
/// ```
pub fn file_name(stem: &str, bytes: &[u8]) -> String {
    format!("{stem}.{:016x}.pack", hash(bytes))
}

/// FNV-1a: a name that changes with the content is all that caching needs.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

impl Schema {
    /// Reads a pack, decompressed. Hostile bytes end in an error; what is held is bounded by
    /// their number.
    pub fn read(bytes: &[u8]) -> Result<Schema, Malformed> {
        if bytes.len() > BYTES_MAX {
            return Err(Malformed);
        }
        let mut reader = Reader::new(bytes);
        if reader.take(4)? != b"IGS1" {
            return Err(Malformed);
        }
        let (names, name_ends) = reader.names()?;
        let name_count = name_ends.len();
        let (types, fields) = reader.types(name_count)?;
        let count = reader.count()?;
        let kinds = reader.column(count, types.len())?;
        let flags = reader.column(count, 64)?;
        let attribute_kinds = kinds.into_iter().zip(flags);
        let attribute_kinds = attribute_kinds
            .map(|(kind, flags)| (kind, flags as u8))
            .collect();
        let nested_kinds = reader.nested_kinds()?;
        let mut schema = Schema {
            names,
            name_ends,
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
            later: None,
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
        if reader.is_done() {
            Ok(schema)
        } else {
            Err(Malformed)
        }
    }

    /// The schema with its constraints; those of another schema are left out, because they may
    /// not hold.
    #[must_use]
    pub fn with(mut self, constraints: Constraints) -> Schema {
        if constraints.schema == self.hash {
            self.constraints = Some(constraints);
        }
        self
    }

    /// The schema with that of version 6 of the AWS provider beside it.
    #[must_use]
    pub fn with_later(mut self, later: Arc<Schema>) -> Schema {
        self.later = Some(later);
        self
    }

    /// The schema of the line of the AWS provider that a module asks for, where it is there.
    pub fn line_of(&self, module: &Module) -> Option<&Schema> {
        let aws = self.provider("aws");
        let is_later = aws.is_some_and(|aws| !aws.version.starts_with("5."));
        if asks_for_six(module) && !is_later {
            self.later.as_deref()
        } else {
            Some(self)
        }
    }

    /// By what the pack is told from others.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// The constraints, where they are there.
    pub fn constraints(&self) -> Option<&Constraints> {
        self.constraints.as_ref()
    }

    /// What a `resource` of a type holds.
    pub fn resource(&self, kind: &str) -> Option<Block<'_>> {
        self.root(&self.resources, kind)
    }

    /// What a `data` source of a type holds.
    pub fn data(&self, kind: &str) -> Option<Block<'_>> {
        self.root(&self.data, kind)
    }

    /// A provider by its name, `aws`.
    pub fn provider(&self, name: &str) -> Option<Provider<'_>> {
        self.providers().find(|provider| provider.name == name)
    }

    /// All providers of the pack.
    pub fn providers(&self) -> impl Iterator<Item = Provider<'_>> {
        self.providers.iter().map(|row| Provider {
            name: self.name(row[0]),
            source: self.name(row[1]),
            version: self.name(row[2]),
            block: self.block(row[3]),
        })
    }

    /// The place of a type among all resources, or among all data sources.
    pub fn place(&self, data: bool, kind: &str) -> Option<usize> {
        let rows = if data { &self.data } else { &self.resources };
        rows.binary_search_by(|row| self.name(row[0]).cmp(kind))
            .ok()
    }

    /// All resource types, sorted.
    pub fn resource_types(&self) -> impl Iterator<Item = &str> {
        self.resources.iter().map(|row| self.name(row[0]))
    }

    /// All types of data sources, sorted.
    pub fn data_types(&self) -> impl Iterator<Item = &str> {
        self.data.iter().map(|row| self.name(row[0]))
    }

    fn root(&self, rows: &[[u16; 3]], kind: &str) -> Option<Block<'_>> {
        let at = rows
            .binary_search_by(|row| self.name(row[0]).cmp(kind))
            .ok()?;
        Some(self.block(rows.get(at)?[2]))
    }

    fn name(&self, id: u16) -> &str {
        let id = usize::from(id);
        let start = if id == 0 { 0 } else { self.name_ends[id - 1] };
        &self.names[start as usize..self.name_ends[id] as usize]
    }

    fn block(&self, id: u16) -> Block<'_> {
        Block {
            schema: self,
            row: self.blocks[usize::from(id)],
        }
    }

    fn attribute(&self, row: (u16, u16)) -> Attribute<'_> {
        let (kind, flags) = self.attribute_kinds[usize::from(row.1)];
        Attribute {
            name: self.name(row.0),
            kind: Type {
                schema: self,
                id: kind,
            },
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

impl<'a> Block<'a> {
    /// Its attribute of a name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'a>> {
        self.attribute_at(self.attribute_place(name)?)
    }

    /// Its nested block of a name.
    pub fn nested(self, name: &str) -> Option<Nested<'a>> {
        self.nested_at(self.nested_place(name)?)
    }

    /// The place of an attribute among [`Block::attributes`].
    pub fn attribute_place(self, name: &str) -> Option<usize> {
        let rows = self.attribute_rows();
        rows.binary_search_by(|row| self.schema.name(row.0).cmp(name))
            .ok()
    }

    /// The place of a nested block among [`Block::nested_blocks`].
    pub fn nested_place(self, name: &str) -> Option<usize> {
        let rows = self.nested_rows();
        rows.binary_search_by(|row| self.schema.name(row.0).cmp(name))
            .ok()
    }

    /// The attribute at a place.
    pub fn attribute_at(self, place: usize) -> Option<Attribute<'a>> {
        let row = self.attribute_rows().get(place)?;
        Some(self.schema.attribute(*row))
    }

    /// The nested block at a place.
    pub fn nested_at(self, place: usize) -> Option<Nested<'a>> {
        let row = self.nested_rows().get(place)?;
        Some(self.schema.nested(*row))
    }

    /// Its attributes, sorted by name.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        self.attribute_rows()
            .iter()
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
        self.flags & 1 != 0
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

impl<'a> Type<'a> {
    /// What the type is.
    pub fn shape(self) -> Shape<'a> {
        let within = |id| Type {
            schema: self.schema,
            id,
        };
        match self.schema.types[usize::from(self.id)] {
            TypeRow::String => Shape::String,
            TypeRow::Number => Shape::Number,
            TypeRow::Bool => Shape::Bool,
            TypeRow::Dynamic => Shape::Dynamic,
            TypeRow::List(id) => Shape::List(within(id)),
            TypeRow::Set(id) => Shape::Set(within(id)),
            TypeRow::Map(id) => Shape::Map(within(id)),
            TypeRow::Object(start, end) => Shape::Object(Fields {
                schema: self.schema,
                start,
                end,
            }),
        }
    }
}

impl fmt::Debug for Type<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self}")
    }
}

impl fmt::Display for Type<'_> {
    /// The type as Terraform writes it: `list(string)`.
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
    /// Name and type of each, sorted by name.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, Type<'a>)> {
        let schema = self.schema;
        self.rows()
            .iter()
            .map(move |(name, id)| (schema.name(*name), Type { schema, id: *id }))
    }

    /// The type of one.
    pub fn get(self, name: &str) -> Option<Type<'a>> {
        let rows = self.rows();
        let at = rows
            .binary_search_by(|row| self.schema.name(row.0).cmp(name))
            .ok()?;
        Some(Type {
            schema: self.schema,
            id: rows[at].1,
        })
    }

    fn rows(self) -> &'a [(u16, u16)] {
        &self.schema.fields[self.start as usize..self.end as usize]
    }
}

/// The shipped pack, for tests.
#[cfg(test)]
pub(crate) fn shipped() -> Vec<u8> {
    use std::io::Read as _;
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/data");
    let file = std::fs::File::open(folder.join(FILE)).expect("the pack is committed");
    let mut bytes = Vec::new();
    let mut gzip = flate2::read::GzDecoder::new(file);
    gzip.read_to_end(&mut bytes).expect("the pack is gzip");
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static BYTES: LazyLock<Vec<u8>> = LazyLock::new(shipped);
    static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::read(&BYTES).expect("it reads"));

    #[test]
    fn an_attribute_has_its_type_and_flags() {
        let instance = SCHEMA.resource("aws_instance").expect("a resource");
        let groups = instance
            .attribute("vpc_security_group_ids")
            .expect("an attribute");
        assert_eq!(groups.kind.to_string(), "set(string)");
        assert!(groups.optional() && groups.computed() && !groups.required());
        let arn = instance.attribute("arn").expect("an attribute");
        assert!(arn.computed() && !arn.settable());
        assert!(instance.attribute("foo").is_none());
    }

    #[test]
    fn secrets_and_deprecated_arguments_are_marked() {
        let database = SCHEMA.resource("aws_db_instance").expect("a resource");
        assert!(
            database
                .attribute("password")
                .expect("an attribute")
                .sensitive()
        );
        assert!(
            database
                .attribute("password_wo")
                .expect("an attribute")
                .write_only()
        );
        let address = SCHEMA.resource("aws_eip").expect("a resource");
        assert!(address.attribute("vpc").expect("an attribute").deprecated());
    }

    #[test]
    fn a_nested_block_has_its_nesting_and_bounds() {
        let table = SCHEMA.resource("aws_wafv2_web_acl").expect("a resource");
        let action = table.nested("default_action").expect("a block");
        assert_eq!(
            (action.nesting, action.min, action.max),
            (Nesting::List, 1, 1)
        );
        assert!(action.block.nested("allow").is_some());
        assert!(table.nested("allow").is_none());
    }

    #[test]
    fn an_object_type_has_its_fields() {
        let group = SCHEMA.resource("aws_security_group").expect("a resource");
        let ingress = group.attribute("ingress").expect("an attribute");
        let Shape::Set(within) = ingress.kind.shape() else {
            panic!("a set");
        };
        let Shape::Object(fields) = within.shape() else {
            panic!("of objects");
        };
        assert_eq!(fields.iter().count(), 9);
        assert_eq!(
            fields
                .get("from_port")
                .map(|kind| kind.to_string())
                .as_deref(),
            Some("number")
        );
    }

    #[test]
    fn data_sources_and_providers_are_found() {
        assert!(SCHEMA.data("aws_ami").is_some());
        assert!(SCHEMA.resource("aws_ami_ids").is_none());
        let provider = SCHEMA.provider("aws").expect("a provider");
        assert_eq!(provider.source, "hashicorp/aws");
        assert!(provider.block.nested("default_tags").is_some());
        assert!(SCHEMA.resource("tls_private_key").is_some());
        assert!(SCHEMA.data("terraform_remote_state").is_some());
    }

    #[test]
    fn a_pack_that_is_cut_off_or_too_long_is_refused() {
        for end in [0, 3, 4, 100, 50_000, BYTES.len() - 1] {
            assert!(Schema::read(&BYTES[..end]).is_err());
        }
        let mut longer = BYTES.clone();
        longer.push(0);
        assert!(Schema::read(&longer).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn damaged_bytes_never_panic(at in 0..BYTES.len(), with in any::<[u8; 3]>()) {
            let mut bytes = BYTES.clone();
            for (place, byte) in with.into_iter().enumerate() {
                if let Some(old) = bytes.get_mut(at + place) {
                    *old = byte;
                }
            }
            if let Ok(schema) = Schema::read(&bytes) {
                for name in schema.resource_types() {
                    if let Some(block) = schema.resource(name) {
                        block.attributes().for_each(|one| drop(one.kind.to_string()));
                        block.nested_blocks().for_each(|one| assert!(one.block.attribute("").is_none()));
                    }
                }
            }
        }

        #[test]
        fn noise_is_refused(noise in proptest::collection::vec(any::<u8>(), 0..4000)) {
            let bytes = [b"IGS1".as_slice(), &noise].concat();
            prop_assert!(Schema::read(&bytes).is_err());
        }
    }
}
