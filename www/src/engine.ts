// The module, loaded once and in two parts: what a page shows first, and all of it behind that.
// Every call to them goes through here, and nothing else imports them.

import initFront, * as front from './wasm/front.js';
import type { Trouble } from './state';
import type {
  Cache, CallSize, Finding, FixOptions, Graph, Import, KeptAnswer, Ledger, LedgerEntry, Mended,
  ModelInfo, Options, Pack, Preview, Problem, Progress, Quota, Report, RuleInfo, TextFile,
} from './types';

/** Enters what a run did to the quotas into the ledger that all tabs share, and gives that back. */
export type Book = (entries: readonly LedgerEntry[]) => Promise<Ledger>;

/** Earlier answers as a host keeps them, by keys of the module's own. */
export interface Answers {
  recall(key: string): Promise<unknown>;
  keep(key: string, answer: unknown): Promise<void>;
}

/** What is fetched besides the vocabulary: the provider's schemas, the actions of policies. */
export type DataPack = 'aws-5' | 'aws-6' | 'iam-1';

export interface Engine {
  /** What the first call would be, or the pack that its count waits for. Throws a refusal. */
  preview(request: string, options: Options): Preview;
  /** Fetches a pack from a folder. */
  load(pack: Pack | DataPack, folder: string): Promise<void>;
  generate(
    request: string,
    key: string,
    options: Options,
    on: (progress: Progress) => void,
    signal: AbortSignal,
    book: Book,
    answers: Answers,
  ): Promise<Report>;
  /** The rules of the scan. */
  rules(): Promise<readonly RuleInfo[]>;
  /** The blocks of a program, and which refers to which. */
  graph(code: string): Promise<Graph>;
  /** A program as `main.tf`, `variables.tf` and `outputs.tf`. */
  files(code: string): Promise<readonly TextFile[]>;
  /** An earlier answer out of a stored cache, and the cache with its use noted. */
  recalled(
    cache: Cache | null, key: string,
  ): { readonly answer: unknown; readonly cache: Cache | null };
  /** A stored cache with one more answer. */
  kept(cache: Cache | null, key: string, answer: unknown): Cache;
  /** The answers of a stored cache, the last used first. */
  answers(cache: Cache | null): readonly KeptAnswer[];
  /** A stored ledger with what was entered into another copy of it. */
  booked(stored: Ledger | null, entries: readonly LedgerEntry[]): Ledger;
  /** Asks Groq which models are live, which also tells whether the key is good. */
  models(key: string): Promise<readonly ModelInfo[]>;
  catalogue(): readonly ModelInfo[];
  quota(ledger: Ledger | null, call: CallSize | null): readonly Quota[];

  // What follows is there once a run, a schema or the rules have brought all of the module.

  /** The packs that check and scan of a program wait for; what needs them is silent until then. */
  lacking(code: string): readonly DataPack[];
  /** A program with the changes that are wished; costs no tokens. */
  fix(code: string, options: FixOptions): Mended;
  validate(code: string): readonly Problem[];
  scan(code: string): readonly Finding[];
  /** Reads a report of another tool. Throws where it is none. */
  readReport(text: string): Import;
}

type Module = typeof import('./wasm/infragenie.js');

/** Loads what forecasts a request; rejects where the browser cannot run it. */
export async function loadEngine(): Promise<Engine> {
  await initFront();
  return engineOf(null);
}

/** Loads all of the module at once: for where nobody waits for a forecast. */
export async function loadWhole(): Promise<Engine> {
  return engineOf(await loadModule());
}

async function loadModule(): Promise<Module> {
  const module = await import('./wasm/infragenie.js');
  await module.default();
  return module;
}

function engineOf(there: Module | null): Engine {
  let loading: Promise<Module> | null = null;
  let whole = there;
  /** What the vocabulary was fetched from: a run counts by it too. */
  const packs = new Map<Pack, string>();
  const bring = async (): Promise<Module> => {
    loading ??= loadModule();
    try {
      whole ??= await loading;
    } catch (thrown) {
      loading = null;
      throw thrown;
    }
    return whole;
  };
  const brought = (): Module => {
    if (whole === null) throw new Error('the module is not there yet; try again in a moment');
    return whole;
  };
  const isVocabulary = (pack: string): pack is Pack => pack.startsWith('o200k');
  return {
    preview: (request, options) => front.preview(request, options),
    async load(pack, folder) {
      if (!isVocabulary(pack)) return (await bring()).load(pack, folder);
      await front.load(pack, folder);
      packs.set(pack, folder);
    },
    async generate(request, key, options, on, signal, book, answers) {
      const module = await bring();
      for (const [pack, folder] of packs) {
        await module.load(pack, folder);
        packs.delete(pack);
      }
      return module.generate(request, key, options, on, signal, book, answers);
    },
    booked: (stored, entries) => front.booked(stored, [...entries]),
    recalled: (cache, key) => front.recalled(cache, key),
    kept: (cache, key, answer) => front.kept(cache, key, answer),
    answers: (cache) => front.answers(cache),
    models: (key) => front.models(key),
    catalogue: () => front.catalogue(),
    quota: (ledger, call) => front.quota(ledger, call),
    rules: async () => (await bring()).rules(),
    graph: async (code) => (await bring()).graph(code),
    files: async (code) => (await bring()).files(code),
    lacking: (code) => brought().lacking(code),
    fix: (code, options) => brought().fix(code, options),
    validate: (code) => brought().validate(code),
    scan: (code) => brought().scan(code),
    readReport: (text) => brought().readReport(text),
  };
}

/** Reads anything that was thrown; what the module does not foresee has a kind of its own. */
export function trouble(thrown: unknown): Trouble {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const known = typeof thrown === 'object' && thrown !== null && 'kind' in thrown;
  const kind = known && typeof thrown.kind === 'string' ? thrown.kind : 'unforeseen';
  return { kind, message, until: null };
}
