// Shows the editor of the checked configuration with its diagnostics.

import './style.css';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { setDiagnostics } from '@codemirror/lint';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import type { CheckActions } from '../../actions';
import { type Part, splitFiles } from '../../check/parts';
import { el, shown } from '../../dom';
import { fileView, nameOfShown, showFile } from '../../editor/file-view';
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

/** Name of the tab that shows the joined text. */
const ALL = 'All files';

export interface Editor {
  goToLine(line: number): void;
  /** Scrolls a line into view; the focus stays. */
  showLine(line: number): void;
}

export function mountEditor(root: HTMLElement, store: Store, actions: CheckActions): Editor {
  const tabs = el('div', {
    class: 'editor_tabs',
    attributes: { role: 'group', 'aria-label': 'Files in the editor' },
  });
  const frame = el('div', { class: 'editor_frame' });
  root.append(tabs, frame);
  const view = createEditor(
    frame,
    createEditorState('Terraform to check', [
      fileView(),
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
  let parts: readonly Part[] = [];
  /** Lists the files of the text, and shows one of several. */
  const list = (text: string, isNew: boolean): void => {
    const before = nameOfShown(view);
    const wasOne = parts.length < 2;
    const found = splitFiles(text);
    parts = found.length > 1 && found.every(({ head }) => head > 0) ? found : [];
    const isKnown = parts.some(({ name }) => name === before);
    const name = isKnown ? before : wasOne || isNew ? (parts[0]?.name ?? null) : null;
    if (isNew || name !== before) showFile(view, parts, name);
    showTabs();
  };
  const showTabs = (): void => {
    const names = parts.length > 1 ? [ALL, ...parts.map(({ name }) => name)] : [];
    shown(tabs, names.length > 0);
    // Equal tabs stay, so that one of them keeps the focus.
    const old = Array.from(tabs.children, ({ textContent }) => textContent);
    if (old.join('\n') !== names.join('\n')) tabs.replaceChildren(...names.map(tabOf));
    const now = nameOfShown(view) ?? ALL;
    for (const tab of tabs.children) {
      tab.setAttribute('aria-pressed', String(tab.textContent === now));
    }
  };
  const tabOf = (name: string): HTMLElement =>
    el('button', {
      class: 'editor_tab',
      text: name,
      attributes: { type: 'button' },
      on: {
        click() {
          parts = splitFiles(view.state.doc.toString());
          showFile(view, parts, name === ALL ? null : name);
          showTabs();
          view.focus();
        },
      },
    });
  /** Shows the file of a line before the line. */
  const open = (line: number): void => {
    const now = nameOfShown(view);
    if (now === null) return;
    parts = splitFiles(view.state.doc.toString());
    const part = parts.findLast(({ head }) => head <= line);
    if (part === undefined || part.name === now) return;
    showFile(view, parts, part.name);
    showTabs();
  };
  store.watch(
    (state) => state.check.input,
    (input) => {
      if (input === null) return;
      replaceText(view, input.text);
      list(input.text, true);
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
      if (verdict !== null) list(verdict.fixState.base, false);
    },
  );
  return {
    goToLine: (line) => {
      open(line);
      goToLine(view, line);
    },
    showLine: (line) => {
      open(line);
      showLine(view, line);
    },
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
