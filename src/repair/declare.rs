//! Removes duplicate blocks and arguments, and merges compatible duplicates.

use super::Fix;
use crate::hcl::{Attribute, Block, Body, Edit, ExpressionKind, Item, Kind, Module, Span, edit};
use crate::rewrite::Safety;
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};

/// Removes exact duplicates of blocks and arguments, and merges those that add up.
pub(super) fn fixes(module: &Module) -> Vec<Fix> {
    let mut fixes = Vec::new();
    let well_read = well_read(module);
    let mut first: HashMap<String, &Block> = HashMap::default();
    for block in module.blocks().filter(|block| block.closed) {
        let Some(address) = block.address() else {
            continue;
        };
        let is_one = !matches!(block.kind.text.as_str(), "locals" | "terraform");
        let may_go = |one: &Block| is_one && well_read.contains(&one.span.start);
        let earlier = first.get(&address).copied();
        match earlier {
            Some(earlier) if may_go(block) && says_no_more(module, block, earlier) => {
                let what = format!("remove the second `{address}`, which is a duplicate");
                fixes.push(without_block(module, &address, what, block));
                continue;
            }
            Some(earlier) if may_go(earlier) && says_no_more(module, earlier, block) => {
                let says = match says_no_more(module, block, earlier) {
                    true => "the same content",
                    false => "less than the second",
                };
                let what = format!("remove the first `{address}`, which has {says}");
                fixes.push(without_block(module, &address, what, earlier));
                first.insert(address.clone(), block);
            }
            Some(_) => {}
            None => {
                first.insert(address.clone(), block);
            }
        }
        if module
            .problems
            .iter()
            .any(|one| one.kind == Kind::AttributeRedefined && within(one.span, block.span))
        {
            arguments(module, &block.body, &address, &mut fixes);
        }
        lifecycle(module, block, &address, &mut fixes);
    }
    fixes
}

const WHY: &str = "Terraform allows each only once.";

/// Removes a whole block, which in the user's own file needs consent.
fn without_block(module: &Module, address: &str, what: String, block: &Block) -> Fix {
    let edits = vec![edit::remove(module, block.span)];
    Fix::repair("duplicate", address, what, WHY, edits).with_safety(Safety::Suggestion)
}

/// Returns the starts of blocks without syntax errors in or directly before them.
///
/// A block header can be the recovery point after a syntax error. Removing such a header would
/// merge the text after it into the error.
fn well_read(module: &Module) -> HashSet<usize> {
    let problems = module.problems.iter();
    let disorder = problems.filter(|one| one.kind != Kind::AttributeRedefined);
    let mut places: Vec<usize> = disorder.map(|one| one.span.start).collect();
    places.order();
    let before = |end: usize| places.partition_point(|place| *place < end);
    let mut well = HashSet::default();
    let (mut from, mut is_closed) = (0, true);
    for block in module.blocks() {
        if is_closed && before(from) == before(block.span.end) {
            well.insert(block.span.start);
        }
        (from, is_closed) = (block.span.end, block.closed);
    }
    well
}

fn within(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether another block contains every argument and nested block of a block.
fn says_no_more(module: &Module, block: &Block, other: &Block) -> bool {
    let texts: HashSet<String> = other
        .body
        .items
        .iter()
        .map(|item| plain(module, item.span()))
        .collect();
    block
        .body
        .items
        .iter()
        .all(|item| texts.contains(&plain(module, item.span())))
}

/// Returns a text with its whitespace normalised.
fn plain(module: &Module, span: Span) -> String {
    let text = module.text.get(span.range()).unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Removes or merges arguments that occur twice in a body.
fn arguments(module: &Module, body: &Body, address: &str, fixes: &mut Vec<Fix>) {
    let mut first: HashMap<&str, &Attribute> = HashMap::default();
    for item in &body.items {
        match item {
            Item::Attribute(attribute) => {
                let name = attribute.name.text.as_str();
                let Some(earlier) = first.get(name) else {
                    first.insert(name, attribute);
                    continue;
                };
                if plain(module, earlier.value.span) == plain(module, attribute.value.span) {
                    let what = format!("remove the second `{name}`, which is a duplicate");
                    let edits = vec![edit::remove(module, attribute.span)];
                    fixes.push(Fix::repair("duplicate", address, what, WHY, edits).at(name));
                } else if let Some(edits) = merged(module, earlier, attribute) {
                    let what = format!("merge the two `{name}`");
                    fixes.push(Fix::repair("merge", address, what, WHY, edits).at(name));
                    return;
                }
            }
            Item::Block(block) => arguments(module, &block.body, address, fixes),
        }
    }
}

/// Merges the entries of two objects that do not contradict each other.
fn merged(module: &Module, earlier: &Attribute, later: &Attribute) -> Option<Vec<Edit>> {
    let (ExpressionKind::Object(old), ExpressionKind::Object(new)) =
        (&earlier.value.kind, &later.value.kind)
    else {
        return None;
    };
    let last = old.last()?;
    let mut lines = Vec::new();
    for entry in new {
        let key = entry.key_text()?;
        match old
            .iter()
            .find(|one| one.key_text().as_deref() == Some(&key))
        {
            Some(one) if plain(module, one.value.span) == plain(module, entry.value.span) => {}
            Some(_) => return None,
            None => lines.push(edit::dedented(module, entry.span)),
        }
    }
    let mut edits = vec![edit::remove(module, later.span)];
    let on_one_line = !module.text[earlier.value.span.range()].contains('\n');
    let separator = if on_one_line { ", " } else { "\n" };
    let text: String = lines
        .iter()
        .map(|line| format!("{separator}{line}"))
        .collect();
    let indent = if on_one_line { "" } else { "    " };
    // If the last entry ends with a comma, the text needs no additional line break.
    edits.push(Edit::insert(last.span.end, edit::indented(&text, indent)));
    Some(edits)
}

/// Removes or merges repeated `lifecycle` blocks, of which Terraform allows one.
fn lifecycle(module: &Module, block: &Block, address: &str, fixes: &mut Vec<Fix>) {
    let mut all = block.body.blocks_of("lifecycle");
    let Some(first) = all.next() else { return };
    for second in all {
        let names: HashSet<&str> = first
            .body
            .attributes()
            .map(|one| one.name.text.as_str())
            .collect();
        let clash = second
            .body
            .attributes()
            .any(|one| names.contains(one.name.text.as_str()));
        if says_no_more(module, second, first) {
            let what = "remove the second `lifecycle`, which is a duplicate".to_owned();
            let edits = vec![edit::remove(module, second.span)];
            fixes.push(Fix::repair("duplicate", address, what, WHY, edits).at("lifecycle"));
        } else if !clash {
            let mut edits = vec![edit::remove(module, second.span)];
            for item in &second.body.items {
                edits.extend(edit::insert(
                    module,
                    first,
                    &edit::dedented(module, item.span()),
                ));
            }
            let what = "merge the two `lifecycle` blocks".to_owned();
            fixes.push(Fix::repair("merge", address, what, WHY, edits).at("lifecycle"));
            return;
        }
    }
}
