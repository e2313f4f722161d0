// The program that is checked, as it is written: what is wrong stands at its lines.

import './style.css';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { el } from '../../dom';
import { editorIn, goToLine, replaceText, stateOf } from '../../editor/frame';
import { marks, type Said } from '../../editor/marks';
import type { CheckIntents } from '../../actions';
import type { Store, Verdict } from '../../state';
import type { Finding } from '../../types';

export interface Editor {
  goToLine(line: number): void;
}

export function mountEditor(root: HTMLElement, store: Store, intents: CheckIntents): Editor {
  const frame = el('div', { class: 'editor_frame' });
  root.append(frame);
  const view = editorIn(frame, stateOf('Terraform to check', [
    history(),
    placeholder('Paste Terraform here, or drop files'),
    keymap.of([...defaultKeymap, ...historyKeymap]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) intents.edit(() => update.view.state.doc.toString());
    }),
    EditorView.domEventHandlers({
      paste(event) {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (!intents.isReport(text)) return false;
        event.preventDefault();
        intents.report(text);
        return true;
      },
    }),
  ]));
  store.watch((state) => state.check.given, (given) => {
    if (given !== null) replaceText(view, given.text);
  });
  store.watch((state) => state.check.verdict, (verdict) => {
    const { doc } = view.state;
    // Marks of an older text would stand at wrong places.
    if (verdict !== null && doc.toString() !== verdict.mending.base) return;
    const found = verdict === null ? []
      : marks(doc, verdict.problems, verdict.findings, sayer(verdict, intents));
    view.dispatch(setDiagnostics(view.state, found));
  });
  return { goToLine: (line) => goToLine(view, line) };
}

/** A mark of a finding makes its fix, or undoes it. */
function sayer({ mending }: Verdict, { deeds }: CheckIntents): (finding: Finding) => Said {
  const open = new Set(mending.shown.findings.map(({ id, address }) => `${id} ${address}`));
  const made = new Set(mending.shown.changes.map(({ id }) => id));
  return ({ id, address, remedy }) => {
    const change = `fix:${id}:${address}`;
    const action = made.has(change)
      ? { name: 'Undo', apply: () => deeds.undo(change, true) }
      : { name: 'Mend it', apply: () => deeds.accept(change) };
    return {
      settled: !open.has(`${id} ${address}`),
      actions: remedy === 'none' ? [] : [action],
    };
  };
}
