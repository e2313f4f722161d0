// An earlier text in, an editor's extension out that shows what has become of it, line by line.

import { Change, diff, unifiedMergeView } from '@codemirror/merge';
import type { Extension } from '@codemirror/state';

/** Longer programs are shown without the comparison, which would hold the page up. */
export const COMPARED_CHARS_MAX = 50_000;
/** The comparison is a rough one where more lines than this differ, ... */
const LINES_MAX = 2_000;
/** ... or where it has not ended by then, in milliseconds. */
const COMPARE_MS = 40;
/** What comes from here on in UTF-16 is no character by itself. */
const CODES_MAX = 0xD800;

/** What an editor shows of the lines that did not change. */
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

/** Where two texts differ, in whole lines. Each line that is another one counts as one character,
 * so that a program takes as long as a sentence. */
export function changedLines(before: string, after: string): readonly Change[] {
  const codes = new Map<string, string>();
  const [one, other] = [inLines(before, codes), inLines(after, codes)];
  if (codes.size >= CODES_MAX) return [new Change(0, before.length, 0, after.length)];
  const changes = diff(one.coded, other.coded, { scanLimit: LINES_MAX, timeout: COMPARE_MS });
  return changes.map(({ fromA, toA, fromB, toB }) => new Change(
    at(one.starts, fromA), at(one.starts, toA), at(other.starts, fromB), at(other.starts, toB)));
}

/** Each line as one character, and where the lines start, the end included. */
function inLines(text: string, codes: Map<string, string>): { coded: string; starts: number[] } {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let length = 0;
  const starts = [0, ...lines.map((line) => length += line.length)];
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
