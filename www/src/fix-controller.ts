// Wishes for the program of the last run in, what the module makes of them into the state. Each is
// heard: one that comes while another is on its way is added to it, and the newest answer counts.

import type { Engine } from './engine';
import type { Deeds } from './actions';
import { asked, mendingOf, NO_WISHES, wished, type Mending, type Wishes } from './fix-selection';
import { createPending, newest } from './async';
import type { Store } from './state';
import { trouble } from './errors';
import type { Report } from './types';

/** The deeds that are wishes. */
export type Wished = Omit<Deeds, 'goToLine'>;

export interface Wishing {
  /** The program of a run, as its report has it. */
  first(report: Report): Promise<Mending>;
  readonly deeds: Wished;
  /** Resolves once no wish is on its way. */
  settled(): Promise<void>;
}

/** `changed` is called once a wish has changed the program. */
export function createWishing(store: Store, engine: Engine, changed: () => void): Wishing {
  const pending = createPending();
  /** What is wished of the program of a report, with what is still on its way. */
  let wanted: { readonly report: Report; readonly wishes: Wishes } | null = null;
  const fix = newest(async (base: string, request: string | null, wishes: Wishes) => {
    const [options, otherwise] = asked(request, wishes);
    const [shown, other] = await Promise.all([
      engine.fix(base, options), engine.fix(base, otherwise),
    ]);
    return { shown, other };
  });

  const grant = async (report: Report, mending: Mending, wishes: Wishes): Promise<void> => {
    const { base, request } = mending;
    try {
      const both = await fix(base, request, wishes);
      const { result } = store.get();
      // Another run has brought another program.
      if (both === null || result?.report !== report) return;
      const granted = mendingOf(base, request, wishes, both, result.mending.changes);
      store.set({ result: { report, mending: granted, failure: null } });
      changed();
    } catch (thrown) {
      wanted = null;
      const { result } = store.get();
      if (result?.report !== report) return;
      // A new value, so that the boxes say again what holds.
      const failure = trouble(thrown);
      store.set({ result: { report, mending: { ...result.mending }, failure } });
    }
  };
  const wish = (next: (wishes: Wishes) => Wishes): void => {
    const { result } = store.get();
    if (result === null) return;
    const { report, mending } = result;
    const before = wanted?.report === report ? wanted.wishes : mending.wishes;
    wanted = { report, wishes: next(before) };
    pending.add(grant(report, mending, wanted.wishes));
  };

  return {
    async first(report) {
      const { base, request, harden, withheld } = report;
      const wishes = { ...NO_WISHES, harden, without: withheld };
      const [, otherwise] = asked(request, wishes);
      // What was paid for is shown, whatever becomes of the rest.
      const other = await engine.fix(base, otherwise).catch(() => report);
      return mendingOf(base, request, wishes, { shown: report, other });
    },
    deeds: deedsBy(wish),
    settled: () => pending.settled(),
  };
}

/** Deeds as changes of what is wished so far. */
export function deedsBy(wish: (next: (wishes: Wishes) => Wishes) => void): Wished {
  return {
    undo: (change, undone) => wish((wishes) => wished(wishes, change, !undone)),
    accept: (change) => wish((wishes) => wished(wishes, change, true)),
    harden: (harden) => wish((wishes) => ({ ...wishes, harden })),
  };
}
