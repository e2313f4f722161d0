//! Tokens in, a body and its problems out: every item that reads, and a problem for each that
//! does not.
//!
//! The grammar and the places of its problems are Terraform's. What differs is the way on from a
//! problem: Terraform falls silent for the rest of the file, here a broken item costs itself.

mod expression;
mod template;

use super::lex::{self, Token, TokenKind};
use super::{
    Attribute, Block, Body, DEPTH_MAX, Expression, ExpressionKind, Item, Kind, Module, Name,
    Problem, Span,
};
use std::collections::HashSet;

/// Problems that one parse names; of what comes behind them nobody reads on.
const PROBLEMS_MAX: usize = 1_000;

/// Reads a text.
pub(super) fn parse(text: String) -> Module {
    let (tokens, mut problems) = lex::tokens(&text);
    let mut parser = Parser::new(&text, &tokens, false);
    let mut body = parser.module();
    if parser.left_open {
        // A brace is missing somewhere. What looks like the head of a top-level block then is one,
        // so that the missing brace costs one block only.
        parser = Parser::new(&text, &tokens, true);
        body = parser.module();
    }
    problems.append(&mut parser.problems);
    problems.sort_by_key(|problem| (problem.span.start, problem.kind));
    problems.truncate(PROBLEMS_MAX);
    Module {
        text,
        body,
        problems,
    }
}

/// Something did not read; the problem is recorded.
struct Broken;

type Parsed<T> = Result<T, Broken>;

struct Parser<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// The next token.
    at: usize,
    /// Whether line ends count: not in parentheses, brackets and template sequences.
    newlines: bool,
    /// How many blocks and expressions the next token stands in.
    depth: usize,
    /// How deep the tree under the expression read last reaches.
    deepest: usize,
    problems: Vec<Problem>,
    /// The item before did not read, so that what follows may be the rest of it.
    broken: bool,
    /// A block was not closed before the end of the text.
    left_open: bool,
    /// The head of a top-level block closes the blocks before it.
    heads_close: bool,
    /// The column in bytes at which the top-level block begins.
    margin: usize,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, tokens: &'a [Token], heads_close: bool) -> Self {
        Parser {
            text,
            tokens,
            at: 0,
            newlines: true,
            depth: 0,
            deepest: 0,
            problems: Vec::new(),
            broken: false,
            left_open: false,
            heads_close,
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
                _ => self.no_item(false),
            }
        }
        Body {
            items: items.list,
            span: Span {
                start: 0,
                end: self.text.len(),
            },
        }
    }

    // Tokens.

    fn token(&self, at: usize) -> Token {
        let end = Span {
            start: self.text.len(),
            end: self.text.len(),
        };
        self.tokens.get(at).copied().unwrap_or(Token {
            kind: TokenKind::End,
            span: end,
        })
    }

    /// The next token that counts.
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

    /// Takes the next token if it is of a kind.
    fn take(&mut self, kind: TokenKind) -> Option<Token> {
        (self.peek().kind == kind).then(|| self.next())
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

    /// Where the token before the next one ends.
    fn end_before(&self) -> usize {
        let before = self.at.checked_sub(1).map(|at| self.token(at));
        before.map_or(0, |token| token.span.end)
    }

    fn column(&self, at: usize) -> usize {
        let start = self.token(at).span.start;
        let line = self.text[..start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        start - line
    }

    // Problems.

    fn problem(&mut self, kind: Kind, span: Span, message: impl Into<String>) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem {
                kind,
                span,
                message: message.into(),
            });
        }
    }

    fn fail<T>(&mut self, kind: Kind, span: Span, message: impl Into<String>) -> Parsed<T> {
        self.problem(kind, span, message);
        Err(Broken)
    }

    /// The text of a token as a message shows it.
    fn shown(&self, token: Token) -> String {
        match token.kind {
            TokenKind::End => "the end of the file".to_owned(),
            TokenKind::Newline | TokenKind::QuotedNewline | TokenKind::BrokenQuote => {
                "the end of the line".to_owned()
            }
            _ => shown(self.slice(token.span)),
        }
    }

    // Bodies.

    /// What stands between the braces of a block, up to the closing brace; whether there is one.
    fn body(&mut self, brace: Token, mut items: Items) -> (Body, bool) {
        let start = brace.span.end;
        let mut closed = false;
        loop {
            self.newlines = true;
            let token = self.peek();
            match token.kind {
                TokenKind::CloseBrace => {
                    closed = true;
                    break;
                }
                TokenKind::Newline => _ = self.next(),
                TokenKind::End => {
                    self.left_open = true;
                    break;
                }
                TokenKind::Identifier if self.heads_close && self.is_head(self.at) => break,
                TokenKind::Identifier => self.item(&mut items),
                _ => self.no_item(true),
            }
        }
        if !closed && !self.broken {
            let message = "this block is not closed; add its `}`";
            self.problem(Kind::Unclosed, brace.span, message);
            self.broken = true;
        }
        let end = if closed {
            self.peek().span.start
        } else {
            self.end_of_items(start)
        };
        if closed {
            self.next();
        }
        (
            Body {
                items: items.list,
                span: Span { start, end },
            },
            closed,
        )
    }

    /// The end of the text read so far, without the blanks and line ends behind it.
    fn end_of_items(&self, start: usize) -> usize {
        let end = self.token(self.at).span.start;
        start + self.text[start..end].trim_end().len()
    }

    /// What is no item, where one should be. What follows a broken item belongs to it.
    fn no_item(&mut self, nested: bool) {
        let token = self.peek();
        if !self.broken {
            let shown = self.shown(token);
            if token.kind == TokenKind::OpenQuote {
                let message = "argument names are not quoted; write the bare name";
                self.problem(Kind::InvalidArgumentName, token.span, message);
            } else {
                let message = format!("expected an argument or a block, found {shown}");
                self.problem(Kind::ArgumentOrBlockRequired, token.span, message);
            }
        }
        self.broken = true;
        let from = self.at;
        self.skip_item(from, nested);
        if self.at == from {
            self.next();
        }
    }

    /// An attribute or a block; the next token is its name.
    fn item(&mut self, items: &mut Items) {
        let first = self.at;
        let name = self.next();
        self.deepest = self.depth;
        match self.peek().kind {
            TokenKind::Equal => {
                let attribute = self.attribute(first, name, false);
                self.add(items, attribute);
            }
            TokenKind::OpenQuote | TokenKind::OpenBrace | TokenKind::Identifier => {
                let block = self.block(first, name);
                items.list.push(Item::Block(block));
            }
            _ => self.no_equals(first, name),
        }
    }

    fn no_equals(&mut self, first: usize, name: Token) {
        let message = format!(
            "{} is neither an argument nor a block; an argument is set with `=`",
            self.shown(name)
        );
        self.problem(Kind::ArgumentOrBlockRequired, name.span, message);
        self.broken = true;
        self.skip_item(first, self.depth > 0);
    }

    fn add(&mut self, items: &mut Items, attribute: Attribute) {
        if !items.names.insert(attribute.name.text.clone()) {
            let message = format!("{} is set twice; keep one", shown(&attribute.name.text));
            self.problem(Kind::AttributeRedefined, attribute.name.span, message);
        }
        items.list.push(Item::Attribute(attribute));
    }

    /// `= expression` and the line end, which a block of one line does not have.
    fn attribute(&mut self, first: usize, name: Token, one_line: bool) -> Attribute {
        self.next();
        let value = match self.expression() {
            Ok(value) => {
                self.broken = false;
                if !one_line {
                    self.end_attribute();
                }
                value
            }
            Err(Broken) => self.broken_value(first),
        };
        let span = Span {
            start: name.span.start,
            end: value.span.end,
        };
        Attribute {
            name: self.name(name),
            value,
            span,
        }
    }

    fn broken_value(&mut self, first: usize) -> Expression {
        self.newlines = true;
        self.broken = true;
        self.skip_item(first, self.depth > 0);
        let equals = self.token(first + 1).span.end;
        let end = self.token(self.at).span.start.max(equals);
        let rest = &self.text[equals..end];
        let start = end - rest.trim_start().len();
        let span = Span {
            start: start.min(equals + rest.trim_end().len()),
            end,
        };
        let end = span.start + self.text[span.range()].trim_end().len();
        Expression {
            kind: ExpressionKind::Invalid,
            span: Span {
                start: span.start,
                end,
            },
        }
    }

    fn end_attribute(&mut self) {
        let token = self.peek();
        match token.kind {
            TokenKind::Newline => _ = self.next(),
            TokenKind::End => {}
            TokenKind::Comma => {
                let message = "arguments of a block stand on lines of their own, without commas";
                self.problem(Kind::UnexpectedComma, token.span, message);
                self.skip_item(self.at, self.depth > 0);
            }
            _ => {
                let shown = self.shown(token);
                let message = format!("an argument ends with its line, found {shown}");
                self.problem(Kind::MissingNewline, token.span, message);
                self.broken = true;
                self.skip_item(self.at, self.depth > 0);
            }
        }
    }

    // Blocks.

    /// Labels, the body and the line end.
    fn block(&mut self, first: usize, kind: Token) -> Block {
        let mut labels = Vec::new();
        let brace = loop {
            let token = self.peek();
            match token.kind {
                TokenKind::OpenBrace => break self.next(),
                TokenKind::Identifier => {
                    self.next();
                    labels.push(self.name(token));
                }
                TokenKind::OpenQuote => match self.label() {
                    Ok(label) => labels.push(label),
                    Err(Broken) => return self.headless(first, kind, labels),
                },
                _ => {
                    self.no_brace(token);
                    return self.headless(first, kind, labels);
                }
            }
        };
        let header = Span {
            start: kind.span.start,
            end: brace.span.start,
        };
        let header = Span {
            end: header.start + self.slice(header).trim_end().len(),
            ..header
        };
        if self.depth >= DEPTH_MAX {
            self.too_deep(brace);
            return self.headless(first, kind, labels);
        }
        self.depth += 1;
        let one_line = !matches!(
            self.peek().kind,
            TokenKind::Newline | TokenKind::End | TokenKind::CloseBrace
        );
        self.broken = false;
        let (body, closed) = if one_line {
            self.one_line_body(brace)
        } else {
            self.body(brace, Items::default())
        };
        self.depth -= 1;
        let end = if closed {
            self.end_before()
        } else {
            body.span.end
        };
        if closed {
            self.end_block();
        }
        let span = Span {
            start: kind.span.start,
            end,
        };
        Block {
            kind: self.name(kind),
            labels,
            body,
            span,
            header,
            closed,
        }
    }

    fn no_brace(&mut self, token: Token) {
        let message = match token.kind {
            TokenKind::Equal => {
                "an argument has no labels; leave out the `=` or the labels".to_owned()
            }
            TokenKind::Newline => "the `{` of a block stands on the line of its name".to_owned(),
            _ => format!(
                "expected a quoted label or `{{`, found {}",
                self.shown(token)
            ),
        };
        self.problem(Kind::InvalidBlockDefinition, token.span, message);
    }

    /// A block of which no body could be read.
    fn headless(&mut self, first: usize, kind: Token, labels: Vec<Name>) -> Block {
        self.newlines = true;
        self.broken = true;
        self.skip_item(first, self.depth > 0);
        let start = kind.span.start;
        let end = labels.last().map_or(kind.span.end, |label| label.span.end);
        let span = Span { start, end };
        let body = Body {
            items: Vec::new(),
            span: Span { start: end, end },
        };
        Block {
            kind: self.name(kind),
            labels,
            body,
            span,
            header: span,
            closed: false,
        }
    }

    /// `{ name = expression }`
    fn one_line_body(&mut self, brace: Token) -> (Body, bool) {
        let first = self.at;
        let start = brace.span.end;
        let mut items = Items::default();
        let token = self.next();
        if token.kind != TokenKind::Identifier {
            let message = format!(
                "expected an argument or a block, found {}",
                self.shown(token)
            );
            self.problem(Kind::ArgumentOrBlockRequired, token.span, message);
            return self.broken_line(brace, items);
        }
        match self.peek().kind {
            TokenKind::Equal => {
                let attribute = self.attribute(first, token, true);
                self.add(&mut items, attribute);
            }
            TokenKind::OpenQuote | TokenKind::OpenBrace | TokenKind::Identifier => {
                let message = "a block of one line holds one argument; write it over several lines";
                self.problem(Kind::ArgumentRequired, token.span, message);
                return self.broken_line(brace, items);
            }
            _ => {
                self.no_equals(first, token);
                return self.broken_line(brace, items);
            }
        }
        let token = self.peek();
        match token.kind {
            TokenKind::CloseBrace => {
                let body = Body {
                    items: items.list,
                    span: Span {
                        start,
                        end: token.span.start,
                    },
                };
                self.next();
                return (body, true);
            }
            _ if self.broken => {}
            TokenKind::End => {
                let message = "this block is not closed; add its `}`";
                self.problem(Kind::Unclosed, brace.span, message);
            }
            _ => {
                let message = "a block of one line holds one argument and ends on that line";
                self.problem(Kind::InvalidSingleArgumentBlock, token.span, message);
            }
        }
        self.broken_line(brace, items)
    }

    /// Reads on as if the block had been written over several lines.
    fn broken_line(&mut self, brace: Token, mut items: Items) -> (Body, bool) {
        while self.take(TokenKind::Comma).is_some() {
            let first = self.at;
            let name = self.peek();
            if name.kind != TokenKind::Identifier || self.token(first + 1).kind != TokenKind::Equal
            {
                break;
            }
            self.next();
            let attribute = self.attribute(first, name, true);
            self.add(&mut items, attribute);
        }
        self.broken = true;
        self.body(brace, items)
    }

    fn end_block(&mut self) {
        let token = self.peek();
        match token.kind {
            TokenKind::Newline => _ = self.next(),
            TokenKind::End => {}
            _ => {
                if !self.broken {
                    let shown = self.shown(token);
                    let message = format!("a block ends with its line, found {shown}");
                    self.problem(Kind::MissingNewlineAfterBlock, token.span, message);
                }
                self.broken = true;
                self.skip_item(self.at, self.depth > 0);
            }
        }
    }

    /// A quoted label; template sequences are not allowed in it.
    fn label(&mut self) -> Parsed<Name> {
        let open = self.next();
        let mut text = String::new();
        loop {
            let token = self.next();
            match token.kind {
                TokenKind::CloseQuote => {
                    let span = Span {
                        start: open.span.start,
                        end: token.span.end,
                    };
                    return Ok(Name { text, span });
                }
                TokenKind::Literal => self.unescape(token, &mut text),
                TokenKind::Interpolation | TokenKind::Directive => {
                    let mark = &self.slice(token.span)[..1];
                    let message = format!("labels are plain; write `{mark}{mark}{{` for a literal");
                    return self.fail(Kind::InvalidStringLiteral, token.span, message);
                }
                TokenKind::End => {
                    let message = "the text ends before the closing quote of this label";
                    return self.fail(Kind::UnterminatedStringLiteral, token.span, message);
                }
                _ => {
                    let message = "a label ends on its line; close the quote";
                    return self.fail(Kind::InvalidStringLiteral, token.span, message);
                }
            }
        }
    }

    // Recovery.

    fn too_deep(&mut self, token: Token) {
        let message = format!("nested deeper than {DEPTH_MAX} levels");
        self.problem(Kind::TooDeep, token.span, message);
    }

    /// Goes from the first token of an item to the first of the next: behind the line end that
    /// stands outside of all brackets, or sooner where a bracket was forgotten. A closing brace of
    /// the body around the item stays.
    fn skip_item(&mut self, first: usize, nested: bool) {
        let mut open: Vec<TokenKind> = Vec::new();
        self.at = first;
        loop {
            let token = self.token(self.at);
            match token.kind {
                TokenKind::End => return,
                TokenKind::Newline => {
                    self.at += 1;
                    if open.is_empty() || self.starts_item(self.at, open.last()) {
                        return;
                    }
                    continue;
                }
                TokenKind::BrokenQuote => {
                    let heredoc = open
                        .iter()
                        .rposition(|kind| *kind == TokenKind::OpenHeredoc);
                    let from = heredoc.map_or(0, |at| at + 1);
                    let quote = open[from..]
                        .iter()
                        .position(|kind| *kind == TokenKind::OpenQuote);
                    open.truncate(from + quote.unwrap_or(0));
                    self.at += 1;
                    if open.is_empty() || self.starts_item(self.at, open.last()) {
                        return;
                    }
                    continue;
                }
                TokenKind::OpenBrace
                | TokenKind::OpenBracket
                | TokenKind::OpenParenthesis
                | TokenKind::OpenQuote
                | TokenKind::OpenHeredoc
                | TokenKind::Interpolation
                | TokenKind::Directive => open.push(token.kind),
                TokenKind::CloseBrace
                | TokenKind::CloseBracket
                | TokenKind::CloseParenthesis
                | TokenKind::CloseQuote
                | TokenKind::CloseHeredoc
                | TokenKind::SequenceEnd => {
                    let opened = open.iter().rposition(|kind| closes(token.kind, *kind));
                    match opened {
                        Some(at) => open.truncate(at),
                        None if token.kind == TokenKind::CloseBrace && nested => return,
                        None => {}
                    }
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Whether a line begins an item although brackets are still open before it.
    fn starts_item(&self, at: usize, open: Option<&TokenKind>) -> bool {
        if self.token(at).kind != TokenKind::Identifier {
            return false;
        }
        if self.is_head(at) {
            return true;
        }
        let in_list = matches!(
            open,
            Some(TokenKind::OpenBracket | TokenKind::OpenParenthesis)
        );
        in_list && self.token(at + 1).kind == TokenKind::Equal
    }

    /// Whether a token begins the head of a top-level block, on a line of its own and no further
    /// in than the block before it.
    fn is_head(&self, at: usize) -> bool {
        let labels = match self.slice(self.token(at).span) {
            "resource" | "data" | "ephemeral" => 2,
            "variable" | "output" | "module" | "provider" | "check" => 1,
            "locals" | "terraform" | "moved" | "import" | "removed" => 0,
            _ => return false,
        };
        let line_starts = at
            .checked_sub(1)
            .is_none_or(|before| self.text[..self.token(before).span.end].ends_with('\n'));
        let mut next = at + 1;
        let mut found = 0;
        loop {
            match self.token(next).kind {
                TokenKind::Identifier => next += 1,
                TokenKind::OpenQuote
                    if self.token(next + 1).kind == TokenKind::Literal
                        && self.token(next + 2).kind == TokenKind::CloseQuote =>
                {
                    next += 3;
                }
                TokenKind::OpenBrace if found == labels => break,
                _ => return false,
            }
            found += 1;
        }
        line_starts && self.column(at) <= self.margin
    }
}

/// The items of a body while it is read.
#[derive(Default)]
struct Items {
    list: Vec<Item>,
    names: HashSet<String>,
}

fn closes(close: TokenKind, open: TokenKind) -> bool {
    match close {
        TokenKind::CloseBrace => open == TokenKind::OpenBrace,
        TokenKind::CloseBracket => open == TokenKind::OpenBracket,
        TokenKind::CloseParenthesis => open == TokenKind::OpenParenthesis,
        TokenKind::CloseQuote => open == TokenKind::OpenQuote,
        TokenKind::CloseHeredoc => open == TokenKind::OpenHeredoc,
        TokenKind::SequenceEnd => {
            matches!(open, TokenKind::Interpolation | TokenKind::Directive)
        }
        _ => false,
    }
}

/// A piece of the text as a message shows it: in backticks, cut to a readable length.
fn shown(text: &str) -> String {
    const CHARS_MAX: usize = 32;
    let line: String = text
        .chars()
        .take_while(|c| !c.is_control())
        .take(CHARS_MAX)
        .collect();
    let cut = if line.len() < text.trim_end().len() {
        "…"
    } else {
        ""
    };
    format!("`{line}{cut}`")
}
