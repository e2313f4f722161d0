// A key and the place that its user chose for it in; what is kept there, and forgotten with it.

import { seal, unseal } from './seal';

/** Where a key may be: in the memory of the page, until the tab or the browser closes, or sealed on
 * the device until it is forgotten. */
export type KeyLocation = 'memory' | 'tab' | 'session' | 'device';

/** One text that outlives the page, or null. */
export interface TextStorage {
  get(): Promise<string | null>;
  put(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** The places of a host, the default first. */
export interface KeyStorages {
  readonly locations: readonly KeyLocation[];
  /** What keeps the key in a place; memory needs nothing. */
  readonly storages: Readonly<Partial<{ [location in KeyLocation]: TextStorage }>>;
}

export interface Vault {
  readonly locations: readonly KeyLocation[];
  /** What was kept before: the key, or a sealed one whose passphrase is asked. */
  load(): Promise<StoredKey>;
  /** Keeps a key in a place, and in no other; on the device under a passphrase. Rejects where the
   * browser keeps nothing. */
  keep(location: KeyLocation, key: string, passphrase: string): Promise<void>;
  /** The sealed key; null where the passphrase does not open it. */
  open(passphrase: string): Promise<string | null>;
  /** Clears every place. */
  forget(): Promise<void>;
}

export interface StoredKey {
  readonly location: KeyLocation;
  /** Empty where none was kept, or where it is sealed. */
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
        const kept = await storages[location]?.get().catch(() => null) ?? null;
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
      const kept = await storages.device?.get() ?? null;
      return kept === null ? null : unseal(kept, passphrase);
    },
    forget: () => clear(locations.flatMap((one) => storages[one] ?? [])),
  };
}
