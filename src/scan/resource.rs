//! Gives rules access to a resource block: looks up values by path.

use super::check::Verdict;
use super::graph::Graph;
use super::iam::Actions;
use super::resource_graph::ResourceGraph;
use super::tree;
use crate::hcl::{Block, Body, Expression, Item, Value};

/// Function that returns the value of an expression, as far as it is known.
pub type Evaluate<'a> = &'a dyn Fn(&Expression) -> Value;

/// Resource block, with the evaluator of its expressions.
#[derive(Clone, Copy)]
pub struct Resource<'a> {
    /// Block of the resource.
    pub block: &'a Block,
    evaluate: Evaluate<'a>,
    node: Option<(&'a ResourceGraph<'a>, usize)>,
}

/// Result of looking up a path.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Nothing at the path.
    Missing,
    /// Argument with this value.
    Value(Value),
    /// Block.
    Block,
    /// The same argument or block several times.
    Several,
}

/// Argument or block of a name.
enum Entry<'a> {
    Argument(&'a Expression),
    Block(&'a Body),
}

impl<'a> Resource<'a> {
    /// Creates a resource from a block and an evaluator of its expressions.
    pub fn new(block: &'a Block, evaluate: Evaluate<'a>) -> Self {
        Self {
            block,
            evaluate,
            node: None,
        }
    }

    /// Creates the resource of a node of the resource graph.
    pub(super) fn at_node(
        resources: &'a ResourceGraph<'a>,
        at: usize,
        evaluate: Evaluate<'a>,
    ) -> Option<Self> {
        Some(Self {
            block: resources.nodes.get(at)?.block,
            evaluate,
            node: Some((resources, at)),
        })
    }

    /// Returns the verdict of a graph policy for the resource.
    pub(super) fn policy(&self, graph: &'static Graph) -> Verdict {
        self.node.map_or(Verdict::Unknown, |(resources, at)| {
            resources.verdict(graph, at)
        })
    }

    /// Returns the nested blocks of a name as resources.
    ///
    /// The content of dynamic blocks is included.
    pub(super) fn nested_blocks(&self, name: &str) -> Vec<Resource<'a>> {
        let body = &self.block.body;
        let dynamic = body.dynamic_blocks_of(name);
        let dynamic = dynamic.filter(|block| !self.creates_nothing(block));
        let contents = dynamic.flat_map(|block| block.body.blocks_of("content"));
        let blocks = body.blocks_of(name).chain(contents);
        blocks.map(|block| Self { block, ..*self }).collect()
    }

    /// Returns whether a `dynamic` block certainly creates no block.
    fn creates_nothing(&self, dynamic: &Block) -> bool {
        let each = dynamic.body.attribute("for_each");
        match each.map(|each| (self.evaluate)(&each.value)) {
            Some(Value::List(items)) => items.is_empty(),
            Some(Value::Object(entries)) => entries.is_empty(),
            _ => false,
        }
    }

    /// Iterates over the arguments and blocks of a name, including dynamic blocks.
    ///
    /// The content of a dynamic block counts even if the number of its instances is unknown.
    fn entries(&self, body: &'a Body, name: &str) -> impl Iterator<Item = Entry<'a>> {
        let named = body.items.iter().filter_map(move |item| match item {
            Item::Attribute(attribute) if attribute.name.text == name => {
                Some(Entry::Argument(&attribute.value))
            }
            Item::Block(block) if block.kind.text == name => Some(Entry::Block(&block.body)),
            _ => None,
        });
        let dynamic = body.dynamic_blocks_of(name);
        let dynamic = dynamic.filter(|block| !self.creates_nothing(block));
        let contents = dynamic.flat_map(|block| block.body.blocks_of("content"));
        named.chain(contents.map(|content| Entry::Block(&content.body)))
    }

    /// Returns the values at a path, of every block or element on the path.
    ///
    /// A policy written as JSON is parsed, and a dynamic block over a known collection is expanded.
    pub(super) fn values_at(&self, path: &str) -> Vec<&'a Value> {
        self.tree()
            .map(|tree| tree::values_at(tree, path))
            .unwrap_or_default()
    }

    /// Returns the content of the resource as one value.
    fn tree(&self) -> Option<&'a Value> {
        let (resources, at) = self.node?;
        resources.nodes.get(at).map(|node| resources.tree(node))
    }

    /// Returns the IAM actions, if they are loaded.
    pub(super) fn actions(&self) -> Option<&'static Actions> {
        self.node.and_then(|(resources, _)| resources.actions)
    }

    /// Returns the content of the resources of a type that refer to the same target.
    ///
    /// The argument `name` holds the reference, both here and in those resources.
    pub(super) fn siblings(&self, kind: &str, name: &str) -> Vec<&'a Value> {
        let own = self.tree().and_then(|tree| reference_target(tree, name));
        let same = |tree: &&Value| own.is_some() && reference_target(tree, name) == own;
        self.all_of_type(kind).into_iter().filter(same).collect()
    }

    /// Returns the content of all resources of a type in the module.
    pub(super) fn all_of_type(&self, kind: &str) -> Vec<&'a Value> {
        let Some((resources, _)) = self.node else {
            return Vec::new();
        };
        let nodes = resources.indices_of_types(&[kind]).into_iter();
        nodes
            .filter_map(|at| resources.nodes.get(at))
            .map(|node| resources.tree(node))
            .collect()
    }

    /// Returns the content of the resource that an argument refers to.
    pub(super) fn target(&self, name: &str) -> Option<&'a Value> {
        let (resources, _) = self.node?;
        resources.at(reference_target(self.tree()?, name)?)
    }

    /// Returns the content of the policy document whose `json` is referenced.
    pub(super) fn document(&self, reference: &str) -> Option<&'a Value> {
        let (resources, _) = self.node?;
        resources.at(reference.strip_suffix(".json")?)
    }

    /// Returns the resource type, or an empty text if the block has none.
    pub fn type_name(&self) -> &'a str {
        self.block.type_name().unwrap_or_default()
    }

    /// Looks up a path, in the first block of each name.
    ///
    /// A last step `0` selects the first element of a list of one.
    pub fn find(&self, path: &str) -> Found {
        let mut steps = path.split('.').peekable();
        let mut body: &'a Body = &self.block.body;
        while let Some(step) = steps.next() {
            let mut entries = self.entries(body, step);
            let Some(entry) = entries.next() else {
                return Found::Missing;
            };
            if matches!(steps.peek(), None | Some(&"0")) && entries.next().is_some() {
                return Found::Several;
            }
            match entry {
                Entry::Argument(expression) => {
                    return follow(self.value(expression), steps);
                }
                Entry::Block(inner) => body = inner,
            }
        }
        Found::Block
    }

    /// Returns the text at a path.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        match self.find(path) {
            Found::Value(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Returns the values at a path, from all blocks and elements that have it.
    pub fn find_all(&self, path: &str) -> Vec<Value> {
        let steps: Vec<&str> = path.split('.').filter(|step| *step != "0").collect();
        let mut values = Vec::new();
        self.collect(&self.block.body, &steps, &mut values);
        values
    }

    fn collect(&self, body: &'a Body, steps: &[&str], values: &mut Vec<Value>) {
        let Some((step, rest)) = steps.split_first() else {
            return;
        };
        for entry in self.entries(body, step) {
            match entry {
                Entry::Argument(expression) => {
                    collect_within(self.value(expression), rest, values);
                }
                Entry::Block(inner) => self.collect(inner, rest, values),
            }
        }
    }

    /// Evaluates an expression; `"true"` and `"false"` are read as booleans.
    pub fn value(&self, expression: &Expression) -> Value {
        as_boolean((self.evaluate)(expression))
    }
}

/// Follows the rest of a path within a value.
fn follow<'a>(mut value: Value, steps: impl Iterator<Item = &'a str>) -> Found {
    for step in steps {
        value = match value {
            Value::List(values) if step == "0" => match <[Value; 1]>::try_from(values) {
                Ok([only]) => only,
                Err(values) => Value::List(values),
            },
            value if step == "0" => value,
            Value::Object(entries) => match entries.into_iter().find(|(key, _)| key == step) {
                Some((_, value)) => as_boolean(value),
                None => return Found::Missing,
            },
            _ => return Found::Missing,
        };
    }
    Found::Value(value)
}

fn collect_within(value: Value, steps: &[&str], values: &mut Vec<Value>) {
    let Some((step, rest)) = steps.split_first() else {
        values.push(as_boolean(value));
        return;
    };
    match value {
        Value::Object(entries) => {
            for (_, value) in entries.into_iter().filter(|(key, _)| key == step) {
                collect_within(value, rest, values);
            }
        }
        Value::List(elements) => {
            for element in elements {
                collect_within(element, steps, values);
            }
        }
        _ => {}
    }
}

/// Returns the target of an argument: a reference without its attribute, or a name.
fn reference_target<'v>(tree: &'v Value, name: &str) -> Option<&'v str> {
    match tree.get(name)? {
        Value::Unknown(Some(text)) | Value::Text(text) => Some(
            text.rsplit_once('.')
                .map_or(text.as_str(), |(before, _)| before),
        ),
        _ => None,
    }
}

pub(super) fn as_boolean(value: Value) -> Value {
    match value {
        Value::Text(text) if text == "true" => Value::Bool(true),
        Value::Text(text) if text == "false" => Value::Bool(false),
        // Terraform rejects this spelling of Python and other languages; Checkov accepts it.
        Value::Unknown(Some(word)) if word == "True" => Value::Bool(true),
        Value::Unknown(Some(word)) if word == "False" => Value::Bool(false),
        value => value,
    }
}
