//! Applies edits and formats the lines that they touch as `terraform fmt` does.

use super::{Clash, Edit, line_start};
use crate::hcl::{self, Module, Span, format};
use crate::stable_sort::Order;
use foldhash::HashSet;

/// Whole lines with the top-level items that edits change.
struct Region {
    /// The bytes before the edits.
    old: Span,
    /// The bytes after the edits.
    new: Span,
    /// The bytes that the edits have written.
    written: Vec<Span>,
}

/// Applies edits to a module and formats the lines that they touch.
///
/// A region that was formatted before is formatted again. Elsewhere the user has another layout: its
/// indents stay, and only the lines that an edit touches, with those aligned with them, change.
pub(super) fn splice(module: &Module, edits: &[Edit]) -> Result<Module, Clash> {
    if edits.is_empty() {
        return Ok(module.clone());
    }
    let text = super::splice(&module.text, edits)?;
    let mut gaps = Vec::new();
    for Region { old, new, written } in regions(module, edits) {
        let is_formatted = format::gaps(&module.text[old.range()], None).is_empty();
        let written = written
            .iter()
            .map(|span| Span::new(span.start - new.start, span.end - new.start));
        let only: Option<Vec<Span>> = (!is_formatted).then(|| written.collect());
        for (gap, blanks) in format::gaps(&text[new.range()], only.as_deref()) {
            let gap = Span::new(new.start + gap.start, new.start + gap.end);
            gaps.push(Edit::replace(gap, " ".repeat(blanks)));
        }
    }
    Ok(hcl::parse(super::splice(&text, &gaps)?))
}

/// Returns the regions that edits change, in their order.
fn regions(module: &Module, edits: &[Edit]) -> Vec<Region> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.order_by_key(|edit| edit.span);
    let mut regions: Vec<Region> = Vec::new();
    let (mut removed, mut added) = (0, 0);
    let mut seen = HashSet::default();
    // Duplicate edits are applied once.
    sorted.retain(|edit| seen.insert((edit.span, edit.text.as_str())));
    for edit in sorted {
        let mut old = match regions.last() {
            Some(last) if edit.span.end < last.old.end => last.old,
            _ => region(module, edit.span),
        };
        let start = edit.span.start + added - removed;
        let (new_start, mut written) = match regions.pop_if(|last| old.start <= last.old.end) {
            Some(last) => {
                let earlier = last.old.start.saturating_sub(old.start);
                old.start = last.old.start.min(old.start);
                old.end = last.old.end.max(old.end);
                (last.new.start - earlier, last.written)
            }
            None => (old.start + added - removed, Vec::new()),
        };
        written.push(Span::new(start, start + edit.text.len()));
        removed += edit.span.end - edit.span.start;
        added += edit.text.len();
        let new = Span::new(new_start, old.end + added - removed);
        regions.push(Region { old, new, written });
    }
    regions
}

/// Returns the whole lines of the top-level items around a span.
///
/// They include the items on adjacent lines that may be aligned with these.
fn region(module: &Module, span: Span) -> Span {
    let (text, items) = (&module.text, &module.body.items);
    let line_end = |at: usize| text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
    let mut region = Span::new(line_start(text, span.start), line_end(span.end));
    let mut first = items.partition_point(|item| item.span().end <= region.start);
    let mut last = items.partition_point(|item| item.span().start < region.end);
    if first < last {
        region.start = region.start.min(items[first].span().start);
        region.end = region.end.max(items[last - 1].span().end);
    }
    let is_aligned = |before: &hcl::Item, gap: Span| {
        let gap = &text[gap.range()];
        let has_cell = gap.contains(['#', '/']) || !text[before.span().range()].contains('\n');
        has_cell && gap.matches('\n').count() <= 1
    };
    while let Some(before) = first.checked_sub(1).map(|at| &items[at])
        && is_aligned(before, Span::new(before.span().end, region.start))
    {
        (first, region.start) = (first - 1, before.span().start);
    }
    while let Some(before) = last.checked_sub(1).map(|at| &items[at])
        && let Some(next) = items.get(last)
        && is_aligned(before, Span::new(before.span().end, next.span().start))
    {
        (last, region.end) = (last + 1, next.span().end);
    }
    Span::new(line_start(text, region.start), line_end(region.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replaced(text: &str, old: &str, new: &str) -> String {
        let start = text.find(old).unwrap();
        let span = Span::new(start, start + old.len());
        splice(&hcl::parse(text), &[Edit::replace(span, new)])
            .unwrap()
            .text
    }

    #[test]
    fn keeps_a_formatted_text_formatted() {
        let text = "a {\n  b = 1  # one\n  cc  = 22 # two\n\n  d = 1\n}\nf {} # g\n";
        let text = format::layout(text);
        for (old, new) in [
            ("b ", "image_id "),
            ("  cc = 22 # two\n", ""),
            ("1  #", "f(1,2)#"),
            ("d = 1", "d = 1\n  ee = [\n1,\n]\n  fff = 2"),
            ("f {} #", "f {\nh=1\n} #"),
            ("f {}", "g {\n  x=1\n    yy = 2\n}\n\nf {}"),
        ] {
            let next = replaced(&text, old, new);
            assert_eq!(next, format::layout(&text.replacen(old, new, 1)), "{next}");
        }
    }

    #[test]
    fn changes_only_touched_lines_of_another_layout() {
        let text = "a {\n    b=1\n    cc = 2 # c\n\n    d=1\n}\n";
        assert_eq!(
            replaced(text, "cc", "cccc"),
            "a {\n    b    = 1\n    cccc = 2 # c\n\n    d=1\n}\n"
        );
        assert_eq!(
            replaced(text, "    cc = 2 # c\n", ""),
            "a {\n    b = 1\n\n    d=1\n}\n"
        );
        // Another block does not change.
        let text = "a {\n  b=1\n}\n\nc {\n  d = 1\n}\n";
        assert_eq!(
            replaced(text, "d = 1\n", "d = 1\n  ee = 2\n"),
            "a {\n  b=1\n}\n\nc {\n  d  = 1\n  ee = 2\n}\n"
        );
    }

    #[test]
    fn keeps_line_endings_and_a_byte_order_mark() {
        let text = "\u{FEFF}a {\r\n  b = 1\r\n  c = 2\r\n}\r\n";
        assert_eq!(
            replaced(text, "c", "ccc"),
            "\u{FEFF}a {\r\n  b   = 1\r\n  ccc = 2\r\n}\r\n"
        );
    }
}
