// The host of the page: a site of its own, with records and earlier runs in the database of the
// browser that holds the ledger and the answers, too.

import { hex } from '../hex';
import { readHistory } from '../history';
import type { Host } from '../host';
import { readRecords, RECORDS_MAX, type RunRecord } from '../records';
import { DATABASE, LEDGER } from './ledger-store';
import { ALL, openStorage } from './storage';

const RECORDS = 'runs';
const HISTORY = 'history';
/** Digits of a key's mark: enough to tell the keys of one browser apart. */
const MARK_DIGITS = 16;

const storage = openStorage(DATABASE);

export const pageHost: Host = {
  dataFolder: new URL('data/', document.baseURI).href,
  markOf,
  onLedger(changed) {
    storage.onChanged((name) => {
      if (name === ALL || name.startsWith(LEDGER)) changed();
    });
  },
  records: async () => readRecords(await storage.read(RECORDS)),
  keepRecord: (record) => storage.change(RECORDS, (kept): readonly RunRecord[] =>
    [...readRecords(kept), record].slice(-RECORDS_MAX)),
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
  forget: () => storage.clear(),
};

/** A mark of a key; the same for all where the browser has no digest, as in a page without TLS. */
async function markOf(key: string): Promise<string> {
  if (!('subtle' in crypto)) return '';
  const bytes = new TextEncoder().encode(`infragenie ledger ${key}`);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return hex(new Uint8Array(digest)).slice(0, MARK_DIGITS);
}
