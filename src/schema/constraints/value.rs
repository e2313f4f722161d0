//! Evaluates expressions as far as Terraform knows them during validation.
//!
//! During validation, every variable and every resource is unknown to Terraform, whatever its
//! default; local values are known as far as they consist of constants. During a plan, variables and
//! arguments of resources have values.

use crate::hcl::{Body, Expression, ExpressionKind, Part, Value, number};
use crate::schema::checker::Checker;

/// Maximum depth of local values that refer to local values.
const LOCALS_DEPTH_MAX: usize = 8;

/// Value of an expression, as far as Terraform knows it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::schema) enum Certain {
    /// A value that is fully known.
    Value(Value),
    /// A list with an unknown element.
    Partly,
    /// An unknown value that is set.
    Unknown,
    /// A value of which it is uncertain whether Terraform knows it.
    Doubt,
}

impl Checker<'_> {
    /// Evaluates an expression as far as Terraform knows it.
    pub(in crate::schema) fn certain(&self, expression: &Expression) -> Certain {
        use ExpressionKind::*;
        if self.is_planned {
            let value = self.index.value(expression);
            if value.is_known() {
                return Certain::Value(value);
            }
        }
        match &expression.kind {
            Null => Certain::Value(Value::Null),
            Bool(value) => Certain::Value(Value::Bool(*value)),
            Number(digits) => match number(digits) {
                Some(number) => Certain::Value(Value::Number(number)),
                None => Certain::Doubt,
            },
            Template { parts, .. } => match expression.literal_text() {
                Some(text) => Certain::Value(Value::Text(text.to_owned())),
                None => self.template(expression, parts),
            },
            List(items) => self.list(items),
            Parentheses(inner) => self.certain(inner),
            Traversal { root, steps } if !steps.is_empty() => match root.text.as_str() {
                "var" | "each" | "count" | "data" | "resource" => Certain::Unknown,
                name if name.contains('_') && !name.starts_with('_') => Certain::Unknown,
                _ => self.evaluated(expression),
            },
            _ => self.evaluated(expression),
        }
    }

    /// Returns whether all expressions in a body are known.
    pub(super) fn is_known(&self, body: &Body) -> bool {
        let mut expressions = body.expressions().into_iter();
        expressions.all(|one| {
            matches!(self.certain(one), Certain::Value(_))
                || self.is_planned && self.is_constant(one, LOCALS_DEPTH_MAX)
        })
    }

    fn template(&self, expression: &Expression, parts: &[Part]) -> Certain {
        let inner = parts.iter().filter_map(|part| match part {
            Part::Interpolation(inner, _) => Some(inner),
            _ => None,
        });
        let mut unknown = inner.map(|inner| self.certain(inner) == Certain::Unknown);
        // A single interpolation has the value of its expression, which may be null once it is
        // known.
        if unknown.any(|unknown| unknown) {
            return Certain::Unknown;
        }
        self.evaluated(expression)
    }

    fn list(&self, items: &[Expression]) -> Certain {
        let mut values = Vec::new();
        for item in items {
            match self.certain(item) {
                Certain::Value(value) => values.push(value),
                _ => return Certain::Partly,
            }
        }
        Certain::Value(Value::List(values))
    }

    fn evaluated(&self, expression: &Expression) -> Certain {
        if !self.is_constant(expression, LOCALS_DEPTH_MAX) {
            return Certain::Doubt;
        }
        match self.index.value(expression) {
            value if value.is_known() => Certain::Value(value),
            _ => Certain::Doubt,
        }
    }

    /// Returns whether an expression consists of constants and constant local values.
    ///
    /// During a plan, variables are constants, also those whose value is not in the module.
    fn is_constant(&self, expression: &Expression, depth_left: usize) -> bool {
        expression.references().iter().all(|reference| {
            let address = reference.borrowed_address();
            if self.is_planned && address.is_some_and(|it| it.kind == "var") {
                return true;
            }
            let address = address.filter(|it| it.kind == "local" && depth_left > 0);
            let local = address.and_then(|address| self.index.local(address.name));
            local.is_some_and(|(_, local)| self.is_constant(&local.value, depth_left - 1))
        })
    }
}
