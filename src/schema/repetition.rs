//! Checks `count`, `for_each` and `dynamic`.

use super::checker::Checker;
use super::nearest::shortened;
use super::values::{Known, primitive_mismatch};
use crate::hcl::{Block, Body, Expression, ExpressionKind, Kind, number};

/// Checks how the blocks of a module are repeated.
pub(super) fn check(cx: &Checker) {
    for block in cx.index.module.blocks() {
        if !matches!(block.kind.text.as_str(), "resource" | "data" | "module") {
            continue;
        }
        let count = block.body.attribute("count");
        let for_each = block.body.attribute("for_each");
        if let (Some(_), Some(for_each)) = (count, for_each) {
            let message = "a block is repeated by `count` or by `for_each`, not by both";
            cx.report(Kind::CountAndForEach, for_each.name.span, message);
        }
        if let Some(count) = count {
            self::count(&count.value, cx);
        }
        if let Some(for_each) = for_each {
            self::for_each(&for_each.value, cx);
        }
        dynamic(&block.body, cx);
    }
}

fn count<'a>(value: &'a Expression, cx: &Checker<'a>) {
    let known = cx.known(value);
    if primitive_mismatch(&known, "number").is_some() {
        let message = format!("`count` is a number, this is {}", known.name());
        return cx.report(Kind::IncorrectValueType, value.span, message);
    }
    let number = match &value.kind {
        ExpressionKind::Number(digits) => number(digits),
        ExpressionKind::Template { .. } => match known {
            Known::Text(Some(text)) => number(text),
            _ => None,
        },
        ExpressionKind::Unary {
            operator: "-",
            operand,
        } => match &operand.kind {
            ExpressionKind::Number(digits) => number(digits).map(|number| -number),
            _ => None,
        },
        _ => None,
    };
    let whole = number.is_none_or(|number| number >= 0.0 && number.fract() == 0.0);
    if !whole || matches!(known, Known::Null) {
        let message = "`count` is a whole number, 0 or more";
        cx.report(Kind::InvalidCount, value.span, message);
    }
}

fn for_each<'a>(value: &'a Expression, cx: &Checker<'a>) {
    // The keys of an object that is written out are not sensitive if its values are. A sensitive variable
    // is sensitive as a whole, and the items of a set are its keys.
    let keys = match value.call() {
        Some(("toset", [list])) => Some(list),
        _ => (!cx.is_written_object(value)).then_some(value),
    };
    if let Some(secret) = keys.and_then(|keys| cx.secret(keys)) {
        let secret = shortened(secret);
        let message = format!("`var.{secret}` is sensitive and cannot be walked");
        return cx.report(Kind::InvalidForEach, value.span, message);
    }
    let is_variable =
        matches!(&value.kind, ExpressionKind::Traversal { root, .. } if root.text == "var");
    let message = match cx.known(value) {
        Known::Null => "`for_each` takes a map or a set, this is null",
        Known::Tuple(_) => "`for_each` takes a map or a set, this is a list: write `toset(…)`",
        // The result type of a function may depend on values that are not known yet.
        Known::List if is_variable => {
            "`for_each` takes a map or a set, this is a list: write `toset(…)`"
        }
        Known::Text(_) | Known::Number | Known::Bool => {
            "`for_each` takes a map or a set of strings"
        }
        _ => return,
    };
    cx.report(Kind::InvalidForEach, value.span, message);
}

/// Checks that every `dynamic` block has a label, `for_each` and `content`.
fn dynamic(body: &Body, cx: &Checker) {
    for block in body.blocks() {
        if block.kind.text == "dynamic" {
            dynamic_block(block, cx);
        }
        dynamic(&block.body, cx);
    }
}

fn dynamic_block(block: &Block, cx: &Checker) {
    let Some(label) = block.labels.first() else {
        let message = "`dynamic` needs the name of the block as a label";
        return cx.report(Kind::MissingLabel, block.header, message);
    };
    if !block.closed {
        return;
    }
    for attribute in block.body.attributes() {
        let name = attribute.name.text.as_str();
        let is_name = matches!(attribute.value.kind, ExpressionKind::Traversal { .. });
        if name == "iterator" && !is_name {
            let message = "`iterator` is a name without quotes";
            cx.report(Kind::InvalidExpression, attribute.value.span, message);
        }
        if !matches!(name, "for_each" | "iterator" | "labels") {
            let message = "`dynamic` has no such argument: write it into `content`";
            cx.report(Kind::UnsupportedArgument, attribute.name.span, message);
        }
    }
    for inner in block.body.blocks() {
        if inner.kind.text != "content" {
            let message = "`dynamic` has no such block: write it into `content`";
            cx.report(Kind::UnsupportedBlock, inner.header, message);
        }
    }
    if block.body.attribute("for_each").is_none() {
        let message = "`dynamic` needs the argument `for_each`";
        cx.report(Kind::MissingArgument, block.header, message);
    }
    let mut contents = block.body.blocks_of("content");
    if contents.next().is_none() {
        let message = "`dynamic` needs a `content` block";
        cx.report(Kind::MissingContent, label.span, message);
    }
    if let Some(second) = contents.next() {
        let message = "`dynamic` has one `content` block";
        cx.report(Kind::ExtraContent, second.header, message);
    }
}
