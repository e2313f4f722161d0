//! Recovers from syntax errors by skipping to the next item.

use super::{Parser, Span, Token, TokenKind};

impl Parser<'_> {
    /// Skips from the first token of a broken item to the first token of the next item.
    ///
    /// The next item begins after a line end outside of all brackets, or earlier if a closing
    /// bracket seems to be missing. A closing brace of the enclosing block is not skipped.
    pub(super) fn skip_item(&mut self, first: usize) {
        let mut open: Vec<TokenKind> = Vec::new();
        self.broken = true;
        self.newlines = true;
        self.at = first;
        loop {
            let token = self.token(self.at);
            let mut line_ends = false;
            match token.kind {
                TokenKind::End => return,
                TokenKind::Newline => line_ends = true,
                TokenKind::BrokenQuote => {
                    let heredoc = open
                        .iter()
                        .rposition(|kind| *kind == TokenKind::OpenHeredoc);
                    let from = heredoc.map_or(0, |at| at + 1);
                    let quote = open[from..]
                        .iter()
                        .position(|kind| *kind == TokenKind::OpenQuote);
                    open.truncate(from + quote.unwrap_or(0));
                    line_ends = true;
                }
                TokenKind::BrokenHeredoc => {
                    open.clear();
                    line_ends = true;
                }
                kind if opposite(kind).is_some() => open.push(kind),
                TokenKind::CloseBrace
                | TokenKind::CloseBracket
                | TokenKind::CloseParenthesis
                | TokenKind::CloseQuote
                | TokenKind::CloseHeredoc
                | TokenKind::SequenceEnd => {
                    match open
                        .iter()
                        .rposition(|kind| opposite(*kind) == Some(token.kind))
                    {
                        Some(at) => open.truncate(at),
                        None if token.kind == TokenKind::CloseBrace && self.depth > 0 => return,
                        None => {}
                    }
                }
                _ => {}
            }
            self.at += 1;
            if line_ends && (open.is_empty() || self.starts_item(open.last().copied())) {
                // Only an item that ends with its line leaves no tokens that could belong to it.
                self.broken = !open.is_empty() || token.kind != TokenKind::Newline;
                return;
            }
        }
    }

    /// Returns whether an item begins here although a bracket is still open.
    fn starts_item(&self, open: Option<TokenKind>) -> bool {
        if self.token(self.at).kind != TokenKind::Identifier {
            return false;
        }
        let in_list = matches!(
            open,
            Some(TokenKind::OpenBracket | TokenKind::OpenParenthesis)
        );
        let is_assignment = self.token(self.at + 1).kind == TokenKind::Equal;
        (in_list && is_assignment) || self.is_header(self.at)
    }

    /// Returns whether a token begins the header of a top-level block.
    ///
    /// The header must be the first on its line and not indented further than the previous
    /// top-level block.
    pub(super) fn is_header(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| self.token(before).span.end);
        self.looks_like_header(at)
            && before.is_none_or(|end| end == 0 || self.text[..end].ends_with('\n'))
            && self.column(at) <= self.margin
    }

    fn looks_like_header(&self, at: usize) -> bool {
        let labels = match self.slice(self.token(at).span) {
            "resource" | "data" | "ephemeral" => 2,
            "variable" | "output" | "module" | "provider" | "check" => 1,
            "locals" | "terraform" | "moved" | "import" | "removed" => 0,
            _ => return false,
        };
        let mut next = at + 1;
        for _ in 0..labels {
            let kinds = [0, 1, 2].map(|ahead| self.token(next + ahead).kind);
            next += match kinds {
                [TokenKind::Identifier, ..] => 1,
                [
                    TokenKind::OpenQuote,
                    TokenKind::Literal,
                    TokenKind::CloseQuote,
                ] => 3,
                _ => return false,
            };
        }
        self.token(next).kind == TokenKind::OpenBrace
    }

    /// Returns the opening brace for a header that ends with its line.
    ///
    /// This is the brace on the next line. If that line is indented further than the header, it is
    /// an empty token at the end of the header.
    pub(super) fn brace_below(&mut self, first: usize) -> Option<Token> {
        let mut next = self.at;
        while self.token(next).kind == TokenKind::Newline {
            next += 1;
        }
        let token = self.token(next);
        let below = token.kind == TokenKind::Identifier
            && self.column(next) > self.column(first)
            && !self.looks_like_header(next);
        let brace = match token.kind {
            TokenKind::OpenBrace => {
                self.at = next + 1;
                token
            }
            _ if below => {
                let end = self.end_before();
                Token {
                    kind: TokenKind::OpenBrace,
                    span: Span::new(end, end),
                }
            }
            _ => return None,
        };
        self.broken = false;
        Some(brace)
    }

    /// Skips a broken attribute.
    ///
    /// If nothing follows its equals sign on the line, the lines below that are indented further
    /// are skipped too, with the closing bracket below them.
    pub(super) fn skip_attribute(&mut self, first: usize) {
        self.skip_item(first);
        if self.token(first + 2).kind != TokenKind::Newline {
            return;
        }
        let column = self.column(first);
        let mut below = false;
        while self.token(self.at).kind != TokenKind::End && !self.is_header(self.at) {
            let token = self.token(self.at);
            let closes = matches!(
                token.kind,
                TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParenthesis
            );
            let before = self.at;
            match self.column(before) {
                _ if token.kind == TokenKind::Newline => self.at += 1,
                further if further > column => {
                    self.skip_item(before);
                    self.at = self.at.max(before + 1);
                    below = true;
                }
                same if same == column && closes && below => {
                    self.at += 1;
                    return self.skip_item(self.at);
                }
                _ => return,
            }
        }
    }

    /// Returns the number of bytes before a token on its line.
    pub(super) fn column(&self, at: usize) -> usize {
        let before = &self.text[..self.token(at).span.start];
        before.len() - before.rfind('\n').map_or(0, |newline| newline + 1)
    }
}

/// Returns the token kind that closes an opening token.
fn opposite(open: TokenKind) -> Option<TokenKind> {
    Some(match open {
        TokenKind::OpenBrace => TokenKind::CloseBrace,
        TokenKind::OpenBracket => TokenKind::CloseBracket,
        TokenKind::OpenParenthesis => TokenKind::CloseParenthesis,
        TokenKind::OpenQuote => TokenKind::CloseQuote,
        TokenKind::OpenHeredoc => TokenKind::CloseHeredoc,
        TokenKind::Interpolation | TokenKind::Directive => TokenKind::SequenceEnd,
        _ => return None,
    })
}
