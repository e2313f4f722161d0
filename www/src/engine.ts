// The module, loaded once. Every call to it goes through here, and nothing else imports it.

import init, * as module from './wasm/infragenie.js';
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
  /** The packs that check and scan of a program wait for; what needs them is silent until then. */
  lacking(code: string): readonly DataPack[];
  generate(
    request: string,
    key: string,
    options: Options,
    on: (progress: Progress) => void,
    signal: AbortSignal,
    book: Book,
    answers: Answers,
  ): Promise<Report>;
  /** An earlier answer out of a stored cache, and the cache with its use noted. */
  recalled(cache: Cache | null, key: string): { readonly answer: unknown; readonly cache: Cache };
  /** A stored cache with one more answer. */
  kept(cache: Cache | null, key: string, answer: unknown): Cache;
  /** The answers of a stored cache, the last used first. */
  answers(cache: Cache | null): readonly KeptAnswer[];
  /** A stored ledger with what was entered into another copy of it. */
  booked(stored: Ledger | null, entries: readonly LedgerEntry[]): Ledger;
  /** A program with the changes that are wished; costs no tokens. */
  fix(code: string, options: FixOptions): Mended;
  validate(code: string): readonly Problem[];
  scan(code: string): readonly Finding[];
  /** Reads a report of another tool. Throws where it is none. */
  readReport(text: string): Import;
  /** The blocks of a program, and which refers to which. */
  graph(code: string): Graph;
  /** A program as `main.tf`, `variables.tf` and `outputs.tf`. */
  files(code: string): readonly TextFile[];
  rules(): readonly RuleInfo[];
  /** Asks Groq which models are live, which also tells whether the key is good. */
  models(key: string): Promise<readonly ModelInfo[]>;
  catalogue(): readonly ModelInfo[];
  quota(ledger: Ledger | null, call: CallSize | null): readonly Quota[];
}

/** Loads the module; rejects where the browser cannot run it. */
export async function loadEngine(): Promise<Engine> {
  await init();
  return {
    preview: (request, options) => module.preview(request, options),
    load: (pack, folder) => module.load(pack, folder),
    lacking: (code) => module.lacking(code),
    generate: (request, key, options, on, signal, book, answers) =>
      module.generate(request, key, options, on, signal, book, answers),
    recalled: (cache, key) => module.recalled(cache, key),
    kept: (cache, key, answer) => module.kept(cache, key, answer),
    answers: (cache) => module.answers(cache),
    booked: (stored, entries) => module.booked(stored, [...entries]),
    fix: (code, options) => module.fix(code, options),
    validate: (code) => module.validate(code),
    scan: (code) => module.scan(code),
    readReport: (text) => module.readReport(text),
    graph: (code) => module.graph(code),
    files: (code) => module.files(code),
    rules: () => module.rules(),
    models: (key) => module.models(key),
    catalogue: () => module.catalogue(),
    quota: (ledger, call) => module.quota(ledger, call),
  };
}

/** Reads anything that was thrown; what the module does not foresee has a kind of its own. */
export function trouble(thrown: unknown): Trouble {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const known = typeof thrown === 'object' && thrown !== null && 'kind' in thrown;
  const kind = known && typeof thrown.kind === 'string' ? thrown.kind : 'unforeseen';
  return { kind, message, until: null };
}
