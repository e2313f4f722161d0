// Draws the resource diagram of a configuration. Loaded on demand.

import type { Graph } from '../types';
import { drawing, type Drawing } from './draw';
import { layoutOf } from './layout';

/** Draws a graph.
 *
 * `id` makes its element ids unique; `go` receives the line of a selected block. */
export function draw(graph: Graph, id: string, go: (line: number) => void): Drawing {
  return drawing(layoutOf(graph), id, go);
}
