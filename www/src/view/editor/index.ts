// Shows the editor of the checked configuration with its diagnostics.

import './style.css';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { CheckActions } from '../../actions';
import { el } from '../../dom';
import {
  createEditor,
  createEditorState,
  goToLine,
  replaceText,
  showLine,
} from '../../editor/frame';
import { type FindingMark, marks } from '../../editor/marks';
import { changeFor } from '../../fix-selection';
import type { Store, Verdict } from '../../state';
import type { Finding } from '../../types';

export interface Editor {
  goToLine(line: number): void;
  /** Scrolls a line into view; the focus stays. */
  showLine(line: number): void;
}

export function mountEditor(root: HTMLElement, store: Store, actions: CheckActions): Editor {
  const frame = el('div', { class: 'editor_frame' });
  root.append(frame);
  const view = createEditor(
    frame,
    createEditorState('Terraform to check', [
      history(),
      placeholder('Paste Terraform here, or drop files'),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) actions.edit(() => update.view.state.doc.toString());
      }),
      EditorView.domEventHandlers({
        paste(event) {
          const text = event.clipboardData?.getData('text/plain') ?? '';
          if (!actions.isReport(text)) return false;
          event.preventDefault();
          actions.report(text);
          return true;
        },
      }),
    ]),
  );
  store.watch(
    (state) => state.check.input,
    (input) => {
      if (input !== null) replaceText(view, input.text);
    },
  );
  store.watch(
    (state) => state.check.verdict,
    (verdict) => {
      const { doc } = view.state;
      // Diagnostics of an older text would have wrong positions.
      if (verdict !== null && doc.toString() !== verdict.fixState.base) return;
      const found =
        verdict === null
          ? []
          : marks(doc, verdict.problems, verdict.findings, findingMarks(verdict, actions));
      view.dispatch(setDiagnostics(view.state, found));
    },
  );
  return {
    goToLine: (line) => goToLine(view, line),
    showLine: (line) => showLine(view, line),
  };
}

/** Actions of a finding's diagnostic: apply the fix, or undo it. */
function findingMarks(
  { fixState }: Verdict,
  { fixActions }: CheckActions,
): (finding: Finding) => FindingMark {
  const open = new Set(fixState.shown.findings.map(({ id, address }) => `${id} ${address}`));
  const made = new Set(fixState.shown.changes.map(({ id }) => id));
  return (finding) => {
    const { id, address, remedy } = finding;
    const change = changeFor(finding);
    const action = made.has(change)
      ? { name: 'Undo', apply: () => fixActions.undo(change, true) }
      : { name: 'Fix', apply: () => fixActions.accept(change) };
    return {
      settled: !open.has(`${id} ${address}`),
      actions: remedy === 'none' ? [] : [action],
    };
  };
}
