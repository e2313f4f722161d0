//! Replaces older notations that `terraform fmt` replaces.

use crate::hcl::edit::{Edit, quote};
use crate::hcl::lex::{self, TokenKind};
use crate::hcl::{Block, Body, Module, Span};

/// Returns the edits that replace older notations in a module without syntax errors.
///
/// They quote the labels of blocks, write the types of variables without quotes and with the type
/// of their elements, and write `"${a}"` as `a`.
pub(super) fn edits(module: &Module) -> Vec<Edit> {
    let mut edits = Vec::new();
    in_body(&module.text, &module.body, false, &mut edits);
    for block in module.blocks() {
        in_block(
            &module.text,
            block,
            block.kind.text == "variable",
            &mut edits,
        );
    }
    edits
}

fn in_block(text: &str, block: &Block, is_variable: bool, edits: &mut Vec<Edit>) {
    edits.extend(labels(text, block));
    in_body(text, &block.body, is_variable, edits);
    for nested in block.body.blocks() {
        in_block(text, nested, false, edits);
    }
}

fn in_body(text: &str, body: &Body, is_variable: bool, edits: &mut Vec<Edit>) {
    for attribute in body.attributes() {
        let value = &text[attribute.value.span.range()];
        let rewritten = if is_variable && attribute.name.text == "type" {
            type_constraint(value).map(str::to_owned)
        } else {
            unwrapped(value)
        };
        edits.extend(rewritten.map(|new| Edit::replace(attribute.value.span, new)));
    }
}

/// Returns the edit that quotes all labels of a block and removes the comments between them.
fn labels(text: &str, block: &Block) -> Option<Edit> {
    let mut end = block.kind.span.end;
    let mut is_quoted = true;
    for label in &block.labels {
        let gap = text[end..label.span.start].trim_start_matches([' ', '\t']);
        let label_text = &text[label.span.range()];
        let is_plain = |byte: u8| matches!(byte, b' '..=b'~') && byte != b'\\';
        is_quoted &=
            gap.is_empty() && label_text.starts_with('"') && label_text.bytes().all(is_plain);
        end = label.span.end;
    }
    let quoted = || {
        block
            .labels
            .iter()
            .map(|label| format!(" {}", quote(&label.text)))
    };
    (!is_quoted).then(|| {
        Edit::replace(
            Span::new(block.kind.span.end, end),
            quoted().collect::<String>(),
        )
    })
}

/// Returns the type of a variable in the notation of Terraform 0.12 if it is in an older one.
fn type_constraint(value: &str) -> Option<&'static str> {
    match value {
        "\"string\"" => Some("string"),
        "\"list\"" => Some("list(string)"),
        "\"map\"" => Some("map(string)"),
        "list" => Some("list(any)"),
        "map" => Some("map(any)"),
        "set" => Some("set(any)"),
        _ => None,
    }
}

/// Returns the expression of a string that is one interpolation: `a` for `"${a}"`.
///
/// It is put in parentheses if it spans several lines.
fn unwrapped(value: &str) -> Option<String> {
    use TokenKind::*;
    if !value.starts_with("\"${") || !value.ends_with("}\"") {
        return None;
    }
    let tokens = lex::tokens_and_comments(value);
    let [open, sequence, inside @ .., sequence_end, close, _] = tokens.as_slice() else {
        return None;
    };
    let outer = [open, sequence, sequence_end, close].map(|token| token.kind);
    if outer != [OpenQuote, Interpolation, SequenceEnd, CloseQuote] {
        return None;
    }
    let mut quotes = 0;
    for token in inside {
        match token.kind {
            OpenQuote => quotes += 1,
            CloseQuote => quotes -= 1,
            // Another part of the string.
            Interpolation | SequenceEnd | Literal if quotes == 0 => return None,
            _ => {}
        }
    }
    let is_code = |token: &lex::Token| token.kind != Newline;
    let first = inside.iter().position(is_code)?;
    let last = inside.iter().rposition(is_code)?;
    let code = &inside[first..=last];
    let expression = &value[inside[first].span.start..inside[last].span.end];
    let is_enclosed = code[0].kind == OpenParenthesis && inside[last].kind == CloseParenthesis;
    if code.iter().all(is_code) || is_enclosed {
        Some(expression.to_owned())
    } else {
        Some(format!("({expression})"))
    }
}
