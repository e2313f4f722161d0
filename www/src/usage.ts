// The part of the page that shows what was spent: fetched when it is opened.

import { place } from './dom';
import type { Host } from './host';
import { csv } from './records';
import { saveFile } from './save';
import type { Store } from './state';
import type { Ledger } from './types';
import { mountUsage } from './view/usage';

const NAME = 'infragenie-usage';

/** Fills its part of the page; `learn` takes a ledger over, and none is a fresh one. */
export function startUsage(store: Store, host: Host, learn: (ledger: Ledger | null) => void): void {
  mountUsage(place('spending'), store, {
    exportAs(format) {
      const { records, quota } = store.get();
      if (format === 'csv') saveFile(`${NAME}.csv`, csv(records));
      else saveFile(`${NAME}.json`, `${JSON.stringify({ version: 1, records, quota }, null, 2)}\n`);
    },
    reset() {
      host.forget();
      store.set({ records: [], ledger: null });
      learn(null);
    },
  });
}
