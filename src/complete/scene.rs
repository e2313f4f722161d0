//! Indexes declarations and references of a module for the completion steps.
//!
//! The index also holds the words of the request and the ids of the undone changes.

use super::words::Words;
use crate::hcl::value::Scope;
use crate::hcl::{
    Attribute, Block, Edit, Expression, ExpressionKind, Item, Module, Part, Reference, Step, Value,
};
use crate::rewrite::{DisabledFixes, completion_id};
use crate::stable_sort::Order;
use foldhash::HashMap;
use std::collections::BTreeMap;

/// Index of a module shared by all completion steps.
pub(super) struct Scene<'m> {
    pub(super) module: &'m Module,
    /// Words of the request.
    pub(super) request: &'m Words,
    /// Ids of the changes that the user has undone.
    without: &'m DisabledFixes,
    scope: Scope<'m>,
    /// First block with each address.
    blocks: HashMap<String, &'m Block>,
    /// First declaration of each local value, with its block.
    locals: HashMap<&'m str, (&'m Block, &'m Attribute)>,
    /// References by the address that they name.
    uses: BTreeMap<String, Vec<Use<'m>>>,
}

/// Reference in a top-level block.
#[derive(Clone, Copy)]
pub(super) struct Use<'m> {
    pub(super) reference: Reference<'m>,
    pub(super) block: &'m Block,
    /// Argument or nested block of the top-level block that contains the reference.
    pub(super) item: &'m str,
}

impl<'m> Scene<'m> {
    pub(super) fn new(
        module: &'m Module,
        request: &'m Words,
        without: &'m DisabledFixes,
    ) -> Scene<'m> {
        let mut blocks = HashMap::default();
        let mut locals = HashMap::default();
        let mut uses: BTreeMap<String, Vec<Use<'m>>> = BTreeMap::new();
        for block in module.blocks() {
            if block.kind.text == "locals" {
                for attribute in block.body.attributes() {
                    locals
                        .entry(attribute.name.text.as_str())
                        .or_insert((block, attribute));
                }
            } else if let Some(address) = block.address() {
                blocks.entry(address).or_insert(block);
            }
            for reference in block.references() {
                if let Some(address) = reference.address() {
                    let item = item_at(block, reference.span.start);
                    uses.entry(address).or_default().push(Use {
                        reference,
                        block,
                        item,
                    });
                }
            }
        }
        Scene {
            module,
            request,
            without,
            scope: Scope::new(module),
            blocks,
            locals,
            uses,
        }
    }

    /// Whether the user has not undone a completion.
    pub(super) fn wants(&self, kind: &str, address: &str) -> bool {
        !self.without.has(&completion_id(kind, address))
    }

    /// Whether the user has undone no completion of a kind that a module has only once.
    pub(super) fn wants_any(&self, kind: &str) -> bool {
        !self.without.has_any(&completion_id(kind, ""))
    }

    /// Returns the text of an expression.
    pub(super) fn text(&self, expression: &Expression) -> &'m str {
        self.module
            .text
            .get(expression.span.range())
            .unwrap_or_default()
    }

    /// Returns the text of a block.
    pub(super) fn text_of(&self, block: &Block) -> &'m str {
        self.module.text.get(block.span.range()).unwrap_or_default()
    }

    /// Returns the block with an address.
    pub(super) fn block(&self, address: &str) -> Option<&'m Block> {
        self.blocks.get(address).copied()
    }

    /// Returns a local value by name if its block may be edited.
    pub(super) fn local(&self, name: &str) -> Option<&'m Attribute> {
        let local = self.locals.get(name).filter(|(block, _)| block.closed);
        local.map(|(_, attribute)| *attribute)
    }

    /// Whether an address is declared, by a closed block or not.
    pub(super) fn declares(&self, address: &str) -> bool {
        match address.strip_prefix("local.") {
            Some(name) => self.locals.contains_key(name),
            None => self.blocks.contains_key(address),
        }
    }

    /// Whether an address is declared or referred to, so that no new block may use it.
    pub(super) fn knows(&self, address: &str) -> bool {
        self.declares(address) || !self.uses(address).is_empty()
    }

    /// Returns the closed blocks of a kind (`resource`, `data`) and a type.
    ///
    /// The blocks are in the order of the text.
    pub(super) fn of(&self, kind: &'m str, type_name: &'m str) -> impl Iterator<Item = &'m Block> {
        self.closed()
            .filter(move |block| block.kind.text == kind && block.type_name() == Some(type_name))
    }

    /// Returns the top-level blocks that may be edited, in the order of the text.
    pub(super) fn closed(&self) -> impl Iterator<Item = &'m Block> + use<'m> {
        self.module.blocks().filter(|block| block.closed)
    }

    /// Returns the references to an address, in the order of the text.
    pub(super) fn uses(&self, address: &str) -> &[Use<'m>] {
        self.uses.get(address).map_or(&[], Vec::as_slice)
    }

    /// Returns the undeclared addresses of a type that closed blocks refer to.
    ///
    /// The addresses are in the order of their first use. `type_name` is the start of an address:
    /// `aws_key_pair`, `data.aws_ami`, `var`.
    pub(super) fn dangling(&self, type_name: &str) -> Vec<String> {
        let prefix = format!("{type_name}.");
        let mut dangling: Vec<(usize, &String)> = self
            .uses
            .range(prefix.clone()..)
            .take_while(|(address, _)| address.starts_with(&prefix))
            .filter(|(address, _)| !self.declares(address))
            .filter_map(|(address, uses)| {
                let first = uses.iter().find(|used| used.block.closed)?;
                Some((first.reference.span.start, address))
            })
            .collect();
        dangling.order();
        dangling
            .into_iter()
            .map(|(_, address)| address.clone())
            .collect()
    }

    /// Returns the first closed block that refers to an address.
    pub(super) fn first_user(&self, address: &str) -> Option<&'m Block> {
        self.uses(address)
            .iter()
            .map(|used| used.block)
            .find(|block| block.closed)
    }

    /// Returns the statically known value of an expression.
    pub(super) fn value(&self, expression: &Expression) -> Value {
        Value::evaluate(expression, &self.scope)
    }
}

/// Returns the argument or nested block of a block that contains a byte.
fn item_at(block: &Block, at: usize) -> &str {
    let items = &block.body.items;
    let behind = items.partition_point(|item| item.span().start <= at);
    match behind.checked_sub(1).and_then(|last| items.get(last)) {
        Some(Item::Attribute(attribute)) => &attribute.name.text,
        Some(Item::Block(nested)) => &nested.kind.text,
        None => "",
    }
}

/// Removes parentheses and a sole `"${…}"` around an expression.
pub(super) fn bare(expression: &Expression) -> &Expression {
    match &expression.kind {
        ExpressionKind::Parentheses(inner) => bare(inner),
        ExpressionKind::Template {
            parts,
            heredoc: false,
        } => match parts.as_slice() {
            [Part::Interpolation(inner, _)] => bare(inner),
            _ => expression,
        },
        _ => expression,
    }
}

/// Returns the address and path of an expression that is only a reference.
pub(super) fn refers_to(expression: &Expression) -> Option<(String, &[Step])> {
    let expression = bare(expression);
    let ExpressionKind::Traversal { root, steps } = &expression.kind else {
        return None;
    };
    let reference = Reference {
        root,
        steps,
        span: expression.span,
    };
    let (address, behind) = (reference.address()?, reference.path().len());
    Some((address, &steps[steps.len() - behind..]))
}

/// Returns the edit that inserts a line after an argument.
///
/// `None` if the argument does not start a line or if other text follows it on its last line.
pub(super) fn line_behind(module: &Module, attribute: &Attribute, line: &str) -> Option<Edit> {
    let text = module.text.as_str();
    let indent = own_indent(text, attribute)?;
    let rest = text.get(attribute.span.end..)?;
    let rest = &rest[..rest.find('\n')?];
    let comment = rest.trim_start();
    if !comment.is_empty() && !comment.starts_with('#') && !comment.starts_with("//") {
        return None;
    }
    let newline = if rest.ends_with('\r') { "\r\n" } else { "\n" };
    let at = attribute.span.end + rest.trim_end_matches('\r').len();
    Some(Edit::insert(at, format!("{newline}{indent}{line}")))
}

/// Returns the edit that inserts a line before an argument.
///
/// `None` if the argument does not start a line.
pub(super) fn line_before(module: &Module, attribute: &Attribute, line: &str) -> Option<Edit> {
    let text = module.text.as_str();
    let indent = own_indent(text, attribute)?;
    let before = text.get(..attribute.span.start - indent.len())?;
    let newline = if before.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    Some(Edit::insert(
        attribute.span.start,
        format!("{line}{newline}{indent}"),
    ))
}

/// Returns the indentation of an argument that starts a line.
fn own_indent<'t>(text: &'t str, attribute: &Attribute) -> Option<&'t str> {
    let before = text.get(..attribute.span.start)?;
    let above = before.trim_end_matches([' ', '\t']);
    above.ends_with('\n').then(|| &before[above.len()..])
}

/// Whether an argument is missing, null or an empty string.
pub(super) fn is_unset(attribute: Option<&Attribute>) -> bool {
    attribute.is_none_or(|attribute| match &attribute.value.kind {
        ExpressionKind::Null => true,
        _ => attribute
            .value
            .literal()
            .is_some_and(|text| text.trim().is_empty()),
    })
}

/// Whether a block has neither `count` nor `for_each`.
pub(super) fn is_single(block: &Block) -> bool {
    ["count", "for_each"]
        .iter()
        .all(|name| block.body.attribute(name).is_none())
}
