// Implements the host with the browser's database: records, history, changes.
//
// The ledgers and the cached answers are in the same database.

import { hex } from '../hex';
import { readHistory } from '../history';
import type { Host } from '../host';
import { RECORDS_MAX } from '../records';
import { readRecords, storedRecords } from '../stored-records';
import { DATABASE, LEDGER } from './ledger-store';
import { ALL, openStorage } from './storage';

const RECORDS = 'runs';
const HISTORY = 'history';
const WORK = 'work';
/** Length of a key's hash: enough to distinguish the keys of one browser. */
const HASH_DIGITS = 16;

const storage = openStorage(DATABASE);

export const pageHost: Host = {
  dataFolder: new URL('data/', document.baseURI).href,
  hashKey,
  onLedger(changed) {
    storage.onChanged((name) => {
      if (name === ALL || name.startsWith(LEDGER)) changed();
    });
  },
  records: async () => readRecords(await storage.read(RECORDS)),
  keepRecord: async (record) =>
    readRecords(
      await storage.change(RECORDS, (stored) =>
        storedRecords([...readRecords(stored), record].slice(-RECORDS_MAX)),
      ),
    ),
  onRecords(changed) {
    storage.onChanged((name) => {
      if (name === ALL || name === RECORDS) void pageHost.records().then(changed);
    });
  },
  history: async () => readHistory(await storage.read(HISTORY)),
  changeHistory: (change) => storage.change(HISTORY, (kept) => change(readHistory(kept))),
  onHistory(changed) {
    storage.onChanged((name) => {
      if (name === ALL || name === HISTORY) void pageHost.history().then(changed);
    });
  },
  work: () => storage.read(WORK),
  keepWork: async (work) => {
    await storage.change(WORK, () => work);
  },
  forget: () => storage.clear(),
};

/** Hash of a key; empty where the browser has no `crypto.subtle`, as on a page without TLS. */
async function hashKey(key: string): Promise<string> {
  if (!('subtle' in crypto)) return '';
  const bytes = new TextEncoder().encode(`infragenie ledger ${key}`);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return hex(new Uint8Array(digest)).slice(0, HASH_DIGITS);
}
