// Calls the wasm modules in workers, so that they never block the page.
//
// The front worker serves the first screen. The one with the whole module starts once a request
// needs it: for a run, or for the forecast of a change. Configurations are checked there if it
// runs, and else in a worker with a smaller module. All calls go through this file.

import { proxy } from 'comlink';
import { type Companions, NO_COMPANIONS } from './check/companions';
import type { FixSelection } from './fix-selection';
import type { LedgerStore } from './host/ledger-store';
import type {
  FixOptions,
  FixResult,
  FormatResult,
  Graph,
  ImportedReport,
  ModelInfo,
  Options,
  Pack,
  Progress,
  Report,
  RuleInfo,
  TextFile,
} from './types';
import type { Check } from './worker/checker';
import type { Checked, CostEstimate } from './worker/checks';
import type { Forecast } from './worker/forecast';
import type { Front } from './worker/front';
import type { RunCallbacks, Whole } from './worker/whole';
import { createWorkerClient, type WorkerClient } from './worker/worker-client';

export type { CostEstimate } from './worker/checks';

/** Time limit of a call, in milliseconds; accepted input takes a fraction of it. */
const TIMEOUT_MS = 30_000;

/** The key of a run and the hash of its ledger; both are empty without a key. */
export interface RunKey {
  readonly text: string;
  readonly hash: string;
}

/** Functions of the module. All reject with an error that has a kind. */
export interface Engine {
  /** The known models. Rejects where the browser cannot run the module. */
  catalogue(): Promise<readonly ModelInfo[]>;
  /** Fetches a pack of the vocabulary. */
  load(pack: Pack): Promise<void>;
  /** Plan of the first call, or the pack that counting waits for, or a refusal. */
  forecast(request: string, options: Options): Promise<Forecast>;
  /** Asks Groq for the live models, which also validates the key. */
  models(key: string): Promise<readonly ModelInfo[]>;
  readonly ledgerStore: LedgerStore;
  /** Fetches the whole module and its schema before a run needs them. */
  prepare(): Promise<void>;
  /** Runs a request to its end, adds its cost to the ledger of the key and stores its answers. */
  generate(
    request: string,
    key: RunKey,
    options: Options,
    on: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Report>;
  /** A configuration with the selected fixes applied; costs no tokens. */
  fix(code: string, options: FixOptions): Promise<FixResult>;
  /** Problems and findings of a configuration, and its fixed version. */
  check(code: string, selection: FixSelection, companions: Companions): Promise<Checked>;
  /** A configuration as `terraform fmt` formats it. */
  format(code: string): Promise<FormatResult>;
  /** The monthly cost of a configuration, and its difference to an earlier one. */
  estimate(
    code: string,
    before: string | null,
    request: string,
    companions?: Companions,
  ): Promise<CostEstimate>;
  /** Differences in cost that fixes make, as text by their ids. */
  fixCosts(
    code: string,
    options: FixOptions,
    ids: readonly string[],
    companions?: Companions,
  ): Promise<ReadonlyMap<string, string>>;
  /** The scan's rules. */
  rules(): Promise<readonly RuleInfo[]>;
  /** The blocks of a configuration and the references between them. */
  graph(code: string): Promise<Graph>;
  /** A configuration split into `main.tf`, `variables.tf` and `outputs.tf`. */
  files(code: string): Promise<readonly TextFile[]>;
  /** Reads a report of another tool. Rejects where the text is no report. */
  readReport(text: string): Promise<ImportedReport>;
}

/** Creates the engine; `folder` is the absolute URL of the packs. */
export function createEngine(folder: string): Engine {
  const front = createWorkerClient<Front>(
    () => new Worker(new URL('./worker/front.ts', import.meta.url), { type: 'module' }),
  );
  const whole = createWorkerClient<Whole>(
    () => new Worker(new URL('./worker/whole.ts', import.meta.url), { type: 'module' }),
  );
  const check = createWorkerClient<Check>(
    () => new Worker(new URL('./worker/checker.ts', import.meta.url), { type: 'module' }),
  );
  /** Returns the worker for configurations: the whole module's if the other does not start. */
  const checker = async (): Promise<WorkerClient<Check>> => {
    // Without a network only the whole module is available: the service worker keeps it.
    if (whole.isRunning()) return whole;
    const started = check.call((worker) => worker.ready());
    return started.then(
      () => check,
      () => whole,
    );
  };
  const callChecker: WorkerClient<Check>['call'] = async (send, options) =>
    (await checker()).call(send, options);
  /** Returns the worker for a configuration, with the packs that checking it needs. */
  const prepared = async (
    code: string,
    companions: Companions = NO_COMPANIONS,
  ): Promise<WorkerClient<Check>> => {
    const client = await checker();
    await client.call((worker) => worker.prepareFor(code, folder, companions));
    return client;
  };
  const ledgerStore: LedgerStore = {
    useKeyHash: (hash) => front.call((worker) => worker.useKeyHash(hash)),
    ledger: () => front.call((worker) => worker.ledger()),
    applyEntries: (hash, entries) => front.call((worker) => worker.applyEntries(hash, entries)),
    applyModels: (hash, models) => front.call((worker) => worker.applyModels(hash, models)),
    findAnswer: (key) => front.call((worker) => worker.findAnswer(key)),
    storeAnswer: (key, answer) => front.call((worker) => worker.storeAnswer(key, answer)),
    answers: () => front.call((worker) => worker.answers()),
    cache: () => front.call((worker) => worker.cache()),
    forgetAnswers: () => front.call((worker) => worker.forgetAnswers()),
    forget: () => front.call((worker) => worker.forget()),
  };
  const bounded = { timeoutMs: TIMEOUT_MS };
  return {
    catalogue: () => front.call((worker) => worker.catalogue()),
    load: (pack) => front.call((worker) => worker.load(pack, folder)),
    async forecast(request, options) {
      if (!options.code) return front.call((worker) => worker.forecast(request, options), bounded);
      // The small module does not read configurations. Fetching the other one and the packs of the
      // vocabulary has no time limit.
      const [cache] = await Promise.all([
        ledgerStore.cache(),
        whole.call((worker) => worker.ready()),
      ]);
      const forecast = () =>
        whole.call((worker) => worker.forecast(request, options, cache), bounded);
      let answer = await forecast();
      for (const loaded = new Set<Pack>(); answer.preview?.state === 'waiting'; ) {
        const { pack } = answer.preview;
        if (loaded.has(pack)) break;
        loaded.add(pack);
        await whole.call((worker) => worker.load(pack, folder));
        answer = await forecast();
      }
      return answer;
    },
    models: (key) => front.call((worker) => worker.models(key)),
    ledgerStore,
    prepare: () => whole.call((worker) => worker.prepare(folder)),
    generate(request, key, options, progress, signal) {
      const { findAnswer, storeAnswer } = ledgerStore;
      const applyEntries: RunCallbacks['applyEntries'] = (entries) =>
        ledgerStore.applyEntries(key.hash, entries);
      const callbacks = proxy<RunCallbacks>({ progress, applyEntries, findAnswer, storeAnswer });
      return whole.call(
        (worker) => worker.generate(request, key.text, options, folder, callbacks),
        {
          cancellation: { signal, cancel: (worker) => worker.cancel() },
        },
      );
    },
    async fix(code, options) {
      // An answer to a request is completed too, which takes the whole module.
      if (options.request != null) {
        return whole.call((worker) => worker.fix(code, options), bounded);
      }
      const client = await prepared(code);
      return client.call((worker) => worker.fix(code, options), bounded);
    },
    async check(code, selection, companions) {
      const client = await prepared(code, companions);
      return client.call((worker) => worker.check(code, selection, companions), bounded);
    },
    format: (code) => callChecker((worker) => worker.format(code), bounded),
    estimate: (code, before, request, companions = NO_COMPANIONS) =>
      callChecker((worker) => worker.estimate(code, before, request, companions, folder), bounded),
    fixCosts: (code, options, ids, companions = NO_COMPANIONS) =>
      callChecker((worker) => worker.fixCosts(code, options, ids, companions, folder), bounded),
    rules: () => callChecker((worker) => worker.rules()),
    graph: (code) => callChecker((worker) => worker.graph(code), bounded),
    files: (code) => callChecker((worker) => worker.files(code), bounded),
    readReport: (text) => callChecker((worker) => worker.readReport(text), bounded),
  };
}
