// Tests the records of runs and the files of the Check screen.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
const HOUR_MS = 3_600_000;

const call = (step, prompt, completion, cached = 0) => ({
  step,
  model: step === 'templates' ? null : 'm',
  prompt,
  completion,
  cached,
});
const run = (at, ...calls) => ({ at, end: 'clean', calls, changes: 3 });

describe('records', () => {
  let records;
  before(async () => {
    ({ module: records } = await runnerImport(resolve(WWW, 'src/records.ts')));
  });

  test('sums tokens by calendar day and step', () => {
    const noon = new Date(2026, 10, 24, 12).getTime();
    const days = records.days(
      [
        run(noon - 13 * HOUR_MS, call('draft', 200, 500)),
        run(noon - 11 * HOUR_MS, call('draft', 200, 300), call('repair', 100, 50)),
        run(noon - 400 * HOUR_MS, call('draft', 1, 1)),
      ],
      noon,
      3,
    );
    assert.deepEqual(
      days.map(({ runs }) => runs),
      [0, 1, 1],
    );
    assert.equal(days[1].byStep.draft, 700);
    assert.deepEqual([days[2].byStep.draft, days[2].byStep.repair], [500, 150]);
  });

  test('treats a day of 25 hours as one day', () => {
    const last = new Date(2026, 9, 25, 23, 59).getTime();
    const first = new Date(2026, 9, 25, 0, 1).getTime();
    const days = records.days([run(first), run(last)], last, 2);
    assert.deepEqual(
      days.map(({ runs }) => runs),
      [0, 2],
    );
  });

  test('estimates savings by the mean of the drafts', () => {
    const free = run(1, call('templates', 0, 0));
    assert.equal(records.saved([free]).tokens, null);
    const { freeRuns, tokens, cached, changes } = records.saved([
      free,
      run(2, call('draft', 200, 400, 150)),
      run(3, call('draft', 200, 600)),
    ]);
    assert.deepEqual([freeRuns, tokens, cached, changes], [1, 700, 150, 9]);
  });

  test('writes one CSV line for each call', () => {
    const text = records.csv([run(0, call('draft', 1, 2), call('templates', 0, 0))]);
    assert.deepEqual(text.trim().split('\r\n').slice(1), [
      '1970-01-01T00:00:00.000Z,clean,draft,m,1,2,0,3',
      '1970-01-01T00:00:00.000Z,clean,templates,,0,0,0,0',
    ]);
  });
});

describe('files', () => {
  let files;
  before(async () => {
    ({ module: files } = await runnerImport(resolve(WWW, 'src/check/files.ts')));
  });

  test('joins files and splits them again', () => {
    const [a, b] = [
      { name: 'b.tf', text: 'b {\n}\n' },
      { name: 'a.tf', text: '\na {\n}\n' },
    ];
    const text = files.joinFiles([a, b]);
    const parts = files.splitFiles(text);
    assert.deepEqual(
      parts.map(({ name, text: own }) => [name, own]),
      [
        ['a.tf', '\na {\n}\n'],
        ['b.tf', 'b {\n}\n'],
      ],
    );
    const line = text.split('\n').indexOf('b {') + 1;
    assert.equal(files.lineName(parts, line), 'b.tf line 1');
    assert.equal(files.joinFiles([a]), a.text);
    assert.equal(files.lineName(files.splitFiles(a.text), 2), 'line 2');
  });

  test('keeps names inside their folder', () => {
    const { name } = files.downloadOf('# file: ../../etc/passwd\na {\n}\n');
    assert.equal(name, 'passwd');
    assert.equal(files.downloadOf('# file: ..\na {\n}\n').name, 'main.tf');
  });

  test('recognizes reports by their properties', () => {
    assert.ok(files.isReport('\uFEFF [{"check_type": "terraform"}]'));
    assert.ok(files.isReport('{"runs":[]}'));
    assert.ok(!files.isReport('[ "a", "b" ]'));
    assert.ok(!files.isReport('resource "a" "b" {}'));
  });
});
