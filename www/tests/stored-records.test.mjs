// Tests the stored format of records, which version 0.1 defined.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
const AMOUNTS = { prompt: 1, completion: 2, cached: 0 };

/** A record as version 0.1 stored it. */
const stored = (...rungs) => ({
  at: 5,
  end: 'open',
  mended: 3,
  calls: rungs.map((rung) => ({ rung, model: null, ...AMOUNTS })),
});

describe('stored records', () => {
  let readRecords;
  let storedRecords;
  let RECORDS_MAX;
  before(async () => {
    ({
      module: { readRecords, storedRecords },
    } = await runnerImport(resolve(WWW, 'src/stored-records.ts')));
    ({
      module: { RECORDS_MAX },
    } = await runnerImport(resolve(WWW, 'src/records.ts')));
  });

  test('reads the names of version 0.1', () => {
    const [record] = readRecords([stored('recall', 'library', 'draft', 'edit', 'repair')]);
    assert.deepEqual(record, {
      at: 5,
      end: 'open',
      changes: 3,
      calls: ['cache', 'templates', 'draft', 'edit', 'repair'].map((step) => ({
        step,
        model: null,
        ...AMOUNTS,
      })),
    });
  });

  test('stores records as version 0.1 did', () => {
    const all = [stored('recall', 'library'), stored('draft')];
    assert.deepEqual(storedRecords(readRecords(all)), all);
  });

  test('skips invalid records', () => {
    const good = stored('edit');
    const bad = [
      null,
      7,
      'x',
      {},
      { at: 1 },
      { ...good, calls: 'no' },
      { ...good, at: Number.NaN },
      { ...good, end: 'unknown' },
      stored('unknown'),
      { ...good, mended: -1 },
      { ...good, calls: [{ ...good.calls[0], model: 1 }] },
    ];
    assert.deepEqual(readRecords([...bad, good]), readRecords([good]));
    assert.equal(readRecords([good]).length, 1);
    for (const value of [null, 7, 'x', {}]) assert.deepEqual(readRecords(value), []);
  });

  test('keeps the newest records only', () => {
    assert.equal(readRecords(Array(5_000).fill(stored('edit'))).length, RECORDS_MAX);
  });
});
