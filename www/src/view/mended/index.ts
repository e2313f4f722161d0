// The mended program, beside what it was: what was changed, and what is still open at its lines.

import './style.css';
import { setDiagnostics } from '@codemirror/lint';
import { unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { el, shown } from '../../dom';
import { editorIn, goToLine, replaceText } from '../../editor/frame';
import { marks } from '../../editor/marks';
import type { Store } from '../../state';

/** The comparison goes on by lines where it has not ended by then, in milliseconds. */
const COMPARE_MS = 40;

/** What is marked here is still open, and is mended from the lists. */
const OPEN = { settled: false, actions: [] };

export interface MendedView {
  goToLine(line: number): void;
}

export function mountMended(root: HTMLElement, store: Store): MendedView {
  const compared = el('input', {
    class: 'mended_switch', attributes: { type: 'checkbox', id: 'mended_compared' },
    on: { change: () => compare(store.get().check.verdict?.mending.base ?? '') },
  });
  compared.checked = true;
  const frame = el('div', { class: 'mended_frame' });
  root.append(
    el('div', { class: 'mended_head' },
      el('h3', { class: 'label', text: 'Mended program' }),
      el('label', { class: 'note', attributes: { for: 'mended_compared' } }, compared,
        ' Show what was changed')),
    frame);
  const comparison = new Compartment();
  const view = editorIn(frame, 'Mended program', [
    EditorState.readOnly.of(true), comparison.of([]),
  ]);
  const compare = (base: string): void => {
    const extension = compared.checked ? comparedTo(base) : [];
    view.dispatch({ effects: comparison.reconfigure(extension) });
  };

  let base: string | null = null;
  store.watch((state) => state.check.verdict, (verdict) => {
    shown(root, verdict !== null);
    if (verdict === null) return;
    const { mending } = verdict;
    if (mending.base !== base) {
      base = mending.base;
      compare(base);
    }
    replaceText(view, mending.shown.code);
    const { problems, findings } = mending.shown;
    const found = marks(view.state.doc, problems, findings, () => OPEN);
    view.dispatch(setDiagnostics(view.state, found));
  });
  return { goToLine: (line) => goToLine(view, line) };
}

function comparedTo(original: string): Extension {
  return unifiedMergeView({
    original,
    mergeControls: false,
    highlightChanges: false,
    diffConfig: { scanLimit: 500, timeout: COMPARE_MS },
  });
}
