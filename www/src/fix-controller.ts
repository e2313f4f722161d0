// Wishes for the program of the last run in, what the module makes of them into the state. Each is
// heard: one that comes while another is on its way is added to it, and the newest answer counts.

import type { Engine } from './engine';
import type { FixActions } from './actions';
import {
  EMPTY_SELECTION, fixOptions, fixStateOf, withChange, type FixSelection, type FixState,
} from './fix-selection';
import { createPending, latestOnly } from './async';
import type { Store } from './state';
import { toAppError } from './errors';
import type { Report } from './types';

/** The deeds that are wishes. */
export type SelectionActions = Omit<FixActions, 'goToLine'>;

export interface FixController {
  /** The program of a run, as its report has it. */
  first(report: Report): Promise<FixState>;
  readonly fixActions: SelectionActions;
  /** Resolves once no wish is on its way. */
  settled(): Promise<void>;
}

/** `changed` is called once a wish has changed the program. */
export function createFixController(
  store: Store, engine: Engine, changed: () => void,
): FixController {
  const pending = createPending();
  /** What is wished of the program of a report, with what is still on its way. */
  let wanted: { readonly report: Report; readonly selection: FixSelection } | null = null;
  const fix = latestOnly(async (base: string, request: string | null, selection: FixSelection) => {
    const [options, otherwise] = fixOptions(request, selection);
    const [shown, other] = await Promise.all([
      engine.fix(base, options), engine.fix(base, otherwise),
    ]);
    return { shown, other };
  });

  const apply = async (
    report: Report, fixState: FixState, selection: FixSelection,
  ): Promise<void> => {
    const { base, request } = fixState;
    try {
      const pair = await fix(base, request, selection);
      const { result } = store.get();
      // Another run has brought another program.
      if (pair === null || result?.report !== report) return;
      const next = fixStateOf(base, request, selection, pair, result.fixState.changes);
      store.set({ result: { report, fixState: next, failure: null } });
      changed();
    } catch (thrown) {
      wanted = null;
      const { result } = store.get();
      if (result?.report !== report) return;
      // A new value, so that the boxes say again what holds.
      const failure = toAppError(thrown);
      store.set({ result: { report, fixState: { ...result.fixState }, failure } });
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
      const selection = { ...EMPTY_SELECTION, harden, without: withheld };
      const [, otherwise] = fixOptions(request, selection);
      // What was paid for is shown, whatever becomes of the rest.
      const other = await engine.fix(base, otherwise).catch(() => report);
      return fixStateOf(base, request, selection, { shown: report, other });
    },
    fixActions: fixActionsFor(update),
    settled: () => pending.settled(),
  };
}

/** Deeds as changes of what is wished so far. */
export function fixActionsFor(
  update: (next: (selection: FixSelection) => FixSelection) => void,
): SelectionActions {
  return {
    undo: (change, undone) => update((selection) => withChange(selection, change, !undone)),
    accept: (change) => update((selection) => withChange(selection, change, true)),
    harden: (harden) => update((selection) => ({ ...selection, harden })),
  };
}
