// An earlier text in, an editor's extension out that shows what has become of it.

import { unifiedMergeView } from '@codemirror/merge';
import type { Extension } from '@codemirror/state';

/** Longer programs are shown without the comparison, which would hold the page up. */
export const COMPARED_CHARS_MAX = 10_000;
/** The comparison is a rough one where it has not ended by then, in milliseconds. */
const COMPARE_MS = 200;

export function comparisonWith(original: string): Extension {
  return unifiedMergeView({
    original,
    mergeControls: false,
    highlightChanges: false,
    diffConfig: { scanLimit: 20_000, timeout: COMPARE_MS },
  });
}
