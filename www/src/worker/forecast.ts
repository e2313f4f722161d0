// Forecasts a request, for each worker that has a module with previews.

import { type AppError, errorKind, toAppError } from '../errors';
import type { Cache, Options, Preview, Quota } from '../types';
import type * as front from '../wasm/front.js';

/** Forecast of a request. */
export interface Forecast {
  /** Null where the request is refused. */
  readonly preview: Preview | null;
  readonly refused: AppError | null;
  /** Remaining quota, and the number of calls of the forecast's size. */
  readonly quota: readonly Quota[];
}

/** Exports of a module that previews requests. */
export type PreviewModule = Pick<typeof front, 'preview' | 'quota'>;

/** Forecasts a request from the stored cache of answers and the ledger in the options. */
export function forecast(
  module: PreviewModule,
  request: string,
  options: Options,
  cache: Cache | null,
): Forecast {
  const { preview, refused } = previewed(module, request, options, cache);
  const call = preview?.state === 'counted' ? preview.plan : null;
  return { preview, refused, quota: module.quota(options.ledger ?? null, call) };
}

function previewed(
  module: PreviewModule,
  request: string,
  options: Options,
  cache: Cache | null,
): Pick<Forecast, 'preview' | 'refused'> {
  try {
    return { preview: module.preview(request, options, cache), refused: null };
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return { preview: null, refused: toAppError(thrown) };
  }
}
