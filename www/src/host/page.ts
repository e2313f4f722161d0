// The host of the page: a site of its own, with the ledger in the browser's local storage.

import type { Host } from '../host';
import type { Ledger } from '../types';

const LEDGER = 'infragenie.ledger';

export const pageHost: Host = {
  dataFolder: new URL('data/', document.baseURI).href,
  recall: () => parsed(attempt(() => localStorage.getItem(LEDGER))),
  keep(ledger) {
    attempt(() => localStorage.setItem(LEDGER, JSON.stringify(ledger)));
  },
  onKept(changed) {
    addEventListener('storage', (event) => {
      if (event.key === LEDGER) changed(parsed(event.newValue));
    });
  },
};

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
