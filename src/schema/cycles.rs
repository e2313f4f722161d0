//! Reports resources and local values that depend on each other.

use super::checker::Checker;
use super::nearest::shortened;
use crate::hcl::{Address, Kind, Span};
use crate::semantic::Index;
use crate::stable_sort::Order;
use foldhash::HashMap;

/// Reports each group of blocks that depend on each other once, at its first block.
pub(super) fn check(cx: &Checker) {
    itself(cx);
    let graph = Graph::new(cx.index);
    for group in graph.groups() {
        let mut names: Vec<String> = Vec::new();
        names.extend(group.iter().map(|node| graph.nodes[*node].0.text()));
        names.order();
        let shown: Vec<String> = names.iter().take(2).map(|name| shortened(name)).collect();
        let more = if names.len() > 2 { ", …" } else { "" };
        let message = format!("`{}`{more} need each other", shown.join("`, `"));
        let spans = group.iter().map(|node| graph.nodes[*node].1);
        let first = spans.min_by_key(|span| span.start);
        cx.report(Kind::Cycle, first.unwrap_or_default(), message);
    }
}

/// Reports the references of local values to themselves.
fn itself(cx: &Checker) {
    for block in cx.index.module.body.blocks_of("locals") {
        for local in block.body.attributes() {
            let own = Address::new("local", &local.name.text);
            let mut uses = cx.index.references_in(local.value.span).iter();
            if let Some(used) = uses.find(|it| it.address == Some(own)) {
                let name = shortened(&local.name.text);
                let message = format!("`local.{name}` is made of itself");
                cx.report(Kind::SelfReference, used.reference.span, message);
            }
        }
    }
}

struct Graph<'m> {
    /// Addresses, and where a cycle is reported.
    nodes: Vec<(Address<'m>, Span)>,
    edges: Vec<Vec<usize>>,
}

impl<'m> Graph<'m> {
    fn new(index: &Index<'m>) -> Graph<'m> {
        let mut nodes = Vec::new();
        let mut spans = Vec::new();
        let mut indices: HashMap<Address, usize> = HashMap::default();
        let mut add = |address: Address<'m>, span: Span, whole: Span| {
            indices.entry(address).or_insert_with(|| {
                nodes.push((address, span));
                spans.push(whole);
                spans.len() - 1
            });
        };
        for block in index.module.blocks() {
            match block.kind.text.as_str() {
                "resource" | "data" => {
                    if let Some(address) = block.borrowed_address() {
                        add(address, block.header, block.span);
                    }
                }
                "locals" => {
                    for local in block.body.attributes() {
                        let address = Address::new("local", &local.name.text);
                        add(address, local.name.span, local.span);
                    }
                }
                // The validation of a variable needs the variables that it refers to.
                "variable" if block.body.blocks_of("validation").next().is_some() => {
                    if let Some(address) = block.borrowed_address() {
                        add(address, block.header, block.span);
                    }
                }
                _ => {}
            }
        }
        let is_variable = |address: &Address| address.kind == "var";
        let edges = spans.iter().enumerate().map(|(from, span)| {
            let is_from_variable = is_variable(&nodes[from].0);
            let addresses = index
                .references_in(*span)
                .iter()
                .filter_map(|it| it.address);
            let addresses = addresses.filter(|it| is_variable(it) == is_from_variable);
            let nodes = addresses.filter_map(|address| indices.get(&address).copied());
            // A resource that refers to itself is rejected by the plan, not by validation.
            nodes.filter(|to| *to != from).collect()
        });
        let edges = edges.collect();
        Graph { nodes, edges }
    }

    /// Returns the strongly connected components of more than one node.
    ///
    /// This is Tarjan's algorithm with an explicit stack: a chain of references may be as long as a
    /// text.
    fn groups(&self) -> Vec<Vec<usize>> {
        let count = self.nodes.len();
        let unseen = usize::MAX;
        let (mut order, mut low) = (vec![unseen; count], vec![0; count]);
        let (mut open, mut is_open) = (Vec::new(), vec![false; count]);
        let (mut next, mut groups) = (0, Vec::new());
        for root in 0..count {
            if order[root] != unseen {
                continue;
            }
            let mut path = vec![(root, 0)];
            while let Some((node, edge)) = path.pop() {
                if edge == 0 {
                    (order[node], low[node]) = (next, next);
                    next += 1;
                    open.push(node);
                    is_open[node] = true;
                }
                if let Some(to) = self.edges[node].get(edge).copied() {
                    path.push((node, edge + 1));
                    if order[to] == unseen {
                        path.push((to, 0));
                    } else if is_open[to] {
                        low[node] = low[node].min(order[to]);
                    }
                    continue;
                }
                if let Some((parent, _)) = path.last() {
                    low[*parent] = low[*parent].min(low[node]);
                }
                if low[node] == order[node] {
                    let start = open
                        .iter()
                        .rposition(|one| *one == node)
                        .unwrap_or_default();
                    let group = open.split_off(start);
                    group.iter().for_each(|one| is_open[*one] = false);
                    if group.len() > 1 {
                        groups.push(group);
                    }
                }
            }
        }
        groups
    }
}
