// Shows the resource diagram of a configuration.

import './style.css';
import { el, shown } from '../../dom';
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
  let drawn: { zoom(step: 1 | -1): void; fit(): void } | null = null;
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
  );
  root.append(el('div', { class: 'graph_head' }, tools, status), frame);
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
      frame.replaceChildren(...(nodes.length === 0 ? [] : [drawing.element]));
      status.textContent =
        nodes.length === 0
          ? 'No resources to draw.'
          : `${count(nodes.length, 'block')}${more > 0 ? `, ${more} more not drawn` : ''}. ` +
            'Click a block to go to its line; drag to move, Ctrl + wheel to zoom.';
    } catch {
      last = null;
      status.textContent =
        'The diagram could not be loaded. Open another tab and come back to try again.';
    }
  };
  store.watch(pick, (code) => void show(code));
  addEventListener('panelshown', () => void show(pick(store.get())));
}
