//! Holds what the completion steps share: index, request and undone changes.

use super::words::Words;
use crate::hcl::{
    Attribute, Block, Edit, Expression, ExpressionKind, Module, Part, Reference, Step,
};
use crate::rewrite::{DisabledFixes, completion_id};
use crate::semantic::Index;
use std::ops::Deref;

/// Index of a module with the request and the undone changes.
pub(super) struct Context<'m> {
    index: Index<'m>,
    /// Words of the request.
    pub(super) request: &'m Words,
    /// Ids of the changes that the user has undone.
    without: &'m DisabledFixes,
}

impl<'m> Deref for Context<'m> {
    type Target = Index<'m>;

    fn deref(&self) -> &Index<'m> {
        &self.index
    }
}

impl<'m> Context<'m> {
    pub(super) fn new(
        module: &'m Module,
        request: &'m Words,
        without: &'m DisabledFixes,
    ) -> Context<'m> {
        Context {
            index: Index::new(module),
            request,
            without,
        }
    }

    /// Whether the user has not undone a completion.
    pub(super) fn allows(&self, kind: &str, address: &str) -> bool {
        !self.without.has(&completion_id(kind, address))
    }

    /// Whether the user has undone no completion of a kind that a module has only once.
    pub(super) fn allows_any(&self, kind: &str) -> bool {
        !self.without.has_any(&completion_id(kind, ""))
    }

    /// Returns the text of a block.
    pub(super) fn text_of(&self, block: &Block) -> &'m str {
        self.module.text.get(block.span.range()).unwrap_or_default()
    }

    /// Returns a local value by name if its block may be edited.
    pub(super) fn editable_local(&self, name: &str) -> Option<&'m Attribute> {
        let local = self.local(name).filter(|(block, _)| block.closed);
        local.map(|(_, attribute)| attribute)
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
    let reference = Reference::new(bare(expression))?;
    Some((reference.address()?, reference.path()))
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
            .literal_text()
            .is_some_and(|text| text.trim().is_empty()),
    })
}
