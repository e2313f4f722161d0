//! Reports resources and local values that depend on each other.

use super::nearest::shortened;
use super::report::Report;
use crate::hcl::{Kind, Module, Reference, Span};
use crate::stable_sort::Order;
use foldhash::HashMap;

/// Reports each group of blocks that depend on each other once, at its first block.
pub(super) fn check(module: &Module, report: &mut Report) {
    let graph = Graph::new(module);
    for group in graph.groups() {
        let mut names: Vec<&str> = group
            .iter()
            .map(|node| graph.names[*node].as_str())
            .collect();
        names.order();
        let shown: Vec<String> = names.iter().take(2).map(|name| shortened(name)).collect();
        let more = if names.len() > 2 { ", …" } else { "" };
        let message = format!("`{}`{more} need each other", shown.join("`, `"));
        let first = group
            .iter()
            .map(|node| graph.spans[*node])
            .min_by_key(|span| span.start);
        report.add(Kind::Cycle, first.unwrap_or_default(), message);
    }
}

struct Graph {
    names: Vec<String>,
    spans: Vec<Span>,
    edges: Vec<Vec<usize>>,
}

impl Graph {
    fn new(module: &Module) -> Graph {
        let mut graph = Graph {
            names: Vec::new(),
            spans: Vec::new(),
            edges: Vec::new(),
        };
        let mut indices: HashMap<String, usize> = HashMap::default();
        let mut references: Vec<(usize, Vec<Reference<'_>>)> = Vec::new();
        let mut node = |name: String, span: Span, uses| {
            let next = graph.names.len();
            let index = *indices.entry(name.clone()).or_insert(next);
            if index == next {
                graph.names.push(name);
                graph.spans.push(span);
                references.push((index, uses));
            }
        };
        for block in module.blocks() {
            match block.kind.text.as_str() {
                "resource" | "data" => {
                    if let Some(address) = block.address() {
                        node(address, block.header, block.references());
                    }
                }
                "locals" => {
                    for local in block.body.attributes() {
                        let name = format!("local.{}", local.name.text);
                        node(name, local.name.span, local.value.references());
                    }
                }
                _ => {}
            }
        }
        graph.edges = vec![Vec::new(); graph.names.len()];
        for (from, uses) in references {
            for address in uses.iter().filter_map(Reference::address) {
                // A resource that refers to itself is rejected by the plan, not by validation.
                if let Some(to) = indices.get(&address).filter(|to| **to != from) {
                    graph.edges[from].push(*to);
                }
            }
        }
        graph
    }

    /// Returns the strongly connected components of more than one node.
    ///
    /// This is Tarjan's algorithm with an explicit stack: a chain of references may be as long as a
    /// text.
    fn groups(&self) -> Vec<Vec<usize>> {
        let count = self.names.len();
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
