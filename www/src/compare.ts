// Shows the difference between two texts in an editor. Loaded on demand.

import { EditorState } from '@codemirror/state';

import { diffExtension } from './editor/comparison';
import { createEditor, createEditorState } from './editor/frame';

export { COMPARED_CHARS_MAX } from './editor/comparison';

/** Shows the difference between two texts. */
export interface Comparison {
  show(before: string, after: string): void;
}

export function createComparison(frame: HTMLElement): Comparison {
  const stateFor = (before: string, after: string): EditorState =>
    createEditorState(
      'Changes',
      [EditorState.readOnly.of(true), diffExtension(before, 'folded')],
      after,
    );
  const view = createEditor(frame, stateFor('', ''));
  return { show: (before, after) => view.setState(stateFor(before, after)) };
}
