// What the package needs of where it runs: a place to keep texts, the time, and `fetch`.

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

/** The world where there is local storage that may be used; else {@link memory}. */
export function here(): World {
  const world = memory();
  try {
    // Only a page's storage lasts; Node has one that warns when it is named.
    if (typeof document === 'undefined') return world;
    const { localStorage: storage } = globalThis;
    return {
      ...world,
      load: async (name) => storage.getItem(name),
      save: async (name, text) => { storage.setItem(name, text); },
    };
  } catch {
    return world;
  }
}

/** The bytes of a file, which `fetch` does not bring in Node. The name is hidden from bundlers: they
 * build for places without files, too. */
export async function fileBytes(address: URL): Promise<Uint8Array<ArrayBuffer>> {
  const name = 'node:fs/promises';
  const { readFile } = await import(/* webpackIgnore: true */ /* @vite-ignore */ name) as
    typeof import('node:fs/promises');
  return new Uint8Array(await readFile(address));
}
