// Computes what fixes add to the monthly cost.

import { type Companions, NO_COMPANIONS } from './check/companions';
import { sameCostText } from './cost';
import type { Engine } from './engine';
import { type FixState, fixOptions } from './fix-selection';

/** Costs of fixes that a configuration is offered. */
export interface FixCosts {
  /** Difference in cost that a change makes, as text; null where it is not known. */
  costOf(change: string): Promise<string | null>;
  /** Difference in cost that hardening makes; null where it is not known. */
  hardeningCost(fixState: FixState): Promise<string | null>;
}

/** Maximum changes that one call computes; a list may be very long. */
const CHANGES_MAX = 40;

/** Creates the costs for the fix state that `current` returns. */
export function createFixCosts(
  engine: Engine,
  current: () => FixState | undefined,
  companions: () => Companions = () => NO_COMPANIONS,
): FixCosts {
  let waiting: { ids: string[]; found: Promise<ReadonlyMap<string, string>> } | null = null;
  /** Computes the changes that are asked for at once together. */
  const together = (id: string): Promise<ReadonlyMap<string, string>> => {
    if (waiting === null) {
      const ids: string[] = [];
      const found = Promise.resolve().then(() => {
        waiting = null;
        const state = current();
        if (state === undefined) return new Map<string, string>();
        const [options] = fixOptions(state.request, state.selection);
        return engine.fixCosts(state.base, options, ids, companions());
      });
      waiting = { ids, found };
    }
    if (waiting.ids.length < CHANGES_MAX) waiting.ids.push(id);
    return waiting.found;
  };
  return {
    costOf: (change) =>
      together(change).then(
        (found) => found.get(change) ?? null,
        () => null,
      ),
    hardeningCost({ shown, selection, hardening }) {
      const [plain, hardened] = selection.harden
        ? [hardening.other, shown.code]
        : [shown.code, hardening.other];
      return engine.estimate(hardened, plain, '', companions()).then(
        ({ change }) => change ?? sameCostText(hardening.costsMoney),
        () => null,
      );
    },
  };
}
