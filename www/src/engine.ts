// The module, loaded once. Every call to it goes through here, and nothing else imports it.

import init, * as module from './wasm/infragenie.js';
import type { Trouble } from './state';
import type {
  Ledger, Mended, ModelInfo, Options, Pack, Preview, Progress, Quota, Report,
} from './types';

export interface Engine {
  /** What the first call would be, or the pack that its count waits for. Throws a refusal. */
  preview(request: string, options: Options): Preview;
  /** Fetches a pack from a folder. */
  load(pack: Pack | 'aws-5', folder: string): Promise<void>;
  generate(
    request: string,
    key: string,
    options: Options,
    on: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<Report>;
  /** Mends a program again, with some changes left out and some with a price accepted; costs no
   * tokens. */
  mend(
    code: string, request: string, without: readonly string[], accepted: readonly string[],
  ): Mended;
  /** Asks Groq which models are live, which also tells whether the key is good. */
  models(key: string): Promise<readonly ModelInfo[]>;
  catalogue(): readonly ModelInfo[];
  quota(ledger: Ledger | null): readonly Quota[];
}

/** Loads the module; rejects where the browser cannot run it. */
export async function loadEngine(): Promise<Engine> {
  await init();
  return {
    preview: (request, options) => module.preview(request, options),
    load: (pack, folder) => module.load(pack, folder),
    generate: (request, key, options, on, signal) =>
      module.generate(request, key, options, on, signal),
    mend: (code, request, without, accepted) =>
      module.mend(code, request, [...without], [...accepted]),
    models: (key) => module.models(key),
    catalogue: () => module.catalogue(),
    quota: (ledger) => module.quota(ledger),
  };
}

/** Reads anything that was thrown; what the module does not foresee has a kind of its own. */
export function trouble(thrown: unknown): Trouble {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const known = typeof thrown === 'object' && thrown !== null && 'kind' in thrown;
  const kind = known && typeof thrown.kind === 'string' ? thrown.kind : 'unforeseen';
  return { kind, message, until: null };
}
