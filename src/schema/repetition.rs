//! Checks `count`, `for_each` and `dynamic`.

use super::nearest::shortened;
use super::report::Report;
use super::values::{Known, TypeEnv, primitive_mismatch};
use crate::hcl::{Block, Body, Expression, ExpressionKind, Kind, Module, number};

/// Checks how the blocks of a module are repeated.
pub(super) fn check<'a>(module: &'a Module, env: &TypeEnv<'a>, report: &mut Report) {
    for block in module.blocks() {
        if !matches!(block.kind.text.as_str(), "resource" | "data" | "module") {
            continue;
        }
        let count = block.body.attribute("count");
        let for_each = block.body.attribute("for_each");
        if let (Some(_), Some(for_each)) = (count, for_each) {
            let message = "a block is repeated by `count` or by `for_each`, not by both".to_owned();
            report.add(Kind::CountAndForEach, for_each.name.span, message);
        }
        if let Some(count) = count {
            self::count(&count.value, env, report);
        }
        if let Some(for_each) = for_each {
            self::for_each(&for_each.value, env, report);
        }
        dynamic(&block.body, report);
    }
}

fn count<'a>(value: &'a Expression, env: &TypeEnv<'a>, report: &mut Report) {
    let known = env.known(value);
    if primitive_mismatch(&known, "number").is_some() {
        let message = format!("`count` is a number, this is {}", known.name());
        return report.add(Kind::IncorrectValueType, value.span, message);
    }
    let number = match &value.kind {
        ExpressionKind::Number(digits) => number(digits),
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
        let message = "`count` is a whole number, 0 or more".to_owned();
        report.add(Kind::InvalidCount, value.span, message);
    }
}

fn for_each<'a>(value: &'a Expression, env: &TypeEnv<'a>, report: &mut Report) {
    if let Some(secret) = env.secret(value) {
        let message = format!(
            "`var.{}` is sensitive and cannot be walked",
            shortened(secret)
        );
        return report.add(Kind::InvalidForEach, value.span, message);
    }
    let is_variable =
        matches!(&value.kind, ExpressionKind::Traversal { root, .. } if root.text == "var");
    let message = match env.known(value) {
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
    report.add(Kind::InvalidForEach, value.span, message.to_owned());
}

/// Checks that every `dynamic` block has a label, `for_each` and `content`.
fn dynamic(body: &Body, report: &mut Report) {
    for block in body.blocks() {
        if block.kind.text == "dynamic" {
            dynamic_block(block, report);
        }
        dynamic(&block.body, report);
    }
}

fn dynamic_block(block: &Block, report: &mut Report) {
    let Some(label) = block.labels.first() else {
        let message = "`dynamic` needs the name of the block as a label".to_owned();
        return report.add(Kind::MissingLabel, block.header, message);
    };
    if !block.closed {
        return;
    }
    for attribute in block.body.attributes() {
        let name = attribute.name.text.as_str();
        if !matches!(name, "for_each" | "iterator" | "labels") {
            let message = "`dynamic` has no such argument: write it into `content`".to_owned();
            report.add(Kind::UnsupportedArgument, attribute.name.span, message);
        }
    }
    for inner in block.body.blocks() {
        if inner.kind.text != "content" {
            let message = "`dynamic` has no such block: write it into `content`".to_owned();
            report.add(Kind::UnsupportedBlock, inner.header, message);
        }
    }
    if block.body.attribute("for_each").is_none() {
        let message = "`dynamic` needs the argument `for_each`".to_owned();
        report.add(Kind::MissingArgument, block.header, message);
    }
    let mut contents = block.body.blocks_of("content");
    if contents.next().is_none() {
        let message = "`dynamic` needs a `content` block".to_owned();
        report.add(Kind::MissingContent, label.span, message);
    }
    if let Some(second) = contents.next() {
        let message = "`dynamic` has one `content` block".to_owned();
        report.add(Kind::ExtraContent, second.header, message);
    }
}
