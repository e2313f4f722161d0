//! Checks resources and data sources against the constraints of their provider.

use super::groups::{Groups, is_dynamic};
use super::rule::{Rule, Values as Listed};
use super::value::{Certain, Values};
use super::{Constraints, Node, form};
use crate::hcl::{
    Attribute, Block, Body, Expression, ExpressionKind, Item, Kind, Module, Span, Value,
};
use crate::schema::blocks::provider_sources;
use crate::schema::nearest::shortened;
use crate::schema::pack::{Schema, Within};
use crate::schema::report::Report;
use crate::semantic::Index;
use foldhash::HashMap;

/// Source of the provider that the constraints were obtained from.
const SOURCE: &str = "hashicorp/aws";
/// Optional registry prefix of the source.
const REGISTRY: &str = "registry.terraform.io/";
/// Maximum length of the values listed in a message, in characters.
const LISTED_CHARS_MAX: usize = 60;

/// Checks every resource and data source of the constraints' provider.
pub(in crate::schema) fn check(module: &Module, schema: &Schema, report: &mut Report) {
    let Some(constraints) = schema.constraints() else {
        return;
    };
    let sources = provider_sources(module);
    let index = Index::new(module);
    let values = Values(&index);
    for block in module.blocks() {
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
            Some(own) => own.trim_start_matches(REGISTRY) == SOURCE,
            None => SOURCE.strip_prefix("hashicorp/") == Some(local),
        };
        let root = if data {
            schema.data(kind)
        } else {
            schema.resource(kind)
        };
        let known = schema.type_index(data, kind);
        let known = known.and_then(|index| constraints.root(data, index));
        let (Some(root), Some(known), true) = (root, known, own) else {
            continue;
        };
        let mut checker = Checker {
            constraints,
            values: &values,
            report,
        };
        let node = &constraints.nodes[usize::from(known.node)];
        let context = Context {
            header: block.header,
            reported_at: None,
            known: true,
        };
        checker.body(&block.body, context, node, Within::Block(root));
        Groups {
            module,
            constraints,
            values: &values,
            report,
        }
        .check(block, known, root);
    }
}

struct Checker<'a, 'r> {
    constraints: &'a Constraints,
    values: &'r Values<'a, 'a>,
    report: &'r mut Report,
}

/// Context of a body.
#[derive(Clone, Copy)]
struct Context {
    /// Header of the body's block.
    header: Span,
    /// Span at which diagnostics are reported, if not at the value.
    ///
    /// Terraform cannot determine the position of the contents of a set; diagnostics are reported
    /// at the block around the set.
    reported_at: Option<Span>,
    /// Whether everything in the outermost enclosing block and its siblings is known.
    known: bool,
}

impl Checker<'_, '_> {
    fn body(&mut self, body: &Body, context: Context, node: &Node, schema: Within<'_>) {
        // Computed for all blocks of a name at once, because a body may contain very many of them.
        let mut known: HashMap<&str, bool> = HashMap::default();
        for item in &body.items {
            match item {
                Item::Attribute(attribute) => self.attribute(attribute, context, node, schema),
                Item::Block(block) => {
                    let name = block.kind.text.as_str();
                    let known = context.known
                        && *known
                            .entry(name)
                            .or_insert_with(|| self.are_known(body, name));
                    self.block(block, Context { known, ..context }, node, schema);
                }
            }
        }
    }

    /// Returns whether everything in the blocks of a name is known.
    ///
    /// The blocks that a `dynamic` block creates depend on its collection.
    fn are_known(&self, body: &Body, name: &str) -> bool {
        let mut blocks = body.blocks_of(name);
        !is_dynamic(body, name) && blocks.all(|one| self.values.is_known(&one.body))
    }

    fn block(&mut self, block: &Block, context: Context, node: &Node, schema: Within<'_>) {
        let name = block.kind.text.as_str();
        let Some((index, within, has_positions)) = schema.block(name) else {
            return;
        };
        let Some(node) = self.constraints.block(node, index) else {
            return;
        };
        let report_span = match has_positions {
            true => context.reported_at,
            false => context.reported_at.or(Some(context.header)),
        };
        let context = Context {
            header: block.header,
            reported_at: report_span,
            ..context
        };
        self.body(&block.body, context, node, within);
    }

    fn attribute(
        &mut self,
        attribute: &Attribute,
        context: Context,
        node: &Node,
        schema: Within<'_>,
    ) {
        let name = attribute.name.text.as_str();
        if let Some((index, within @ Within::Object(_), _)) = schema.block(name)
            && let Some(node) = self.constraints.block(node, index)
        {
            self.objects(&attribute.value, context, node, within);
        }
        let Some(index) = schema.argument_index(name) else {
            return;
        };
        for rule in self.constraints.values(node, index) {
            let is_checked = rule.is_new() || context.known;
            match &attribute.value.kind {
                ExpressionKind::List(items) if is_checked => {
                    let whole = self.values.certain(&attribute.value);
                    if rule.is_new() || matches!(whole, Certain::Value(_)) {
                        for item in items {
                            self.value(name, item, rule, context.reported_at);
                        }
                    }
                }
                _ if is_checked => self.value(name, &attribute.value, rule, context.reported_at),
                _ => {}
            }
        }
    }

    /// Checks blocks that are written as a list of objects.
    fn objects(&mut self, list: &Expression, context: Context, node: &Node, schema: Within<'_>) {
        let ExpressionKind::List(items) = &list.kind else {
            return;
        };
        if !context.known || !matches!(self.values.certain(list), Certain::Value(_)) {
            return;
        }
        let report_span = context.reported_at.or(Some(list.span));
        for item in items {
            let ExpressionKind::Object(entries) = &item.kind else {
                continue;
            };
            for entry in entries {
                let name = entry.key_text().unwrap_or_default();
                let index = schema.argument_index(&name);
                for rule in index
                    .into_iter()
                    .flat_map(|it| self.constraints.values(node, it))
                {
                    self.value(&name, &entry.value, rule, report_span);
                }
            }
        }
    }

    fn value(
        &mut self,
        name: &str,
        expression: &Expression,
        rule: Rule<'_>,
        report_span: Option<Span>,
    ) {
        let Certain::Value(value) = self.values.certain(expression) else {
            return;
        };
        let elements = match &value {
            Value::List(items) => items.as_slice(),
            one => std::slice::from_ref(one),
        };
        let span = report_span.unwrap_or(expression.span);
        for value in elements {
            if let Some((kind, message)) = self.violation(name, value, rule) {
                self.report.add(kind, span, message);
            }
        }
    }

    /// Returns the diagnostic for a value that violates a rule.
    ///
    /// An empty text is not checked, because some resources treat it as not set.
    fn violation(&mut self, name: &str, value: &Value, rule: Rule<'_>) -> Option<(Kind, String)> {
        let text = value.to_text().filter(|text| !text.is_empty())?;
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
                (
                    kind,
                    format!("`{name}` takes {bounds}, not {}", shortened(&text)),
                )
            })
        };
        match rule {
            Rule::OneOf(kind, listed, any_case) => {
                let mut values = listed.iter();
                let is_listed = match any_case {
                    true => values.any(|one| one.eq_ignore_ascii_case(&text)),
                    false => values.any(|one| one == text),
                };
                (!is_listed).then(|| (kind, self.not_one_of(name, &text, listed)))
            }
            Rule::Range(kind, low, high) => outside(kind, Some(low), Some(high)),
            Rule::AtLeast(kind, low) => outside(kind, Some(low), None),
            Rule::AtMost(kind, high) => outside(kind, None, Some(high)),
            Rule::Length(kind, low, high) => {
                let length = text.len() as i64;
                // Some resources count bytes and some count characters.
                (text.is_ascii() && !(low..=high).contains(&length)).then(|| {
                    let message =
                        format!("`{name}` takes {low} to {high} characters, not {length}");
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
                let required = form::required_form(form, &text)?;
                Some((form.kind(), format!("`{name}` takes {required}")))
            }
            Rule::Without(..) if has_special_syntax(&text) => None,
            Rule::Without(kind, forbidden) => {
                let found = forbidden.first_match(&text)?;
                Some((kind, format!("`{name}` takes no {found}")))
            }
            Rule::Needs(sort) => {
                let (is_present, required) = match sort {
                    'A' => (
                        text.bytes().any(|it| it.is_ascii_uppercase()),
                        "capital letter",
                    ),
                    'a' => (
                        text.bytes().any(|it| it.is_ascii_lowercase()),
                        "small letter",
                    ),
                    _ => (text.bytes().any(|it| it.is_ascii_digit()), "digit"),
                };
                (!is_present).then(|| (Kind::InvalidValue, format!("`{name}` needs a {required}")))
            }
            Rule::Not(word) => (text.eq_ignore_ascii_case(word)).then(|| {
                let message = format!("`{name}` must not be `{word}`: the service keeps it");
                (Kind::NameNotAllowed, message)
            }),
        }
    }

    fn not_one_of(&mut self, name: &str, text: &str, listed: Listed<'_>) -> String {
        let all: Vec<String> = listed
            .iter()
            .take(9)
            .map(|one| format!("`{one}`"))
            .collect();
        let written = all.join(", ");
        if listed.len() == all.len() && written.chars().count() <= LISTED_CHARS_MAX {
            return match all.as_slice() {
                [one] => format!("`{name}` takes only {one}"),
                _ => format!("`{name}` takes one of {written}"),
            };
        }
        let same = listed.iter().find(|one| one.eq_ignore_ascii_case(text));
        let near = same.or_else(|| self.report.nearest(text, listed.iter()));
        let text = shortened(text);
        match near {
            Some(near) => format!("`{name}` takes no `{text}`; the nearest is `{near}`"),
            None => format!(
                "`{name}` takes no `{text}`: it takes one of {} values",
                listed.len()
            ),
        }
    }
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
