// The program, with what is wrong written under the line where it is wrong.

import './style.css';
import { el, shown } from '../../dom';
import type { Store } from '../../state';
import type { Mended } from '../../types';
import { highlight, type Piece } from './highlight';

/** Longer programs are shown as plain text: a page of coloured pieces would be slow to lay out. */
const COLOURED_CHARS_MAX = 200_000;

interface Note {
  readonly level: string;
  readonly text: string;
}

export function mountCode(root: HTMLElement, store: Store): void {
  const text = el('pre', {
    class: 'code_text',
    attributes: { tabindex: '0', 'aria-label': 'main.tf' },
  });
  root.append(el('h3', { class: 'label', text: 'main.tf' }), text);
  store.watch((state) => state.result?.shown, (mended) => {
    shown(root, mended !== undefined);
    if (mended === undefined) return;
    const { code } = mended;
    if (code.length > COLOURED_CHARS_MAX) {
      text.replaceChildren(el('code', { class: 'code_plain', text: code }));
      return;
    }
    const notes = notesByLine(mended);
    text.replaceChildren(...highlight(code).flatMap((pieces, index) =>
      line(pieces, index + 1, notes.get(index + 1) ?? [])));
  });
}

/** Brings a line of the program into view and into focus. */
export function goToLine(number: number): void {
  const found = document.getElementById(lineId(number));
  found?.scrollIntoView({ block: 'center' });
  found?.focus({ preventScroll: true });
}

function lineId(number: number): string {
  return `line_${number}`;
}

function line(pieces: readonly Piece[], number: number, notes: readonly Note[]): HTMLElement[] {
  const row = el('code', {
    class: 'code_line',
    attributes: { id: lineId(number), tabindex: '-1', 'data-line': String(number) },
  });
  for (const { kind, text } of pieces) {
    row.append(kind === 'plain' ? text : el('span', { class: `code_${kind}`, text }));
  }
  const below = notes.map(({ level, text }) =>
    el('span', { class: `code_note is-${level}`, text }));
  return [row, ...below];
}

function notesByLine({ problems, findings }: Mended): Map<number, Note[]> {
  const notes = new Map<number, Note[]>();
  const add = (at: number, note: Note): void => {
    notes.set(at, [...(notes.get(at) ?? []), note]);
  };
  for (const { place, message } of problems) add(place.line, { level: 'problem', text: message });
  for (const { place, id, wrong, severity } of findings) {
    add(place.line, { level: severity, text: `${id} ${wrong}` });
  }
  return notes;
}
