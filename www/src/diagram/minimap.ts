// Draws an overview of a large diagram, which shows and moves the visible part.

import type { Placed } from './layout';
import { numbers, svg } from './svg';

/** The part of a drawing that is visible. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Minimap {
  readonly element: SVGSVGElement;
  /** Marks the visible part. */
  show(view: View): void;
}

/** Draws the blocks of a drawing; `centre` receives the point that a user selects. */
export function minimapOf(
  nodes: readonly Placed[],
  width: number,
  height: number,
  centre: (x: number, y: number) => void,
): Minimap {
  const visible = svg('rect', { class: 'graph_minimap_view' });
  // The keys of the drawing do the same, so that a screen reader need not know it.
  const element = svg(
    'svg',
    { class: 'graph_minimap', viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    ...nodes.map(({ x, y, width: wide, height: high }) =>
      svg('rect', {
        class: 'graph_minimap_block',
        ...numbers({ x, y, width: wide, height: high }),
      }),
    ),
    visible,
  );
  const select = ({ clientX, clientY, buttons, pointerId }: PointerEvent): void => {
    const matrix = element.getScreenCTM();
    if (buttons !== 1 || matrix === null) return;
    element.setPointerCapture(pointerId);
    const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(matrix.inverse());
    centre(x, y);
  };
  element.addEventListener('pointerdown', select);
  element.addEventListener('pointermove', select);
  return {
    element,
    show(view) {
      for (const [name, value] of Object.entries(numbers({ ...view }))) {
        visible.setAttribute(name, value);
      }
    },
  };
}
