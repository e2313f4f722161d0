// A key and the place that its user chose for it in; what is kept there, and forgotten with it.

import { seal, unseal } from './seal';

/** Where a key may be: in the memory of the page, until the tab or the browser closes, or sealed on
 * the device until it is forgotten. */
export type KeyPlace = 'memory' | 'tab' | 'session' | 'device';

/** One text that outlives the page, or null. */
export interface Drawer {
  get(): Promise<string | null>;
  put(text: string): Promise<void>;
  clear(): Promise<void>;
}

/** The places of a host, the default first. */
export interface Places {
  readonly names: readonly KeyPlace[];
  /** What keeps the key in a place; memory needs nothing. */
  readonly drawers: Readonly<Partial<{ [place in KeyPlace]: Drawer }>>;
}

export interface Vault {
  readonly places: readonly KeyPlace[];
  /** What was kept before: the key, or a sealed one whose passphrase is asked. */
  recall(): Promise<Recalled>;
  /** Keeps a key in a place, and in no other; on the device under a passphrase. Rejects where the
   * browser keeps nothing. */
  keep(place: KeyPlace, key: string, passphrase: string): Promise<void>;
  /** The sealed key; null where the passphrase does not open it. */
  open(passphrase: string): Promise<string | null>;
  /** Clears every place. */
  forget(): Promise<void>;
}

export interface Recalled {
  readonly place: KeyPlace;
  /** Empty where none was kept, or where it is sealed. */
  readonly key: string;
  readonly sealed: boolean;
}

export function createVault({ names, drawers }: Places): Vault {
  const [first = 'memory'] = names;
  const others = (place: KeyPlace): Drawer[] =>
    names.filter((one) => one !== place).flatMap((one) => drawers[one] ?? []);
  const clear = async (all: readonly Drawer[]): Promise<void> => {
    for (const drawer of all) await drawer.clear().catch(() => {});
  };
  return {
    places: names,
    async recall() {
      for (const place of names) {
        const kept = await drawers[place]?.get().catch(() => null) ?? null;
        if (kept === null) continue;
        const sealed = place === 'device';
        return { place, key: sealed ? '' : kept, sealed };
      }
      return { place: first, key: '', sealed: false };
    },
    async keep(place, key, passphrase) {
      await clear(others(place));
      const text = place === 'device' ? await seal(key, passphrase) : key;
      await drawers[place]?.put(text);
    },
    async open(passphrase) {
      const kept = await drawers.device?.get() ?? null;
      return kept === null ? null : unseal(kept, passphrase);
    },
    forget: () => clear(names.flatMap((one) => drawers[one] ?? [])),
  };
}
