//! Writes repeated blocks and local values out, so that every rule reads them.
//!
//! Each instance of a resource with a known `count` or `for_each` becomes a block of its own, each
//! entry of a `dynamic` block a nested block, and a local value the expression that it is. A text
//! in which anything cannot be written out exactly is left as it is. Spans and edits of the text
//! are mapped to the original.

use crate::hcl::{
    Block, Body, Edit, Expression, ExpressionKind, Item, Reference, Span, Step, Value, edit,
};
use crate::semantic::Index;
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use std::rc::Rc;

/// Maximum instances of a block that is written out.
const INSTANCES_MAX: usize = 8;
/// Maximum bytes of a text that is written out.
const BYTES_MAX: usize = 200_000;
/// Maximum texts that are tried, each with fewer blocks written out.
const TRIES_MAX: usize = 4;
/// Maximum local values within each other.
const HOPS_MAX: usize = 8;
/// Separates the name of a block from the number of its instance.
const MARK: &str = "__i";

/// Text in which repetition and local values are written out.
pub(super) struct Expanded {
    pub text: String,
    /// Parts that are copied from the original, in their order.
    segments: Vec<Segment>,
    /// Parts that are written for a reference, and how an edit of them is mapped.
    inlined: Vec<(Span, Mapping)>,
    /// Addresses of the instances in the text and in the original.
    names: Vec<(String, String)>,
}

/// Mapping of an edit of a part to the original text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mapping {
    /// Nothing: the part is used elsewhere too.
    None,
    /// An edit of the local value, which is used only here.
    Origin,
    /// A replacement of the reference.
    Reference,
}

/// Part of the text that is copied.
#[derive(Clone, Copy)]
struct Segment {
    at: usize,
    from: usize,
    length: usize,
    /// Whether it is copied from a local value.
    is_inlined: bool,
}

impl Expanded {
    /// Returns the position in the original text.
    ///
    /// What is written out and not copied has the position before it.
    pub fn origin(&self, at: usize) -> usize {
        let next = self.segments.partition_point(|it| it.at <= at);
        let Some(segment) = next.checked_sub(1).map(|last| self.segments[last]) else {
            return 0;
        };
        segment.from + (at - segment.at).min(segment.length)
    }

    /// Returns the span in the original text.
    pub fn span(&self, span: Span) -> Span {
        let start = self.origin(span.start);
        Span::new(start, self.origin(span.end).max(start))
    }

    /// Returns an edit of the original text.
    ///
    /// None if the edit is about one instance only.
    pub fn edit(&self, edit: &Edit) -> Option<Edit> {
        if edit.text.contains(MARK) {
            return None;
        }
        let Span { start, end } = edit.span;
        let overlapping = self
            .inlined
            .iter()
            .filter(|(span, _)| start < span.end && (span.start < end || span.start < start));
        let mut is_within = false;
        for (span, mapping) in overlapping {
            let covers = start < span.start || span.end < end;
            let is_all = (start, end) == (span.start, span.end);
            match mapping {
                _ if covers => {}
                Mapping::Origin => is_within = true,
                Mapping::Reference if is_all => {}
                _ => return None,
            }
        }
        let segments = self.segments.iter();
        let mut around = segments
            .filter(|it| it.is_inlined == is_within || is_within)
            .filter(|it| it.at <= end && it.at + it.length >= start);
        let span = match is_within {
            true => {
                let it = around
                    .find(|it| it.at <= start && it.at + it.length >= end && it.is_inlined)?;
                Span::new(it.from + start - it.at, it.from + end - it.at)
            }
            false => {
                let around: Vec<&Segment> = around.collect();
                let original = |at: usize| {
                    let has = |it: &&&Segment| it.at <= at && it.at + it.length >= at;
                    around.iter().rev().find(has).map(|it| it.from + at - it.at)
                };
                Span::new(original(start)?, original(end)?)
            }
        };
        (span.start <= span.end).then(|| Edit {
            span,
            text: edit.text.clone(),
        })
    }

    /// Returns a message with the addresses of the original.
    pub fn message(&self, message: &str) -> String {
        let mut shown = message.to_owned();
        if message.contains(MARK) {
            for (written, name) in &self.names {
                shown = shown.replace(written.as_str(), name);
            }
        }
        shown
    }
}

/// Returns the address of the block of which an address is an instance.
pub(super) fn base(address: &str) -> &str {
    address.rsplit_once(MARK).map_or(address, |(base, _)| base)
}

/// Writes out a module; None if it has nothing to write out.
pub(super) fn expand(index: &Index) -> Option<Expanded> {
    let module = index.module;
    let is_merged = module
        .sources
        .iter()
        .any(|it| it.is_json() || it.is_override());
    let is_excluded = !module.problems.is_empty()
        || is_merged
        || module.text.len() > BYTES_MAX
        || module.text.contains(MARK);
    let has_repetition = || {
        module.blocks().any(|it| match it.kind.text.as_str() {
            "locals" => true,
            "resource" | "data" => !it.is_single() || has_dynamic(&it.body),
            _ => false,
        })
    };
    if is_excluded || !has_repetition() {
        return None;
    }
    let mut excluded = HashSet::default();
    for _ in 0..TRIES_MAX {
        let mut writer = Writer::new(index, excluded);
        writer.module();
        if writer.left.is_empty() {
            let is_changed = writer.is_changed && writer.expanded.text.len() <= 4 * BYTES_MAX;
            return is_changed.then_some(writer.expanded);
        }
        excluded = writer.excluded;
        excluded.extend(writer.left);
    }
    None
}

fn has_dynamic(body: &Body) -> bool {
    body.blocks()
        .any(|it| it.kind.text == "dynamic" || has_dynamic(&it.body))
}

/// Value of a name within an instance.
#[derive(Clone)]
struct Bound<'m> {
    /// `count`, `each`, the iterator of a `dynamic` block or the name in a `for` expression.
    root: String,
    /// Whether the name itself is the value, as in a `for` expression.
    is_whole: bool,
    key: Value,
    value: Value,
    source: Source<'m>,
}

/// Text that a value is written as.
#[derive(Clone)]
enum Source<'m> {
    Unwritten,
    Expression(&'m Expression),
    /// Address of an instance.
    Instance(String),
}

impl Bound<'_> {
    fn named(&self, root: &str) -> Self {
        Bound {
            root: root.to_owned(),
            ..self.clone()
        }
    }
}

/// Instances of a block; None if their number is unknown or too large.
type Instances<'m> = Option<Rc<Vec<Bound<'m>>>>;

struct Writer<'i, 'm> {
    index: &'i Index<'m>,
    expanded: Expanded,
    instances: HashMap<*const Block, Instances<'m>>,
    /// Addresses that are not written out.
    excluded: HashSet<String>,
    /// Addresses to which a reference is left that cannot be written out.
    left: HashSet<String>,
    /// Number of references to each local value that are written out.
    written: HashMap<&'m str, usize>,
    is_changed: bool,
    hops: usize,
}

impl<'i, 'm> Writer<'i, 'm> {
    fn new(index: &'i Index<'m>, excluded: HashSet<String>) -> Self {
        Writer {
            index,
            expanded: Expanded {
                text: String::with_capacity(2 * index.module.text.len()),
                segments: Vec::new(),
                inlined: Vec::new(),
                names: Vec::new(),
            },
            instances: HashMap::default(),
            excluded,
            left: HashSet::default(),
            written: HashMap::default(),
            is_changed: false,
            hops: 0,
        }
    }

    // Text.

    fn copy(&mut self, from: usize, to: usize) {
        if from < to {
            self.expanded.segments.push(Segment {
                at: self.expanded.text.len(),
                from,
                length: to - from,
                is_inlined: self.hops > 0,
            });
            self.expanded
                .text
                .push_str(&self.index.module.text[from..to]);
        }
    }

    fn push(&mut self, text: &str) {
        self.expanded.text.push_str(text);
        self.is_changed = true;
    }

    // Blocks.

    fn module(&mut self) {
        let module = self.index.module;
        let (mut at, mut locals) = (0, Vec::new());
        for item in &module.body.items {
            let span = item.span();
            self.copy(at, span.start);
            at = span.end;
            match item {
                // Whether a local value is still used is known at the end.
                Item::Block(block) if block.kind.text == "locals" => locals.push(block),
                Item::Block(block) => self.top(block),
                Item::Attribute(_) => self.copy(span.start, span.end),
            }
        }
        self.copy(at, module.text.len());
        for block in locals {
            for local in block.body.attributes() {
                if self.is_used(&local.name.text, 0) {
                    self.expanded.text.push_str("\nlocals {\n  ");
                    self.copy(local.span.start, local.value.span.start);
                    self.expression(&local.value, &[], false);
                    self.expanded.text.push_str("\n}\n");
                }
            }
        }
    }

    /// Whether a reference to a local value is left.
    fn is_used(&self, name: &str, hops: usize) -> bool {
        let address = crate::hcl::Address::new("local", name);
        let uses = self.index.uses(address);
        let outside = uses.iter().filter(|it| it.block.kind.text != "locals");
        let written = self.written.get(name).copied().unwrap_or_default();
        outside.count() > written
            || uses.iter().any(|it| {
                it.block.kind.text == "locals"
                    && it.item_name() != name
                    && (hops >= HOPS_MAX || self.is_used(it.item_name(), hops + 1))
            })
    }

    fn top(&mut self, block: &'m Block) {
        let instances = match block.kind.text.as_str() {
            "resource" | "data" if block.labels.len() == 2 => self.instances(block),
            _ => None,
        };
        let Some(instances) = instances else {
            self.block(block, &[]);
            return;
        };
        let name = &block.labels[1];
        for (at, bound) in instances.iter().enumerate() {
            self.copy(block.span.start, name.span.start);
            self.push(&edit::quote(&instance(&name.text, at)));
            self.copy(name.span.end, block.body.span.start);
            self.body(&block.body, std::slice::from_ref(bound));
            self.copy(block.body.span.end, block.span.end);
            self.push("\n");
            let address = block.address().unwrap_or_default();
            let key = match bound.key.clone() {
                Value::Text(text) => edit::quote(&text),
                key => key.to_text().unwrap_or_default(),
            };
            self.expanded
                .names
                .push((instance(&address, at), format!("{address}[{key}]")));
        }
    }

    fn block(&mut self, block: &'m Block, names: &[Bound<'m>]) {
        self.copy(block.span.start, block.body.span.start);
        self.body(&block.body, names);
        self.copy(block.body.span.end, block.span.end);
    }

    fn body(&mut self, body: &'m Body, names: &[Bound<'m>]) {
        let is_instance = names.len() == 1 && matches!(&*names[0].root, "count" | "each");
        let mut at = body.span.start;
        for item in &body.items {
            let span = item.span();
            self.copy(at, span.start);
            at = span.end;
            match item {
                Item::Attribute(it)
                    if is_instance && matches!(&*it.name.text, "count" | "for_each") => {}
                Item::Attribute(it) => {
                    self.copy(span.start, it.value.span.start);
                    self.expression(&it.value, names, false);
                    self.copy(it.value.span.end, span.end);
                }
                Item::Block(it) if it.kind.text == "dynamic" => self.dynamic(it, names),
                Item::Block(it) => self.block(it, names),
            }
        }
        self.copy(at, body.span.end);
    }

    fn dynamic(&mut self, block: &'m Block, names: &[Bound<'m>]) {
        let written = || {
            let kind = block.labels.first()?;
            let content = block.body.blocks_of("content").next()?;
            let each = block.body.attribute("for_each")?;
            Some((kind, content, each, block.iterator()?))
        };
        let entries = written().and_then(|it| {
            let entries = self.collection(&it.2.value, names, true)?;
            Some((it, entries))
        });
        let Some(((kind, content, _, iterator), entries)) = entries else {
            self.block(block, names);
            return;
        };
        self.is_changed = true;
        for (at, entry) in entries.iter().enumerate() {
            let names = [names, &[entry.named(&iterator.text)]].concat();
            self.push(if at == 0 { "" } else { "\n" });
            self.push(&kind.text);
            self.push(" {");
            self.body(&content.body, &names);
            self.push("}");
        }
    }

    // Instances.

    fn instances(&mut self, block: &'m Block) -> Instances<'m> {
        let key: *const Block = block;
        if let Some(known) = self.instances.get(&key) {
            return known.clone();
        }
        self.instances.insert(key, None);
        let address = block.address()?;
        if self.excluded.contains(&address) || self.index.module.at(&address).is_none() {
            return None;
        }
        let found = match (
            block.body.attribute("count"),
            block.body.attribute("for_each"),
        ) {
            (Some(count), None) => self.counted(&count.value),
            (None, Some(each)) => {
                let entries = self.collection(&each.value, &[], false);
                entries.map(|it| it.iter().map(|it| it.named("each")).collect())
            }
            _ => None,
        };
        let found: Instances = found
            .filter(|it: &Vec<Bound>| (1..=INSTANCES_MAX).contains(&it.len()))
            .map(Rc::new);
        self.instances.insert(key, found.clone());
        found
    }

    fn counted(&mut self, count: &'m Expression) -> Option<Vec<Bound<'m>>> {
        let number = match self.index.value(count).to_number() {
            Some(number) => number as usize,
            None => match count.call()? {
                ("length", [of]) => self.repeated(of)?.1.len(),
                _ => return None,
            },
        };
        let bound = |at: usize| Bound {
            root: "count".to_owned(),
            is_whole: false,
            key: Value::Number(at as f64),
            value: Value::Unknown(None),
            source: Source::Unwritten,
        };
        (number <= INSTANCES_MAX).then(|| (0..number).map(bound).collect())
    }

    /// Returns the entries of a collection whose keys are known.
    fn collection(
        &mut self,
        expression: &'m Expression,
        names: &[Bound<'m>],
        is_dynamic: bool,
    ) -> Option<Vec<Bound<'m>>> {
        let bound = |key, value, source| Bound {
            root: String::new(),
            is_whole: false,
            key,
            value,
            source,
        };
        if let Some((address, instances)) = self.repeated(expression) {
            let entries = instances.iter().enumerate();
            let of = |(at, it): (usize, &Bound<'m>)| {
                let source = Source::Instance(instance(&address, at));
                bound(it.key.clone(), Value::Unknown(None), source)
            };
            return Some(entries.map(of).collect());
        }
        let source = self.source(expression);
        match self.value(expression, names) {
            Value::List(items) if items.len() <= INSTANCES_MAX => {
                let is_list = is_dynamic && expression.call().is_none_or(|it| it.0 != "toset");
                let written = source.items().filter(|it| it.len() == items.len());
                let entry = |(at, value): (usize, Value)| {
                    let source =
                        written.map_or(Source::Unwritten, |it| Source::Expression(&it[at]));
                    match is_list {
                        true => Some(bound(Value::Number(at as f64), value, source)),
                        false => value
                            .to_text()
                            .map(|text| bound(Value::Text(text), value, source)),
                    }
                };
                items.into_iter().enumerate().map(entry).collect()
            }
            Value::Object(mut entries) if entries.len() <= INSTANCES_MAX => {
                entries.order_by(|one, other| one.0.cmp(&other.0));
                let entry = |(key, value): (String, Value)| {
                    let written = source.entry(&key);
                    let source = written.map_or(Source::Unwritten, Source::Expression);
                    bound(Value::Text(key), value, source)
                };
                Some(entries.into_iter().map(entry).collect())
            }
            _ => None,
        }
    }

    /// Returns the expression that a collection is written as.
    fn source(&self, expression: &'m Expression) -> &'m Expression {
        let mut expression = expression;
        for _ in 0..HOPS_MAX {
            let inner = match &expression.kind {
                ExpressionKind::Parentheses(inner) => Some(&**inner),
                ExpressionKind::Call { arguments, .. }
                    if matches!(expression.call(), Some(("toset" | "tolist" | "tomap", [_]))) =>
                {
                    arguments.first()
                }
                _ => self.local(expression).map(|it| it.1),
            };
            match inner {
                Some(inner) => expression = inner,
                None => break,
            }
        }
        expression
    }

    /// Returns the name of the local value that a reference names, and the part of it.
    fn local(&self, expression: &'m Expression) -> Option<(&'m str, &'m Expression)> {
        let reference = Reference::new(expression)?;
        let [Step::Attribute(name), rest @ ..] = reference.steps else {
            return None;
        };
        if reference.root.text != "local" {
            return None;
        }
        let mut part = &self.index.local(&name.text)?.1.value;
        for step in rest {
            part = match step {
                Step::Attribute(key) => part.entry(&key.text)?,
                Step::Index(key, _) => match key.literal_text() {
                    Some(key) => part.entry(key)?,
                    None => part
                        .items()?
                        .get(self.index.value(key).to_number()? as usize)?,
                },
                _ => return None,
            };
        }
        Some((&name.text, part))
    }

    /// Returns the address and the instances of the repeated block that an expression is.
    fn repeated(&mut self, expression: &'m Expression) -> Option<(String, Rc<Vec<Bound<'m>>>)> {
        let expression = match expression.call() {
            Some(("values" | "toset" | "tolist", [inner])) => inner,
            _ => expression,
        };
        let reference = Reference::new(expression)?;
        let is_all = matches!(reference.path(), [] | [Step::Splat(_)]);
        let block = self
            .index
            .block(reference.borrowed_address().filter(|_| is_all)?)?;
        let instances = self.instances(block)?;
        Some((block.address()?, instances))
    }

    // Expressions.

    fn value(&self, expression: &Expression, names: &[Bound]) -> Value {
        let names: Vec<(String, Value)> = names
            .iter()
            .map(|it| {
                let value = match it.is_whole {
                    true => it.value.clone(),
                    false => Value::Object(vec![
                        ("index".to_owned(), it.key.clone()),
                        ("key".to_owned(), it.key.clone()),
                        ("value".to_owned(), it.value.clone()),
                    ]),
                };
                (it.root.clone(), value)
            })
            .collect();
        self.index.value_with(expression, &names)
    }

    fn expression(&mut self, expression: &'m Expression, names: &[Bound<'m>], in_text: bool) {
        if self.replaced(expression, names, in_text) {
            return;
        }
        let in_text = in_text || matches!(expression.kind, ExpressionKind::Template { .. });
        let mut children = Vec::new();
        expression.for_each_child(&mut |child| children.push(child));
        let mut at = expression.span.start;
        for child in children {
            self.copy(at, child.span.start);
            self.expression(child, names, in_text);
            at = child.span.end;
        }
        self.copy(at, expression.span.end);
    }

    /// Writes a value, if it is known.
    fn known(&mut self, value: &Value, mapping: Mapping) -> bool {
        let Some(text) = written(value) else {
            return false;
        };
        let start = self.expanded.text.len();
        self.push(&text);
        let span = Span::new(start, self.expanded.text.len());
        self.expanded.inlined.push((span, mapping));
        true
    }

    /// Writes what an expression becomes; false if it stays.
    fn replaced(&mut self, expression: &'m Expression, names: &[Bound<'m>], in_text: bool) -> bool {
        match &expression.kind {
            ExpressionKind::Traversal { root, steps } => {
                if let Some(at) = names.iter().rposition(|it| it.root == root.text) {
                    return self.bound(expression, steps, names, at);
                }
                match root.text.as_str() {
                    "local" => self.inline(expression, names, in_text),
                    "var" | "path" | "terraform" | "each" | "count" | "self" | "module" => {
                        let is_computed = steps
                            .iter()
                            .any(|it| matches!(it, Step::Index(..)) && !it.is_constant_index());
                        is_computed && !names.is_empty() && {
                            let value = self.value(expression, names);
                            self.known(&value, Mapping::None)
                        }
                    }
                    _ => self.reference(expression, names),
                }
            }
            // A text of known parts is a literal to the rules.
            ExpressionKind::Template {
                heredoc: false,
                parts,
            } if parts.len() > 1 && !in_text => {
                // A text of local values is replaced as a whole, since a fix does not know its parts.
                let references = expression.references();
                let is_local = references.iter().all(|it| it.root.text == "local");
                let value = self.value(expression, names);
                match (names, is_local) {
                    ([], false) => false,
                    ([], true) => {
                        let is_written = self.known(&value, Mapping::Reference);
                        if is_written && self.hops == 0 {
                            for it in references {
                                self.count_use(it.steps);
                            }
                        }
                        is_written
                    }
                    _ => self.known(&value, Mapping::None),
                }
            }
            ExpressionKind::List(items) => {
                let mut at = expression.span.start;
                for item in items {
                    self.copy(at, item.span.start);
                    at = item.span.end;
                    let is_bare = Reference::new(item).is_some_and(|it| it.path().is_empty());
                    match self.repeated(item).filter(|_| is_bare) {
                        Some((address, all)) => {
                            let all: Vec<String> =
                                (0..all.len()).map(|at| instance(&address, at)).collect();
                            self.push(&all.join(", "));
                        }
                        None => self.expression(item, names, in_text),
                    }
                }
                self.copy(at, expression.span.end);
                true
            }
            ExpressionKind::Access { base, steps } => match (self.repeated(base), steps.as_slice())
            {
                (Some((address, all)), [Step::Splat(splat), ..]) => {
                    self.each(&address, all.len(), splat.end, expression.span.end);
                    true
                }
                _ => false,
            },
            ExpressionKind::For(each) => {
                let Some((address, all)) = self.repeated(&each.collection) else {
                    return false;
                };
                if each.result_key.is_some() || each.condition.is_some() {
                    self.left.insert(address);
                    return false;
                }
                self.push("[");
                for (at, one) in all.iter().enumerate() {
                    let value = Bound {
                        root: each.value.text.clone(),
                        is_whole: true,
                        key: Value::Null,
                        value: Value::Unknown(None),
                        source: Source::Instance(instance(&address, at)),
                    };
                    let key = each.key.as_ref().map(|it| Bound {
                        root: it.text.clone(),
                        is_whole: true,
                        key: Value::Null,
                        value: one.key.clone(),
                        source: Source::Unwritten,
                    });
                    let names: Vec<Bound> =
                        names.iter().cloned().chain(key).chain([value]).collect();
                    self.expression(&each.result, &names, in_text);
                    self.push(", ");
                }
                self.push("]");
                true
            }
            _ => false,
        }
    }

    /// Writes a reference to a name of an instance.
    fn bound(
        &mut self,
        expression: &'m Expression,
        steps: &'m [Step],
        names: &[Bound<'m>],
        at: usize,
    ) -> bool {
        let one = &names[at];
        let value_steps = match (one.is_whole, steps) {
            (true, steps) => Some(steps),
            (false, [Step::Attribute(name), rest @ ..]) if name.text == "value" => Some(rest),
            _ => None,
        };
        if let Some(rest) = value_steps {
            match &one.source {
                Source::Instance(address) => {
                    let from = match (one.is_whole, steps) {
                        (false, [Step::Attribute(name), ..]) => name.span.end,
                        _ => expression.span.start + one.root.len(),
                    };
                    let address = address.clone();
                    self.push(&address);
                    self.copy(from, expression.span.end);
                    return true;
                }
                Source::Expression(source) if rest.is_empty() => {
                    let source = *source;
                    return self.inlined(source, &names[..at], Mapping::None);
                }
                _ => {}
            }
        }
        // A value that is right for every entry of a `dynamic` block can be written for its name.
        let mapping = match one.root.as_str() {
            "count" | "each" => Mapping::None,
            _ => Mapping::Reference,
        };
        let value = self.value(expression, names);
        self.known(&value, mapping)
    }

    /// Writes the expression of a local value.
    fn inline(&mut self, expression: &'m Expression, names: &[Bound<'m>], in_text: bool) -> bool {
        let Some((name, source)) = self.local(expression) else {
            let value = self.value(expression, names);
            let is_written = !in_text && self.known(&value, Mapping::None);
            if is_written && self.hops == 0 {
                self.count_use(steps_of(expression));
            }
            return is_written;
        };
        if self.hops >= HOPS_MAX {
            return false;
        }
        let is_plain = match &source.kind {
            ExpressionKind::Template { heredoc, .. } => !heredoc && !in_text,
            ExpressionKind::Traversal { .. } => true,
            ExpressionKind::List(_)
            | ExpressionKind::Object(_)
            | ExpressionKind::Call { .. }
            | ExpressionKind::Number(_)
            | ExpressionKind::Bool(_) => !in_text,
            _ => false,
        };
        let is_written = match is_plain {
            true => {
                let text = |it: Span| self.index.module.text.get(it.range());
                let uses = self.index.uses(crate::hcl::Address::new("local", name));
                let own = text(expression.span);
                let same = uses.iter().filter(|it| text(it.reference.span) == own);
                let mapping = match same.count() == 1 && names.is_empty() {
                    true => Mapping::Origin,
                    false => Mapping::None,
                };
                self.inlined(source, &[], mapping)
            }
            false => {
                let value = self.value(source, &[]);
                !in_text && self.known(&value, Mapping::None)
            }
        };
        if is_written && self.hops == 0 {
            self.count_use(steps_of(expression));
        }
        is_written
    }

    fn count_use(&mut self, steps: &'m [Step]) {
        if let Some(Step::Attribute(name)) = steps.first() {
            *self.written.entry(&name.text).or_default() += 1;
        }
    }

    /// Writes an expression at another position than its own.
    fn inlined(&mut self, source: &'m Expression, names: &[Bound<'m>], mapping: Mapping) -> bool {
        let start = self.expanded.text.len();
        self.hops += 1;
        self.expression(source, names, false);
        self.hops -= 1;
        self.is_changed = true;
        let span = Span::new(start, self.expanded.text.len());
        self.expanded.inlined.push((span, mapping));
        true
    }

    /// Writes a reference to instances of a repeated block.
    fn reference(&mut self, expression: &'m Expression, names: &[Bound<'m>]) -> bool {
        let Some(reference) = Reference::new(expression) else {
            return false;
        };
        let block = reference
            .borrowed_address()
            .and_then(|it| self.index.block(it));
        let Some(block) = block.filter(|it| matches!(&*it.kind.text, "resource" | "data")) else {
            return false;
        };
        let (Some(all), Some(address)) = (self.instances(block), block.address()) else {
            return false;
        };
        let end = expression.span.end;
        let (key, from) = match reference.path() {
            [Step::Splat(splat), ..] => {
                self.each(&address, all.len(), splat.end, end);
                return true;
            }
            [] => {
                self.each(&address, all.len(), end, end);
                return true;
            }
            [Step::Index(index, span), ..] => (self.value(index, names), span.end),
            [Step::LegacyIndex(at, span), ..] => (Value::Number(*at as f64), span.end),
            _ => (Value::Null, end),
        };
        let at = all
            .iter()
            .position(|it| it.key == key || it.key.to_text() == key.to_text());
        match at {
            Some(at) => {
                self.push(&instance(&address, at));
                self.copy(from, end);
                true
            }
            None => {
                self.left.insert(address);
                false
            }
        }
    }

    /// Writes a list of the instances of a block, each with the steps after it.
    fn each(&mut self, address: &str, count: usize, from: usize, to: usize) {
        self.push("[");
        for at in 0..count {
            self.push(&instance(address, at));
            self.copy(from, to);
            self.push(", ");
        }
        self.push("]");
    }
}

fn steps_of(expression: &Expression) -> &[Step] {
    Reference::new(expression).map_or(&[], |it| it.steps)
}

/// Returns the address or name of an instance.
fn instance(address: &str, at: usize) -> String {
    format!("{address}{MARK}{at}")
}

/// Returns a value as an expression; None if it is not known.
fn written(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => "null".to_owned(),
        Value::Text(text) => edit::quote(text),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(written).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Object(entries) => {
            let mut text = String::from("{ ");
            for (key, value) in entries {
                text.push_str(&edit::quote(key));
                text.push_str(" = ");
                text.push_str(&written(value)?);
                text.push_str(", ");
            }
            text + "}"
        }
        value => value.to_text()?,
    })
}
