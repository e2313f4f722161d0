// Tests how numbers, times and failures are formatted.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, describe, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
const HOUR_MS = 3_600_000;

describe('format', () => {
  let format;
  before(async () => {
    ({ module: format } = await runnerImport(resolve(WWW, 'src/format.ts')));
  });

  test('formats numbers and singular nouns', () => {
    assert.equal(format.number(1_234_567), '1,234,567');
    assert.equal(format.count(1, 'finding'), '1 finding');
    assert.equal(format.count(1200, 'token'), '1,200 tokens');
  });

  test('rounds durations up', () => {
    assert.equal(format.lapse(-5), '0 s');
    assert.equal(format.lapse(1), '1 s');
    assert.equal(format.lapse(59_001), '60 s');
    assert.equal(format.lapse(60_000), '1 min');
    assert.equal(format.lapse(61_000), '2 min');
    assert.equal(format.lapse(HOUR_MS), '1 h');
    assert.equal(format.lapse(HOUR_MS + 1), '1 h 1 min');
  });

  test('states when a used-up quota allows calls again', () => {
    const now = new Date(2026, 0, 5, 22, 30).getTime();
    const headline = (until) => format.headline({ kind: 'quota', message: '', until }, now);
    assert.equal(
      headline(now + HOUR_MS),
      'The free quota is used up. The next call is possible at 23:30, in 1 h.',
    );
    assert.equal(
      headline(now + 3 * HOUR_MS),
      'The free quota is used up. The next call is possible at Tuesday 01:30, in 3 h.',
    );
    assert.equal(headline(null), 'The free quota is used up. It refills continuously.');
  });

  test('keeps ids at the start of a message', () => {
    assert.equal(
      format.sentence('openai/gpt-oss-120b is retired'),
      'openai/gpt-oss-120b is retired.',
    );
    assert.equal(format.sentence('aws_vpc.main has no tags'), 'aws_vpc.main has no tags.');
    assert.equal(format.sentence('groq refused'), 'Groq refused.');
    assert.equal(format.sentence('ec2 needs a subnet'), 'Ec2 needs a subnet.');
  });

  test('formats messages as sentences', () => {
    assert.equal(format.sentence('the answer broke off'), 'The answer broke off.');
    assert.equal(format.sentence('Why?'), 'Why?');
    assert.equal(format.sentence(''), '');
    assert.equal(format.detail({ kind: 'cancelled', message: 'cancelled', until: null }), null);
    assert.match(
      format.headline({ kind: 'new', message: '', until: null }),
      /Something went wrong/,
    );
  });
});
