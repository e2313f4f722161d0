//! Checks the operations in expressions.
//!
//! Only expressions that Terraform certainly evaluates during validation are checked, not those in
//! the branches of a condition, in the iterations of a `for`, or in a `try`.

use super::calls::children;
use super::nearest::shortened;
use super::report::Report;
use super::values::{Known, TypeEnv};
use crate::hcl::{Body, Expression, ExpressionKind, For, Item, Kind, Module, Name, Part, Step};

/// Blocks of a resource that Terraform reads during planning.
const PLANNED_BLOCKS: &[&str] = &["lifecycle", "provisioner", "connection"];

/// Arguments that contain names instead of values.
const NAME_ARGUMENTS: &[&str] = &[
    "depends_on",
    "providers",
    "provider",
    "source",
    "version",
    "ignore_changes",
];

/// Checks every expression that is evaluated during validation.
pub(super) fn check<'a>(module: &'a Module, env: &TypeEnv<'a>, report: &mut Report) {
    let mut checker = Checker {
        type_env: env,
        report,
    };
    for block in module.blocks() {
        match block.kind.text.as_str() {
            "resource" | "data" | "module" | "locals" | "provider" | "output" => {
                checker.body(&block.body, true);
            }
            _ => {}
        }
    }
}

struct Checker<'a, 'r> {
    type_env: &'r TypeEnv<'a>,
    report: &'r mut Report,
}

impl<'a> Checker<'a, '_> {
    fn body(&mut self, body: &'a Body, strict: bool) {
        for item in &body.items {
            match item {
                Item::Attribute(attribute) => {
                    if !NAME_ARGUMENTS.contains(&attribute.name.text.as_str()) {
                        self.expression(&attribute.value, strict);
                    }
                }
                Item::Block(block) if PLANNED_BLOCKS.contains(&block.kind.text.as_str()) => {}
                // The contents of a `dynamic` block are created once for each item, or never.
                Item::Block(block) if block.kind.text == "dynamic" => {}
                Item::Block(block) => self.body(&block.body, strict),
            }
        }
    }

    fn expression(&mut self, expression: &'a Expression, strict: bool) {
        if strict {
            self.operation(expression);
        }
        match &expression.kind {
            ExpressionKind::Conditional { condition, yes, no } => {
                self.expression(condition, strict);
                self.expression(yes, false);
                self.expression(no, false);
            }
            ExpressionKind::For(rounds) => {
                self.expression(&rounds.collection, strict && !shadows(rounds));
            }
            ExpressionKind::Call { name, .. } if matches!(name.text.as_str(), "try" | "can") => {}
            ExpressionKind::Template { parts, .. }
                if parts.iter().any(|part| matches!(part, Part::Directive(_))) => {}
            _ => {
                for inner in children(expression) {
                    self.expression(inner, strict);
                }
            }
        }
    }

    fn operation(&mut self, expression: &'a Expression) {
        match &expression.kind {
            // A template of a single interpolation has the value of its expression.
            ExpressionKind::Template { parts, heredoc } if *heredoc || parts.len() > 1 => {
                parts.iter().for_each(|part| self.interpolation(part));
            }
            ExpressionKind::Traversal { root, steps } => self.traversal(expression, root, steps),
            ExpressionKind::Binary {
                operator,
                left,
                right,
            } => {
                let primitive = match *operator {
                    "==" | "!=" => return,
                    "&&" | "||" => "bool",
                    _ => "number",
                };
                self.operand(left, operator, primitive);
                self.operand(right, operator, primitive);
            }
            ExpressionKind::Unary { operator, operand } => {
                let primitive = if *operator == "!" { "bool" } else { "number" };
                self.operand(operand, operator, primitive);
            }
            ExpressionKind::Conditional { condition, yes, no } => {
                self.branches(yes, no);
                let known = self.type_env.known(condition);
                // A value that is not known yet is checked by the plan, whatever its type.
                let is_known_type = matches!(
                    known,
                    Known::Tuple(_) | Known::Object(_) | Known::Text(Some(_))
                );
                if is_known_type && !fits(&known, "bool") {
                    let message = format!("a condition is a bool, this is {}", known.name());
                    self.report
                        .add(Kind::IncorrectCondition, condition.span, message);
                }
            }
            ExpressionKind::For(rounds) => {
                let known = self.type_env.known(&rounds.collection);
                if known.is_primitive() {
                    let message = format!("`for` walks a list or a map, this is {}", known.name());
                    let span = rounds.collection.span;
                    self.report.add(Kind::NotIterable, span, message);
                }
            }
            _ => {}
        }
    }

    /// Checks that the branches of a conditional have compatible types.
    fn branches(&mut self, yes: &'a Expression, no: &'a Expression) {
        let (first, second) = (self.type_env.known(yes), self.type_env.known(no));
        if !has_known_type(yes, &first) || !has_known_type(no, &second) {
            return;
        }
        let differ = match (&first, &second) {
            (Known::Number, Known::Bool) | (Known::Bool, Known::Number) => true,
            _ => {
                first.is_primitive() != second.is_primitive()
                    || first.is_mapping() != second.is_mapping()
            }
        };
        if differ {
            let (first, second) = (first.name(), second.name());
            let message = format!("either branch gives one type: this gives {first} or {second}");
            self.report
                .add(Kind::InconsistentConditional, yes.span, message);
        }
    }

    fn interpolation(&mut self, part: &'a Part) {
        let Part::Interpolation(inner, _) = part else {
            return;
        };
        // A value that is not known yet is checked by the plan, whatever its type.
        let message = match self.type_env.known(inner) {
            Known::Null => "null cannot be used in a string template",
            Known::Object(_) => {
                "a map cannot be used in a string template: take one value, or `jsonencode` it"
            }
            Known::Tuple(_) => {
                "a list cannot be used in a string template: take one item, or `join` them"
            }
            _ => return,
        };
        self.report
            .add(Kind::InvalidInterpolation, inner.span, message.to_owned());
    }

    fn operand(&mut self, operand: &'a Expression, operator: &str, primitive: &str) {
        let known = self.type_env.known(operand);
        if !fits(&known, primitive) {
            let message = format!("`{operator}` takes a {primitive}, this is {}", known.name());
            self.report.add(Kind::InvalidOperand, operand.span, message);
        }
    }

    fn traversal(&mut self, expression: &'a Expression, root: &Name, steps: &'a [Step]) {
        let Some(invalid) = self.type_env.invalid_step(root, steps) else {
            return;
        };
        let from = invalid.from.name();
        let (kind, message) = match invalid.step {
            Step::Attribute(name) => {
                let near = invalid.names.iter().map(String::as_str);
                let near = self.report.nearest(&name.text, near);
                let name = shortened(&name.text);
                let message = match near {
                    Some(near) => format!("no attribute `{name}`; the nearest is `{near}`"),
                    None if invalid.from.is_primitive() => {
                        format!("{from} has no attribute `{name}`")
                    }
                    None if invalid.from.is_sequence() => {
                        format!("{from} has no attribute `{name}`: take one item, or write `[*]`")
                    }
                    None => format!("this object has no attribute `{name}`"),
                };
                (Kind::UnsupportedAttribute, message)
            }
            _ => {
                let message = if invalid.from.is_mapping() {
                    "the object has no such key".to_owned()
                } else if matches!(invalid.from, Known::Set) {
                    "a set has no indices: write `tolist(…)[0]` or `one(…)`".to_owned()
                } else {
                    format!("{from} has no such item")
                };
                (Kind::InvalidIndex, message)
            }
        };
        self.report.add(kind, expression.span, message);
    }
}

/// Returns whether the type of an expression is known.
///
/// The type of a call is not known if the type of an argument is not.
fn has_known_type(expression: &Expression, known: &Known<'_>) -> bool {
    use ExpressionKind::*;
    match &expression.kind {
        Parentheses(inner) => has_known_type(inner, known),
        Template { parts, heredoc } => match parts.as_slice() {
            [Part::Interpolation(inner, _)] if !heredoc => has_known_type(inner, known),
            _ => true,
        },
        Bool(_) | Number(_) | List(_) | Object(_) => true,
        Traversal { root, .. } => match known {
            Known::Null | Known::Unknown => false,
            Known::Tuple(_) | Known::Object(_) => true,
            _ => root.text == "var",
        },
        _ => false,
    }
}

/// Returns whether the names of a `for` shadow declarations of the module.
fn shadows(rounds: &For) -> bool {
    let mut names = rounds.key.iter().chain([&rounds.value]);
    names.any(|name| matches!(name.text.as_str(), "var" | "local"))
}

/// Returns whether a value can be converted to a bool or a number.
///
/// Null is not a valid operand; Terraform reports it with a different message.
fn fits(known: &Known<'_>, primitive: &str) -> bool {
    matches!(known, Known::Null) || super::values::primitive_mismatch(known, primitive).is_none()
}
