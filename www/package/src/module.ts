// Loads the wasm module and its packs, each once.

import { InfraGenieError } from './error.js';
import { fileBytes } from './host.js';
import { PACKS, type PackName } from './packs.js';
import { config } from './setup.js';
import init, * as module from './wasm/infragenie.js';

export type Module = typeof module;

/** A pack that is loaded by name; constraints are loaded with their schema. */
export type LoadablePack = Exclude<PackName, 'aws-5-constraints'>;

/** URL under which the module requests packs; `PACKS` has the actual ones. Nobody can register
 * names in `.invalid`. */
const PACKS_URL = 'https://packs.invalid/';

interface State {
  loading: Promise<Module> | null;
  readonly loaded: Map<LoadablePack, Promise<void>>;
}

const state: State = { loading: null, loaded: new Map() };

/** Loads the module with packs. */
export async function loaded(...packs: readonly LoadablePack[]): Promise<Module> {
  state.loading ??= load();
  try {
    const ready = await state.loading;
    await Promise.all(packs.map((name) => pack(ready, name)));
    return ready;
  } catch (thrown) {
    throw InfraGenieError.of(thrown);
  }
}

async function load(): Promise<Module> {
  config.isLocked = true;
  try {
    const wasm = config.wasm ?? new URL('./wasm/infragenie_bg.wasm', import.meta.url);
    const isFile = wasm instanceof URL && wasm.protocol === 'file:';
    // By its type the view could have a shared buffer; it never has.
    await init({ module_or_path: isFile ? await fileBytes(wasm) : (wasm as BufferSource | URL) });
  } catch (thrown) {
    state.loading = null;
    throw thrown;
  }
  module.setHost({ fetch: answer, now: () => config.host.now() });
  return module;
}

/** Packs that extend another one, which has to be loaded first. */
const EXTENDED: Readonly<Partial<Record<LoadablePack, LoadablePack>>> = {
  'o200k-rest': 'o200k-ascii',
  'aws-6': 'aws-5',
  'deploy-1': 'aws-5',
  'modules-1': 'aws-5',
};

function pack(ready: Module, name: LoadablePack): Promise<void> {
  const before = state.loaded.get(name);
  if (before !== undefined) return before;
  const extended = EXTENDED[name];
  const first = extended === undefined ? Promise.resolve() : pack(ready, extended);
  const loading = first
    .then(() => ready.load(name, PACKS_URL))
    .catch((thrown: unknown) => {
      // The next call that needs the pack loads it again.
      state.loaded.delete(name);
      const { kind } = InfraGenieError.of(thrown);
      throw new InfraGenieError(
        kind,
        `the pack \`${name}\` could not be loaded; pass its URL to \`setup\``,
      );
    });
  state.loaded.set(name, loading);
  return loading;
}

/** Answers the module's requests: packs from their URLs, others through the host. */
function answer(request: Request): Promise<Response> {
  if (!request.url.startsWith(PACKS_URL)) return config.host.fetch(request);
  const file = request.url.slice(PACKS_URL.length);
  const [name] = Object.keys(PACKS).filter((one): one is PackName => file.startsWith(`${one}.`));
  if (name === undefined) return Promise.reject(new Error(`no such pack: ${file}`));
  const address = new URL(config.packs[name] ?? PACKS[name]());
  return config.host.fetch(new Request(address, { signal: request.signal }));
}

/** Calls the module; errors get their kinds. */
export function called<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw InfraGenieError.of(thrown);
  }
}
