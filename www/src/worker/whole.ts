// Serves the whole module from a worker: runs, checks and fixes.

import type { ProxyMarked } from 'comlink';
import type { Cache, Ledger, LedgerEntry, Options, Pack, Progress, Report } from '../types';

import init, * as module from '../wasm/infragenie.js';
import { checkCalls } from './checks';
import { withDeploy } from './deploy';
import { forecast } from './forecast';
import { batchProgress } from './progress-batcher';
import { serve } from './serve';

/** Functions of the page that a run calls. */
export interface RunCallbacks {
  progress(progress: Progress): void | Promise<void>;
  /** Adds entries to the ledger. */
  applyEntries(entries: readonly LedgerEntry[]): Promise<Ledger>;
  /** Reads an earlier answer. */
  findAnswer(key: string): Promise<unknown>;
  /** Stores an answer. */
  storeAnswer(key: string, answer: unknown): Promise<void>;
}

const running = new Set<AbortController>();

const checks = checkCalls(module);

const calls = {
  ...checks,
  /** Fetches a pack of the vocabulary from a folder. */
  load: (pack: Pack, folder: string) => module.load(pack, folder),
  /** Forecasts a change of a configuration, once the vocabulary is loaded. */
  forecast: (request: string, options: Options, cache: Cache | null) =>
    forecast(module, request, options, cache),
  /** Runs a request to its end. */
  async generate(
    request: string,
    key: string,
    options: Options,
    folder: string,
    page: RunCallbacks & ProxyMarked,
  ): Promise<Report> {
    const stop = new AbortController();
    running.add(stop);
    // The result and the progress use different message ports: the run waits for its last event.
    let delivered: unknown = null;
    const { send, flush } = batchProgress((progress) => {
      delivered = Promise.resolve(page.progress(progress)).catch(() => {});
    });
    try {
      await Promise.race([checks.prepare(folder), aborted(stop.signal)]);
      const report = await module.generate(
        request,
        key,
        options,
        send,
        stop.signal,
        (entries) => page.applyEntries(entries),
        {
          find: (name) => page.findAnswer(name),
          store: (name, answer) => page.storeAnswer(name, answer),
        },
      );
      return withDeploy(report);
    } finally {
      running.delete(stop);
      flush();
      await delivered;
    }
  },
  /** Cancels the open runs. */
  cancel(): void {
    for (const stop of running) stop.abort();
  },
};

export type Whole = typeof calls;

serve(init(), calls);

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}
