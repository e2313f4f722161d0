//! Builds the resource graph of a module: resources, content and connections.

use super::Values;
use super::check::Verdict;
use super::graph::{Graph, solve};
use super::iam::Actions;
use super::tree;
use crate::hcl::{Address, Block, Value};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use std::cell::{OnceCell, RefCell};

/// Maximum number of local values that a connection passes through.
const HOPS_MAX: usize = 8;

/// Node of the graph: a resource, data source, module call or provider.
pub(super) struct Node<'m> {
    /// Block of the node.
    pub block: &'m Block,
    /// Type of the node; `data.` precedes the type of a data source.
    pub kind: String,
    /// Content of the block, computed on first use.
    tree: OnceCell<Value>,
    /// Values of `each` and `count` in the first instance, if they are known.
    pub bindings: tree::Bindings,
}

/// Resources and data sources of a module, with their connections.
pub(super) struct ResourceGraph<'m> {
    /// Nodes, in source order.
    pub nodes: Vec<Node<'m>>,
    /// Connections, from the referring to the referenced node.
    pub edges: Vec<(usize, usize)>,
    solved: RefCell<HashMap<*const Graph, Vec<Verdict>>>,
    by_kind: HashMap<String, Vec<usize>>,
    /// First node with each address.
    by_address: HashMap<Address<'m>, usize>,
    evaluate: tree::Evaluate<'m>,
    /// IAM actions, if they are loaded.
    pub actions: Option<&'static Actions>,
}

impl<'m> ResourceGraph<'m> {
    /// Builds the graph of the module of `values`; `evaluate` returns their values.
    pub fn new(
        values: &Values<'m>,
        evaluate: tree::Evaluate<'m>,
        actions: Option<&'static Actions>,
    ) -> Self {
        let mut nodes = Vec::new();
        let mut by_address: HashMap<Address, usize> = HashMap::default();
        let mut by_kind: HashMap<String, Vec<usize>> = HashMap::default();
        for block in values.index.module.blocks() {
            let kind = match (block.kind.text.as_str(), block.type_name()) {
                ("resource", Some(name)) => name.to_owned(),
                ("data", Some(name)) => format!("data.{name}"),
                ("module", _) => "module".to_owned(),
                ("provider", _) => match block.labels.as_slice() {
                    [label] => format!("provider.{}", label.text),
                    _ => continue,
                },
                _ => continue,
            };
            if let Some(address) = block.borrowed_address() {
                by_address.entry(address).or_insert(nodes.len());
            }
            by_kind.entry(kind.clone()).or_default().push(nodes.len());
            nodes.push(Node {
                block,
                kind,
                tree: OnceCell::new(),
                bindings: first_instance(block, values),
            });
        }
        let mut graph = Self {
            nodes,
            edges: Vec::new(),
            solved: RefCell::default(),
            by_kind,
            by_address,
            evaluate,
            actions,
        };
        graph.edges = graph.references(values);
        graph.connect_buckets();
        graph
    }

    /// Returns the content of a resource as one value.
    pub fn tree<'a>(&self, node: &'a Node) -> &'a Value {
        node.tree
            .get_or_init(|| tree::build(&node.block.body, self.evaluate, &node.bindings))
    }

    /// Returns the resources of some types, in source order.
    pub fn indices_of_types(&self, types: &[&str]) -> Vec<usize> {
        let mut found: Vec<usize> = types
            .iter()
            .filter_map(|name| self.by_kind.get(*name))
            .flatten()
            .copied()
            .collect();
        found.order();
        found.dedup();
        found
    }

    /// Returns the content of the resource at an address.
    pub fn at(&self, address: &str) -> Option<&Value> {
        let at = self.by_address.get(&Address::from(address))?;
        self.nodes.get(*at).map(|node| self.tree(node))
    }

    /// Returns the verdict of a policy for a resource.
    pub fn verdict(&self, graph: &'static Graph, at: usize) -> Verdict {
        let key: *const Graph = graph;
        if let Some(verdicts) = self.solved.borrow().get(&key) {
            return verdicts.get(at).copied().unwrap_or(Verdict::Unknown);
        }
        let verdicts = solve(graph, self);
        let verdict = verdicts.get(at).copied().unwrap_or(Verdict::Unknown);
        self.solved.borrow_mut().insert(key, verdicts);
        verdict
    }

    /// Returns the connections by references.
    fn references(&self, values: &Values) -> Vec<(usize, usize)> {
        let mut edges = Vec::new();
        let mut seen = HashSet::default();
        for (from, node) in self.nodes.iter().enumerate() {
            for address in values.index.reached(node.block.span, HOPS_MAX) {
                if let Some(to) = self.by_address.get(&address)
                    && *to != from
                    && seen.insert((from, *to))
                {
                    edges.push((from, *to));
                }
            }
        }
        edges
    }

    /// Connects a resource that names a bucket with the bucket of that name.
    fn connect_buckets(&mut self) {
        let name = |node: &Node| {
            let bucket = node.block.body.attribute("bucket")?;
            match (self.evaluate)(&bucket.value, &node.bindings) {
                Value::Text(name) if !name.is_empty() => Some(name),
                _ => None,
            }
        };
        let buckets: HashMap<String, usize> = self
            .indices_of_types(&["aws_s3_bucket"])
            .into_iter()
            .filter_map(|at| Some((name(self.nodes.get(at)?)?, at)))
            .collect();
        for (from, node) in self.nodes.iter().enumerate() {
            if node.kind.starts_with("aws_s3_bucket_")
                && let Some(to) = name(node).and_then(|name| buckets.get(&name))
            {
                self.edges.push((from, *to));
            }
        }
    }
}

/// Returns the values of `each` and `count` in the first instance, if known.
fn first_instance(block: &Block, values: &Values) -> tree::Bindings {
    let entry = |name: &str, value: Value| (name.to_owned(), value);
    if block.body.attribute("count").is_some() {
        let index = Value::Object(vec![entry("index", Value::Number(0.0))]);
        return vec![entry("count", index)];
    }
    let Some(each) = block.body.attribute("for_each") else {
        return Vec::new();
    };
    let (key, value) = match values.value(&each.value) {
        Value::List(items) => match items.into_iter().next() {
            Some(item @ Value::Text(_)) => (item.clone(), item),
            _ => return Vec::new(),
        },
        Value::Object(entries) => match entries.into_iter().next() {
            Some((key, value)) => (Value::Text(key), value),
            None => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let each = Value::Object(vec![entry("key", key), entry("value", value)]);
    vec![entry("each", each)]
}
