// Serves the first screen from a worker: forecast, quota, models, ledger.

import { type AppError, errorKind, toAppError } from '../errors';
import { openLedgerStore } from '../host/ledger-store';
import type { Cache, Options, Pack, Preview, Quota } from '../types';
import init, * as front from '../wasm/front.js';
import { serve } from './serve';

/** Forecast of a request. */
export interface Forecast {
  /** Null where the request is refused. */
  readonly preview: Preview | null;
  readonly refused: AppError | null;
  /** Remaining quota, and the number of calls of the forecast's size. */
  readonly quota: readonly Quota[];
}

const store = openLedgerStore(front);

const calls = {
  catalogue: () => front.catalogue(),
  /** Fetches a pack of the vocabulary from a folder. */
  load: (pack: Pack, folder: string) => front.load(pack, folder),
  async forecast(request: string, options: Options): Promise<Forecast> {
    const { preview, refused } = previewed(request, options, await store.cache());
    const call = preview?.state === 'counted' ? preview.plan : null;
    return { preview, refused, quota: front.quota(options.ledger ?? null, call) };
  },
  models: (key: string) => front.models(key),
  ...store,
};

export type Front = typeof calls;

serve(init(), calls);

function previewed(
  request: string,
  options: Options,
  cache: Cache | null,
): Pick<Forecast, 'preview' | 'refused'> {
  try {
    return { preview: front.preview(request, options, cache), refused: null };
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return { preview: null, refused: toAppError(thrown) };
  }
}
