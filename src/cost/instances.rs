//! Reads how many instances a block has, from `count` and `for_each`.

use super::Range;
use super::arguments::Unknown;
use crate::hcl::{Block, Expression, ExpressionKind, Value};
use crate::semantic::Index;

/// Maximum number of instances that are listed one by one.
const LISTED_MAX: usize = 100;

/// One instance of a block, or several equal ones.
#[derive(Clone, Debug)]
pub(super) struct Repetition {
    /// Key of the instance as in its address: `[0]`, `["a"]`; empty for equal ones.
    pub key: String,
    /// Values of `each` or `count`.
    pub names: Vec<(String, Value)>,
    /// Number of instances.
    pub count: Range,
    /// Reason for an unknown number.
    pub reason: Option<String>,
}

impl Repetition {
    fn equal(low: f64, high: f64, reason: Option<String>) -> Repetition {
        Repetition {
            key: String::new(),
            names: Vec::new(),
            count: Range { low, high },
            reason,
        }
    }
}

/// Returns the instances of a block.
///
/// Instances are listed one by one if the block uses their key. One instance is assumed if the
/// number is not known; a conditional between two known numbers gives both as a range.
pub(super) fn repetitions(index: &Index, block: &Block) -> Vec<Repetition> {
    if let Some(count) = block.body.attribute("count") {
        return match index.value(&count.value).to_number() {
            Some(number) => counted(index, block, number.clamp(0.0, 1e6).floor()),
            None => vec![unknown(index, &count.value, "count")],
        };
    }
    let Some(each) = block.body.attribute("for_each") else {
        return vec![Repetition::equal(1.0, 1.0, None)];
    };
    let value = index.value(&each.value);
    let is_set = matches!(value, Value::List(_));
    let items = match value.into_pairs() {
        Ok(items) => items,
        Err(_) => return vec![unknown(index, &each.value, "for_each")],
    };
    if !uses(index, block, "each") || items.len() > LISTED_MAX {
        let number = items.len() as f64;
        return listed(number, Repetition::equal(number, number, None));
    }
    let instances = items.into_iter().map(|(key, value)| {
        let key = if is_set { value.clone() } else { key };
        let text = key.to_text().unwrap_or_default();
        let entries = vec![("key".to_owned(), key), ("value".to_owned(), value)];
        Repetition {
            key: format!("[\"{text}\"]"),
            names: vec![("each".to_owned(), Value::Object(entries))],
            count: Range {
                low: 1.0,
                high: 1.0,
            },
            reason: None,
        }
    });
    instances.collect()
}

fn counted(index: &Index, block: &Block, number: f64) -> Vec<Repetition> {
    if !uses(index, block, "count") || number > LISTED_MAX as f64 {
        return listed(number, Repetition::equal(number, number, None));
    }
    let instance = |at: usize| Repetition {
        key: format!("[{at}]"),
        names: vec![(
            "count".to_owned(),
            Value::Object(vec![("index".to_owned(), Value::Number(at as f64))]),
        )],
        count: Range {
            low: 1.0,
            high: 1.0,
        },
        reason: None,
    };
    (0..number as usize).map(instance).collect()
}

fn listed(number: f64, all: Repetition) -> Vec<Repetition> {
    if number > 0.0 { vec![all] } else { Vec::new() }
}

/// Returns whether a block refers to `count` or `each`.
fn uses(index: &Index, block: &Block, root: &str) -> bool {
    let uses = index.references_in(block.body.span).iter();
    let mut roots = uses.map(|used| used.reference.root.text.as_str());
    roots.any(|name| name == root)
}

fn unknown(index: &Index, expression: &Expression, name: &str) -> Repetition {
    let value = index.value(expression);
    let Unknown(reference) = Unknown::of(&value, name);
    let number = |branch: &Expression| match index.value(branch) {
        Value::List(items) => Some(items.len() as f64),
        Value::Object(entries) => Some(entries.len() as f64),
        value => value.to_number(),
    };
    if let ExpressionKind::Conditional { yes, no, .. } = &expression.kind
        && let (Some(yes), Some(no)) = (number(yes), number(no))
    {
        let reason = format!("`{name}` depends on `{reference}`");
        return Repetition::equal(yes.min(no), yes.max(no), Some(reason));
    }
    let reason = format!("`{name}` depends on `{reference}`; one instance is assumed");
    Repetition::equal(1.0, 1.0, Some(reason))
}
