// The picture of a program: fetched when it is opened.

import type { Graph } from '../types';
import { drawing, type Drawing } from './draw';
import { layoutOf } from './layout';

/** Draws a graph under an id of its own; `go` is called with the line of a block that is chosen. */
export function draw(graph: Graph, id: string, go: (line: number) => void): Drawing {
  return drawing(layoutOf(graph), id, go);
}
