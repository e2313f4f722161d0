// The worker of all of the module: runs, and what is done with a program at no tokens.

import type { FixPair, FixSelection } from '../fix-selection';
import { fixOptions } from '../fix-selection';
import { errorKind } from '../errors';
import type {
  Finding, FixOptions, Ledger, LedgerEntry, Options, Problem, Progress, Report,
} from '../types';
import type { ProxyMarked } from 'comlink';

import init, * as module from '../wasm/infragenie.js';
import { batchProgress } from './progress-batcher';
import { serve } from './serve';

/** What is wrong with a program as it stands, and what becomes of it by wishes. */
export interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly pair: FixPair;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

/** What the page does for a run. */
export interface RunCallbacks {
  progress(progress: Progress): void | Promise<void>;
  /** Adds entries to the ledger. */
  book(entries: readonly LedgerEntry[]): Promise<Ledger>;
  /** Reads an earlier answer. */
  recall(key: string): Promise<unknown>;
  /** Stores an answer. */
  keep(key: string, answer: unknown): Promise<void>;
}

const running = new Set<AbortController>();

let schema: Promise<void> | null = null;

/** Without the schema less is checked, which the notes say; who asks next asks for it again. */
async function fetchSchema(folder: string): Promise<void> {
  schema ??= module.load('aws-5', folder);
  await schema.catch(() => { schema = null; });
}

const calls = {
  /** Fetches from a folder what all runs go by, before there is one. */
  prepare: fetchSchema,
  /** Fetches from a folder what a program is checked by. */
  async prepareFor(code: string, folder: string): Promise<void> {
    await fetchSchema(folder);
    for (const pack of missingPacks(code)) await module.load(pack, folder).catch(() => {});
  },
  check(code: string, selection: FixSelection): Checked {
    const start = performance.now();
    const problems = module.validate(code);
    const findings = module.scan(code);
    const [options, otherwise] = fixOptions(null, selection);
    const shown = module.fix(code, options);
    const ms = performance.now() - start;
    return { problems, findings, pair: { shown, other: module.fix(code, otherwise) }, ms };
  },
  fix: (code: string, options: FixOptions) => module.fix(code, options),
  rules: () => module.rules(),
  graph: (code: string) => module.graph(code),
  files: (code: string) => module.files(code),
  readReport: (text: string) => module.readReport(text),
  /** Runs a request to its end. */
  async generate(
    request: string, key: string, options: Options, folder: string, page: RunCallbacks & ProxyMarked,
  ): Promise<Report> {
    const stop = new AbortController();
    running.add(stop);
    // Its answer and the progress use ports of their own: all progress has to arrive first.
    let delivered: unknown = null;
    const { send, flush } = batchProgress((progress) => {
      delivered = Promise.resolve(page.progress(progress)).catch(() => {});
    });
    try {
      await Promise.race([fetchSchema(folder), aborted(stop.signal)]);
      return await module.generate(request, key, options, send, stop.signal,
        (entries) => page.book(entries), {
          recall: (name) => page.recall(name),
          keep: (name, answer) => page.keep(name, answer),
        });
    } finally {
      running.delete(stop);
      flush();
      await delivered;
    }
  },
  /** Cancels the run that is open. */
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

/** What is too long to be read lacks nothing: the check says why. */
function missingPacks(code: string): ReturnType<typeof module.lacking> {
  try {
    return module.lacking(code);
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return [];
  }
}
