// Stores a key in the location that the user chose, and deletes it there.

import { seal, unseal } from './seal';

/** Location of a key.
 *
 * It is in memory, stored until the tab or the browser closes, or encrypted on the device until it
 * is deleted. */
export type KeyLocation = 'memory' | 'tab' | 'session' | 'device';

/** Persistent storage of one text. */
export interface TextStorage {
  get(): Promise<string | null>;
  put(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** The locations that a host offers, the default first. */
export interface KeyStorages {
  readonly locations: readonly KeyLocation[];
  /** Storage of each location; memory needs none. */
  readonly storages: Readonly<Partial<{ [location in KeyLocation]: TextStorage }>>;
}

export interface Vault {
  readonly locations: readonly KeyLocation[];
  /** Loads the stored key, or reports an encrypted one. */
  load(): Promise<StoredKey>;
  /** Stores a key in one location and clears the others; on the device it is encrypted. Rejects
   * where the browser stores nothing. */
  keep(location: KeyLocation, key: string, passphrase: string): Promise<void>;
  /** Decrypts the stored key; null for a wrong passphrase. */
  open(passphrase: string): Promise<string | null>;
  /** Clears every location. */
  forget(): Promise<void>;
}

interface StoredKey {
  readonly location: KeyLocation;
  /** Empty where no key is stored, or where it is encrypted. */
  readonly key: string;
  readonly sealed: boolean;
}

export function createVault({ locations, storages }: KeyStorages): Vault {
  const [first = 'memory'] = locations;
  const others = (location: KeyLocation): TextStorage[] =>
    locations.filter((one) => one !== location).flatMap((one) => storages[one] ?? []);
  const clear = async (all: readonly TextStorage[]): Promise<void> => {
    for (const storage of all) await storage.clear().catch(() => {});
  };
  return {
    locations,
    async load() {
      for (const location of locations) {
        const kept = (await storages[location]?.get().catch(() => null)) ?? null;
        if (kept === null) continue;
        const sealed = location === 'device';
        return { location, key: sealed ? '' : kept, sealed };
      }
      return { location: first, key: '', sealed: false };
    },
    async keep(location, key, passphrase) {
      await clear(others(location));
      const text = location === 'device' ? await seal(key, passphrase) : key;
      await storages[location]?.put(text);
    },
    async open(passphrase) {
      const kept = (await storages.device?.get()) ?? null;
      return kept === null ? null : unseal(kept, passphrase);
    },
    forget: () => clear(locations.flatMap((one) => storages[one] ?? [])),
  };
}
