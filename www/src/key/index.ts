// The user's key: typed, checked, kept where its user chose, forgotten. It lives here and in its
// place, and is no part of the state.

import type { Engine } from '../engine';
import type { Platform } from '../host';
import type { KeyIntents } from '../actions';
import type { Keeping, Store } from '../state';
import { trouble } from '../errors';
import type { KeyPlace } from './vault';

export const KEY_FIRST = 'Your key comes first: paste it here.';
export const UNREACHABLE = 'This browser has not allowed it to call api.groq.com: try again, and '
  + 'allow it when you are asked.';

/** Shorter ones are guessed in no time, however often each guess is hashed. */
const PASSPHRASE_CHARS_MIN = 8;

export interface Keys extends KeyIntents {
  /** The key, or an empty text. */
  current(): string;
}

export function createKeys(
  store: Store, { vault, reach }: Platform, engine: Engine,
  ask: (message: string) => void,
): Keys {
  let key = '';
  const keeping = (part: Partial<Keeping>): void => {
    store.set({ keeping: { ...store.get().keeping, said: null, ...part } });
  };
  const take = (given: string): void => {
    key = given;
    store.set({ key: { phase: key === '' ? 'none' : 'given' } });
  };
  // What is written one after the other stands in that order, however long each takes.
  let work: Promise<unknown> = Promise.resolve();
  const keep = (place: KeyPlace, passphrase = ''): Promise<boolean> => {
    const kept = work.then(() => vault.keep(place, key, passphrase)).then(() => true, () => {
      keeping({ said: 'This browser keeps nothing here: the key stays in memory.' });
      return false;
    });
    work = kept;
    return kept;
  };

  keeping({ places: vault.places, place: vault.places[0] ?? 'memory' });
  work = vault.recall().then(({ place, key: kept, sealed }) => {
    // What was typed meanwhile is newer.
    if (key !== '') return;
    keeping({ place, sealed: sealed ? 'locked' : 'none' });
    if (kept !== '') take(kept);
  });

  return {
    current: () => key,
    give(given) {
      take(given.trim());
      const { place, sealed } = store.get().keeping;
      keeping({ sealed: sealed === 'locked' ? sealed : 'none' });
      if (place !== 'device' && key !== '') void keep(place);
    },
    async check() {
      if (store.get().key.phase === 'checking') return;
      if (key === '') {
        ask(KEY_FIRST);
        return;
      }
      const asked = key;
      if (!await reach()) {
        ask(UNREACHABLE);
        return;
      }
      store.set({ key: { phase: 'checking' } });
      // An answer to a key that was changed meanwhile is dropped.
      try {
        const models = await engine.models(asked);
        if (asked === key) store.set({ models, key: { phase: 'accepted' } });
      } catch (thrown) {
        if (asked === key) store.set({ key: { phase: 'refused', failure: trouble(thrown) } });
      }
    },
    place(place) {
      keeping({ place, sealed: 'none' });
      if (place !== 'device' && key !== '') void keep(place);
    },
    async seal(passphrase) {
      if (key === '') {
        ask(KEY_FIRST);
        return;
      }
      if ([...passphrase].length < PASSPHRASE_CHARS_MIN) {
        keeping({ said: `A passphrase has at least ${PASSPHRASE_CHARS_MIN} characters.` });
        return;
      }
      if (await keep('device', passphrase)) keeping({ sealed: 'open' });
    },
    async open(passphrase) {
      const opened = await vault.open(passphrase).catch(() => null);
      if (opened === null) {
        keeping({ said: 'This passphrase does not open it.' });
        return;
      }
      take(opened);
      keeping({ sealed: 'open' });
    },
    async forget() {
      take('');
      const [first = 'memory'] = vault.places;
      await work;
      await vault.forget();
      keeping({ place: first, sealed: 'none', said: 'Forgotten.' });
    },
  };
}
