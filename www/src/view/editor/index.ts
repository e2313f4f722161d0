// The program that is checked, as it is written: what is wrong stands at its lines.
//
// The editor brings its styles along at run time. In a shadow root they are a sheet of their own,
// and the policy of the page needs no exception.

import './style.css';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import {
  bracketMatching, codeFolding, foldGutter, foldKeymap, indentUnit,
} from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Text } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { el } from '../../dom';
import type { CheckIntents } from '../../intents';
import type { Store, Verdict } from '../../state';
import type { Place } from '../../types';
import { terraform } from './terraform';
import { theme } from './theme';

/** More marks than this no one reads. */
const MARKS_MAX = 500;

export interface Editor {
  goToLine(line: number): void;
}

export function mountEditor(root: HTMLElement, store: Store, intents: CheckIntents): Editor {
  const frame = el('div', { class: 'editor_frame' });
  const shadow = frame.attachShadow({ mode: 'open' });
  root.append(frame);
  const view = new EditorView({
    root: shadow,
    parent: shadow,
    state: EditorState.create({ extensions: extensions(intents) }),
  });
  store.watch((state) => state.check.given, (given) => {
    if (given === null) return;
    const { doc } = view.state;
    view.dispatch({ changes: { from: 0, to: doc.length, insert: given.text } });
  });
  store.watch((state) => state.check.verdict, (verdict) => {
    const { doc } = view.state;
    // Marks of an older text would stand at wrong places.
    if (verdict !== null && doc.toString() !== verdict.mending.base) return;
    view.dispatch(setDiagnostics(view.state, verdict === null ? [] : marks(doc, verdict, intents)));
  });
  return {
    goToLine(number) {
      const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
      view.dispatch({
        selection: { anchor: line.from },
        effects: EditorView.scrollIntoView(line.from, { y: 'center' }),
      });
      frame.scrollIntoView({ block: 'nearest' });
      view.focus();
    },
  };
}

function extensions(intents: CheckIntents) {
  return [
    lineNumbers(), foldGutter(), codeFolding(), lintGutter(), history(), drawSelection(),
    bracketMatching(), search({ top: true }), terraform, theme, indentUnit.of('  '),
    placeholder('Paste Terraform here, or drop files'),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...foldKeymap, ...lintKeymap]),
    EditorView.contentAttributes.of({
      'aria-label': 'Terraform to check', spellcheck: 'false', autocapitalize: 'off',
    }),
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
  ];
}

/** What is wrong, where it is: problems from end to end, findings at the head of their block. */
function marks(doc: Text, verdict: Verdict, { deeds }: CheckIntents): Diagnostic[] {
  const { problems, findings, mending } = verdict;
  const open = new Set(mending.shown.findings.map(({ id, address }) => `${id} ${address}`));
  const all: Diagnostic[] = problems.slice(0, MARKS_MAX).map(({ place, end, summary, message }) => {
    const from = offset(doc, place);
    return {
      from, to: Math.max(from, offset(doc, end)), severity: 'error', source: summary, message,
    };
  });
  for (const { id, address, place, severity, wrong, remedy } of findings.slice(0, MARKS_MAX)) {
    const line = lineAt(doc, place.line);
    const change = `fix:${id}:${address}`;
    const made = mending.shown.changes.some((one) => one.id === change);
    const grave = severity === 'critical' || severity === 'high';
    const action = { name: made ? 'Undo' : 'Mend it', apply: () => {
      if (made) deeds.undo(change, true);
      else deeds.accept(change);
    } };
    const settled = open.has(`${id} ${address}`) ? '' : ', mended';
    all.push({
      from: offset(doc, place), to: line.to, severity: grave ? 'warning' : 'info',
      source: `${id}, ${severity}${settled}`, message: wrong,
      ...(remedy === 'none' ? {} : { actions: [action] }),
    });
  }
  return all.sort((one, other) => one.from - other.from);
}

function lineAt(doc: Text, number: number) {
  return doc.line(Math.max(1, Math.min(number, doc.lines)));
}

/** Columns are characters; the editor counts halves of those beyond the common planes. */
function offset(doc: Text, { line: number, column }: Place): number {
  const line = lineAt(doc, number);
  let at = 0;
  for (let left = column - 1; left > 0 && at < line.length; left -= 1) {
    at += (line.text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  }
  return line.from + Math.min(at, line.length);
}
