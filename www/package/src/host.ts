// Declares what the package needs from its environment: storage, time and fetch.

import { type KeyValueStore, openStorage } from './storage.js';

/** Functions of the environment. Each can be replaced on its own. */
export interface Host {
  /** The text stored under a name, or null. */
  load(name: string): Promise<string | null>;
  /** Stores a text under a name. */
  save(name: string, text: string): Promise<void>;
  /** The current time in milliseconds since 1970. */
  now(): number;
  /** Answers a request to Groq, or for the package's own data. */
  fetch(request: Request): Promise<Response>;
}

/** Creates a host that stores texts as long as the process lives. */
export function memory(): Host {
  const texts = new Map<string, string>();
  return {
    load: async (name) => texts.get(name) ?? null,
    save: async (name, text) => {
      texts.set(name, text);
    },
    now: () => Date.now(),
    fetch: async (request) => {
      if (!request.url.startsWith('file:')) return globalThis.fetch(request);
      return new Response(await fileBytes(new URL(request.url)));
    },
  };
}

// Creates the default host: in a page it stores texts in a database that all tabs share, elsewhere
// in memory. Local storage would not do: other tabs see its changes late, even under a lock.
export function defaultHost(): Host {
  const host = memory();
  if (typeof document === 'undefined') return host;
  // Opened on first use, since `setup` may replace the host.
  let opened: KeyValueStore | null = null;
  const storage = (): KeyValueStore => {
    opened ??= openStorage('infragenie-package');
    return opened;
  };
  return {
    ...host,
    async load(name) {
      const stored = await storage().read(name);
      return typeof stored === 'string' ? stored : null;
    },
    async save(name, text) {
      await storage().change(name, () => text);
    },
  };
}

// Reads a file, which `fetch` does not do in Node. The name of the module is a variable, so that
// bundlers for environments without files do not resolve it.
export async function fileBytes(address: URL): Promise<Uint8Array<ArrayBuffer>> {
  const name = 'node:fs/promises';
  const { readFile } = (await import(
    /* webpackIgnore: true */ /* @vite-ignore */ name
  )) as typeof import('node:fs/promises');
  return new Uint8Array(await readFile(address));
}
