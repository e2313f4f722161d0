//! Parses blocks: labels, body, closing brace and line end.

use super::{
    Block, Body, Broken, DEPTH_MAX, Items, Kind, Name, Parsed, Parser, Span, Token, TokenKind,
};

impl Parser<'_> {
    /// Parses a block after its kind: labels, body and line end.
    pub(super) fn block(&mut self, first: usize, kind: Token) -> Block {
        let mut labels = Vec::new();
        match self.labels(first, kind, &mut labels) {
            Ok(brace) => self.block_of(brace, kind, labels),
            Err(Broken) => {
                self.skip_item(first);
                self.without_body(kind, labels)
            }
        }
    }

    /// Parses a block after its opening brace: body and line end.
    pub(super) fn block_of(&mut self, brace: Token, kind: Token, labels: Vec<Name>) -> Block {
        if self.depth >= DEPTH_MAX {
            self.too_deep(brace);
            self.skip_item(self.at - 1);
            return self.without_body(kind, labels);
        }
        let start = kind.span.start;
        let header = self.slice(Span::new(start, brace.span.start)).trim_end();
        let header = Span::new(start, start + header.len());
        self.depth += 1;
        let next = self.peek().kind;
        let several_lines = matches!(
            next,
            TokenKind::Newline | TokenKind::End | TokenKind::CloseBrace
        ) || brace.span.end < self.end_before();
        let (body, closed) = if several_lines {
            self.body(brace, Items::default())
        } else {
            self.one_line_body(brace)
        };
        self.depth -= 1;
        let mut end = body.span.end;
        if closed {
            end = self.end_before();
            self.end_block();
        }
        let span = Span::new(start, end);
        Block {
            kind: self.name(kind),
            labels,
            body,
            span,
            header,
            closed,
        }
    }

    /// Parses the labels and the opening brace after them.
    fn labels(&mut self, first: usize, kind: Token, labels: &mut Vec<Name>) -> Parsed<Token> {
        loop {
            let token = self.peek();
            match token.kind {
                TokenKind::OpenBrace => {
                    self.broken = false;
                    return Ok(self.next());
                }
                TokenKind::Identifier => {
                    self.next();
                    labels.push(self.name(token));
                }
                TokenKind::OpenQuote => {
                    let Ok(label) = self.label() else {
                        return self.brace_in_label(kind);
                    };
                    labels.push(label);
                }
                _ => {
                    self.no_brace(token);
                    return self.brace_below(first).ok_or(Broken);
                }
            }
        }
    }

    /// Recovers from a label without closing quote if the line ends in a brace.
    ///
    /// Returns this brace, so that the body is parsed as if the quote were present.
    fn brace_in_label(&mut self, kind: Token) -> Parsed<Token> {
        let line = self
            .slice(Span::new(kind.span.start, self.end_before()))
            .trim_end();
        if self.token(self.at.saturating_sub(1)).kind != TokenKind::BrokenQuote
            || !line.ends_with('{')
        {
            return Err(Broken);
        }
        self.broken = false;
        let end = kind.span.start + line.len();
        Ok(Token {
            kind: TokenKind::OpenBrace,
            span: Span::new(end - 1, end),
        })
    }

    fn no_brace(&mut self, token: Token) {
        let message = match token.kind {
            TokenKind::Equal => "a block takes no `=`, and an argument takes one name",
            TokenKind::Newline => "the `{` of a block must be on the line of its name",
            _ => {
                let shown = self.shown(token);
                let message = format!("expected a quoted label or `{{`, found {shown}");
                return self.problem(Kind::InvalidBlockDefinition, token.span, message);
            }
        };
        self.problem(Kind::InvalidBlockDefinition, token.span, message);
    }

    /// Creates a block whose body could not be parsed.
    fn without_body(&mut self, kind: Token, labels: Vec<Name>) -> Block {
        let end = labels.last().map_or(kind.span.end, |label| label.span.end);
        let span = Span::new(kind.span.start, end);
        let body = Items::default().body(Span::new(end, end));
        Block {
            kind: self.name(kind),
            labels,
            body,
            span,
            header: span,
            closed: false,
        }
    }

    /// Parses the content of a block and its closing brace.
    ///
    /// Returns false if the closing brace is missing.
    fn body(&mut self, brace: Token, mut items: Items) -> (Body, bool) {
        loop {
            self.newlines = true;
            let token = self.peek();
            match token.kind {
                TokenKind::CloseBrace => {
                    self.next();
                    self.no_items = false;
                    let span = Span::new(brace.span.end, token.span.start);
                    return (items.body(span), true);
                }
                TokenKind::Newline => _ = self.next(),
                TokenKind::End => {
                    self.left_open = true;
                    break;
                }
                TokenKind::Identifier if self.headers_close && self.is_header(self.at) => break,
                TokenKind::Identifier => self.item(&mut items),
                _ => self.no_item(),
            }
        }
        if !self.broken {
            self.unclosed(brace);
        }
        let start = brace.span.end;
        let read = self.slice(Span::new(start, self.token(self.at).span.start));
        let span = Span::new(start, start + read.trim_end().len());
        (items.body(span), false)
    }

    fn unclosed(&mut self, brace: Token) {
        let message = "this block is not closed; add its `}`";
        self.problem(Kind::Unclosed, brace.span, message);
        self.broken = true;
    }

    /// Parses the body of a one-line block: `{ name = expression }`.
    fn one_line_body(&mut self, brace: Token) -> (Body, bool) {
        let first = self.at;
        let mut items = Items::default();
        let token = self.peek();
        if token.kind != TokenKind::Identifier {
            self.no_item();
            return self.body(brace, items);
        }
        self.next();
        match self.peek().kind {
            TokenKind::Equal => {
                let attribute = self.attribute(first, token, true);
                self.add(&mut items, attribute);
            }
            TokenKind::OpenQuote | TokenKind::OpenBrace | TokenKind::Identifier => {
                let message = "a block of one line holds one argument; write it over several lines";
                self.problem(Kind::ArgumentRequired, token.span, message);
                self.skip_item(first);
                return self.body(brace, items);
            }
            _ => {
                self.no_equals(token);
                self.skip_item(first);
                return self.body(brace, items);
            }
        }
        let token = self.peek();
        match token.kind {
            TokenKind::CloseBrace => {
                self.next();
                let span = Span::new(brace.span.end, token.span.start);
                return (items.body(span), true);
            }
            _ if self.broken => {}
            TokenKind::End => self.unclosed(brace),
            _ => {
                let message = "a block of one line holds one argument and ends on that line";
                self.problem(Kind::InvalidSingleArgumentBlock, token.span, message);
                self.broken = true;
            }
        }
        self.surplus_arguments(&mut items);
        self.body(brace, items)
    }

    /// Parses surplus arguments of a one-line block.
    fn surplus_arguments(&mut self, items: &mut Items) {
        loop {
            self.take(TokenKind::Comma);
            let first = self.at;
            let name = self.peek();
            if name.kind != TokenKind::Identifier || self.token(first + 1).kind != TokenKind::Equal
            {
                return;
            }
            self.next();
            let attribute = self.attribute(first, name, true);
            self.add(items, attribute);
            self.broken = true;
        }
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
                self.skip_item(self.at);
            }
        }
    }

    /// Parses a quoted label, which cannot contain template sequences.
    fn label(&mut self) -> Parsed<Name> {
        let open = self.next();
        let mut text = String::new();
        loop {
            let token = self.next();
            let (kind, message) = match token.kind {
                TokenKind::CloseQuote => {
                    return Ok(Name {
                        text,
                        span: self.since(open),
                    });
                }
                TokenKind::Literal => {
                    self.unescape(token, &mut text);
                    continue;
                }
                TokenKind::Interpolation | TokenKind::Directive => {
                    let mark = self.slice(token.span).get(..1).unwrap_or_default();
                    let message = format!("labels are plain; write `{mark}{mark}{{` for a literal");
                    (Kind::InvalidStringLiteral, message)
                }
                TokenKind::End => {
                    let message = "the text ends before the closing quote of this label";
                    (Kind::UnterminatedStringLiteral, message.to_owned())
                }
                _ => {
                    let message = "a label ends on its line; close the quote";
                    (Kind::InvalidStringLiteral, message.to_owned())
                }
            };
            return self.fail(kind, token.span, message);
        }
    }
}
