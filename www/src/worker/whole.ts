// Serves the whole module from a worker: runs, checks and fixes.

import type { ProxyMarked } from 'comlink';
import { errorKind } from '../errors';
import type { FixPair, FixSelection } from '../fix-selection';
import { fixOptions } from '../fix-selection';
import type {
  Finding,
  FixOptions,
  Ledger,
  LedgerEntry,
  Options,
  Problem,
  Progress,
  Report,
} from '../types';

import init, * as module from '../wasm/infragenie.js';
import { batchProgress } from './progress-batcher';
import { serve } from './serve';

/** Problems and findings of a configuration, and its fixed versions. */
export interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly pair: FixPair;
  /** Duration of the check, in milliseconds. */
  readonly ms: number;
}

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

let schema: Promise<void> | null = null;

/** Without the schema fewer checks run, which the notes state; the next call fetches it again. */
async function fetchSchema(folder: string): Promise<void> {
  schema ??= module.load('aws-5', folder);
  await schema.catch(() => {
    schema = null;
  });
}

const calls = {
  /** Fetches the schema from a folder before a run needs it. */
  prepare: fetchSchema,
  /** Fetches the packs that checking a configuration needs. */
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
  format: (code: string) => module.format(code),
  rules: () => module.rules(),
  graph: (code: string) => module.graph(code),
  files: (code: string) => module.files(code),
  readReport: (text: string) => module.readReport(text),
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
      await Promise.race([fetchSchema(folder), aborted(stop.signal)]);
      return await module.generate(
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

/** Returns nothing for a text that is too long: the check reports the reason. */
function missingPacks(code: string): ReturnType<typeof module.missingPacks> {
  try {
    return module.missingPacks(code);
  } catch (thrown) {
    if (errorKind(thrown) === null) throw thrown;
    return [];
  }
}
