//! Parses strings and heredocs into template parts.

use super::super::{Directive, Part};
use super::{
    DEPTH_MAX, Expression, ExpressionKind, Kind, Name, Parsed, Parser, Span, Token, TokenKind,
    shown,
};

/// A literal before it is joined with adjacent literals.
///
/// Terraform trims blanks and heredoc indents line by line.
struct Literal {
    text: String,
    span: Span,
}

enum Piece {
    Literal(Literal),
    Sequence(Part),
}

impl Parser<'_> {
    /// Parses a quoted string or a heredoc.
    pub(super) fn template(&mut self) -> Parsed<Expression> {
        let open = self.next();
        let heredoc = open.kind == TokenKind::OpenHeredoc;
        let close = match heredoc {
            true => TokenKind::CloseHeredoc,
            false => TokenKind::CloseQuote,
        };
        let mut pieces = self.pieces(open, close)?;
        if self.slice(open.span).starts_with("<<-") {
            take_indent(&mut pieces);
        }
        let span = Span::new(open.span.start, self.end_before());
        let parts = joined(pieces);
        self.check_directives(&parts, span.end)?;
        Ok(Expression {
            kind: ExpressionKind::Template { parts, heredoc },
            span,
        })
    }

    fn pieces(&mut self, open: Token, close: TokenKind) -> Parsed<Vec<Piece>> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut trim_next = false;
        loop {
            let token = self.next();
            if token.kind == close {
                return Ok(pieces);
            }
            let trim = std::mem::take(&mut trim_next);
            match token.kind {
                TokenKind::Literal | TokenKind::Line => {
                    let mut text = String::new();
                    self.unescape(token, &mut text);
                    if trim {
                        text = text.trim_start().to_owned();
                    }
                    pieces.push(Piece::Literal(Literal {
                        text,
                        span: token.span,
                    }));
                }
                TokenKind::Interpolation | TokenKind::Directive => {
                    if self.slice(token.span).ends_with('~')
                        && let Some(Piece::Literal(literal)) = pieces.last_mut()
                    {
                        literal.text.truncate(literal.text.trim_end().len());
                    }
                    let newlines = std::mem::replace(&mut self.newlines, false);
                    let part = if token.kind == TokenKind::Directive {
                        self.directive(token)?
                    } else {
                        self.interpolation(token, close)?
                    };
                    self.newlines = newlines;
                    trim_next = self.text[..self.end_before()].ends_with("~}");
                    pieces.push(Piece::Sequence(part));
                }
                _ => return self.no_end(open, token),
            }
        }
    }

    fn no_end<T>(&mut self, open: Token, token: Token) -> Parsed<T> {
        if open.kind == TokenKind::OpenQuote {
            let message = "this string has no closing quote";
            return self.fail(Kind::UnterminatedTemplate, token.span, message);
        }
        let marker = self.slice(open.span).trim_start_matches(['<', '-']);
        let marker = shown(marker.trim_end());
        let message = format!("the heredoc {marker} has no line with its end marker alone");
        let end = self.text.len();
        let span = match token.kind {
            TokenKind::BrokenHeredoc => Span::new(end, end),
            _ => token.span,
        };
        self.fail(Kind::UnterminatedTemplate, span, message)
    }

    fn interpolation(&mut self, open: Token, close: TokenKind) -> Parsed<Part> {
        let value = self.expression()?;
        let token = self.peek();
        match token.kind {
            TokenKind::SequenceEnd => {
                self.next();
                let span = Span::new(open.span.start, token.span.end);
                return Ok(Part::Interpolation(value, span));
            }
            TokenKind::End => {}
            TokenKind::OpenQuote | TokenKind::CloseQuote if close == TokenKind::CloseQuote => {}
            _ => {
                let shown = self.shown(token);
                let message = format!("expected `}}` after the interpolation, found {shown}");
                return self.fail(Kind::ExtraInInterpolation, token.span, message);
            }
        }
        let message = "this interpolation is not closed; add its `}`, or write `$${` for a literal";
        self.fail(Kind::UnclosedInterpolation, open.span, message)
    }

    fn directive(&mut self, open: Token) -> Parsed<Part> {
        let message = "expected `if`, `for`, … after `%{`, or write `%%{` for a literal";
        let token = self.expect(TokenKind::Identifier, Kind::InvalidDirective, message)?;
        let word = self.name(token);
        let mut names = Vec::new();
        let (extra, expression) = match word.text.as_str() {
            "if" => (Kind::ExtraInIf, Some(self.expression()?)),
            "for" => {
                let (key, value) = self.for_names(Kind::InvalidForDirective)?;
                names.extend(key.into_iter().chain([value]));
                (Kind::ExtraInForDirective, Some(self.expression()?))
            }
            "else" => (Kind::ExtraInElse, None),
            "endif" => (Kind::ExtraInEndif, None),
            "endfor" => (Kind::ExtraInEndfor, None),
            _ => {
                let shown = shown(&word.text);
                let message = format!("{shown} is no directive; write `%%{{` for a literal");
                return self.fail(Kind::InvalidDirectiveKeyword, token.span, message);
            }
        };
        let message = format!("expected `}}` after `{}`", word.text);
        let end = self.expect_found(TokenKind::SequenceEnd, extra, &message)?;
        let span = Span::new(open.span.start, end.span.end);
        Ok(Part::Directive(Directive {
            word,
            names,
            expression,
            span,
        }))
    }

    /// Checks that the directives of a template are correctly nested and closed.
    fn check_directives(&mut self, parts: &[Part], end: usize) -> Parsed<()> {
        let mut open: Vec<(&Name, bool)> = Vec::new();
        for part in parts {
            let Part::Directive(Directive { word, span, .. }) = part else {
                continue;
            };
            let innermost = open.last().map(|(opener, _)| opener.text.as_str());
            let (kind, fits) = match word.text.as_str() {
                "else" => {
                    let first = open.last().is_some_and(|(_, has_else)| !has_else);
                    (Kind::UnexpectedElse, innermost == Some("if") && first)
                }
                "endif" => (Kind::UnexpectedEndif, innermost == Some("if")),
                "endfor" => (Kind::UnexpectedEndfor, innermost == Some("for")),
                _ if open.len() >= DEPTH_MAX => {
                    let message = format!("directives nested deeper than {DEPTH_MAX} levels");
                    return self.fail(Kind::TooDeep, *span, message);
                }
                _ => {
                    open.push((word, false));
                    continue;
                }
            };
            if !fits {
                let message = format!("this `{}` closes nothing that is open", word.text);
                self.problem(kind, *span, message);
                return Ok(());
            }
            match open.last_mut() {
                Some((_, has_else)) if kind == Kind::UnexpectedElse => *has_else = true,
                _ => _ = open.pop(),
            }
        }
        if let Some((word, _)) = open.last() {
            let message = format!("the `%{{ {} }}` of this string has no end", word.text);
            let span = Span::new(end.saturating_sub(1), end);
            self.problem(Kind::UnexpectedEndOfTemplate, span, message);
        }
        Ok(())
    }

    /// Appends the text of a literal token with its escapes resolved.
    pub(super) fn unescape(&mut self, token: Token, text: &mut String) {
        let quoted = token.kind == TokenKind::Literal;
        let raw = self.slice(token.span);
        let mut rest = raw;
        let special = |byte| matches!(byte, b'\\' | b'$' | b'%');
        while let Some(at) = rest.bytes().position(special) {
            text.push_str(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with("$${") || rest.starts_with("%%{") {
                text.push_str(&rest[1..3]);
                rest = &rest[3..];
            } else if quoted && rest.starts_with('\\') {
                let start = token.span.end - rest.len();
                rest = self.escape(rest, start, text);
            } else {
                text.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
        text.push_str(rest);
    }

    /// Resolves the escape at the start of `rest` and returns the text after it.
    fn escape<'t>(&mut self, rest: &'t str, start: usize, text: &mut String) -> &'t str {
        let selector = rest[1..].chars().next();
        let after = 1 + selector.map_or(0, char::len_utf8);
        let simple = match selector {
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('t') => Some('\t'),
            same @ Some('"' | '\\') => same,
            _ => None,
        };
        if let Some(character) = simple {
            text.push(character);
            return &rest[after..];
        }
        let digits = match selector {
            Some('u') => 4,
            Some('U') => 8,
            _ => 0,
        };
        let after_selector = rest[after..].bytes().take(digits);
        let hexadecimal = after_selector.take_while(u8::is_ascii_hexdigit).count();
        let end = after + hexadecimal;
        let code = u32::from_str_radix(&rest[after..end], 16).ok();
        match code.and_then(char::from_u32) {
            Some(character) if hexadecimal == digits => text.push(character),
            _ => {
                let span = Span::new(start, start + end);
                let escape = shown(&rest[..end]);
                let message = format!("{escape} is no escape; write `\\\\` for a backslash");
                self.problem(Kind::InvalidEscape, span, message);
                text.push_str(&rest[1..end]);
            }
        }
        &rest[end..]
    }
}

/// Removes the smallest indent of all lines from each line.
///
/// Lines of blanks only do not count.
fn take_indent(pieces: &mut [Piece]) {
    let mut indent = usize::MAX;
    let mut adjust = Vec::new();
    let mut line_starts = true;
    for (at, piece) in pieces.iter().enumerate() {
        let text = match piece {
            Piece::Literal(literal) => literal.text.as_str(),
            Piece::Sequence(_) => "",
        };
        if line_starts {
            let trimmed = text.trim_start();
            if !trimmed.is_empty() || !text.ends_with('\n') {
                indent = indent.min(text[..text.len() - trimmed.len()].chars().count());
                adjust.push(at);
            }
        }
        line_starts = text.ends_with('\n');
    }
    for at in adjust {
        if let Some(Piece::Literal(literal)) = pieces.get_mut(at) {
            literal.text = literal.text.chars().skip(indent).collect();
        }
    }
}

/// Joins adjacent literals.
fn joined(pieces: Vec<Piece>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for piece in pieces {
        match (piece, parts.last_mut()) {
            (Piece::Literal(literal), Some(Part::Literal(text, span))) => {
                text.push_str(&literal.text);
                span.end = literal.span.end;
            }
            (Piece::Literal(literal), _) => parts.push(Part::Literal(literal.text, literal.span)),
            (Piece::Sequence(part), _) => parts.push(part),
        }
    }
    parts
}
