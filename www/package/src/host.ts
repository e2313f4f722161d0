// What the package needs of where it runs: a place to keep texts, the time, and `fetch`.

import { openShelf, type Shelf } from './storage.js';

/** Where the package runs. Every part can be replaced by itself. */
export interface World {
  /** A text that was kept under a name, or null. */
  load(name: string): Promise<string | null>;
  /** Keeps a text under a name. */
  save(name: string, text: string): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Answers a request: of Groq, and of the package's own data. */
  fetch(request: Request): Promise<Response>;
}

/** A world that keeps what it is given for as long as the process lives. */
export function memory(): World {
  const kept = new Map<string, string>();
  return {
    load: async (name) => kept.get(name) ?? null,
    save: async (name, text) => { kept.set(name, text); },
    now: () => Date.now(),
    fetch: async (request) => {
      if (!request.url.startsWith('file:')) return globalThis.fetch(request);
      return new Response(await fileBytes(new URL(request.url)));
    },
  };
}

/** The world of a page, whose database all its tabs see alike; elsewhere {@link memory}. Local
 * storage would not do: what a tab writes there is seen late by the others, under a lock as well. */
export function here(): World {
  const world = memory();
  if (typeof document === 'undefined') return world;
  // Opened when it is used: a host may bring a world of its own.
  let opened: Shelf | null = null;
  const shelf = (): Shelf => {
    opened ??= openShelf('infragenie-package');
    return opened;
  };
  return {
    ...world,
    async load(name) {
      const kept = await shelf().read(name);
      return typeof kept === 'string' ? kept : null;
    },
    async save(name, text) { await shelf().change(name, () => text); },
  };
}

/** The bytes of a file, which `fetch` does not bring in Node. The name is hidden from bundlers: they
 * build for places without files, too. */
export async function fileBytes(address: URL): Promise<Uint8Array<ArrayBuffer>> {
  const name = 'node:fs/promises';
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ name) as
    typeof import('node:fs/promises');
  return new Uint8Array(await readFile(address));
}
