// Tests the workers that run the module.
//
// The page waits for a slow worker, restarts one that stopped, and shows no outdated result.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

const MODULE_STOPPED = 'The module stopped.';
/** Console messages of a worker that stops. */
const STOPPING = /^error: |^Error/;

describe('the workers', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** Opens a visit whose workers answer late by the milliseconds that `settings` has by name. */
  function slow(name, settings) {
    stage.beforeWorkers(answeringLate, settings);
    return stage.visit(name);
  }
  const workerOf = (visit, name) =>
    visit.page.workers().find((worker) => worker.url().includes(`/${name}-`));
  const firstSent = (visit) => visit.sent()[0].messages.at(-1).content;

  test('Generate waits for the forecast of the latest text', async () => {
    const visit = await slow('clean_workers_typed', { front: 400 });
    await visit.words.fill(SMALL);
    await visit.fillKey(visit.key);
    await visit.promptTokens();
    const other = `${SMALL} and its burrow`;
    await visit.words.fill(other);
    await visit.generateButton.click();
    await visit.ended();
    await visit.page.locator('.run_entry.is-evaluated').first().waitFor({ state: 'attached' });
    await visit.ended();
    assert.equal(firstSent(visit), other);
    await visit.leave();
  });

  test('does not send a request that has become invalid', async () => {
    const visit = await slow('clean_workers_refused', { front: 400 });
    await visit.words.fill(SMALL);
    await visit.fillKey(visit.key);
    await visit.promptTokens();
    await visit.words.fill('a'.repeat(4_001));
    await visit.generateButton.click();
    await visit.page.locator('.request_refused', { hasText: '4000' }).waitFor();
    assert.deepEqual(visit.sent(), []);
    await visit.leave();
  });

  test('forecasts only the latest of many texts', async () => {
    const visit = await slow('workers_last', { front: 300 });
    await visit.words.fill(SMALL);
    const whole = await visit.promptTokens();
    for (const words of [3, 9, 1, 5, 2]) {
      await visit.words.fill(SMALL.split(' ').slice(0, words).join(' '));
    }
    await visit.words.fill(SMALL);
    const seen = await visit.page.evaluate(async () => {
      const numbers = new Set();
      const until = Date.now() + 1_500;
      while (Date.now() < until) {
        numbers.add(document.querySelector('.forecast_number').textContent);
        await new Promise((next) => {
          setTimeout(next, 10);
        });
      }
      return [...numbers];
    });
    assert.equal(seen.at(-1), String(whole));
    assert.ok(seen.length <= 2, `${seen}`);
    await visit.leave();
  });

  test('shows the draft of a template answer while the checks are loading', async () => {
    const visit = await slow('clean_workers_draft', { whole: 2_000 });
    const { page, words, generateButton } = visit;
    await words.fill('private s3 bucket called acme-raw');
    await page.locator('.forecast_answer', { hasText: '0 tokens' }).waitFor();
    await generateButton.click();
    const draft = page.locator('.run_stream');
    await draft.filter({ hasText: 'resource "aws_s3_bucket"' }).waitFor();
    const status = page.locator('.result_headline');
    assert.equal(
      await status.innerText(),
      'Draft from templates: not completed and not checked yet',
    );
    assert.match(await status.getAttribute('class'), /is-busy/);
    await visit.ended();
    assert.ok(await draft.isHidden());
    const code = await visit.code();
    assert.match(code, /provider "aws"/, 'the result is completed');
    assert.match(code, /bucket\s+= "acme-raw"/);
    assert.match(await status.innerText(), /^No errors found/);
    assert.deepEqual(visit.sent(), []);
    await visit.leave();
  });

  test('applies all changes of a quickly changing fix selection', async () => {
    const visit = await slow('findings_workers_wishes', { whole: 300 });
    await visit.ask(SMALL);
    await visit.ended();
    await visit.tab('fixed');
    const boxes = visit.page.locator('.changes_box');
    const items = await visit.page.locator('.changes_item').count();
    assert.ok(items >= 2);
    const whole = await visit.code();
    await boxes.nth(0).click();
    await boxes.nth(1).click();
    // The download has both changes, too.
    const { text } = await visit.download();
    assert.notEqual(text.trim(), whole.trim());
    assert.equal(text.trim(), (await visit.code()).trim());
    await visit.counts('.changes_item.is-undone', 2);
    await boxes.nth(0).click();
    await boxes.nth(1).click();
    await visit.counts('.changes_item.is-undone', 0);
    assert.equal(await visit.code(), whole);
    await visit.leave();
  });

  test('sends the key to a worker only for calls to Groq', async () => {
    stage.beforeWorkers(null);
    const route = (page) =>
      page.addInitScript(() => {
        globalThis.posted = [];
        const { postMessage } = Worker.prototype;
        Worker.prototype.postMessage = function record(message, ...rest) {
          globalThis.posted.push([message.path?.join('.'), JSON.stringify(message)]);
          return postMessage.call(this, message, ...rest);
        };
      });
    const visit = await stage.visit('clean_workers_key', { route });
    await visit.fillKey(visit.key);
    await visit.page
      .getByRole('button', { name: /^Check/ })
      .first()
      .click();
    await visit.ask(SMALL);
    await visit.ended();
    const posted = await visit.page.evaluate(() => globalThis.posted);
    const names = posted.filter(([, text]) => text.includes(visit.key)).map(([name]) => name);
    assert.ok(
      names.length > 0 && names.every((name) => ['generate', 'models'].includes(name)),
      names.join(),
    );
    await visit.leave();
  });

  test('reports a worker that stops in a run, and starts another', async () => {
    stage.beforeWorkers(null);
    const visit = await stage.visit('clean_workers_stops');
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 50, times: 2 }] });
    await visit.ask(SMALL);
    await visit.page.locator('.run_left').waitFor();
    await stop(workerOf(visit, 'whole'));
    await visit.ended();
    await visit.failure.getByText(MODULE_STOPPED).waitFor();
    assert.equal(await visit.words.inputValue(), SMALL);
    visit.scenario({ next: [], levels: [{ window: 'TPM', used: 0 }] });
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_instance"/);
    await visit.leave({ failing: true, allow: STOPPING });
  });

  test('keeps the configuration when a worker stops during a fix', async () => {
    const visit = await slow('findings_workers_wish', { whole: 1_000 });
    await visit.ask(SMALL);
    await visit.ended();
    const code = await visit.code();
    await visit.tab('fixed');
    const first = visit.page.locator('.changes_box').first();
    await first.click();
    await stop(workerOf(visit, 'whole'));
    await visit.page
      .locator('.result_undone', { hasText: 'The last change could not be applied' })
      .waitFor();
    assert.equal(await visit.code(), code);
    assert.ok(await first.isChecked(), 'the box shows the current state');
    stage.beforeWorkers(null);
    await first.click();
    await visit.counts('.changes_item.is-undone', 1);
    assert.equal(await visit.page.locator('.result_undone').innerText(), '');
    await visit.leave({ failing: true, allow: STOPPING });
  });

  test('restarts the forecast worker at the next keystroke', async () => {
    stage.beforeWorkers(null);
    const visit = await stage.visit('clean_workers_front');
    await visit.words.fill(SMALL);
    const count = await visit.promptTokens();
    await stop(workerOf(visit, 'front'));
    await visit.words.fill(`${SMALL} and its burrow`);
    await visit.page.waitForFunction(
      (was) => Number(document.querySelector('.forecast_number')?.textContent ?? was) > was,
      count,
    );
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_instance"/);
    await visit.leave({ failing: true, allow: STOPPING });
  });

  test('Cancel ends a run that hangs', { timeout: 180_000 }, async () => {
    stage.beforeWorkers(null);
    const visit = await stage.visit('clean_workers_hangs');
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 50, times: 2 }] });
    await visit.ask(SMALL);
    await visit.page.locator('.run_left').waitFor();
    workerOf(visit, 'whole')
      .evaluate(() => {
        setTimeout(() => {
          for (;;);
        });
      })
      .catch(() => {});
    await visit.page.getByRole('button', { name: 'Cancel' }).click();
    await visit.failure.getByText(MODULE_STOPPED).waitFor();
    await visit.ended();
    visit.scenario({ next: [], levels: [{ window: 'TPM', used: 0 }] });
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_instance"/);
    await visit.leave({ failing: true });
  });
});

/** Makes a worker throw an error that nothing catches. */
async function stop(worker) {
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
  });
}

/** Runs in a worker: delays its answers by the milliseconds that the settings have by its name. */
function answeringLate(name, { [name]: ms = 0 }) {
  const send = globalThis.postMessage.bind(globalThis);
  globalThis.postMessage = (message) => {
    if (ms === 0) send(message);
    else setTimeout(() => send(message), ms);
  };
}
