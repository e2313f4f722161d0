//! Looks up arguments of a resource instance by path.

use super::instances::repetitions;
use crate::hcl::{Address, Block, Body, Expression, ExpressionKind, Value};
use crate::semantic::Index;

/// Maximum number of blocks that a `dynamic` block is expanded to.
const BLOCKS_MAX: usize = 200;

/// A value that is not known before apply, with the reference that is unknown, if any.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unknown(pub String);

impl Unknown {
    /// Creates the error of an unknown value at a path.
    pub(super) fn of(value: &Value, path: &str) -> Unknown {
        match value.unknown() {
            Some(Value::Unknown(Some(reference))) => Unknown(reference.clone()),
            _ => Unknown(path.to_owned()),
        }
    }
}

/// Value that may be missing or unknown.
pub(super) type Known<T> = Result<Option<T>, Unknown>;

/// The arguments of a block, for one instance of its resource.
#[derive(Clone)]
pub(super) struct Arguments<'a, 'm> {
    /// Index of the module of the block.
    pub index: &'a Index<'m>,
    /// Content of the block.
    pub body: &'m Body,
    /// Values of `each`, `count` and the iterators of `dynamic` blocks.
    pub names: Vec<(String, Value)>,
}

impl<'a, 'm> Arguments<'a, 'm> {
    /// Returns the value of an expression.
    pub(super) fn evaluate(&self, expression: &Expression) -> Value {
        self.index.value_with(expression, &self.names)
    }

    /// Returns the value at a path of arguments and nested blocks, null if there is none.
    pub(super) fn value(&self, path: &str) -> Value {
        let (step, rest) = path.split_once('.').unwrap_or((path, ""));
        if let Some(attribute) = self.body.attribute(step) {
            return follow(self.evaluate(&attribute.value), rest);
        }
        match self.blocks(step) {
            Ok(blocks) => match blocks.first() {
                Some(_) if rest.is_empty() => Value::Bool(true),
                Some(first) => first.value(rest),
                None => Value::Null,
            },
            Err(Unknown(reference)) => Value::Unknown(Some(reference)),
        }
    }

    /// Returns the number at a path.
    pub(super) fn number(&self, path: &str) -> Known<f64> {
        match self.value(path) {
            Value::Null => Ok(None),
            value => match value.to_number() {
                Some(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(Unknown::of(&value, path)),
            },
        }
    }

    /// Returns the text at a path; of a list, its first item.
    pub(super) fn text(&self, path: &str) -> Known<String> {
        let value = match self.value(path) {
            Value::List(mut items) if !items.is_empty() => items.swap_remove(0),
            Value::List(_) => Value::Null,
            value => value,
        };
        match value {
            Value::Null => Ok(None),
            value => match value.to_text() {
                Some(text) if text.is_empty() => Ok(None),
                Some(text) => Ok(Some(text)),
                None => Err(Unknown::of(&value, path)),
            },
        }
    }

    /// Returns whether the text at a path is known and equals another one.
    pub(super) fn is(&self, path: &str, other: &str) -> bool {
        matches!(self.text(path), Ok(Some(text)) if text == other)
    }

    /// Returns whether the argument at a path is true.
    pub(super) fn is_true(&self, path: &str) -> Result<bool, Unknown> {
        match self.value(path) {
            Value::Null => Ok(false),
            value => value.to_bool().ok_or_else(|| Unknown::of(&value, path)),
        }
    }

    /// Returns whether an argument or block is set; an unknown value counts as set.
    pub(super) fn is_set(&self, path: &str) -> bool {
        match self.value(path) {
            Value::Null => false,
            Value::Text(text) => !text.is_empty(),
            Value::List(items) => !items.is_empty(),
            _ => true,
        }
    }

    /// Returns the number of blocks or items at a path.
    pub(super) fn count(&self, path: &str) -> Known<f64> {
        let (before, last) = path.rsplit_once('.').unwrap_or(("", path));
        let mut inner = self.clone();
        for step in before.split('.').filter(|step| !step.is_empty()) {
            match inner.blocks(step)?.into_iter().next() {
                Some(block) => inner = block,
                None => return Ok(None),
            }
        }
        if let Some(attribute) = inner.body.attribute(last) {
            return match inner.evaluate(&attribute.value) {
                Value::Null => Ok(None),
                Value::List(items) => Ok(Some(items.len() as f64)),
                Value::Object(entries) => Ok(Some(entries.len() as f64)),
                value => {
                    let count = instances_of(inner.index, &attribute.value);
                    count.map(Some).ok_or_else(|| Unknown::of(&value, path))
                }
            };
        }
        let blocks = inner.blocks(last)?.len();
        Ok((blocks > 0).then_some(blocks as f64))
    }

    /// Returns the nested blocks of a kind; those of `dynamic` blocks are expanded.
    pub(super) fn blocks(&self, kind: &str) -> Result<Vec<Arguments<'a, 'm>>, Unknown> {
        let with = |body, names| Arguments {
            index: self.index,
            body,
            names,
        };
        let written = self.body.blocks_of(kind);
        let mut found: Vec<_> = written
            .map(|block| with(&block.body, self.names.clone()))
            .collect();
        for dynamic in self.body.dynamic_blocks_of(kind) {
            let Some(content) = dynamic.body.blocks_of("content").next() else {
                continue;
            };
            let each = dynamic.body.attribute("for_each");
            let each = each.map_or(Value::Null, |each| self.evaluate(&each.value));
            let items = each
                .into_pairs()
                .map_err(|value| Unknown::of(&value, kind))?;
            for (key, value) in items.into_iter().take(BLOCKS_MAX) {
                let item = vec![("key".to_owned(), key), ("value".to_owned(), value)];
                let name = dynamic.iterator().map_or(kind, |name| &name.text);
                let mut names = self.names.clone();
                names.push((name.to_owned(), Value::Object(item)));
                found.push(with(&content.body, names));
            }
        }
        Ok(found)
    }

    /// Returns the arguments of the resource of a type that an argument refers to.
    ///
    /// Names of a repeated resource are those of this one, if both are repeated.
    pub(super) fn target(&self, path: &str, types: &[&str]) -> Option<(Address<'m>, Self)> {
        let (step, rest) = path.split_once('.').unwrap_or((path, ""));
        let Some(attribute) = self.body.attribute(step) else {
            let blocks = self.blocks(step).ok()?;
            return match rest {
                "" => None,
                rest => blocks.first()?.target(rest, types),
            };
        };
        let reached = self.index.reached(attribute.span, 8);
        let address = reached.into_iter().find(|it| types.contains(&it.kind))?;
        let block = self.index.block(address)?;
        Some((address, self.of_block(block)))
    }

    /// Returns the arguments of another block, with the names of this one.
    pub(super) fn of_block(&self, block: &'m Block) -> Self {
        Arguments {
            index: self.index,
            body: &block.body,
            names: self.names.clone(),
        }
    }
}

/// Returns the number of instances of the one repeated resource that an expression lists.
///
/// The expression is a splat, or a call or `for` around the resource.
fn instances_of(index: &Index, expression: &Expression) -> Option<f64> {
    if !lists_all(expression) {
        return None;
    }
    let reached = index.reached(expression.span, 8);
    let mut blocks = reached
        .into_iter()
        .filter_map(|address| index.block(address));
    let block = blocks.next().filter(|block| !block.is_single())?;
    let is_other = |other: &Block| !std::ptr::eq(other, block);
    if blocks.any(is_other) {
        return None;
    }
    let instances = repetitions(index, block);
    let is_known = instances.iter().all(|one| one.reason.is_none());
    is_known.then(|| instances.iter().map(|one| one.count.high).sum())
}

/// Returns whether an expression lists each instance of what it refers to once.
fn lists_all(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Traversal { .. } | ExpressionKind::Access { .. } => true,
        ExpressionKind::Parentheses(inner) => lists_all(inner),
        ExpressionKind::For(each) => each.condition.is_none() && lists_all(&each.collection),
        ExpressionKind::Call {
            name, arguments, ..
        } => {
            let keeps = matches!(&*name.text, "values" | "keys" | "tolist" | "toset" | "sort");
            keeps && arguments.iter().all(lists_all)
        }
        _ => false,
    }
}

/// Follows the rest of a path within a value; lists give their first item.
fn follow(value: Value, path: &str) -> Value {
    if path.is_empty() {
        return value;
    }
    let (step, rest) = path.split_once('.').unwrap_or((path, ""));
    match value {
        Value::List(items) => match items.into_iter().next() {
            Some(first) => follow(first, path),
            None => Value::Null,
        },
        Value::Object(_) => follow(value.get(step).cloned().unwrap_or(Value::Null), rest),
        Value::Unknown(_) => value,
        _ => Value::Null,
    }
}
