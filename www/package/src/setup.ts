// Where the package runs and where its parts are: said by a host before the first call, or found.

import { InfraGenieError } from './error.js';
import type { PackName } from './packs.js';
import { here, type World } from './host.js';

/** Where the parts of the package come from, and where it runs. */
export interface Setup {
  /** The wasm: its address, its bytes or the compiled module. */
  readonly wasm?: URL | string | Uint8Array | WebAssembly.Module;
  /** The addresses of packs that are elsewhere than beside this file. */
  readonly packs?: Readonly<Partial<Record<PackName, URL | string>>>;
  /** What of the world is the host's own. */
  readonly world?: Partial<World>;
}

/** What was said, and whether it is too late to say more. */
export const host: {
  wasm: Setup['wasm'];
  packs: NonNullable<Setup['packs']>;
  world: World;
  isSettled: boolean;
} = { wasm: undefined, packs: {}, world: here(), isSettled: false };

/**
 * Says where the package runs and where its parts are. It is not needed in browsers, in Node, in
 * Deno and with bundlers that follow `new URL(…, import.meta.url)`; it comes before the first call.
 *
 * ```js
 * import { setup, validate } from 'infragenie';
 *
 * setup({ world: { now: () => Date.parse('2026-01-01') } });
 * console.log((await validate('locals {')).length);
 * ```
 *
 * @throws `bad_options` after the first call.
 */
export function setup({ wasm, packs = {}, world = {} }: Setup): void {
  if (host.isSettled) {
    throw new InfraGenieError('bad_options', '`setup` comes before the first call');
  }
  host.wasm = wasm ?? host.wasm;
  host.packs = { ...host.packs, ...packs };
  host.world = { ...host.world, ...world };
}
