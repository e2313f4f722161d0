//! Checks resources and data sources against the constraints of their provider.

use super::groups::{self, is_dynamic};
use super::rule::{self, Form, Rule};
use super::value::Certain;
use super::{Constraints, Node, form};
use crate::hcl::{Attribute, Body, Expression, ExpressionKind, Item, Kind, Span, Value};
use crate::schema::blocks::provider_sources;
use crate::schema::checker::Checker;
use crate::schema::line::{admits_aws_v6, without_registry};
use crate::schema::nearest::shortened;
use crate::schema::pack::{Schema, Within};
use foldhash::HashMap;

/// Source of the provider that the constraints were obtained from.
const SOURCE: &str = "hashicorp/aws";
/// Maximum length of the values listed in a message, in characters.
const LISTED_CHARS_MAX: usize = 60;

/// Checks every resource and data source of the constraints' provider.
///
/// `judge` is the schema of the version that the module is checked against. It can be a later one than
/// that of the constraints: arguments and blocks that it does not have are left out.
pub(in crate::schema) fn check<'a>(schema: &'a Schema, judge: &'a Schema, cx: &Checker<'a>) {
    let Some(constraints) = schema.constraints() else {
        return;
    };
    let sources = provider_sources(cx.index.module);
    for block in cx.index.module.blocks() {
        let data = match block.kind.text.as_str() {
            "resource" => false,
            "data" => true,
            _ => continue,
        };
        let Some(kind) = block.type_name() else {
            continue;
        };
        let local = match block.body.attribute("provider").map(|it| &it.value.kind) {
            None => kind.split('_').next().unwrap_or_default(),
            Some(ExpressionKind::Traversal { root, .. }) => &root.text,
            Some(_) => continue,
        };
        let own = match sources.get(local) {
            Some(own) => without_registry(own) == SOURCE,
            None => SOURCE.strip_prefix("hashicorp/") == Some(local),
        };
        let known = schema.type_index(data, kind);
        let known = known.and_then(|index| constraints.root(data, index));
        let (Some(root), Some(known), true) = (schema.of(block), known, own) else {
            continue;
        };
        let judged_by = match std::ptr::eq(schema, judge) {
            true => None,
            false => match judge.of(block) {
                Some(later) => Some(Within::Block(later)),
                None => continue,
            },
        };
        let context = Context {
            constraints,
            node: &constraints.nodes[usize::from(known.node)],
            schema: Within::Block(root),
            later: judged_by,
            header: block.header,
            reported_at: None,
            is_known: true,
        };
        body(&block.body, context, cx);
        let groups = known.groups.0 as usize..known.groups.1 as usize;
        groups::check(block, &constraints.groups[groups], root, judged_by, cx);
    }
}

/// Context of a body.
#[derive(Clone, Copy)]
struct Context<'a> {
    constraints: &'a Constraints,
    /// Constraints and schema of the body.
    node: &'a Node,
    schema: Within<'a>,
    /// Schema of the body in the version that judges it, if that is another one.
    later: Option<Within<'a>>,
    /// Header of the body's block.
    header: Span,
    /// Span at which diagnostics are reported, if not at the value.
    ///
    /// Terraform cannot determine the position of the contents of a set; diagnostics are reported
    /// at the block around the set.
    reported_at: Option<Span>,
    /// Whether everything in the outermost enclosing block and its siblings is known.
    is_known: bool,
}

impl<'a> Context<'a> {
    /// Returns the context of a nested block, and whether its contents have positions.
    fn nested(self, name: &str) -> Option<(Context<'a>, bool)> {
        let (index, schema, has_positions) = self.schema.block(name)?;
        let node = self.constraints.block(self.node, index)?;
        let later = match self.later {
            Some(later) => Some(later.block(name)?.1),
            None => None,
        };
        Some((
            Context {
                node,
                schema,
                later,
                ..self
            },
            has_positions,
        ))
    }

    /// Returns the rules for the value of an argument.
    fn rules(self, name: &str) -> impl Iterator<Item = Rule<'a>> {
        // A rule holds in a later version where the argument has the same type.
        let is_known = |later: Within| {
            let types = [self.schema, later].map(|it| it.argument_type(name));
            matches!(types, [Some(own), Some(other)] if own.to_string() == other.to_string())
        };
        let index = self.schema.argument_index(name);
        let index = index.filter(|_| self.later.is_none_or(is_known));
        index
            .into_iter()
            .flat_map(move |index| self.constraints.values(self.node, index))
    }
}

fn body(outer: &Body, context: Context, cx: &Checker) {
    // Computed for all blocks of a name at once, because a body may contain very many of them.
    let mut known: HashMap<&str, bool> = HashMap::default();
    for item in &outer.items {
        match item {
            Item::Attribute(it) => attribute(it, context, cx),
            Item::Block(block) => {
                let name = block.kind.text.as_str();
                let Some((mut within, has_positions)) = context.nested(name) else {
                    continue;
                };
                let are_known = || are_known(outer, name, cx);
                within.is_known &= context.is_known && *known.entry(name).or_insert_with(are_known);
                if !has_positions {
                    within.reported_at = context.reported_at.or(Some(context.header));
                }
                within.header = block.header;
                body(&block.body, within, cx);
            }
        }
    }
}

/// Returns whether everything in the blocks of a name is known.
///
/// The blocks that a `dynamic` block creates depend on its collection.
fn are_known(body: &Body, name: &str, cx: &Checker) -> bool {
    !is_dynamic(body, name) && body.blocks_of(name).all(|one| cx.is_known(&one.body))
}

fn attribute(attribute: &Attribute, context: Context, cx: &Checker) {
    let (name, whole) = (attribute.name.text.as_str(), &attribute.value);
    let is_object = |it: &Context| matches!(it.schema, Within::Object(_));
    if let Some((within, _)) = context.nested(name).filter(|it| is_object(&it.0)) {
        objects(whole, within, cx);
    }
    for rule in context
        .rules(name)
        .filter(|rule| rule.is_new() || context.is_known)
    {
        match whole.items() {
            Some(items) if rule.is_new() || matches!(cx.certain(whole), Certain::Value(_)) => {
                for item in items {
                    value(name, item, rule, context.reported_at, cx);
                }
            }
            Some(_) => {}
            None => value(name, whole, rule, context.reported_at, cx),
        }
    }
}

/// Checks blocks that are written as a list of objects.
fn objects(list: &Expression, context: Context, cx: &Checker) {
    let items = list
        .items()
        .filter(|_| context.is_known)
        .unwrap_or_default();
    if items.is_empty() || !matches!(cx.certain(list), Certain::Value(_)) {
        return;
    }
    let reported_at = context.reported_at.or(Some(list.span));
    for entry in items.iter().filter_map(Expression::entries).flatten() {
        let name = entry.key_name().unwrap_or_default();
        for rule in context.rules(name) {
            value(name, &entry.value, rule, reported_at, cx);
        }
    }
}

fn value(name: &str, whole: &Expression, rule: Rule, reported_at: Option<Span>, cx: &Checker) {
    let Certain::Value(value) = cx.certain(whole) else {
        return;
    };
    let elements = match &value {
        Value::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    for value in elements {
        if let Some((kind, message)) = violation(name, value, rule, cx) {
            cx.report(kind, reported_at.unwrap_or(whole.span), message);
        }
    }
}

/// Returns the diagnostic for a value that violates a rule.
///
/// An empty text is checked only by its own rule: some resources treat it as not set.
fn violation(name: &str, value: &Value, rule: Rule, cx: &Checker) -> Option<(Kind, String)> {
    let text = value.to_text()?;
    if text.is_empty() && !matches!(rule, Rule::Form(Form::Filled)) {
        return None;
    }
    let number = value.to_number();
    let outside = |kind: Kind, low: Option<i64>, high: Option<i64>| {
        let number = number?;
        let below = low.is_some_and(|low| number < low as f64);
        let above = high.is_some_and(|high| number > high as f64);
        (below || above).then(|| {
            let bounds = match (low, high) {
                (Some(low), Some(high)) => format!("{low} to {high}"),
                (Some(low), _) => format!("{low} at least"),
                (_, high) => format!("{} at most", high.unwrap_or_default()),
            };
            let message = format!("`{name}` takes {bounds}, not {}", shortened(&text));
            (kind, message)
        })
    };
    match rule {
        Rule::OneOf(kind, listed, any_case) => {
            let mut values = listed.iter();
            let is_listed = match any_case {
                true => values.any(|one| one.eq_ignore_ascii_case(&text)),
                false => values.any(|one| one == text),
            };
            // A plan uses the newest version that is admitted, which can list later numbers.
            let is_later = !is_listed
                && cx.is_planned
                && admits_aws_v6(cx.index.module)
                && listed.iter().any(|one| is_renumbered(one, &text));
            (!is_listed && !is_later).then(|| (kind, not_one_of(name, &text, listed, cx)))
        }
        Rule::Range(kind, low, high) => outside(kind, Some(low), Some(high)),
        Rule::AtLeast(kind, low) => outside(kind, Some(low), None),
        Rule::AtMost(kind, high) => outside(kind, None, Some(high)),
        Rule::Length(kind, low, high) => {
            let length = text.len() as i64;
            // Some resources count bytes and some count characters.
            (text.is_ascii() && !(low..=high).contains(&length)).then(|| {
                let message = format!("`{name}` takes {low} to {high} characters, not {length}");
                (kind, message)
            })
        }
        Rule::Divisible(by) => {
            let number = number.filter(|number| number.fract() == 0.0)?;
            (number % by as f64 != 0.0).then(|| {
                let message = format!("`{name}` takes multiples of {by}");
                (Kind::NotDivisible, message)
            })
        }
        Rule::Form(form) => {
            let (kind, required) = form::required_form(form, &text)?;
            Some((kind, format!("`{name}` takes {required}")))
        }
        Rule::Without(..) if has_special_syntax(&text) => None,
        Rule::Without(kind, forbidden) => {
            let found = forbidden.first_match(&text)?;
            Some((kind, format!("`{name}` takes no {found}")))
        }
        Rule::Needs(sort) => {
            let (is_required, required): (fn(&u8) -> bool, &str) = match sort {
                'A' => (u8::is_ascii_uppercase, "capital letter"),
                'a' => (u8::is_ascii_lowercase, "small letter"),
                _ => (u8::is_ascii_digit, "digit"),
            };
            (!text.as_bytes().iter().any(is_required))
                .then(|| (Kind::InvalidValue, format!("`{name}` needs a {required}")))
        }
        Rule::OneOfOrMultiple(listed, _) | Rule::OneOfOrRange(listed, ..) => {
            let number = number?;
            let (fits, kind, others) = match rule {
                Rule::OneOfOrRange(_, low, high) => {
                    let fits = (low as f64..=high as f64).contains(&number);
                    (fits, Kind::NotInRange, format!("{low} to {high}"))
                }
                Rule::OneOfOrMultiple(_, of) => {
                    let fits = number % of as f64 == 0.0;
                    (fits, Kind::NotDivisible, format!("multiples of {of}"))
                }
                _ => return None,
            };
            (!fits && !listed.iter().any(|one| one == text)).then(|| {
                let listed: Vec<String> = listed.iter().map(|one| format!("`{one}`")).collect();
                let message = format!("`{name}` takes {} or {others}", listed.join(", "));
                (kind, message)
            })
        }
        Rule::Begins(start, does) => (text.starts_with(start) != does).then(|| {
            let not = if does { "" } else { "not " };
            let message = format!("`{name}` must {not}begin with `{start}`");
            (Kind::InvalidValue, message)
        }),
        Rule::Prefix(low, high) => {
            let bits = form::prefix_of(&text)?;
            (!(low..=high).contains(&bits)).then(|| {
                let message = format!("`{name}` takes a network of `/{low}` to `/{high}`");
                (Kind::InvalidNetwork, message)
            })
        }
        Rule::Not(word) => (text.eq_ignore_ascii_case(word)).then(|| {
            let message = format!("`{name}` must not be `{word}`: the service keeps it");
            (Kind::NameNotAllowed, message)
        }),
    }
}

/// Returns whether two different names differ in numbers alone, as `python3.13` and `python3.14`.
fn is_renumbered(one: &str, other: &str) -> bool {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|it| !it.is_ascii_digit());
        letters.collect()
    };
    one != other && letters(one) == letters(other) && !letters(one).is_empty()
}

fn not_one_of(name: &str, text: &str, listed: rule::Values, cx: &Checker) -> String {
    let first = listed.iter().take(9);
    let all: Vec<String> = first.map(|one| format!("`{one}`")).collect();
    let written = all.join(", ");
    if listed.len() == all.len() && written.chars().count() <= LISTED_CHARS_MAX {
        return match all.as_slice() {
            [one] => format!("`{name}` takes only {one}"),
            _ => format!("`{name}` takes one of {written}"),
        };
    }
    let same = listed.iter().find(|one| one.eq_ignore_ascii_case(text));
    let near = same
        .or_else(|| nearest_number(text, listed.iter()))
        .or_else(|| cx.nearest(text, listed.iter()));
    let text = shortened(text);
    match near {
        Some(near) => format!("`{name}` takes no `{text}`; the nearest is `{near}`"),
        None => {
            let count = listed.len();
            format!("`{name}` takes no `{text}`: it takes one of {count} values")
        }
    }
}

/// Returns the listed whole number that is nearest in value; of two, the first.
fn nearest_number<'a>(text: &str, listed: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let asked: f64 = text.parse().ok().filter(|asked: &f64| asked.is_finite())?;
    let numbers = listed.filter_map(|one| Some((one, f64::from(one.parse::<i32>().ok()?))));
    let distance = |number: f64| (number - asked).abs();
    let nearest = numbers.min_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b)));
    nearest.map(|(one, _)| one)
}

/// Returns whether a text has a syntax that differs from that of plain names.
///
/// Many arguments that take plain names also accept an ARN, an address, a wildcard, or a keyword of
/// the service such as `$default` or `AWS::EC2::Instance`.
fn has_special_syntax(text: &str) -> bool {
    let is_name = |first: char| first.is_alphanumeric() || matches!(first, '-' | '_');
    text.starts_with("arn:")
        || !text.starts_with(is_name)
        || ["::", "://", "("].iter().any(|mark| text.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::nearest_number;

    #[test]
    fn the_nearest_number_is_nearest_in_value() {
        let days = ["1", "120", "30", "365", "5", "60", "90"];
        for (asked, near) in [
            ("46", Some("60")),
            ("45", Some("30")),
            ("44.5", Some("30")),
            ("4000", Some("365")),
            ("-1", Some("1")),
            ("many", None),
            ("inf", None),
        ] {
            assert_eq!(nearest_number(asked, days.into_iter()), near, "{asked}");
        }
        let names = ["gp2", "gp3"];
        assert_eq!(nearest_number("3", names.into_iter()), None);
    }
}
