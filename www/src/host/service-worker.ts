// Caches the page's files and serves them offline.
//
// The build prepends the list of files to this script.

/** Every file of the page with the digest of its bytes. */
declare const FILES: Readonly<Record<string, string>>;

/** The parts of a service worker's global scope that this script uses. */
interface Scope {
  readonly registration: { readonly scope: string };
  addEventListener(type: 'install' | 'activate', hear: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', hear: (event: Fetching) => void): void;
  addEventListener(type: 'message', hear: (event: MessageEvent) => void): void;
  skipWaiting(): Promise<void>;
}
interface Extendable {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = globalThis as unknown as Scope;
const CACHE = 'infragenie';
const INDEX = 'index.html';
/** Parallel downloads; few, so that the page itself loads first. */
const AT_ONCE = 3;

scope.addEventListener('install', (event) => event.waitUntil(keepAll()));
scope.addEventListener('activate', (event) => event.waitUntil(dropOld()));
scope.addEventListener('message', ({ data }) => {
  if (data === 'take over') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const name = nameOf(request.url);
  if (request.method !== 'GET' || name === null) return;
  event.respondWith(kept(name).then((found) => found ?? fetch(request)));
});

/** Cache key of a file: its digest makes it independent of the version. */
function keyOf(name: string): string {
  return `${address(name)}?${FILES[name]}`;
}

function address(name: string): string {
  return new URL(name, scope.registration.scope).href;
}

/** The file at a URL; null where the URL is not part of the page. */
function nameOf(url: string): string | null {
  const { origin, pathname } = new URL(url);
  const base = new URL(scope.registration.scope);
  if (origin !== base.origin || !pathname.startsWith(base.pathname)) return null;
  const name = pathname.slice(base.pathname.length) || INDEX;
  return Object.hasOwn(FILES, name) ? name : null;
}

async function kept(name: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(keyOf(name));
}

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  const names = Object.keys(FILES);
  const work = async (): Promise<void> => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      if ((await cache.match(keyOf(name))) === undefined) await keep(cache, name);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/**
 * Caches a file after comparing its digest with the build's, so that versions never mix.
 *
 * What the page has just fetched comes from the browser's cache, unless it is of another version.
 */
async function keep(cache: Cache, name: string): Promise<void> {
  for (const mode of ['default', 'reload'] as const) {
    const answer = await fetch(address(name), { cache: mode });
    if (answer.ok && (await digestOf(answer.clone())).startsWith(FILES[name] ?? ' ')) {
      await cache.put(keyOf(name), answer);
      return;
    }
  }
  throw new Error(`\`${name}\` is not the file of this version`);
}

/** SHA-256 of a body, in hexadecimal digits. */
async function digestOf(answer: Response): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await answer.arrayBuffer()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function dropOld(): Promise<void> {
  const cache = await caches.open(CACHE);
  const known = new Set(Object.keys(FILES).map(keyOf));
  for (const request of await cache.keys()) {
    if (!known.has(request.url)) await cache.delete(request);
  }
}
