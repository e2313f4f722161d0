//! Checks a body against the schema of its block.

use super::nearest::shortened;
use super::pack::{self, Fields, Nesting, Shape};
use super::report::Report;
use super::values::{Known, TypeEnv, known};
use crate::hcl::{Attribute, Block, Body, ExpressionKind, Item, Kind, Module, Span, Step};
use foldhash::{HashMap, HashSet};

/// Resources whose `id` may be set.
///
/// The list was determined by querying the provider for each of them.
const TAKES_ID: &[&str] = &["aws_elasticache_reserved_cache_node"];

/// Checker of bodies against their schemas.
pub(super) struct Bodies<'a, 'r> {
    module: &'a Module,
    /// Variables that may be null.
    nullable: &'r HashSet<&'a str>,
    type_env: &'r TypeEnv<'a>,
    report: &'r mut Report,
}

/// Body with its name in messages.
#[derive(Clone, Copy)]
pub(super) struct BodyContext<'a> {
    /// Contents of the body.
    pub(super) body: &'a Body,
    /// Header of the block, at which missing contents are reported.
    pub(super) header: Span,
    /// Type of the resource, or name of the nested block.
    pub(super) name: &'a str,
    /// Arguments and blocks that Terraform itself defines for the body.
    pub(super) meta: &'a [&'a str],
}

impl<'a, 'r> Bodies<'a, 'r> {
    /// Creates a checker for the bodies of a module.
    pub(super) fn new(
        module: &'a Module,
        nullable: &'r HashSet<&'a str>,
        env: &'r TypeEnv<'a>,
        report: &'r mut Report,
    ) -> Self {
        Bodies {
            module,
            nullable,
            type_env: env,
            report,
        }
    }

    /// Returns whether an argument has a value that cannot be null.
    fn is_set(&self, context: BodyContext<'_>, attribute: &Attribute) -> bool {
        // In a nested block a provider does not see values that are not known yet.
        if context.meta.is_empty() {
            return attribute.value.literal().is_some();
        }
        match known(&attribute.value) {
            Known::Null => false,
            Known::Unknown => match &attribute.value.kind {
                ExpressionKind::Traversal { root, steps } => match root.text.as_str() {
                    "var" => matches!(
                        steps.as_slice(),
                        [Step::Attribute(name)] if !self.nullable.contains(name.text.as_str())
                    ),
                    "each" | "data" => true,
                    root => root.contains('_'),
                },
                _ => false,
            },
            _ => true,
        }
    }

    /// Checks a body and all bodies in it.
    pub(super) fn check(&mut self, context: BodyContext<'a>, schema: pack::Block<'_>) {
        let mut blocks: HashMap<&str, Vec<&'a Block>> = HashMap::default();
        let mut dynamic: Vec<&str> = Vec::new();
        for item in &context.body.items {
            match item {
                Item::Attribute(attribute) => self.attribute(context, attribute, schema),
                Item::Block(block) if context.meta.contains(&block.kind.text.as_str()) => {}
                Item::Block(block) if block.kind.text == "dynamic" => {
                    if let Some(label) = block.labels.first() {
                        dynamic.push(&label.text);
                        self.dynamic(context, block, schema);
                    }
                }
                Item::Block(block) => {
                    blocks.entry(&block.kind.text).or_default().push(block);
                    let name = block.kind.text.as_str();
                    self.block(context, name, block.header, block, schema);
                }
            }
        }
        for nested in schema.nested_blocks() {
            if blocks.is_empty() && nested.min == 0 {
                continue;
            }
            let found = blocks.get(nested.name).map_or(&[][..], Vec::as_slice);
            self.count(context, nested, found, dynamic.contains(&nested.name));
        }
        if !self.has_syntax_errors(context) {
            for attribute in schema.required_attributes() {
                let written = context.body.attribute(attribute.name).is_some()
                    || blocks.contains_key(attribute.name) && objects(attribute).is_some();
                if !written {
                    self.missing(context, attribute.name);
                }
            }
        }
    }

    fn missing(&mut self, context: BodyContext<'a>, name: &str) {
        let message = format!("`{}` needs the argument `{name}`", shortened(context.name));
        self.report
            .add(Kind::MissingArgument, context.header, message);
    }

    /// Returns whether the body has syntax errors.
    ///
    /// Such a body may contain the contents that seem to be missing.
    fn has_syntax_errors(&self, context: BodyContext<'_>) -> bool {
        let problems = &self.module.problems;
        let first = problems.partition_point(|one| one.span.start < context.header.start);
        let redefined = |kind: Kind| kind == Kind::AttributeRedefined;
        problems[first..]
            .iter()
            .take_while(|one| one.span.start <= context.body.span.end)
            .any(|one| !redefined(one.kind))
    }

    fn attribute(
        &mut self,
        context: BodyContext<'a>,
        attribute: &'a Attribute,
        schema: pack::Block<'_>,
    ) {
        let name = attribute.name.text.as_str();
        if context.meta.contains(&name) {
            return;
        }
        let Some(schema_attribute) = schema.attribute(name) else {
            return self.unsupported_argument(context, attribute, schema);
        };
        if let Some(required) = self
            .type_env
            .type_mismatch(&attribute.value, schema_attribute.kind)
        {
            let message = format!("`{name}` does not fit: {required}");
            return self
                .report
                .add(Kind::IncorrectType, attribute.value.span, message);
        }
        if name == "id"
            && self.is_reserved_id(context, schema_attribute)
            && self.is_given(context, attribute)
        {
            let message = "`id` is decided by the provider; take it out".to_owned();
            return self
                .report
                .add(Kind::InvalidKey, attribute.name.span, message);
        }
        if !schema_attribute.settable() && self.is_set(context, attribute) {
            let message = format!("`{name}` is decided by the provider; take it out");
            self.report
                .add(Kind::Unconfigurable, attribute.value.span, message);
        }
    }

    /// Returns whether an argument has a value, known or not.
    fn is_given(&self, context: BodyContext<'_>, attribute: &'a Attribute) -> bool {
        match self.type_env.known(&attribute.value) {
            Known::Null => false,
            Known::Unknown => self.is_set(context, attribute),
            _ => true,
        }
    }

    /// Returns whether an `id` is the one that every resource of the provider has.
    ///
    /// No resource accepts this `id`, although its schema allows setting it.
    fn is_reserved_id(&self, context: BodyContext<'_>, id: pack::Attribute<'_>) -> bool {
        context.meta.contains(&"provisioner")
            && context.name.starts_with("aws_")
            && !TAKES_ID.contains(&context.name)
            && id.optional()
            && id.computed()
    }

    fn unsupported_argument(
        &mut self,
        context: BodyContext<'a>,
        attribute: &Attribute,
        schema: pack::Block<'_>,
    ) {
        let name = attribute.name.text.as_str();
        let of = shortened(context.name);
        let message = if schema.nested(name).is_some() {
            format!("`{name}` of `{of}` is a block: write `{name} {{ … }}`")
        } else {
            let names = schema
                .attributes()
                .filter(pack::Attribute::settable)
                .map(|one| one.name);
            let names = names.chain(schema.nested_blocks().map(|one| one.name));
            let near = self.report.nearest(name, names);
            unknown("argument", of, name, near)
        };
        self.report
            .add(Kind::UnsupportedArgument, attribute.name.span, message);
    }

    /// Checks a nested block, written directly or created by a `dynamic` block.
    fn block(
        &mut self,
        context: BodyContext<'a>,
        name: &'a str,
        header: Span,
        block: &'a Block,
        schema: pack::Block<'_>,
    ) {
        let within = BodyContext {
            body: &block.body,
            header,
            name,
            meta: &[],
        };
        if let Some(nested) = schema.nested(name) {
            if let (Some(label), true) = (block.labels.first(), block.kind.text != "content") {
                let message = format!("`{}` blocks have no labels", shortened(name));
                self.report.add(Kind::ExtraneousLabel, label.span, message);
            }
            self.check(within, nested.block);
        } else if let Some(fields) = schema.attribute(name).and_then(objects) {
            self.object(within, fields);
        } else {
            self.unsupported_block(context, name, header, schema);
        }
    }

    fn unsupported_block(
        &mut self,
        context: BodyContext<'a>,
        name: &str,
        header: Span,
        schema: pack::Block<'_>,
    ) {
        let of = shortened(context.name);
        let message = if schema.attribute(name).is_some() {
            format!("`{name}` of `{of}` is an argument: write `{name} = …`")
        } else {
            let names = schema.nested_blocks().map(|one| one.name);
            let names = names.chain(
                schema
                    .attributes()
                    .filter(pack::Attribute::settable)
                    .map(|one| one.name),
            );
            let near = self.report.nearest(name, names);
            unknown("block", of, name, near)
        };
        self.report.add(Kind::UnsupportedBlock, header, message);
    }

    /// Checks a block that is written where a list of objects is expected.
    ///
    /// Terraform reads the block as one of the objects; fields that are not set are null.
    fn object(&mut self, context: BodyContext<'a>, fields: Fields<'_>) {
        for item in &context.body.items {
            match item {
                Item::Attribute(attribute) => {
                    let name = attribute.name.text.as_str();
                    let Some(kind) = fields.get(name) else {
                        let near = self
                            .report
                            .nearest(name, fields.iter().map(|field| field.0));
                        let message = unknown("argument", shortened(context.name), name, near);
                        self.report
                            .add(Kind::UnsupportedArgument, attribute.name.span, message);
                        continue;
                    };
                    if let Some(required) = self.type_env.type_mismatch(&attribute.value, kind) {
                        let message = format!("`{name}` does not fit: {required}");
                        self.report
                            .add(Kind::IncorrectType, attribute.value.span, message);
                    }
                }
                Item::Block(block) if block.kind.text == "dynamic" => {}
                Item::Block(block) => {
                    let name = block.kind.text.as_str();
                    if fields.get(name).and_then(fields_of).is_none() {
                        let message = unknown("block", shortened(context.name), name, None);
                        self.report
                            .add(Kind::UnsupportedBlock, block.header, message);
                    }
                }
            }
        }
    }

    fn dynamic(&mut self, context: BodyContext<'a>, block: &'a Block, schema: pack::Block<'_>) {
        let Some(label) = block.labels.first() else {
            return;
        };
        let name = label.text.as_str();
        let known =
            schema.nested(name).is_some() || schema.attribute(name).and_then(objects).is_some();
        if !known {
            return self.unsupported_block(context, name, label.span, schema);
        }
        for content in block.body.blocks_of("content") {
            self.block(context, name, content.header, content, schema);
        }
    }

    fn count(
        &mut self,
        context: BodyContext<'a>,
        nested: pack::Nested<'_>,
        found: &[&Block],
        dynamic: bool,
    ) {
        let name = nested.name;
        let single = nested.nesting == Nesting::Single;
        let max = if single { 1 } else { usize::from(nested.max) };
        if found.len() < usize::from(nested.min) {
            // A block that is written as an argument has already been reported, and a `dynamic`
            // block may create the missing one.
            if dynamic || self.has_syntax_errors(context) {
                return;
            }
            let kind = if single {
                Kind::MissingBlock
            } else {
                Kind::InsufficientBlocks
            };
            let of = shortened(context.name);
            let message = format!("`{of}` needs {} `{name}` block", nested.min);
            self.report.add(kind, context.header, message);
        } else if max > 0
            && let Some(extra) = found.get(max)
        {
            let kind = if single {
                Kind::DuplicateBlock
            } else {
                Kind::TooManyBlocks
            };
            let of = shortened(context.name);
            let message = format!("`{of}` takes at most {max} `{name}` block");
            self.report.add(kind, extra.header, message);
        }
    }
}

/// Returns the fields of an attribute that may be written as blocks.
///
/// This is a list or a set of objects.
fn objects(attribute: pack::Attribute<'_>) -> Option<Fields<'_>> {
    fields_of(attribute.kind)
}

fn fields_of(kind: pack::Type<'_>) -> Option<Fields<'_>> {
    match kind.shape() {
        Shape::List(within) | Shape::Set(within) => match within.shape() {
            Shape::Object(fields) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// Builds the message for an unknown argument or block.
///
/// The message has at most 100 characters.
pub(super) fn unknown(what: &str, of: String, name: &str, near: Option<&str>) -> String {
    let name = shortened(name);
    match near {
        Some(near) => {
            let long = format!("`{of}` has no {what} `{name}`; the nearest is `{near}`");
            if long.chars().count() <= 100 {
                long
            } else {
                format!("no {what} `{name}`; the nearest is `{near}`")
            }
        }
        None => format!("`{of}` has no {what} `{name}`"),
    }
}
