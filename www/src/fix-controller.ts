// Applies the user's fix selection to the configuration of the last run.
//
// A selection that changes while fixes are applied includes the pending changes; only the latest
// result is shown.

import type { FixActions } from './actions';
import { createPending, latestOnly } from './async';
import type { Engine } from './engine';
import { toAppError } from './errors';
import type { FixCosts } from './fix-costs';
import {
  EMPTY_SELECTION,
  type FixSelection,
  type FixState,
  fixOptions,
  fixStateOf,
  withChange,
} from './fix-selection';
import type { Store } from './state';
import type { Report } from './types';

/** The fix actions that change the selection. */
export type SelectionActions = Omit<FixActions, 'goToLine' | 'showLine' | keyof FixCosts>;

export interface FixController {
  /** The state of a new result, as its report has it. */
  first(report: Report): Promise<FixState>;
  readonly fixActions: SelectionActions;
  /** Resolves once no change is pending. */
  settled(): Promise<void>;
}

/** Creates the controller; calls `changed` after each change. */
export function createFixController(
  store: Store,
  engine: Engine,
  changed: () => void,
): FixController {
  const pending = createPending();
  /** The selection for the current report, including pending changes. */
  let wanted: { readonly report: Report; readonly selection: FixSelection } | null = null;
  const fix = latestOnly(async (base: string, request: string | null, selection: FixSelection) => {
    const [options, otherwise] = fixOptions(request, selection);
    const [shown, other] = await Promise.all([
      engine.fix(base, options),
      engine.fix(base, otherwise),
    ]);
    return { shown, other };
  });

  const apply = async (
    report: Report,
    fixState: FixState,
    selection: FixSelection,
  ): Promise<void> => {
    const { base, request } = fixState;
    try {
      const pair = await fix(base, request, selection);
      const { result } = store.get();
      // Another run has replaced the result.
      if (pair === null || result?.report !== report) return;
      const next = fixStateOf(base, request, selection, pair, result.fixState.changes);
      store.set({ result: { ...result, report, fixState: next, failure: null } });
      changed();
    } catch (thrown) {
      wanted = null;
      const { result } = store.get();
      if (result?.report !== report) return;
      // A new value makes the checkboxes show the actual state again.
      const failure = toAppError(thrown);
      store.set({ result: { ...result, fixState: { ...result.fixState }, failure } });
    }
  };
  const update = (next: (selection: FixSelection) => FixSelection): void => {
    const { result } = store.get();
    if (result === null) return;
    const { report, fixState } = result;
    const before = wanted?.report === report ? wanted.selection : fixState.selection;
    wanted = { report, selection: next(before) };
    pending.add(apply(report, fixState, wanted.selection));
  };

  return {
    async first(report) {
      const { base, request, harden, withheld } = report;
      const selection = { ...EMPTY_SELECTION, harden, exclude: withheld };
      const [, otherwise] = fixOptions(request, selection);
      // The paid result is shown even if the alternative cannot be computed.
      const other = await engine.fix(base, otherwise).catch(() => report);
      return fixStateOf(base, request, selection, { shown: report, other });
    },
    fixActions: fixActionsFor(update),
    settled: () => pending.settled(),
  };
}

/** Fix actions as updates of a selection. */
export function fixActionsFor(
  update: (next: (selection: FixSelection) => FixSelection) => void,
): SelectionActions {
  return {
    undo: (change, undone) => update((selection) => withChange(selection, change, !undone)),
    accept: (change) => update((selection) => withChange(selection, change, true)),
    acceptAll: (changes) =>
      update((selection) =>
        changes.reduce((all, change) => withChange(all, change, true), selection),
      ),
    harden: (harden) => update((selection) => ({ ...selection, harden })),
  };
}
