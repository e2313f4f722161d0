// The mended program, beside what it was: what was changed, and what is still open at its lines.

import './style.css';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { el, shown } from '../../dom';
import { COMPARED_CHARS_MAX, comparisonWith } from '../../editor/comparison';
import { editorIn, goToLine, replaceText, stateOf } from '../../editor/frame';
import { marks } from '../../editor/marks';
import type { Store } from '../../state';

/** What is marked here is still open, and is mended from the lists. */
const OPEN = { settled: false, actions: [] };

export interface MendedView {
  goToLine(line: number): void;
}

export function mountMended(root: HTMLElement, store: Store): MendedView {
  const compared = el('input', {
    class: 'fixed_switch', attributes: { type: 'checkbox', id: 'fixed_compared' },
    on: { change: () => compare(store.get().check.verdict?.mending.base ?? '') },
  });
  compared.checked = true;
  const frame = el('div', { class: 'fixed_frame' });
  const choice = el('label', { class: 'note', attributes: { for: 'fixed_compared' } }, compared,
    ' Show what was changed');
  root.append(
    el('div', { class: 'fixed_head' },
      el('h3', { class: 'label', text: 'Mended program' }), choice),
    frame);
  const comparison = new Compartment();
  const comparedTo = (base: string): Extension =>
    compared.checked && base.length <= COMPARED_CHARS_MAX ? comparisonWith(base, 'whole') : [];
  const fresh = (base: string, code: string) => stateOf('Mended program', [
    EditorState.readOnly.of(true), comparison.of(comparedTo(base)),
  ], code);
  const view = editorIn(frame, fresh('', ''));
  const compare = (base: string): void => {
    view.dispatch({ effects: comparison.reconfigure(comparedTo(base)) });
  };

  let base: string | null = null;
  store.watch((state) => state.check.verdict, (verdict) => {
    shown(root, verdict !== null);
    if (verdict === null) return;
    const { mending } = verdict;
    if (mending.base !== base) {
      base = mending.base;
      shown(choice, base.length <= COMPARED_CHARS_MAX);
      // A text that is put in as a change would be drawn whole while it is out of sight.
      view.setState(fresh(base, mending.shown.code));
    }
    replaceText(view, mending.shown.code);
    const { problems, findings } = mending.shown;
    const found = marks(view.state.doc, problems, findings, () => OPEN);
    view.dispatch(setDiagnostics(view.state, found));
  });
  return { goToLine: (line) => goToLine(view, line) };
}
