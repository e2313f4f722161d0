// The module, in two workers, so that nothing it does holds the page up: what a page shows first,
// and all of it, which is started once something needs it. Every call to them goes through here.

import { proxy } from 'comlink';

import type { LedgerStore } from './host/ledger-store';
import type { FixSelection } from './fix-selection';
import type {
  FixOptions, FixResult, Graph, ImportedReport, ModelInfo, Options, Pack, Progress, Report,
  RuleInfo, TextFile,
} from './types';
import type { Forecast, Front } from './worker/front';
import type { Checked, RunCallbacks, Whole } from './worker/whole';
import { createWorkerClient } from './worker/worker-client';

export type { Checked, Forecast };

/** No program and no report within the bounds takes a fraction of this, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** All reject with an error that has a kind. */
export interface Engine {
  /** The models that we know; rejects where the browser cannot run the module. */
  catalogue(): Promise<readonly ModelInfo[]>;
  /** Fetches a part of the vocabulary. */
  load(pack: Pack): Promise<void>;
  /** What the first call would be, or the pack that its count waits for, or a refusal. */
  forecast(request: string, options: Options): Promise<Forecast>;
  /** Asks Groq which models are live, which also tells whether the key is good. */
  models(key: string): Promise<readonly ModelInfo[]>;
  readonly ledgerStore: LedgerStore;
  /** Fetches all of the module and what all runs go by, before there is one. */
  prepare(): Promise<void>;
  /** Runs a request to its end; what it spends is booked, and its answers are kept. */
  generate(
    request: string, key: string, options: Options, on: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Report>;
  /** A program with the changes that are wished; costs no tokens. */
  fix(code: string, options: FixOptions): Promise<FixResult>;
  /** What is wrong with a program as it stands, and what becomes of it. */
  check(code: string, selection: FixSelection): Promise<Checked>;
  /** The rules of the scan. */
  rules(): Promise<readonly RuleInfo[]>;
  /** The blocks of a program, and which refers to which. */
  graph(code: string): Promise<Graph>;
  /** A program as `main.tf`, `variables.tf` and `outputs.tf`. */
  files(code: string): Promise<readonly TextFile[]>;
  /** Reads a report of another tool. Rejects where it is none. */
  readReport(text: string): Promise<ImportedReport>;
}

/** The module with its packs in a folder, as an absolute address. */
export function createEngine(folder: string): Engine {
  const front = createWorkerClient<Front>(() =>
    new Worker(new URL('./worker/front.ts', import.meta.url), { type: 'module' }));
  const whole = createWorkerClient<Whole>(() =>
    new Worker(new URL('./worker/whole.ts', import.meta.url), { type: 'module' }));
  const ledgerStore: LedgerStore = {
    useMark: (mark) => front.call((worker) => worker.useMark(mark)),
    ledger: () => front.call((worker) => worker.ledger()),
    book: (entries) => front.call((worker) => worker.book(entries)),
    recall: (key) => front.call((worker) => worker.recall(key)),
    keep: (key, answer) => front.call((worker) => worker.keep(key, answer)),
    answers: () => front.call((worker) => worker.answers()),
    cache: () => front.call((worker) => worker.cache()),
    forgetAnswers: () => front.call((worker) => worker.forgetAnswers()),
    forget: () => front.call((worker) => worker.forget()),
  };
  const bounded = { timeoutMs: TIMEOUT_MS };
  return {
    catalogue: () => front.call((worker) => worker.catalogue()),
    load: (pack) => front.call((worker) => worker.load(pack, folder)),
    forecast: (request, options) =>
      front.call((worker) => worker.forecast(request, options), bounded),
    models: (key) => front.call((worker) => worker.models(key)),
    ledgerStore,
    prepare: () => whole.call((worker) => worker.prepare(folder)),
    generate(request, key, options, progress, signal) {
      const { book, recall, keep } = ledgerStore;
      const callbacks = proxy<RunCallbacks>({ progress, book, recall, keep });
      return whole.call((worker) => worker.generate(request, key, options, folder, callbacks), {
        cancellation: { signal, cancel: (worker) => worker.cancel() },
      });
    },
    fix: (code, options) => whole.call((worker) => worker.fix(code, options), bounded),
    async check(code, selection) {
      await whole.call((worker) => worker.prepareFor(code, folder));
      return whole.call((worker) => worker.check(code, selection), bounded);
    },
    rules: () => whole.call((worker) => worker.rules()),
    graph: (code) => whole.call((worker) => worker.graph(code), bounded),
    files: (code) => whole.call((worker) => worker.files(code), bounded),
    readReport: (text) => whole.call((worker) => worker.readReport(text), bounded),
  };
}
