// Stores values in IndexedDB, shared by all windows of a host.
//
// A value is read and changed in one transaction, so that windows do not overwrite each other's
// changes. Local storage has no transactions.

export interface KeyValueStore {
  /** The value of a key; null where it has none, or nothing can be stored. */
  read(key: string): Promise<unknown>;
  /** Changes the value of a key in one transaction, and resolves to the new value. An unchanged
   * value is not written. */
  change<T>(name: string, change: (stored: unknown) => T): Promise<T>;
  /** Deletes all values. */
  clear(): Promise<void>;
  /** Calls `changed` with the key of a value that another window has changed. */
  onChanged(changed: (key: string) => void): void;
}

/** Object store that all versions of the page share. */
const STORE = 'shelf';
/** Sent to other windows when all values are deleted. */
export const ALL = '*';

/** Longest wait for the database: one that another window blocks may stay silent for ever. */
const SILENCE_MS = 3_000;

/** Opens a database.
 *
 * Where the browser stores nothing, as in some private windows, values live as long as the page. */
export function openStorage(name: string): KeyValueStore {
  const database = inTime<IDBDatabase | null>(open(name).catch(() => null));
  const memory = new Map<string, unknown>();
  const windows = 'BroadcastChannel' in globalThis ? new BroadcastChannel(name) : null;
  return {
    async read(key) {
      const opened = await database;
      if (memory.has(key) || opened === null) return memory.get(key) ?? null;
      return inTime(read(opened, key).catch(() => null));
    },
    async change(key, change) {
      const opened = await database;
      const isStored = opened !== null && !memory.has(key);
      const changed = isStored ? await inTime(write(opened, key, change)) : null;
      if (changed !== null) {
        if (changed.isNew) windows?.postMessage(key);
        return changed.value;
      }
      const value = change(await this.read(key));
      memory.set(key, value);
      return value;
    },
    async clear() {
      memory.clear();
      const opened = await database;
      if (opened !== null) await inTime(clear(opened).catch(() => null));
      windows?.postMessage(ALL);
    },
    onChanged(changed) {
      windows?.addEventListener('message', ({ data }) => changed(String(data)));
    },
  };
}

/** Resolves to null where the database does not answer in time. */
function inTime<T>(work: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), SILENCE_MS);
  });
  return Promise.race([work, silence]).finally(() => clearTimeout(timer));
}

function open(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(STORE);
    };
    request.onsuccess = () => {
      // Lets another window delete the database.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('the database is held by another window'));
  });
}

function read(database: IDBDatabase, key: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = database.transaction(STORE).objectStore(STORE).get(key);
    request.onsuccess = () => resolve(request.result ?? null);
    request.onerror = () => reject(request.error);
  });
}

interface Written<T> {
  readonly value: T;
  readonly isNew: boolean;
}

/** Resolves to null where the database cannot be written; rethrows errors of `change`. */
function write<T>(
  database: IDBDatabase,
  key: string,
  change: (stored: unknown) => T,
): Promise<Written<T> | null> {
  return new Promise((resolve, reject) => {
    let written: Written<T> | null = null;
    let thrown: unknown;
    const transaction = writeTransaction(database);
    if (transaction === null) {
      resolve(null);
      return;
    }
    const store = transaction.objectStore(STORE);
    const request = store.get(key);
    request.onsuccess = () => {
      const stored: unknown = request.result ?? null;
      try {
        const value = change(stored);
        written = { value, isNew: value !== stored };
        if (written.isNew) store.put(value, key);
      } catch (error) {
        thrown = error;
        transaction.abort();
      }
    };
    transaction.oncomplete = () => resolve(written);
    transaction.onabort = () => {
      if (thrown === undefined) resolve(null);
      else reject(thrown);
    };
  });
}

/** Null where the browser has closed the database. */
function writeTransaction(database: IDBDatabase): IDBTransaction | null {
  try {
    return database.transaction(STORE, 'readwrite');
  } catch {
    return null;
  }
}

function clear(database: IDBDatabase): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, 'readwrite');
    transaction.objectStore(STORE).clear();
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}
