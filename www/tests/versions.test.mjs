// Tests the versions of a program that the comparison offers.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');

describe('versions', () => {
  let versionsOf;
  before(async () => {
    ({
      module: { versionsOf },
    } = await runnerImport(resolve(WWW, 'src/versions.ts')));
  });
  const names = (base, codes, now) =>
    versionsOf({
      report: { attempts: codes.map((code, index) => ({ number: index + 1, code })) },
      fixState: { base, shown: { code: now } },
    }).map(({ name }) => name);

  test('one attempt has two versions', () => {
    assert.deepEqual(names('model', ['fixed'], 'fixed'), ['model’s answer', 'current']);
  });

  test('lists every attempt that changed the configuration', () => {
    assert.deepEqual(names('model', ['one', 'two'], 'two'), [
      'model’s answer',
      'after attempt 1',
      'current',
    ]);
    assert.deepEqual(names('model', ['one', 'one', 'three'], 'three'), [
      'model’s answer',
      'after attempt 1',
      'current',
    ]);
  });

  test("lists the last attempt before the user's own changes", () => {
    assert.deepEqual(names('model', ['one', 'two'], 'undone'), [
      'model’s answer',
      'after attempt 1',
      'after attempt 2',
      'current',
    ]);
  });

  test('skips attempts without a configuration', () => {
    assert.deepEqual(names('model', ['', 'two'], 'two'), ['model’s answer', 'current']);
  });

  test('a configuration without attempts has two versions', () => {
    assert.deepEqual(names('block', [], 'block'), ['original', 'current']);
  });
});
