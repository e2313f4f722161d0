//! Repairs syntax errors that have one certain fix.
//!
//! These are missing or extra punctuation, lines that are not Terraform, and a truncated end.

use super::{Fix, Reach, safe_if};
use crate::hcl::lex::{self, TokenKind};
use crate::hcl::{self, Block, Edit, Kind, Module, Problem, Span};
use crate::rewrite::Safety;

/// Maximum syntax errors that are repaired in one text.
const SLIPS_MAX: usize = 400;
/// Maximum cut positions at which an unfinished end is closed and parsed again.
const CUTS_MAX: usize = 12;

/// Finds repairs of punctuation errors and code fences.
pub(super) fn slips(module: &Module) -> Vec<Fix> {
    let problems = module.problems.iter().take(SLIPS_MAX);
    let mut fixes: Vec<Fix> = problems
        .filter_map(|problem| slip(module, problem))
        .collect();
    fixes.extend(fences(module));
    fixes
}

fn slip(module: &Module, problem: &Problem) -> Option<Fix> {
    let text = module.text.as_str();
    let span = problem.span;
    let found = text.get(span.range())?;
    // End of the preceding text without whitespace.
    let before = text.get(..span.start)?.trim_end().len();
    let (what, edit) = match problem.kind {
        Kind::UnexpectedComma if found == "," => {
            ("remove a comma after an argument", Edit::delete(span))
        }
        Kind::InvalidArgumentName => {
            let name = found.strip_prefix('"')?.strip_suffix('"')?;
            let plain = name.starts_with(|one: char| one.is_ascii_alphabetic() || one == '_')
                && name
                    .chars()
                    .all(|one| one.is_ascii_alphanumeric() || one == '_');
            let edit = plain.then(|| Edit::replace(span, name))?;
            ("write an argument's name without quotes", edit)
        }
        Kind::MissingItemSeparator
        | Kind::MissingArgumentSeparator
        | Kind::MissingAttributeSeparator
            if !text[..before].ends_with([',', '(', '[', '{'])
                && found.starts_with(|one: char| {
                    one.is_ascii_alphanumeric() || "\"[{_".contains(one)
                }) =>
        {
            ("add a comma between two items", Edit::insert(before, ","))
        }
        Kind::MissingNewline | Kind::MissingNewlineAfterBlock
            if found.starts_with(|one: char| one.is_ascii_alphabetic()) =>
        {
            (
                "start a new line",
                Edit::replace(Span::new(before, span.start), "\n"),
            )
        }
        Kind::QuotedType => {
            let inner = found.strip_prefix('"')?.strip_suffix('"')?;
            ("write a type without quotes", Edit::replace(span, inner))
        }
        _ => return None,
    };
    let address = holder(module, span.start)?.address()?;
    let at = module.position(span.start).line;
    let what = format!("{what} (line {at})");
    Some(fix(address, at, what, edit))
}

fn fix(address: String, line: usize, what: String, edit: Edit) -> Fix {
    let why = "The text is not valid HCL, and it has only one possible meaning.";
    Fix::repair("syntax", &address, what, why, vec![edit]).at(&line.to_string())
}

/// Returns the block that contains a byte, or the last block before it.
fn holder(module: &Module, at: usize) -> Option<&Block> {
    module
        .blocks()
        .take_while(|block| block.span.start <= at)
        .last()
        .or_else(|| module.blocks().next())
}

/// Removes the code fences of a surrounding Markdown text.
fn fences(module: &Module) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let mut at = 0;
    for line in module.text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        let is_wrong = |one: &Problem| (span.start..span.end).contains(&one.span.start);
        if line.trim_start().starts_with("```") && module.problems.iter().any(is_wrong) {
            let address = holder(module, span.start).and_then(Block::address);
            let what = format!("remove the line `{}`", line.trim().replace('`', "'"));
            let line = module.position(span.start).line;
            fixes.extend(address.map(|address| fix(address, line, what, Edit::delete(span))));
        }
    }
    fixes
}

/// Closes the block that a truncated text left open, or removes an unfinished header.
pub(super) fn end(module: &Module, reach: Reach) -> Vec<Fix> {
    let last = module.blocks().last();
    let fix = last.and_then(|last| match last.closed {
        true => unfinished_header(module, last),
        false => unclosed(module, last, reach),
    });
    fix.into_iter().collect()
}

/// Closes a block; the unfinished last part of the block is removed.
fn unclosed(module: &Module, last: &Block, reach: Reach) -> Option<Fix> {
    let may_stay = |problem: &Problem| problem.kind == Kind::AttributeRedefined;
    let mut earlier = module.problems.iter();
    if earlier.any(|one| one.span.start < last.span.start && !may_stay(one)) {
        return None;
    }
    let end = module.file_span(last.span.start).end;
    let tail = &module.text[last.span.start..end];
    for (cut, closers) in cuts(tail).into_iter().rev().take(CUTS_MAX) {
        let closed = tail[..cut].trim_end().trim_end_matches(',').to_owned() + &closers;
        let read = hcl::parse(closed.as_str());
        if !read.problems.iter().all(may_stay) || read.blocks().count() != 1 {
            continue;
        }
        // The unfinished part may contain a reference. Removing it needs the attention of the user,
        // so a lossless repair does not do it.
        let count = |block: &Block| {
            let expressions = block.body.expressions();
            let references = expressions.iter().map(|one| one.references().len());
            references.sum::<usize>()
        };
        let loses = read.blocks().map(count).sum::<usize>() < count(last);
        if loses && reach == Reach::Lossless || !is_one_line(&tail[cut..]) {
            return None;
        }
        let rest = tail[cut..].split_whitespace().collect::<Vec<_>>().join(" ");
        let rest: String = rest.chars().take(40).collect();
        let what = match rest.replace('`', "'").as_str() {
            "" => "close the block left open at the end".to_owned(),
            rest => format!("close the block left open at the end; `{rest}` was not finished"),
        };
        let span = Span::new(last.span.start, end);
        let keeps_all = tail[cut..].trim().is_empty();
        let fix = truncated(last, what, Edit::replace(span, closed))?;
        return Some(fix.with_safety(safe_if(keeps_all)));
    }
    None
}

/// Whether a text has at most one line, apart from the unfinished one.
///
/// Any earlier line was written completely.
fn is_one_line(text: &str) -> bool {
    let tokens = lex::tokens(text.trim()).0;
    tokens.iter().all(|token| token.kind != TokenKind::Newline)
}

/// Removes an unfinished header after a last block, which has no body yet.
fn unfinished_header(module: &Module, last: &Block) -> Option<Fix> {
    let end = module.file_span(last.span.start).end;
    let words = module.text.get(last.span.end..end)?.trim();
    let kinds = "resource|data|variable|output|provider|module";
    let mut kinds = kinds.split('|');
    let is_header = kinds.any(|kind| words.starts_with(kind) || kind.starts_with(words));
    if words.is_empty() || !is_header || words.contains(['{', '\n']) {
        return None;
    }
    let words = words.replace('`', "'");
    let what = format!("remove `{words}` at the end, which is an unfinished block header");
    let span = Span::new(last.span.end, end);
    let fix = truncated(last, what, Edit::replace(span, "\n"))?;
    Some(fix.with_safety(Safety::Suggestion))
}

fn truncated(last: &Block, what: String, edit: Edit) -> Option<Fix> {
    let why = "The text is truncated; all complete parts are kept.";
    Some(Fix::repair(
        "closed",
        &last.address()?,
        what,
        why,
        vec![edit],
    ))
}

/// Returns positions at which a text can be cut, each with the closing brackets.
fn cuts(text: &str) -> Vec<(usize, String)> {
    let mut open: Vec<(TokenKind, usize)> = Vec::new();
    let mut cuts = Vec::new();
    for token in lex::tokens(text).0 {
        use TokenKind::*;
        match token.kind {
            OpenBrace | OpenBracket | OpenParenthesis | OpenQuote | OpenHeredoc | Interpolation
            | Directive => {
                open.push((token.kind, token.span.start));
                if matches!(token.kind, OpenBrace | OpenBracket) {
                    cuts.extend(closers(text, &open).map(|closers| (token.span.end, closers)));
                }
            }
            CloseBrace | CloseBracket | CloseParenthesis | CloseQuote | CloseHeredoc
            | SequenceEnd | BrokenQuote | BrokenHeredoc => {
                open.pop();
            }
            Newline | Comma => {
                let inner = open.last().map(|(kind, _)| *kind);
                let may_end = match token.kind {
                    Comma => inner == Some(OpenBracket),
                    _ => matches!(inner, Some(OpenBrace | OpenBracket)),
                };
                if may_end {
                    cuts.extend(closers(text, &open).map(|closers| (token.span.start, closers)));
                }
            }
            _ => {}
        }
        if cuts.len() > 4 * CUTS_MAX {
            cuts.drain(..2 * CUTS_MAX);
        }
    }
    cuts
}

/// Returns the brackets that close all open ones, or `None` within a string.
///
/// Each is on a separate line.
fn closers(text: &str, open: &[(TokenKind, usize)]) -> Option<String> {
    let mut closers = String::new();
    let mut line = usize::MAX;
    for (kind, at) in open.iter().rev() {
        let mark = match kind {
            TokenKind::OpenBrace => '}',
            TokenKind::OpenBracket => ']',
            TokenKind::OpenParenthesis => ')',
            _ => return None,
        };
        let start = text[..*at].rfind('\n').map_or(0, |newline| newline + 1);
        // Brackets opened on the same line are closed on the same line.
        if start != line {
            // Of the bytes alone: a closing is computed for every possible cut.
            let bytes = text.as_bytes()[start..].iter();
            let indent = bytes.take_while(|it| matches!(it, b' ' | b'\t')).count();
            closers.push('\n');
            closers.push_str(&text[start..start + indent]);
            line = start;
        }
        closers.push(mark);
    }
    closers.push('\n');
    Some(closers)
}
