// The host of the page: a site of its own, with ledger and records in the browser's local storage.

import type { Host } from '../host';
import { readRecords, RECORDS_MAX, type RunRecord } from '../records';
import type { Ledger } from '../types';

const LEDGER = 'infragenie.ledger';
const RECORDS = 'infragenie.runs';

let unkept: Ledger | null = null;

export const pageHost: Host = {
  dataFolder: new URL('data/', document.baseURI).href,
  recall: () => parsed(attempt(() => localStorage.getItem(LEDGER))),
  // Where storage is forbidden, the ledger lives as long as the page.
  share: (change) => alone(LEDGER, () => {
    unkept = change(pageHost.recall() ?? unkept);
    attempt(() => localStorage.setItem(LEDGER, JSON.stringify(unkept)));
    return unkept;
  }),
  onKept(changed) {
    addEventListener('storage', (event) => {
      if (event.key === LEDGER) changed(parsed(event.newValue));
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
    attempt(() => localStorage.removeItem(LEDGER));
    attempt(() => localStorage.removeItem(RECORDS));
  },
};

/** Does something that no other window does at the same time, where the browser can promise it. */
async function alone<T>(name: string, work: () => T): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(name, async () => work());
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
