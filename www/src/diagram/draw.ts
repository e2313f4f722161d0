// Draws a resource graph as SVG for mouse, keyboard and screen reader.
//
// Loaded on demand, with the layout library.

import type { Edge, Graph } from '../types';
import type { Frame, Placed, Route } from './layout';
import { fitting, isNetwork, layoutOf, shortType } from './layout';
import { minimapOf, type View } from './minimap';
import { numbers, SVG, svg } from './svg';

/** Zoom factor of a step, and the limits of the scale. */
const ZOOM = 1.25;
const SCALE_MIN = 0.2;
const SCALE_MAX = 4;
/** Most blocks of a drawing without an overview. */
const PLAIN_MAX = 30;

export interface Drawing {
  readonly element: SVGSVGElement;
  /** Overview of a large drawing; null for a small one. */
  readonly minimap: SVGSVGElement | null;
  zoom(step: 1 | -1): void;
  /** Shows the whole drawing. */
  fit(): void;
  /** The whole drawing as an SVG file, with its colours. */
  svg(): string;
  /** Width and height of the whole drawing, in pixels. */
  readonly size: readonly [number, number];
}

/** Draws a graph.
 *
 * `id` makes its element ids unique; `go` receives the line of a selected block. */
export function draw(graph: Graph, id: string, go: (line: number) => void): Drawing {
  const { width, height, nodes, frames, routes } = layoutOf(graph);
  const tip = `${id}_tip`;
  const root = svg('svg', {
    class: 'graph_drawing',
    role: 'group',
    tabindex: '0',
    'aria-label': 'Resources and their references. Plus and minus zoom, arrow keys move.',
  });
  const arrow = svg(
    'marker',
    {
      id: tip,
      viewBox: '0 0 8 8',
      refX: '7',
      refY: '4',
      markerWidth: '7',
      markerHeight: '7',
      orient: 'auto',
    },
    svg('path', { d: 'M0 0 L8 4 L0 8 z', class: 'graph_tip' }),
  );
  root.append(
    svg('defs', {}, arrow),
    ...frames.map(frame),
    ...routes.map((one) => route(one, tip)),
    ...nodes.map((placed) => block(placed, routes, go)),
  );

  let view: View = { x: 0, y: 0, width, height };
  const centre = (x: number, y: number): void => {
    view = { ...view, x: x - view.width / 2, y: y - view.height / 2 };
    show();
  };
  const minimap = nodes.length > PLAIN_MAX ? minimapOf(nodes, width, height, centre) : null;
  const show = (): void => {
    root.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
    minimap?.show(view);
  };
  const fit = (): void => {
    view = { x: 0, y: 0, width: Math.max(width, 320), height: Math.max(height, 60) };
    show();
  };
  /** Zooms around a point, which keeps its position on screen. */
  const zoomAt = (step: number, x: number, y: number): void => {
    const by = ZOOM ** -step;
    const scale = width / (view.width * by);
    if (scale < SCALE_MIN || scale > SCALE_MAX) return;
    view = {
      x: x - (x - view.x) * by,
      y: y - (y - view.y) * by,
      width: view.width * by,
      height: view.height * by,
    };
    show();
  };
  const zoom = (step: number): void =>
    zoomAt(step, view.x + view.width / 2, view.y + view.height / 2);
  const move = (x: number, y: number): void => {
    view = { ...view, x: view.x + x, y: view.y + y };
    show();
  };
  root.addEventListener('keydown', (event) => {
    const step = view.width / 12;
    const handlers: Readonly<Record<string, () => void>> = {
      '+': () => zoom(1),
      '=': () => zoom(1),
      '-': () => zoom(-1),
      0: fit,
      ArrowLeft: () => move(-step, 0),
      ArrowRight: () => move(step, 0),
      ArrowUp: () => move(0, -step),
      ArrowDown: () => move(0, step),
    };
    const handler = handlers[event.key];
    if (handler === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    handler();
  });
  // Without Ctrl the wheel scrolls the page.
  root.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const { left, top, width: wide, height: high } = root.getBoundingClientRect();
      zoomAt(
        event.deltaY < 0 ? 1 : -1,
        view.x + ((event.clientX - left) / wide) * view.width,
        view.y + ((event.clientY - top) / high) * view.height,
      );
    },
    { passive: false },
  );
  drag(root, (x, y) => {
    const by = view.width / root.getBoundingClientRect().width;
    move(-x * by, -y * by);
  });
  fit();
  const file = (): string => {
    const copy = root.cloneNode(true) as SVGSVGElement;
    copyStyles(root, copy);
    copy.setAttribute('xmlns', SVG);
    copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
    copy.setAttribute('width', String(Math.ceil(width)));
    copy.setAttribute('height', String(Math.ceil(height)));
    return new XMLSerializer().serializeToString(copy);
  };
  return {
    element: root,
    minimap: minimap?.element ?? null,
    zoom,
    fit,
    svg: file,
    size: [Math.ceil(width), Math.ceil(height)],
  };
}

/** Properties of the style sheet that a drawing in a file of its own needs. */
const STYLES = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'font'] as const;

/** Copies computed styles as attributes; a policy without inline styles allows these. */
function copyStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (name === 'font') {
      if (from.tagName === 'text') {
        to.setAttribute('font-size', style.fontSize);
        to.setAttribute('font-weight', style.fontWeight);
        to.setAttribute('font-family', 'monospace');
      }
    } else to.setAttribute(name, value);
  }
  for (const name of ['class', 'tabindex', 'role']) to.removeAttribute(name);
  for (const [index, child] of [...from.children].entries()) {
    const copied = to.children[index];
    if (copied !== undefined) copyStyles(child, copied);
  }
}

function drag(root: SVGSVGElement, move: (x: number, y: number) => void): void {
  let last: { x: number; y: number } | null = null;
  root.addEventListener('pointerdown', ({ target, clientX: x, clientY: y, button }) => {
    const onBlock = target instanceof Element && target.closest('.graph_block') !== null;
    if (button === 0 && !onBlock) last = { x, y };
  });
  root.addEventListener('pointermove', ({ clientX: x, clientY: y, buttons, pointerId }) => {
    if (last === null) return;
    if (buttons === 0) {
      last = null;
      return;
    }
    root.setPointerCapture(pointerId);
    move(x - last.x, y - last.y);
    last = { x, y };
  });
  root.addEventListener('pointerup', () => {
    last = null;
  });
}

function frame({ address, x, y, width, height, depth }: Frame): SVGElement {
  const name = svg('text', { class: 'graph_label', ...numbers({ x: x + 8, y: y + 13 }) });
  name.textContent = address.startsWith('aws_vpc.') ? 'VPC' : 'Subnet';
  return svg(
    'g',
    { 'aria-hidden': 'true' },
    svg('rect', {
      class: `graph_frame is-depth-${depth % 2}`,
      rx: '8',
      ...numbers({ x, y, width, height }),
    }),
    name,
  );
}

/** Meaning of a reference: a permission, the flow of traffic, or the use of data. */
type Meaning = 'permission' | 'network' | 'data';

const PERMISSION = /\.?aws_(?:iam_|kms_|\w*_(?:policy|permission)\b)|_policy\.|_permission\./;
const NETWORK = new RegExp(
  [
    'aws_(?:vpc|subnet|security_group|route|internet_gateway|nat_gateway|network_|eip|alb|flow_log',
    'lb(?:_|\\.)|default_(?:security_group|route|network))',
  ].join('|'),
);

/** The meaning of a reference, by the types at its ends. */
export function meaningOf({ from, to }: Pick<Edge, 'from' | 'to'>): Meaning {
  if (PERMISSION.test(from) || PERMISSION.test(to)) return 'permission';
  return NETWORK.test(from) || NETWORK.test(to) ? 'network' : 'data';
}

function route({ points, edge }: Route, tip: string): SVGElement {
  const [first, ...rest] = points;
  if (first === undefined) return svg('g', {});
  // Curves through the midpoints of the segments make a smooth line.
  const steps = rest.map((point, index) => {
    const next = rest[index + 1];
    return next === undefined
      ? `T${point.x} ${point.y}`
      : `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return svg('path', {
    class: `graph_way is-${meaningOf(edge)}`,
    d: `M${first.x} ${first.y} ${steps.join(' ')}`,
    'marker-end': `url(#${tip})`,
  });
}

function block(
  { node, x, y, width, height }: Placed,
  routes: readonly Route[],
  go: (line: number) => void,
): SVGElement {
  const { address, type, name, line } = node;
  const to = routes.filter(({ edge }) => edge.from === address).map(({ edge }) => edge.to);
  // Starts with the visible text, so that voice control finds the block by it.
  const label = [
    `${fitting(shortType(type))} ${fitting(name)}`,
    address,
    `line ${line}`,
    ...(to.length > 0 ? [`refers to ${to.join(', ')}`] : []),
  ].join(', ');
  const kind = address.startsWith('data.')
    ? 'is-data'
    : type === 'module'
      ? 'is-module'
      : isNetwork(type)
        ? 'is-network'
        : 'is-made';
  const text = (value: string, of: string, at: number): SVGElement => {
    const made = svg('text', { class: of, ...numbers({ x: x + 11, y: y + at }) });
    made.textContent = fitting(value);
    return made;
  };
  const group = svg(
    'g',
    {
      class: `graph_block ${kind}`,
      role: 'button',
      tabindex: '0',
      'aria-label': label,
    },
    svg('rect', { class: 'graph_box', rx: '6', ...numbers({ x, y, width, height }) }),
    text(shortType(type), 'graph_type', 17),
    document.createTextNode(' '),
    text(name, 'graph_name', 34),
  );
  group.addEventListener('click', () => go(line));
  group.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    go(line);
  });
  return group;
}
