// Keeps the forecast and the quota in the state true to the request, the packs and the ledger.

import { trouble, type Engine } from './engine';
import type { Host } from './host';
import { isRunning, type Store } from './state';
import type { Ledger, Options, Pack, Quota } from './types';

/** Quotas refill all the time; what is shown of them is never older than this. */
const REFRESH_MS = 20_000;

export interface Counting {
  /** Forecasts the request of the state. */
  forecast(): void;
  /** Fetches a pack, then forecasts. */
  load(pack: Pack): void;
  /** Takes a ledger over; one that the module cannot read counts as none. */
  learn(ledger: Ledger | null): void;
}

/** What a call to the module takes besides the request. */
export function options(store: Store): Options {
  const { model, profile, blocks, ledger, subject, result } = store.get();
  const code = subject === null ? null : subject.code ?? result?.mending.shown.code ?? null;
  return { model, profile, library: blocks, ledger, code };
}

export function createCounting(store: Store, engine: Engine, host: Host): Counting {
  let schemaAsked = false;
  /** Fetched ahead, behind what the user waits for; a run fetches it itself where this failed. */
  const fetchSchema = (): void => {
    if (schemaAsked) return;
    schemaAsked = true;
    engine.load('aws-5', host.dataFolder).catch(() => { schemaAsked = false; });
  };
  /** What is left, and how many calls of the size of the forecast fit. */
  const quota = (counted = store.get().preview): readonly Quota[] =>
    engine.quota(store.get().ledger, counted?.state === 'counted' ? counted.plan : null);
  const counting: Counting = {
    forecast() {
      try {
        const preview = engine.preview(store.get().request, options(store));
        const counted = preview.state === 'counted' ? preview : null;
        // What is the same stays the same value, so that no view is drawn anew under a reader.
        const same = JSON.stringify(counted) === JSON.stringify(store.get().preview);
        store.set({ refused: null, ...(same ? {} : { preview: counted, quota: quota(counted) }) });
        if (preview.state === 'waiting') counting.load(preview.pack);
      } catch (thrown) {
        store.set({ preview: null, refused: trouble(thrown) });
      }
    },
    load(name) {
      const { pack } = store.get();
      // A pack that is on its way is waited for, one that failed waits for the user.
      if (pack?.name === name) return;
      store.set({ pack: { name, failed: null } });
      engine.load(name, host.dataFolder).then(
        () => {
          store.set({ pack: null });
          counting.forecast();
          fetchSchema();
        },
        (thrown: unknown) => store.set({ pack: { name, failed: trouble(thrown).message } }),
      );
    },
    learn(ledger) {
      store.set({ ledger });
      try {
        store.set({ quota: quota() });
      } catch {
        store.set({ ledger: null, quota: engine.quota(null, null) });
      }
      counting.forecast();
    },
  };
  const refresh = (): void => {
    if (!isRunning(store.get())) counting.learn(store.get().ledger);
  };
  setInterval(refresh, REFRESH_MS);
  const learnKept = (ledger: Ledger | null): void => {
    if (!isRunning(store.get())) counting.learn(ledger);
  };
  host.onKept(learnKept);
  void host.recall().then(learnKept);
  counting.load('o200k-ascii');
  return counting;
}
