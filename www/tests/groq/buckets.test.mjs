// Tests the rate limits of the stand-in for Groq against recorded refusals.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { admit, Bucket, goDuration, goSeconds, WINDOW_SECONDS } from './buckets.mjs';

const NOON = Date.UTC(2026, 10, 23, 12);

const recorded = readFileSync(new URL('waits.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .map(([window, limit, used, requested, wait]) => ({
    window,
    limit: Number(limit),
    used: Number(used),
    requested: Number(requested),
    wait,
  }));

test('every recorded refusal names the wait that the formula gives', () => {
  assert.equal(recorded.length, 35);
  let exact = 0;
  for (const { window, limit, used, requested, wait } of recorded) {
    const bucket = new Bucket(window, limit);
    bucket.set(used, NOON);
    const printed = goSeconds(goDuration(bucket.wait(requested, NOON)));
    const off = Math.abs(printed - goSeconds(wait));
    // Groq prints `Used` as an integer and computes with its fraction.
    const oneToken = WINDOW_SECONDS[window] / limit;
    assert.ok(off <= oneToken, `${window} ${limit} ${used} ${requested}: ${printed} for ${wait}`);
    if (off <= 0.0051) exact += 1;
  }
  assert.equal(exact, 34);
});

test('formats recorded durations like Go', () => {
  const artefacts = ['31.535999999s', '1.984999999s', '16.614999999s', '2.699999999s'];
  for (const { wait } of recorded) {
    if (artefacts.includes(wait)) continue;
    const nanos = Math.round(goSeconds(wait) * 1e9);
    assert.equal(goDuration((nanos + 0.5) / 1e9), wait);
  }
  const others = { 0: '0s', 0.0000015: '1.5µs', 0.585: '585ms', 60: '1m0s', 86.4: '1m26.4s' };
  for (const [seconds, text] of Object.entries(others)) {
    assert.equal(goDuration(Number(seconds)), text);
  }
  assert.equal(goDuration(3723.5), '1h2m3.5s');
  assert.equal(goDuration(-1), '0s');
});

test('a text that is no duration is NaN seconds', () => {
  for (const text of ['', 'soon', '5', '1m 2s', '-3s']) assert.ok(Number.isNaN(goSeconds(text)));
});

test('a bucket drains continuously and never below zero', () => {
  const day = new Bucket('TPD', 200_000);
  day.set(200_000, NOON);
  assert.ok(Math.abs(day.used(NOON + 3_600_000) - (200_000 - 8333.33)) < 0.01);
  assert.equal(day.used(NOON + 2 * 86_400_000), 0);
  // A clock that is set back must not fill the bucket.
  assert.equal(day.used(NOON - 5000), 200_000);
});

test('admits a request exactly when the wait is over', () => {
  const minute = new Bucket('TPM', 8000);
  minute.set(6805, NOON);
  const amounts = { TPM: 2785 };
  const refused = admit([minute], amounts, NOON);
  assert.ok(Math.abs(refused.waitSeconds - 11.925) < 1e-9);
  assert.equal(admit([minute], amounts, NOON + 11_924).window, 'TPM');
  assert.equal(admit([minute], amounts, NOON + 11_925), null);
  assert.ok(Math.abs(minute.used(NOON + 11_925) - 8000) < 1e-6);
});

test('a refused request charges no bucket', () => {
  const buckets = [new Bucket('TPM', 8000), new Bucket('TPD', 200_000), new Bucket('RPM', 30)];
  buckets[0].set(7900, NOON);
  const refused = admit(buckets, { TPM: 500, TPD: 500, RPM: 1 }, NOON);
  assert.equal(refused.window, 'TPM');
  assert.deepEqual(
    buckets.map((bucket) => bucket.used(NOON)),
    [7900, 0, 0],
  );
});

test('a request above a limit is too large for an empty bucket', () => {
  const refused = admit([new Bucket('TPM', 8000)], { TPM: 32_979 }, NOON);
  assert.deepEqual([refused.tooLarge, refused.limit, refused.requested], [true, 8000, 32_979]);
});

test('names a used-up day before a used-up minute', () => {
  const buckets = [new Bucket('TPM', 8000), new Bucket('TPD', 200_000)];
  for (const bucket of buckets) bucket.set(bucket.limit, NOON);
  assert.equal(admit(buckets, { TPM: 100, TPD: 100 }, NOON).window, 'TPD');
});
