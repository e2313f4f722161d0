//! Infers the types of expressions and compares them to the required types.
//!
//! The logic is three-valued: a value that is not known for certain fits every type.

use super::checker::Checker;
use super::functions::function;
use super::pack::{Shape, Type};
use crate::hcl::{Address, Entry, Expression, ExpressionKind, Name, Part, Step, number};

/// Facts about the value of an expression that are certain.
#[derive(Clone, Copy, Debug)]
pub(super) enum Known<'a> {
    /// Null.
    Null,
    /// A bool.
    Bool,
    /// A number.
    Number,
    /// A string, with its text if it has no interpolations.
    Text(Option<&'a str>),
    /// A tuple such as `[a, b]`.
    Tuple(&'a [Expression]),
    /// An object such as `{ a = b }`.
    Object(&'a [Entry]),
    /// A list or a tuple.
    List,
    /// A set.
    Set,
    /// A map or an object.
    Mapping,
    /// Any of the other variants.
    Unknown,
}

impl Known<'_> {
    /// Returns whether the value is a list, a set, a tuple, a map or an object.
    pub(super) fn is_collection(&self) -> bool {
        self.is_sequence() || self.is_mapping()
    }

    /// Returns whether the value is a list, a set or a tuple.
    pub(super) fn is_sequence(&self) -> bool {
        matches!(self, Known::Tuple(_) | Known::List | Known::Set)
    }

    /// Returns whether the value is a map or an object.
    pub(super) fn is_mapping(&self) -> bool {
        matches!(self, Known::Object(_) | Known::Mapping)
    }

    /// Returns whether the value is a string, a number or a bool.
    pub(super) fn is_primitive(&self) -> bool {
        matches!(self, Known::Text(_) | Known::Number | Known::Bool)
    }

    /// Returns the name of the type for messages.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Known::Null => "null",
            Known::Bool => "a bool",
            Known::Number => "a number",
            Known::Text(_) => "a string",
            Known::Tuple(_) | Known::List => "a list",
            Known::Set => "a set",
            Known::Object(_) | Known::Mapping => "a map",
            Known::Unknown => "unknown",
        }
    }
}

/// Maximum number of local values that are followed to evaluate one.
const LOCALS_DEPTH_MAX: usize = 8;
/// Functions of texts whose result is sensitive if an argument is.
const KEEPS_SECRETS: &[&str] = &[
    "base64encode",
    "format",
    "join",
    "jsonencode",
    "lower",
    "md5",
    "replace",
    "sha256",
    "substr",
    "trimspace",
    "upper",
    "urlencode",
];

/// Result of following a chain of steps.
enum Target<'a> {
    /// The value of an expression.
    Value(&'a Expression),
    /// A value of a type.
    Type(&'a Expression),
    /// A value that is known without an expression or a type.
    Known(Known<'a>),
}

/// Step that cannot be applied to a value.
pub(super) struct InvalidStep<'a> {
    /// Value that the step is applied to.
    pub(super) from: Known<'a>,
    /// The step.
    pub(super) step: &'a Step,
    /// Existing names, for a suggestion.
    pub(super) names: Vec<&'a str>,
}

// Validation knows the type of a variable and never its value; of a local value it knows the whole
// expression.
impl<'a> Checker<'a> {
    /// Determines the certain facts about an expression.
    pub(super) fn known(&self, expression: &'a Expression) -> Known<'a> {
        self.known_to_depth(expression, LOCALS_DEPTH_MAX)
    }

    /// Consumes a part of the budget and returns whether enough of it was left.
    fn spend(&self, expressions: usize) -> bool {
        let left = self.budget.get();
        self.budget.set(left.saturating_sub(expressions));
        left >= expressions
    }

    fn known_to_depth(&self, expression: &'a Expression, hops: usize) -> Known<'a> {
        if !self.spend(1) {
            return Known::Unknown;
        }
        match &expression.kind {
            ExpressionKind::Template { parts, heredoc } => match parts.as_slice() {
                // A template of a single interpolation has the value of its expression.
                [Part::Interpolation(inner, _)] if !heredoc => self.known_to_depth(inner, hops),
                _ => known(expression),
            },
            ExpressionKind::Traversal { root, steps } => match self.walk(root, steps, hops) {
                Ok(at) => self.resolve(&at, hops),
                Err(_) => Known::Unknown,
            },
            ExpressionKind::Parentheses(inner) => self.known_to_depth(inner, hops),
            ExpressionKind::Call {
                name, arguments, ..
            } => match name.text.as_str() {
                "concat" | "merge" => self.joined(&name.text, arguments, hops),
                _ => known(expression),
            },
            _ => known(expression),
        }
    }

    /// Determines the type of joined collections, which follows from the types of the arguments.
    fn joined(&self, function: &str, arguments: &'a [Expression], hops: usize) -> Known<'a> {
        let mut known = arguments.iter().map(|it| self.known_to_depth(it, hops));
        match function {
            "concat" if known.all(|it| matches!(it, Known::Tuple(_) | Known::List)) => Known::List,
            "merge" if !arguments.is_empty() && known.all(|it| it.is_mapping()) => Known::Mapping,
            _ => Known::Unknown,
        }
    }

    /// Returns the sensitive variable that makes an expression sensitive.
    ///
    /// The expression is the variable, or certainly contains it, also through local values.
    pub(super) fn secret(&self, expression: &'a Expression) -> Option<&'a str> {
        self.secret_to_depth(expression, LOCALS_DEPTH_MAX)
    }

    fn secret_to_depth(&self, expression: &'a Expression, hops: usize) -> Option<&'a str> {
        let secret = |it: &'a Expression| self.secret_to_depth(it, hops);
        match &expression.kind {
            ExpressionKind::Traversal { root, steps } if root.text == "var" => {
                let Some(Step::Attribute(Name { text: name, .. })) = steps.first() else {
                    return None;
                };
                let variable = self.index.block(Address::new("var", name))?;
                let sensitive = &variable.body.attribute("sensitive")?.value.kind;
                matches!(sensitive, ExpressionKind::Bool(true)).then_some(name)
            }
            ExpressionKind::Traversal { root, steps } if root.text == "local" => {
                let hops = hops.checked_sub(1)?;
                match self.walk(root, steps, hops) {
                    Ok(Target::Value(value)) if self.spend(1) => self.secret_to_depth(value, hops),
                    _ => None,
                }
            }
            ExpressionKind::Template { parts, .. } => parts.iter().find_map(|part| match part {
                Part::Interpolation(inner, _) => secret(inner),
                _ => None,
            }),
            ExpressionKind::List(items) => items.iter().find_map(secret),
            ExpressionKind::Object(entries) => entries.iter().find_map(|it| secret(&it.value)),
            ExpressionKind::Parentheses(inner) => secret(inner),
            ExpressionKind::Call {
                name, arguments, ..
            } if KEEPS_SECRETS.contains(&name.text.as_str()) => arguments.iter().find_map(secret),
            _ => None,
        }
    }

    /// Returns whether an expression is an object that is written out, also as a local value.
    pub(super) fn is_written_object(&self, mut expression: &'a Expression) -> bool {
        for hops in (0..LOCALS_DEPTH_MAX).rev() {
            expression = match &expression.kind {
                ExpressionKind::Parentheses(inner) => inner,
                ExpressionKind::Traversal { root, steps } if root.text == "local" => {
                    match self.walk(root, steps, hops) {
                        Ok(Target::Value(value)) if self.spend(1) => value,
                        _ => return false,
                    }
                }
                kind => return matches!(kind, ExpressionKind::Object(_)),
            };
        }
        false
    }

    /// Returns the step of a reference that cannot be applied.
    pub(super) fn invalid_step(&self, root: &Name, steps: &'a [Step]) -> Option<InvalidStep<'a>> {
        self.walk(root, steps, LOCALS_DEPTH_MAX).err()
    }

    fn resolve(&self, at: &Target<'a>, hops: usize) -> Known<'a> {
        match at {
            Target::Known(known) => *known,
            Target::Type(kind) => known_of_type(kind),
            Target::Value(value) => match hops.checked_sub(1) {
                Some(hops) => self.known_to_depth(value, hops),
                None => Known::Unknown,
            },
        }
    }

    /// Follows the steps from a variable or a local value.
    fn walk(
        &self,
        root: &Name,
        steps: &'a [Step],
        hops: usize,
    ) -> Result<Target<'a>, InvalidStep<'a>> {
        let first = match (root.text.as_str(), steps) {
            ("count", [_]) => return Ok(Target::Known(Known::Number)),
            ("path", [_]) => return Ok(Target::Known(Known::Text(None))),
            ("var", [Step::Attribute(name), ..]) => {
                let variable = self.index.block(Address::new("var", &name.text));
                let kind = variable.and_then(|block| block.body.attribute("type"));
                kind.map(|kind| Target::Type(&kind.value))
            }
            ("local", [Step::Attribute(name), ..]) => {
                let local = self.index.local(&name.text);
                local.map(|(_, local)| Target::Value(&local.value))
            }
            _ => None,
        };
        let Some(mut at) = first else {
            return Ok(Target::Known(Known::Unknown));
        };
        for step in &steps[1..] {
            at = match self.step(&at, step, hops)? {
                Some(at) => at,
                None => return Ok(Target::Known(Known::Unknown)),
            };
        }
        Ok(at)
    }

    /// Applies a step; the result is None if nothing is known of it.
    fn step(
        &self,
        at: &Target<'a>,
        step: &'a Step,
        hops: usize,
    ) -> Result<Option<Target<'a>>, InvalidStep<'a>> {
        let known = self.resolve(at, hops);
        let key = match step {
            Step::Attribute(name) => Some(name.text.as_str()),
            Step::Index(index, _) => index.literal_text(),
            Step::LegacyIndex(..) | Step::Splat(_) => None,
        };
        let is_name = matches!(step, Step::Attribute(_));
        let invalid = match &known {
            Known::Text(_) | Known::Number | Known::Bool => !matches!(step, Step::Splat(_)),
            Known::Set => is_name || matches!(step, Step::Index(..)),
            Known::Tuple(_) | Known::List if is_name => true,
            Known::Tuple(_) | Known::List if key.is_some_and(|key| number(key).is_none()) => true,
            Known::Tuple(items) => constant_index(step).is_some_and(|at| at >= items.len() as f64),
            _ => false,
        };
        let invalid_among = |names| {
            Err(InvalidStep {
                from: known,
                step,
                names,
            })
        };
        if invalid {
            return invalid_among(Vec::new());
        }
        let next = match (&known, at, key) {
            (Known::Object(entries), _, Some(key)) if self.spend(entries.len()) => {
                let names: Option<Vec<&str>> = entries.iter().map(Entry::key_name).collect();
                let Some(names) = names else {
                    return Ok(None);
                };
                match names.iter().rposition(|name| *name == key) {
                    Some(found) => Some(Target::Value(&entries[found].value)),
                    None => return invalid_among(names),
                }
            }
            (Known::Mapping, Target::Type(kind), Some(key)) => match fields(kind) {
                Some(entries) => {
                    let mut own = entries.iter();
                    let found = own.find(|entry| entry.key_name() == Some(key));
                    // Terraform looks up a key only when the value is known.
                    if found.is_none() && is_name {
                        return invalid_among(entries.iter().filter_map(Entry::key_name).collect());
                    }
                    found.map(|entry| Target::Type(&entry.value))
                }
                None => element(kind).map(Target::Type),
            },
            (Known::List, Target::Type(kind), _)
                if matches!(step, Step::Index(..) | Step::LegacyIndex(..)) =>
            {
                element(kind).map(Target::Type)
            }
            _ => None,
        };
        Ok(next)
    }
}

/// Returns the index of a step if it is a constant number.
fn constant_index(step: &Step) -> Option<f64> {
    match step {
        Step::Index(index, _) => match &index.kind {
            ExpressionKind::Number(digits) => number(digits),
            _ => None,
        },
        Step::LegacyIndex(index, _) => Some(*index as f64),
        _ => None,
    }
}

/// Determines the certain facts about a value of a type.
fn known_of_type<'a>(kind: &Expression) -> Known<'a> {
    match (kind.bare_name(), kind.call()) {
        (Some("string"), _) => Known::Text(None),
        (Some("number"), _) => Known::Number,
        (Some("bool"), _) => Known::Bool,
        (Some("list"), _) | (_, Some(("list" | "tuple", _))) => Known::List,
        (Some("set"), _) | (_, Some(("set", _))) => Known::Set,
        (Some("map"), _) | (_, Some(("map" | "object", _))) => Known::Mapping,
        (_, Some(("optional", [inner, ..]))) => known_of_type(inner),
        // The types of Terraform 0.11 are rejected.
        _ => Known::Unknown,
    }
}

/// Returns the arguments of a type that is written as a call.
fn call_of<'a>(kind: &'a Expression, names: &[&str]) -> Option<&'a Expression> {
    match kind.call()? {
        ("optional", arguments) => call_of(arguments.first()?, names),
        (name, arguments) if names.contains(&name) => arguments.first(),
        _ => None,
    }
}

/// Returns the fields of an object type.
fn fields(kind: &Expression) -> Option<&[Entry]> {
    call_of(kind, &["object"])?.entries()
}

/// Returns the element type of a list, a set or a map.
fn element(kind: &Expression) -> Option<&Expression> {
    call_of(kind, &["list", "set", "map"])
}

/// Determines the certain facts about an expression, whatever the module declares.
pub(super) fn known(expression: &Expression) -> Known<'_> {
    use ExpressionKind::*;
    match &expression.kind {
        Null => Known::Null,
        Bool(_) => Known::Bool,
        Number(_) => Known::Number,
        Template { parts, heredoc } => match parts.as_slice() {
            // A template of a single interpolation has the value of its expression.
            [Part::Interpolation(inner, _)] if !heredoc => known(inner),
            _ => Known::Text(expression.literal_text()),
        },
        List(elements) => Known::Tuple(elements),
        Object(entries) => Known::Object(entries),
        Traversal { root, steps } => match (root.text.as_str(), steps.len()) {
            ("count", 1) => Known::Number,
            ("path", 1) => Known::Text(None),
            _ => Known::Unknown,
        },
        Call { name, .. } => function(&name.text).map_or(Known::Unknown, |it| it.returns),
        Binary { operator, .. } => match *operator {
            "+" | "-" | "*" | "/" | "%" => Known::Number,
            _ => Known::Bool,
        },
        Unary { operator, .. } => match *operator {
            "-" => Known::Number,
            _ => Known::Bool,
        },
        // A `for` over an unknown collection is unknown.
        For(rounds) => match known(&rounds.collection) {
            Known::Tuple(_) | Known::Object(_) if rounds.result_key.is_some() => Known::Mapping,
            Known::Tuple(_) | Known::Object(_) => Known::List,
            _ => Known::Unknown,
        },
        Parentheses(inner) => known(inner),
        Access { .. } | Conditional { .. } | Invalid => Known::Unknown,
    }
}

impl<'a> Checker<'a> {
    /// Describes the requirement that an expression violates for a type.
    ///
    /// Returns `None` if the expression can be converted to the type, or if that is not known.
    pub(super) fn type_mismatch(
        &self,
        expression: &'a Expression,
        kind: Type<'_>,
    ) -> Option<String> {
        match (kind.shape(), self.known(expression)) {
            (_, Known::Null | Known::Unknown) | (Shape::Dynamic, _) => None,
            (Shape::String, known) => primitive_mismatch(&known, "string"),
            (Shape::Number, known) => primitive_mismatch(&known, "number"),
            (Shape::Bool, known) => primitive_mismatch(&known, "bool"),
            (Shape::List(within) | Shape::Set(within), Known::Tuple(items)) => items
                .iter()
                .find_map(|item| self.type_mismatch(item, within)),
            (Shape::List(_) | Shape::Set(_), Known::List | Known::Set) => None,
            (Shape::Map(within), Known::Object(entries)) => {
                let mut values = entries.iter().map(|entry| &entry.value);
                values.find_map(|value| self.type_mismatch(value, within))
            }
            (Shape::Map(_) | Shape::Object(_), Known::Mapping) => None,
            (Shape::Object(fields), Known::Object(entries)) => {
                let keys: Option<Vec<&str>> = entries.iter().map(Entry::key_name).collect();
                let keys = keys?;
                fields.iter().find_map(|(name, kind)| {
                    match keys.iter().rposition(|key| *key == name) {
                        Some(at) => self.type_mismatch(&entries[at].value, kind),
                        None => Some(format!("attribute `{name}` is required")),
                    }
                })
            }
            _ => Some(format!("{kind} is required")),
        }
    }
}

/// Describes the requirement that a value violates for a primitive type.
///
/// The primitive types are `string`, `number` and `bool`.
pub(super) fn primitive_mismatch(known: &Known<'_>, primitive: &str) -> Option<String> {
    let fits = match (primitive, known) {
        (_, Known::Null | Known::Unknown | Known::Text(None)) => true,
        ("string", Known::Bool | Known::Number | Known::Text(_)) => true,
        ("number", Known::Number) | ("bool", Known::Bool) => true,
        ("number", Known::Text(Some(text))) => is_number(text),
        ("bool", Known::Text(Some(text))) => matches!(*text, "true" | "false" | "1" | "0"),
        _ => false,
    };
    (!fits).then(|| format!("a {primitive} is required"))
}

/// Returns whether Terraform converts a text to a number.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    // Terraform accepts more than this; any text that starts like a hexadecimal number is accepted
    // here.
    digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && number(digits).is_some()
        || digits.starts_with("0x")
}
