//! Reads the tokens of strings and heredocs, and recovers from unclosed ones.

use super::{Frame, Kind, Lexer, TokenKind, identifier_length, line_end_length};

/// Maximum number of unclosed heredocs that are searched for blocks.
const HEREDOCS_LEFT_MAX: usize = 8;

impl Lexer<'_> {
    /// Reads one token of a quoted string.
    pub(super) fn quoted(&mut self) {
        let bytes = self.rest().as_bytes();
        match bytes[0] {
            b'"' => {
                self.frames.pop();
                return self.push(TokenKind::CloseQuote, 1);
            }
            b'\n' | b'\r' => return self.newline_in_quotes(),
            _ => {}
        }
        if let Some(length) = sequence_length(bytes) {
            return self.open_sequence(length);
        }
        let mut length = 0;
        while let Some(&byte) = bytes.get(length) {
            match byte {
                b'"' | b'\n' | b'\r' => break,
                b'\\' => {
                    let escaped = bytes
                        .get(length + 1)
                        .is_some_and(|b| !matches!(b, b'\n' | b'\r'));
                    length += 1 + usize::from(escaped);
                }
                b'$' | b'%' if sequence_length(&bytes[length..]).is_some() => break,
                b'$' | b'%' => length += escape_length(&bytes[length..]),
                _ => length += 1,
            }
        }
        self.push(TokenKind::Literal, length);
    }

    fn newline_in_quotes(&mut self) {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
        self.problem(
            Kind::MultiLineString,
            length,
            "a quoted string ends on its line; close the quote, or write a heredoc".to_owned(),
        );
        if self.at < self.string_until || self.continues_after_line_end(length) {
            return self.push(TokenKind::QuotedNewline, length);
        }
        let line_end = line_end_length(rest.as_bytes()).max(1);
        self.push(TokenKind::BrokenQuote, line_end);
        self.leave_string();
    }

    /// Closes all open constructs up to the enclosing body or heredoc.
    pub(super) fn leave_string(&mut self) {
        while !matches!(self.frames.last(), None | Some(Frame::Heredoc { .. })) {
            self.frames.pop();
        }
    }

    /// Returns whether an open string continues after the line end.
    ///
    /// It does if the next line with quotes has an odd number of them and no line before that looks
    /// like an item of a body. Otherwise the closing quote is missing on the current line.
    fn continues_after_line_end(&mut self, line_end: usize) -> bool {
        let mut at = self.at + line_end;
        for line in self.text[at..].split_inclusive('\n') {
            let before_quotes = line.split('"').next().unwrap_or_default();
            if before_quotes.len() < line.len() {
                self.string_until = at;
                return unescaped_quotes(line) % 2 == 1 && !is_assignment(before_quotes);
            }
            if looks_like_item(line) {
                return false;
            }
            at += line.len();
        }
        false
    }

    fn open_sequence(&mut self, length: usize) {
        let directive = self.rest().starts_with('%');
        let kind = if directive {
            TokenKind::Directive
        } else {
            TokenKind::Interpolation
        };
        self.push(kind, length);
        self.frames.push(Frame::Sequence { braces: 0 });
    }

    /// Reads one token of a heredoc.
    pub(super) fn heredoc(&mut self) {
        let rest = self.rest();
        let bytes = rest.as_bytes();
        if let Some(length) = sequence_length(bytes) {
            return self.open_sequence(length);
        }
        if is_lone_return(bytes) {
            return self.invalid();
        }
        let line_starts = self.tokens.last().is_some_and(|token| {
            self.text.as_bytes().get(token.span.end.wrapping_sub(1)) == Some(&b'\n')
        });
        if line_starts
            && let Some(length) = rest.find('\n')
            && self.ends_heredoc(&rest[..length])
        {
            let length = length - usize::from(rest[..length].ends_with('\r'));
            self.frames.pop();
            return self.push(TokenKind::CloseHeredoc, length);
        }
        let mut length = 0;
        while let Some(&byte) = bytes.get(length) {
            match byte {
                b'\n' => {
                    length += 1;
                    break;
                }
                b'\r' if is_lone_return(&bytes[length..]) => break,
                b'$' | b'%' if sequence_length(&bytes[length..]).is_some() => break,
                b'$' | b'%' => length += escape_length(&bytes[length..]),
                _ => length += 1,
            }
        }
        self.push(TokenKind::Line, length);
    }

    /// Abandons a heredoc without end marker at the end of the text.
    ///
    /// The lexer goes back to the first line of the heredoc that looks like a block header, so that
    /// the blocks after it are not lost.
    pub(super) fn leave_heredoc(&mut self) -> bool {
        let open = self.frames.iter().find_map(|frame| match frame {
            Frame::Heredoc { token, .. } => Some(*token),
            _ => None,
        });
        let Some(open) = open.filter(|_| self.heredocs_left < HEREDOCS_LEFT_MAX) else {
            return false;
        };
        let from = self.tokens[open].span.end;
        let mut at = from;
        let mut lines = self.text[from..].split_inclusive('\n');
        let header = lines.find_map(|line| {
            at += line.len();
            is_header(line).then_some(at - line.len())
        });
        let Some(header) = header else { return false };
        self.heredocs_left += 1;
        self.at = header;
        self.frames.clear();
        self.tokens.truncate(
            self.tokens
                .partition_point(|token| token.span.start < header),
        );
        self.problems
            .truncate(self.problems.partition_point(|p| p.span.start < header));
        self.push(TokenKind::BrokenHeredoc, 0);
        true
    }

    fn ends_heredoc(&self, line: &str) -> bool {
        match self.frames.last() {
            Some(Frame::Heredoc { marker, .. }) => line.trim() == &self.text[marker.range()],
            _ => false,
        }
    }
}

/// Returns whether a line looks like an unindented header of a top-level block.
pub(super) fn is_header(line: &str) -> bool {
    let word = line.split([' ', '"', '{']).next().unwrap_or_default();
    let rest = line[word.len()..].trim();
    match word {
        "resource" | "data" => rest.starts_with('"') && rest.ends_with('{'),
        "variable" | "output" | "module" | "provider" => {
            rest.starts_with('"') && rest.ends_with(['{', '}'])
        }
        "locals" | "terraform" => rest == "{",
        _ => false,
    }
}

/// Returns whether a line begins like an argument: `name = `.
pub(super) fn is_assignment(line: &str) -> bool {
    let line = line.trim_start();
    let rest = line[identifier_length(line)..].trim_start();
    rest.len() < line.len()
        && rest.starts_with('=')
        && !rest.starts_with("==")
        && !rest.starts_with("=>")
}

/// Returns whether a line looks like a part of a body rather than like text.
fn looks_like_item(line: &str) -> bool {
    let trimmed = line.trim();
    trimmed == "}" || trimmed.ends_with(" {") || (is_assignment(line) && trimmed.contains(" ="))
}

/// Returns whether bytes begin with a carriage return that is not a line end.
fn is_lone_return(bytes: &[u8]) -> bool {
    bytes.first() == Some(&b'\r') && bytes.get(1) != Some(&b'\n')
}

/// Returns the length of the `${`, `${~`, `%{` or `%{~` that bytes begin with.
fn sequence_length(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'$' | b'%', b'{', b'~', ..] => Some(3),
        [b'$' | b'%', b'{', ..] => Some(2),
        _ => None,
    }
}

/// Returns the length of the `$${` or `%%{` that bytes begin with, otherwise 1.
///
/// The length 1 is that of the `$` or `%` alone.
fn escape_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => 3,
        _ => 1,
    }
}

/// Counts the quotes of a line that are not part of an escape.
fn unescaped_quotes(line: &str) -> usize {
    let mut quotes = 0;
    let mut bytes = line.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' => _ = bytes.next(),
            b'"' => quotes += 1,
            _ => {}
        }
    }
    quotes
}
