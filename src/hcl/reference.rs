//! Collects the references and expressions of bodies, blocks and expressions.
//!
//! A reference is a traversal whose root is not bound by a `for` expression or a `dynamic` block.
//! The parser limits the depth of the tree, so the walk can be recursive.

use super::{
    Attribute, Block, Body, Expression, ExpressionKind, Item, Module, Name, Part, Span, Step,
};

/// A traversal that refers to a value outside of its expression.
#[derive(Clone, Copy, Debug)]
pub struct Reference<'m> {
    /// The root name: `var`, `aws_vpc`, `each`, ….
    pub root: &'m Name,
    /// The steps after the root.
    pub steps: &'m [Step],
    /// The bytes of the whole traversal.
    pub span: Span,
}

impl<'m> Reference<'m> {
    /// Returns the reference that an expression consists of.
    pub fn new(expression: &'m Expression) -> Option<Self> {
        match &expression.kind {
            ExpressionKind::Traversal { root, steps } => Some(Reference {
                root,
                steps,
                span: expression.span,
            }),
            _ => None,
        }
    }

    /// Returns the steps after the address: `.id`, `[0].arn`.
    pub fn path(&self) -> &'m [Step] {
        let names = match self.root.text.as_str() {
            "data" | "ephemeral" | "resource" => 2,
            _ => 1,
        };
        self.steps.get(names..).unwrap_or_default()
    }
}

impl Module {
    /// Returns every reference in source order.
    ///
    /// ```
    /// let module = infragenie::hcl::parse(r#"
    ///     output "ids" {
    ///       value = [for s in aws_subnet.all : "${s.id}-${var.name}"]
    ///     }
    /// "#);
    /// let addresses: Vec<_> = module.references().iter().filter_map(|r| r.address()).collect();
    /// assert_eq!(addresses, ["aws_subnet.all", "var.name"]);
    /// ```
    pub fn references(&self) -> Vec<Reference<'_>> {
        self.body.references()
    }
}

impl Body {
    /// Returns every reference in the body and its nested blocks, in source order.
    pub fn references(&self) -> Vec<Reference<'_>> {
        references(|walk| walk.body(self, ""))
    }

    /// Returns every expression in the body and its nested blocks, in source order.
    ///
    /// Outer expressions come before inner ones.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut found = Vec::new();
        Walk::new(&mut |expression, _| found.push(expression)).body(self, "");
        found
    }
}

impl Block {
    /// Returns every reference in the block and its nested blocks, in source order.
    ///
    /// Names that are not references are left out: the type of a variable, the provider of a
    /// resource, the attributes in `ignore_changes`, the name in `iterator`.
    pub fn references(&self) -> Vec<Reference<'_>> {
        references(|walk| walk.block(self))
    }
}

impl Expression {
    /// Returns every reference in the expression, in source order.
    pub fn references(&self) -> Vec<Reference<'_>> {
        references(|walk| walk.expression(self))
    }
}

/// Collects the references that a walk finds.
fn references<'m>(run: impl FnOnce(&mut Walk<'m, '_>)) -> Vec<Reference<'m>> {
    let mut found = Vec::new();
    run(&mut Walk::new(&mut |expression, is_free| {
        found.extend(Reference::new(expression).filter(|_| is_free));
    }));
    found
}

/// Walk over expressions that knows which names are bound.
struct Walk<'m, 'v> {
    /// Names bound by the enclosing `for` expressions and `dynamic` blocks.
    bound: Vec<&'m str>,
    /// Called for each expression, and whether no enclosing expression binds its root name.
    visit: &'v mut dyn FnMut(&'m Expression, bool),
}

impl<'m, 'v> Walk<'m, 'v> {
    fn new(visit: &'v mut dyn FnMut(&'m Expression, bool)) -> Self {
        let bound = Vec::new();
        Walk { bound, visit }
    }

    fn body(&mut self, body: &'m Body, kind: &str) {
        for item in &body.items {
            match item {
                Item::Attribute(attribute) if holds_names(kind, attribute) => {}
                Item::Attribute(attribute) => self.expression(&attribute.value),
                Item::Block(block) => self.block(block),
            }
        }
    }

    fn block(&mut self, block: &'m Block) {
        let (Some(bound), "dynamic") = (block.iterator(), block.kind.text.as_str()) else {
            return self.body(&block.body, &block.kind.text);
        };
        for item in &block.body.items {
            match item {
                // The `for_each` argument is evaluated outside of the scope of the iterator.
                Item::Attribute(attribute) if attribute.name.text == "for_each" => {
                    self.expression(&attribute.value);
                }
                Item::Attribute(attribute) if attribute.name.text == "iterator" => {}
                Item::Attribute(attribute) => {
                    self.with_bound_names(&[bound], |walk| walk.expression(&attribute.value));
                }
                Item::Block(content) => self.with_bound_names(&[bound], |walk| walk.block(content)),
            }
        }
    }

    fn with_bound_names(&mut self, names: &[&'m Name], walk: impl FnOnce(&mut Self)) {
        let before = self.bound.len();
        self.bound
            .extend(names.iter().map(|name| name.text.as_str()));
        walk(self);
        self.bound.truncate(before);
    }

    fn expression(&mut self, expression: &'m Expression) {
        let is_free = match &expression.kind {
            ExpressionKind::Traversal { root, .. } => !self.bound.contains(&root.text.as_str()),
            _ => true,
        };
        (self.visit)(expression, is_free);
        match &expression.kind {
            ExpressionKind::Template { parts, .. } => self.template(parts),
            ExpressionKind::For(parts) => {
                self.expression(&parts.collection);
                let names: Vec<&Name> = parts.key.iter().chain([&parts.value]).collect();
                self.with_bound_names(&names, |walk| {
                    let inner = parts.result_key.iter().chain([&parts.result]);
                    inner
                        .chain(&parts.condition)
                        .for_each(|inner| walk.expression(inner));
                });
            }
            // The second argument of `convert` is a type.
            ExpressionKind::Call {
                name, arguments, ..
            } if name.text == "convert" => {
                let values = arguments.iter().take(1);
                values.for_each(|inner| self.expression(inner));
            }
            _ => expression.for_each_child(&mut |inner| self.expression(inner)),
        }
    }

    fn template(&mut self, parts: &'m [Part]) {
        let outside = self.bound.len();
        // The number of bound names before each open directive.
        let mut open = Vec::new();
        for part in parts {
            match part {
                Part::Literal(..) => {}
                Part::Interpolation(expression, _) => self.expression(expression),
                Part::Directive(directive) => {
                    if let Some(expression) = &directive.expression {
                        self.expression(expression);
                    }
                    match directive.word.text.as_str() {
                        "if" | "for" => {
                            open.push(self.bound.len());
                            let names = directive.names.iter();
                            self.bound.extend(names.map(|name| name.text.as_str()));
                        }
                        "endif" | "endfor" => {
                            self.bound.truncate(open.pop().unwrap_or(outside));
                        }
                        _ => {}
                    }
                }
            }
        }
        self.bound.truncate(outside);
    }
}

/// Returns whether an argument holds names that are not references.
fn holds_names(kind: &str, attribute: &Attribute) -> bool {
    matches!(
        (kind, attribute.name.text.as_str()),
        ("variable", "type")
            | ("resource" | "data" | "ephemeral" | "import", "provider")
            | ("required_providers", _)
            | ("provisioner", "when" | "on_failure")
            | ("module", "providers")
            | ("lifecycle", "ignore_changes")
            | ("action_trigger", "events" | "actions")
            | ("output", "type")
            | ("moved" | "removed", "from")
            | ("moved", "to")
    )
}

#[cfg(test)]
mod tests {
    use crate::hcl::parse;

    fn references(text: &str) -> Vec<String> {
        let module = parse(text);
        assert_eq!(module.problems, [], "{text}");
        module
            .references()
            .iter()
            .map(|r| module.text[r.span.range()].to_owned())
            .collect()
    }

    #[test]
    fn finds_references_everywhere() {
        let text = r#"
            a {
              b = f(var.a)[local.b] + -data.t.n.id
              c = "x ${module.c.out} %{ if var.d }y%{ else }${aws_x.y[count.index].z}%{ endif }"
              d { e = { (var.e) = each.value, plain = [self.id], "k${var.f}" = 1 } }
              f = var.g ? (var.h) : null
            }
        "#;
        let expected = [
            "var.a",
            "local.b",
            "data.t.n.id",
            "module.c.out",
            "var.d",
            "aws_x.y[count.index].z",
            "count.index",
            "var.e",
            "each.value",
            "self.id",
            "var.f",
            "var.g",
            "var.h",
        ];
        assert_eq!(references(text), expected);
    }

    #[test]
    fn ignores_bound_names() {
        let text = r#"
            a {
              b = [for k, v in k : "${k}${v.id}" if v != var.x]
              c = "%{ for i in i.s }${i}%{ endfor }${i}"
              dynamic "d" {
                for_each = d.all
                content { e = d.value }
              }
              dynamic "f" {
                for_each = var.y
                iterator = g
                labels   = [g.key]
                content {
                  h = g.value
                  i = f.value
                }
              }
            }
        "#;
        let expected = ["k", "var.x", "i.s", "i", "d.all", "var.y", "f.value"];
        assert_eq!(references(text), expected);
    }

    #[test]
    fn ignores_names_that_are_not_references() {
        let text = r#"
            variable "a" { type = list(string) }
            resource "b" "c" {
              provider = aws.west
              lifecycle { ignore_changes = [tags, size] }
            }
            module "d" { providers = { aws = aws.west } }
            terraform {
              required_providers {
                aws = { source = "hashicorp/aws", configuration_aliases = [aws.west] }
              }
            }
            resource "e" "f" {
              provisioner "local-exec" { when = destroy }
            }
        "#;
        assert_eq!(references(text), [""; 0]);
    }

    #[test]
    fn returns_the_address_of_the_referenced_block() {
        let module = parse("a = [data.t.n.id, t.n[0].id, resource.t.n, var.x.y, t, data.t]\n");
        let references = module.references();
        let addresses: Vec<_> = references.iter().map(|r| r.address()).collect();
        let known = ["data.t.n", "t.n", "t.n", "var.x"].map(|known| Some(known.to_owned()));
        assert_eq!(addresses[..4], known);
        assert_eq!(addresses[4..], [None, None]);
        assert_eq!(references[1].path().len(), 2);
    }
}
