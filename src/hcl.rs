//! Terraform text in, [`Module`] out, and back losslessly.
//!
//! The parser recovers: a broken item costs itself and not the file, so a module comes with its
//! problems instead of an error. Every node knows its bytes in the text, and a change is a splice
//! of byte ranges ([`edit`]), so comments, layout and line endings stay as they were.

pub mod edit;
mod evaluate;
pub mod files;
pub mod graph;
pub(crate) mod lex;
mod number;
mod parse;
pub mod problem;
pub mod reference;
pub mod value;

pub use edit::{Change, Edit};
pub use number::number;
pub use problem::{Kind, Problem};
pub use reference::Reference;
pub use value::Value;

use std::ops::Range;

/// Deepest nesting of blocks, expressions and templates that is read; deeper input is a problem.
pub const DEPTH_MAX: usize = 96;

/// A range of bytes in the text of a module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// One Terraform text: what was read of it, and what could not be read.
#[derive(Clone, Debug)]
pub struct Module {
    /// The text as it was given, to the byte.
    pub text: String,
    /// What stands at the top level.
    pub body: Body,
    /// What the parser could not read, in the order of the text.
    pub problems: Vec<Problem>,
}

/// What stands between two braces, or in a file: attributes and blocks in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// Duplicates are kept; [`Module::problems`] names them.
    pub items: Vec<Item>,
    /// Everything between the braces, without them.
    pub span: Span,
}

/// One attribute or one block.
#[derive(Clone, Debug)]
pub enum Item {
    /// `name = expression`
    Attribute(Attribute),
    /// `kind "label" { … }`
    Block(Block),
}

/// `name = expression`
#[derive(Clone, Debug)]
pub struct Attribute {
    /// What stands before the equals sign.
    pub name: Name,
    /// What stands behind it.
    pub value: Expression,
    /// From the name to the end of the value, without the line end.
    pub span: Span,
}

/// `kind "label" "label" { … }`
#[derive(Clone, Debug)]
pub struct Block {
    /// `resource`, `variable`, `ingress`, …
    pub kind: Name,
    /// The labels without their quotes; their spans include the quotes.
    pub labels: Vec<Name>,
    /// What stands between the braces.
    pub body: Body,
    /// From the kind to the closing brace.
    pub span: Span,
    /// From the kind to the last label, before the opening brace.
    pub header: Span,
    /// False when the text ended, or a new item began, before the closing brace.
    pub closed: bool,
}

/// A word of the text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The word, unescaped.
    pub text: String,
    /// Its bytes, quotes included where it has them.
    pub span: Span,
}

/// An expression and its bytes.
#[derive(Clone, Debug)]
pub struct Expression {
    /// What it is.
    pub kind: ExpressionKind,
    /// Its bytes in the text.
    pub span: Span,
}

/// What an expression can be.
#[derive(Clone, Debug)]
pub enum ExpressionKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A quoted string or a heredoc, in parts; a plain string is one literal part, an empty one
    /// none.
    Template {
        /// Literals are unescaped; of an indented heredoc (`<<-`) the common indent is taken
        /// off.
        parts: Vec<Part>,
        /// Written as a heredoc.
        heredoc: bool,
    },
    /// `[a, b]`
    List(Vec<Expression>),
    /// `{ a = b }`, keys in the order of the text, duplicates kept.
    Object(Vec<Entry>),
    /// `aws_vpc.main.id`, `var.name`, `each.key`, `foo`: a root and the steps from it.
    Traversal {
        /// `aws_vpc`, `var`, `local`, `data`, …
        root: Name,
        /// `.main`, `.id`, `[0]`, `["key"]`, `[*]`, `.*`
        steps: Vec<Step>,
    },
    /// Steps from an expression that is no name: `foo().bar`, `(a)[0]`.
    Access {
        /// What the steps start from.
        base: Box<Expression>,
        /// The steps, as in a traversal.
        steps: Vec<Step>,
    },
    /// `name(arguments…)`
    Call {
        /// The function, `provider::x::y` included.
        name: Name,
        /// What stands between the parentheses.
        arguments: Vec<Expression>,
        /// The last argument is spread: `f(list...)`.
        spread: bool,
    },
    /// `condition ? yes : no`
    Conditional {
        /// Before the question mark.
        condition: Box<Expression>,
        /// Before the colon.
        yes: Box<Expression>,
        /// Behind the colon.
        no: Box<Expression>,
    },
    /// `a + b`, `a && b`, …
    Binary {
        /// `+ - * / % == != < > <= >= && ||`
        operator: &'static str,
        /// Left of the operator.
        left: Box<Expression>,
        /// Right of it.
        right: Box<Expression>,
    },
    /// `!a`, `-a`
    Unary {
        /// `!` or `-`
        operator: &'static str,
        /// What it applies to.
        operand: Box<Expression>,
    },
    /// `[for k, v in c : e if f]` and `{for k, v in c : e => e… if f}`
    For(Box<For>),
    /// `(a)`
    Parentheses(Box<Expression>),
    /// What could not be read; a problem stands at the same place.
    Invalid,
}

/// One `key = value` (or `key : value`) of an object.
#[derive(Clone, Debug)]
pub struct Entry {
    /// A bare name is a traversal without steps: it stands for its own text.
    pub key: Expression,
    /// What it is set to.
    pub value: Expression,
    /// From the key to the end of the value.
    pub span: Span,
}

/// A part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text, unescaped.
    Literal(String, Span),
    /// `${ expression }`, its span with the marks.
    Interpolation(Expression, Span),
    /// `%{ if a }`, `%{ for x in y }`, `%{ else }`, `%{ endif }`, `%{ endfor }`
    Directive(Directive),
}

/// A directive of a template.
#[derive(Clone, Debug)]
pub struct Directive {
    /// `if`, `else`, `endif`, `for` or `endfor`.
    pub word: Name,
    /// What a `for` names: the key, where two names are given, and the value.
    pub names: Vec<Name>,
    /// The condition of an `if`, the collection of a `for`.
    pub expression: Option<Expression>,
    /// Its bytes, with the marks.
    pub span: Span,
}

/// A step from a value into it.
#[derive(Clone, Debug)]
pub enum Step {
    /// `.name`
    Attribute(Name),
    /// `.0`
    LegacyIndex(u64, Span),
    /// `[expression]`
    Index(Box<Expression>, Span),
    /// `.*` or `[*]`
    Splat(Span),
}

/// A `for` expression.
#[derive(Clone, Debug)]
pub struct For {
    /// The key's name, where two are given.
    pub key: Option<Name>,
    /// The value's name.
    pub value: Name,
    /// What is walked.
    pub collection: Expression,
    /// Before `=>`; there is one in the object form only.
    pub result_key: Option<Expression>,
    /// What each round gives.
    pub result: Expression,
    /// Behind `if`.
    pub condition: Option<Expression>,
    /// `...` behind the result: values of the same key are gathered.
    pub grouped: bool,
}

/// A place as a person counts: both from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Reads a Terraform text. What does not read is named in [`Module::problems`].
///
/// ```
/// let module = infragenie::hcl::parse("resource \"aws_vpc\" \"main\" {\n  cidr_block =\n}\n");
/// assert_eq!(module.at("aws_vpc.main").unwrap().body.items.len(), 1);
/// assert_eq!(module.problems[0].kind.summary(), "Invalid expression");
/// assert_eq!(module.place(module.problems[0].span.start).line, 2);
/// ```
pub fn parse(text: impl Into<String>) -> Module {
    parse::parse(text.into())
}

impl Span {
    /// From the first byte to one past the last.
    pub const fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// The range for slicing a text.
    pub fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

impl Module {
    /// The top-level blocks in the order of the text.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.body.blocks()
    }

    /// The resources in the order of the text.
    pub fn resources(&self) -> impl Iterator<Item = &Block> {
        self.blocks()
            .filter(|block| block.kind.text == "resource" && block.labels.len() == 2)
    }

    /// The block that stands at an address, the first where it stands twice.
    pub fn at(&self, address: &str) -> Option<&Block> {
        self.blocks()
            .find(|block| block.address().as_deref() == Some(address))
    }

    /// Line and column of a byte. For many bytes of one text [`Module::lines`] is quicker.
    pub fn position(&self, byte: usize) -> Position {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let start = before
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        Position {
            line,
            column: column(&before[start..]),
        }
    }

    /// Where the lines of the text begin.
    pub fn lines(&self) -> Lines<'_> {
        let bytes = self.text.as_bytes();
        let ends = bytes.iter().enumerate();
        let ends = ends.filter_map(|(at, byte)| (*byte == b'\n').then_some(at + 1));
        let mut characters = 0;
        let chunks = bytes.chunks(CHUNK).map(|chunk| {
            let before = characters;
            characters += column(chunk) - 1;
            before
        });
        Lines {
            bytes,
            starts: std::iter::once(0).chain(ends).collect(),
            characters: chunks.collect(),
        }
    }
}

/// Bytes after which [`Lines`] knows how many characters it has passed.
const CHUNK: usize = 1024;

/// Where the lines of a text begin, for finding many places in it.
#[derive(Clone, Debug)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    starts: Vec<usize>,
    /// How many characters stand before each chunk: a line may be as long as the text.
    characters: Vec<usize>,
}

impl Lines<'_> {
    /// Line and column of a byte.
    ///
    /// ```
    /// let module = infragenie::hcl::parse("a = 1\né = 2\n");
    /// let lines = module.lines();
    /// assert_eq!(lines.place(8), module.place(8));
    /// assert_eq!((lines.place(8).line, lines.place(8).column), (2, 2));
    /// ```
    pub fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.bytes.len());
        let line = self.starts.partition_point(|start| *start <= byte);
        let start = line.checked_sub(1).map_or(0, |at| self.starts[at]);
        Position {
            line,
            column: self.characters(byte) - self.characters(start) + 1,
        }
    }

    /// How many characters begin before a byte.
    fn characters(&self, byte: usize) -> usize {
        let chunk = byte / CHUNK;
        match self.characters.get(chunk) {
            Some(before) => before + column(&self.bytes[chunk * CHUNK..byte]) - 1,
            // The end of a text whose last chunk is full.
            None => {
                column(&self.bytes[byte.saturating_sub(CHUNK)..byte]) - 1
                    + self.characters.last().copied().unwrap_or_default()
            }
        }
    }
}

/// The column in characters behind the bytes of a line; a byte that continues a character does not
/// count as one.
fn column(line: &[u8]) -> usize {
    let begins = line.iter().filter(|byte| **byte & 0xC0 != 0x80);
    begins.count() + 1
}

impl Body {
    /// The blocks in the order of the text.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.items.iter().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Attribute(_) => None,
        })
    }

    /// The attributes in the order of the text.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.items.iter().filter_map(|item| match item {
            Item::Attribute(attribute) => Some(attribute),
            Item::Block(_) => None,
        })
    }

    /// The attribute of a name, the first where it is set twice.
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes()
            .find(|attribute| attribute.name.text == name)
    }

    /// The blocks of a kind.
    pub fn blocks_of(&self, kind: &str) -> impl Iterator<Item = &Block> {
        self.blocks().filter(move |block| block.kind.text == kind)
    }
}

impl Block {
    /// How Terraform names the block: `aws_vpc.main`, `data.aws_ami.x`, `var.name`, `output.x`,
    /// `module.x`, `provider.aws`, `provider.aws.west` (by its alias), `local` and `terraform`.
    /// None where the labels do not fit the kind.
    pub fn address(&self) -> Option<String> {
        let label = |at: usize| self.labels.get(at).map(|label| label.text.as_str());
        match (self.kind.text.as_str(), self.labels.len()) {
            ("resource", 2) => Some([label(0)?, label(1)?].join(".")),
            ("data", 2) => Some(["data", label(0)?, label(1)?].join(".")),
            ("variable", 1) => Some(["var", label(0)?].join(".")),
            (kind @ ("output" | "module"), 1) => Some([kind, label(0)?].join(".")),
            ("provider", 1) => {
                let alias = self
                    .body
                    .attribute("alias")
                    .and_then(|alias| alias.value.literal());
                Some(match alias {
                    Some(alias) => ["provider", label(0)?, &alias].join("."),
                    None => ["provider", label(0)?].join("."),
                })
            }
            ("locals", 0) => Some("local".to_owned()),
            ("terraform", 0) => Some("terraform".to_owned()),
            _ => None,
        }
    }

    /// The byte of the opening brace; none where the block has none.
    fn brace(&self, text: &str) -> Option<usize> {
        let at = self.body.span.start.checked_sub(1)?;
        (at >= self.header.end && text.as_bytes().get(at) == Some(&b'{')).then_some(at)
    }

    /// The resource or data type: the first of two labels.
    pub fn type_name(&self) -> Option<&str> {
        match self.labels.as_slice() {
            [type_name, _] => Some(&type_name.text),
            _ => None,
        }
    }
}

impl Item {
    /// Its bytes.
    pub fn span(&self) -> Span {
        match self {
            Item::Attribute(attribute) => attribute.span,
            Item::Block(block) => block.span,
        }
    }
}

impl Entry {
    /// The text of the key: of a bare name, or of a plain string.
    pub fn key_text(&self) -> Option<String> {
        match &self.key.kind {
            ExpressionKind::Traversal { root, steps } if steps.is_empty() => {
                Some(root.text.clone())
            }
            _ => self.key.literal(),
        }
    }
}

impl Expression {
    /// The text of a template that has no interpolation and no directive.
    pub fn literal(&self) -> Option<String> {
        let ExpressionKind::Template { parts, .. } = &self.kind else {
            return None;
        };
        let mut text = String::new();
        for part in parts {
            let Part::Literal(literal, _) = part else {
                return None;
            };
            text.push_str(literal);
        }
        Some(text)
    }
}
