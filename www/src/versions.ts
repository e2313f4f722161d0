// Lists the versions of a result: model answer, each attempt, current state.

import type { Result } from './state';

/** A configuration at one point of its run. */
export interface Version {
  /** Name that the page shows. */
  readonly name: string;
  readonly code: string;
}

/** At least two versions, oldest first; the last has the user's fix selection.
 *
 * `past` are the results before the last changes, oldest first. */
export function versionsOf(
  { report, fixState }: Pick<Result, 'report' | 'fixState'>,
  past: readonly Pick<Result, 'report' | 'fixState'>[] = [],
): readonly Version[] {
  const now = fixState.shown.code;
  const original = report.attempts.length > 0 ? 'model’s answer' : 'original';
  const earlier = past.map((result, index) => ({
    name: `request ${index + 1}: ${shortened(result.report.request)}`,
    code: result.fixState.shown.code,
  }));
  const versions: Version[] = [{ name: original, code: fixState.base }];
  let last = '';
  for (const { number, code } of report.attempts) {
    if (code !== last) versions.push({ name: `after attempt ${number}`, code });
    last = code;
  }
  // The last attempt is a version of its own only where the user has changed it since.
  if (versions.length > 1 && last === now) versions.pop();
  return [...earlier, ...versions, { name: 'current', code: now }];
}

const NAME_CHARS_MAX = 40;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= NAME_CHARS_MAX ? line : `${line.slice(0, NAME_CHARS_MAX - 1)}…`;
}
