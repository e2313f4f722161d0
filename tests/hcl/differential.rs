//! Our reading against that of `hcl-edit`: the same texts are refused, and what is read has the
//! same structure, down to operators and literals.
//!
//! Where they differ, Terraform decides; every class of difference has its line in [`DIFFERENCES`].

use super::case::{self, Case};
use super::corpus;
use hcl_edit::expr::{self as theirs, TraversalOperator};
use hcl_edit::structure::{Body as TheirBody, Structure};
use hcl_edit::template::{Directive as TheirDirective, Element, Template};
use infragenie::hcl::{self, Body, Directive, Expression, ExpressionKind, Item, Part, Step};

/// A text of each class that `hcl-edit` reads in another way, and whether Terraform reads it, as
/// the test in `terraform.rs` checks.
pub const DIFFERENCES: [(&str, bool); 6] = [
    // A key twice in an object: the last value counts.
    ("a = { b = 1, b = 2 }\n", true),
    // A byte order mark.
    ("\u{FEFF}a = 1\n", true),
    // A line end behind the colon of a conditional, in a `for` with braces.
    ("a = { for b, c in d : b => c ? 1 :\n2 }\n", true),
    // A legacy index with an exponent.
    ("a = b.1e1\n", true),
    // A heredoc without a line.
    ("a = <<E\nE\nb\nE\n", false),
    // Digits and dots that are no number.
    ("a = 10.11.10.12/32\n", false),
];

#[test]
fn where_hcl_edit_differs_we_read_as_terraform_does() {
    for (text, reads) in DIFFERENCES {
        assert_eq!(hcl::parse(text).problems.is_empty(), reads, "{text:?}");
        assert_ne!(
            hcl_edit::parser::parse_body(text).is_ok(),
            reads,
            "{text:?}"
        );
    }
}

#[test]
fn fixtures_read_as_hcl_edit_reads_them() {
    let texts = Case::of(case::ACCEPTED)
        .into_iter()
        .chain(Case::of(case::PROBLEMS));
    let texts: Vec<&str> = texts
        .chain(Case::of(case::ENDINGS))
        .map(|case| case.text)
        .collect();
    let differ = differences(&texts);
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
#[cfg_attr(
    not(has_corpus),
    ignore = "needs the corpus in INFRAGENIE_CORPUS or ../shared/corpus"
)]
fn recorded_programs_read_as_hcl_edit_reads_them() {
    let programs = corpus::programs();
    let texts: Vec<&str> = programs
        .iter()
        .map(|program| program.text.as_str())
        .collect();
    let differ = differences(&texts);
    assert!(
        differ.is_empty(),
        "{} of {}:\n{}",
        differ.len(),
        texts.len(),
        differ.join("\n")
    );
}

/// What differs, one line for each text.
fn differences(texts: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for text in texts {
        let module = hcl::parse(*text);
        match (
            !module.problems.is_empty(),
            hcl_edit::parser::parse_body(text),
        ) {
            (true, Err(_)) => {}
            (false, Ok(body)) => {
                let (ours, theirs) = (Ours(text).body(&module.body), their_body(&body));
                if ours != theirs {
                    lines.push(format!("ours   {ours}\ntheirs {theirs}"));
                }
            }
            (true, Ok(_)) => {
                lines.push(format!(
                    "only we refuse it: {:?}\n{text}",
                    module.problems[0]
                ));
            }
            // The first class of differences; it is in many programs.
            (false, Err(error)) if error.to_string().contains("unique object key") => {}
            (false, Err(error)) => lines.push(format!("only hcl-edit refuses it: {error}")),
        }
    }
    lines
}

/// Writes what we read in one form for both.
struct Ours<'m>(&'m str);

impl Ours<'_> {
    fn body(&self, body: &Body) -> String {
        let items = body.items.iter().map(|item| match item {
            Item::Attribute(attribute) => {
                format!(
                    "{}={};",
                    attribute.name.text,
                    self.expression(&attribute.value)
                )
            }
            Item::Block(block) => {
                let labels: Vec<_> = block.labels.iter().map(|label| &label.text).collect();
                format!(
                    "{} {labels:?} {{{}}}",
                    block.kind.text,
                    self.body(&block.body)
                )
            }
        });
        items.collect()
    }

    fn all(&self, expressions: &[Expression]) -> String {
        expressions
            .iter()
            .map(|inner| self.expression(inner) + ",")
            .collect()
    }

    fn expression(&self, expression: &Expression) -> String {
        let of = |inner: &Expression| self.expression(inner);
        match &expression.kind {
            ExpressionKind::Null => "null".to_owned(),
            ExpressionKind::Bool(value) => value.to_string(),
            ExpressionKind::Number(digits) => number(digits),
            ExpressionKind::Template { parts, .. } => {
                format!(
                    "'{}'",
                    parts.iter().map(|part| self.part(part)).collect::<String>()
                )
            }
            ExpressionKind::List(items) => format!("[{}]", self.all(items)),
            ExpressionKind::Object(entries) => {
                let entry =
                    |entry: &hcl::Entry| format!("{}={};", of(&entry.key), of(&entry.value));
                format!("{{{}}}", entries.iter().map(entry).collect::<String>())
            }
            ExpressionKind::Traversal { root, steps } => root.text.clone() + &self.steps(steps),
            ExpressionKind::Access { base, steps } => of(base) + &self.steps(steps),
            ExpressionKind::Call {
                name,
                arguments,
                spread,
            } => {
                format!("{}({}{spread})", name.text, self.all(arguments))
            }
            ExpressionKind::Conditional { condition, yes, no } => {
                format!("<{}?{}:{}>", of(condition), of(yes), of(no))
            }
            ExpressionKind::Binary {
                operator,
                left,
                right,
            } => {
                format!("<{}{operator}{}>", of(left), of(right))
            }
            ExpressionKind::Unary {
                operator: "-",
                operand,
            } => negative(of(operand)),
            ExpressionKind::Unary { operator, operand } => format!("<{operator}{}>", of(operand)),
            ExpressionKind::Parentheses(inner) => format!("({})", of(inner)),
            ExpressionKind::For(parts) => format!(
                "<for {:?},{} in {}:{:?}=>{}{}if{:?}>",
                parts.key.as_ref().map(|key| key.text.as_str()),
                parts.value.text,
                of(&parts.collection),
                parts.result_key.as_ref().map(of),
                of(&parts.result),
                parts.grouped,
                parts.condition.as_ref().map(of),
            ),
            ExpressionKind::Invalid => "invalid".to_owned(),
        }
    }

    fn steps(&self, steps: &[Step]) -> String {
        let step = |step: &Step| match step {
            Step::Attribute(name) => format!(".{}", name.text),
            Step::LegacyIndex(index, _) => format!(".{index}"),
            Step::Index(index, _) => format!("[{}]", self.expression(index)),
            Step::Splat(span) if self.0[span.range()].starts_with('[') => "[*]".to_owned(),
            Step::Splat(_) => ".*".to_owned(),
        };
        steps.iter().map(step).collect()
    }

    fn part(&self, part: &Part) -> String {
        match part {
            Part::Literal(text, _) => without_blanks(text),
            Part::Interpolation(inner, _) => format!("${{{}}}", self.expression(inner)),
            Part::Directive(Directive {
                word,
                names,
                expression,
                ..
            }) => {
                let names: Vec<_> = names.iter().map(|name| name.text.as_str()).collect();
                let inner = expression.as_ref().map(|inner| self.expression(inner));
                format!("%{{{} {names:?} {inner:?}}}", word.text)
            }
        }
    }
}

fn their_body(body: &TheirBody) -> String {
    let items = body.iter().map(|item| match item {
        Structure::Attribute(attribute) => {
            format!("{}={};", attribute.key.as_str(), their(&attribute.value))
        }
        Structure::Block(block) => {
            let labels: Vec<_> = block.labels.iter().map(|label| label.as_str()).collect();
            format!(
                "{} {labels:?} {{{}}}",
                block.ident.as_str(),
                their_body(&block.body)
            )
        }
    });
    items.collect()
}

fn their(expression: &theirs::Expression) -> String {
    use theirs::Expression as E;
    match expression {
        E::Null(_) => "null".to_owned(),
        E::Bool(value) => value.value().to_string(),
        E::Number(value) => number(&value.value().to_string()),
        E::String(text) => format!("'{}'", without_blanks(text.value())),
        E::Array(items) => {
            format!(
                "[{}]",
                items
                    .iter()
                    .map(|item| their(item) + ",")
                    .collect::<String>()
            )
        }
        E::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let key = match key {
                    theirs::ObjectKey::Ident(name) => name.as_str().to_owned(),
                    theirs::ObjectKey::Expression(key) => their(key),
                };
                format!("{key}={};", their(value.expr()))
            });
            format!("{{{}}}", entries.collect::<String>())
        }
        E::StringTemplate(template) => format!("'{}'", their_template(template)),
        E::HeredocTemplate(heredoc) => format!("'{}'", their_template(&heredoc.template)),
        E::Parenthesis(inner) => format!("({})", their(inner.inner())),
        E::Variable(name) => name.as_str().to_owned(),
        E::Conditional(parts) => format!(
            "<{}?{}:{}>",
            their(&parts.cond_expr),
            their(&parts.true_expr),
            their(&parts.false_expr)
        ),
        E::FuncCall(call) => {
            let names = call.name.namespace.iter().chain([&call.name.name]);
            let name: Vec<_> = names.map(|name| name.as_str()).collect();
            let arguments: String = call.args.iter().map(|inner| their(inner) + ",").collect();
            format!(
                "{}({arguments}{})",
                name.join("::"),
                call.args.expand_final()
            )
        }
        E::Traversal(traversal) => their_steps(traversal),
        E::UnaryOp(parts) => match parts.operator.value() {
            theirs::UnaryOperator::Neg => negative(their(&parts.expr)),
            theirs::UnaryOperator::Not => format!("<!{}>", their(&parts.expr)),
        },
        E::BinaryOp(parts) => format!(
            "<{}{}{}>",
            their(&parts.lhs_expr),
            parts.operator.value().as_str(),
            their(&parts.rhs_expr)
        ),
        E::ForExpr(parts) => format!(
            "<for {:?},{} in {}:{:?}=>{}{}if{:?}>",
            parts.intro.key_var.as_ref().map(|key| key.as_str()),
            parts.intro.value_var.as_str(),
            their(&parts.intro.collection_expr),
            parts.key_expr.as_ref().map(their),
            their(&parts.value_expr),
            parts.grouping,
            parts.cond.as_ref().map(|condition| their(&condition.expr)),
        ),
    }
}

fn their_steps(traversal: &theirs::Traversal) -> String {
    let steps = traversal.operators.iter().map(|step| match step.value() {
        TraversalOperator::AttrSplat(_) => ".*".to_owned(),
        TraversalOperator::FullSplat(_) => "[*]".to_owned(),
        TraversalOperator::GetAttr(name) => format!(".{}", name.as_str()),
        TraversalOperator::Index(index) => format!("[{}]", their(index)),
        TraversalOperator::LegacyIndex(index) => format!(".{}", index.value()),
    });
    their(&traversal.expr) + &steps.collect::<String>()
}

fn their_template(template: &Template) -> String {
    let elements = template.iter().map(|element| match element {
        Element::Literal(text) => without_blanks(text.value()),
        Element::Interpolation(inner) => format!("${{{}}}", their(&inner.expr)),
        Element::Directive(directive) => match directive.as_ref() {
            TheirDirective::If(parts) => {
                let condition = Some(their(&parts.if_expr.cond_expr));
                let inner = their_template(&parts.if_expr.template);
                let other = parts.else_expr.as_ref().map_or(String::new(), |other| {
                    format!("%{{else [] None}}{}", their_template(&other.template))
                });
                format!("%{{if [] {condition:?}}}{inner}{other}%{{endif [] None}}")
            }
            TheirDirective::For(parts) => {
                let names = parts
                    .for_expr
                    .key_var
                    .iter()
                    .chain([&parts.for_expr.value_var]);
                let names: Vec<_> = names.map(|name| name.as_str()).collect();
                let collection = Some(their(&parts.for_expr.collection_expr));
                let inner = their_template(&parts.for_expr.template);
                format!("%{{for {names:?} {collection:?}}}{inner}%{{endfor [] None}}")
            }
        },
    });
    elements.collect()
}

/// Texts are compared without their blanks: `hcl-edit` leaves the blanks that `~` trims, and counts
/// the indent of a heredoc in another way.
fn without_blanks(text: &str) -> String {
    text.split_whitespace().collect()
}

fn number(digits: &str) -> String {
    digits
        .parse::<f64>()
        .map_or("no number".to_owned(), |number| number.to_string())
}

fn negative(operand: String) -> String {
    match operand.parse::<f64>() {
        Ok(_) => format!("-{operand}"),
        Err(_) => format!("<-{operand}>"),
    }
}
