// Creates an editor extension that shows changed lines.

import { Change, diff, unifiedMergeView } from '@codemirror/merge';
import type { Extension } from '@codemirror/state';

/** Longer texts are not compared, because comparing them would block the page. */
export const COMPARED_CHARS_MAX = 50_000;
/** Above this many changed lines the comparison becomes coarse. */
const LINES_MAX = 2_000;
/** Time limit of a comparison, in milliseconds. */
const COMPARE_MS = 40;
/** UTF-16 code units from here on are surrogates, no characters by themselves. */
const CODES_MAX = 0xd800;

/** Whether unchanged lines are shown or folded. */
export type Unchanged = 'whole' | 'folded';

export function diffExtension(original: string, unchanged: Unchanged): Extension {
  return unifiedMergeView({
    original,
    mergeControls: false,
    ...(unchanged === 'folded' ? { collapseUnchanged: {} } : {}),
    highlightChanges: false,
    diffConfig: { override: changedLines },
  });
}

/** Compares two texts by whole lines.
 *
 * Each distinct line is encoded as one character, so that comparing a configuration takes as long
 * as comparing a sentence. */
export function changedLines(before: string, after: string): readonly Change[] {
  const codes = new Map<string, string>();
  const [one, other] = [inLines(before, codes), inLines(after, codes)];
  if (codes.size >= CODES_MAX) return [new Change(0, before.length, 0, after.length)];
  const changes = diff(one.coded, other.coded, { scanLimit: LINES_MAX, timeout: COMPARE_MS });
  return changes.map(
    ({ fromA, toA, fromB, toB }) =>
      new Change(
        at(one.starts, fromA),
        at(one.starts, toA),
        at(other.starts, fromB),
        at(other.starts, toB),
      ),
  );
}

/** Encodes each line as one character; returns the start of each line and the end of the text. */
function inLines(text: string, codes: Map<string, string>): { coded: string; starts: number[] } {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let length = 0;
  const starts = [0, ...lines.map((line) => (length += line.length))];
  const coded = lines.map((line) => {
    const known = codes.get(line) ?? String.fromCharCode(codes.size);
    codes.set(line, known);
    return known;
  });
  return { coded: coded.join(''), starts };
}

function at(starts: readonly number[], line: number): number {
  return starts[line] ?? 0;
}
