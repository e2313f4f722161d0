// Shows one file of a joined text in an editor.
//
// The other files stay in the text, hidden, so that positions of diagnostics hold for every file.
// While one file is shown, its lines are counted from 1, and typing changes no other file.

import {
  EditorSelection,
  EditorState,
  type Extension,
  type Range,
  StateEffect,
  StateField,
} from '@codemirror/state';
import { Decoration, EditorView, lineNumbers } from '@codemirror/view';
import type { Part } from '../check/parts';

/** Position of a file in the text, without the line that names it. */
interface FileRange {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

const shownFile = StateEffect.define<FileRange | null>();

const field = StateField.define<FileRange | null>({
  create: () => null,
  update(range, { effects, docChanged, changes }) {
    for (const effect of effects) if (effect.is(shownFile)) return effect.value;
    if (range === null || !docChanged) return range;
    return { ...range, from: changes.mapPos(range.from, -1), to: changes.mapPos(range.to, 1) };
  },
});

/** Extension of an editor that can show one of several files. */
export function fileView(): Extension {
  return [
    field,
    EditorView.decorations.compute([field, 'doc'], hidden),
    EditorState.transactionFilter.of((transaction) => {
      const { startState, docChanged, changes, selection, effects } = transaction;
      const range = startState.field(field);
      if (range === null || effects.some((effect) => effect.is(shownFile))) return transaction;
      const { from, to } = range;
      if (docChanged) {
        const isTyped = ['input', 'delete', 'move'].some((one) => transaction.isUserEvent(one));
        let isInside = true;
        changes.iterChangedRanges((start, end) => {
          isInside &&= start >= from && end <= to;
        });
        return isInside || !isTyped ? transaction : [];
      }
      if (selection === undefined) return transaction;
      const inside = (at: number): number => Math.max(from, Math.min(at, to));
      const ranges = selection.ranges.map(({ anchor, head }) =>
        EditorSelection.range(inside(anchor), inside(head)),
      );
      return [
        transaction,
        { selection: EditorSelection.create(ranges, selection.mainIndex), sequential: true },
      ];
    }),
    lineNumbers({
      formatNumber(number, state) {
        const range = state.field(field, false) ?? null;
        return String(range === null ? number : number - state.doc.lineAt(range.from).number + 1);
      },
    }),
  ];
}

/** Name of the shown file; null where all are shown. */
export function nameOfShown(view: EditorView): string | null {
  return view.state.field(field)?.name ?? null;
}

/** Shows a file, or all files for null. */
export function showFile(view: EditorView, parts: readonly Part[], name: string | null): void {
  const index = parts.findIndex((part) => part.name === name);
  const part = parts[index];
  if (part === undefined) {
    if (nameOfShown(view) !== null) view.dispatch({ effects: shownFile.of(null) });
    return;
  }
  const { doc } = view.state;
  const next = parts[index + 1];
  const from = part.head < doc.lines ? doc.line(part.head + 1).from : doc.length;
  const to = next === undefined ? doc.length : Math.max(from, doc.line(next.head - 1).to);
  view.dispatch({
    effects: [shownFile.of({ name: part.name, from, to }), EditorView.scrollIntoView(from)],
    selection: { anchor: from },
  });
}

/** Decorations that hide the lines before and after the shown file. */
function hidden(state: EditorState) {
  const range = state.field(field);
  if (range === null) return Decoration.none;
  const block = Decoration.replace({ block: true });
  const all: Range<Decoration>[] = [];
  if (range.from > 0) all.push(block.range(0, range.from - 1));
  if (range.to < state.doc.length) all.push(block.range(range.to + 1, state.doc.length));
  return Decoration.set(all);
}
