// Tests the formatting of numbers, times and errors.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
const HOUR_MS = 3_600_000;

describe('format', () => {
  let words;
  before(async () => {
    ({ module: words } = await runnerImport(resolve(WWW, 'src/format.ts')));
  });

  test('formats numbers and singular nouns', () => {
    assert.equal(words.number(1_234_567), '1,234,567');
    assert.equal(words.count(1, 'finding'), '1 finding');
    assert.equal(words.count(1200, 'token'), '1,200 tokens');
  });

  test('rounds durations up', () => {
    assert.equal(words.lapse(-5), '0 s');
    assert.equal(words.lapse(1), '1 s');
    assert.equal(words.lapse(59_001), '60 s');
    assert.equal(words.lapse(60_000), '1 min');
    assert.equal(words.lapse(61_000), '2 min');
    assert.equal(words.lapse(HOUR_MS), '1 h');
    assert.equal(words.lapse(HOUR_MS + 1), '1 h 1 min');
  });

  test('states when a used-up quota allows calls again', () => {
    const now = new Date(2026, 0, 5, 22, 30).getTime();
    const wall = (until) => words.headline({ kind: 'quota', message: '', until }, now);
    assert.equal(wall(now + HOUR_MS),
      'The free quota is used up. The next call is possible at 23:30, in 1 h.');
    assert.equal(wall(now + 3 * HOUR_MS),
      'The free quota is used up. The next call is possible at Tuesday 01:30, in 3 h.');
    assert.equal(wall(null), 'The free quota is used up. It refills continuously.');
  });

  test('keeps ids at the start of a message', () => {
    assert.equal(words.sentence('openai/gpt-oss-120b is retired'), 'openai/gpt-oss-120b is retired.');
    assert.equal(words.sentence('aws_vpc.main has no tags'), 'aws_vpc.main has no tags.');
    assert.equal(words.sentence('groq refused'), 'Groq refused.');
    assert.equal(words.sentence('ec2 needs a subnet'), 'Ec2 needs a subnet.');
  });

  test('formats messages as sentences', () => {
    assert.equal(words.sentence('the answer broke off'), 'The answer broke off.');
    assert.equal(words.sentence('Why?'), 'Why?');
    assert.equal(words.sentence(''), '');
    assert.equal(words.detail({ kind: 'cancelled', message: 'cancelled', until: null }), null);
    assert.match(words.headline({ kind: 'new', message: '', until: null }), /Something went wrong/);
  });
});
