//! Locates the bodies of a block and the schema diagnostics in them.

use super::Fix;
use crate::hcl::{Attribute, Block, Edit, Item, Kind, Module, Problem};
use crate::schema::pack::{self, Nesting, Shape};
use foldhash::HashSet;
use std::cell::OnceCell;

/// Number of items from which the names of a body are indexed.
const INDEXED_MIN: usize = 24;

/// One body within a top-level block, with its schema.
pub(super) struct FaultyBody<'a> {
    /// Module that contains the block.
    pub module: &'a Module,
    /// Top-level block.
    pub top: &'a Block,
    /// Type of the resource or data source, or the name of the provider.
    pub type_name: &'a str,
    /// Address of the top-level block.
    pub address: &'a str,
    /// Block that the body belongs to.
    pub block: &'a Block,
    /// Schema of the body.
    pub schema: pack::Block<'a>,
    /// Names of the nested blocks on the path to the body, without the top-level block.
    pub path: Vec<&'a str>,
    /// Enclosing blocks with their schemas, the outermost first.
    pub above: Vec<(&'a Block, pack::Block<'a>)>,
    wrong: &'a FaultIndex,
    /// Names of the arguments and blocks of a large body.
    names: OnceCell<HashSet<&'a str>>,
}

/// Kinds and start offsets of the diagnostics of a block.
pub(super) struct FaultIndex(HashSet<(Kind, usize)>);

impl FaultIndex {
    /// Indexes diagnostics by kind and start offset.
    pub fn of(problems: &[Problem]) -> FaultIndex {
        let places = problems.iter().map(|one| (one.kind, one.span.start));
        FaultIndex(places.collect())
    }

    /// Whether a diagnostic of a kind starts at a byte offset.
    pub fn has(&self, kind: Kind, at: usize) -> bool {
        self.0.contains(&(kind, at))
    }
}

impl<'a> FaultyBody<'a> {
    /// Returns every body of a block, outer ones first.
    pub fn all(
        module: &'a Module,
        top: &'a Block,
        type_name: &'a str,
        address: &'a str,
        schema: pack::Block<'a>,
        wrong: &'a FaultIndex,
    ) -> Vec<FaultyBody<'a>> {
        let mut bodies = vec![FaultyBody {
            module,
            top,
            type_name,
            address,
            block: top,
            schema,
            path: Vec::new(),
            above: Vec::new(),
            wrong,
            names: OnceCell::new(),
        }];
        let mut at = 0;
        while let Some(faulty) = bodies.get(at) {
            let within: Vec<FaultyBody> = faulty
                .block
                .body
                .blocks()
                .filter_map(|block| faulty.within(block))
                .collect();
            bodies.extend(within);
            at += 1;
        }
        bodies
    }

    /// Returns the body of a nested block if its schema is known.
    fn within(&self, block: &'a Block) -> Option<FaultyBody<'a>> {
        let (name, block) = match (block.kind.text.as_str(), block.labels.first()) {
            ("dynamic", Some(label)) => {
                (label.text.as_str(), block.body.blocks_of("content").next()?)
            }
            (name, _) => (name, block),
        };
        let schema = self.schema.nested(name)?.block;
        let mut path = self.path.clone();
        path.push(name);
        let mut above = self.above.clone();
        above.push((self.block, self.schema));
        Some(FaultyBody {
            block,
            schema,
            path,
            above,
            names: OnceCell::new(),
            ..*self
        })
    }

    /// Returns the path of a name in this body, with the enclosing blocks.
    pub fn named(&self, name: &str) -> String {
        let mut path = self.path.join(".");
        if !path.is_empty() {
            path.push('.');
        }
        path + name
    }

    /// Creates a fix of an argument or block of this body.
    pub fn fix(&self, kind: &str, name: &str, what: String, why: &str, edits: Vec<Edit>) -> Fix {
        Fix::repair(kind, self.address, what, why, edits).at(&self.named(name))
    }

    /// Returns the arguments that the body does not support.
    pub fn unsupported(&self) -> impl Iterator<Item = &'a Attribute> {
        self.unsupported_in(self.block)
    }

    /// Whether the body has an unsupported argument or block.
    pub fn has_unsupported(&self) -> bool {
        self.unsupported().next().is_some() || self.unsupported_blocks().next().is_some()
    }

    /// Returns the arguments that a nested block does not support.
    pub fn unsupported_in(&self, block: &'a Block) -> impl Iterator<Item = &'a Attribute> {
        block.body.attributes().filter(|one| {
            self.wrong
                .has(Kind::UnsupportedArgument, one.name.span.start)
        })
    }

    /// Returns the blocks that the body does not support, with their names.
    pub fn unsupported_blocks(&self) -> impl Iterator<Item = (&'a str, &'a Block)> {
        self.block.body.blocks().filter_map(|block| {
            let wrong = |at| self.wrong.has(Kind::UnsupportedBlock, at);
            match (block.kind.text.as_str(), block.labels.first()) {
                ("dynamic", Some(label)) => {
                    wrong(label.span.start).then_some((label.text.as_str(), block))
                }
                (name, _) => wrong(block.header.start).then_some((name, block)),
            }
        })
    }

    /// Returns the arguments whose values have a wrong type.
    pub fn misfits(&self) -> impl Iterator<Item = &'a Attribute> {
        self.block
            .body
            .attributes()
            .filter(|one| self.wrong.has(Kind::IncorrectType, one.value.span.start))
    }

    /// Returns the arguments that only the provider can set.
    pub fn unconfigurable(&self) -> impl Iterator<Item = &'a Attribute> {
        let decided = |one: &&Attribute| self.wrong.has(Kind::Unconfigurable, one.value.span.start);
        self.block.body.attributes().filter(decided)
    }

    /// Returns an `id` argument that the provider rejects.
    pub fn keys(&self) -> impl Iterator<Item = &'a Attribute> {
        let refused = |one: &&Attribute| self.wrong.has(Kind::InvalidKey, one.name.span.start);
        self.block.body.attributes().filter(refused)
    }

    /// Returns the required arguments that are missing.
    pub fn missing(&self) -> impl Iterator<Item = pack::Attribute<'a>> {
        let is_reported = self.wrong.has(Kind::MissingArgument, self.header());
        self.schema
            .required_attributes()
            .filter(move |one| is_reported && !self.is_set(one.name))
    }

    /// Whether the body as a whole has a diagnostic of a kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.wrong.has(kind, self.header())
    }

    /// Returns the offset at which a diagnostic of the whole body is reported.
    fn header(&self) -> usize {
        self.block.header.start
    }

    /// Returns the settable arguments that are not set.
    pub fn unset(&self) -> impl Iterator<Item = pack::Attribute<'a>> {
        self.schema
            .attributes()
            .filter(|one| may_be_set(one) && !self.is_set(one.name))
    }

    /// Returns the nested blocks of which the body may hold another one.
    pub fn open(&self) -> impl Iterator<Item = pack::Nested<'a>> {
        self.schema.nested_blocks().filter(|nested| {
            let count = self.block.body.blocks_of(nested.name).count();
            has_room(nested, count)
        })
    }

    /// Whether the body has an argument or block of a name.
    pub fn is_set(&self, name: &str) -> bool {
        match self.block.body.items.len() {
            0..INDEXED_MIN => self.set_names().any(|set| set == name),
            _ => self
                .names
                .get_or_init(|| self.set_names().collect())
                .contains(name),
        }
    }

    /// Returns the names of the arguments, blocks and `dynamic` blocks of the body.
    fn set_names(&self) -> impl Iterator<Item = &'a str> {
        self.block
            .body
            .items
            .iter()
            .flat_map(|item| match item {
                Item::Attribute(attribute) => [Some(attribute.name.text.as_str()), None],
                Item::Block(block) => {
                    let generated = block
                        .labels
                        .first()
                        .filter(|_| block.kind.text == "dynamic");
                    [
                        Some(block.kind.text.as_str()),
                        generated.map(|label| label.text.as_str()),
                    ]
                }
            })
            .flatten()
    }
}

/// Whether an argument may be set.
///
/// The schema of many types has a settable `id`, which the provider rejects.
pub(super) fn may_be_set(one: &pack::Attribute<'_>) -> bool {
    one.settable() && (one.name != "id" || one.required())
}

/// Whether a body with `count` blocks of a name may hold another one.
pub(super) fn has_room(nested: &pack::Nested<'_>, count: usize) -> bool {
    let single = nested.nesting == Nesting::Single;
    let max = if single { 1 } else { usize::from(nested.max) };
    max == 0 || count < max
}

/// Whether values of a type may be written as blocks: a list or a set of objects.
pub(super) fn holds_objects(kind: pack::Type<'_>) -> bool {
    match kind.shape() {
        Shape::List(within) | Shape::Set(within) => matches!(within.shape(), Shape::Object(_)),
        _ => false,
    }
}
