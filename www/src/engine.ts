// The module, in two workers, so that nothing it does holds the page up: what a page shows first,
// and all of it, which is started once something needs it. Every call to them goes through here.

import type { LedgerStore } from './host/ledger-store';
import type { FixSelection } from './fix-selection';
import type {
  FixOptions, FixResult, Graph, ImportedReport, ModelInfo, Options, Pack, Progress, Report,
  RuleInfo, TextFile,
} from './types';
import type { Forecast, Front } from './worker/front';
import { createLine } from './worker/worker-client';
import type { Checked, Whole, WholeRuns } from './worker/whole';

export type { Checked, Forecast };

/** No program and no report within the bounds takes a fraction of this, in milliseconds. */
const PATIENCE_MS = 30_000;

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
  const front = createLine<Front, Record<never, never>>(() =>
    new Worker(new URL('./worker/front.ts', import.meta.url), { type: 'module' }));
  const whole = createLine<Whole, WholeRuns>(() =>
    new Worker(new URL('./worker/whole.ts', import.meta.url), { type: 'module' }));
  const ledgerStore: LedgerStore = {
    useMark: (mark) => front.ask('useMark', [mark]),
    ledger: () => front.ask('ledger', []),
    book: (entries) => front.ask('book', [entries]),
    recall: (key) => front.ask('recall', [key]),
    keep: (key, answer) => front.ask('keep', [key, answer]),
    answers: () => front.ask('answers', []),
    cache: () => front.ask('cache', []),
    forgetAnswers: () => front.ask('forgetAnswers', []),
    forget: () => front.ask('forget', []),
  };
  const soon = PATIENCE_MS;
  return {
    catalogue: () => front.ask('catalogue', []),
    load: (pack) => front.ask('load', [pack, folder]),
    forecast: (request, options) => front.ask('forecast', [request, options], soon),
    models: (key) => front.ask('models', [key]),
    ledgerStore,
    prepare: () => whole.ask('prepare', [folder]),
    generate: (request, key, options, on, signal) =>
      whole.run('generate', [request, key, options, folder], {
        signal,
        tell: (progress) => on(progress as Progress),
        answers: { book: ledgerStore.book, recall: ledgerStore.recall, keep: ledgerStore.keep },
      }),
    fix: (code, options) => whole.ask('fix', [code, options], soon),
    async check(code, selection) {
      await whole.ask('prepareFor', [code, folder]);
      return whole.ask('check', [code, selection], soon);
    },
    rules: () => whole.ask('rules', []),
    graph: (code) => whole.ask('graph', [code], soon),
    files: (code) => whole.ask('files', [code], soon),
    readReport: (text) => whole.ask('readReport', [text], soon),
  };
}
