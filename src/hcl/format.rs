//! Formats Terraform text byte for byte as `terraform fmt` does.
//!
//! The two steps are those of Terraform 1.11: `rewrite` replaces older notations (Terraform's
//! `internal/command/fmt.go`), [`layout`] sets the blanks between tokens (`hclwrite/format.go`).
//! Neither adds or removes empty lines.

mod columns;
mod rewrite;

use super::edit::{splice, splice_aligned};
use super::lex::{self, Token, TokenKind};
use super::{Module, Span, parse};
use columns::columns;

/// Formats a module as `terraform fmt` does; returns None if it has syntax errors.
///
/// ```
/// use infragenie::hcl::{format, parse};
/// let module = parse("variable x {\n  type=\"list\"\n  nullable  = false\n}\n");
/// let formatted = "variable \"x\" {\n  type     = list(string)\n  nullable = false\n}\n";
/// assert_eq!(format(&module).as_deref(), Some(formatted));
/// ```
pub fn format(module: &Module) -> Option<String> {
    if !module.problems.is_empty() {
        return None;
    }
    let rewritten = match rewrite::edits(module).as_slice() {
        [] => None,
        edits => splice(&module.text, edits).ok(),
    };
    // A comment within `"${}"` can make Terraform's own result invalid: that notation stays.
    let rewritten = rewritten.filter(|text| parse(text.as_str()).problems.is_empty());
    let text = rewritten.as_ref().unwrap_or(&module.text);
    Some(layout(text.strip_prefix('\u{FEFF}').unwrap_or(text)))
}

/// Formats a module as `terraform fmt` does, unless it has syntax errors.
pub fn formatted(module: Module) -> Module {
    match format(&module) {
        Some(text) if text != module.text => parse(text),
        _ => module,
    }
}

/// Replaces older notations in a changed module that had none before.
///
/// Returns None if there are none to replace.
pub fn without_new_notations(before: &Module, module: &Module) -> Option<Module> {
    if !module.problems.is_empty() {
        return None;
    }
    let edits = rewrite::edits(module);
    if edits.is_empty() || !rewrite::edits(before).is_empty() {
        return None;
    }
    splice_aligned(module, &edits).ok()
}

/// Indents, spaces and aligns a text as `terraform fmt` does.
///
/// Only blanks change. The text may be a part of a file that consists of whole lines and of whole
/// blocks.
pub fn layout(text: &str) -> String {
    let mut formatted = String::with_capacity(text.len() + text.len() / 8);
    let mut end = 0;
    for (gap, blanks) in gaps(text, None) {
        formatted.push_str(&text[end..gap.start]);
        formatted.extend(std::iter::repeat_n(' ', blanks));
        end = gap.end;
    }
    formatted.push_str(&text[end..]);
    formatted
}

/// Reduces the blanks that align a text to one each, for a model that reads it.
///
/// Indents, strings and comments stay.
///
/// ```
/// use infragenie::hcl::format::unaligned;
/// assert_eq!(unaligned("a {\n  b   = \"x  y\"   # c\n}\n"), "a {\n  b = \"x  y\" # c\n}\n");
/// ```
pub fn unaligned(text: &str) -> String {
    let mut unaligned = String::with_capacity(text.len());
    let mut end = 0;
    for token in lex::tokens_and_comments(text) {
        let gap = &text[end..token.span.start];
        let is_indent = unaligned.is_empty() || unaligned.ends_with('\n');
        unaligned.push_str(if is_indent || gap.is_empty() {
            gap
        } else {
            " "
        });
        unaligned.push_str(&text[token.span.range()]);
        end = token.span.end;
    }
    unaligned
}

/// Returns the gaps between tokens that change, with their new number of blanks.
///
/// With spans, which are in their order, it returns the gaps in lines that touch a span, and in those
/// that are aligned with such a line; their indent stays.
pub(super) fn gaps(text: &str, only: Option<&[Span]>) -> Vec<(Span, usize)> {
    let tokens = lex::tokens_and_comments(text);
    let (lines, blanks) = lines(text, &tokens);
    let changes = only.map(|spans| in_touched_lines(&tokens, &lines, spans));
    let mut end = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut gaps = Vec::new();
    for (at, (token, blanks)) in tokens.iter().zip(blanks).enumerate() {
        let gap = Span::new(end, token.span.start);
        let old = &text.as_bytes()[gap.range()];
        // Terraform keeps the number of blanks at the end of a text.
        let blanks = match token.kind {
            TokenKind::End => old.len(),
            _ => blanks,
        };
        let changes = changes.as_ref().is_none_or(|changes| changes[at]);
        if changes && (old.len() != blanks || old.contains(&b'\t')) {
            gaps.push((gap, blanks));
        }
        end = token.span.end;
    }
    gaps
}

/// The cells of a line, which are aligned with those of the lines next to it.
struct Line {
    /// The first token.
    start: usize,
    /// The equals sign of an argument whose value ends on the line.
    equal: Option<usize>,
    /// The comment behind other tokens.
    comment: Option<usize>,
    /// Columns before the equals sign, or else before the comment.
    name: usize,
    /// Columns from the equals sign to the comment.
    value: usize,
}

/// Returns which tokens of lines that spans touch may be moved: all but the first of each line.
fn in_touched_lines(tokens: &[Token], lines: &[Line], spans: &[Span]) -> Vec<bool> {
    let ends = lines.iter().skip(1).map(|line| line.start);
    let ends = ends.chain([tokens.len() - 1]);
    let touches = |(line, end): (&Line, usize)| {
        let (start, end) = (tokens[line.start].span.start, tokens[end - 1].span.end);
        // Next to a deleted line are the lines that were aligned with it.
        let span = spans.get(spans.partition_point(|span| span.end < start));
        span.is_some_and(|span| span.start <= end)
    };
    let mut touched: Vec<bool> = lines.iter().zip(ends).map(touches).collect();
    let is_equal = |line: &Line| line.equal.is_some();
    let is_comment = |line: &Line| line.comment.is_some();
    for has_cell in [&is_equal as &dyn Fn(&Line) -> bool, &is_comment, &is_equal] {
        let mut start = 0;
        for chain in lines.chunk_by(|one, next| has_cell(one) && has_cell(next)) {
            let chain = &mut touched[start..][..chain.len()];
            let is_touched = chain.contains(&true);
            chain.fill(is_touched);
            start += chain.len();
        }
    }
    let mut moved = vec![false; tokens.len()];
    for (at, line) in lines.iter().enumerate().filter(|(at, _)| touched[*at]) {
        let end = lines
            .get(at + 1)
            .map_or(tokens.len() - 1, |next| next.start);
        moved[line.start + 1..end].fill(true);
    }
    moved
}

/// Returns the lines, and the number of blanks before each token.
fn lines(text: &str, tokens: &[Token]) -> (Vec<Line>, Vec<usize>) {
    let mut all = vec![0; tokens.len()];
    let mut lines = Vec::new();
    let mut indents = Vec::new();
    let mut start = 0;
    let ends_line = |token: &Token| match token.kind {
        TokenKind::Newline => true,
        TokenKind::Comment => text.as_bytes()[token.span.end - 1] == b'\n',
        _ => false,
    };
    for line in tokens[..tokens.len() - 1].split_inclusive(ends_line) {
        let (code, comment) = match line {
            [code @ .., last] if !code.is_empty() && last.kind == TokenKind::Comment => {
                (code, Some(start + code.len()))
            }
            _ => (line, None),
        };
        let equal = equal(code);
        let (name, value) = code.split_at(equal.unwrap_or(code.len()));
        let blanks = &mut all[start..];
        if code[0].kind != TokenKind::Newline {
            blanks[0] = 2 * indent(
                &mut indents,
                brackets_before_heredoc(name) + brackets(value),
            );
        }
        set_spaces(text, name, blanks);
        set_spaces(text, value, &mut blanks[name.len()..]);
        let mut cells = Line {
            start,
            equal: equal.map(|at| start + at),
            comment,
            name: 0,
            value: 0,
        };
        if equal.is_some() || comment.is_some() {
            cells.name = width(text, name, blanks);
            cells.value = width(text, value, &blanks[name.len()..]);
        }
        lines.push(cells);
        start += line.len();
    }
    align(&lines, &mut all);
    (lines, all)
}

/// Aligns the equals signs and the comments of consecutive lines.
fn align(lines: &[Line], blanks: &mut [usize]) {
    for chain in lines.chunk_by(|one, next| one.equal.is_some() && next.equal.is_some()) {
        let widest = chain.iter().map(|line| line.name).max().unwrap_or(0);
        for line in chain {
            if let Some(equal) = line.equal {
                blanks[equal] = widest - line.name + 1;
            }
        }
    }
    for chain in lines.chunk_by(|one, next| one.comment.is_some() && next.comment.is_some()) {
        let columns = |line: &Line, blanks: &[usize]| {
            line.name + line.equal.map_or(0, |at| blanks[at]) + line.value
        };
        let widest = chain.iter().map(|line| columns(line, blanks)).max();
        for line in chain {
            if let (Some(comment), Some(widest)) = (line.comment, widest) {
                blanks[comment] = widest - columns(line, blanks) + 1;
            }
        }
    }
}

/// Returns the index of the equals sign of an argument whose value ends on the line.
fn equal(code: &[Token]) -> Option<usize> {
    let equal = code
        .iter()
        .skip(1)
        .position(|token| token.kind == TokenKind::Equal)?
        + 1;
    (brackets(&code[equal..]) == 0).then_some(equal)
}

/// Returns the indent of a line by the brackets that it opens more than it closes.
///
/// Each number of the list is a level of the indent, with the brackets that are open on it.
fn indent(indents: &mut Vec<isize>, brackets: isize) -> usize {
    if brackets > 0 {
        indents.push(brackets);
        return indents.len() - 1;
    }
    let mut closed = -brackets;
    while closed > 0
        && let Some(open) = indents.last_mut()
    {
        if closed < *open {
            *open -= closed;
            break;
        }
        closed -= *open;
        indents.pop();
    }
    indents.len()
}

/// Counts the brackets up to the first heredoc.
fn brackets_before_heredoc(tokens: &[Token]) -> isize {
    let heredoc = tokens
        .iter()
        .position(|token| token.kind == TokenKind::OpenHeredoc);
    brackets(&tokens[..heredoc.unwrap_or(tokens.len())])
}

/// Returns the number of brackets that open minus that of those that close.
fn brackets(tokens: &[Token]) -> isize {
    tokens
        .iter()
        .map(|token| isize::from(opens(token.kind)) - isize::from(closes(token.kind)))
        .sum()
}

fn opens(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(
        kind,
        OpenBrace | OpenBracket | OpenParenthesis | Interpolation | Directive
    )
}

fn closes(kind: TokenKind) -> bool {
    use TokenKind::*;
    matches!(
        kind,
        CloseBrace | CloseBracket | CloseParenthesis | SequenceEnd
    )
}

/// Returns the columns of the tokens and the blanks before them.
fn width(text: &str, tokens: &[Token], blanks: &[usize]) -> usize {
    let columns = |(token, blanks): (&Token, &usize)| blanks + columns(&text[token.span.range()]);
    tokens.iter().zip(blanks).map(columns).sum()
}

/// Sets the blanks within a cell, each before the second token of a pair.
fn set_spaces(text: &str, cell: &[Token], blanks: &mut [usize]) {
    let mut before = None;
    for (at, pair) in cell.windows(2).enumerate() {
        let is_in = || &text[pair[0].span.range()] == "in";
        blanks[at + 1] = usize::from(is_spaced(before, pair[0].kind, pair[1].kind, is_in));
        before = Some(pair[0].kind);
    }
}

/// Returns whether a blank separates two tokens.
///
/// `before` is the token in front of them, `is_in` whether the first of them is the word `in`.
fn is_spaced(
    before: Option<TokenKind>,
    token: TokenKind,
    next: TokenKind,
    is_in: impl Fn() -> bool,
) -> bool {
    use TokenKind::*;
    match (token, next) {
        (_, Newline) => false,
        (Identifier, OpenParenthesis | DoubleColon) | (DoubleColon, Identifier) => false,
        (Dot, _) | (_, Dot | Comma | Ellipsis) => false,
        (Comma, _) => true,
        (Literal | Line | OpenQuote | OpenHeredoc, _) => false,
        (_, Literal | Line | CloseQuote | CloseHeredoc) => false,
        // The list of a `for` expression, rather than an index.
        (Identifier, _) if before == Some(Identifier) && is_in() => true,
        (Identifier | Number, OpenBracket) => false,
        (_, OpenBracket) if closes(token) => false,
        (Bang, _) => false,
        // A sign, unless the token before can end an operand.
        (Minus, _) => before.is_some_and(|before| {
            !matches!(
                before,
                OpenParenthesis
                    | OpenBrace
                    | OpenBracket
                    | Equal
                    | Colon
                    | Comma
                    | Question
                    | Plus
                    | Star
                    | Slash
                    | Percent
                    | Minus
                    | EqualEqual
                    | NotEqual
                    | Greater
                    | GreaterEqual
                    | Less
                    | LessEqual
                    | And
                    | Or
                    | Bang
            )
        }),
        (OpenBrace, CloseBrace) => false,
        (OpenBrace, _) | (_, CloseBrace) => true,
        (Interpolation | Directive, OpenBrace) | (CloseBrace, SequenceEnd) => true,
        (SequenceEnd, Interpolation | Directive) => false,
        _ => !opens(token) && !closes(next),
    }
}
