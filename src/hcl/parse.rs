//! Parses tokens into a body and reports a problem for each broken item.
//!
//! The grammar and the positions of the problems are those of Terraform. Error recovery differs:
//! Terraform reports nothing more for the rest of the file, while this parser loses only the broken
//! item.

mod block;
mod collection;
mod expression;
mod recover;
mod template;

use super::lex::{self, Token, TokenKind};
use super::sources::{self, Role};
use super::{
    Attribute, Block, Body, DEPTH_MAX, Expression, ExpressionKind, Item, Kind, Module, Name,
    Problem, Span, json, overrides,
};
use crate::stable_sort::Order;
use foldhash::HashSet;

/// Maximum number of problems that one parse reports.
///
/// More problems would be of no use to a reader.
pub(super) const PROBLEMS_MAX: usize = 1_000;

/// Parses a text; the files of a joined text are parsed each by itself.
pub(super) fn parse(text: String) -> Module {
    let sources = sources::sources(&text);
    let (mut values, mut locks) = (Vec::new(), Vec::new());
    let (mut items, mut overrides, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    if sources.is_empty() {
        (items, problems) = file(&text, Span::new(0, text.len()));
    }
    for source in &sources {
        let (read, mut found) = match source.is_json() {
            true => json_file(&text, source.span, source.role),
            false => file(&text, source.span),
        };
        match source.role {
            Role::Values => values.extend(read.into_iter().filter_map(Item::into_attribute)),
            Role::Lock => locks.extend(read.into_iter().filter_map(Item::into_block)),
            Role::Writable | Role::ReadOnly => {
                problems.append(&mut found);
                match source.is_override() {
                    true => overrides.extend(read),
                    false => items.extend(read),
                }
            }
        }
    }
    overrides::merge(&mut items, overrides, &mut problems);
    problems.order_by_key(|problem| (problem.span.start, problem.kind));
    problems.truncate(PROBLEMS_MAX);
    let span = Span::new(0, text.len());
    Module {
        text,
        body: Body { items, span },
        problems,
        sources,
        values,
        locks,
    }
}

/// Parses a file, which is a part of a text or all of it.
fn file(text: &str, span: Span) -> (Vec<Item>, Vec<Problem>) {
    let (mut tokens, mut problems) = lex::tokens(&text[span.range()]);
    if span.start > 0 {
        let shifted = |it: Span| Span::new(it.start + span.start, it.end + span.start);
        tokens
            .iter_mut()
            .for_each(|token| token.span = shifted(token.span));
        problems
            .iter_mut()
            .for_each(|one| one.span = shifted(one.span));
    }
    let text = &text[..span.end];
    let mut parser = Parser::new(text, &tokens, false);
    let mut body = parser.module();
    if parser.left_open {
        // A closing brace is missing somewhere. The second pass treats everything that looks like a
        // top-level block header as one, so that the missing brace affects only one block.
        parser = Parser::new(text, &tokens, true);
        body = parser.module();
    }
    problems.append(&mut parser.problems);
    (body.items, problems)
}

/// Parses a file in Terraform's JSON syntax, which is a part of a text.
fn json_file(text: &str, span: Span, role: Role) -> (Vec<Item>, Vec<Problem>) {
    let file = &text[span.range()];
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(file) {
        let lines = file.split_inclusive('\n').map(str::len);
        let line: usize = lines.take(error.line().saturating_sub(1)).sum();
        let at = span.start + (line + error.column().saturating_sub(1)).min(file.len());
        let message = "the file is not valid JSON";
        let problem = Problem::new(Kind::InvalidExpression, Span::new(at, at), message);
        return (Vec::new(), vec![problem]);
    }
    let mut tokens = lex::tokens(file).0;
    // Line ends have no meaning in JSON. Its escapes are those of Terraform, but for `\/`.
    tokens.retain(|token| token.kind != TokenKind::Newline);
    for token in &mut tokens {
        token.span = Span::new(token.span.start + span.start, token.span.end + span.start);
    }
    let mut parser = Parser::new(&text[..span.end], &tokens, false);
    let items = parser.expression().map(match role {
        Role::Values => json::values,
        _ => json::blocks,
    });
    (items.unwrap_or_default(), Vec::new())
}

/// Error: the input could not be parsed, and the problem is recorded.
struct Broken;

type Parsed<T> = Result<T, Broken>;

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// Index of the next token.
    at: usize,
    /// Whether line ends are significant.
    ///
    /// They are not in parentheses, brackets and template sequences.
    newlines: bool,
    /// Number of blocks and expressions around the next token.
    depth: usize,
    /// Depth that the tree of the most recently parsed expression reaches.
    deepest: usize,
    problems: Vec<Problem>,
    /// Whether the previous item was broken, so the next tokens may be its rest.
    broken: bool,
    /// Whether the previous line was not an item; another such line is not reported.
    no_items: bool,
    /// Whether a block was not closed before the end of the text.
    left_open: bool,
    /// Whether the header of a top-level block closes the blocks before it.
    headers_close: bool,
    /// Column, in bytes, at which the current top-level block begins.
    margin: usize,
}

/// The items of a body while it is parsed.
#[derive(Default)]
struct Items {
    list: Vec<Item>,
    names: HashSet<String>,
}

impl Items {
    fn body(self, span: Span) -> Body {
        let items = self.list;
        Body { items, span }
    }
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, tokens: &'a [Token], headers_close: bool) -> Self {
        Parser {
            text,
            tokens,
            at: 0,
            newlines: true,
            depth: 0,
            deepest: 0,
            problems: Vec::new(),
            broken: false,
            no_items: false,
            left_open: false,
            headers_close,
            margin: 0,
        }
    }

    fn module(&mut self) -> Body {
        let mut items = Items::default();
        loop {
            self.newlines = true;
            match self.peek().kind {
                TokenKind::End => break,
                TokenKind::Newline => _ = self.next(),
                TokenKind::Identifier => {
                    self.margin = self.column(self.at);
                    self.item(&mut items);
                }
                _ => self.no_item(),
            }
        }
        items.body(Span::new(0, self.text.len()))
    }

    /// Parses an attribute or a block; the next token is its name.
    fn item(&mut self, items: &mut Items) {
        let first = self.at;
        let name = self.next();
        self.no_items = false;
        match self.peek().kind {
            TokenKind::Equal => {
                let attribute = self.attribute(first, name, false);
                self.add(items, attribute);
            }
            TokenKind::OpenQuote | TokenKind::OpenBrace | TokenKind::Identifier => {
                let block = self.block(first, name);
                items.list.push(Item::Block(block));
            }
            _ => {
                self.no_equals(name);
                match self.brace_below(first) {
                    Some(brace) => {
                        let block = self.block_of(brace, name, Vec::new());
                        items.list.push(Item::Block(block));
                    }
                    None => self.skip_item(first),
                }
            }
        }
    }

    /// Skips tokens that are not an item.
    ///
    /// They are not reported after a broken item, because they may be its rest.
    fn no_item(&mut self) {
        let token = self.peek();
        if !self.broken && !self.no_items {
            let shown = self.shown(token);
            if token.kind == TokenKind::OpenQuote {
                let message = "argument names are not quoted; write the bare name";
                self.problem(Kind::InvalidArgumentName, token.span, message);
            } else {
                let message = match token.kind {
                    TokenKind::CloseBrace => "a `}` too many; no block is open here".to_owned(),
                    _ => format!("expected an argument or a block, found {shown}"),
                };
                self.problem(Kind::ArgumentOrBlockRequired, token.span, message);
            }
        }
        let first = self.at;
        self.skip_item(first);
        if self.at == first {
            self.next();
        }
        self.no_items = true;
    }

    fn no_equals(&mut self, name: Token) {
        let shown = self.shown(name);
        let message = format!("{shown} is neither set with `=` nor opened with `{{`");
        self.problem(Kind::ArgumentOrBlockRequired, name.span, message);
    }

    fn add(&mut self, items: &mut Items, attribute: Attribute) {
        if !items.names.insert(attribute.name.text.clone()) {
            let message = format!("{} is set twice; keep one", shown(&attribute.name.text));
            self.problem(Kind::AttributeRedefined, attribute.name.span, message);
        }
        items.list.push(Item::Attribute(attribute));
    }

    /// Parses `= expression` and the line end, which a one-line block does not have.
    fn attribute(&mut self, first: usize, name: Token, one_line: bool) -> Attribute {
        self.next();
        let depth = self.depth;
        self.deepest = depth;
        let value = match self.expression() {
            Ok(value) => {
                self.broken = false;
                if !one_line {
                    self.end_attribute();
                }
                value
            }
            Err(Broken) => {
                self.depth = depth;
                self.skip_attribute(first);
                self.invalid(first + 2)
            }
        };
        let span = Span::new(name.span.start, value.span.end);
        Attribute {
            name: self.name(name),
            value,
            span,
        }
    }

    /// Creates an invalid expression from the skipped tokens, starting at `first`.
    fn invalid(&self, first: usize) -> Expression {
        let last = self.end_before();
        let start = self.token(first).span.start.min(last);
        let end = start + self.slice(Span::new(start, last)).trim_end().len();
        Expression {
            kind: ExpressionKind::Invalid,
            span: Span::new(start, end),
        }
    }

    fn end_attribute(&mut self) {
        let token = self.peek();
        let (kind, message) = match token.kind {
            TokenKind::Newline | TokenKind::End => {
                self.next();
                return;
            }
            TokenKind::Comma => {
                let message = "each argument of a block is on its own line, without commas";
                (Kind::UnexpectedComma, message.to_owned())
            }
            _ => {
                let shown = self.shown(token);
                (
                    Kind::MissingNewline,
                    format!("an argument ends with its line, found {shown}"),
                )
            }
        };
        self.problem(kind, token.span, message);
        self.skip_item(self.at);
    }

    // Tokens.

    #[inline(always)]
    fn token(&self, at: usize) -> Token {
        self.tokens.get(at).copied().unwrap_or(Token {
            kind: TokenKind::End,
            span: Span::new(self.text.len(), self.text.len()),
        })
    }

    /// Returns the next significant token.
    fn peek(&mut self) -> Token {
        if !self.newlines {
            while self.token(self.at).kind == TokenKind::Newline {
                self.at += 1;
            }
        }
        self.token(self.at)
    }

    fn next(&mut self) -> Token {
        let token = self.peek();
        if token.kind != TokenKind::End {
            self.at += 1;
        }
        token
    }

    /// Takes the next token if it has the given kind.
    fn take(&mut self, kind: TokenKind) -> Option<Token> {
        (self.peek().kind == kind).then(|| self.next())
    }

    /// Takes the next token, which must have the given kind.
    fn expect(&mut self, kind: TokenKind, problem: Kind, message: &str) -> Parsed<Token> {
        let token = self.peek();
        match token.kind == kind {
            true => Ok(self.next()),
            false => self.fail(problem, token.span, message),
        }
    }

    /// Takes the next token as [`Parser::expect`] does, and shows another one in the message.
    fn expect_found(&mut self, kind: TokenKind, problem: Kind, message: &str) -> Parsed<Token> {
        let token = self.peek();
        if token.kind == kind {
            return Ok(self.next());
        }
        let shown = self.shown(token);
        self.fail(problem, token.span, format!("{message}, found {shown}"))
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or_default()
    }

    fn name(&self, token: Token) -> Name {
        Name {
            text: self.slice(token.span).to_owned(),
            span: token.span,
        }
    }

    /// Returns the end of the token before the next one.
    fn end_before(&self) -> usize {
        let before = self.at.checked_sub(1).map(|at| self.token(at));
        before.map_or(0, |token| token.span.end)
    }

    /// Returns the end of the last token that is no line end, before the next one.
    fn end_before_lines(&self) -> usize {
        let taken = (0..self.at).rev().map(|at| self.token(at));
        let mut tokens = taken.filter(|token| token.kind != TokenKind::Newline);
        tokens.next().map_or(0, |token| token.span.end)
    }

    /// Returns the span from a token to the token taken last.
    fn since(&self, first: Token) -> Span {
        Span::new(first.span.start, self.end_before())
    }

    /// Creates an expression from a token to the token taken last.
    fn finish(&self, kind: ExpressionKind, first: Token) -> Parsed<Expression> {
        let span = self.since(first);
        Ok(Expression { kind, span })
    }

    // Problems.

    fn problem(&mut self, kind: Kind, span: Span, message: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem::new(kind, span, message));
        }
    }

    fn fail<T>(&mut self, kind: Kind, span: Span, message: impl Into<String>) -> Parsed<T> {
        self.problem(kind, span, message);
        Err(Broken)
    }

    fn too_deep(&mut self, token: Token) {
        let message = format!("nested deeper than {DEPTH_MAX} levels");
        self.problem(Kind::TooDeep, token.span, message);
    }

    /// Formats a token for a message.
    fn shown(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End => "the end of the file".to_owned(),
            TokenKind::Newline | TokenKind::QuotedNewline | TokenKind::BrokenQuote => {
                "the end of the line".to_owned()
            }
            _ => shown(self.slice(token.span)),
        }
    }
}

/// Formats source text for a message: in backticks, truncated.
fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 32;
    let line: String = text
        .chars()
        .take_while(|c| !c.is_control())
        .take(CHARS_MAX)
        .collect();
    let ellipsis = if line.len() < text.trim_end().len() {
        "…"
    } else {
        ""
    };
    format!("`{line}{ellipsis}`")
}
