//! Finds line boundaries and indents in a text.

use super::super::lex::{self, TokenKind};

/// Returns the line ending of the lines around a byte: of the line before, or else of its own.
pub(super) fn newline(text: &str, at: usize) -> &'static str {
    let end = text[..at].rfind('\n');
    let end = end.or_else(|| text[at..].find('\n').map(|own| at + own));
    match end {
        Some(end) if text[..end].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Returns the offset at which the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
    let mark = '\u{FEFF}';
    // A file of a joined text may begin with a mark too.
    match text[start..].starts_with(mark) {
        true => (start + mark.len_utf8()).min(at),
        false => start,
    }
}

/// Returns the start of the line above the line that begins at `start`.
pub(super) fn line_above(text: &str, start: usize) -> Option<usize> {
    text[..start]
        .ends_with('\n')
        .then(|| line_start(text, start - 1))
}

/// Returns the start of the next line if only blanks precede the line end.
///
/// The end of the text counts as a line end.
pub(super) fn next_line(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].trim_start_matches([' ', '\t']);
    let following = rest.strip_prefix("\r\n").or(rest.strip_prefix('\n'));
    match following {
        Some(following) => Some(text.len() - following.len()),
        None => rest.is_empty().then_some(text.len()),
    }
}

/// Returns the leading blanks of the line of a byte.
pub(super) fn indent(text: &str, at: usize) -> &str {
    let line = &text[line_start(text, at)..];
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
}

/// Returns whether a line contains only a comment.
pub(super) fn is_comment(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('#')
        || line.starts_with("//")
        || (line.starts_with("/*") && line.find("*/") == Some(line.len().saturating_sub(2)))
}

/// Returns the offset after the comments that follow a byte on its line.
///
/// The line end is not included.
pub(super) fn skip_comments(text: &str, at: usize, limit: usize) -> usize {
    let mut end = at;
    loop {
        let rest = &text[end..limit.max(end)];
        let comment = rest.trim_start_matches([' ', '\t']);
        let start = end + rest.len() - comment.len();
        if comment.starts_with('#') || comment.starts_with("//") {
            let line = comment.find('\n').unwrap_or(comment.len());
            return start + comment[..line].trim_end().len();
        }
        match comment
            .starts_with("/*")
            .then(|| comment.find("*/"))
            .flatten()
        {
            Some(close) => end = start + close + 2,
            None => return end,
        }
    }
}

/// Adapts new text to an indent and a line ending.
///
/// All lines but the first are indented, outside of strings and heredocs.
pub(super) fn reindent(newline: &str, new: &str, indent: &str) -> String {
    let new = new.replace("\r\n", "\n");
    let mut reindented = String::with_capacity(new.len() + 16);
    let mut at = 0;
    for token in lex::tokens(&new).0 {
        let next_is_line_end = new[token.span.end..].starts_with('\n');
        if token.kind == TokenKind::Newline && !next_is_line_end && token.span.end < new.len() {
            reindented.push_str(&new[at..token.span.end]);
            reindented.push_str(indent);
            at = token.span.end;
        }
    }
    reindented.push_str(&new[at..]);
    match newline {
        "\n" => reindented,
        newline => reindented.replace('\n', newline),
    }
}
