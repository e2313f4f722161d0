// What was spent and what was answered, kept in the browser's database: in the worker that holds
// the module, since the database waits for nobody while it changes a value.

import type { Cache, CachedAnswer, Ledger, LedgerEntry } from '../types';
import { ALL, openStorage } from './storage';

/** The shelf of the page, and where the ledgers stand on it. */
export const DATABASE = 'infragenie';
export const LEDGER = 'ledger';
const ORGANISATION = 'organisation';
const ANSWERS = 'answers';

/** What the module does with a ledger or a cache that is kept. */
export interface LedgerModule {
  booked(stored: Ledger | null, entries: LedgerEntry[]): Ledger;
  recalled(cache: Cache | null, key: string): { answer: unknown; cache: Cache | null };
  kept(cache: Cache | null, key: string, answer: unknown): Cache;
  answers(cache: Cache | null): CachedAnswer[];
}

export interface LedgerStore {
  /** From now on the ledger is that of the organisation whose key has this mark. */
  useMark(mark: string): Promise<void>;
  /** What was spent up to now, if it was kept: by the organisation of the key used last. */
  ledger(): Promise<Ledger | null>;
  /** Enters what was spent, alone among the windows of the host, and resolves to the ledger that
   * all of them share. */
  book(entries: readonly LedgerEntry[]): Promise<Ledger>;
  /** An earlier answer, by a key of the module's own. */
  recall(key: string): Promise<unknown>;
  keep(key: string, answer: unknown): Promise<void>;
  /** The answers that are kept, the last used first. */
  answers(): Promise<readonly CachedAnswer[]>;
  /** The same as they are kept, with their programs. */
  cache(): Promise<Cache | null>;
  forgetAnswers(): Promise<void>;
  forget(): Promise<void>;
}

export function openLedgerStore(module: LedgerModule): LedgerStore {
  const storage = openStorage(DATABASE);
  /** The mark of the key used last. */
  let used: string | null = null;
  storage.onChanged((name) => {
    if (name === ALL) used = '';
  });
  /** Where the ledger of the organisation is kept. */
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

/** The module reads what is inside, and begins anew where it does not. */
function plain<T>(value: unknown): T | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as T : null;
}
