// Defines the editor's theme by the variables of the page's style sheet.

import { EditorView } from '@codemirror/view';

export const theme = EditorView.theme({
  '&': {
    backgroundColor: 'var(--card)',
    color: 'var(--ink)',
    fontSize: '0.8125rem',
    height: '100%',
    overflow: 'hidden',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0.625rem 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--soft)' },
  '.cm-selectionBackground': { backgroundColor: 'var(--accent-tint)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'var(--accent-tint)',
  },
  '.cm-gutters': { backgroundColor: 'var(--card)', border: '0', color: 'var(--soft)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--tint)',
    border: '1px solid var(--line)',
    color: 'var(--soft)',
  },
  '.cm-matchingBracket': { backgroundColor: 'var(--accent-tint)', color: 'inherit' },
  '.cm-searchMatch': { backgroundColor: 'var(--accent-tint)', outline: '1px solid var(--accent)' },
  '.cm-panels': { backgroundColor: 'var(--tint)', color: 'var(--ink)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-panel-lint ul [aria-selected]': { backgroundColor: 'var(--accent-tint)' },
  '.cm-textfield': {
    backgroundColor: 'var(--card)',
    border: '1px solid var(--line)',
    color: 'inherit',
  },
  '.cm-button': {
    backgroundColor: 'var(--card)',
    backgroundImage: 'none',
    border: '1px solid var(--line)',
    color: 'inherit',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--card)',
    border: '1px solid var(--line)',
    color: 'var(--ink)',
  },
  '.cm-diagnostic': { fontFamily: 'var(--sans)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--bad)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--line)' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--accent)',
    borderRadius: '0.25rem',
    color: 'var(--accent-ink)',
  },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine, .cm-inlineChangedLine': {
    backgroundColor: 'var(--accent-tint)',
  },
  '&.cm-merge-b .cm-changedLineGutter': { background: 'var(--accent)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--bad-tint)', paddingLeft: '6px' },
  '.cm-deletedChunk .cm-deletedText': { background: 'none' },
  '.cm-deletedLineGutter': { background: 'var(--bad)' },
  '&.cm-editor .cm-collapsedLines': {
    background: 'var(--tint)',
    color: 'var(--soft)',
    fontFamily: 'var(--sans)',
    '&:before, &:after': { content: 'none' },
  },
  '.cm-diagnosticSource': { color: 'var(--soft)', fontSize: '0.75rem', opacity: '1' },
});
