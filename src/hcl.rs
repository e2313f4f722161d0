//! Parses Terraform text into a [`Module`] and edits it losslessly.
//!
//! The parser recovers: a broken item does not affect the rest of the file, so a module comes with
//! a list of problems instead of an error. Every node records its byte span in the text, and a
//! change is a splice of byte ranges ([`edit`]), so comments, layout and line endings are
//! preserved.

mod address;
pub mod edit;
pub mod files;
pub mod format;
mod json;
pub(crate) mod lex;
mod number;
mod overrides;
mod parse;
pub mod problem;
pub mod reference;
pub mod sources;
pub mod value;

pub use address::Address;
pub use edit::{Change, DeployEffect, Edit};
pub use format::format;
pub use number::{exact, number};
pub use problem::{Kind, Problem};
pub use reference::Reference;
pub use sources::{Role, Source};
pub use value::Value;

use std::cell::OnceCell;
use std::ops::Range;

/// Maximum nesting of blocks, expressions and templates.
///
/// Deeper input is reported as a problem.
pub const DEPTH_MAX: usize = 96;

/// A byte range in the text of a module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset one past the last byte.
    pub end: usize,
}

/// A parsed Terraform text: its syntax tree and its syntax problems.
#[derive(Clone, Debug)]
pub struct Module {
    /// The source text, unchanged byte for byte.
    pub text: String,
    /// The top-level items.
    pub body: Body,
    /// The syntax problems, in source order.
    pub problems: Vec<Problem>,
    /// The files of a joined text, in its order; none if the text is a single file.
    pub sources: Vec<Source>,
    /// The values that files such as `terraform.tfvars` give to variables.
    ///
    /// Of several values of a variable the last one applies.
    pub values: Vec<Attribute>,
    /// The provider blocks of a lock file, with the selected versions.
    pub locks: Vec<Block>,
}

/// The attributes and blocks of a block or a file, in source order.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// The items; duplicates are kept and reported in [`Module::problems`].
    pub items: Vec<Item>,
    /// The bytes between the braces, excluding the braces.
    pub span: Span,
}

/// An attribute or a block.
#[derive(Clone, Debug)]
pub enum Item {
    /// An attribute: `name = expression`.
    Attribute(Attribute),
    /// A block: `kind "label" { … }`.
    Block(Block),
}

/// An attribute: `name = expression`.
#[derive(Clone, Debug)]
pub struct Attribute {
    /// The name before the equals sign.
    pub name: Name,
    /// The expression after the equals sign.
    pub value: Expression,
    /// From the name to the end of the value, without the line end.
    pub span: Span,
}

/// A block: `kind "label" "label" { … }`.
#[derive(Clone, Debug)]
pub struct Block {
    /// The block type: `resource`, `variable`, `ingress`, ….
    pub kind: Name,
    /// The labels without their quotes; their spans include the quotes.
    pub labels: Vec<Name>,
    /// The content between the braces.
    pub body: Body,
    /// From the kind to the closing brace.
    pub span: Span,
    /// From the kind to the last label, before the opening brace.
    pub header: Span,
    /// Whether the block has its closing brace.
    ///
    /// False if the text ended, or a new item began, before the closing brace.
    pub closed: bool,
}

/// A word of the text and its span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The word, unescaped.
    pub text: String,
    /// The bytes of the word, including its quotes if it is quoted.
    pub span: Span,
}

/// An expression and its span.
#[derive(Clone, Debug)]
pub struct Expression {
    /// The kind of expression, with its parts.
    pub kind: ExpressionKind,
    /// The bytes of the expression.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// The literal `null`.
    Null,
    /// The literal `true` or `false`.
    Bool(bool),
    /// A number, as written in the text.
    Number(String),
    /// A quoted string or a heredoc, split into parts.
    ///
    /// A plain string has one literal part, an empty string has none.
    Template {
        /// The parts of the template.
        ///
        /// Literals are unescaped; the common indent of an indented heredoc (`<<-`) is removed.
        parts: Vec<Part>,
        /// Whether the template is written as a heredoc.
        heredoc: bool,
    },
    /// A list: `[a, b]`.
    List(Vec<Expression>),
    /// An object: `{ a = b }`; keys in source order, duplicates kept.
    Object(Vec<Entry>),
    /// A root name and the steps from it.
    ///
    /// Examples: `aws_vpc.main.id`, `var.name`, `each.key`, `foo`.
    Traversal {
        /// The root name: `aws_vpc`, `var`, `local`, `data`, ….
        root: Name,
        /// The steps: `.main`, `.id`, `[0]`, `["key"]`, `[*]`, `.*`.
        steps: Vec<Step>,
    },
    /// Steps from an expression that is not a name: `foo().bar`, `(a)[0]`.
    Access {
        /// The expression that the steps start from.
        base: Box<Expression>,
        /// The steps, as in a traversal.
        steps: Vec<Step>,
    },
    /// A function call: `name(arguments…)`.
    Call {
        /// The function name, including namespaces (`provider::x::y`).
        name: Name,
        /// The arguments between the parentheses.
        arguments: Vec<Expression>,
        /// Whether the last argument is expanded: `f(list...)`.
        spread: bool,
    },
    /// A conditional: `condition ? yes : no`.
    Conditional {
        /// The condition before the question mark.
        condition: Box<Expression>,
        /// The result before the colon, used if the condition is true.
        yes: Box<Expression>,
        /// The result after the colon, used if the condition is false.
        no: Box<Expression>,
    },
    /// A binary operation: `a + b`, `a && b`, ….
    Binary {
        /// One of `+ - * / % == != < > <= >= && ||`.
        operator: &'static str,
        /// The left operand.
        left: Box<Expression>,
        /// The right operand.
        right: Box<Expression>,
    },
    /// A unary operation: `!a`, `-a`.
    Unary {
        /// The operator: `!` or `-`.
        operator: &'static str,
        /// The operand.
        operand: Box<Expression>,
    },
    /// A `for` expression.
    ///
    /// `[for k, v in c : e if f]` or `{for k, v in c : e => e… if f}`.
    For(Box<For>),
    /// An expression in parentheses: `(a)`.
    Parentheses(Box<Expression>),
    /// Text that is not a valid expression; a problem covers the same position.
    Invalid,
}

/// One `key = value` (or `key : value`) of an object.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key; a bare name is a traversal without steps and denotes its own text.
    pub key: Expression,
    /// The value of the entry.
    pub value: Expression,
    /// From the key to the end of the value.
    pub span: Span,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Literal text, unescaped.
    Literal(String, Span),
    /// An interpolation `${ expression }`; its span includes the markers.
    Interpolation(Expression, Span),
    /// A directive.
    ///
    /// `%{ if a }`, `%{ for x in y }`, `%{ else }`, `%{ endif }` or `%{ endfor }`.
    Directive(Directive),
}

/// A directive of a template.
#[derive(Clone, Debug)]
pub struct Directive {
    /// The keyword: `if`, `else`, `endif`, `for` or `endfor`.
    pub word: Name,
    /// The names that a `for` binds: the key, if two names are given, and the value.
    pub names: Vec<Name>,
    /// The condition of an `if`, the collection of a `for`.
    pub expression: Option<Expression>,
    /// The bytes of the directive, including the markers.
    pub span: Span,
}

/// One access step into a value.
#[derive(Clone, Debug)]
pub enum Step {
    /// Attribute access: `.name`.
    Attribute(Name),
    /// Legacy index: `.0`.
    LegacyIndex(u64, Span),
    /// Index: `[expression]`.
    Index(Box<Expression>, Span),
    /// Splat: `.*` or `[*]`.
    Splat(Span),
}

/// A `for` expression.
#[derive(Clone, Debug)]
pub struct For {
    /// The name bound to the key, if two names are given.
    pub key: Option<Name>,
    /// The name bound to the value.
    pub value: Name,
    /// The collection iterated over.
    pub collection: Expression,
    /// The key expression before `=>`; only the object form has one.
    pub result_key: Option<Expression>,
    /// The result expression, evaluated for each element.
    pub result: Expression,
    /// The filter condition after `if`.
    pub condition: Option<Expression>,
    /// Whether `...` follows the result, so that values with equal keys are grouped.
    pub grouped: bool,
}

/// A 1-based position in a text: line, and column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Position {
    /// Line number, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Parses a Terraform text; syntax errors are in [`Module::problems`].
///
/// ```
/// let module = infragenie::hcl::parse("resource \"aws_vpc\" \"main\" {\n  cidr_block =\n}\n");
/// assert_eq!(module.at("aws_vpc.main").unwrap().body.items.len(), 1);
/// assert_eq!(module.problems[0].kind.summary(), "Invalid expression");
/// assert_eq!(module.position(module.problems[0].span.start).line, 2);
/// ```
pub fn parse(text: impl Into<String>) -> Module {
    parse::parse(text.into())
}

/// Returns the spans of the comments of a text, in source order.
///
/// The span of a line comment includes its line end.
///
/// ```
/// let text = "a = 1 # one\n";
/// let comments: Vec<_> = infragenie::hcl::comments(text).map(|it| &text[it.range()]).collect();
/// assert_eq!(comments, ["# one\n"]);
/// ```
pub fn comments(text: &str) -> impl Iterator<Item = Span> {
    let tokens = lex::tokens_and_comments(text).into_iter();
    let comments = tokens.filter(|token| token.kind == lex::TokenKind::Comment);
    comments.map(|token| token.span)
}

impl Span {
    /// Creates a span from its first byte to one past its last byte.
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// Returns the span as a range for slicing a text.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Module {
    /// Iterates over the top-level blocks in source order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.body.blocks()
    }

    /// Iterates over the resources in source order.
    pub fn resources(&self) -> impl Iterator<Item = &Block> {
        self.blocks()
            .filter(|block| block.kind.text == "resource" && block.labels.len() == 2)
    }

    /// Returns the first block with the given address.
    pub fn at(&self, address: &str) -> Option<&Block> {
        self.blocks()
            .find(|block| block.address().as_deref() == Some(address))
    }

    /// Returns the top-level block that contains a byte or ends before it.
    pub fn block_at(&self, byte: usize) -> Option<&Block> {
        let items = &self.body.items;
        let after = items.partition_point(|item| item.span().start <= byte);
        match items.get(after.checked_sub(1)?)? {
            Item::Block(block) if byte <= block.span.end => Some(block),
            _ => None,
        }
    }

    /// Returns whether a syntax error begins in a part of the text.
    ///
    /// A redefined attribute does not count, because all of the text around it is understood.
    pub fn has_syntax_errors(&self, span: Span) -> bool {
        let first = self
            .problems
            .partition_point(|it| it.span.start < span.start);
        let problems = self.problems[first..].iter();
        problems
            .take_while(|it| it.span.start <= span.end)
            .any(|it| it.kind != Kind::AttributeRedefined)
    }

    /// Returns the line and column of a byte offset.
    ///
    /// For many offsets in the same text [`Module::lines`] is faster.
    pub fn position(&self, byte: usize) -> Position {
        self.lines().position(byte)
    }

    /// Builds an index of line starts for fast position lookups.
    pub fn lines(&self) -> Lines<'_> {
        Lines::new(&self.text)
    }
}
/// Bytes per chunk for which [`Lines`] stores a character count.
const CHUNK: usize = 1024;

/// Positions in a text, for looking up many of them.
///
/// The text is indexed at the first look-up: most checked modules have nothing to report.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    text: &'a str,
    index: OnceCell<LineIndex>,
}

/// Line starts of a text.
#[derive(Clone, Debug)]
struct LineIndex {
    starts: Vec<usize>,
    /// Number of characters before each chunk, and in the whole text.
    ///
    /// Needed because one line may be as long as the text: counting is limited to one chunk.
    characters: Vec<usize>,
}

impl LineIndex {
    fn new(text: &str) -> LineIndex {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let mut characters = vec![0];
        for (at, chunk) in text.as_bytes().chunks(CHUNK).enumerate() {
            characters.push(characters[at] + count_characters(chunk));
        }
        LineIndex {
            starts: std::iter::once(0).chain(ends).collect(),
            characters,
        }
    }
}

impl<'a> Lines<'a> {
    /// Returns the positions of a text.
    pub fn new(text: &'a str) -> Lines<'a> {
        let index = OnceCell::new();
        Lines { text, index }
    }

    /// Returns the line and column of a byte offset.
    ///
    /// ```
    /// let module = infragenie::hcl::parse("a = 1\né = 2\n");
    /// let position = module.lines().position(8);
    /// assert_eq!((position.line, position.column), (2, 2));
    /// ```
    pub fn position(&self, byte: usize) -> Position {
        let index = self.index.get_or_init(|| LineIndex::new(self.text));
        let byte = byte.min(self.text.len());
        // The first line starts at 0, so at least one start is not after the byte.
        let line = index.starts.partition_point(|start| *start <= byte);
        let characters = |byte: usize| {
            let chunk = byte / CHUNK;
            let rest = &self.text.as_bytes()[chunk * CHUNK..byte];
            index.characters[chunk] + count_characters(rest)
        };
        let column = characters(byte) - characters(index.starts[line - 1]) + 1;
        Position { line, column }
    }
}

/// Counts the characters that begin in some bytes; continuation bytes do not count.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

impl Body {
    /// Iterates over the blocks in source order.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Attribute(_) => None,
        })
    }

    /// Iterates over the attributes in source order.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.items.iter().filter_map(|item| match item {
            Item::Attribute(attribute) => Some(attribute),
            Item::Block(_) => None,
        })
    }

    /// Returns the first attribute with the given name.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes()
            .find(|attribute| attribute.name.text == name)
    }

    /// Iterates over the blocks of the given kind.
    pub fn blocks_of(&self, kind: &str) -> impl Iterator<Item = &Block> {
        self.blocks().filter(move |block| block.kind.text == kind)
    }

    /// Iterates over the `dynamic` blocks that create blocks of a kind.
    pub fn dynamic_blocks_of(&self, kind: &str) -> impl Iterator<Item = &Block> {
        let is_label = move |label: &Name| label.text == kind;
        self.blocks_of("dynamic")
            .filter(move |block| block.labels.first().is_some_and(is_label))
    }

    /// Returns the literal text that an attribute is set to.
    pub fn literal_text(&self, name: &str) -> Option<&str> {
        self.attribute(name)?.value.literal_text()
    }

    /// Returns whether blocks of a kind are written or created by a `dynamic` block.
    pub fn has_blocks_of(&self, kind: &str) -> bool {
        self.blocks_of(kind).next().is_some() || self.dynamic_blocks_of(kind).next().is_some()
    }

    /// Iterates over the blocks of a kind, including dynamic content.
    ///
    /// The `content` of the `dynamic` blocks of the kind follows the blocks.
    pub fn nested_blocks_of(&self, kind: &str) -> impl Iterator<Item = &Block> {
        let dynamic = self.dynamic_blocks_of(kind);
        let contents = dynamic.flat_map(|block| block.body.blocks_of("content"));
        self.blocks_of(kind).chain(contents)
    }
}

impl Block {
    /// Returns the offset of the opening brace, or None if the block has none.
    fn brace(&self, text: &str) -> Option<usize> {
        let at = self.body.span.start.checked_sub(1)?;
        (at >= self.header.end && text.as_bytes().get(at) == Some(&b'{')).then_some(at)
    }

    /// Returns whether the block has neither `count` nor `for_each`.
    pub fn is_single(&self) -> bool {
        let is_repetition = |one: &Attribute| matches!(&*one.name.text, "count" | "for_each");
        !self.body.attributes().any(is_repetition)
    }

    /// Returns the name that a `dynamic` block binds: its iterator, or its label.
    pub fn iterator(&self) -> Option<&Name> {
        let iterator = self.body.attribute("iterator");
        match iterator.map(|iterator| &iterator.value.kind) {
            Some(ExpressionKind::Traversal { root, .. }) => Some(root),
            _ => self.labels.first(),
        }
    }

    /// Returns the resource or data source type: the first of two labels.
    pub fn type_name(&self) -> Option<&str> {
        match self.labels.as_slice() {
            [type_name, _] => Some(&type_name.text),
            _ => None,
        }
    }
}

impl Step {
    /// Returns whether the step is an index that is a number or a plain string.
    pub fn is_constant_index(&self) -> bool {
        match self {
            Step::LegacyIndex(..) => true,
            Step::Index(index, _) => {
                let is_number = matches!(index.kind, ExpressionKind::Number(_));
                is_number || index.literal_text().is_some()
            }
            Step::Attribute(_) | Step::Splat(_) => false,
        }
    }
}

impl Item {
    /// Returns the attribute that the item is, if it is one.
    pub fn into_attribute(self) -> Option<Attribute> {
        match self {
            Item::Attribute(attribute) => Some(attribute),
            Item::Block(_) => None,
        }
    }

    /// Returns the block that the item is, if it is one.
    pub fn into_block(self) -> Option<Block> {
        match self {
            Item::Attribute(_) => None,
            Item::Block(block) => Some(block),
        }
    }

    /// Returns the bytes of the item.
    pub fn span(&self) -> Span {
        match self {
            Item::Attribute(attribute) => attribute.span,
            Item::Block(block) => block.span,
        }
    }
}

impl Entry {
    /// Returns the key as text if it is a bare name or a plain string.
    pub fn key_text(&self) -> Option<String> {
        self.key_name().map(str::to_owned)
    }

    /// Returns the key without copying it if it is a bare name or a plain string.
    pub fn key_name(&self) -> Option<&str> {
        self.key.bare_name().or_else(|| self.key.literal_text())
    }
}

impl Expression {
    /// Returns the text of a template without interpolations and directives.
    pub fn literal(&self) -> Option<String> {
        self.literal_text().map(str::to_owned)
    }

    /// Returns the text of a template without interpolations and directives, borrowed.
    pub fn literal_text(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::Template { parts, .. } => match parts.as_slice() {
                [] => Some(""),
                // The parser joins adjacent literals.
                [Part::Literal(text, _)] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns the name if the expression is a name without steps.
    pub fn bare_name(&self) -> Option<&str> {
        match &self.kind {
            ExpressionKind::Traversal { root, steps } if steps.is_empty() => Some(&root.text),
            _ => None,
        }
    }

    /// Returns the name and the arguments if the expression is a call.
    pub fn call(&self) -> Option<(&str, &[Expression])> {
        match &self.kind {
            ExpressionKind::Call {
                name, arguments, ..
            } => Some((&name.text, arguments)),
            _ => None,
        }
    }

    /// Returns the items if the expression is a list.
    pub fn items(&self) -> Option<&[Expression]> {
        match &self.kind {
            ExpressionKind::List(items) => Some(items),
            _ => None,
        }
    }

    /// Returns the entries if the expression is an object.
    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            ExpressionKind::Object(entries) => Some(entries),
            _ => None,
        }
    }

    /// Returns the value of an entry of an object by its key.
    pub fn entry(&self, key: &str) -> Option<&Expression> {
        let mut entries = self.entries()?.iter();
        let entry = entries.find(|entry| entry.key_name() == Some(key));
        entry.map(|entry| &entry.value)
    }

    /// Calls back for each direct subexpression, in source order.
    ///
    /// Bare names and plain strings that are keys of an object are left out.
    pub fn for_each_child<'m>(&'m self, visit: &mut dyn FnMut(&'m Expression)) {
        use ExpressionKind::*;
        let steps = match &self.kind {
            Traversal { steps, .. } | Access { steps, .. } => steps.as_slice(),
            _ => &[],
        };
        match &self.kind {
            Null | Bool(_) | Number(_) | Invalid | Traversal { .. } => {}
            Template { parts, .. } => parts.iter().for_each(|part| match part {
                Part::Literal(..) => {}
                Part::Interpolation(inner, _) => visit(inner),
                Part::Directive(directive) => directive.expression.iter().for_each(&mut *visit),
            }),
            List(items) => items.iter().for_each(&mut *visit),
            Object(entries) => entries.iter().for_each(|entry| {
                if entry.key_name().is_none() {
                    visit(&entry.key);
                }
                visit(&entry.value);
            }),
            Access { base, .. } => visit(base),
            Call { arguments, .. } => arguments.iter().for_each(&mut *visit),
            Conditional { condition, yes, no } => {
                [condition, yes, no].into_iter().for_each(|one| visit(one));
            }
            Binary { left, right, .. } => [left, right].into_iter().for_each(|one| visit(one)),
            Unary { operand: inner, .. } | Parentheses(inner) => visit(inner),
            For(each) => {
                visit(&each.collection);
                each.result_key.iter().for_each(&mut *visit);
                visit(&each.result);
                each.condition.iter().for_each(&mut *visit);
            }
        }
        for step in steps {
            if let Step::Index(index, _) = step {
                visit(index);
            }
        }
    }
}
