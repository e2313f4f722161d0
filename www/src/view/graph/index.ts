// Shows the resource diagram of a configuration.

import './style.css';
import type { Drawing } from '../../diagram/draw';
import { el, shown } from '../../dom';
import { saveFile } from '../../download';
import { count } from '../../format';
import type { State, Store } from '../../state';
import type { Graph } from '../../types';

/** Draws the configuration that `pick` selects, once the section is opened. */
export function mountGraph(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => string | undefined,
  graphOf: (code: string) => Promise<Graph>,
  go: (line: number) => void,
): void {
  const frame = el('div', { class: 'graph_frame_around' });
  const status = el('p', { class: 'note', attributes: { role: 'status' } });
  let drawn: Drawing | null = null;
  const button = (text: string, label: string, click: () => void): HTMLElement =>
    el('button', {
      class: 'button button_small',
      text,
      attributes: { type: 'button', 'aria-label': label },
      on: { click },
    });
  const tools = el(
    'div',
    { class: 'graph_tools' },
    button('+', 'Zoom in', () => drawn?.zoom(1)),
    button('−', 'Zoom out', () => drawn?.zoom(-1)),
    button('Show all', 'Show all', () => drawn?.fit()),
    button('SVG', 'Save as SVG', () => {
      if (drawn !== null) saveFile('diagram.svg', drawn.svg());
    }),
    button('PNG', 'Save as PNG', () => {
      if (drawn !== null) void savePicture(drawn);
    }),
  );
  const legend = el(
    'p',
    { class: 'graph_legend' },
    ...MEANINGS.map(([kind, text]) => el('span', { class: `graph_kind is-${kind}`, text })),
  );
  shown(tools, false);
  shown(legend, false);
  root.append(el('div', { class: 'graph_head' }, tools, legend, status), frame);
  const isSeen = (): boolean => root.closest('[role="tabpanel"][hidden]') === null;
  /** The configuration that is drawn; it is drawn once its panel is shown. */
  let last: string | null = null;

  const show = async (code: string | undefined): Promise<void> => {
    if (code === undefined || code === last || !isSeen()) return;
    last = code;
    try {
      const [graph, { draw }] = await Promise.all([graphOf(code), import('../../diagram/draw')]);
      // A newer configuration is drawn by its own call.
      if (code !== pick(store.get())) return;
      const { nodes, more } = graph;
      const drawing = draw(graph, root.id, go);
      shown(tools, nodes.length > 0);
      drawn = drawing;
      const parts = [drawing.element, drawing.minimap].filter((part) => part !== null);
      frame.replaceChildren(...(nodes.length === 0 ? [] : parts));
      status.textContent =
        nodes.length === 0
          ? 'No resources to draw.'
          : `${count(nodes.length, 'block')}${more > 0 ? `, ${more} more not drawn` : ''}. ` +
            'Click a block to go to its line; drag to move, Ctrl + wheel to zoom.';
      shown(legend, nodes.length > 0);
    } catch {
      last = null;
      status.textContent =
        'The diagram could not be loaded. Open another tab and come back to try again.';
    }
  };
  store.watch(pick, (code) => void show(code));
  addEventListener('panelshown', () => void show(pick(store.get())));
}

/** Names of the kinds of lines. */
const MEANINGS = [
  ['network', 'network'],
  ['permission', 'permission'],
  ['data', 'data'],
] as const;

/** Pixels of the picture for each pixel of the drawing. */
const SCALE = 2;
/** Browsers draw nothing on a larger canvas. */
const SIDE_MAX = 8_000;

/** Saves the whole drawing as PNG. */
async function savePicture({ svg, size: [width, height] }: Drawing): Promise<void> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg())}`;
  await picture.decode();
  const scale = Math.min(SCALE, SIDE_MAX / Math.max(width, height));
  const canvas = el('canvas', {
    attributes: {
      width: String(Math.round(width * scale)),
      height: String(Math.round(height * scale)),
    },
  });
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob !== null) saveFile('diagram.png', new Uint8Array(await blob.arrayBuffer()));
}
