//! Evaluates declarative checks, the building blocks of rules, to verdicts.
//!
//! Verdicts match Checkov's, including its treatment of a missing argument, of a string where a
//! boolean is expected and of a reference that is unknown before apply. Paths name arguments as
//! Terraform does (`metadata_options.http_tokens`). Of repeated blocks, the first one counts,
//! provided it contains the argument.

use super::graph::Graph;
use super::ports;
use super::resource::{Found, Resource};
use super::tree;
use crate::hcl::Value;

/// Result of a check for a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The resource violates the rule.
    Failed,
    /// The resource complies with the rule.
    Passed,
    /// The rule does not apply, or the result is unknown before apply: no finding.
    Unknown,
}

/// Literal value in a rule table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// Boolean: `true` or `false`.
    Bool(bool),
    /// Integer.
    Number(i64),
    /// String.
    Text(&'static str),
    /// List of strings.
    Texts(&'static [&'static str]),
}

/// The literal `true`.
pub const TRUE: Literal = Literal::Bool(true);
/// The literal `false`.
pub const FALSE: Literal = Literal::Bool(false);

/// Declarative check of a resource.
///
/// A check that is used as a condition (the first of two checks) holds only if it certainly passes.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// The argument or block is set, and neither null nor empty. A reference passes.
    Has(&'static str),
    /// As [`Check::Has`], but a value that is unknown before apply gives `Unknown`.
    Known(&'static str),
    /// The argument is set and truthy, as in Python: not null, false, zero or empty.
    Filled(&'static str),
    /// The argument is set to this value.
    Is(&'static str, Literal),
    /// The argument is set to one of these values.
    OneOf(&'static str, &'static [Literal]),
    /// The argument is unset, where the provider's default is right, or one of these.
    UnsetOrOneOf(&'static str, &'static [Literal]),
    /// The argument is neither this value nor a list that contains it. Unset passes.
    IsNot(&'static str, Literal),
    /// The argument is none of these values, nor a list that contains one of them.
    NoneOf(&'static str, &'static [Literal]),
    /// The argument is not set.
    Lacks(&'static str),
    /// The argument is a number, or a numeric string, of at least this. Unset fails.
    ///
    /// Where the provider's default is right: `PassIf(&Lacks(path), &AtLeast(path, n))`.
    AtLeast(&'static str, i64),
    /// The argument is a number, or a numeric string, from the first to the second. Unset fails.
    ///
    /// Where the provider's default is right: `PassIf(&Lacks(path), &Between(path, n, m))`.
    Between(&'static str, i64, i64),
    /// The argument is a string that starts with one of these.
    StartsWith(&'static str, &'static [&'static str]),
    /// All checks pass.
    All(&'static [Check]),
    /// At least one check passes.
    Any(&'static [Check]),
    /// The inverse of a check; unknown stays unknown.
    Not(&'static Check),
    /// Passes only if the check certainly passes; a result unknown before apply fails.
    Certain(&'static Check),
    /// Fails only if the check certainly passes; a result unknown before apply passes.
    UnlessCertain(&'static Check),
    /// The second check applies only where the first holds.
    When(&'static Check, &'static Check),
    /// The second check applies only where the first does not hold.
    Unless(&'static Check, &'static Check),
    /// Passes where the first check holds; elsewhere the second check decides.
    PassIf(&'static Check, &'static Check),
    /// Every nested block of this name passes the check.
    ///
    /// The check reads its paths from the block. A resource without such a block passes.
    EachBlock(&'static str, &'static Check),
    /// At least one nested block of this name passes the check.
    OneBlock(&'static str, &'static Check),
    /// The argument is a list that contains all of these texts.
    ListsAll(&'static str, &'static [&'static str]),
    /// The argument is a list that contains at least one of these texts.
    ListsOne(&'static str, &'static [&'static str]),
    /// The resource has this type, for a rule that covers several types.
    TypeIs(&'static str),
    /// Verdict of a graph policy over the whole module.
    GraphPolicy(&'static Graph),
    /// The `ingress` or `egress` rules do not open this port to the whole internet.
    Ports(&'static str, i64),
    /// Always fails: the existence of the resource is the finding.
    Never,
    /// Always passes.
    Always,
    /// Custom predicate.
    Custom(fn(&Resource) -> Verdict),
}

impl Check {
    /// Evaluates the check for a resource.
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
            All(checks) => all(checks.iter().map(|check| check.verdict(resource))),
            Any(checks) => any(checks.iter().map(|check| check.verdict(resource))),
            Not(check) => inverse(check.verdict(resource)),
            Certain(check) => passed(check.holds(resource)),
            UnlessCertain(check) => passed(!check.holds(resource)),
            When(condition, check) if condition.holds(resource) => check.verdict(resource),
            When(..) => Verdict::Unknown,
            Unless(condition, _) if condition.holds(resource) => Verdict::Unknown,
            PassIf(condition, _) if condition.holds(resource) => Verdict::Passed,
            Unless(_, check) | PassIf(_, check) => check.verdict(resource),
            EachBlock(name, check) => {
                let blocks = resource.nested_blocks(name);
                all(blocks.iter().map(|block| check.verdict(block)))
            }
            OneBlock(name, check) => {
                let blocks = resource.nested_blocks(name);
                any(blocks.iter().map(|block| check.verdict(block)))
            }
            ListsAll(path, texts) => lists(&resource.find(path), |has| texts.iter().all(has)),
            ListsOne(path, texts) => lists(&resource.find(path), |has| texts.iter().any(has)),
            TypeIs(type_name) => passed(resource.type_name() == type_name),
            GraphPolicy(graph) => resource.policy(graph),
            Ports(direction, port) => ports::verdict(resource, direction, port),
            Never => Verdict::Failed,
            Always => Verdict::Passed,
            Custom(code) => code(resource),
        }
    }

    /// Returns whether the check certainly passes.
    pub fn holds(&self, resource: &Resource) -> bool {
        self.verdict(resource) == Verdict::Passed
    }
}

impl Literal {
    /// Returns whether a value equals the literal, as in Python.
    ///
    /// There, `1` equals `True`, and `30` does not equal `"30"`.
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

    /// Returns whether a value equals the literal when written by Python's `str()`.
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

/// Returns whether a value is this text.
pub(super) fn is_text(value: Option<&Value>, text: &str) -> bool {
    matches!(value, Some(Value::Text(own)) if own == text)
}

fn inverse(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Failed => Verdict::Passed,
        Verdict::Passed => Verdict::Failed,
        Verdict::Unknown => Verdict::Unknown,
    }
}

/// Combines verdicts: failed if one failed, otherwise unknown if one is unknown.
fn all(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
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

/// Combines verdicts: passed if one passed, otherwise unknown if one is unknown.
fn any(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    inverse(all(verdicts.map(inverse)))
}

/// Returns whether Checkov treats a value as unset.
fn is_unset(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(values) => values.is_empty(),
        _ => false,
    }
}

/// Returns whether a value, or a part of it, is unknown before apply.
fn is_unknown(value: &Value) -> bool {
    has_unknown(value, |_| true)
}

/// Returns whether a value depends on a variable, local, module or data source.
///
/// A reference to a resource does not count: Checkov compares it as text.
fn depends_on_variable(value: &Value) -> bool {
    has_unknown(value, |reference| {
        let root = reference.and_then(|it| it.split(['.', '[']).next());
        let roots = ["var", "local", "module", "data", "each", "count"];
        root.is_none_or(|root| roots.contains(&root))
    })
}

/// Returns whether a value, or a part of it, is unknown with a reference that meets a condition.
fn has_unknown(value: &Value, is: fn(Option<&str>) -> bool) -> bool {
    match value {
        Value::Unknown(reference) => is(reference.as_deref()),
        Value::List(values) => values.iter().any(|value| has_unknown(value, is)),
        Value::Object(entries) => entries.iter().any(|(_, value)| has_unknown(value, is)),
        _ => false,
    }
}

/// Returns whether a value has a truthy value at a path.
pub(super) fn truthy_at(value: &Value, path: &str) -> bool {
    tree::values_at(value, path)
        .first()
        .is_some_and(|it| truthy(it))
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
    let is = |value: &Value| literals.iter().any(|literal| literal.is(value));
    let is_written = |value: &Value| literals.iter().any(|literal| literal.is_written(value));
    match resource.find(path) {
        Found::Missing => {
            let values = resource.find_all(path);
            let decides = |value: &&Value| is(value) || matches!(value, Value::Unknown(_));
            match values.iter().find(decides) {
                Some(value) if is(value) => Verdict::Passed,
                Some(_) => Verdict::Unknown,
                None => missing,
            }
        }
        Found::Value(value) if is_unset(&value) => missing,
        Found::Value(value) if is(&value) || is_written(&value) => Verdict::Passed,
        Found::Value(Value::Unknown(_)) => Verdict::Unknown,
        Found::Value(value) if depends_on_variable(&value) => Verdict::Unknown,
        _ => Verdict::Failed,
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

fn lists(found: &Found, holds: impl Fn(&dyn Fn(&&str) -> bool) -> bool) -> Verdict {
    let Found::Value(Value::List(items)) = found else {
        return Verdict::Failed;
    };
    passed(holds(&|text| {
        items.iter().any(|item| is_text(Some(item), text))
    }))
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
