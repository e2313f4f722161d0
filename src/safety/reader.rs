//! Reads the literals and blocks of a module for the rules of this module.

use super::Author;
use crate::hcl::{Block, Body, Expression, ExpressionKind, Module, Part, Span, Step, Value};
use crate::semantic::Index;

/// Replaces the part of a template whose value is unknown.
pub(super) const UNKNOWN: char = '\u{FFFC}';

/// A finding before its rule is looked up.
pub(super) struct Match {
    pub id: &'static str,
    /// Start of the dangerous part, in bytes.
    pub at: usize,
    /// The dangerous part.
    pub evidence: String,
    /// Names by which a request can ask for it, such as a bucket or an account.
    pub names: Vec<String>,
}

/// A module with the matches found so far.
pub(super) struct Reader<'m> {
    pub module: &'m Module,
    pub author: Author,
    pub index: Index<'m>,
    pub found: Vec<Match>,
}

/// An argument of a block at any depth, with the block that holds it.
pub(super) struct Argument<'m> {
    /// The top-level block.
    pub block: &'m Block,
    /// Kind of the innermost block.
    pub within: &'m str,
    pub name: &'m str,
    pub value: &'m Expression,
}

impl<'m> Reader<'m> {
    /// Creates a reader without matches.
    pub fn new(module: &'m Module, author: Author) -> Self {
        Reader {
            module,
            author,
            index: Index::new(module),
            found: Vec::new(),
        }
    }

    /// Adds a match that no request can ask for by name.
    pub fn report(&mut self, id: &'static str, at: usize, evidence: impl Into<String>) {
        self.report_named(id, at, evidence, Vec::new());
    }

    /// Adds a match that a request can ask for by one of the names.
    pub fn report_named(
        &mut self,
        id: &'static str,
        at: usize,
        evidence: impl Into<String>,
        names: Vec<String>,
    ) {
        let evidence = evidence.into();
        self.found.push(Match {
            id,
            at,
            evidence,
            names,
        });
    }

    /// Returns the source text of a span.
    pub fn source(&self, span: Span) -> &'m str {
        self.module.text.get(span.range()).unwrap_or_default()
    }

    /// Returns all arguments of all top-level blocks, at any depth, in source order.
    ///
    /// An argument that uses the values of a `for_each` is there with these values too.
    pub fn arguments(&self) -> Vec<Argument<'m>> {
        let mut arguments = Vec::new();
        for block in self.module.blocks() {
            let each = block.body.attribute("for_each");
            let mut loops: Vec<_> = each.map(|it| ("each", &it.value)).into_iter().collect();
            self.push_arguments(
                block,
                &block.body,
                &block.kind.text,
                &mut loops,
                &mut arguments,
            );
        }
        arguments
    }

    fn push_arguments(
        &self,
        block: &'m Block,
        body: &'m Body,
        within: &'m str,
        loops: &mut Vec<(&'m str, &'m Expression)>,
        arguments: &mut Vec<Argument<'m>>,
    ) {
        for attribute in body.attributes() {
            let name = attribute.name.text.as_str();
            let mut push = |value| {
                arguments.push(Argument {
                    block,
                    within,
                    name,
                    value,
                });
            };
            push(&attribute.value);
            let source = self.source(attribute.value.span);
            let uses = |name: &str| {
                let mut found = source.match_indices(name);
                found.any(|(at, _)| source[at + name.len()..].starts_with(['.', '[']))
            };
            let used = loops.iter().filter(|(name, _)| uses(name));
            used.for_each(|(_, values)| push(values));
        }
        for nested in body.blocks() {
            let kind = nested.kind.text.as_str();
            let label = nested.labels.first().map_or("", |it| it.text.as_str());
            let each = nested.body.attribute("for_each");
            let (Some(each), "dynamic") = (each, kind) else {
                self.push_arguments(block, &nested.body, kind, loops, arguments);
                continue;
            };
            let iterator = nested.body.attribute("iterator");
            let name = iterator.map_or(label, |it| self.source(it.value.span));
            loops.push((name, &each.value));
            for content in nested.body.blocks() {
                self.push_arguments(block, &content.body, label, loops, arguments);
            }
            loops.pop();
        }
    }

    /// Returns the texts that an expression can have, as far as they are known.
    ///
    /// Variables have their defaults. The unknown parts of a template are [`UNKNOWN`], and the path
    /// of the module is `.`.
    pub fn texts(&self, expression: &Expression) -> Vec<String> {
        let mut texts = Vec::new();
        self.push_texts(expression, &mut texts);
        texts
    }

    fn push_texts(&self, expression: &Expression, texts: &mut Vec<String>) {
        match &expression.kind {
            ExpressionKind::Template { parts, .. } => {
                let text = parts.iter().map(|part| match part {
                    Part::Literal(text, _) => text.clone(),
                    Part::Interpolation(inner, _) => self.part(inner),
                    Part::Directive(_) => UNKNOWN.to_string(),
                });
                texts.push(text.collect());
            }
            ExpressionKind::Traversal { root, .. } => {
                if matches!(root.text.as_str(), "var" | "local") {
                    push_known(&self.index.value(expression), texts);
                }
            }
            ExpressionKind::Number(_) => texts.extend(self.index.value(expression).to_text()),
            _ => expression.for_each_child(&mut |child| self.push_texts(child, texts)),
        }
    }

    /// Returns the text of an interpolation in a template.
    fn part(&self, expression: &Expression) -> String {
        if let ExpressionKind::Traversal { root, steps } = &expression.kind
            && let ("path", [Step::Attribute(name)]) = (root.text.as_str(), steps.as_slice())
            && matches!(name.text.as_str(), "module" | "root" | "cwd")
        {
            return ".".to_owned();
        }
        let value = self.index.value(expression).to_text();
        value.unwrap_or_else(|| UNKNOWN.to_string())
    }
}

fn push_known(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::Text(text) => texts.push(text.clone()),
        Value::Number(_) => texts.extend(value.to_text()),
        Value::List(items) => items.iter().for_each(|item| push_known(item, texts)),
        Value::Object(entries) => entries.iter().for_each(|(_, item)| push_known(item, texts)),
        _ => {}
    }
}

/// Returns the object of a JSON document that directly holds a byte.
///
/// The document may hold interpolations, which no JSON parser accepts; their braces are paired too.
pub(super) fn json_object(text: &str, at: usize) -> &str {
    let before = &text.as_bytes()[..at];
    let mut depth = 0;
    let start = before.iter().rposition(|byte| {
        depth += i32::from(*byte == b'}') - i32::from(*byte == b'{');
        depth < 0
    });
    let start = start.map_or(0, |start| start + 1);
    let mut depth = 0;
    let end = text.as_bytes()[at..].iter().position(|byte| {
        depth += i32::from(*byte == b'{') - i32::from(*byte == b'}');
        depth < 0
    });
    &text[start..end.map_or(text.len(), |end| at + end)]
}

/// Returns a JSON document as it is in memory: without escapes, if a quoted string holds it.
pub(super) fn unescaped_json(source: &str) -> std::borrow::Cow<'_, str> {
    match source.contains("\\\"") {
        true => source.replace("\\\"", "\"").into(),
        false => source.into(),
    }
}

/// Calls back for an expression and all expressions in it.
pub(super) fn for_each<'m>(expression: &'m Expression, visit: &mut dyn FnMut(&'m Expression)) {
    visit(expression);
    expression.for_each_child(&mut |child| for_each(child, visit));
}

/// Returns the host of a URL in lower case, without user and port.
pub(super) fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let end =
        rest.find(|c: char| "/?#".contains(c) || c.is_whitespace() || "\"'`|);<>".contains(c));
    let authority = &rest[..end.unwrap_or(rest.len())];
    let host = authority.rsplit('@').next().unwrap_or(authority);
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => host.split(':').next().unwrap_or(host),
    };
    (!host.is_empty()).then(|| host.to_ascii_lowercase())
}

/// Returns whether a host is a domain or a subdomain of it.
pub(super) fn is_of(host: &str, domain: &str) -> bool {
    let rest = host.strip_suffix(domain);
    rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
