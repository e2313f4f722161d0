// The versions of a program that a run went through, as they are chosen from.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');

describe('versions', () => {
  let versionsOf;
  before(async () => {
    ({ module: { versionsOf } } = await runnerImport(resolve(WWW, 'src/versions.ts')));
  });
  const names = (base, codes, now) => versionsOf({
    report: { attempts: codes.map((code, index) => ({ number: index + 1, code })) },
    fixState: { base, shown: { code: now } },
  }).map(({ name }) => name);

  test('one attempt leaves the program as it came and as it is now', () => {
    assert.deepEqual(names('model', ['mended'], 'mended'), ['as it came', 'as it is now']);
  });

  test('every attempt that changed the program is a version', () => {
    assert.deepEqual(names('model', ['one', 'two'], 'two'),
      ['as it came', 'after attempt 1', 'as it is now']);
    assert.deepEqual(names('model', ['one', 'one', 'three'], 'three'),
      ['as it came', 'after attempt 1', 'as it is now']);
  });

  test('what the user undid stands beside what the last attempt left', () => {
    assert.deepEqual(names('model', ['one', 'two'], 'undone'),
      ['as it came', 'after attempt 1', 'after attempt 2', 'as it is now']);
  });

  test('an attempt that brought no program is none', () => {
    assert.deepEqual(names('model', ['', 'two'], 'two'), ['as it came', 'as it is now']);
  });

  test('a program that cost no attempt has two', () => {
    assert.deepEqual(names('block', [], 'block'), ['as it came', 'as it is now']);
  });
});
