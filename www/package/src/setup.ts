// Configures where the package loads its parts from, and which host it uses.

import { currentOptions } from './deprecated.js';
import { InfraGenieError } from './error.js';
import { defaultHost, type Host } from './host.js';
import type { PackName } from './packs.js';

/** Settings of the package. */
export interface Setup {
  /** The wasm: its URL, its bytes or the compiled module. */
  readonly wasm?: URL | string | Uint8Array | WebAssembly.Module;
  /** URLs of packs that are not in the package's folder. */
  readonly packs?: Readonly<Partial<Record<PackName, URL | string>>>;
  /** Functions that replace those of the default host. */
  readonly host?: Partial<Host>;
  /** @deprecated Use `host`. */
  readonly world?: Partial<Host>;
}

// The current settings; `isLocked` is set by the first call that loads the module.
export const config: {
  wasm: Setup['wasm'];
  packs: NonNullable<Setup['packs']>;
  host: Host;
  isLocked: boolean;
} = { wasm: undefined, packs: {}, host: defaultHost(), isLocked: false };

/**
 * Sets where the package loads its parts from, and which host it uses.
 *
 * Browsers, Node, Deno and bundlers that follow `new URL(…, import.meta.url)` need no setup. Call
 * it before any other function.
 *
 * ```js
 * import { setup, validate } from 'infragenie';
 *
 * setup({ host: { now: () => Date.parse('2026-01-01') } });
 * console.log((await validate('locals {')).length);
 * ```
 *
 * @throws `bad_options` after the first call.
 */
export function setup(settings: Setup): void {
  if (config.isLocked) {
    throw new InfraGenieError('bad_options', 'call `setup` before any other function');
  }
  const { wasm, packs = {}, host = {} } = currentOptions(settings);
  config.wasm = wasm ?? config.wasm;
  config.packs = { ...config.packs, ...packs };
  config.host = { ...config.host, ...host };
}
