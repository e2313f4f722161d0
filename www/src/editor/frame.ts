// Creates Terraform editors inside a shadow root.
//
// The editor adds its styles at run time. Inside a shadow root they are a style sheet of the root,
// so that the page's content security policy needs no exception.

import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentUnit,
} from '@codemirror/language';
import { lintGutter, lintKeymap } from '@codemirror/lint';
import { search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { lineAt } from './marks';
import { terraform } from './terraform';
import { theme } from './theme';

/** Creates an editor inside an element. */
export function createEditor(frame: HTMLElement, state: EditorState): EditorView {
  const shadow = frame.attachShadow({ mode: 'open' });
  const view = new EditorView({ root: shadow, parent: shadow, state });
  // Text that was set while the editor was hidden has no line heights until it is measured.
  new ResizeObserver(() => view.requestMeasure()).observe(frame);
  return view;
}

/** Creates an editor state; screen readers announce `label`. */
export function createEditorState(label: string, extensions: Extension, doc = ''): EditorState {
  const attributes = {
    'aria-label': label,
    tabindex: '0',
    spellcheck: 'false',
    autocapitalize: 'off',
    autocorrect: 'off',
  };
  return EditorState.create({
    doc,
    extensions: [
      lineNumbers(),
      foldGutter(),
      codeFolding(),
      lintGutter(),
      drawSelection(),
      bracketMatching(),
      search({ top: true }),
      terraform,
      theme,
      indentUnit.of('  '),
      EditorView.contentAttributes.of(attributes),
      extensions,
      keymap.of([...searchKeymap, ...foldKeymap, ...lintKeymap]),
    ],
  });
}

/** Replaces the text, except for the part that both texts share at each end. */
export function replaceText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old.charCodeAt(start) === text.charCodeAt(start)) start += 1;
  let end = 0;
  while (
    end < most - start &&
    old.charCodeAt(old.length - 1 - end) === text.charCodeAt(text.length - 1 - end)
  )
    end += 1;
  view.dispatch({
    changes: { from: start, to: old.length - end, insert: text.slice(start, text.length - end) },
  });
}

/** Scrolls a line into view and selects its start. */
export function showLine(view: EditorView, number: number): void {
  const { from } = lineAt(view.state.doc, number);
  view.dispatch({
    selection: { anchor: from },
    effects: EditorView.scrollIntoView(from, { y: 'center' }),
  });
}

/** Scrolls a line into view and focuses the editor. */
export function goToLine(view: EditorView, number: number): void {
  showLine(view, number);
  view.dom.scrollIntoView({ block: 'nearest' });
  view.focus();
}
