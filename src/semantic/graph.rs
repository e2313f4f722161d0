//! Builds the dependency graph of a module.
//!
//! The nodes are the resources, data sources and module calls; the edges are the references between
//! them. References through local values are resolved: a local value is replaced by the references
//! of its expression.

use super::Index;
use crate::hcl::{Address, Block, Module};
use foldhash::HashSet;
use serde::Serialize;
use std::collections::BTreeSet;
#[cfg(test)]
use ts_rs::TS;

/// Maximum number of nodes; a larger graph is not readable in one diagram.
pub const NODES_MAX: usize = 400;

/// The dependency graph of a module.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Graph {
    /// Resources, data sources and module calls, in source order.
    pub nodes: Vec<Node>,
    /// References without duplicates, in the order of the referring blocks.
    pub edges: Vec<Edge>,
    /// Number of blocks left out because of [`NODES_MAX`].
    pub more: usize,
}

/// A node: one resource, data source or module call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Node {
    /// Address of the block.
    pub address: String,
    /// Resource or data source type, or `module`.
    pub r#type: String,
    /// Name of the block.
    pub name: String,
    /// Line at which the block begins, from 1.
    pub line: usize,
}

/// An edge: one block refers to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(TS))]
#[serde(rename_all = "camelCase")]
pub struct Edge {
    /// Address of the referring block.
    pub from: String,
    /// Address of the block it refers to.
    pub to: String,
}

/// Builds the dependency graph of a module.
///
/// ```
/// use infragenie::{hcl, semantic::graph::graph};
/// let module = hcl::parse(r#"
///     locals { network = aws_vpc.main.id }
///     resource "aws_vpc" "main" {}
///     resource "aws_subnet" "a" { vpc_id = local.network }
/// "#);
/// let graph = graph(&module);
/// assert_eq!(graph.nodes.len(), 2);
/// assert_eq!((&*graph.edges[0].from, &*graph.edges[0].to), ("aws_subnet.a", "aws_vpc.main"));
/// ```
pub fn graph(module: &Module) -> Graph {
    let lines = module.lines();
    let mut nodes = Vec::new();
    let mut blocks = Vec::new();
    let mut seen = HashSet::default();
    let mut more = 0;
    for block in module.blocks() {
        let Some((address, r#type, name)) = named(block) else {
            continue;
        };
        if !seen.insert(address.clone()) {
            continue;
        }
        if nodes.len() == NODES_MAX {
            more += 1;
            continue;
        }
        let line = lines.position(block.span.start).line;
        nodes.push(Node {
            address,
            r#type,
            name,
            line,
        });
        blocks.push(block);
    }
    let index = Index::new(module);
    let node_addresses: HashSet<&str> = nodes.iter().map(|node| node.address.as_str()).collect();
    let edges = nodes.iter().zip(blocks).flat_map(|(node, block)| {
        let reached = index.reached(block.span, usize::MAX).into_iter();
        let reached: BTreeSet<String> = reached.map(Address::text).collect();
        let is_other = |to: &String| node_addresses.contains(to.as_str()) && *to != node.address;
        let known = reached.into_iter().filter(is_other);
        let from = node.address.clone();
        known.map(move |to| Edge {
            from: from.clone(),
            to,
        })
    });
    let edges = edges.collect();
    Graph { nodes, edges, more }
}

/// Returns address, type and name of a block that becomes a node.
fn named(block: &Block) -> Option<(String, String, String)> {
    let kind = block.kind.text.as_str();
    if !matches!(kind, "resource" | "data" | "module") {
        return None;
    }
    let address = block.address()?;
    let name = block.labels.last()?.text.clone();
    let r#type = block.type_name().unwrap_or(kind).to_owned();
    Some((address, r#type, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hcl::parse;

    fn edges(text: &str) -> Vec<String> {
        let graph = graph(&parse(text));
        let edges = graph.edges.iter();
        edges
            .map(|edge| format!("{} -> {}", edge.from, edge.to))
            .collect()
    }

    #[test]
    fn resolves_references_through_nested_locals() {
        let text = r#"
            locals {
              a = local.b
              b = [aws_vpc.main.id, local.a]
            }
            data "aws_ami" "linux" {}
            resource "aws_vpc" "main" {}
            resource "aws_instance" "web" {
              ami = data.aws_ami.linux.id
              tags = { network = local.a, own = aws_instance.web.id }
            }
            module "m" { source = "./m" \n x = aws_instance.web.id }
            output "o" { value = aws_vpc.main.id }
        "#;
        let text = text.replace("\\n", "\n");
        assert_eq!(
            edges(&text),
            [
                "aws_instance.web -> aws_vpc.main",
                "aws_instance.web -> data.aws_ami.linux",
                "module.m -> aws_instance.web",
            ]
        );
    }

    #[test]
    fn omits_duplicate_and_missing_blocks() {
        let text = "resource \"a_b\" \"c\" {}\nresource \"a_b\" \"c\" { x = d_e.f.id }\n";
        let graph = graph(&parse(text));
        assert_eq!(graph.nodes.len(), 1);
        assert_eq!(graph.edges, []);
    }

    #[test]
    fn bounds_the_number_of_nodes() {
        let blocks = (0..NODES_MAX + 7).map(|at| format!("resource \"a_b\" \"n{at}\" {{}}\n"));
        let graph = graph(&parse(blocks.collect::<String>()));
        assert_eq!((graph.nodes.len(), graph.more), (NODES_MAX, 7));
    }
}
