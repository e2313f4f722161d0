// Names in, plain values out, kept in the browser's database for all windows of a host alike. A
// value is read and changed in one transaction, so that no window overwrites what another one has
// just written; the browser's local storage cannot promise that.

export interface KeyValueStore {
  /** What is kept under a name; null where there is nothing, or nothing can be kept. */
  read(name: string): Promise<unknown>;
  /** Changes what is kept under a name, and resolves to what is kept now. What comes back as it
   * was is not written again. */
  change<T>(name: string, change: (kept: unknown) => T): Promise<T>;
  /** Forgets everything. */
  clear(): Promise<void>;
  /** Calls `changed` when another window has changed what is kept under a name. */
  onChanged(changed: (name: string) => void): void;
}

const STORE = 'shelf';
/** Said to the other windows when everything is forgotten. */
export const ALL = '*';

/** Opens the shelf of a name. Where the browser keeps nothing, as in some private windows, values
 * live as long as the page. */
export function openStorage(name: string): KeyValueStore {
  const database = open(name).catch(() => null);
  const unkept = new Map<string, unknown>();
  const windows = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null;
  return {
    async read(key) {
      const there = await database;
      if (unkept.has(key) || there === null) return unkept.get(key) ?? null;
      return read(there, key).catch(() => null);
    },
    async change(key, change) {
      const there = await database;
      const changed = there === null || unkept.has(key) ? null
        : await write(there, key, change);
      if (changed !== null) {
        if (changed.isNew) windows?.postMessage(key);
        return changed.value;
      }
      const value = change(await this.read(key));
      unkept.set(key, value);
      return value;
    },
    async clear() {
      unkept.clear();
      const there = await database;
      if (there !== null) await clear(there).catch(() => {});
      windows?.postMessage(ALL);
    },
    onChanged(changed) {
      windows?.addEventListener('message', ({ data }) => changed(String(data)));
    },
  };
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => { asked.result.createObjectStore(STORE); };
    asked.onsuccess = () => {
      // Whoever deletes the database is not kept waiting by this window.
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
    asked.onblocked = () => reject(new Error('the database is held by another window'));
  });
}

function read(database: IDBDatabase, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const asked = database.transaction(STORE).objectStore(STORE).get(key);
    asked.onsuccess = () => resolve(asked.result ?? null);
    asked.onerror = () => reject(asked.error);
  });
}

interface Written<T> {
  readonly value: T;
  readonly isNew: boolean;
}

/** Null where the database takes nothing more; what `change` throws is thrown on. */
function write<T>(
  database: IDBDatabase, key: string, change: (kept: unknown) => T,
): Promise<Written<T> | null> {
  return new Promise((resolve, reject) => {
    let written: Written<T> | null = null;
    let thrown: unknown;
    const deal = transaction(database);
    if (deal === null) {
      resolve(null);
      return;
    }
    const shelf = deal.objectStore(STORE);
    const asked = shelf.get(key);
    asked.onsuccess = () => {
      const kept: unknown = asked.result ?? null;
      try {
        const value = change(kept);
        written = { value, isNew: value !== kept };
        if (written.isNew) shelf.put(value, key);
      } catch (error) {
        thrown = error;
        deal.abort();
      }
    };
    deal.oncomplete = () => resolve(written);
    deal.onabort = () => {
      if (thrown === undefined) resolve(null);
      else reject(thrown);
    };
  });
}

/** Null where the database was closed under the page. */
function transaction(database: IDBDatabase): IDBTransaction | null {
  try {
    return database.transaction(STORE, 'readwrite');
  } catch {
    return null;
  }
}

function clear(database: IDBDatabase): Promise<void> {
  return new Promise((resolve, reject) => {
    const deal = database.transaction(STORE, 'readwrite');
    deal.objectStore(STORE).clear();
    deal.oncomplete = () => resolve();
    deal.onabort = () => reject(deal.error);
  });
}
