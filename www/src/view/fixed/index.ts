// Shows the fixed configuration with its changes and open diagnostics.

import './style.css';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { el, shown } from '../../dom';
import { COMPARED_CHARS_MAX, diffExtension } from '../../editor/comparison';
import { createEditor, createEditorState, goToLine, replaceText } from '../../editor/frame';
import { marks } from '../../editor/marks';
import type { Store } from '../../state';

/** Diagnostics of this editor are open, and are fixed from the lists. */
const OPEN = { settled: false, actions: [] };

export interface FixedView {
  goToLine(line: number): void;
}

export function mountFixed(root: HTMLElement, store: Store): FixedView {
  const compared = el('input', {
    class: 'fixed_switch',
    attributes: { type: 'checkbox', id: 'fixed_compared' },
    on: { change: () => compare(store.get().check.verdict?.fixState.base ?? '') },
  });
  compared.checked = true;
  const frame = el('div', { class: 'fixed_frame' });
  const choice = el(
    'label',
    { class: 'note', attributes: { for: 'fixed_compared' } },
    compared,
    ' Show changes',
  );
  root.append(
    el(
      'div',
      { class: 'fixed_head' },
      el('h3', { class: 'label', text: 'Fixed configuration' }),
      choice,
    ),
    frame,
  );
  const comparison = new Compartment();
  const comparedTo = (base: string): Extension =>
    compared.checked && base.length <= COMPARED_CHARS_MAX ? diffExtension(base, 'whole') : [];
  const fresh = (base: string, code: string) =>
    createEditorState(
      'Fixed configuration',
      [EditorState.readOnly.of(true), comparison.of(comparedTo(base))],
      code,
    );
  const view = createEditor(frame, fresh('', ''));
  const compare = (base: string): void => {
    view.dispatch({ effects: comparison.reconfigure(comparedTo(base)) });
  };

  let base: string | null = null;
  store.watch(
    (state) => state.check.verdict,
    (verdict) => {
      shown(root, verdict !== null);
      if (verdict === null) return;
      const { fixState } = verdict;
      if (fixState.base !== base) {
        base = fixState.base;
        shown(choice, base.length <= COMPARED_CHARS_MAX);
        // A change of a hidden editor would draw the whole text.
        view.setState(fresh(base, fixState.shown.code));
      }
      replaceText(view, fixState.shown.code);
      const { problems, findings } = fixState.shown;
      const found = marks(view.state.doc, problems, findings, () => OPEN);
      view.dispatch(setDiagnostics(view.state, found));
    },
  );
  return { goToLine: (line) => goToLine(view, line) };
}
