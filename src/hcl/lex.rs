//! Splits Terraform text into tokens and reports invalid characters.

mod string;

use super::parse::PROBLEMS_MAX;
use super::{Kind, Problem, Span};
use foldhash::HashMap;
use string::{is_assignment, is_header};

/// A token of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// The kind of the token.
    pub kind: TokenKind,
    /// The bytes of the token.
    pub span: Span,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Identifier,
    Number,
    /// A line end, or a comment up to and including one.
    Newline,
    /// A comment; a line comment includes its line end. Only [`tokens_and_comments`] has it.
    Comment,
    /// The end of the text.
    End,

    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    OpenParenthesis,
    CloseParenthesis,

    OpenQuote,
    /// Text of a quoted string, still escaped.
    Literal,
    CloseQuote,
    /// A line end in a quoted string that continues on a following line.
    QuotedNewline,
    /// A line end that terminates an unclosed quoted string.
    ///
    /// It also terminates everything that encloses the string, up to the enclosing body or heredoc.
    BrokenQuote,
    /// The opening `<<EOT` or `<<-EOT` of a heredoc, with its line end.
    OpenHeredoc,
    /// Text of a heredoc: at most one line, with its line end.
    Line,
    /// The end marker of a heredoc, without its line end.
    CloseHeredoc,
    /// The end of a heredoc without end marker, before a line that looks like a block.
    ///
    /// The token is empty.
    BrokenHeredoc,
    /// The opening `${` or `${~` of an interpolation.
    Interpolation,
    /// The opening `%{` or `%{~` of a directive.
    Directive,
    /// The closing `}` or `~}` of an interpolation or a directive.
    SequenceEnd,

    Equal,
    Dot,
    Comma,
    Colon,
    DoubleColon,
    Question,
    Ellipsis,
    Arrow,
    Star,
    Slash,
    Percent,
    Plus,
    Minus,
    Bang,
    EqualEqual,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    And,
    Or,
    /// A character that the language does not use; it is reported as a problem.
    Invalid,
}

/// Splits a text into tokens; the last token is [`TokenKind::End`].
pub(crate) fn tokens(text: &str) -> (Vec<Token>, Vec<Problem>) {
    read(text, false)
}

/// Splits a text into tokens and comments, with nothing but blanks between them.
pub(super) fn tokens_and_comments(text: &str) -> Vec<Token> {
    read(text, true).0
}

fn read(text: &str, with_comments: bool) -> (Vec<Token>, Vec<Problem>) {
    let mut lexer = Lexer {
        text,
        at: 0,
        with_comments,
        tokens: Vec::with_capacity(text.len() / 6),
        frames: Vec::new(),
        problems: Vec::new(),
        occurrences: HashMap::default(),
        string_until: 0,
        heredocs_left: 0,
        comments_end: true,
    };
    if text.starts_with('\u{FEFF}') {
        lexer.at = '\u{FEFF}'.len_utf8();
    }
    while lexer.at < text.len() || lexer.leave_heredoc() {
        match lexer.frames.last() {
            None | Some(Frame::Sequence { .. }) => lexer.plain(),
            Some(Frame::Quote) => lexer.quoted(),
            Some(Frame::Heredoc { .. }) => lexer.heredoc(),
        }
    }
    lexer.push(TokenKind::End, 0);
    (lexer.tokens, lexer.problems)
}

/// A construct that encloses the current position of the lexer.
enum Frame {
    /// A quoted string.
    Quote,
    /// A heredoc.
    Heredoc { marker: Span, token: usize },
    /// A template sequence, with the number of braces open inside it.
    Sequence { braces: usize },
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// Whether comments are emitted as tokens.
    with_comments: bool,
    tokens: Vec<Token>,
    frames: Vec<Frame>,
    problems: Vec<Problem>,
    /// Occurrences of each character that Terraform reports only a few times.
    occurrences: HashMap<char, usize>,
    /// Offset up to which an open string is known to continue over line ends.
    string_until: usize,
    /// Number of heredocs without end marker that were abandoned.
    heredocs_left: usize,
    /// Whether a `*/` may follow; false after a search found none.
    comments_end: bool,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Emits a token of the next `length` bytes.
    fn push(&mut self, kind: TokenKind, length: usize) {
        let span = Span::new(self.at, self.at + length);
        self.at = span.end;
        self.tokens.push(Token { kind, span });
    }

    fn problem(&mut self, kind: Kind, length: usize, message: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            let span = Span::new(self.at, self.at + length);
            self.problems.push(Problem::new(kind, span, message));
        }
    }

    /// Reads one token outside of strings.
    fn plain(&mut self) {
        let bytes = &self.text.as_bytes()[self.at..];
        let second = bytes.get(1).copied().unwrap_or(0);
        match bytes[0] {
            b' ' | b'\t' => {
                self.at += bytes
                    .iter()
                    .take_while(|b| matches!(b, b' ' | b'\t'))
                    .count();
            }
            b'a'..=b'z' | b'A'..=b'Z' => {
                self.push(TokenKind::Identifier, identifier_length(self.rest()));
            }
            b'\n' => self.line_end(TokenKind::Newline, 1),
            b'\r' if second == b'\n' => self.line_end(TokenKind::Newline, 2),
            b'#' => self.comment(),
            b'/' if second == b'/' => self.comment(),
            b'/' if second == b'*' && self.block_comment() => {}
            b'0'..=b'9' => self.push(TokenKind::Number, number_length(bytes)),
            b'"' => {
                self.push(TokenKind::OpenQuote, 1);
                self.frames.push(Frame::Quote);
            }
            b'{' => {
                if let Some(Frame::Sequence { braces }) = self.frames.last_mut() {
                    *braces += 1;
                }
                self.push(TokenKind::OpenBrace, 1);
            }
            b'}' => self.close(1),
            b'~' if second == b'}' => self.close(2),
            b'<' if second == b'<' => self.open_heredoc(),
            _ => self.symbol(),
        }
    }

    /// Reads a line end.
    ///
    /// In a template sequence no block and no argument can follow a line end. If one follows, the
    /// sequence is not closed, and everything that encloses it ends here.
    fn line_end(&mut self, kind: TokenKind, length: usize) {
        self.push(kind, length);
        let Some(Frame::Sequence { braces }) = self.frames.last() else {
            return;
        };
        let line = self.rest().split('\n').next().unwrap_or_default();
        if is_header(line) {
            self.frames.clear();
        } else if *braces == 0 && is_assignment(line) {
            self.leave_string();
        }
    }

    /// Reads a line comment; the comment and its line end form one token.
    fn comment(&mut self) {
        match self.rest().find('\n') {
            Some(length) if self.with_comments => self.line_end(TokenKind::Comment, length + 1),
            Some(length) => self.line_end(TokenKind::Newline, length + 1),
            None => self.skip_comment(self.text.len() - self.at),
        }
    }

    /// Skips a comment that does not end its line.
    fn skip_comment(&mut self, length: usize) {
        if self.with_comments {
            self.push(TokenKind::Comment, length);
        } else {
            self.at += length;
        }
    }

    /// Skips a block comment; returns false if it has no end mark.
    fn block_comment(&mut self) -> bool {
        let end = if self.comments_end {
            self.rest()[2..].find("*/")
        } else {
            None
        };
        self.comments_end = end.is_some();
        if let Some(end) = end {
            self.skip_comment(2 + end + 2);
        }
        end.is_some()
    }

    /// Reads a closing brace of `length` bytes.
    ///
    /// It closes a template sequence or a brace that is open inside the sequence.
    fn close(&mut self, length: usize) {
        match self.frames.last_mut() {
            Some(Frame::Sequence { braces: 0 }) => {
                self.frames.pop();
                self.push(TokenKind::SequenceEnd, length);
            }
            Some(Frame::Sequence { braces }) => {
                *braces -= 1;
                let kind = if length == 1 {
                    TokenKind::CloseBrace
                } else {
                    TokenKind::SequenceEnd
                };
                self.push(kind, length);
            }
            _ if length == 1 => self.push(TokenKind::CloseBrace, 1),
            _ => self.push(TokenKind::SequenceEnd, length),
        }
    }

    fn open_heredoc(&mut self) {
        let rest = self.rest();
        let dash = usize::from(rest[2..].starts_with('-'));
        let start = 2 + dash;
        let length = identifier_length(&rest[start..]);
        let end = start + length;
        let line_end = line_end_length(&rest.as_bytes()[end..]);
        if length == 0 || line_end == 0 {
            return self.push(TokenKind::Less, 1);
        }
        let marker = Span::new(self.at + start, self.at + end);
        let token = self.tokens.len();
        self.push(TokenKind::OpenHeredoc, end + line_end);
        self.frames.push(Frame::Heredoc { marker, token });
    }

    fn symbol(&mut self) {
        use TokenKind::*;
        let rest = self.rest();
        let bytes = rest.as_bytes();
        let (kind, length) = match bytes {
            [b'.', b'.', b'.', ..] => (Ellipsis, 3),
            [b':', b':', ..] => (DoubleColon, 2),
            [b'=', b'>', ..] => (Arrow, 2),
            [b'=', b'=', ..] => (EqualEqual, 2),
            [b'!', b'=', ..] => (NotEqual, 2),
            [b'>', b'=', ..] => (GreaterEqual, 2),
            [b'<', b'=', ..] => (LessEqual, 2),
            [b'&', b'&', ..] => (And, 2),
            [b'|', b'|', ..] => (Or, 2),
            [b'[', ..] => (OpenBracket, 1),
            [b']', ..] => (CloseBracket, 1),
            [b'(', ..] => (OpenParenthesis, 1),
            [b')', ..] => (CloseParenthesis, 1),
            [b'=', ..] => (Equal, 1),
            [b'.', ..] => (Dot, 1),
            [b',', ..] => (Comma, 1),
            [b':', ..] => (Colon, 1),
            [b'?', ..] => (Question, 1),
            [b'*', ..] => (Star, 1),
            [b'/', ..] => (Slash, 1),
            [b'%', ..] => (Percent, 1),
            [b'+', ..] => (Plus, 1),
            [b'-', ..] => (Minus, 1),
            [b'!', ..] => (Bang, 1),
            [b'<', ..] => (Less, 1),
            [b'>', ..] => (Greater, 1),
            _ => match identifier_length(rest) {
                0 => return self.invalid(),
                length => (Identifier, length),
            },
        };
        self.push(kind, length);
    }

    /// Reads a character that the language does not use.
    ///
    /// Terraform reports some of these characters only a few times.
    fn invalid(&mut self) {
        let Some(character) = self.rest().chars().next() else {
            return;
        };
        let length = character.len_utf8();
        let before = match character {
            '&' | '|' | '^' | '~' => self.count_occurrence('&'),
            '`' | '\'' | ';' => self.count_occurrence(character),
            _ => 0,
        };
        let (kind, is_reported, remedy) = match character {
            '&' => (Kind::UnsupportedOperator, before < 4, "; did you mean `&&`"),
            '|' => (Kind::UnsupportedOperator, before < 4, "; did you mean `||`"),
            '~' => (Kind::UnsupportedOperator, before < 4, "; did you mean `!`"),
            '^' => (Kind::UnsupportedOperator, before < 4, ""),
            // For a pair of these quotes, only the first is reported.
            '`' => (
                Kind::InvalidCharacter,
                before == 0 || before == 2,
                "; write a heredoc",
            ),
            '\'' => (
                Kind::InvalidCharacter,
                before == 0 || before == 2,
                "; use double quotes",
            ),
            ';' => (
                Kind::InvalidCharacter,
                before == 0,
                "; end the line instead",
            ),
            _ => (Kind::InvalidCharacter, true, ""),
        };
        if is_reported {
            let shown = match character {
                '`' => "a backtick".to_owned(),
                _ if character.is_control() => format!("`{}`", character.escape_debug()),
                _ => format!("`{character}`"),
            };
            let message = format!("{shown} is not used within the language{remedy}");
            self.problem(kind, length, message);
        }
        self.push(TokenKind::Invalid, length);
    }

    /// Counts a character; returns the number of its earlier occurrences.
    fn count_occurrence(&mut self, character: char) -> usize {
        let count = self.occurrences.entry(character).or_default();
        *count += 1;
        *count - 1
    }
}

/// Returns the length of a number, which cannot end in a dot or a bare exponent.
fn number_length(bytes: &[u8]) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    let mut length = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'0'..=b'9' => at += 1,
            b'.' => {
                at += 1;
                continue;
            }
            b'e' | b'E' if digit(at + 1) => at += 2,
            b'e' | b'E' if matches!(bytes.get(at + 1), Some(b'+' | b'-')) && digit(at + 2) => {
                at += 3;
            }
            _ => break,
        }
        length = at;
    }
    length
}

/// Returns the length of the identifier at the start of a text; 0 if none.
fn identifier_length(text: &str) -> usize {
    let mut length = 0;
    while let Some(byte) = text.as_bytes().get(length) {
        length += match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => 1,
            b'0'..=b'9' | b'-' if length > 0 => 1,
            0..0x80 => break,
            _ => match text[length..].chars().next() {
                Some(first) if length == 0 && unicode_ident::is_xid_start(first) => {
                    first.len_utf8()
                }
                Some(next) if length > 0 && unicode_ident::is_xid_continue(next) => next.len_utf8(),
                _ => break,
            },
        };
    }
    length
}

fn line_end_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'\n', ..] => 1,
        [b'\r', b'\n', ..] => 2,
        _ => 0,
    }
}
