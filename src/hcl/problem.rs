//! What is wrong with a text, and where: a kind that maps to Terraform's own summary, and one line.

use super::Span;

/// One thing that is wrong, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What sort of thing.
    pub kind: Kind,
    /// Where.
    pub span: Span,
    /// One line of at most 100 characters: lower case, names in backticks, the remedy if there is one.
    pub message: String,
}

/// The sorts of problems. Each stands for one summary of Terraform's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A character that no token starts with, or bytes that are no text.
    InvalidCharacter,
    /// An expression was expected.
    InvalidExpression,
    /// An attribute or a block was expected.
    ArgumentOrBlockRequired,
    /// What stands behind an item should have been a line end.
    MissingNewline,
    /// A block, list, object, call or parenthesis that is not closed.
    Unclosed,
    /// A quoted string that is not closed on its line.
    UnterminatedString,
    /// A heredoc without its end marker.
    UnterminatedHeredoc,
    /// A template sequence (`${`, `%{`) that is not closed or does not read.
    InvalidTemplate,
    /// An escape that strings do not have.
    InvalidEscape,
    /// A number that does not read.
    InvalidNumber,
    /// The same attribute twice in one body.
    AttributeRedefined,
    /// Nested deeper than is read.
    TooDeep,
}

impl Kind {
    /// Terraform's summary for the kind.
    pub fn summary(self) -> &'static str {
        match self {
            Kind::InvalidCharacter => "Invalid character",
            Kind::InvalidExpression => "Invalid expression",
            Kind::ArgumentOrBlockRequired => "Argument or block definition required",
            Kind::MissingNewline => "Missing newline after argument",
            Kind::Unclosed => "Unclosed configuration block",
            Kind::UnterminatedString => "Invalid multi-line string",
            Kind::UnterminatedHeredoc => "Unterminated template string",
            Kind::InvalidTemplate => "Invalid template interpolation value",
            Kind::InvalidEscape => "Invalid escape sequence",
            Kind::InvalidNumber => "Invalid number literal",
            Kind::AttributeRedefined => "Attribute redefined",
            Kind::TooDeep => "Nested too deeply",
        }
    }
}
