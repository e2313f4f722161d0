// Stores ledgers and cached answers in the browser's database.
//
// It runs in the worker that has the module: an IndexedDB transaction would end while it waits for
// a message.

import type { Cache, CachedAnswer, Ledger, LedgerEntry, ModelInfo } from '../types';
import { ALL, openStorage } from './storage';

/** Name of the database, and the key of the ledgers in it. */
export const DATABASE = 'infragenie';
export const LEDGER = 'ledger';
const ORGANISATION = 'organisation';
const ANSWERS = 'answers';

/** Functions of the module on a stored ledger or cache. */
export interface LedgerModule {
  applyEntries(stored: Ledger | null, entries: LedgerEntry[]): Ledger;
  applyModels(stored: Ledger | null, models: readonly ModelInfo[]): Ledger;
  findAnswer(cache: Cache | null, key: string): { answer: unknown; cache: Cache | null };
  storeAnswer(cache: Cache | null, key: string, answer: unknown): Cache;
  listAnswers(cache: Cache | null): CachedAnswer[];
}

export interface LedgerStore {
  /** Selects the ledger of the key with this hash as the one that is shown. */
  useKeyHash(hash: string): Promise<void>;
  /** The selected ledger; null where none is stored. */
  ledger(): Promise<Ledger | null>;
  /** Adds entries to the ledger of a key in one transaction across all windows. Resolves to the
   * shared ledger.
   *
   * The key is that of the call: the user may have entered another one since. */
  applyEntries(hash: string, entries: readonly LedgerEntry[]): Promise<Ledger>;
  /** Corrects the ledger of a key by the models that Groq lists for it. */
  applyModels(hash: string, models: readonly ModelInfo[]): Promise<void>;
  /** Reads an earlier answer by the module's cache key. */
  findAnswer(key: string): Promise<unknown>;
  storeAnswer(key: string, answer: unknown): Promise<void>;
  /** The stored answers, last used first. */
  answers(): Promise<readonly CachedAnswer[]>;
  /** The whole answer cache, with configurations; read once until it changes. */
  cache(): Promise<Cache | null>;
  forgetAnswers(): Promise<void>;
  forget(): Promise<void>;
}

export function openLedgerStore(module: LedgerModule): LedgerStore {
  const storage = openStorage(DATABASE);
  let answers: Promise<Cache | null> | null = null;
  const cache = (): Promise<Cache | null> => {
    answers ??= storage.read(ANSWERS).then((stored) => plain<Cache>(stored));
    return answers;
  };
  const changeAnswers = async (change: (stored: Cache | null) => Cache | null): Promise<void> => {
    answers = null;
    await storage.change(ANSWERS, (stored) => change(plain<Cache>(stored)));
    answers = null;
  };
  /** Hash of the last used key. */
  let used: string | null = null;
  storage.onChanged((name) => {
    if (name === ALL) used = '';
    if (name === ALL || name === ANSWERS) answers = null;
  });
  /** Storage key of the ledger of a key; without a key, of runs from templates. */
  const nameOf = (hash: string): string => (hash === '' ? LEDGER : `${LEDGER}.${hash}`);
  return {
    async useKeyHash(hash) {
      used = hash;
      await storage.change(ORGANISATION, () => hash);
    },
    async ledger() {
      used ??= String((await storage.read(ORGANISATION)) ?? '');
      return plain<Ledger>(await storage.read(nameOf(used)));
    },
    applyEntries: async (hash, entries) =>
      storage.change(nameOf(hash), (stored) =>
        module.applyEntries(plain<Ledger>(stored), [...entries]),
      ),
    async applyModels(hash, models) {
      await storage.change(nameOf(hash), (stored) =>
        module.applyModels(plain<Ledger>(stored), models),
      );
    },
    async findAnswer(key) {
      let found: unknown = null;
      await changeAnswers((stored) => {
        const { answer, cache: kept } = module.findAnswer(stored, key);
        found = answer;
        return kept;
      });
      return found;
    },
    async storeAnswer(key, answer) {
      await changeAnswers((stored) => module.storeAnswer(stored, key, answer));
    },
    answers: async () => module.listAnswers(await cache()),
    cache,
    forgetAnswers: () => changeAnswers(() => null),
    async forget() {
      used = '';
      answers = null;
      await storage.clear();
    },
  };
}

/** Accepts objects only; the module validates their contents and starts afresh where they are
 * invalid. */
function plain<T>(value: unknown): T | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as T) : null;
}
