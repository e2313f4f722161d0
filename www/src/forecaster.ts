// Keeps the forecast and the quota up to date with the request and the ledger.

import { createPending, latestOnly } from './async';
import type { Engine } from './engine';
import { toAppError } from './errors';
import type { Host } from './host';
import { isRunning, type Store } from './state';
import type { Ledger, Options, Pack, Preview } from './types';

/** Interval between updates: quotas refill continuously. */
const REFRESH_MS = 20_000;

/** Pack that counting ordinary texts needs. */
const VOCABULARY: Pack = 'o200k-ascii';

export interface Forecaster {
  /** Forecasts the current request. */
  forecast(): void;
  /** Resolves once no forecast is pending. */
  settled(): Promise<void>;
  /** Fetches a pack, then updates the forecast. */
  load(pack: Pack): void;
  /** Resolves once nothing that a first request needs is still being fetched. */
  loaded(): Promise<void>;
  /** Sets the ledger; an unreadable ledger counts as none. */
  setLedger(ledger: Ledger | null): void;
}

/** Options of a call to the module, except the request. */
export function options(store: Store): Options {
  const { model, profile, templates, ledger, subject, result } = store.get();
  const code = subject === null ? null : (subject.code ?? result?.fixState.shown.code ?? null);
  return { model, profile, templates, ledger, code };
}

/** Whether a forecast can be shown: what the templates answer needs no count. */
function isKnown(preview: Preview | null): boolean {
  return preview?.state === 'counted' || preview?.first === 'templates';
}

export function createForecaster(store: Store, engine: Engine, host: Host): Forecaster {
  const pending = createPending();
  /** Whether the displayed quota is out of date. */
  let isLedgerNew = false;
  let prepared: Promise<void> | null = null;
  let endLoading = (): void => {};
  const loaded = new Promise<void>((resolve) => {
    endLoading = resolve;
  });
  /** Whether the vocabulary was asked for. */
  let isVocabularyAsked = false;
  /** Prefetches the whole module once a request is counted; a run fetches it again after a failure.
   */
  const prepare = (): Promise<void> => {
    prepared ??= engine.prepare().catch(() => {
      prepared = null;
    });
    return prepared;
  };
  const loadVocabulary = (): void => {
    if (!isVocabularyAsked) forecaster.load(VOCABULARY);
  };
  const ask = latestOnly(engine.forecast);
  const forecast = async (): Promise<void> => {
    try {
      const { request } = store.get();
      const answer = await ask(request, options(store));
      if (answer === null) return;
      const { refused, quota } = answer;
      const known = isKnown(answer.preview) ? answer.preview : null;
      // An equal forecast keeps its identity, so that no view is redrawn while it is read.
      const same = JSON.stringify(known) === JSON.stringify(store.get().preview);
      store.set({
        refused,
        ...(same ? {} : { preview: known }),
        ...(same && !isLedgerNew ? {} : { quota }),
      });
      isLedgerNew = false;
      // On a slow line the module that writes a template answer comes before the vocabulary.
      if (known !== null) prepare().then(loadVocabulary);
      else if (answer.preview?.state === 'waiting') forecaster.load(answer.preview.pack);
      // A text that was typed meanwhile has a forecast of its own.
      else if (store.get().request === request) loadVocabulary();
    } catch (thrown) {
      store.set({ preview: null, refused: toAppError(thrown) });
    }
  };
  const forecaster: Forecaster = {
    forecast: () => pending.add(forecast()),
    settled: () => pending.settled(),
    load(name) {
      const { pack } = store.get();
      // A pending pack is awaited; a failed pack waits for the user to retry.
      if (pack?.name === name) return;
      if (name === VOCABULARY) isVocabularyAsked = true;
      store.set({ pack: { name, failed: null } });
      const loading = engine.load(name).then(
        () => {
          store.set({ pack: null });
          forecaster.forecast();
          return pending.settled();
        },
        (thrown: unknown) => store.set({ pack: { name, failed: toAppError(thrown).message } }),
      );
      void loading.then(() => prepared).then(endLoading);
    },
    loaded: () => loaded,
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
  /** Whether the ledger changed during a run. */
  let isOutdated = false;
  const loadLedger = (): void => {
    // A run's own entries arrive here too. The last ones can be stored after the run has read the
    // ledger, so that it is read again at the end.
    isOutdated = isRunning(store.get());
    if (isOutdated) return;
    engine.ledgerStore.ledger().then(
      (ledger) => {
        if (!isRunning(store.get())) forecaster.setLedger(ledger);
      },
      () => {},
    );
  };
  host.onLedger(loadLedger);
  store.watch(isRunning, (running) => {
    if (!running && isOutdated) loadLedger();
  });
  loadLedger();
  forecaster.forecast();
  return forecaster;
}
