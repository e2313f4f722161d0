// The worker of all of the module: runs, and what is done with a program at no tokens.

import type { FixPair, FixSelection } from '../fix-selection';
import { fixOptions } from '../fix-selection';
import { errorKind } from '../errors';
import type {
  Finding, FixOptions, Ledger, LedgerEntry, Options, Problem, Progress, Report,
} from '../types';
import init, * as module from '../wasm/infragenie.js';
import { batchProgress } from './progress-batcher';
import { serve, type Call } from './serve';

/** What is wrong with a program as it stands, and what becomes of it by wishes. */
export interface Checked {
  readonly problems: readonly Problem[];
  readonly findings: readonly Finding[];
  readonly pair: FixPair;
  /** How long it took, in milliseconds. */
  readonly ms: number;
}

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
};

const runs = {
  /** Tells its progress; asks the page to `book` what was spent, and to `recall` and `keep`
   * answers. */
  async generate(
    call: Call, request: string, key: string, options: Options, folder: string,
  ): Promise<Report> {
    const { send, flush } = batchProgress((progress: Progress) => call.tell(progress));
    const book = async (entries: readonly LedgerEntry[]) =>
      await call.ask('book', entries) as Ledger;
    const answers = {
      recall: (name: string) => call.ask('recall', name),
      async keep(name: string, answer: unknown) { await call.ask('keep', name, answer); },
    };
    await Promise.race([fetchSchema(folder), aborted(call.signal)]);
    const run = module.generate(request, key, options, send, call.signal, book, answers);
    return run.finally(flush);
  },
};

export type Whole = typeof calls;
export type WholeRuns = typeof runs;

serve(init(), calls, runs);

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
