//! A block and its schema in, the places out at which something is wrong.

use crate::hcl::{Attribute, Block, Item, Kind, Module, Problem};
use crate::schema::pack::{self, Nesting, Shape};
use foldhash::HashSet;

/// A body within a block of the top level, and what its schema says of it.
pub(super) struct Spot<'a> {
    /// The module that it stands in.
    pub module: &'a Module,
    /// The block of the top level.
    pub top: &'a Block,
    /// The type of the resource or data source, or the name of the provider; a data source's with
    /// `data.` in front.
    pub type_name: &'a str,
    /// The address of the block of the top level.
    pub address: &'a str,
    /// The block that the body belongs to.
    pub block: &'a Block,
    /// What may stand in it.
    pub schema: pack::Block<'a>,
    /// The names of the blocks on the way to it, the top level's not among them.
    pub path: Vec<&'a str>,
    /// The blocks around it, the outermost first.
    pub above: Vec<(&'a Block, pack::Block<'a>)>,
    wrong: &'a Wrong,
}

/// Where problems begin, by what repairs ask for.
pub(super) struct Wrong(HashSet<(Kind, usize)>);

impl Wrong {
    pub fn of(problems: &[Problem]) -> Wrong {
        let places = problems.iter().map(|one| (one.kind, one.span.start));
        Wrong(places.collect())
    }

    /// Whether a problem of a kind begins at a byte.
    pub fn has(&self, kind: Kind, at: usize) -> bool {
        self.0.contains(&(kind, at))
    }
}

impl<'a> Spot<'a> {
    /// Every body of a block, outer ones first.
    pub fn all(
        module: &'a Module,
        top: &'a Block,
        type_name: &'a str,
        address: &'a str,
        schema: pack::Block<'a>,
        wrong: &'a Wrong,
    ) -> Vec<Spot<'a>> {
        let mut spots = vec![Spot {
            module,
            top,
            type_name,
            address,
            block: top,
            schema,
            path: Vec::new(),
            above: Vec::new(),
            wrong,
        }];
        let mut at = 0;
        while let Some(spot) = spots.get(at) {
            let within: Vec<Spot> = spot
                .block
                .body
                .blocks()
                .filter_map(|block| spot.within(block))
                .collect();
            spots.extend(within);
            at += 1;
        }
        spots
    }

    /// A block of the body, where its schema is known.
    fn within(&self, block: &'a Block) -> Option<Spot<'a>> {
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
        Some(Spot {
            block,
            schema,
            path,
            above,
            ..*self
        })
    }

    /// What a message calls a name in this body: with the blocks around it.
    pub fn named(&self, name: &str) -> String {
        let mut path = self.path.join(".");
        if !path.is_empty() {
            path.push('.');
        }
        path + name
    }

    /// The arguments that the body does not have.
    pub fn unsupported(&self) -> impl Iterator<Item = &'a Attribute> {
        self.unsupported_in(self.block)
    }

    /// Whether there is an argument or a block that the body does not have.
    pub fn has_unsupported(&self) -> bool {
        self.unsupported().next().is_some() || self.unsupported_blocks().next().is_some()
    }

    /// The arguments that a block within does not have.
    pub fn unsupported_in(&self, block: &'a Block) -> impl Iterator<Item = &'a Attribute> {
        block.body.attributes().filter(|one| {
            self.wrong
                .has(Kind::UnsupportedArgument, one.name.span.start)
        })
    }

    /// The blocks that the body does not have, and the names they go by.
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

    /// The arguments whose values do not have their types.
    pub fn misfits(&self) -> impl Iterator<Item = &'a Attribute> {
        self.block
            .body
            .attributes()
            .filter(|one| self.wrong.has(Kind::IncorrectType, one.value.span.start))
    }

    /// The arguments that the provider decides.
    pub fn unconfigurable(&self) -> impl Iterator<Item = &'a Attribute> {
        let decided = |one: &&Attribute| self.wrong.has(Kind::Unconfigurable, one.value.span.start);
        self.block.body.attributes().filter(decided)
    }

    /// The `id` that the provider does not take.
    pub fn keys(&self) -> impl Iterator<Item = &'a Attribute> {
        let refused = |one: &&Attribute| self.wrong.has(Kind::InvalidKey, one.name.span.start);
        self.block.body.attributes().filter(refused)
    }

    /// The arguments that must be there and are not.
    pub fn missing(&self) -> impl Iterator<Item = pack::Attribute<'a>> {
        let told = self.wrong.has(Kind::MissingArgument, self.header());
        self.schema
            .required_attributes()
            .filter(move |one| told && !self.is_set(one.name))
    }

    /// Whether the body as a whole has a problem of a kind.
    pub fn has(&self, kind: Kind) -> bool {
        self.wrong.has(kind, self.header())
    }

    /// Where a problem of the whole body is told.
    fn header(&self) -> usize {
        self.block.header.start
    }

    /// The arguments that may be set and are not.
    pub fn unset(&self) -> impl Iterator<Item = pack::Attribute<'a>> {
        self.schema
            .attributes()
            .filter(|one| may_be_set(one) && !self.is_set(one.name))
    }

    /// The blocks that one more may stand of.
    pub fn open(&self) -> impl Iterator<Item = pack::Nested<'a>> {
        self.schema.nested_blocks().filter(|nested| {
            let count = self.block.body.blocks_of(nested.name).count();
            has_room(nested, count)
        })
    }

    /// Whether something of a name stands in the body.
    pub fn is_set(&self, name: &str) -> bool {
        let body = &self.block.body;
        let dynamic = body
            .blocks_of("dynamic")
            .any(|block| block.labels.first().is_some_and(|label| label.text == name));
        dynamic
            || body.items.iter().any(|item| match item {
                Item::Attribute(attribute) => attribute.name.text == name,
                Item::Block(block) => block.kind.text == name,
            })
    }
}

/// Whether an argument may be set. The schema of many types takes an `id`, and their provider
/// refuses it.
pub(super) fn may_be_set(one: &pack::Attribute<'_>) -> bool {
    one.settable() && (one.name != "id" || one.required())
}

/// Whether one more block of a name may stand beside some.
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
