// The host of the page: a site of its own, with ledger and records in the browser's local storage.

import type { Host } from '../host';
import { readRecords, RECORDS_MAX, type RunRecord } from '../records';
import type { Ledger } from '../types';

const LEDGER = 'infragenie.ledger';
const ORGANISATION = 'infragenie.organisation';
const RECORDS = 'infragenie.runs';
/** Digits of a key's mark: enough to tell the keys of one browser apart. */
const MARK_DIGITS = 16;

let unkept: Ledger | null = null;
let mark = attempt(() => localStorage.getItem(ORGANISATION)) ?? '';

/** Where the ledger of the organisation is kept. */
function ledgerName(): string {
  return mark === '' ? LEDGER : `${LEDGER}.${mark}`;
}

export const pageHost: Host = {
  dataFolder: new URL('data/', document.baseURI).href,
  async useKey(key) {
    const used = await markOf(key);
    if (used === mark) return;
    mark = used;
    unkept = null;
    attempt(() => localStorage.setItem(ORGANISATION, mark));
  },
  recall: () => parsed(attempt(() => localStorage.getItem(ledgerName()))),
  // Where storage is forbidden, the ledger lives as long as the page.
  share: (change) => alone(LEDGER, () => {
    unkept = change(pageHost.recall() ?? unkept);
    attempt(() => localStorage.setItem(ledgerName(), JSON.stringify(unkept)));
    return unkept;
  }),
  onKept(changed) {
    addEventListener('storage', (event) => {
      if (event.key === ledgerName()) changed(parsed(event.newValue));
    });
  },
  records: () => recordsOf(attempt(() => localStorage.getItem(RECORDS))),
  // Two windows may end a run at once: each adds to what the other has kept.
  keepRecord: (record) => alone(RECORDS, () => {
    const all = [...pageHost.records(), record].slice(-RECORDS_MAX);
    attempt(() => localStorage.setItem(RECORDS, JSON.stringify(all)));
    return all;
  }),
  onRecords(changed) {
    addEventListener('storage', (event) => {
      if (event.key === RECORDS || event.key === null) changed(recordsOf(event.newValue));
    });
  },
  forget() {
    unkept = null;
    mark = '';
    attempt(() => {
      const ours = Object.keys(localStorage).filter((name) =>
        name.startsWith(LEDGER) || name === ORGANISATION || name === RECORDS);
      for (const name of ours) localStorage.removeItem(name);
    });
  },
};

/** Does something that no other window does at the same time, where the browser can promise it. */
async function alone<T>(name: string, work: () => T): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(name, async () => work());
}

/** A mark of a key; the same for all where the browser has no digest, as in a page without TLS. */
async function markOf(key: string): Promise<string> {
  if (!('subtle' in crypto)) return '';
  const bytes = new TextEncoder().encode(`infragenie ledger ${key}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    .slice(0, MARK_DIGITS);
}

function recordsOf(text: string | null): RunRecord[] {
  return readRecords(text === null ? null : attempt(() => JSON.parse(text)));
}

/** Storage may be forbidden or full; the page then counts for as long as it is open. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function parsed(text: string | null): Ledger | null {
  const value: unknown = text === null ? null : attempt(() => JSON.parse(text));
  return isLedger(value) ? value : null;
}

function isLedger(value: unknown): value is Ledger {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
