//! What an expression is known to be: a value, null, or unknown with the reference that hides it.
//!
//! Where Terraform would report an error, or where more than this module would have to be known,
//! the value is unknown: a rule that stays silent on the unknown is then never wrong.

mod operator;

use super::{Attribute, Block, Expression, ExpressionKind, Module, Name, Part, Reference, Step};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use operator::{binary, enter, hidden, number_text};

/// Three-valued: known, null, or unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, which Terraform treats as not set.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A list, tuple or set.
    List(Vec<Value>),
    /// An object or map, keys in the order of the text.
    Object(Vec<(String, Value)>),
    /// Not known before apply, or not known to us; the reference it waits for, where there is one.
    Unknown(Option<String>),
}

/// What is known while expressions of a module are evaluated: the defaults of its variables, its
/// local values, and the arguments that its resources set.
pub struct Scope<'m> {
    module: &'m Module,
    blocks: HashMap<String, &'m Block>,
    locals: HashMap<&'m str, &'m Attribute>,
    /// What attributes that were referred to are known to be.
    known: RefCell<HashMap<*const Attribute, Value>>,
    /// Work that is left for all evaluations.
    left: Cell<usize>,
}

/// Nodes and characters that one evaluation may make.
const WORK_MAX: usize = 100_000;
/// Nodes and characters that all evaluations of one scope may make; what comes later is unknown.
const SCOPE_WORK_MAX: usize = 1_000_000;
/// How deep expressions and references may lead before the value counts as unknown.
const STEPS_DEEP_MAX: usize = 400;
/// The largest integer that is exact in a [`Value::Number`].
const EXACT_MAX: f64 = 9_007_199_254_740_992.0;

impl<'m> Scope<'m> {
    /// The scope of a module.
    pub fn of(module: &'m Module) -> Self {
        let mut blocks = HashMap::new();
        let mut locals = HashMap::new();
        for block in module.blocks() {
            if block.kind.text == "locals" {
                for attribute in block.body.attributes() {
                    locals
                        .entry(attribute.name.text.as_str())
                        .or_insert(attribute);
                }
            } else if let Some(address) = block.address() {
                blocks.entry(address).or_insert(block);
            }
        }
        Scope {
            module,
            blocks,
            locals,
            known: RefCell::default(),
            left: Cell::new(SCOPE_WORK_MAX),
        }
    }
}

impl Value {
    /// What an expression of the scope's module is known to be.
    ///
    /// ```
    /// use infragenie::hcl::{self, Value, value::Scope};
    /// let module = hcl::parse(r#"
    ///     variable "name" { default = "shop" }
    ///     output "a" { value = "${var.name}-logs" }
    ///     output "b" { value = "${aws_vpc.main.id}-logs" }
    /// "#);
    /// let scope = Scope::of(&module);
    /// let of = |address: &str| {
    ///     Value::of(&module.at(address).unwrap().body.attribute("value").unwrap().value, &scope)
    /// };
    /// assert_eq!(of("output.a"), Value::Text("shop-logs".into()));
    /// assert_eq!(of("output.b"), Value::Unknown(Some("aws_vpc.main.id".into())));
    /// ```
    pub fn of(expression: &Expression, scope: &Scope) -> Value {
        let left = scope.left.get();
        let work = WORK_MAX.min(left);
        let mut evaluation = Evaluation {
            scope,
            open: Vec::new(),
            depth: 0,
            work,
            cut: false,
        };
        let value = evaluation.expression(expression);
        scope.left.set(left - (work - evaluation.work));
        value
    }

    /// Whether it is known, with all that it holds.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Unknown(_) => false,
            Value::List(items) => items.iter().all(Value::is_known),
            Value::Object(entries) => entries.iter().all(|(_, value)| value.is_known()),
            _ => true,
        }
    }

    /// As Terraform converts it to a string: of a string, a number or a bool.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(value) => Some(value.to_string()),
            Value::Number(number) => number_text(*number),
            _ => None,
        }
    }

    /// As Terraform converts it to a bool: of a bool, `"true"` and `"false"`.
    pub fn to_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(value) => Some(*value),
            Value::Text(text) if text == "true" => Some(true),
            Value::Text(text) if text == "false" => Some(false),
            _ => None,
        }
    }

    /// As Terraform converts it to a number: of a number and of digits.
    pub fn to_number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Text(text) => text
                .starts_with(|c: char| c.is_ascii_digit() || c == '-')
                .then(|| text.parse().ok())?,
            _ => None,
        }
    }

    /// The value of a key of an object.
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Object(entries) = self else {
            return None;
        };
        entries
            .iter()
            .rev()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// The first unknown in it.
    fn unknown(&self) -> Option<&Value> {
        match self {
            Value::Unknown(_) => Some(self),
            Value::List(items) => items.iter().find_map(Value::unknown),
            Value::Object(entries) => entries.iter().find_map(|(_, value)| value.unknown()),
            _ => None,
        }
    }

    /// Nodes and characters in it, and how deep it is nested.
    fn measure(&self) -> (usize, usize) {
        let within = |sizes: &mut dyn Iterator<Item = (usize, usize)>| {
            sizes.fold((1, 1), |(size, depth), inner| {
                (size + inner.0, depth.max(inner.1 + 1))
            })
        };
        match self {
            Value::Text(text) => (1 + text.len() / 8, 1),
            Value::List(items) => within(&mut items.iter().map(Value::measure)),
            Value::Object(entries) => within(&mut entries.iter().map(|(key, value)| {
                let (size, depth) = value.measure();
                (size + 1 + key.len() / 8, depth)
            })),
            _ => (1, 1),
        }
    }
}

/// One evaluation: what is under way in it, so that it ends.
struct Evaluation<'s, 'm> {
    scope: &'s Scope<'m>,
    /// Attributes whose value is being looked for: to meet one again is a cycle.
    open: Vec<*const Attribute>,
    depth: usize,
    work: usize,
    /// A bound was met, so that what comes out depends on where the evaluation began.
    cut: bool,
}

impl<'m> Evaluation<'_, 'm> {
    fn expression(&mut self, expression: &Expression) -> Value {
        if self.depth >= STEPS_DEEP_MAX || !self.pay(1) {
            self.cut = true;
            return Value::Unknown(None);
        }
        self.depth += 1;
        let value = self.kind(expression);
        self.depth -= 1;
        value
    }

    /// Takes from what the evaluation may still make.
    fn pay(&mut self, work: usize) -> bool {
        let enough = self.work >= work;
        self.work = self.work.saturating_sub(work);
        self.cut |= !enough;
        enough
    }

    fn kind(&mut self, expression: &Expression) -> Value {
        match &expression.kind {
            ExpressionKind::Null => Value::Null,
            ExpressionKind::Bool(value) => Value::Bool(*value),
            ExpressionKind::Number(digits) => match digits.parse() {
                Ok(number) => Value::Number(number),
                Err(_) => Value::Unknown(None),
            },
            ExpressionKind::Template { parts, .. } => self.template(parts),
            ExpressionKind::List(items) => {
                Value::List(items.iter().map(|item| self.expression(item)).collect())
            }
            ExpressionKind::Object(_) => self.object(expression),
            ExpressionKind::Traversal { root, steps } => self.traversal(expression, root, steps),
            ExpressionKind::Access { base, steps } => {
                let base = self.expression(base);
                self.steps(base, steps)
            }
            ExpressionKind::Conditional { condition, yes, no } => {
                self.conditional(condition, yes, no)
            }
            ExpressionKind::Binary {
                operator,
                left,
                right,
            } => {
                let (left, right) = (self.expression(left), self.expression(right));
                binary(operator, &left, &right)
            }
            ExpressionKind::Unary { operator, operand } => {
                let operand = self.expression(operand);
                match (*operator, operand.to_bool(), operand.to_number()) {
                    ("!", Some(value), _) => Value::Bool(!value),
                    ("-", _, Some(number)) => Value::Number(-number),
                    _ => hidden(&[&operand]),
                }
            }
            ExpressionKind::Parentheses(inner) => self.expression(inner),
            ExpressionKind::Call { .. } | ExpressionKind::For(_) => self.unknown(expression),
            ExpressionKind::Invalid => Value::Unknown(None),
        }
    }

    /// What is not evaluated waits for the first thing that it refers to.
    fn unknown(&self, expression: &Expression) -> Value {
        let reference = expression
            .references()
            .first()
            .map(|reference| self.written(reference));
        Value::Unknown(reference)
    }

    /// A reference as it is written.
    fn written(&self, reference: &Reference) -> String {
        self.scope
            .module
            .text
            .get(reference.span.range())
            .unwrap_or_default()
            .to_owned()
    }

    fn template(&mut self, parts: &[Part]) -> Value {
        // A string that holds one interpolation and nothing else is what it holds.
        if let [Part::Interpolation(inner, _)] = parts {
            return self.expression(inner);
        }
        let mut text = String::new();
        for part in parts {
            let piece = match part {
                Part::Literal(literal, _) => literal.clone(),
                Part::Interpolation(inner, _) => {
                    let value = self.expression(inner);
                    match value.to_text() {
                        Some(text) => text,
                        None => return hidden(&[&value]),
                    }
                }
                Part::Directive(_) => return Value::Unknown(None),
            };
            if !self.pay(1 + piece.len() / 8) {
                return Value::Unknown(None);
            }
            text.push_str(&piece);
        }
        Value::Text(text)
    }

    fn object(&mut self, expression: &Expression) -> Value {
        let ExpressionKind::Object(entries) = &expression.kind else {
            return Value::Unknown(None);
        };
        let mut values: Vec<(String, Value)> = Vec::with_capacity(entries.len());
        let mut places = HashMap::new();
        for entry in entries {
            let key = match entry.key_text() {
                Some(key) => key,
                None => match self.expression(&entry.key) {
                    key if key.to_text().is_some() => key.to_text().unwrap_or_default(),
                    key => return hidden(&[&key]),
                },
            };
            let value = self.expression(&entry.value);
            match places.get(&key) {
                // Of a key that is set twice, the last value counts.
                Some(at) => values[*at] = (key, value),
                None => {
                    places.insert(key.clone(), values.len());
                    values.push((key, value));
                }
            }
        }
        Value::Object(values)
    }

    fn conditional(&mut self, condition: &Expression, yes: &Expression, no: &Expression) -> Value {
        let condition = self.expression(condition);
        let (yes, no) = (self.expression(yes), self.expression(no));
        let (chosen, other) = match condition.to_bool() {
            Some(true) => (yes, no),
            Some(false) => (no, yes),
            None if matches!(condition, Value::Unknown(_)) && yes == no && yes.is_known() => {
                return yes;
            }
            None => return hidden(&[&condition]),
        };
        // Both branches have one type, and a string goes before a number or a bool.
        match (&chosen, &other) {
            (Value::Number(_) | Value::Bool(_), Value::Text(_)) => {
                chosen.to_text().map_or(Value::Unknown(None), Value::Text)
            }
            (Value::Text(_), Value::Number(_) | Value::Bool(_)) => chosen,
            (Value::Null | Value::Unknown(_), _) | (_, Value::Null | Value::Unknown(_)) => chosen,
            // Types that do not go together are an error.
            _ if std::mem::discriminant(&chosen) != std::mem::discriminant(&other) => {
                Value::Unknown(None)
            }
            _ => chosen,
        }
    }

    // References.

    fn traversal(&mut self, expression: &Expression, root: &Name, steps: &[Step]) -> Value {
        let reference = Reference {
            root,
            steps,
            span: expression.span,
        };
        let found = match (root.text.as_str(), steps) {
            ("local", [Step::Attribute(name), rest @ ..]) => self
                .scope
                .locals
                .get(name.text.as_str())
                .map(|local| (*local, rest)),
            ("var", [Step::Attribute(_), rest @ ..]) => {
                let block = self.block(&reference);
                block
                    .and_then(|block| block.body.attribute("default"))
                    .map(|value| (value, rest))
            }
            _ => self.argument(&reference),
        };
        let Some((attribute, rest)) = found else {
            return Value::Unknown(Some(self.written(&reference)));
        };
        let value = match self.attribute(attribute) {
            Value::Unknown(None) => return Value::Unknown(Some(self.written(&reference))),
            value if root.text == "var" => self.as_declared(value, &reference),
            value => value,
        };
        self.steps(value, rest)
    }

    fn block(&self, reference: &Reference) -> Option<&'m Block> {
        self.scope.blocks.get(&reference.address()?).copied()
    }

    /// The argument of a resource that a reference leads to, and the steps behind it.
    fn argument<'r>(&self, reference: &'r Reference) -> Option<(&'m Attribute, &'r [Step])> {
        let block = self.block(reference)?;
        if !matches!(block.kind.text.as_str(), "resource" | "data") {
            return None;
        }
        let names = reference.steps.len() - reference.path().len();
        let many = ["count", "for_each"]
            .iter()
            .any(|name| block.body.attribute(name).is_some());
        let (name, rest) = match &reference.steps[names..] {
            [Step::Attribute(name), rest @ ..] if !many => (name, rest),
            [
                Step::Index(..) | Step::LegacyIndex(..),
                Step::Attribute(name),
                rest @ ..,
            ] if many => (name, rest),
            _ => return None,
        };
        Some((block.body.attribute(&name.text)?, rest))
    }

    /// The default of a variable, converted to its type where that is a plain one.
    fn as_declared(&self, value: Value, reference: &Reference) -> Value {
        let declared = self
            .block(reference)
            .and_then(|block| block.body.attribute("type"));
        let declared = declared.and_then(|declared| match &declared.value.kind {
            ExpressionKind::Traversal { root, steps } if steps.is_empty() => Some(&root.text),
            _ => None,
        });
        let converted = match (declared.map(String::as_str), &value) {
            (_, Value::Null | Value::Unknown(_)) => return value,
            (Some("string"), value) => value.to_text().map(Value::Text),
            (Some("number"), value) => value.to_number().map(Value::Number),
            (Some("bool"), value) => value.to_bool().map(Value::Bool),
            _ => return value,
        };
        converted.unwrap_or_else(|| Value::Unknown(Some(self.written(reference))))
    }

    fn attribute(&mut self, attribute: &'m Attribute) -> Value {
        let key: *const Attribute = attribute;
        let known = self.scope.known.borrow().get(&key).cloned();
        if let Some(value) = known {
            let (size, depth) = value.measure();
            self.cut |= self.depth + depth > STEPS_DEEP_MAX;
            return if self.pay(size) && !self.cut {
                value
            } else {
                Value::Unknown(None)
            };
        }
        if self.open.contains(&key) {
            return Value::Unknown(None);
        }
        self.open.push(key);
        let value = self.expression(&attribute.value);
        self.open.pop();
        if !self.cut {
            self.scope.known.borrow_mut().insert(key, value.clone());
        }
        value
    }

    // Steps into values.

    fn steps(&mut self, value: Value, steps: &[Step]) -> Value {
        let mut value = value;
        let mut steps = steps;
        while let [step, rest @ ..] = steps {
            steps = rest;
            value = match step {
                Step::Attribute(name) => enter(value, &Value::Text(name.text.clone())),
                Step::LegacyIndex(index, _) => enter(value, &Value::Number(*index as f64)),
                Step::Index(index, _) => {
                    let index = self.expression(index);
                    enter(value, &index)
                }
                Step::Splat(span) => {
                    let text = &self.scope.module.text;
                    let whole = text
                        .get(span.range())
                        .is_some_and(|mark| mark.starts_with('['));
                    // `.*` takes names and numbers into each item, `[*]` all that follows.
                    let plain =
                        |step: &Step| matches!(step, Step::Attribute(_) | Step::LegacyIndex(..));
                    let taken = match rest.iter().position(|step| !plain(step)) {
                        Some(at) if !whole => at,
                        _ => rest.len(),
                    };
                    steps = rest.get(taken..).unwrap_or_default();
                    self.splat(value, &rest[..taken])
                }
            };
        }
        value
    }

    fn splat(&mut self, value: Value, steps: &[Step]) -> Value {
        let items = match value {
            Value::List(items) => items,
            Value::Null => Vec::new(),
            Value::Unknown(_) => return value,
            single => vec![single],
        };
        self.depth += 1;
        let values = items
            .into_iter()
            .map(|item| self.steps(item, steps))
            .collect();
        self.depth -= 1;
        Value::List(values)
    }
}

#[cfg(test)]
mod tests;
