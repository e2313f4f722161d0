// Manages the user's key: input, validation, storage and deletion.
//
// The key is held here and in its storage; it is not part of the state.

import type { KeyActions } from '../actions';
import type { Engine } from '../engine';
import { toAppError } from '../errors';
import type { Platform } from '../host';
import type { KeyStorage, Store } from '../state';
import type { KeyLedgers } from './ledgers';
import type { KeyLocation } from './vault';

export const KEY_FIRST = 'Enter your Groq key first.';
export const ACCESS_DENIED =
  'The browser does not allow calls to api.groq.com yet. Try again and ' +
  'allow access when asked.';

/** Shorter passphrases can be guessed quickly despite the hashing. */
const PASSPHRASE_CHARS_MIN = 8;

export interface Keys extends KeyActions {
  /** The key; empty where none is set. */
  current(): string;
}

export function createKeys(
  store: Store,
  { vault, requestAccess }: Platform,
  engine: Engine,
  ledgers: KeyLedgers,
  ask: (message: string) => void,
): Keys {
  let key = '';
  const setStorage = (part: Partial<KeyStorage>): void => {
    store.set({ keyStorage: { ...store.get().keyStorage, message: null, ...part } });
  };
  const take = (given: string): void => {
    if (given !== key) {
      // What Groq listed holds for the key that was checked.
      const models = store.get().models.map((model) => ({ ...model, live: null }));
      store.set({ models });
      ledgers.select(given);
    }
    key = given;
    store.set({ key: { phase: key === '' ? 'none' : 'given' } });
  };
  // Writes run in order, however long each takes.
  let work: Promise<unknown> = Promise.resolve();
  const keep = (location: KeyLocation, passphrase = ''): Promise<boolean> => {
    const kept = work
      .then(() => vault.keep(location, key, passphrase))
      .then(
        () => true,
        () => {
          setStorage({ message: 'This browser cannot store the key; it stays in memory.' });
          return false;
        },
      );
    work = kept;
    return kept;
  };

  setStorage({ locations: vault.locations, location: vault.locations[0] ?? 'memory' });
  work = vault.load().then(({ location, key: kept, sealed }) => {
    // A key typed meanwhile is newer.
    if (key !== '') return;
    setStorage({ location, sealed: sealed ? 'locked' : 'none' });
    if (kept !== '') take(kept);
  });

  return {
    current: () => key,
    give(given) {
      take(given.trim());
      const { location, sealed } = store.get().keyStorage;
      setStorage({ sealed: sealed === 'locked' ? sealed : 'none' });
      if (location !== 'device' && key !== '') void keep(location);
    },
    async check() {
      if (store.get().key.phase === 'checking') return;
      if (key === '') {
        ask(KEY_FIRST);
        return;
      }
      const asked = key;
      if (!(await requestAccess())) {
        ask(ACCESS_DENIED);
        return;
      }
      store.set({ key: { phase: 'checking' } });
      // The answer for a replaced key is dropped.
      try {
        const models = await engine.models(asked);
        await ledgers.checked(asked, models).catch(() => {});
        if (asked === key) store.set({ models, key: { phase: 'accepted' } });
      } catch (thrown) {
        if (asked === key) store.set({ key: { phase: 'refused', failure: toAppError(thrown) } });
      }
    },
    location(location) {
      setStorage({ location, sealed: 'none' });
      if (location !== 'device' && key !== '') void keep(location);
    },
    async seal(passphrase) {
      if (key === '') {
        ask(KEY_FIRST);
        return;
      }
      if ([...passphrase].length < PASSPHRASE_CHARS_MIN) {
        setStorage({
          message: `The passphrase needs at least ${PASSPHRASE_CHARS_MIN} characters.`,
        });
        return;
      }
      if (await keep('device', passphrase)) setStorage({ sealed: 'open' });
    },
    async open(passphrase) {
      const opened = await vault.open(passphrase).catch(() => null);
      if (opened === null) {
        setStorage({ message: 'Wrong passphrase.' });
        return;
      }
      take(opened);
      setStorage({ sealed: 'open' });
    },
    async forget() {
      take('');
      const [first = 'memory'] = vault.locations;
      await work;
      await vault.forget();
      setStorage({ location: first, sealed: 'none', message: 'Key forgotten.' });
    },
  };
}
