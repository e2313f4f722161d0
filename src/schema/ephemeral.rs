//! Reports ephemeral values where Terraform would store them.

use super::blocks::Blocks;
use super::checker::Checker;
use super::grammar::EPHEMERAL;
use crate::hcl::{Address, Block, Body, Expression, ExpressionKind, Item, Kind, Step};

/// Functions whose result is not ephemeral, or whose argument need not be evaluated.
const ENDING: &[&str] = &["ephemeralasnull", "can", "try", "issensitive"];
/// Arguments of resources that Terraform itself evaluates and does not store.
const UNSTORED: &[&str] = strings! {
    "provider", "provisioner", "connection", "lifecycle", "depends_on",
};
/// Maximum number of local values that are followed.
const HOPS_MAX: usize = 8;

/// Checks the outputs, resources and data sources of a module.
pub(super) fn check(cx: &Checker) {
    let mut modes = cx.index.blocks().map(|(_, block)| block);
    let is_source = |block: &Block| {
        block.kind.text == "ephemeral" || block.kind.text == "variable" && is_marked(block)
    };
    if !modes.any(is_source) {
        return;
    }
    for block in cx.index.module.blocks() {
        match block.kind.text.as_str() {
            "output" if !is_marked(block) => {
                if let Some(value) = block.body.attribute("value")
                    && is_ephemeral(&value.value, HOPS_MAX, cx)
                {
                    let message = "an ephemeral value cannot be an output: it would be stored";
                    cx.report(Kind::EphemeralOutput, value.value.span, message);
                }
            }
            "resource" | "data" => stored(&block.body, true, cx),
            _ => {}
        }
    }
}

/// Returns whether a variable or an output is declared to be ephemeral.
fn is_marked(block: &Block) -> bool {
    let marked = block.body.attribute("ephemeral").map(|it| &it.value.kind);
    marked.is_some_and(|it| !matches!(it, ExpressionKind::Bool(false)))
}

/// Reports the arguments of a body that would store an ephemeral value.
fn stored(body: &Body, is_outermost: bool, cx: &Checker) {
    for item in &body.items {
        let name = match item {
            Item::Attribute(attribute) => &attribute.name.text,
            Item::Block(block) => &block.kind.text,
        };
        if is_outermost && UNSTORED.contains(&name.as_str()) {
            continue;
        }
        match item {
            Item::Block(block) => stored(&block.body, false, cx),
            // The names of write-only arguments end so.
            Item::Attribute(_) if name.ends_with("_wo") => {}
            Item::Attribute(attribute) if is_ephemeral(&attribute.value, HOPS_MAX, cx) => {
                let (kind, message) = match (is_outermost, name.as_str()) {
                    (true, "for_each") => (
                        Kind::InvalidForEach,
                        "`for_each` cannot be ephemeral: its keys are stored",
                    ),
                    (true, "count") => (
                        Kind::InvalidCount,
                        "`count` cannot be ephemeral: it is stored",
                    ),
                    _ => (
                        Kind::EphemeralArgument,
                        "an ephemeral value cannot be stored: use a write-only argument",
                    ),
                };
                cx.report(kind, attribute.value.span, message);
            }
            Item::Attribute(_) => {}
        }
    }
}

/// Returns whether the value of an expression is certainly ephemeral.
fn is_ephemeral(expression: &Expression, hops_left: usize, cx: &Checker) -> bool {
    match &expression.kind {
        ExpressionKind::Call { name, .. } if ENDING.contains(&name.text.as_str()) => false,
        ExpressionKind::Traversal { root, steps } => {
            let Some(Step::Attribute(first)) = steps.first() else {
                return false;
            };
            match root.text.as_str() {
                "ephemeral" => steps.len() > 1,
                "var" => {
                    let block = cx.index.block(Address::new("var", &first.text));
                    block.is_some_and(is_marked)
                }
                "local" => {
                    let local = cx.index.local(&first.text).filter(|_| hops_left > 0);
                    // A step into an object can lead to a part that is not ephemeral.
                    steps.len() == 1
                        && local.is_some_and(|(_, it)| is_ephemeral(&it.value, hops_left - 1, cx))
                }
                _ => false,
            }
        }
        // What a condition or a loop makes of it is not followed.
        ExpressionKind::For(_) | ExpressionKind::Conditional { .. } => false,
        _ => {
            let mut found = false;
            expression.for_each_child(&mut |inner| {
                found = found || is_ephemeral(inner, hops_left, cx);
            });
            found
        }
    }
}

impl<'a> Blocks<'a, '_> {
    /// Checks an ephemeral resource of the AWS provider.
    pub(super) fn ephemeral(&mut self, block: &'a Block) {
        let Some(kind) = block.type_name() else {
            return;
        };
        if let Some(grammar) = EPHEMERAL.iter().find(|grammar| grammar.kind == kind) {
            let extra = [
                "count",
                "for_each",
                "provider",
                "depends_on",
                "lifecycle",
                "region",
            ];
            self.closed(block, grammar, &extra);
        }
    }
}
