//! Checks a body against the schema of its block.

use super::blocks::Blocks;
use super::nearest::shortened;
use super::pack::{self, Fields, Nesting};
use super::values::{Known, known};
use crate::hcl::{Address, Attribute, Block, Body, ExpressionKind, Item, Kind, Span, Step};
use foldhash::HashMap;

/// Resources whose `id` may be set.
///
/// The list was determined by querying the provider for each of them.
const TAKES_ID: &[&str] = &["aws_elasticache_reserved_cache_node"];

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
    /// Schema of the block.
    pub(super) schema: pack::Block<'a>,
}

impl<'a> Blocks<'a, '_> {
    /// Returns whether an argument has a value that cannot be null.
    fn is_set(&self, context: BodyContext<'_>, attribute: &Attribute) -> bool {
        // In a nested block a provider does not see values that are not known yet.
        if context.meta.is_empty() {
            return attribute.value.literal_text().is_some();
        }
        match known(&attribute.value) {
            Known::Null => false,
            Known::Unknown => match &attribute.value.kind {
                ExpressionKind::Traversal { root, steps } => match root.text.as_str() {
                    "var" => matches!(
                        steps.as_slice(),
                        [Step::Attribute(name)] if !self.is_nullable(&name.text)
                    ),
                    "each" | "data" => true,
                    root => root.contains('_'),
                },
                _ => false,
            },
            _ => true,
        }
    }

    /// Returns whether the default of a variable is null.
    fn is_nullable(&self, variable: &str) -> bool {
        let variable = self.index.block(Address::new("var", variable));
        let default = variable.and_then(|block| block.body.attribute("default"));
        default.is_some_and(|default| matches!(default.value.kind, ExpressionKind::Null))
    }

    /// Checks a body and all bodies in it.
    pub(super) fn body(&self, context: BodyContext<'a>) {
        let schema = context.schema;
        let mut blocks: HashMap<&str, Vec<&'a Block>> = HashMap::default();
        let mut dynamic: Vec<&str> = Vec::new();
        for item in &context.body.items {
            match item {
                Item::Attribute(attribute) => self.attribute(context, attribute),
                Item::Block(block) if context.meta.contains(&block.kind.text.as_str()) => {}
                Item::Block(block) if block.kind.text == "dynamic" => {
                    if let Some(label) = block.labels.first() {
                        dynamic.push(&label.text);
                        self.dynamic(context, block);
                    }
                }
                Item::Block(block) => {
                    blocks.entry(&block.kind.text).or_default().push(block);
                    self.block(context, &block.kind.text, block);
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
        if !self.is_broken(context) {
            for attribute in schema.required_attributes() {
                let written = context.body.attribute(attribute.name).is_some()
                    || blocks.contains_key(attribute.name) && attribute.kind.objects().is_some();
                if !written {
                    let (of, name) = (shortened(context.name), attribute.name);
                    let message = format!("`{of}` needs the argument `{name}`");
                    self.report(Kind::MissingArgument, context.header, message);
                }
            }
        }
    }

    /// Returns whether the body has syntax errors.
    ///
    /// Such a body may contain the contents that seem to be missing.
    fn is_broken(&self, context: BodyContext<'_>) -> bool {
        let span = Span::new(context.header.start, context.body.span.end);
        self.index.module.has_syntax_errors(span)
    }

    fn attribute(&self, context: BodyContext<'a>, attribute: &'a Attribute) {
        let name = attribute.name.text.as_str();
        if context.meta.contains(&name) {
            return;
        }
        let Some(known) = context.schema.attribute(name) else {
            let (kind, span) = (Kind::UnsupportedArgument, attribute.name.span);
            if context.schema.nested(name).is_some() {
                let of = shortened(context.name);
                let message = format!("`{name}` of `{of}` is a block: write `{name} {{ … }}`");
                return self.report_name(kind, span, message, (name, None));
            }
            let near = self.nearest(name, context.schema.settable_names());
            return self.report_unknown(kind, span, context.name, (name, near));
        };
        if self.is_mismatch(attribute, known.kind) {
            return;
        }
        if name == "id" && self.is_reserved_id(context, known) && self.is_given(context, attribute)
        {
            let message = "`id` is decided by the provider; take it out";
            return self.report(Kind::InvalidKey, attribute.name.span, message);
        }
        if !known.settable() && self.is_set(context, attribute) {
            let message = format!("`{name}` is decided by the provider; take it out");
            self.report(Kind::Unconfigurable, attribute.value.span, message);
        }
    }

    /// Returns whether an argument has a value, known or not.
    fn is_given(&self, context: BodyContext<'_>, attribute: &'a Attribute) -> bool {
        match self.known(&attribute.value) {
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

    /// Reports an argument whose value does not fit the type of the argument.
    fn is_mismatch(&self, attribute: &'a Attribute, kind: pack::Type<'_>) -> bool {
        let required = self.type_mismatch(&attribute.value, kind);
        if let Some(required) = &required {
            let message = format!("`{}` does not fit: {required}", attribute.name.text);
            self.report(Kind::IncorrectType, attribute.value.span, message);
        }
        required.is_some()
    }

    /// Checks a nested block, written directly or created by a `dynamic` block.
    fn block(&self, context: BodyContext<'a>, name: &'a str, block: &'a Block) {
        if let Some(nested) = context.schema.nested(name) {
            if let (Some(label), true) = (block.labels.first(), block.kind.text != "content") {
                let message = format!("`{}` blocks have no labels", shortened(name));
                self.report(Kind::ExtraneousLabel, label.span, message);
            }
            self.body(BodyContext {
                body: &block.body,
                header: block.header,
                name,
                meta: &[],
                schema: nested.block,
            });
        } else if let Some(fields) = block_fields(context, name) {
            self.object(&block.body, name, fields);
        } else {
            self.unsupported_block(context, name, block.header);
        }
    }

    fn unsupported_block(&self, context: BodyContext<'a>, name: &str, span: Span) {
        let (kind, schema) = (Kind::UnsupportedBlock, context.schema);
        if schema.attribute(name).is_some() {
            let of = shortened(context.name);
            let message = format!("`{name}` of `{of}` is an argument: write `{name} = …`");
            return self.report_name(kind, span, message, (name, None));
        }
        let blocks = schema.nested_blocks().map(|one| one.name);
        let near = self.nearest(name, blocks.chain(schema.settable_names()));
        self.report_unknown(kind, span, context.name, (name, near));
    }

    /// Checks a block that is written where a list of objects is expected.
    ///
    /// Terraform reads the block as one of the objects; fields that are not set are null.
    fn object(&self, body: &'a Body, of: &str, fields: Fields<'_>) {
        for item in &body.items {
            match item {
                Item::Attribute(attribute) => {
                    let name = attribute.name.text.as_str();
                    let Some(kind) = fields.get(name) else {
                        let near = self.nearest(name, fields.iter().map(|field| field.0));
                        let (kind, span) = (Kind::UnsupportedArgument, attribute.name.span);
                        self.report_unknown(kind, span, of, (name, near));
                        continue;
                    };
                    self.is_mismatch(attribute, kind);
                }
                Item::Block(block) if block.kind.text == "dynamic" => {}
                Item::Block(block) => {
                    let name = block.kind.text.as_str();
                    if fields.get(name).and_then(pack::Type::objects).is_none() {
                        let (kind, span) = (Kind::UnsupportedBlock, block.header);
                        self.report_unknown(kind, span, of, (name, None));
                    }
                }
            }
        }
    }

    fn dynamic(&self, context: BodyContext<'a>, block: &'a Block) {
        let Some(label) = block.labels.first() else {
            return;
        };
        let name = label.text.as_str();
        if context.schema.nested(name).is_none() && block_fields(context, name).is_none() {
            return self.unsupported_block(context, name, label.span);
        }
        for content in block.body.blocks_of("content") {
            self.block(context, name, content);
        }
    }

    fn count(
        &self,
        context: BodyContext<'a>,
        nested: pack::Nested<'_>,
        found: &[&Block],
        dynamic: bool,
    ) {
        let (name, of) = (nested.name, || shortened(context.name));
        let (max, few, many) = match nested.nesting {
            Nesting::Single => (1, Kind::MissingBlock, Kind::DuplicateBlock),
            _ => (
                usize::from(nested.max),
                Kind::InsufficientBlocks,
                Kind::TooManyBlocks,
            ),
        };
        if found.len() < usize::from(nested.min) {
            // A block that is written as an argument has already been reported, and a `dynamic`
            // block may create the missing one.
            if !dynamic && !self.is_broken(context) {
                let message = format!("`{}` needs {} `{name}` block", of(), nested.min);
                self.report(few, context.header, message);
            }
        } else if let Some(extra) = found.get(max).filter(|_| max > 0) {
            let message = format!("`{}` takes at most {max} `{name}` block", of());
            self.report(many, extra.header, message);
        }
    }
}

/// Returns the fields of an argument of a name that may be written as blocks.
fn block_fields<'a>(context: BodyContext<'a>, name: &str) -> Option<Fields<'a>> {
    context.schema.attribute(name)?.kind.objects()
}
