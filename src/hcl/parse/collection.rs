//! Parses lists, objects and `for` expressions.

use super::super::{Entry, For};
use super::{
    Expression, ExpressionKind, Kind, Name, Parsed, Parser, Span, Token, TokenKind, shown,
};

impl Parser<'_> {
    /// Parses a list or a `for` expression in brackets.
    pub(super) fn list(&mut self) -> Parsed<Expression> {
        let open = self.next();
        let newlines = std::mem::replace(&mut self.newlines, false);
        if self.is_word("for") {
            return self.for_expression(open, TokenKind::CloseBracket, newlines);
        }
        let mut items = Vec::new();
        while self.take(TokenKind::CloseBracket).is_none() {
            items.push(self.expression()?);
            let token = self.peek();
            match token.kind {
                TokenKind::CloseBracket => {}
                TokenKind::Comma => _ = self.next(),
                TokenKind::End => {
                    let message = "this list is not closed; add its `]`";
                    return self.fail(Kind::UnterminatedList, open.span, message);
                }
                _ => {
                    let shown = self.shown(token);
                    let message = format!("expected `,` or `]` after the item, found {shown}");
                    return self.fail(Kind::MissingItemSeparator, token.span, message);
                }
            }
        }
        self.newlines = newlines;
        self.finish(ExpressionKind::List(items), open)
    }

    fn is_word(&mut self, word: &str) -> bool {
        let token = self.peek();
        token.kind == TokenKind::Identifier && self.slice(token.span) == word
    }

    /// Parses an object or a `for` expression in braces.
    pub(super) fn object(&mut self) -> Parsed<Expression> {
        let open = self.next();
        let newlines = std::mem::replace(&mut self.newlines, false);
        let before = self.at;
        if self.is_word("for") {
            return self.for_expression(open, TokenKind::CloseBrace, newlines);
        }
        self.at = before;
        self.newlines = true;
        let mut entries = Vec::new();
        loop {
            while self.take(TokenKind::Newline).is_some() {}
            if self.take(TokenKind::CloseBrace).is_some() {
                break;
            }
            entries.push(self.entry(open)?);
            let token = self.peek();
            match token.kind {
                TokenKind::CloseBrace => {}
                TokenKind::Comma | TokenKind::Newline => _ = self.next(),
                TokenKind::End => return self.unterminated_object(open),
                _ => {
                    let shown = self.shown(token);
                    let message = format!("expected a line end or `,`, found {shown}");
                    return self.fail(Kind::MissingAttributeSeparator, token.span, message);
                }
            }
        }
        self.newlines = newlines;
        self.finish(ExpressionKind::Object(entries), open)
    }

    fn entry(&mut self, open: Token) -> Parsed<Entry> {
        let key = self.expression()?;
        let token = self.peek();
        match token.kind {
            TokenKind::Equal | TokenKind::Colon => _ = self.next(),
            TokenKind::Newline | TokenKind::Comma => {
                let key = shown(self.slice(key.span));
                let message = format!("the key {key} has no value; add `=` and one");
                return self.fail(Kind::MissingAttributeValue, token.span, message);
            }
            TokenKind::End => return self.unterminated_object(open),
            _ => {
                let shown = self.shown(token);
                let message = format!("expected `=` after the key, found {shown}");
                return self.fail(Kind::MissingKeyValueSeparator, token.span, message);
            }
        }
        let value = self.expression()?;
        let span = Span::new(key.span.start, value.span.end);
        Ok(Entry { key, value, span })
    }

    fn unterminated_object<T>(&mut self, open: Token) -> Parsed<T> {
        let message = "this object is not closed; add its `}`";
        self.fail(Kind::UnterminatedObject, open.span, message)
    }

    /// Parses `for k, v in c : e => e… if f` and the closing bracket.
    fn for_expression(
        &mut self,
        open: Token,
        close: TokenKind,
        newlines: bool,
    ) -> Parsed<Expression> {
        self.next();
        let (key, value) = self.for_names(Kind::InvalidFor)?;
        let collection = self.expression()?;
        if self.take(TokenKind::Colon).is_none() {
            return self.fail_for(Kind::InvalidFor, "expected `:` after the collection");
        }
        let mut result_key = None;
        let mut result = self.expression()?;
        if self.take(TokenKind::Arrow).is_some() {
            result_key = Some(std::mem::replace(&mut result, self.expression()?));
        }
        let dots = self.take(TokenKind::Ellipsis);
        let mut condition = None;
        if self.is_word("if") {
            self.next();
            condition = Some(self.expression()?);
        }
        if self.take(close).is_none() {
            return self.fail_for(Kind::InvalidFor, "expected the end of the `for` expression");
        }
        self.newlines = newlines;
        self.check_for(close, result_key.as_ref(), &result, dots);
        let grouped = dots.is_some();
        let parts = For {
            key,
            value,
            collection,
            result_key,
            result,
            condition,
            grouped,
        };
        self.finish(ExpressionKind::For(Box::new(parts)), open)
    }

    fn check_for(
        &mut self,
        close: TokenKind,
        key: Option<&Expression>,
        result: &Expression,
        dots: Option<Token>,
    ) {
        if close == TokenKind::CloseBrace {
            if key.is_none() {
                let message = "a `for` in braces gives `key => value`";
                self.problem(Kind::InvalidFor, result.span, message);
            }
            return;
        }
        if let Some(key) = key {
            let message = "a `for` in brackets gives no keys; use braces";
            self.problem(Kind::InvalidFor, key.span, message);
        }
        if let Some(dots) = dots {
            let message = "`...` gathers values by key; a `for` in brackets has none";
            self.problem(Kind::InvalidFor, dots.span, message);
        }
    }

    /// Parses `v in` or `k, v in`.
    pub(super) fn for_names(&mut self, kind: Kind) -> Parsed<(Option<Name>, Name)> {
        let Some(first) = self.take(TokenKind::Identifier) else {
            return self.fail_for(kind, "expected a name after `for`");
        };
        let mut key = None;
        let mut value = self.name(first);
        if self.take(TokenKind::Comma).is_some() {
            let Some(second) = self.take(TokenKind::Identifier) else {
                return self.fail_for(kind, "expected the name of the value after the comma");
            };
            key = Some(std::mem::replace(&mut value, self.name(second)));
        }
        if !self.is_word("in") {
            return self.fail_for(kind, "expected `in` after the names of `for`");
        }
        self.next();
        Ok((key, value))
    }

    fn fail_for<T>(&mut self, kind: Kind, message: &str) -> Parsed<T> {
        let token = self.peek();
        let shown = self.shown(token);
        self.fail(kind, token.span, format!("{message}, found {shown}"))
    }
}
