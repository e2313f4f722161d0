// Tests that the page keeps the ledgers of several keys apart.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';

import { runnerImport } from 'vite';

const STORE = resolve(import.meta.dirname, '../src/host/ledger-store.ts');
const HASHES = ['one', 'two'];

/** A ledger that lists what was entered. */
const module = {
  applyEntries: (stored, entries) => ({ seen: [...(stored?.seen ?? []), ...entries] }),
  applyModels: (stored, models) => ({ seen: [...(stored?.seen ?? []), ...models] }),
};

test('an entry changes the ledger of its own key, whichever key is selected', async () => {
  const {
    module: { openLedgerStore },
  } = await runnerImport(STORE);
  let state = 7;
  const random = (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  // In Node an open channel keeps the process running, and one window needs no channel.
  delete globalThis.BroadcastChannel;
  for (let round = 0; round < 20; round += 1) {
    // Node has no IndexedDB, so the values are in memory.
    const store = openLedgerStore(module);
    const expected = { one: [], two: [] };
    let selected = HASHES[0];
    await store.useKeyHash(selected);
    for (let step = 0; step < 30; step += 1) {
      const hash = HASHES[random(2)];
      const item = `${hash} ${step}`;
      const action = random(3);
      if (action === 0) {
        selected = hash;
        await store.useKeyHash(hash);
      } else {
        if (action === 1) await store.applyEntries(hash, [item]);
        else await store.applyModels(hash, [item]);
        expected[hash].push(item);
      }
      assert.deepEqual((await store.ledger())?.seen ?? [], expected[selected]);
    }
  }
});
