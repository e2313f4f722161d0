// Shows a configuration with diagnostics below the affected lines.

import './style.css';
import { el, shown } from '../../dom';
import type { State, Store } from '../../state';
import type { FixResult } from '../../types';
import { highlight, type Piece } from './highlight';

/** Longer texts are shown without highlighting, which would be slow to render. */
const COLOURED_CHARS_MAX = 200_000;

interface Note {
  readonly level: string;
  readonly text: string;
  /** Key of the row that has the details. */
  readonly key: string;
}

/** Shows the configuration that `pick` selects. */
export function mountCode(
  root: HTMLElement,
  store: Store,
  pick: (state: State) => FixResult | undefined,
  title: string,
  open: (key: string) => void,
): void {
  const text = el('pre', {
    class: 'code_text',
    attributes: { tabindex: '0', 'aria-label': title },
  });
  root.append(text);
  store.watch(pick, (result) => {
    shown(root, result !== undefined);
    if (result === undefined) return;
    const { code } = result;
    if (code.length > COLOURED_CHARS_MAX) {
      text.replaceChildren(el('code', { class: 'code_plain', text: code }));
      return;
    }
    const notes = notesByLine(result);
    text.replaceChildren(
      ...highlight(code).flatMap((pieces, index) =>
        line(pieces, lineId(root.id, index + 1), notes.get(index + 1) ?? [], open),
      ),
    );
  });
}

/** Scrolls a line into view and focuses it. */
export function goToLine(root: string, number: number): void {
  const found = document.getElementById(lineId(root, number));
  found?.scrollIntoView({ block: 'center' });
  found?.focus({ preventScroll: true });
}

/** Scrolls a line into view and marks it; the focus stays. */
export function showLine(root: string, number: number): void {
  document.querySelector(`#${root} .is-current`)?.classList.remove('is-current');
  const found = document.getElementById(lineId(root, number));
  if (found === null || found.offsetParent === null) return;
  found.classList.add('is-current');
  found.scrollIntoView({ block: 'center' });
}

function lineId(root: string, number: number): string {
  return `${root}_line_${number}`;
}

function line(
  pieces: readonly Piece[],
  id: string,
  notes: readonly Note[],
  open: (key: string) => void,
): HTMLElement[] {
  const row = el('code', { class: 'code_line', attributes: { id, tabindex: '-1' } });
  for (const { kind, text } of pieces) {
    row.append(kind === 'plain' ? text : el('span', { class: `code_${kind}`, text }));
  }
  const below = notes.map(({ level, text, key }) =>
    el('span', { class: `code_note is-${level}`, text, on: { click: () => open(key) } }),
  );
  return [row, ...below];
}

function notesByLine({ problems, findings }: FixResult): Map<number, Note[]> {
  const notes = new Map<number, Note[]>();
  const add = (at: number, note: Note): void => {
    notes.set(at, [...(notes.get(at) ?? []), note]);
  };
  for (const { start, summary, message } of problems) {
    add(start.line, { level: 'problem', text: message, key: `${summary} ${message}` });
  }
  for (const { start, id, address, message, severity } of findings) {
    add(start.line, { level: severity, text: `${id} ${message}`, key: `${id} ${address}` });
  }
  return notes;
}
