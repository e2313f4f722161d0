//! Applies edits and aligns the equals signs around them as `terraform fmt` does.
//!
//! Lines are moved only if they were aligned as `terraform fmt` aligns them before the edit, so
//! that a custom layout of the user is kept; there a new line is aligned with the line above it.

use super::Edit;
use crate::hcl::{self, Body, Expression, ExpressionKind, Item, Module, Span};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// Consecutive lines of arguments or object entries.
struct Chain {
    lines: Vec<Line>,
}

/// One line `name = value # comment`.
struct Line {
    /// The name.
    name: Span,
    /// The blanks and the equals sign between the name and the value.
    gap: Span,
    /// The blanks between the code of the line and its comment, if it has one.
    before_comment: Option<Span>,
    /// End of the line content. For a heredoc this is the end of its end marker.
    end: usize,
}

/// Applies edits to a module and aligns the lines that they touch.
pub(super) fn splice(module: &Module, edits: &[Edit]) -> Result<Module, super::Clash> {
    if edits.is_empty() {
        return Ok(module.clone());
    }
    let next = hcl::parse(super::splice(&module.text, edits)?);
    let old = chains(module);
    let new = chains(&next);
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    // Duplicate edits are applied once.
    let mut seen = HashSet::default();
    sorted.retain(|edit| seen.insert((edit.span, edit.text.as_str())));
    sorted.order_by_key(|edit| edit.span);
    let mut gaps = Vec::new();
    let (mut removed, mut added) = (0, 0);
    // A chain that several edits touch is compared and aligned once.
    let mut known: HashMap<usize, bool> = HashMap::default();
    let mut done = HashSet::default();
    for edit in sorted {
        let start = edit.span.start - removed + added;
        removed += edit.span.end - edit.span.start;
        added += edit.text.len();
        let aligned = touched(&module.text, &old, edit.span).all(|chain| {
            let is_aligned = || chain.is_aligned(&module.text);
            *known.entry(chain.start()).or_insert_with(is_aligned)
        });
        let end = start + edit.text.len();
        for chain in touched(&next.text, &new, Span { start, end }) {
            match aligned {
                true if done.insert(chain.start()) => gaps.extend(chain.align(&next.text)),
                true => {}
                false => gaps.extend(chain.align_new_lines(&next.text, Span { start, end })),
            }
        }
    }
    let mut moved = HashSet::default();
    gaps.retain(|gap| moved.insert(gap.span));
    gaps.retain(|gap| next.text[gap.span.range()] != gap.text);
    if gaps.is_empty() {
        return Ok(next);
    }
    Ok(hcl::parse(super::splice(&next.text, &gaps)?))
}

/// Aligns all equals signs of a text.
pub(super) fn all(text: &str) -> String {
    let module = hcl::parse(text);
    let edits: Vec<Edit> = chains(&module)
        .iter()
        .flat_map(|chain| chain.align(text))
        .collect();
    super::splice(text, &edits).unwrap_or_else(|_| text.to_owned())
}

/// Returns the chains that share a line with a span or are on an adjacent line.
fn touched<'c>(text: &'c str, chains: &'c [Chain], span: Span) -> impl Iterator<Item = &'c Chain> {
    let is_adjacent = move |start: usize, end: usize| {
        let between = text.get(start..end).unwrap_or_default();
        between.trim().is_empty() && between.matches('\n').count() <= 1
    };
    let first = chains.partition_point(|chain| chain.end() < span.start);
    let above = chains[..first]
        .last()
        .filter(|chain| is_adjacent(chain.end(), span.start));
    let below = chains[first..]
        .iter()
        .take_while(move |chain| is_adjacent(span.end, chain.start()));
    above.into_iter().chain(below)
}

/// Returns all chains of a module in source order.
fn chains(module: &Module) -> Vec<Chain> {
    let mut chains = Vec::new();
    in_body(&module.text, &module.body, &mut chains);
    for expression in module.body.expressions() {
        in_object(&module.text, expression, &mut chains);
    }
    chains.order_by_key(Chain::start);
    chains
}

fn in_body(text: &str, body: &Body, chains: &mut Vec<Chain>) {
    let mut lines = Vec::new();
    for item in &body.items {
        match item {
            Item::Attribute(attribute) => {
                let line = Line::read(text, attribute.name.span, &attribute.value, body.span.end);
                lines.push(line);
            }
            Item::Block(block) => {
                lines.push(None);
                in_body(text, &block.body, chains);
                // `Body::expressions` skips these objects, because they only look like expressions.
                if block.kind.text == "required_providers" {
                    let listed = block.body.attributes();
                    listed.for_each(|provider| in_object(text, &provider.value, chains));
                }
            }
        }
    }
    collect_chains(text, lines, chains);
}

fn in_object(text: &str, expression: &Expression, chains: &mut Vec<Chain>) {
    if let ExpressionKind::Object(entries) = &expression.kind {
        let end = expression.span.end;
        let lines = entries
            .iter()
            .map(|entry| Line::read(text, entry.key.span, &entry.value, end))
            .collect();
        collect_chains(text, lines, chains);
    }
}

/// Groups lines that directly follow each other into chains.
fn collect_chains(text: &str, lines: Vec<Option<Line>>, chains: &mut Vec<Chain>) {
    let mut open: Vec<Line> = Vec::new();
    for line in lines {
        let follows = match (open.last(), &line) {
            (Some(last), Some(line)) => text
                .get(last.end..line.name.start)
                .is_some_and(|between| between.matches('\n').count() == 1),
            _ => false,
        };
        if !follows && !open.is_empty() {
            chains.push(Chain {
                lines: std::mem::take(&mut open),
            });
        }
        open.extend(line);
    }
    if !open.is_empty() {
        chains.push(Chain { lines: open });
    }
}

impl Line {
    /// Reads one line.
    ///
    /// Returns None if the name is not the first on its line, or if the value spans several lines.
    fn read(text: &str, name: Span, value: &Expression, limit: usize) -> Option<Line> {
        let gap = Span {
            start: name.end,
            end: value.span.start,
        };
        let before = text.get(..name.start)?.trim_end_matches([' ', '\t']);
        if !before.ends_with('\n') || text.get(gap.range())?.trim_matches([' ', '\t']) != "=" {
            return None;
        }
        let heredoc = matches!(value.kind, ExpressionKind::Template { heredoc: true, .. });
        if !heredoc && text.get(value.span.range())?.contains('\n') {
            return None;
        }
        let rest = text.get(value.span.end..limit.max(value.span.end))?;
        let rest = rest.split('\n').next().unwrap_or_default();
        let code = rest.len() - rest.trim_start_matches([' ', '\t', ',']).len();
        let code = rest[..code].rfind(',').map_or(0, |comma| comma + 1);
        let following = rest[code..].trim_start_matches([' ', '\t']);
        let comment = following.starts_with('#') || following.starts_with("//");
        if !comment && !following.trim().is_empty() {
            return None;
        }
        let code = value.span.end + code;
        let at = value.span.end + rest.len() - following.len();
        let end = value.span.end + rest.trim_end().len();
        let before_comment = comment.then_some(Span {
            start: code,
            end: at,
        });
        Some(Line {
            name,
            gap,
            before_comment,
            end,
        })
    }
}

impl Chain {
    fn start(&self) -> usize {
        self.lines.first().map_or(0, |line| line.name.start)
    }

    fn end(&self) -> usize {
        self.lines.last().map_or(0, |line| line.end)
    }

    fn is_aligned(&self, text: &str) -> bool {
        self.align(text)
            .iter()
            .all(|edit| text[edit.span.range()] == edit.text)
    }

    /// Aligns the lines that begin in a span with the line above each of them.
    fn align_new_lines(&self, text: &str, span: Span) -> Vec<Edit> {
        let width = |span: Span| text[span.range()].chars().count();
        let column = |line: &Line| {
            let gap = &text[line.gap.range()];
            width(line.name) + gap.find('=').unwrap_or(0)
        };
        let first_at = |byte: usize| self.lines.partition_point(|line| line.name.start < byte);
        let mut edits = Vec::new();
        for at in first_at(span.start).max(1)..first_at(span.end) {
            let line = &self.lines[at];
            let blanks = column(&self.lines[at - 1]).saturating_sub(width(line.name));
            if blanks > 0 {
                edits.push(Edit::replace(line.gap, format!("{}= ", " ".repeat(blanks))));
            }
        }
        edits
    }

    /// Returns the edits that set the gaps as `terraform fmt` sets them.
    fn align(&self, text: &str) -> Vec<Edit> {
        let width = |span: Span| text[span.range()].chars().count();
        let widest = self
            .lines
            .iter()
            .map(|line| width(line.name))
            .max()
            .unwrap_or(0);
        let mut edits = Vec::new();
        // Comments on consecutive lines are aligned, too.
        let mut commented: Vec<(Span, usize)> = Vec::new();
        for line in &self.lines {
            let blanks = " ".repeat(widest - width(line.name) + 1);
            edits.push(Edit::replace(line.gap, format!("{blanks}= ")));
            match line.before_comment {
                Some(gap) => {
                    let value = Span {
                        start: line.gap.end,
                        end: gap.start,
                    };
                    commented.push((gap, width(value)));
                }
                None => edits.extend(comments(&mut commented)),
            }
        }
        edits.extend(comments(&mut commented));
        edits
    }
}

/// Aligns the comments of consecutive lines and clears the list.
fn comments(commented: &mut Vec<(Span, usize)>) -> Vec<Edit> {
    let widest = commented.iter().map(|(_, width)| *width).max().unwrap_or(0);
    let edits = commented.drain(..);
    edits
        .map(|(gap, width)| Edit::replace(gap, " ".repeat(widest - width + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str, old: &str, new: &str) -> String {
        let start = text.find(old).unwrap();
        let span = Span {
            start,
            end: start + old.len(),
        };
        splice(&hcl::parse(text), &[Edit::replace(span, new)])
            .unwrap()
            .text
    }

    #[test]
    fn aligns_the_lines_around_an_edit() {
        let text = "a {\n  ami = 1 # one\n  bb  = 22 # two\n  c {\n    d = 1\n  }\n}\n";
        let expected =
            "a {\n  image_id = 1  # one\n  bb       = 22 # two\n  c {\n    d = 1\n  }\n}\n";
        assert_ne!(
            replaced(text, "ami ", "image_id "),
            expected,
            "the comments were not aligned"
        );
        let aligned = text.replace("1 # one", "1  # one");
        assert_eq!(replaced(&aligned, "ami ", "image_id "), expected);
    }

    #[test]
    fn keeps_a_custom_layout() {
        let text = "a {\n  b=1\n  cc = 2\n}\n";
        assert_eq!(replaced(text, "cc", "cccc"), "a {\n  b=1\n  cccc = 2\n}\n");
    }

    #[test]
    fn aligns_a_new_line_with_the_line_above() {
        let text = "a {\n  b     = 1\n  cc = 2\n}\n";
        let expected = "a {\n  b     = 1\n  d     = 3\n  cc = 2\n}\n";
        assert_eq!(replaced(text, "1\n", "1\n  d = 3\n"), expected);
    }

    #[test]
    fn splits_chains_at_multi_line_values_but_not_at_heredocs() {
        let text = "a {\n  b = {\n    c = 1\n  }\n  d = 1\n  e = <<E\nx\nE\n  f = 1\n}\n";
        let expected = "a {\n  b = {\n    c = 1\n  }\n  d   = 1\n  e   = <<E\nx\nE\n  fff = 1\n}\n";
        assert_eq!(replaced(text, "f =", "fff ="), expected);
    }

    #[test]
    fn realigns_the_rest_of_a_chain_after_a_removal() {
        let text = "a {\n  b    = 1\n  cccc = 2\n}\n";
        assert_eq!(replaced(text, "  cccc = 2\n", ""), "a {\n  b = 1\n}\n");
    }

    #[test]
    fn keeps_windows_line_endings() {
        let text = "a {\r\n  b = 1\r\n  c = 2\r\n}\r\n";
        assert_eq!(
            replaced(text, "c", "ccc"),
            "a {\r\n  b   = 1\r\n  ccc = 2\r\n}\r\n"
        );
    }
}
