// Serves the first screen from a worker: forecast, quota, models, ledger.

import { openLedgerStore } from '../host/ledger-store';
import type { Options, Pack } from '../types';
import init, * as front from '../wasm/front.js';
import { forecast } from './forecast';
import { serve } from './serve';

const store = openLedgerStore(front);

const calls = {
  catalogue: () => front.catalogue(),
  /** Fetches a pack of the vocabulary from a folder. */
  load: (pack: Pack, folder: string) => front.load(pack, folder),
  /** Forecasts a request for a new configuration; the whole module forecasts changes. */
  forecast: async (request: string, options: Options) =>
    forecast(front, request, options, await store.cache()),
  models: (key: string) => front.models(key),
  ...store,
};

export type Front = typeof calls;

serve(init(), calls);
