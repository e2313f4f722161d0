// Keeps the forecast and the quota in the state true to the request, the packs and the ledger.

import type { Engine } from './engine';
import type { Host } from './host';
import { createPending, latestOnly } from './async';
import { isRunning, type Store } from './state';
import { toAppError } from './errors';
import type { Ledger, Options, Pack } from './types';

/** Quotas refill all the time; what is shown of them is never older than this. */
const REFRESH_MS = 20_000;

export interface Forecaster {
  /** Forecasts the request of the state. */
  forecast(): void;
  /** Resolves once no forecast is on its way. */
  settled(): Promise<void>;
  /** Fetches a pack, then forecasts. */
  load(pack: Pack): void;
  /** Takes a ledger over; one that the module cannot read counts as none. */
  setLedger(ledger: Ledger | null): void;
}

/** What a call to the module takes besides the request. */
export function options(store: Store): Options {
  const { model, profile, templates, ledger, subject, result } = store.get();
  const code = subject === null ? null : subject.code ?? result?.fixState.shown.code ?? null;
  return { model, profile, library: templates, ledger, code };
}

export function createForecaster(store: Store, engine: Engine, host: Host): Forecaster {
  const pending = createPending();
  /** Whether the quota of the state is that of an earlier ledger, or of an earlier time. */
  let isLedgerNew = false;
  let isPrepared = false;
  /** Fetched ahead once there is a request, behind what its user waits for; a run fetches it itself
   * where this failed. */
  const prepare = (): void => {
    if (isPrepared) return;
    isPrepared = true;
    engine.prepare().catch(() => { isPrepared = false; });
  };
  const ask = latestOnly(engine.forecast);
  const forecast = async (): Promise<void> => {
    try {
      const answer = await ask(store.get().request, options(store));
      if (answer === null) return;
      const { refused, quota } = answer;
      const counted = answer.preview?.state === 'counted' ? answer.preview : null;
      // What is the same stays the same value, so that no view is drawn anew under a reader.
      const same = JSON.stringify(counted) === JSON.stringify(store.get().preview);
      store.set({
        refused, ...(same ? {} : { preview: counted }), ...(same && !isLedgerNew ? {} : { quota }),
      });
      isLedgerNew = false;
      if (answer.preview?.state === 'waiting') forecaster.load(answer.preview.pack);
      else if (counted !== null) prepare();
    } catch (thrown) {
      store.set({ preview: null, refused: toAppError(thrown) });
    }
  };
  const forecaster: Forecaster = {
    forecast: () => pending.add(forecast()),
    settled: () => pending.settled(),
    load(name) {
      const { pack } = store.get();
      // A pack that is on its way is waited for, one that failed waits for the user.
      if (pack?.name === name) return;
      store.set({ pack: { name, failed: null } });
      engine.load(name).then(
        () => {
          store.set({ pack: null });
          forecaster.forecast();
        },
        (thrown: unknown) => store.set({ pack: { name, failed: toAppError(thrown).message } }),
      );
    },
    setLedger(ledger) {
      store.set({ ledger });
      isLedgerNew = true;
      forecaster.forecast();
    },
  };
  const refresh = (): void => {
    if (!isRunning(store.get())) forecaster.setLedger(store.get().ledger);
  };
  setInterval(refresh, REFRESH_MS);
  const loadLedger = (): void => {
    // What a run enters is told here, too; it learns what is kept by itself.
    if (isRunning(store.get())) return;
    engine.ledgerStore.ledger().then((ledger) => {
      if (!isRunning(store.get())) forecaster.setLedger(ledger);
    }, () => {});
  };
  host.onLedger(loadLedger);
  loadLedger();
  forecaster.load('o200k-ascii');
  return forecaster;
}
