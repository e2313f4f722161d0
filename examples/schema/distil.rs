//! Derives the certain constraints from the recorded messages of a provider.
//!
//! If a value got several objections at once, not all of them need to hold: the provider may accept
//! any of several forms. Such arguments are left out.

use crate::probe::{self, Given, Line, Messages, ODD, STRANGE, is_short, plain};
use crate::record::{Constraints, Group, Rule, Type};
use crate::source::{Block, Provider};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Largest bound that is recorded; larger ones count as no bound.
const BOUND_MAX: f64 = 1e15;
/// Longest value of a recorded list.
const VALUE_BYTES_MAX: usize = 120;

/// Constructor of a rule with one bound.
type Bound = fn(i64) -> Rule;

/// Returns, for each list that may ignore case, a value of it in the other case.
pub fn cases(messages: &Messages) -> Given {
    let mut given = Given::new();
    for (key, paths) in messages {
        for (path, lines) in paths {
            if let Some(Rule::OneOf(values)) = only(lines, "low")
                && let Some(text) = other_case(&values)
            {
                given
                    .entry(key.clone())
                    .or_default()
                    .insert(path.clone(), text);
            }
        }
    }
    given
}

/// Returns a value in the other case that is not in the list itself.
fn other_case(values: &[String]) -> Option<String> {
    values.iter().find_map(|value| {
        let other = if value.bytes().any(|byte| byte.is_ascii_uppercase()) {
            value.to_ascii_lowercase()
        } else {
            value.to_ascii_uppercase()
        };
        (!values.contains(&other)).then_some(other)
    })
}

/// Returns the certain constraints in the recorded messages.
pub fn distil(provider: &Provider, messages: &Messages) -> Constraints {
    let mut constraints = Constraints::new();
    for (key, paths) in messages {
        let root = match key.strip_prefix("data.") {
            Some(name) => provider.data.get(name),
            None => provider.resources.get(key),
        };
        let Some(root) = root else {
            continue;
        };
        let mut own = Type::default();
        for (path, lines) in paths {
            let rules = rules(lines);
            if !rules.is_empty() && is_plain(&root.block, path) {
                own.values.insert(path.clone(), rules);
            }
        }
        any_case(messages, key, &mut own);
        own.groups = groups(paths);
        if own != Type::default() {
            constraints.insert(key.clone(), own);
        }
    }
    constraints
}

/// Returns whether a path leads to an argument with individually reported values.
///
/// Maps and objects are not.
fn is_plain(block: &Block, path: &str) -> bool {
    match path.split_once('.') {
        Some((name, rest)) => match (block.nested.get(name), block.attributes.get(name)) {
            (Some(nested), _) => is_plain(&nested.block, rest),
            (_, Some(attribute)) => {
                let field = probe::objects(&attribute.kind).and_then(|fields| fields.get(rest));
                field.is_some_and(is_one_by_one)
            }
            _ => false,
        },
        None => {
            let attribute = block.attributes.get(path);
            attribute.is_some_and(|attribute| is_one_by_one(&attribute.kind))
        }
    }
}

fn is_one_by_one(kind: &Value) -> bool {
    match kind.as_array().map(Vec::as_slice) {
        Some([kind, within]) => kind != "map" && within.is_string(),
        _ => kind.is_string(),
    }
}

/// Returns the rule for a value of one form, if there was a single objection.
fn only(lines: &BTreeSet<Line>, form: &str) -> Option<Rule> {
    let own = lines.iter().filter(|line| line.form == form);
    let mut own = own.filter(|line| group(line).is_none());
    match (own.next(), own.next()) {
        (Some(line), None) => rule(line),
        _ => None,
    }
}

fn rules(lines: &BTreeSet<Line>) -> Vec<Rule> {
    let mut rules = BTreeSet::new();
    for form in ["low", "high"] {
        rules.extend(only(lines, form));
    }
    let whole = probe::longer("zz{}");
    let refused = |form: &str| {
        let mut own = lines.iter().filter(|line| line.form == form);
        own.any(|line| group(line).is_none())
    };
    let accepts_plain = !refused("low") || is_short(lines) && !refused(&whole);
    for line in lines {
        match line.form.as_str() {
            // The long text breaks other rules too; its length is reported separately.
            "zz{}zz" => rules.extend(rule(line).filter(|rule| {
                matches!(
                    rule,
                    Rule::Length(..) | Rule::NewLength(..) | Rule::Longest(_)
                )
            })),
            "default" if line.summary.contains("is not allowed as") => {
                rules.insert(Rule::Not("default".to_owned()));
            }
            _ => {}
        }
    }
    if accepts_plain {
        rules.extend(odd_rules(lines));
    }
    let needs = [
        ("uppercase letter", 'A'),
        ("lowercase letter", 'a'),
        ("number", '0'),
    ];
    for (words, class) in needs {
        let text = format!("must contain at least one {words})");
        if lines.iter().any(|line| line.summary.contains(&text)) {
            rules.insert(Rule::Needs(class));
        }
    }
    rules.into_iter().collect()
}

/// Returns rules for odd characters in arguments that accept a plain text.
///
/// There is one rule for each wording of the rejection; other wordings are left out.
fn odd_rules(lines: &BTreeSet<Line>) -> Vec<Rule> {
    let mut refused: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.form != ODD) {
        let mut texts = STRANGE.iter();
        let thing = texts.position(|text| *text == line.form || probe::longer(text) == line.form);
        if let (Some(thing), Some(kind)) = (thing, wording(&line.summary)) {
            refused.entry(kind).or_default().insert(thing);
        }
    }
    let rules = refused.into_iter().map(|(kind, things)| match kind {
        "value" => Rule::Value(things),
        "pattern" => Rule::Pattern(things),
        _ => Rule::Characters(things),
    });
    rules.collect()
}

/// Classifies the wording with which a text was rejected.
fn wording(summary: &str) -> Option<&'static str> {
    if summary.starts_with("invalid value for ") {
        Some("value")
    } else if summary.starts_with("expected value of ") {
        Some("pattern")
    } else if summary.contains("allowed in ") {
        Some("characters")
    } else {
        None
    }
}

/// Converts one message about a value to a rule.
fn rule(line: &Line) -> Option<Rule> {
    let summary = line.summary.as_str();
    let form = |name: &str| Some(Rule::Form(name.to_owned()));
    let has = |text: &str| summary.contains(text);
    match summary {
        "Invalid String Enum Value" => {
            let values = between(&line.detail, "Valid Values: [", "]")?;
            let values = values.split(' ').filter(|value| !value.is_empty());
            return listed(values.map(str::to_owned).collect()).map(Rule::Enum);
        }
        "Invalid Attribute Value Match" if line.detail.contains("value must be one of: [") => {
            let values = between(&line.detail, "value must be one of: [", "], got")?;
            return listed(quoted(values)).map(Rule::Match);
        }
        "Invalid Attribute Value" => return new_bounds(&line.detail),
        "Invalid Attribute Value Length" => {
            return match new_bounds(&line.detail)? {
                Rule::NewRange(low, high) => Some(Rule::NewLength(low, high)),
                Rule::NewAtLeast(low) => Some(Rule::NewLength(low, i64::from(u32::MAX))),
                Rule::NewAtMost(high) => Some(Rule::NewLength(0, high)),
                _ => None,
            };
        }
        "Invalid ARN Value" => return form("arn_value"),
        "Invalid JSON String Value" => return form("json_value"),
        _ => {}
    }
    if !line.detail.is_empty() {
        return None;
    }
    if has(" to be one of [") {
        let values = between(summary, " to be one of [", "], got")?;
        let values = if values.starts_with('"') {
            quoted(values)
        } else {
            values.split(' ').map(str::to_owned).collect()
        };
        return listed(values).map(Rule::OneOf);
    }
    if has(" to be in the range (") {
        let (low, high) = between(summary, " to be in the range (", ")")?.split_once(" - ")?;
        let (low, high) = (bound(low)?, bound(high)?);
        return match has("expected length of ") {
            true => Some(Rule::Length(low, high)),
            false => Some(Rule::Range(low, high)),
        };
    }
    if has(" cannot be longer than ") {
        let most = between(summary, " cannot be longer than ", " characters")?;
        return Some(Rule::Longest(bound(most)?));
    }
    let bounds: &[(&str, Bound)] = &[
        (" to be at least (", Rule::AtLeast),
        (" to be at most (", Rule::AtMost),
        (" to be divisible by ", Rule::Divisible),
    ];
    for (mark, rule) in bounds {
        if let Some((_, rest)) = summary.split_once(mark) {
            let end = rest.find([')', ',']).unwrap_or(rest.len());
            return bound(&rest[..end]).map(*rule);
        }
    }
    let forms = [
        (" is an invalid ARN: ", "arn"),
        (" contains an invalid JSON: ", "json"),
        (" contains an invalid JSON policy: ", "json"),
        (" is not a valid CIDR block: ", "cidr"),
        (" with err: invalid CIDR address: ", "network"),
        (" to be a valid CIDR Value, got ", "cidr_value"),
        (" to contain a valid IPv4 address, got: ", "ipv4"),
        (" doesn't look like AWS Account ID ", "account"),
        (" doesn't look like AWS Region", "region"),
        (" to be a valid port number, got: ", "port"),
        (" to be a valid port number or 0, got: ", "port_or_zero"),
        ("the format of \"ddd:hh24:mi-ddd:hh24:mi\"", "week"),
        ("the format of \"hh24:mi-hh24:mi\"", "day"),
        (": cannot parse 'zz' as boolean: ", "bool"),
        (": cannot parse 'zz' as int: ", "int"),
        (": cannot parse 'zz' as float: ", "float"),
    ];
    let found = forms.iter().find(|(mark, _)| has(mark));
    found.and_then(|(_, name)| form(name))
}

/// Parses two-sided and one-sided bounds.
///
/// The texts are `must be between 1 and 50`, `must be at least 1` and `must be at most 50`.
fn new_bounds(detail: &str) -> Option<Rule> {
    let (_, text) = detail.split_once(" must be ")?;
    let (text, _) = text.split_once(", got: ")?;
    if let Some((low, high)) = text
        .strip_prefix("between ")
        .and_then(|text| text.split_once(" and "))
    {
        return Some(Rule::NewRange(bound(low)?, bound(high)?));
    }
    if let Some(low) = text.strip_prefix("at least ") {
        return bound(low).map(Rule::NewAtLeast);
    }
    bound(text.strip_prefix("at most ")?).map(Rule::NewAtMost)
}

fn bound(text: &str) -> Option<i64> {
    let number: f64 = text.trim().parse().ok()?;
    (number.fract() == 0.0 && number.abs() <= BOUND_MAX).then_some(number as i64)
}

/// Normalises a list of values.
///
/// Empty texts are left out, because they are doubtful wherever they occur.
fn listed(mut values: Vec<String>) -> Option<Vec<String>> {
    values.retain(|value| !value.is_empty());
    values.sort();
    values.dedup();
    let plain = |value: &String| value.is_ascii() && value.len() <= VALUE_BYTES_MAX;
    (!values.is_empty() && values.iter().all(plain)).then_some(values)
}

/// Returns the quoted texts of a list such as `"a" "b"`.
fn quoted(text: &str) -> Vec<String> {
    let parts = text.split('"').enumerate();
    parts
        .filter(|(at, _)| at % 2 == 1)
        .map(|(_, part)| part.to_owned())
        .collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(before)?;
    Some(rest.rsplit_once(after)?.0)
}

/// Relaxes lists whose values were accepted in the other case.
///
/// The reported position is not certain here, so all lists of a type with the same values are
/// treated alike.
fn any_case(messages: &Messages, key: &str, own: &mut Type) {
    let all = cases(messages);
    let Some(given) = all.get(key) else {
        return;
    };
    let lines: Vec<&Line> = messages[key]
        .values()
        .flatten()
        .filter(|line| line.form == "case")
        .collect();
    for (path, text) in given {
        let Some(rules) = own.values.get_mut(path) else {
            continue;
        };
        for rule in rules.iter_mut() {
            let Rule::OneOf(values) = rule else {
                continue;
            };
            let refused = lines.iter().filter(|line| {
                line.summary.ends_with(&format!("], got {text}"))
                    && self::rule(line) == Some(Rule::OneOf(values.clone()))
            });
            if refused.count() == 0 {
                *rule = Rule::OneOfAnyCase(values.clone());
            }
        }
    }
}

/// Converts a message about a group to its kind and its other members.
fn group(line: &Line) -> Option<(&'static str, Vec<String>)> {
    let list = || {
        let names = line.detail.split('`').nth(1)?;
        Some(names.split(',').map(plain).collect::<Vec<_>>())
    };
    match line.summary.as_str() {
        "Conflicting configuration arguments" => {
            let (_, other) = line.detail.split_once(": conflicts with ")?;
            Some(("conflicts", vec![plain(other)]))
        }
        "Invalid combination of arguments" => Some(("exactly_one", list()?)),
        "Missing required argument" if line.detail.contains(": all of `") => Some(("all", list()?)),
        "Missing required argument" if line.detail.contains(": one of `") => {
            Some(("at_least_one", list()?))
        }
        "Invalid Attribute Combination" | "Missing Attribute Configuration" => new_group(line),
        _ => None,
    }
}

/// Converts the wording of newer resources, if its paths are plain.
fn new_group(line: &Line) -> Option<(&'static str, Vec<String>)> {
    let detail = line.detail.as_str();
    if detail.contains("\" cannot be specified when \"") {
        let mut names = quoted(detail).into_iter();
        let (other, own) = (names.next()?, names.next()?);
        return Some((
            "new_conflicts",
            vec![without_zero_indices(&own)?, without_zero_indices(&other)?],
        ));
    }
    let listed = detail.split_once(": [")?.1.strip_suffix(']')?;
    let members: Option<Vec<String>> = listed.split(',').map(without_zero_indices).collect();
    let kind = match detail.split(" of ").next()? {
        "Exactly one" => "new_exactly_one",
        "At least one" => "new_at_least_one",
        _ => return None,
    };
    Some((kind, members?))
}

/// Converts `rule[0].name` to `rule.name`; None if the path has another index.
fn without_zero_indices(path: &str) -> Option<String> {
    let path = path.replace("[0]", "");
    let is_plain = |one: char| one.is_ascii_alphanumeric() || matches!(one, '_' | '.');
    path.chars().all(is_plain).then_some(path)
}

fn groups(paths: &BTreeMap<String, BTreeSet<Line>>) -> Vec<Group> {
    let mut conflicts: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut others: BTreeMap<(&str, Vec<String>), BTreeSet<String>> = BTreeMap::new();
    for (path, lines) in paths {
        for (kind, mut members) in lines.iter().filter_map(group) {
            if kind == "new_conflicts" {
                let reported = members[0].clone();
                others.entry((kind, members)).or_default().insert(reported);
            } else if kind == "conflicts" {
                members.retain(|member| member != path);
                conflicts.entry(path).or_default().extend(members);
            } else {
                members.sort();
                members.dedup();
                let reported = others.entry((kind, members)).or_default();
                // Newer resources report a missing member at the resource itself.
                if !kind.starts_with("new_") {
                    reported.insert(path.clone());
                }
            }
        }
    }
    let conflicts = conflicts.into_iter().map(|(path, excluded)| Group {
        kind: "conflicts".to_owned(),
        members: std::iter::once(path.to_owned()).chain(excluded).collect(),
        told: vec![path.to_owned()],
    });
    let others = others.into_iter().map(|((kind, members), reported)| Group {
        kind: kind.to_owned(),
        members,
        told: reported.into_iter().collect(),
    });
    conflicts.chain(others).collect()
}
