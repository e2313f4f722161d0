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
  booked(stored: Ledger | null, entries: LedgerEntry[]): Ledger;
  recalled(cache: Cache | null, key: string): { answer: unknown; cache: Cache | null };
  kept(cache: Cache | null, key: string, answer: unknown): Cache;
  answers(cache: Cache | null): CachedAnswer[];
}

export interface LedgerStore {
  /** Selects the ledger of the organisation whose key has this hash. */
  useMark(mark: string): Promise<void>;
  /** The ledger of the last used key; null where none is stored. */
  ledger(): Promise<Ledger | null>;
  /** Adds entries to the ledger in one transaction across all windows. Resolves to the shared
   * ledger. */
  book(entries: readonly LedgerEntry[]): Promise<Ledger>;
  /** Reads an earlier answer by the module's cache key. */
  recall(key: string): Promise<unknown>;
  keep(key: string, answer: unknown): Promise<void>;
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
    used ??= String(await storage.read(ORGANISATION) ?? '');
    return used === '' ? LEDGER : `${LEDGER}.${used}`;
  };
  return {
    async useMark(mark) {
      used = mark;
      await storage.change(ORGANISATION, () => mark);
    },
    ledger: async () => plain<Ledger>(await storage.read(await ledgerName())),
    book: async (entries) => storage.change(await ledgerName(),
      (kept) => module.booked(plain<Ledger>(kept), [...entries])),
    async recall(key) {
      let found: unknown = null;
      await storage.change(ANSWERS, (kept) => {
        const { answer, cache } = module.recalled(plain<Cache>(kept), key);
        found = answer;
        return cache;
      });
      return found;
    },
    async keep(key, answer) {
      await storage.change(ANSWERS, (kept) => module.kept(plain<Cache>(kept), key, answer));
    },
    answers: async () => module.answers(plain<Cache>(await storage.read(ANSWERS))),
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
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as T : null;
}
