// Tests the built page under every fault of a call.
//
// The page reports the fault and stays usable, the ledger agrees with the buckets of the stand-in
// for Groq, and the key is not stored.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from '../page/stage.mjs';
import { withClock } from '../page/workers.mjs';
import { CASES } from './cases.mjs';

const MODELS = ['openai/gpt-oss-20b', 'openai/gpt-oss-120b'];
const DAY_TOKENS = 200_000;
/** Maximum tokens of a day that refill between two readings of the clock. */
const REFILLED = 60;
/** Request that no template answers, so that a call is made. */
const REQUEST = `${SMALL} and whatever the quagga needs`;

describe('chaos', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  for (const [index, case_] of CASES.entries()) {
    const { what, next, line, times = 100, sees, ends, ledger = 'same', atLeastMs = 0 } = case_;
    test(what, async () => {
      const visit = await stage.visit(`clean_chaos${index}`);
      if (next) visit.scenario({ next });
      if (line) await breakLine(visit.page, line, times);
      const start = Date.now();
      await visit.ask(REQUEST);
      await visit.ended();
      assert.ok(Date.now() - start >= atLeastMs, 'the run waits');
      const code = await visit.code();
      if (ends === 'program' || (ends === 'either' && code !== '')) {
        assert.match(code, /resource "aws_/);
      } else {
        const message = await visit.failure.innerText();
        assert.match(message, sees);
        assert.doesNotMatch(message, /org_0/, 'the organisation is not shown');
      }
      await assertLedger(visit, ledger);
      await assertUsable(visit);
      await visit.leave({ failing: true });
    });
  }

  test('switches from a model that disappears between two attempts', async () => {
    const visit = await stage.visit('findings_vanish');
    // The slow answer leaves time to retire the model before the second call.
    const next = [{ fault: 'slow', ms: 10 }];
    visit.scenario({ variant: 'broken', repair: 'unchanged', next });
    await visit.ask(REQUEST);
    await visit.hasSent(1);
    visit.scenario({ retired: { [MODELS[1]]: 'decommissioned' } });
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_/);
    await visit.leave({ failing: true });
  });

  test('replaces an unreadable ledger', async () => {
    const visit = await stage.visit('clean_scribble');
    for (const name of Object.keys(await visit.kept())) await visit.keep(name, '{"version":');
    await visit.keep('ledger', { version: 2, models: 7 });
    await visit.page.reload();
    await assertUsable(visit);
    await visit.leave({ failing: true });
  });
});

describe('changes of the clock', () => {
  /** Milliseconds that the stand-in's clock is ahead of this machine's. */
  let ahead = 0;
  let stage;
  before(async () => {
    stage = await openStage({ clock: () => Date.now() + ahead });
  });
  after(() => stage.close());

  /** Opens a visit at another time, on which page, workers and stand-in agree. */
  async function visitAt(name, time) {
    const visit = await stage.visit(name);
    ahead = Date.parse(time) - Date.now();
    const workers = withClock(stage, ahead);
    await visit.page.clock.install({ time });
    await visit.page.reload();
    return {
      ...visit,
      /** Moves the clocks of page, workers and stand-in forward. */
      async pass(ms) {
        ahead += ms;
        await workers.setAhead(visit.page, ahead);
        await visit.page.clock.fastForward(ms);
      },
      /** Sets the clocks of page and workers only. */
      async setBack(to) {
        await workers.setAhead(visit.page, Date.parse(to) - Date.now());
        await visit.page.clock.setSystemTime(to);
      },
    };
  }

  test('continues at once after an hour of sleep in a countdown', async () => {
    // In this hour the clocks of central Europe go forward.
    const visit = await visitAt('clean_asleep', '2026-03-29T00:30:00Z');
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 50, times: 2 }] });
    await visit.ask(REQUEST);
    await visit.page.locator('.run_left').filter({ hasText: / s$/ }).waitFor();
    await visit.pass(3_600_000);
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_/);
    await visit.leave({ failing: true });
  });

  test('midnight does not reset the quota', async () => {
    const visit = await visitAt('clean_midnight', '2026-11-24T23:59:58Z');
    visit.scenario({ levels: [{ window: 'TPD', used: 200_000 }] });
    await visit.ask(REQUEST);
    await visit.ended();
    await visit.failure.getByText('quota is used up').waitFor();
    await visit.pass(10_000);
    await visit.ask(`${REQUEST} tomorrow`);
    await visit.ended();
    await visit.failure.getByText('quota is used up').waitFor();
    const { length } = visit.sent();
    assert.ok(length <= 3, `${length} calls were sent although the quota is known to be used up`);
    await visit.leave({ failing: true });
  });

  test('works after the clock is set back', async () => {
    // Central Europe has this hour twice.
    const visit = await visitAt('clean_back', '2026-10-25T00:59:00Z');
    await visit.ask(REQUEST);
    await visit.ended();
    const first = visit.sent().length;
    await visit.setBack('2026-10-24T23:59:30Z');
    await visit.ask(`${REQUEST} today`);
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_/);
    assert.ok(visit.sent().length > first, 'the request is sent at once');
    assert.deepEqual(
      visit.sent().filter(({ status }) => status !== 200),
      [],
    );
    await visit.leave({ failing: true });
  });
});

/** Aborts the first calls to Groq with a network error. */
async function breakLine(page, how, times) {
  let left = times;
  await page.route('https://api.groq.com/**', (route) => {
    left -= 1;
    return left >= 0 ? route.abort(how) : route.continue();
  });
}

/** Checks the ledger against the buckets of the stand-in. */
async function assertLedger(visit, ledger) {
  if (ledger === 'any') return;
  const kept = Object.entries(await visit.kept())
    .filter(([name]) => name.startsWith('ledger'))
    .map(([, ledger]) => ledger);
  for (const model of MODELS) {
    const counted = visit.groq.levels(visit.org, model).TPD;
    const bucket = kept.map((one) => one.models?.[model]?.buckets?.TPD).find(Boolean);
    const held =
      bucket === undefined
        ? 0
        : bucket.charged - (Date.now() - bucket.at) * (DAY_TOKENS / 86_400_000);
    const difference = Math.max(0, held) - counted;
    if (ledger === 'same') {
      assert.ok(
        Math.abs(difference) <= REFILLED,
        `${model}: ${held} in the ledger, ${counted} counted`,
      );
    } else {
      assert.ok(difference >= -REFILLED, `${model}: ${held} in the ledger, ${counted} counted`);
    }
  }
}

/** Checks that a new run returns a program. */
async function assertUsable(visit) {
  visit.scenario({ next: [], levels: ['TPM', 'TPD'].map((window) => ({ window, used: 0 })) });
  await visit.page.unroute('https://api.groq.com/**');
  await visit.ask(`${REQUEST} again`);
  await visit.ended();
  assert.match(await visit.code(), /resource "aws_/);
}
