// Stores ledgers and cached answers in the browser's database.
//
// It runs in the worker that has the module: an IndexedDB transaction would end while it waits for
// a message.

import type { Cache, CachedAnswer, Ledger, LedgerEntry } from '../types';
import { ALL, openStorage } from './storage';

/** Name of the database, and the key of the ledgers in it. */
export const DATABASE = 'infragenie';
export const LEDGER = 'ledger';
const ORGANISATION = 'organisation';
const ANSWERS = 'answers';

/** Functions of the module on a stored ledger or cache. */
export interface LedgerModule {
  applyEntries(stored: Ledger | null, entries: LedgerEntry[]): Ledger;
  findAnswer(cache: Cache | null, key: string): { answer: unknown; cache: Cache | null };
  storeAnswer(cache: Cache | null, key: string, answer: unknown): Cache;
  listAnswers(cache: Cache | null): CachedAnswer[];
}

export interface LedgerStore {
  /** Selects the ledger of the organisation whose key has this hash. */
  useKeyHash(hash: string): Promise<void>;
  /** The ledger of the last used key; null where none is stored. */
  ledger(): Promise<Ledger | null>;
  /** Adds entries to the ledger in one transaction across all windows. Resolves to the shared
   * ledger. */
  applyEntries(entries: readonly LedgerEntry[]): Promise<Ledger>;
  /** Reads an earlier answer by the module's cache key. */
  findAnswer(key: string): Promise<unknown>;
  storeAnswer(key: string, answer: unknown): Promise<void>;
  /** The stored answers, last used first. */
  answers(): Promise<readonly CachedAnswer[]>;
  /** The whole answer cache, with configurations. */
  cache(): Promise<Cache | null>;
  forgetAnswers(): Promise<void>;
  forget(): Promise<void>;
}

export function openLedgerStore(module: LedgerModule): LedgerStore {
  const storage = openStorage(DATABASE);
  /** Hash of the last used key. */
  let used: string | null = null;
  storage.onChanged((name) => {
    if (name === ALL) used = '';
  });
  /** Storage key of the current ledger. */
  const ledgerName = async (): Promise<string> => {
    used ??= String((await storage.read(ORGANISATION)) ?? '');
    return used === '' ? LEDGER : `${LEDGER}.${used}`;
  };
  return {
    async useKeyHash(hash) {
      used = hash;
      await storage.change(ORGANISATION, () => hash);
    },
    ledger: async () => plain<Ledger>(await storage.read(await ledgerName())),
    applyEntries: async (entries) =>
      storage.change(await ledgerName(), (stored) =>
        module.applyEntries(plain<Ledger>(stored), [...entries]),
      ),
    async findAnswer(key) {
      let found: unknown = null;
      await storage.change(ANSWERS, (stored) => {
        const { answer, cache } = module.findAnswer(plain<Cache>(stored), key);
        found = answer;
        return cache;
      });
      return found;
    },
    async storeAnswer(key, answer) {
      await storage.change(ANSWERS, (stored) =>
        module.storeAnswer(plain<Cache>(stored), key, answer),
      );
    },
    answers: async () => module.listAnswers(plain<Cache>(await storage.read(ANSWERS))),
    cache: async () => plain<Cache>(await storage.read(ANSWERS)),
    async forgetAnswers() {
      await storage.change(ANSWERS, () => null);
    },
    async forget() {
      used = '';
      await storage.clear();
    },
  };
}

/** Accepts objects only; the module validates their contents and starts afresh where they are
 * invalid. */
function plain<T>(value: unknown): T | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as T) : null;
}
