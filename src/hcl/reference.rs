//! Collects the references and expressions of bodies, blocks and expressions.
//!
//! A reference is a traversal whose root is not bound by a `for` expression or a `dynamic` block.
//! The parser limits the depth of the tree, so the walk can be recursive.

use super::{
    Attribute, Block, Body, Directive, Expression, ExpressionKind, Item, Module, Name, Part, Span,
    Step,
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

impl Reference<'_> {
    /// Returns the address of the referenced object, in the form of [`Block::address`].
    ///
    /// Examples are `aws_vpc.main`, `data.aws_ami.x`, `var.name` and `module.x`; `local.name` for
    /// one local value; and `each.key`, `count.index`, `path.module`, `self.id` and
    /// `terraform.workspace` for values that Terraform provides. Returns None if names are missing,
    /// as in `aws_vpc` alone or `data.aws_ami`.
    pub fn address(&self) -> Option<String> {
        let name = |at: usize| match self.steps.get(at)? {
            Step::Attribute(name) => Some(name.text.as_str()),
            _ => None,
        };
        let root = self.root.text.as_str();
        match root {
            "data" | "ephemeral" => Some([root, name(0)?, name(1)?].join(".")),
            // Terraform accepts the prefix `resource.` in front of any resource.
            "resource" => Some([name(0)?, name(1)?].join(".")),
            _ => Some([root, name(0)?].join(".")),
        }
    }

    /// Returns the steps after the address: `.id`, `[0].arn`.
    pub fn path(&self) -> &[Step] {
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
        let mut walk = Walk::default();
        walk.body(self, "");
        walk.references
    }

    /// Returns every expression in the body and its nested blocks, in source order.
    ///
    /// Outer expressions come before inner ones.
    pub fn expressions(&self) -> Vec<&Expression> {
        let mut walk = Walk::default();
        walk.body(self, "");
        walk.expressions
    }
}

impl Block {
    /// Returns every reference in the block and its nested blocks, in source order.
    ///
    /// Names that are not references are left out: the type of a variable, the provider of a
    /// resource, the attributes in `ignore_changes`, the name in `iterator`.
    pub fn references(&self) -> Vec<Reference<'_>> {
        let mut walk = Walk::default();
        walk.block(self);
        walk.references
    }
}

impl Expression {
    /// Returns every reference in the expression, in source order.
    pub fn references(&self) -> Vec<Reference<'_>> {
        let mut walk = Walk::default();
        walk.expression(self);
        walk.references
    }
}

#[derive(Default)]
struct Walk<'m> {
    /// Names bound by the enclosing `for` expressions and `dynamic` blocks.
    bound: Vec<&'m str>,
    expressions: Vec<&'m Expression>,
    references: Vec<Reference<'m>>,
}

impl<'m> Walk<'m> {
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
        let (Some(label), "dynamic") = (block.labels.first(), block.kind.text.as_str()) else {
            return self.body(&block.body, &block.kind.text);
        };
        let iterator = block
            .body
            .attribute("iterator")
            .map(|iterator| &iterator.value.kind);
        let bound = match iterator {
            Some(ExpressionKind::Traversal { root, .. }) => root,
            _ => label,
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
        self.expressions.push(expression);
        match &expression.kind {
            ExpressionKind::Null
            | ExpressionKind::Bool(_)
            | ExpressionKind::Number(_)
            | ExpressionKind::Invalid => {}
            ExpressionKind::Template { parts, .. } => self.template(parts),
            ExpressionKind::List(items) => items.iter().for_each(|item| self.expression(item)),
            ExpressionKind::Object(entries) => {
                for entry in entries {
                    // A bare name denotes its own text.
                    if entry.key_text().is_none() {
                        self.expression(&entry.key);
                    }
                    self.expression(&entry.value);
                }
            }
            ExpressionKind::Traversal { root, steps } => {
                if !self.bound.contains(&root.text.as_str()) {
                    self.references.push(Reference {
                        root,
                        steps,
                        span: expression.span,
                    });
                }
                self.steps(steps);
            }
            ExpressionKind::Access { base, steps } => {
                self.expression(base);
                self.steps(steps);
            }
            ExpressionKind::Call { arguments, .. } => {
                arguments
                    .iter()
                    .for_each(|argument| self.expression(argument));
            }
            ExpressionKind::Conditional { condition, yes, no } => {
                self.expression(condition);
                self.expression(yes);
                self.expression(no);
            }
            ExpressionKind::Binary { left, right, .. } => {
                self.expression(left);
                self.expression(right);
            }
            ExpressionKind::Unary { operand, .. } => self.expression(operand),
            ExpressionKind::Parentheses(inner) => self.expression(inner),
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
        }
    }

    fn steps(&mut self, steps: &'m [Step]) {
        for step in steps {
            if let Step::Index(index, _) = step {
                self.expression(index);
            }
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
                Part::Directive(Directive {
                    word,
                    names,
                    expression,
                    ..
                }) => {
                    if let Some(expression) = expression {
                        self.expression(expression);
                    }
                    match word.text.as_str() {
                        "if" | "for" => {
                            open.push(self.bound.len());
                            self.bound
                                .extend(names.iter().map(|name| name.text.as_str()));
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
