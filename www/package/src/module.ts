// The wasm module of the package: loaded once, with its packs behind it.

import init, * as module from './wasm/infragenie.js';
import { InfraGenieError } from './error.js';
import { host } from './setup.js';
import { PACKS, type PackName } from './packs.js';
import { fileBytes } from './host.js';

export type Module = typeof module;

/** What is asked for by name; constraints come with their schema. */
export type Wanted = Exclude<PackName, 'aws-5-constraints'>;

/** Packs are asked for here, and found by `PACKS`: a name that nobody can own. */
const SHELF = 'https://packs.invalid/';

interface State {
  loading: Promise<Module> | null;
  readonly loaded: Map<Wanted, Promise<void>>;
}

const state: State = { loading: null, loaded: new Map() };

/** The module, with these packs in it. */
export async function loaded(...packs: readonly Wanted[]): Promise<Module> {
  state.loading ??= load();
  try {
    const there = await state.loading;
    await Promise.all(packs.map((name) => pack(there, name)));
    return there;
  } catch (thrown) {
    throw InfraGenieError.of(thrown);
  }
}

async function load(): Promise<Module> {
  host.isSettled = true;
  try {
    const wasm = host.wasm ?? new URL('./wasm/infragenie_bg.wasm', import.meta.url);
    const isFile = wasm instanceof URL && wasm.protocol === 'file:';
    // A view of bytes may be of a shared buffer, for all that its type says; this one is not.
    await init({ module_or_path: isFile ? await fileBytes(wasm) : wasm as BufferSource | URL });
  } catch (thrown) {
    state.loading = null;
    throw thrown;
  }
  module.setWorld({ fetch: found, now: () => host.world.now() });
  return module;
}

function pack(there: Module, name: Wanted): Promise<void> {
  const before = state.loaded.get(name);
  if (before !== undefined) return before;
  const loading = there.load(name, SHELF).catch((thrown: unknown) => {
    // It is asked for again by the next call that needs it.
    state.loaded.delete(name);
    const { kind } = InfraGenieError.of(thrown);
    throw new InfraGenieError(kind, `the pack \`${name}\` was not loaded; \`setup\` says where it is`);
  });
  state.loaded.set(name, loading);
  return loading;
}

/** Answers the module's requests: packs from where they are, the rest from the world. */
function found(request: Request): Promise<Response> {
  if (!request.url.startsWith(SHELF)) return host.world.fetch(request);
  const file = request.url.slice(SHELF.length);
  const [name] = Object.keys(PACKS)
    .filter((one): one is PackName => file.startsWith(`${one}.`));
  if (name === undefined) return Promise.reject(new Error(`there is no pack ${file}`));
  const address = new URL(host.packs[name] ?? PACKS[name]());
  return host.world.fetch(new Request(address, { signal: request.signal }));
}
