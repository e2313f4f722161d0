//! Builds the resource graph of a module: resources, content and connections.

use super::Values;
use super::check::Verdict;
use super::graph::{Graph, solve};
use super::iam::Actions;
use super::tree;
use crate::hcl::{Address, Block, Reference, Step, Value};
use crate::stable_sort::Order;
use foldhash::{HashMap, HashSet};
use std::cell::{OnceCell, RefCell};

/// Maximum number of local values that a connection passes through.
const HOPS_MAX: usize = 8;
/// Maximum number of instances of a block that are judged each.
const INSTANCES_MAX: usize = 32;
/// Maximum number of instances of a module that are judged each, besides the first ones.
const MORE_INSTANCES_MAX: usize = 512;

/// Node of the graph: an instance of a resource or data source, a module call or a provider.
///
/// The instances of a block follow each other. A block whose instances are not known has one node.
pub(super) struct Node<'m> {
    /// Block of the node.
    pub block: &'m Block,
    /// Type of the node; `data.` precedes the type of a data source.
    pub kind: String,
    /// Content of the block, computed on first use.
    tree: OnceCell<Value>,
    /// Values of `each` and `count` in the instance, if they are known.
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
    /// First node with each address, and the number of nodes.
    by_address: HashMap<Address<'m>, (usize, usize)>,
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
        let mut by_address: HashMap<Address, (usize, usize)> = HashMap::default();
        let mut more_left = MORE_INSTANCES_MAX;
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
            let instances = instances(block, values, 1 + more_left);
            more_left -= instances.len() - 1;
            if let Some(address) = block.borrowed_address() {
                let rows = (nodes.len(), instances.len());
                by_address.entry(address).or_insert(rows);
            }
            for bindings in instances {
                by_kind.entry(kind.clone()).or_default().push(nodes.len());
                nodes.push(Node {
                    block,
                    kind: kind.clone(),
                    tree: OnceCell::new(),
                    bindings,
                });
            }
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
        let (at, _) = self.by_address.get(&Address::from(address))?;
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
        let are_all_single = self.by_address.values().all(|(_, count)| *count == 1);
        for (from, node) in self.nodes.iter().enumerate() {
            let mut add = |to: usize| {
                if to != from && seen.insert((from, to)) {
                    edges.push((from, to));
                }
            };
            if are_all_single {
                for address in values.index.reached(node.block.span, HOPS_MAX) {
                    if let Some((to, _)) = self.by_address.get(&address) {
                        add(*to);
                    }
                }
                continue;
            }
            for used in values.index.references_in(node.block.span) {
                let Some(address) = used.address else {
                    continue;
                };
                if address.kind == "local" && address.mode.is_empty() {
                    let local = values.index.local(address.name);
                    let span = local.map(|(_, local)| local.span).unwrap_or_default();
                    for address in values.index.reached(span, HOPS_MAX - 1) {
                        let rows = self.by_address.get(&address).copied();
                        let (to, count) = rows.unwrap_or_default();
                        (to..to + count).for_each(&mut add);
                    }
                    continue;
                }
                let rows = self.by_address.get(&address).copied();
                let (to, count) = rows.unwrap_or_default();
                match self.named_instance(&used.reference, node, (to, count)) {
                    Some(named) => named.into_iter().for_each(&mut add),
                    None => (to..to + count).for_each(&mut add),
                }
            }
        }
        edges
    }

    /// Returns the instance that the key of a reference names, if the key is known.
    ///
    /// The inner value is None for a key that no instance has.
    fn named_instance(
        &self,
        reference: &Reference,
        from: &Node,
        (to, count): (usize, usize),
    ) -> Option<Option<usize>> {
        if count < 2 {
            return None;
        }
        let key = match reference.path().first()? {
            Step::Index(index, _) => (self.evaluate)(index, &from.bindings).to_text()?,
            Step::LegacyIndex(index, _) => index.to_string(),
            _ => return None,
        };
        let mut rows = to..to + count;
        Some(rows.find(|at| self.nodes[*at].key().as_deref() == Some(&key)))
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

impl Node<'_> {
    /// Returns the key of the instance as text, if it is known.
    fn key(&self) -> Option<String> {
        let (name, value) = self.bindings.first()?;
        let part = if name == "count" { "index" } else { "key" };
        value.get(part)?.to_text()
    }
}

/// Returns the values of `each` or `count` in the instances of a block, as far as they are known.
///
/// At least one entry is returned, and at most `left`. Instances by `count` differ only where
/// the block uses their number.
fn instances(block: &Block, values: &Values, left: usize) -> Vec<tree::Bindings> {
    let entry = |name: &str, value: Value| (name.to_owned(), value);
    let most = INSTANCES_MAX.min(left);
    if let Some(count) = block.body.attribute("count") {
        let uses = values.index.references_in(block.span).iter();
        let is_numbered = uses.into_iter().any(|it| it.reference.root.text == "count");
        let known = match is_numbered {
            true => values.value(&count.value).to_number().unwrap_or(1.0),
            false => 1.0,
        };
        let numbers = 0..(known as usize).clamp(1, most);
        let index = |at: usize| vec![entry("index", Value::Number(at as f64))];
        return numbers
            .map(|at| vec![entry("count", Value::Object(index(at)))])
            .collect();
    }
    let Some(each) = block.body.attribute("for_each") else {
        return vec![Vec::new()];
    };
    let pairs: Option<Vec<(Value, Value)>> = match values.value(&each.value) {
        Value::List(items) => {
            let texts = items.into_iter().map(|item| match item {
                Value::Text(_) => Some((item.clone(), item)),
                _ => None,
            });
            texts.take(most).collect()
        }
        Value::Object(entries) => {
            let entries = entries.into_iter().take(most);
            Some(
                entries
                    .map(|(key, value)| (Value::Text(key), value))
                    .collect(),
            )
        }
        _ => None,
    };
    let pairs = pairs.unwrap_or_default();
    if pairs.is_empty() {
        return vec![Vec::new()];
    }
    let pairs = pairs.into_iter();
    pairs
        .map(|(key, value)| {
            let each = Value::Object(vec![entry("key", key), entry("value", value)]);
            vec![entry("each", each)]
        })
        .collect()
}
