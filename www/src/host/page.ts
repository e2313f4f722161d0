// The host of the page: a site of its own, with ledger, records and answers in one database of the
// browser.

import { hex } from '../hex';
import { readHistory } from '../history';
import type { Host } from '../host';
import { readRecords, RECORDS_MAX, type RunRecord } from '../records';
import type { Cache, Ledger } from '../types';
import { ALL, openShelf } from './shelf';

const LEDGER = 'ledger';
const ORGANISATION = 'organisation';
const RECORDS = 'runs';
const ANSWERS = 'answers';
const HISTORY = 'history';
/** Digits of a key's mark: enough to tell the keys of one browser apart. */
const MARK_DIGITS = 16;

const shelf = openShelf('infragenie');
/** The mark of the key used last. */
let mark: string | null = null;

/** Where the ledger of the organisation is kept. */
async function ledgerName(): Promise<string> {
  mark ??= String(await shelf.read(ORGANISATION) ?? '');
  return mark === '' ? LEDGER : `${LEDGER}.${mark}`;
}

export const pageHost: Host = {
  dataFolder: new URL('data/', document.baseURI).href,
  async useKey(key) {
    const used = await markOf(key);
    mark = used;
    await shelf.change(ORGANISATION, () => used);
  },
  recall: async () => ledgerOf(await shelf.read(await ledgerName())),
  share: async (change) =>
    shelf.change(await ledgerName(), (kept) => change(ledgerOf(kept))),
  onKept(changed) {
    shelf.onChanged((name) => {
      if (name === ALL) mark = '';
      if (name === ALL || name.startsWith(LEDGER)) void pageHost.recall().then(changed);
    });
  },
  records: async () => readRecords(await shelf.read(RECORDS)),
  keepRecord: (record) => shelf.change(RECORDS, (kept): readonly RunRecord[] =>
    [...readRecords(kept), record].slice(-RECORDS_MAX)),
  onRecords(changed) {
    shelf.onChanged((name) => {
      if (name === ALL || name === RECORDS) void pageHost.records().then(changed);
    });
  },
  answers: async () => cacheOf(await shelf.read(ANSWERS)),
  changeAnswers: (change) => shelf.change(ANSWERS, (kept) => change(cacheOf(kept))),
  history: async () => readHistory(await shelf.read(HISTORY)),
  changeHistory: (change) => shelf.change(HISTORY, (kept) => change(readHistory(kept))),
  onHistory(changed) {
    shelf.onChanged((name) => {
      if (name === ALL || name === HISTORY) void pageHost.history().then(changed);
    });
  },
  async forget() {
    mark = '';
    await shelf.clear();
  },
};

/** A mark of a key; the same for all where the browser has no digest, as in a page without TLS. */
async function markOf(key: string): Promise<string> {
  if (!('subtle' in crypto)) return '';
  const bytes = new TextEncoder().encode(`infragenie ledger ${key}`);
  const digest = await crypto.subtle.digest('SHA-256', bytes);
  return hex(new Uint8Array(digest)).slice(0, MARK_DIGITS);
}

function ledgerOf(kept: unknown): Ledger | null {
  return isObject<Ledger>(kept) ? kept : null;
}

function cacheOf(kept: unknown): Cache | null {
  return isObject<Cache>(kept) ? kept : null;
}

/** The module reads what is inside, and begins anew where it does not. */
function isObject<T>(value: unknown): value is T {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
