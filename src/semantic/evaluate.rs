//! Evaluates expressions of a module to a [`Value`], as known before apply.

mod function;
mod operator;
#[cfg(test)]
mod tests;

use super::Index;
use crate::hcl::{
    Attribute, Block, Entry, Expression, ExpressionKind, For, Part, Reference, Step, Value, number,
};
use crate::stable_sort::Order;
use foldhash::HashMap;
use operator::{binary, first_unknown, item_at};
use std::cell::Cell;

/// Maximum nodes and characters that one evaluation may create.
const WORK_MAX: usize = 100_000;
/// Maximum nodes and characters that all evaluations of one index may create.
///
/// Values evaluated after that are unknown.
const INDEX_WORK_MAX: usize = 1_000_000;
/// Maximum depth of expressions and references; deeper values are unknown.
const STEPS_DEEP_MAX: usize = 400;

/// Remaining work for all evaluations of an index.
pub(super) struct Work(Cell<usize>);

impl Default for Work {
    fn default() -> Self {
        Work(Cell::new(INDEX_WORK_MAX))
    }
}

impl<'m> Index<'m> {
    /// Evaluates an expression of the module.
    ///
    /// ```
    /// use infragenie::{hcl::{self, Value}, semantic::Index};
    /// let module = hcl::parse(r#"
    ///     variable "name" { default = "shop" }
    ///     output "a" { value = "${var.name}-logs" }
    ///     output "b" { value = "${aws_vpc.main.id}-logs" }
    /// "#);
    /// let index = Index::new(&module);
    /// let of = |address: &str| {
    ///     let block = index.block(address).unwrap();
    ///     index.value(&block.body.attribute("value").unwrap().value)
    /// };
    /// assert_eq!(of("output.a"), Value::Text("shop-logs".into()));
    /// assert_eq!(of("output.b"), Value::Unknown(Some("aws_vpc.main.id".into())));
    /// ```
    pub fn value(&self, expression: &Expression) -> Value {
        self.value_with(expression, &[])
    }

    /// Evaluates an expression with the given names bound to the given values.
    pub fn value_with(&self, expression: &Expression, names: &[(String, Value)]) -> Value {
        let left = self.work.0.get();
        let work = WORK_MAX.min(left);
        let mut evaluation = Evaluation {
            index: self,
            open: Vec::new(),
            names: names.to_vec(),
            depth: 0,
            work,
            limit_reached: false,
        };
        let value = evaluation.expression(expression);
        self.work.0.set(left - (work - evaluation.work));
        value
    }
}

/// State of one evaluation; its limits guarantee termination.
struct Evaluation<'i, 'm> {
    index: &'i Index<'m>,
    /// Attributes being evaluated; meeting one of them again is a cycle.
    open: Vec<*const Attribute>,
    /// Values bound to the names of `for` expressions and iterators, innermost last.
    names: Vec<(String, Value)>,
    /// Current depth of expressions and references.
    depth: usize,
    /// Remaining work of this evaluation.
    work: usize,
    /// Whether a limit was reached.
    ///
    /// The result then depends on the expression at which the evaluation began, so it is not
    /// cached.
    limit_reached: bool,
}

impl<'m> Evaluation<'_, 'm> {
    fn expression(&mut self, expression: &Expression) -> Value {
        if self.depth >= STEPS_DEEP_MAX || !self.spend(1) {
            self.limit_reached = true;
            return Value::Unknown(None);
        }
        self.depth += 1;
        let value = self.kind(expression);
        self.depth -= 1;
        value
    }

    /// Takes work from the remaining budget; returns whether the budget sufficed.
    fn spend(&mut self, work: usize) -> bool {
        let enough = self.work >= work;
        self.work = self.work.saturating_sub(work);
        self.limit_reached |= !enough;
        enough
    }

    fn kind(&mut self, expression: &Expression) -> Value {
        match &expression.kind {
            ExpressionKind::Null => Value::Null,
            ExpressionKind::Bool(value) => Value::Bool(*value),
            ExpressionKind::Number(digits) => {
                number(digits).map_or(Value::Unknown(None), Value::Number)
            }
            ExpressionKind::Template { parts, .. } => self.template(parts),
            ExpressionKind::List(items) => {
                Value::List(items.iter().map(|item| self.expression(item)).collect())
            }
            ExpressionKind::Object(entries) => self.object(entries),
            ExpressionKind::Traversal { root, steps } => self.traversal(&Reference {
                root,
                steps,
                span: expression.span,
            }),
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
                    _ => first_unknown(&[&operand]),
                }
            }
            ExpressionKind::Parentheses(inner) => self.expression(inner),
            ExpressionKind::Call {
                name,
                arguments,
                spread,
            } => {
                let value = self.call(&name.text, arguments, *spread);
                match value {
                    Value::Unknown(None) => self.unknown(expression),
                    value => value,
                }
            }
            ExpressionKind::For(each) => self.for_expression(each),
            ExpressionKind::Invalid => Value::Unknown(None),
        }
    }

    /// Returns an unknown value with the first reference of an unevaluated expression.
    fn unknown(&self, expression: &Expression) -> Value {
        let references = expression.references();
        Value::Unknown(references.first().map(|first| self.source_text(first)))
    }

    /// Returns a reference as written in the source.
    fn source_text(&self, reference: &Reference) -> String {
        let text = self.index.module.text.get(reference.span.range());
        text.unwrap_or_default().to_owned()
    }

    fn template(&mut self, parts: &[Part]) -> Value {
        // A string that is one interpolation and nothing else has the value of the interpolation.
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
                        None => return first_unknown(&[&value]),
                    }
                }
                Part::Directive(_) => return Value::Unknown(None),
            };
            if !self.spend(1 + piece.len() / 8) {
                return Value::Unknown(None);
            }
            text.push_str(&piece);
        }
        Value::Text(text)
    }

    fn object(&mut self, entries: &[Entry]) -> Value {
        let mut values: Vec<(String, Value)> = Vec::with_capacity(entries.len());
        let mut indices = HashMap::default();
        for entry in entries {
            let key = match entry.key_text() {
                Some(key) => key,
                None => {
                    let key = self.expression(&entry.key);
                    match key.to_text() {
                        Some(key) => key,
                        None => return first_unknown(&[&key]),
                    }
                }
            };
            let value = self.expression(&entry.value);
            match indices.get(&key) {
                // If a key is set twice, the last value applies.
                Some(at) => values[*at] = (key, value),
                None => {
                    indices.insert(key.clone(), values.len());
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
            None => return first_unknown(&[&condition]),
        };
        // Both branches are converted to one type; a string takes precedence over a number or a
        // bool.
        match (&chosen, &other) {
            (Value::Number(_) | Value::Bool(_), Value::Text(_)) => {
                chosen.to_text().map_or(Value::Unknown(None), Value::Text)
            }
            (Value::Text(_), Value::Number(_) | Value::Bool(_)) => chosen,
            (Value::Null | Value::Unknown(_), _) | (_, Value::Null | Value::Unknown(_)) => chosen,
            // Incompatible types are an error.
            _ if std::mem::discriminant(&chosen) != std::mem::discriminant(&other) => {
                Value::Unknown(None)
            }
            _ => chosen,
        }
    }

    /// Evaluates a `for` expression over a known collection.
    fn for_expression(&mut self, each: &For) -> Value {
        let mut collection = self.expression(&each.collection);
        if let Value::Object(entries) = &mut collection {
            entries.order_by(|(one, _), (other, _)| one.cmp(other));
        }
        match collection.into_pairs() {
            Ok(items) => {
                let outside = self.names.len();
                let value = self.for_items(each, items, outside);
                self.names.truncate(outside);
                value.unwrap_or(Value::Unknown(None))
            }
            Err(unknown) => first_unknown(&[&unknown]),
        }
    }

    fn for_items(
        &mut self,
        each: &For,
        items: Vec<(Value, Value)>,
        outside: usize,
    ) -> Option<Value> {
        let (mut list, mut entries) = (Vec::new(), Vec::new());
        for (key, value) in items {
            self.names.truncate(outside);
            let key_name = each.key.as_ref().map(|name| (name.text.clone(), key));
            self.names.extend(key_name);
            self.names.push((each.value.text.clone(), value));
            if let Some(condition) = &each.condition
                && !self.expression(condition).to_bool()?
            {
                continue;
            }
            let result = self.expression(&each.result);
            match &each.result_key {
                None => list.push(result),
                Some(key) => entries.push((self.expression(key).to_text()?, result)),
            }
        }
        Some(match each.result_key {
            None => Value::List(list),
            Some(_) if each.grouped => Value::Object(group_by_key(entries)),
            Some(_) => Value::Object(entries),
        })
    }

    // References.

    fn traversal(&mut self, reference: &Reference) -> Value {
        let (root, steps) = (reference.root, reference.steps);
        let named = self.names.iter().rev().find(|(name, _)| *name == root.text);
        if let Some((_, value)) = named {
            let value = value.clone();
            let (size, _) = value.measure();
            return match self.spend(size) {
                true => self.steps(value, steps),
                false => Value::Unknown(None),
            };
        }
        let found = match (root.text.as_str(), steps) {
            ("local", [Step::Attribute(name), rest @ ..]) => {
                let local = self.index.local(&name.text);
                local.map(|(_, attribute)| (attribute, rest))
            }
            ("var", [Step::Attribute(name), rest @ ..]) => {
                if let Some(value) = self.index.variables.get(&name.text) {
                    let value = self.as_declared(value.clone(), reference);
                    return self.steps(value, rest);
                }
                let given = self.index.given.get(name.text.as_str()).copied();
                let default = |block: &'m Block| block.body.attribute("default");
                let variable = self.block(reference);
                let value = variable.and_then(|block| given.or_else(|| default(block)));
                value.map(|value| (value, rest))
            }
            _ => self.argument(reference),
        };
        let Some((attribute, rest)) = found else {
            return Value::Unknown(Some(self.source_text(reference)));
        };
        let value = match self.attribute(attribute) {
            Value::Unknown(None) => return Value::Unknown(Some(self.source_text(reference))),
            value if root.text == "var" => self.as_declared(value, reference),
            value => value,
        };
        self.steps(value, rest)
    }

    fn block(&self, reference: &Reference) -> Option<&'m Block> {
        self.index.block(reference.borrowed_address()?)
    }

    /// Returns the resource argument that a reference denotes, and the remaining steps.
    fn argument<'r>(&self, reference: &Reference<'r>) -> Option<(&'m Attribute, &'r [Step])> {
        let block = self.block(reference)?;
        if !matches!(block.kind.text.as_str(), "resource" | "data") {
            return None;
        }
        let steps = reference.path();
        let steps = match steps.first()? {
            _ if block.is_single() => steps,
            Step::Index(..) | Step::LegacyIndex(..) => &steps[1..],
            _ => return None,
        };
        let [Step::Attribute(name), rest @ ..] = steps else {
            return None;
        };
        Some((block.body.attribute(&name.text)?, rest))
    }

    /// Converts the value of a variable to its type.
    ///
    /// This applies to primitive types, and to the defaults of optional attributes.
    fn as_declared(&mut self, value: Value, reference: &Reference) -> Value {
        let variable = self.block(reference);
        let declared = variable.and_then(|block| block.body.attribute("type"));
        let converted = match (declared.and_then(|it| it.value.bare_name()), &value) {
            (_, Value::Null | Value::Unknown(_)) => return value,
            (Some("string"), value) => value.to_text().map(Value::Text),
            (Some("number"), value) => value.to_number().map(Value::Number),
            (Some("bool"), value) => value.to_bool().map(Value::Bool),
            _ => {
                let text =
                    declared.and_then(|it| self.index.module.text.get(it.value.span.range()));
                return match declared.filter(|_| text.is_some_and(|it| it.contains("optional("))) {
                    Some(declared) => self.with_defaults(value, &declared.value),
                    None => value,
                };
            }
        };
        converted.unwrap_or_else(|| Value::Unknown(Some(self.source_text(reference))))
    }

    /// Adds the defaults of the optional attributes of a type to a value.
    fn with_defaults(&mut self, value: Value, kind: &'m Expression) -> Value {
        if self.depth >= STEPS_DEEP_MAX || !self.spend(1) {
            self.limit_reached = true;
            return Value::Unknown(None);
        }
        self.depth += 1;
        let value = match (kind.call(), value) {
            (Some(("optional", [within, ..])), value) => self.with_defaults(value, within),
            (Some(("object", [fields])), Value::Object(mut entries)) => {
                for field in fields.entries().unwrap_or_default() {
                    let Some(name) = field.key_name() else {
                        continue;
                    };
                    let at = entries.iter().rposition(|(own, _)| own == name);
                    let own = at.map_or(Value::Null, |at| entries[at].1.clone());
                    let own = match (&own, field.value.call()) {
                        (Value::Null, Some(("optional", [_, default]))) => self.expression(default),
                        _ => own,
                    };
                    let own = self.with_defaults(own, &field.value);
                    match at {
                        Some(at) => entries[at].1 = own,
                        None => entries.push((name.to_owned(), own)),
                    }
                }
                Value::Object(entries)
            }
            (Some(("list" | "set", [within])), Value::List(items)) => {
                let items = items.into_iter();
                Value::List(items.map(|it| self.with_defaults(it, within)).collect())
            }
            (Some(("map", [within])), Value::Object(entries)) => {
                let entries = entries.into_iter();
                let entry = |(key, it)| (key, self.with_defaults(it, within));
                Value::Object(entries.map(entry).collect())
            }
            (_, value) => value,
        };
        self.depth -= 1;
        value
    }

    fn attribute(&mut self, attribute: &'m Attribute) -> Value {
        let key: *const Attribute = attribute;
        let known = self.index.values.borrow().get(&key).cloned();
        if let Some(value) = known {
            let (size, depth) = value.measure();
            self.limit_reached |= self.depth + depth > STEPS_DEEP_MAX;
            return if self.spend(size) && !self.limit_reached {
                value
            } else {
                Value::Unknown(None)
            };
        }
        if self.open.contains(&key) {
            return Value::Unknown(None);
        }
        self.open.push(key);
        let names = std::mem::take(&mut self.names);
        let value = self.expression(&attribute.value);
        self.names = names;
        self.open.pop();
        if !self.limit_reached {
            self.index.values.borrow_mut().insert(key, value.clone());
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
                Step::Attribute(name) => item_at(value, &Value::Text(name.text.clone())),
                Step::LegacyIndex(index, _) => item_at(value, &Value::Number(*index as f64)),
                Step::Index(index, _) => {
                    let index = self.expression(index);
                    item_at(value, &index)
                }
                Step::Splat(span) => {
                    let text = &self.index.module.text;
                    let whole = text
                        .get(span.range())
                        .is_some_and(|mark| mark.starts_with('['));
                    // `.*` applies only the following names and numbers to each item, `[*]` all
                    // following steps.
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

/// Groups the values of equal keys into one list per key.
fn group_by_key(entries: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let mut indices = HashMap::default();
    let mut lists: Vec<(String, Vec<Value>)> = Vec::new();
    for (key, value) in entries {
        let at = *indices.entry(key.clone()).or_insert(lists.len());
        match lists.get_mut(at) {
            Some((_, list)) => list.push(value),
            None => lists.push((key, vec![value])),
        }
    }
    let list = |(key, list)| (key, Value::List(list));
    lists.into_iter().map(list).collect()
}
