// A result in, the versions of its program out: as the model wrote it, after every attempt that
// changed it, and as it is now.

import type { Result } from './state';

/** A program as it was at one point of its run. */
export interface Version {
  /** How a person calls it. */
  readonly name: string;
  readonly code: string;
}

/** At least two, the earliest first; the last one is the program with the user's own choice. */
export function versionsOf({ report, fixState }: Result): readonly Version[] {
  const now = fixState.shown.code;
  const versions: Version[] = [{ name: 'as it came', code: fixState.base }];
  let last = '';
  for (const { number, code } of report.attempts) {
    if (code !== last) versions.push({ name: `after attempt ${number}`, code });
    last = code;
  }
  // What the last attempt left is told apart only where the user has changed it since.
  if (versions.length > 1 && last === now) versions.pop();
  return [...versions, { name: 'as it is now', code: now }];
}
