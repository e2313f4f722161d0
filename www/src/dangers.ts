// Selects the dangers of a result that the user has not accepted yet.

import type { FixResult, Report, SafetyFinding } from './types';

/** The part of a result that decides what has to be accepted. */
export interface Accepting {
  readonly report: Pick<Report, 'safety'>;
  readonly fixState: { readonly shown: Pick<FixResult, 'safety'> };
  /** Keys of the dangers that the user accepted. */
  readonly accepted: readonly string[];
}

/** Id of the rule about comments that a model wrote and that are not in the configuration. */
const REMOVED = 'IG_SAFETY_305';

/** Identifies a danger while fixes are selected. */
export function dangerKey({ id, address, evidence }: SafetyFinding): string {
  return `${id} ${address ?? ''} ${evidence}`;
}

/** Dangers of the shown configuration, and comments that were removed from it. */
export function dangersOf({ report, fixState }: Accepting): readonly SafetyFinding[] {
  const removed = report.safety.filter(({ id }) => id === REMOVED);
  return [...fixState.shown.safety.filter(({ id }) => id !== REMOVED), ...removed];
}

/** Dangers that the user has to accept before the configuration leaves the page. */
export function openDangers(result: Accepting): readonly SafetyFinding[] {
  return dangersOf(result).filter(
    (one) => one.isBlocking && !result.accepted.includes(dangerKey(one)),
  );
}
