//! The words that rules are written in: a resource in, a verdict out.
//!
//! The verdicts are Checkov's, down to what it makes of a missing argument, a string where a
//! boolean is expected, or a reference that is not known before apply. Paths name arguments as
//! Terraform does (`metadata_options.http_tokens`); of a block that stands several times the
//! first counts, as long as it holds the argument.

use super::graph::Graph;
use super::ports;
use super::resource::{Found, Resource};
use crate::hcl::Value;

/// What a check says of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The resource breaks the rule.
    Failed,
    /// The resource keeps the rule.
    Passed,
    /// The rule does not apply, or the answer is not known before apply: no finding.
    Unknown,
}

/// A value as it stands in a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `true` or `false`
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(&'static str),
    /// A list of strings.
    Texts(&'static [&'static str]),
}

/// `true`
pub const TRUE: Literal = Literal::Bool(true);
/// `false`
pub const FALSE: Literal = Literal::Bool(false);

/// What is asked of a resource.
///
/// As a condition (the first of two checks) a check holds only where it certainly passes.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The argument or block is there, and is neither null nor empty. A reference will do.
    Has(&'static str),
    /// As [`Check::Has`], and the value is known: what waits for apply is unknown.
    Known(&'static str),
    /// The argument is there and is truthy, as Python has it: not null, false, zero or empty.
    Filled(&'static str),
    /// The argument is set to this.
    Is(&'static str, Literal),
    /// The argument is set to one of these.
    OneOf(&'static str, &'static [Literal]),
    /// The argument is not set, or is set to one of these: the provider's own default is right.
    UnsetOrOneOf(&'static str, &'static [Literal]),
    /// The argument is not set to this, nor is it a list that holds it. Not set will do.
    IsNot(&'static str, Literal),
    /// The argument is not set to any of these, nor is it a list that holds one.
    NoneOf(&'static str, &'static [Literal]),
    /// The argument is not set at all.
    Lacks(&'static str),
    /// The argument is a number, or a string of one, of at least this.
    AtLeast(&'static str, i64),
    /// The argument is a number, or a string of one, from the first to the second.
    Between(&'static str, i64, i64),
    /// The argument is a string that begins with one of these.
    StartsWith(&'static str, &'static [&'static str]),
    /// Every one passes.
    All(&'static [Check]),
    /// At least one passes.
    Any(&'static [Check]),
    /// The opposite; unknown stays unknown.
    Not(&'static Check),
    /// Broken only where the check certainly passes: what waits for apply keeps the rule.
    UnlessCertain(&'static Check),
    /// The second applies only where the first holds.
    When(&'static Check, &'static Check),
    /// The second applies only where the first does not hold.
    Unless(&'static Check, &'static Check),
    /// Passed where the first holds; elsewhere what the second says.
    PassIf(&'static Check, &'static Check),
    /// Every block of this name passes the check, which reads its paths from there. None will do.
    EachBlock(&'static str, &'static Check),
    /// At least one block of this name passes the check.
    OneBlock(&'static str, &'static Check),
    /// What a policy over the whole module says of the resource.
    GraphPolicy(&'static Graph),
    /// The rules of a direction, `ingress` or `egress`, keep the whole internet from this port.
    Ports(&'static str, i64),
    /// Always broken: that the resource is there is the finding.
    Never,
    /// Never broken.
    Always,
    /// The way out: what no word says.
    Custom(fn(&Resource) -> Verdict),
}

impl Check {
    /// What the check says of a resource.
    pub fn verdict(&self, resource: &Resource) -> Verdict {
        use Check::*;
        match *self {
            Has(path) => has(&resource.find(path)),
            Known(path) => match resource.find(path) {
                Found::Value(value) if is_unknown(&value) => Verdict::Unknown,
                found => has(&found),
            },
            Filled(path) => match resource.find(path) {
                Found::Missing => Verdict::Failed,
                Found::Value(value) => passed(truthy(&value)),
                Found::Block | Found::Several => Verdict::Passed,
            },
            Is(path, literal) => equals(resource, path, &[literal], Verdict::Failed),
            OneOf(path, literals) => equals(resource, path, literals, Verdict::Failed),
            UnsetOrOneOf(path, literals) => equals(resource, path, literals, Verdict::Passed),
            IsNot(path, literal) => differs(&resource.find(path), &[literal]),
            NoneOf(path, literals) => differs(&resource.find(path), literals),
            Lacks(path) => unset(&resource.find(path)),
            AtLeast(path, least) => between(resource, path, least, i64::MAX),
            Between(path, least, most) => between(resource, path, least, most),
            StartsWith(path, prefixes) => starts(&resource.find(path), prefixes),
            All(checks) => combine(checks.iter().map(|check| check.verdict(resource))),
            Any(checks) => inverse(combine(
                checks.iter().map(|check| inverse(check.verdict(resource))),
            )),
            Not(check) => inverse(check.verdict(resource)),
            UnlessCertain(check) => passed(!check.holds(resource)),
            When(condition, check) if condition.holds(resource) => check.verdict(resource),
            When(..) => Verdict::Unknown,
            Unless(condition, _) if condition.holds(resource) => Verdict::Unknown,
            PassIf(condition, _) if condition.holds(resource) => Verdict::Passed,
            Unless(_, check) | PassIf(_, check) => check.verdict(resource),
            EachBlock(name, check) => combine(
                resource
                    .nested_blocks(name)
                    .iter()
                    .map(|inner| check.verdict(inner)),
            ),
            OneBlock(name, check) => inverse(combine(
                resource
                    .nested_blocks(name)
                    .iter()
                    .map(|inner| inverse(check.verdict(inner))),
            )),
            GraphPolicy(graph) => resource.policy(graph),
            Ports(direction, port) => ports::verdict(resource, direction, port),
            Never => Verdict::Failed,
            Always => Verdict::Passed,
            Custom(code) => code(resource),
        }
    }

    /// Whether the check certainly passes.
    pub fn holds(&self, resource: &Resource) -> bool {
        self.verdict(resource) == Verdict::Passed
    }
}

impl Literal {
    /// Whether a value is this one, as Python compares: `1` is `True`, and `30` is not `"30"`.
    pub fn is(&self, value: &Value) -> bool {
        match (self, value) {
            (Literal::Bool(literal), Value::Bool(value)) => literal == value,
            (Literal::Bool(literal), Value::Number(value)) => {
                f64::from(u8::from(*literal)) == *value
            }
            (Literal::Number(literal), Value::Number(value)) => *literal as f64 == *value,
            (Literal::Number(literal), Value::Bool(value)) => *literal == i64::from(*value),
            (Literal::Text(literal), Value::Text(value)) => literal == value,
            (Literal::Texts(literals), Value::List(values)) => {
                literals.len() == values.len()
                    && literals
                        .iter()
                        .zip(values)
                        .all(|(literal, value)| Literal::Text(literal).is(value))
            }
            _ => false,
        }
    }

    /// Whether a value is this one once it is written as Python's `str()` writes it.
    fn is_written(&self, value: &Value) -> bool {
        match (self, value) {
            (Literal::Text(literal), Value::Bool(value)) => {
                *literal == if *value { "True" } else { "False" }
            }
            (Literal::Text(literal), Value::Number(value)) => *literal == value.to_string(),
            _ => false,
        }
    }
}

pub(super) fn passed(yes: bool) -> Verdict {
    if yes {
        Verdict::Passed
    } else {
        Verdict::Failed
    }
}

fn inverse(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Failed => Verdict::Passed,
        Verdict::Passed => Verdict::Failed,
        Verdict::Unknown => Verdict::Unknown,
    }
}

/// Failed where one failed, else unknown where one is unknown.
fn combine(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut all = Verdict::Passed;
    for verdict in verdicts {
        match verdict {
            Verdict::Failed => return Verdict::Failed,
            Verdict::Unknown => all = Verdict::Unknown,
            Verdict::Passed => {}
        }
    }
    all
}

/// Whether Checkov treats a value as not set.
fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(values) => values.is_empty(),
        _ => false,
    }
}

/// Whether a value, or a part of it, waits for apply.
fn is_unknown(value: &Value) -> bool {
    match value {
        Value::Unknown(_) => true,
        Value::List(values) => values.iter().any(is_unknown),
        Value::Object(entries) => entries.iter().any(|(_, value)| is_unknown(value)),
        _ => false,
    }
}

/// Whether a value waits for a variable, a local, a module or a data source. A reference to a
/// resource does not count here: Checkov compares it as the text that it is.
fn depends_on_variable(value: &Value) -> bool {
    match value {
        Value::Unknown(None) => true,
        Value::Unknown(Some(reference)) => {
            let root = reference.split(['.', '[']).next().unwrap_or_default();
            matches!(root, "var" | "local" | "module" | "data" | "each" | "count")
        }
        Value::List(values) => values.iter().any(depends_on_variable),
        Value::Object(entries) => entries.iter().any(|(_, value)| depends_on_variable(value)),
        _ => false,
    }
}

pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(value) => *value != 0.0,
        Value::Text(value) => !value.is_empty(),
        Value::List(values) => !values.is_empty(),
        Value::Object(entries) => !entries.is_empty(),
        Value::Unknown(_) => true,
    }
}

fn has(found: &Found) -> Verdict {
    match found {
        Found::Missing => Verdict::Failed,
        Found::Value(value) if is_unset(value) => Verdict::Failed,
        Found::Value(Value::Text(text)) if text.is_empty() => Verdict::Failed,
        Found::Value(_) | Found::Block | Found::Several => Verdict::Passed,
    }
}

fn unset(found: &Found) -> Verdict {
    match found {
        Found::Missing => Verdict::Passed,
        Found::Value(value) if is_unset(value) => Verdict::Passed,
        Found::Value(value) if depends_on_variable(value) => Verdict::Unknown,
        Found::Value(_) | Found::Block | Found::Several => Verdict::Failed,
    }
}

fn equals(resource: &Resource, path: &str, literals: &[Literal], missing: Verdict) -> Verdict {
    match resource.find(path) {
        Found::Missing => resource
            .find_all(path)
            .iter()
            .find_map(|value| {
                if literals.iter().any(|literal| literal.is(value)) {
                    Some(Verdict::Passed)
                } else {
                    matches!(value, Value::Unknown(_)).then_some(Verdict::Unknown)
                }
            })
            .unwrap_or(missing),
        Found::Value(value) if is_unset(&value) => missing,
        Found::Value(value) => {
            if literals
                .iter()
                .any(|literal| literal.is(&value) || literal.is_written(&value))
            {
                Verdict::Passed
            } else if matches!(value, Value::Unknown(_)) || depends_on_variable(&value) {
                Verdict::Unknown
            } else {
                Verdict::Failed
            }
        }
        Found::Block | Found::Several => Verdict::Failed,
    }
}

fn differs(found: &Found, literals: &[Literal]) -> Verdict {
    let Found::Value(value) = found else {
        return Verdict::Passed;
    };
    let is = |value: &Value| literals.iter().any(|literal| literal.is(value));
    match value {
        value if is_unset(value) => Verdict::Passed,
        value if depends_on_variable(value) => Verdict::Unknown,
        Value::List(values) => passed(!is(value) && !values.iter().any(is)),
        value => passed(!is(value)),
    }
}

fn between(resource: &Resource, path: &str, least: i64, most: i64) -> Verdict {
    let number = match resource.find(path) {
        Found::Value(Value::Number(number)) => Some(number),
        Found::Value(Value::Text(text)) => crate::hcl::number(text.trim()),
        Found::Value(value) if is_unknown(&value) => return Verdict::Unknown,
        _ => None,
    };
    passed(number.is_some_and(|number| number >= least as f64 && number <= most as f64))
}

fn starts(found: &Found, prefixes: &[&str]) -> Verdict {
    match found {
        Found::Value(Value::Text(text)) => {
            passed(prefixes.iter().any(|prefix| text.starts_with(prefix)))
        }
        Found::Value(value) if is_unknown(value) => Verdict::Unknown,
        _ => Verdict::Failed,
    }
}
