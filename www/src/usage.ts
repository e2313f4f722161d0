// Mounts the Usage screen. Loaded on demand.

import type { HistoryActions } from './actions';
import { byId } from './dom';
import { saveFile } from './download';
import type { Engine } from './engine';
import type { Host } from './host';
import { csv } from './records';
import type { Store } from './state';
import type { Ledger } from './types';
import { mountHistory } from './view/history';
import { mountUsage } from './view/usage';

const NAME = 'infragenie-usage';

/** Mounts the screen; a reset calls `setLedger` with null. */
export function startUsage(
  store: Store,
  host: Host,
  engine: Engine,
  setLedger: (ledger: Ledger | null) => void,
  again: Pick<HistoryActions, 'askAgain' | 'openRun'>,
): void {
  const list = (): void => {
    engine.ledgerStore.answers().then(
      (answers) => store.set({ answers }),
      () => {},
    );
  };
  // A run may have stored an answer.
  store.watch((state) => state.records, list);
  mountUsage(byId('spending'), store, {
    exportAs(format) {
      const { records, quota } = store.get();
      if (format === 'csv') saveFile(`${NAME}.csv`, csv(records));
      else saveFile(`${NAME}.json`, `${JSON.stringify({ version: 2, records, quota }, null, 2)}\n`);
    },
    reset() {
      void Promise.all([host.forget(), engine.ledgerStore.forget()]).then(() => {
        store.set({ records: [], history: [] });
        setLedger(null);
      });
    },
    exportAnswers() {
      void engine.ledgerStore.cache().then((kept) => {
        saveFile(`${NAME}-answers.json`, `${JSON.stringify(kept, null, 2)}\n`);
      });
    },
    forgetAnswers() {
      void engine.ledgerStore.forgetAnswers().then(list);
    },
  });
  mountHistory(byId('history'), store, {
    ...again,
    deleteRun({ at }) {
      void host
        .changeHistory((kept) => kept.filter((run) => run.at !== at))
        .then((history) => store.set({ history }));
    },
  });
}
