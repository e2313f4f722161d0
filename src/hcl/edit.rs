//! Edits Terraform text by byte ranges; keeps comments, layout and line endings.
//!
//! The functions here read a [`Module`] and return edits of its text; [`splice`] applies them.
//! Edits from several calls on the same module can be spliced together: they are built so that a
//! second argument, block or line is inserted next to the first.

mod align;
mod layout;
mod placement;

use super::format;
use super::lex::{self, TokenKind};
use super::{Block, Body, Entry, Expression, ExpressionKind, Item, Module, Name, Span, sources};
use crate::stable_sort::Order;
use foldhash::HashSet;
use std::borrow::Cow;
use std::fmt;

pub(crate) use placement::file_for;

use layout::{
    indent, is_comment, line_above, line_start, newline, next_line, reindent, skip_comments,
};

/// New text for a byte range; an empty range means an insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace.
    pub span: Span,
    /// The replacement text.
    pub text: String,
}

/// A change made by a completion or a fix, in words for the user.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Change {
    /// Identifier of the change.
    ///
    /// It is stable for the same change of the same block; excluding this id undoes the change.
    pub id: String,
    /// Address of the block for which the change was made.
    pub address: String,
    /// Description of the change, in one line.
    pub description: String,
    /// Rationale of the change, in one sentence.
    pub rationale: String,
    /// Effect on a resource that is deployed; null for a change of an invalid text.
    pub effect: Option<DeployEffect>,
}

/// Effect of a change on a resource that is deployed, the mildest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DeployEffect {
    /// The resource is updated and stays available, or is new.
    InPlace,
    /// The resource is updated, and more is billed.
    CostsMoney,
    /// The resource restarts.
    Restart,
    /// Clients that use what the change turns off lose their access.
    CutsAccess,
    /// The resource is deleted and created again.
    Replace,
    /// Data is deleted that the resource stores.
    DeletesData,
}

impl DeployEffect {
    /// Whether a change with this effect needs no consent in a user's own file.
    pub fn is_harmless(self) -> bool {
        self <= DeployEffect::CostsMoney
    }

    /// Returns the effect in words, for the user.
    pub fn description(self) -> &'static str {
        match self {
            DeployEffect::InPlace => "updates what is deployed in place",
            DeployEffect::CostsMoney => "updates what is deployed in place, and costs money",
            DeployEffect::Restart => "restarts what is deployed",
            DeployEffect::CutsAccess => "clients of what is deployed can lose access",
            DeployEffect::Replace => "deletes what is deployed and creates it again",
            DeployEffect::DeletesData => "deletes data of what is deployed",
        }
    }

    /// Returns the effect of a name in a table.
    pub(crate) fn named(name: &str) -> Option<DeployEffect> {
        Some(match name {
            "in_place" => DeployEffect::InPlace,
            "costs_money" => DeployEffect::CostsMoney,
            "restart" => DeployEffect::Restart,
            "cuts_access" => DeployEffect::CutsAccess,
            "replace" => DeployEffect::Replace,
            "deletes_data" => DeployEffect::DeletesData,
            _ => return None,
        })
    }
}

/// The reason why edits cannot be applied together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Two edits change the same bytes.
    Overlap {
        /// Span of the edit that begins first.
        first: Span,
        /// Span of the other edit.
        second: Span,
    },
    /// The edit is outside the text or splits a character.
    Outside(Span),
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clash::Overlap { first, second } => write!(
                f,
                "two edits change the same bytes: {}..{} and {}..{}; make one and read again",
                first.start, first.end, second.start, second.end
            ),
            Clash::Outside(span) => {
                write!(
                    f,
                    "the edit {}..{} does not fit the text",
                    span.start, span.end
                )
            }
        }
    }
}

impl std::error::Error for Clash {}

impl Edit {
    /// Creates an insertion in front of a byte.
    pub fn insert(at: usize, text: impl Into<String>) -> Edit {
        Edit {
            span: Span::new(at, at),
            text: text.into(),
        }
    }

    /// Creates a replacement of a range.
    pub fn replace(span: Span, text: impl Into<String>) -> Edit {
        Edit {
            span,
            text: text.into(),
        }
    }

    /// Creates a deletion of a range.
    pub fn delete(span: Span) -> Edit {
        Edit {
            span,
            text: String::new(),
        }
    }
}

/// Applies edits, given in any order, to a text.
///
/// Insertions at the same byte keep the given order and come before a replacement that starts at
/// this byte. Duplicate edits are applied once. Edits that share a byte are rejected.
///
/// ```
/// use infragenie::hcl::edit::{Edit, splice};
/// let edits = [Edit::insert(3, "!"), Edit::insert(0, "¡")];
/// assert_eq!(splice("olé", &edits[1..]).unwrap(), "¡olé");
/// assert!(splice("olé", &edits).is_err(), "byte 3 is within a character");
/// ```
pub fn splice(text: &str, edits: &[Edit]) -> Result<String, Clash> {
    let mut seen = HashSet::default();
    let mut sorted: Vec<&Edit> = edits
        .iter()
        .filter(|edit| seen.insert((edit.span, edit.text.as_str())))
        .collect();
    sorted.order_by_key(|edit| edit.span);
    let mut spliced = String::with_capacity(text.len() + 64 * sorted.len());
    let mut before = Span::default();
    for edit in sorted {
        if edit.span.start < before.end {
            return Err(Clash::Overlap {
                first: before,
                second: edit.span,
            });
        }
        let kept = text
            .get(before.end..edit.span.start)
            .ok_or(Clash::Outside(edit.span))?;
        text.get(edit.span.range())
            .ok_or(Clash::Outside(edit.span))?;
        spliced.push_str(kept);
        spliced.push_str(&edit.text);
        before = edit.span;
    }
    spliced.push_str(&text[before.end..]);
    Ok(spliced)
}

/// Applies edits to a module and formats the lines that they touch.
///
/// A part of the file that was formatted stays so.
pub fn splice_aligned(module: &Module, edits: &[Edit]) -> Result<Module, Clash> {
    align::splice(module, edits)
}

/// Formats the blanks of a text as `terraform fmt` does.
pub fn aligned(text: &str) -> String {
    format::layout(text)
}

/// Returns the comment directly above a span, without its indent.
///
/// This is the comment that [`remove`] deletes together with the span.
pub fn comment_above(module: &Module, span: Span) -> String {
    let from = remove(module, span).span.start;
    let to = line_start(&module.text, span.start);
    let above = module.text.get(from..to).unwrap_or_default();
    let lines = above.lines().map(str::trim).filter(|line| is_comment(line));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Returns the text of a span, dedented.
///
/// The indent of the first line is removed from the lines after it.
pub fn dedented(module: &Module, span: Span) -> String {
    let text = &module.text[span.range()];
    let indent = indent(&module.text, span.start).len();
    let mut dedented = String::with_capacity(text.len());
    let mut at = 0;
    for token in lex::tokens(text).0 {
        if token.kind == TokenKind::Newline && token.span.end < text.len() {
            dedented.push_str(&text[at..token.span.end]);
            let rest = &text[token.span.end..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            at = token.span.end + blanks.min(indent);
        }
    }
    dedented.push_str(&text[at.min(text.len())..]);
    dedented
}

/// Indents all lines of a text but the first, outside of strings and heredocs.
pub fn indented(text: &str, indent: &str) -> String {
    reindent("\n", text, indent)
}

/// Replaces the item at a span by `item`, which is Terraform text.
pub fn replace_item(module: &Module, span: Span, item: &str) -> Edit {
    let indent = indent(&module.text, span.start).to_owned();
    Edit::replace(
        span,
        reindent(newline(&module.text, span.start), item, &indent),
    )
}

/// Sets an argument of a block, or of a nested block, to a Terraform expression.
///
/// The path leads through nested blocks, the `content` of `dynamic` blocks and objects. If a name
/// occurs several times, the first is used. Missing parts are added; a missing name within the path
/// becomes a nested block. If the argument exists, only its value is replaced. Returns no edits if
/// nothing can be set: the path is empty, an argument within the path is not an object, or the
/// block has no body.
///
/// ```
/// use infragenie::hcl::{self, edit};
/// let module = hcl::parse("resource \"aws_eip\" \"a\" {\n  tags = {} # none\n}\n");
/// let block = module.at("aws_eip.a").unwrap();
/// let edits = edit::set(&module, block, &["timeouts", "read"], "\"5m\"");
/// let text = edit::splice(&module.text, &edits).unwrap();
/// assert!(text.contains("tags = {} # none\n\n  timeouts {\n    read = \"5m\"\n  }\n}"));
/// ```
pub fn set(module: &Module, block: &Block, path: &[&str], value: &str) -> Vec<Edit> {
    let [name, rest @ ..] = path else {
        return Vec::new();
    };
    if let Some(attribute) = block.body.attribute(name) {
        return set_value(module, &attribute.value, rest, value);
    }
    if rest.is_empty() {
        return add(
            module,
            block,
            &format!("{name} = {value}"),
            InsertPosition::Argument,
        );
    }
    if let Some(nested) = nested(block, name) {
        return set(module, nested, rest, value);
    }
    add(module, block, &nest(path, value), InsertPosition::Block)
}

/// Adds a nested block, given as Terraform text, at the end of a block.
pub fn insert(module: &Module, block: &Block, text: &str) -> Vec<Edit> {
    add(module, block, text, InsertPosition::Block)
}

/// Removes the attribute, block or object entry at a span.
///
/// Its lines and the comment directly above it are removed too.
pub fn remove(module: &Module, span: Span) -> Edit {
    let text = module.text.as_str();
    let line = line_start(text, span.start);
    let mut end = skip_comments(text, span.end, text.len());
    if text[end..].starts_with(',') {
        end = skip_comments(text, end + 1, text.len());
    }
    let alone = text[line..span.start].trim().is_empty();
    let Some(next) = next_line(text, end).filter(|_| alone) else {
        return remove_inline(text, span);
    };
    let mut start = line;
    while let Some(above) = line_above(text, start)
        && is_comment(&text[above..start])
    {
        start = above;
    }
    // Empty lines above are removed too if an empty line or the closing brace follows.
    let below = text[next..].lines().next().map_or("", str::trim);
    if below.is_empty() || below == "}" || sources::is_header(below) {
        while let Some(above) = line_above(text, start)
            && text[above..start].trim().is_empty()
        {
            start = above;
        }
    }
    Edit::delete(Span::new(start, next))
}

/// Appends a block to a module, after one empty line.
///
/// Of several files this is the one that `file_for` returns. An unclosed last block would swallow
/// the new block, so the new block is inserted before it.
pub fn append(module: &Module, text: &str) -> Vec<Edit> {
    let file = file_for(module, text);
    let blocks = module
        .blocks()
        .filter(|it| file.start <= it.span.start && it.span.end <= file.end);
    if let Some(last) = blocks.last().filter(|last| !last.closed) {
        return vec![before(module, last, text)];
    }
    let (end, before) = (file.end, &module.text[file.range()]);
    let read = file.start + before.trim_end().len();
    let newline = newline(&module.text, read);
    let block = reindent(newline, text.trim_end(), "");
    if before.trim_start_matches('\u{FEFF}').trim().is_empty() {
        return vec![Edit::insert(end, format!("{block}{newline}"))];
    }
    let mut edits = Vec::new();
    if &module.text[read..end] != newline {
        edits.push(Edit::replace(Span::new(read, end), newline));
    }
    edits.push(Edit::insert(end, format!("{newline}{block}{newline}")));
    edits
}

/// Inserts a block before a top-level block and its comment.
pub fn before(module: &Module, block: &Block, text: &str) -> Edit {
    let mut start = line_start(&module.text, block.span.start);
    while let Some(above) = line_above(&module.text, start)
        && is_comment(&module.text[above..start])
    {
        start = above;
    }
    let newline = newline(&module.text, block.span.start);
    let text = reindent(newline, text.trim_end(), "");
    Edit::insert(start, format!("{text}{newline}{newline}"))
}

/// Inserts a block after a top-level block.
pub fn after(module: &Module, block: &Block, text: &str) -> Edit {
    let at = skip_comments(&module.text, block.span.end, module.text.len());
    let newline = newline(&module.text, at);
    let text = reindent(newline, text.trim_end(), "");
    Edit::insert(at, format!("{newline}{newline}{text}"))
}

/// Replaces the text of a name or a label; a label keeps its quotes.
pub fn rename(module: &Module, name: &Name, text: &str) -> Edit {
    let quoted = module.text[name.span.range()].starts_with('"');
    Edit::replace(
        name.span,
        if quoted { quote(text) } else { text.to_owned() },
    )
}

/// Formats a text as a quoted Terraform string, with all escapes.
///
/// ```
/// use infragenie::hcl::edit::quote;
/// assert_eq!(quote("say \"${name}\""), r#""say \"$${name}\"""#);
/// ```
pub fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '$' | '%' if characters.peek() == Some(&'{') => {
                quoted.push(character);
                quoted.push(character);
            }
            _ if character.is_control() => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

// Insertion into a block.

enum InsertPosition {
    /// After the last argument.
    Argument,
    /// At the end of the block.
    Block,
}

/// Returns the first nested block of a name.
///
/// If none is written, returns the `content` block of the first `dynamic` block of that name.
fn nested<'m>(block: &'m Block, name: &str) -> Option<&'m Block> {
    let written = block.body.blocks_of(name).next();
    written.or_else(|| {
        let generated = block.body.dynamic_blocks_of(name).next()?;
        generated.body.blocks_of("content").next()
    })
}

/// Formats nested blocks along a path, with one argument in the innermost block.
fn nest(path: &[&str], value: &str) -> String {
    match path {
        [] => String::new(),
        [name] => format!("{name} = {value}"),
        [name, rest @ ..] => {
            format!(
                "{name} {{\n  {}\n}}",
                reindent("\n", &nest(rest, value), "  ")
            )
        }
    }
}

/// Sets the value at a path within an existing argument value.
fn set_value(module: &Module, old: &Expression, path: &[&str], value: &str) -> Vec<Edit> {
    let text = module.text.as_str();
    let Some((name, rest)) = path.split_first() else {
        let line = indent(text, old.span.start);
        let value = match next_line(text, old.span.end) {
            Some(_) => Cow::Borrowed(value),
            None => within_line(value),
        };
        let newline = newline(text, old.span.start);
        return vec![Edit::replace(old.span, reindent(newline, &value, line))];
    };
    let ExpressionKind::Object(entries) = &old.kind else {
        return Vec::new();
    };
    let mut named = entries
        .iter()
        .filter(|entry| entry.key_text().as_deref() == Some(*name));
    if let Some(entry) = named.next() {
        return set_value(module, &entry.value, rest, value);
    }
    let mut value = value.to_owned();
    for name in rest.iter().rev() {
        value = format!("{{\n  {} = {}\n}}", key(name), reindent("\n", &value, "  "));
    }
    add_entry(module, old, entries, &key(name), &value)
}

/// Formats a value that is followed by other text on its line.
///
/// A heredoc is put in parentheses, because its end marker must be alone on its line.
fn within_line(value: &str) -> Cow<'_, str> {
    let lines = format!("{value}\n");
    let tokens = lex::tokens(&lines).0;
    match tokens.iter().rev().nth(2).map(|token| token.kind) {
        Some(TokenKind::CloseHeredoc) => {
            // In parentheses line ends do not count.
            Cow::Owned(format!("({value}\n)"))
        }
        _ => Cow::Borrowed(value),
    }
}

/// Formats an object key, quoted unless it is an identifier.
fn key(name: &str) -> Cow<'_, str> {
    match lex::tokens(name).0.as_slice() {
        [word, end] if word.kind == TokenKind::Identifier && end.span.start == name.len() => {
            Cow::Borrowed(name)
        }
        _ => Cow::Owned(quote(name)),
    }
}

/// Adds an entry to an object.
fn add_entry(
    module: &Module,
    old: &Expression,
    entries: &[Entry],
    name: &str,
    value: &str,
) -> Vec<Edit> {
    let text = module.text.as_str();
    let open = old.span.start + 1;
    let close = old.span.end - 1;
    let mut at = skip_comments(
        text,
        entries.last().map_or(open, |last| last.span.end),
        close,
    );
    let comma = text[at..close].starts_with(',');
    if comma {
        at = skip_comments(text, at + 1, close);
    }
    if !entries.is_empty() && !text[open..close].contains('\n') {
        let comma = if comma { " " } else { ", " };
        let value = reindent(newline(text, at), &within_line(value), indent(text, open));
        let gap = Span::new(at, old.span.end);
        return vec![
            Edit::insert(at, format!("{comma}{name} = {value}")),
            Edit::replace(gap, " }"),
        ];
    }
    let inner = match entries.last() {
        Some(last) => indent(text, last.span.start).to_owned(),
        None => format!("{}  ", indent(text, old.span.start)),
    };
    let newline = newline(text, at);
    let value = reindent(newline, value, &inner);
    let line = format!("{newline}{inner}{name} = {value}");
    let mut edits = vec![Edit::insert(at, line)];
    edits.extend(break_before(text, at, close));
    edits
}

/// Adds an argument or a block to a block.
fn add(module: &Module, block: &Block, item: &str, position: InsertPosition) -> Vec<Edit> {
    let text = module.text.as_str();
    let Body { items, span } = &block.body;
    let Some(brace) = block.brace(text) else {
        return Vec::new();
    };
    // The last items of a merged block are in an override file.
    if items
        .last()
        .is_some_and(|last| last.span().start > span.end)
    {
        return Vec::new();
    }
    let last_argument = items
        .iter()
        .rev()
        .find(|item| matches!(item, Item::Attribute(_)));
    let last = match position {
        InsertPosition::Argument => last_argument,
        InsertPosition::Block => items.last(),
    };
    let inner = match items
        .first()
        .filter(|first| text[span.start..first.span().start].contains('\n'))
    {
        Some(first) => indent(text, first.span().start).to_owned(),
        None => format!("{}  ", indent(text, block.span.start)),
    };
    let limit = span.end;
    let mut at = skip_comments(text, last.map_or(span.start, |last| last.span().end), limit);
    if items.is_empty() {
        at = span.start + text[span.range()].trim_end().len();
    }
    let newline = newline(text, at);
    let gap = if matches!(position, InsertPosition::Block) && !items.is_empty() {
        newline
    } else {
        ""
    };
    let item = reindent(newline, item, &inner);
    let mut edits = Vec::new();
    if let Some(first) = items.first()
        && !text[span.start..first.span().start].contains('\n')
    {
        let before = Span::new(brace, first.span().start);
        edits.push(Edit::replace(before, format!("{{{newline}{inner}")));
    }
    edits.push(Edit::insert(at, format!("{newline}{gap}{inner}{item}")));
    if block.closed {
        edits.extend(break_before(text, at, span.end));
    }
    edits
}

/// Moves a closing brace to a new line if it is on the line of `at`.
fn break_before(text: &str, at: usize, brace: usize) -> Option<Edit> {
    let start = at + text[at..brace].trim_end().len();
    if text[at..brace].contains('\n') {
        return None;
    }
    let line = format!("{}{}}}", newline(text, at), indent(text, at));
    Some(Edit::replace(Span::new(start, brace + 1), line))
}

/// Deletes a span that shares its line with others, and one adjacent comma.
///
/// The comma after the span is deleted, or else the comma before it.
fn remove_inline(text: &str, span: Span) -> Edit {
    let blank = [' ', '\t'];
    let rest = text[span.end..].trim_start_matches(blank);
    if let Some(rest) = rest.strip_prefix(',') {
        let end = text.len() - rest.trim_start_matches(blank).len();
        return Edit::delete(Span::new(span.start, end));
    }
    let before = text[..span.start].trim_end_matches(blank);
    let before = before.strip_suffix(',').unwrap_or(before);
    Edit::delete(Span::new(before.len(), span.end))
}

#[cfg(test)]
mod tests;
