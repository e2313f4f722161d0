// Computes the layout of a resource graph, with blocks inside their network.

import { Graph as Layout, layout } from '@dagrejs/dagre';

import type { Edge, Graph, GraphNode } from '../types';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Placed extends Box {
  readonly node: GraphNode;
}

/** Box around the blocks of a network. */
export interface Frame extends Box {
  readonly address: string;
  /** Number of enclosing frames. */
  readonly depth: number;
}

export interface Route {
  readonly edge: Edge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

export interface Diagram {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Placed[];
  readonly frames: readonly Frame[];
  readonly routes: readonly Route[];
}

/** Network types, the inner first: a block that refers to a network belongs to it. */
const NETWORKS = ['aws_subnet', 'aws_vpc'];
/** Types that represent the networks they refer to. */
const GROUPS = /_subnet_group$|^aws_security_group$/;

const CHAR_PX = 7.25;
const PADDING_PX = 22;
const HEIGHT_PX = 44;
const CHARS_MAX = 34;
const MARGIN_PX = 16;

/** Assumed size of the diagram on screen. */
const WIDE_PX = 1_100;
const HIGH_PX = 560;
/** Larger graphs are laid out in one direction only, since each layout takes time. */
const BOTH_WAYS_MAX = 120;

/** Computes the layout in the direction that needs less shrinking. */
export function layoutOf(graph: Graph): Diagram {
  const across = laidOut(graph, 'LR');
  if (graph.nodes.length > BOTH_WAYS_MAX) return across;
  const down = laidOut(graph, 'TB');
  const shrunk = ({ width, height }: Diagram): number =>
    Math.max(width / WIDE_PX, height / HIGH_PX);
  return shrunk(down) < shrunk(across) ? down : across;
}

function laidOut({ nodes, edges }: Graph, rankdir: 'LR' | 'TB'): Diagram {
  const within = networksOf({ nodes, edges });
  const drawn = new Layout({ compound: true });
  drawn.setGraph({
    rankdir,
    nodesep: 14,
    ranksep: 40,
    marginx: MARGIN_PX,
    marginy: MARGIN_PX,
  });
  drawn.setDefaultEdgeLabel(() => ({}));
  const framed = new Set(within.values());
  for (const { address, type, name } of nodes) {
    const chars = Math.min(CHARS_MAX, Math.max(shortType(type).length, name.length));
    drawn.setNode(address, { width: chars * CHAR_PX + PADDING_PX, height: HEIGHT_PX });
  }
  for (const address of framed) {
    drawn.setNode(frameOf(address), {});
    drawn.setParent(address, frameOf(address));
  }
  for (const { address } of nodes) {
    const network = within.get(address);
    if (network === undefined) continue;
    drawn.setParent(framed.has(address) ? frameOf(address) : address, frameOf(network));
  }
  // The enclosing frame already shows the reference to a network.
  const drawnEdges = edges.filter(({ from, to }) => !isAround(within, from, to));
  for (const { from, to } of drawnEdges) drawn.setEdge(from, to);
  const joined = new Set(drawnEdges.flatMap(({ from, to }) => [from, to]));
  const loose = nodes.filter(({ address }) => !joined.has(address) && !framed.has(address));
  for (const [above, below] of rowsOf(loose, within)) drawn.setEdge(above, below);
  layout(drawn);
  const { width = 0, height = 0 } = drawn.graph();
  return {
    width,
    height,
    nodes: nodes.map((node) => ({ node, ...boxOf(drawn.node(node.address)) })),
    frames: [...framed]
      .map((address) => ({
        address,
        depth: depthOf(within, address),
        ...boxOf(drawn.node(frameOf(address))),
      }))
      .sort((one, other) => one.depth - other.depth),
    routes: drawnEdges.map((edge) => ({
      edge,
      points: drawn.edge(edge.from, edge.to)?.points ?? [],
    })),
  };
}

/**
 * Pairs of blocks to put one below the other, so that blocks without lines form several rows.
 *
 * The layout would put all of them in one row.
 */
function rowsOf(
  loose: readonly GraphNode[],
  within: ReadonlyMap<string, string>,
): (readonly [string, string])[] {
  const groups = new Map<string, string[]>();
  for (const { address } of loose) {
    const network = within.get(address) ?? '';
    groups.set(network, [...(groups.get(network) ?? []), address]);
  }
  return [...groups.values()].flatMap((group) => {
    const columns = Math.ceil(Math.sqrt(group.length));
    return group.flatMap((above, at) => {
      const below = group[at + columns];
      return below === undefined ? [] : [[above, below] as const];
    });
  });
}

/** `instance` for `aws_instance`. */
export function shortType(type: string): string {
  return type.replace(/^aws_/, '');
}

/** Whether a type is drawn as a frame. */
export function isNetwork(type: string): boolean {
  return NETWORKS.includes(type);
}

/** Shortens a text to fit its box. */
export function fitting(text: string): string {
  return text.length <= CHARS_MAX ? text : `${text.slice(0, CHARS_MAX - 1)}…`;
}

function frameOf(address: string): string {
  return `${address} and what is in it`;
}

/** Maps each block to its network: the only subnet that it refers to, or the network of all blocks
 * that it refers to, including those behind a group. */
function networksOf({ nodes, edges }: Omit<Graph, 'more'>): Map<string, string> {
  const types = new Map(nodes.map(({ address, type }) => [address, type]));
  const named = new Map<string, string[]>();
  for (const { from, to } of edges) named.set(from, [...(named.get(from) ?? []), to]);
  const typeOf = (address: string): string => types.get(address) ?? '';
  const isResource = (address: string): boolean => !address.startsWith('data.');
  const found = new Map<string, string | null>();
  const networkOf = (address: string): string | null => {
    const known = found.get(address);
    if (known !== undefined) return known;
    // Stops at cycles of references.
    found.set(address, null);
    const [subnets = [], networks = []] = NETWORKS.map((network) =>
      (named.get(address) ?? []).filter((to) => typeOf(to) === network && isResource(to)),
    );
    const [subnet, ...others] = subnets;
    const outer = (of: readonly string[]): string | null =>
      of.map(networkOf).find((one) => one !== null) ?? null;
    let at: string | null;
    if (typeOf(address) === 'aws_vpc') at = null;
    else if (subnet !== undefined && typeOf(address) !== 'aws_subnet') {
      at = others.length === 0 ? subnet : outer(subnets);
    } else if (networks[0] !== undefined) [at = null] = networks;
    else at = outer((named.get(address) ?? []).filter((to) => GROUPS.test(typeOf(to))));
    found.set(address, at);
    return at;
  };
  for (const { address } of nodes) networkOf(address);
  return new Map([...found].filter((pair): pair is [string, string] => pair[1] !== null));
}

/** Whether a block is inside the network that it refers to. */
function isAround(within: ReadonlyMap<string, string>, address: string, network: string): boolean {
  for (let at = within.get(address); at !== undefined; at = within.get(at)) {
    if (at === network) return true;
  }
  return false;
}

function depthOf(within: ReadonlyMap<string, string>, address: string): number {
  let depth = 0;
  for (let at = within.get(address); at !== undefined; at = within.get(at)) depth += 1;
  return depth;
}

function boxOf({ x = 0, y = 0, width = 0, height = 0 }: Partial<Box>): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
