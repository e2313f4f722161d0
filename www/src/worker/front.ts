// The worker of what a page shows first: forecasts, quotas and models, the ledger and the answers.

import { openLedgerStore } from '../host/ledger-store';
import { errorKind, toAppError, type AppError } from '../errors';
import type { Options, Pack, Preview, Quota } from '../types';
import init, * as front from '../wasm/front.js';
import { serve } from './serve';

/** What is known of a request before it is sent. */
export interface Forecast {
  /** Null where the request is refused. */
  readonly preview: Preview | null;
  readonly refused: AppError | null;
  /** What is left, and how many calls of the size of the forecast fit. */
  readonly quota: readonly Quota[];
}

const calls = {
  catalogue: () => front.catalogue(),
  /** Fetches a part of the vocabulary from a folder. */
  load: (pack: Pack, folder: string) => front.load(pack, folder),
  forecast(request: string, options: Options): Forecast {
    const { preview, refused } = previewed(request, options);
    const call = preview?.state === 'counted' ? preview.plan : null;
    return { preview, refused, quota: front.quota(options.ledger ?? null, call) };
  },
  models: (key: string) => front.models(key),
  ...openLedgerStore(front),
};

export type Front = typeof calls;

serve(init(), calls);

function previewed(request: string, options: Options): Pick<Forecast, 'preview' | 'refused'> {
  try {
    return { preview: front.preview(request, options), refused: null };
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return { preview: null, refused: toAppError(thrown) };
  }
}
