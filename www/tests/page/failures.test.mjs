// Tests that failures are reported in plain words and leave the page usable.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LARGE, openStage, SMALL } from './stage.mjs';

const SMALL_MODEL = 'openai/gpt-oss-20b';
const LARGE_MODEL = 'openai/gpt-oss-120b';

describe('failures', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** Checks that the request is still in its field and that a run returns a program. */
  async function assertUsable(visit, text = SMALL) {
    const kept = [
      await visit.words.inputValue(),
      await visit.page.locator('.result_request').innerText(),
    ];
    assert.ok(kept.includes(text), 'the request is still there');
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_instance"/);
  }

  test('waits for the minute quota with a countdown, then continues', async () => {
    const visit = await stage.visit('clean_minute');
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 8 }] });
    await visit.ask(SMALL);
    const left = visit.page.locator('.run_left');
    await left.filter({ hasText: /^[1-9] s$/ }).waitFor();
    const first = await left.innerText();
    await visit.page.waitForFunction(
      (was) => document.querySelector('.run_left').textContent !== was,
      first,
    );
    await visit.ended();
    assert.ok(await visit.page.locator('.run_pause').isHidden());
    assert.match(await visit.code(), /resource "aws_instance"/);
    assert.deepEqual(
      visit.sent().map(({ status }) => status),
      [429, 200],
    );
    await visit.leave({ failing: true });
  });

  test('stops waiting on request', async () => {
    const visit = await stage.visit('clean_stop');
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 50, times: 2 }] });
    await visit.ask(SMALL);
    await visit.page.getByRole('button', { name: 'Stop waiting' }).click();
    await visit.ended();
    await visit.failure.getByText('Cancelled').waitFor();
    assert.equal(visit.sent().length, 2, 'one call of each model');
    await visit.leave({ failing: true });
  });

  test('calls the other model while a minute of the first one is full', async () => {
    const visit = await stage.visit('clean_full');
    visit.scenario({ next: [{ fault: 'wait', window: 'TPM', seconds: 50 }] });
    await visit.ask(SMALL);
    await visit.ended();
    assert.deepEqual(
      visit.sent().map(({ model, status }) => [model, status]),
      [
        ['openai/gpt-oss-20b', 429],
        ['openai/gpt-oss-120b', 200],
      ],
    );
    await visit.leave({ failing: true });
  });

  test('replaces a model that the organization blocks, until the key is checked', async () => {
    const visit = await stage.visit('clean_blocked');
    visit.scenario({ blocked: { 'openai/gpt-oss-20b': 'org' } });
    await visit.ask(SMALL);
    await visit.ended();
    const switched = await visit.page.locator('.run_entry.is-model-changed').innerText();
    assert.match(switched, /blocks the model/);
    const note = visit.page.locator('#quota').getByText('Groq refused this model for this key');
    await visit.page.locator('.forecast_toggle.is-quota').click();
    await note.waitFor();
    visit.scenario({ blocked: {} });
    await visit.fillKey(visit.key);
    await visit.keyField.press('Enter');
    await visit.page.getByText('The key is valid.').waitFor();
    await note.waitFor({ state: 'detached' });
    await visit.leave({ failing: true });
  });

  test('states that the account of a key is restricted', async () => {
    const visit = await stage.visit('restricted');
    visit.scenario({ restricted: true });
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(
      await visit.failure.innerText(),
      /^Groq has restricted the account of this key\.\s+Write to Groq's support\.$/,
    );
    assert.equal(visit.sent().length, 1);
    await visit.leave({ failing: true });
  });

  test('shows an answer in words, and asks each model once', async () => {
    const visit = await stage.visit('clean_words');
    visit.scenario({ next: [{ fault: 'text', text: 'I cannot help with that.', times: 5 }] });
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await visit.failure.innerText(), /“I cannot help with that\.”/);
    assert.equal(new Set(visit.sent().map(({ model }) => model)).size, 2);
    assert.equal(visit.sent().length, 2);
    await visit.leave();
  });

  test('ends at a used-up day quota and states when calls are possible', async () => {
    const visit = await stage.visit('clean_day');
    visit.scenario({ levels: [{ window: 'TPD', used: 200_000 }] });
    await visit.ask(SMALL);
    await visit.ended();
    const message = await visit.failure.innerText();
    assert.match(
      message,
      /quota is used up\. The next call is possible at (\w+ )?\d\d:\d\d, in \d+ (s|min)/,
    );
    assert.doesNotMatch(message, /org_0/, 'the organisation is not shown');
    // The forecast shows the used-up quota before another request is sent.
    await visit.page
      .locator('.forecast_facts', { hasText: '0 left today' })
      .waitFor({ state: 'attached' });
    visit.scenario({ levels: [{ window: 'TPD', used: 0 }] });
    assert.equal(await visit.words.inputValue(), SMALL);
    await visit.leave({ failing: true });
  });

  test('switches models when a day quota is used up', async () => {
    const visit = await stage.visit('clean_other');
    visit.scenario({ levels: [{ window: 'TPD', used: 200_000, model: SMALL_MODEL }] });
    await visit.ask(SMALL);
    await visit.ended();
    const switched = await visit.page.locator('.run_entry.is-model-changed').innerText();
    assert.match(switched, /Switched from GPT-OSS 20B to GPT-OSS 120B: .*used up/);
    assert.equal(visit.sent().at(-1).model, LARGE_MODEL);
    await visit.leave({ failing: true });
  });

  test('reports an invalid key on checking and on generating', async () => {
    const visit = await stage.visit('wrong');
    await visit.fillKey('gsk_wrong_one');
    await visit.page.getByRole('button', { name: 'Check', exact: true }).click();
    const message = visit.page.locator('.key_said');
    await message.getByText('Invalid key').waitFor();
    assert.equal(await visit.keyField.getAttribute('aria-invalid'), 'true');
    await visit.ask(SMALL, { with: 'gsk_wrong_one' });
    await visit.ended();
    await visit.failure.getByText('Invalid key').waitFor();
    await assertUsable(visit);
    await visit.leave({ failing: true });
  });

  test('reports a key with characters that a header cannot contain', async () => {
    const visit = await stage.visit('odd');
    await visit.ask(SMALL, { with: 'gsk_ключ' });
    await visit.ended();
    await visit.failure.getByText('contains invalid characters', { exact: false }).waitFor();
    await visit.leave();
  });

  test('a valid key shows the available models', async () => {
    const visit = await stage.visit('live');
    await visit.fillKey(visit.key);
    await visit.keyField.press('Enter');
    await visit.page.getByText('The key is valid.').waitFor();
    const models = await visit.page.locator('.key_model').allInnerTexts();
    assert.ok(models.includes('GPT-OSS 20B available'), models.join());
    await visit.leave();
  });

  for (const how of ['decommissioned', 'not_found']) {
    test(`switches from a model that is ${how}`, async () => {
      const visit = await stage.visit(`clean_${how}`);
      visit.scenario({ retired: { [SMALL_MODEL]: how } });
      await visit.ask(SMALL);
      await visit.ended();
      const switched = await visit.page.locator('.run_entry.is-model-changed').innerText();
      assert.match(switched, /Switched from GPT-OSS 20B to GPT-OSS 120B: the model is retired/);
      assert.match(await visit.code(), /resource "aws_instance"/);
      await visit.leave({ failing: true });
    });
  }

  test('cancelling during the answer leaves the page usable', async () => {
    const visit = await stage.visit('clean_cancel');
    visit.scenario({ next: [{ fault: 'slow', ms: 100 }] });
    await visit.ask(SMALL);
    await visit.page
      .locator('.run_stream')
      .filter({ hasText: 'terraform' })
      .or(visit.page.locator('.run_stream').filter({ hasText: 'resource' }))
      .first()
      .waitFor();
    await visit.cancelButton.click();
    await visit.ended();
    await visit.failure.getByText('Cancelled').waitFor();
    assert.ok(await visit.cancelButton.isHidden());
    await assertUsable(visit);
    await visit.leave({ failing: true });
  });

  test('cancelling before the first byte leaves the page usable', async () => {
    const visit = await stage.visit('clean_silent');
    visit.scenario({ next: [{ fault: 'stall', after: 0 }] });
    await visit.ask(SMALL);
    await visit.page.locator('.run_entry.is-sent').waitFor();
    await visit.cancelButton.click();
    await visit.ended();
    await visit.failure.getByText('Cancelled').waitFor();
    await assertUsable(visit);
    await visit.leave({ failing: true });
  });

  test('a failed run keeps the earlier configuration', async () => {
    const visit = await stage.visit('clean_earlier');
    await visit.ask(SMALL);
    await visit.ended();
    const whole = await visit.code();
    visit.scenario({ next: [{ fault: 'stall', after: 0 }] });
    await visit.ask(LARGE);
    await visit.cancelButton.click();
    await visit.ended();
    assert.equal(await visit.code(), whole);
    await visit.leave({ failing: true });
  });

  const broken = [
    ['a dropped connection', { fault: 'drop', after: 0 }],
    ['a stream without its end', { fault: 'no_done', after: 0 }],
    ['an error inside the stream', { fault: 'error_event', after: 0 }],
    ['a bot block', { fault: 'forbidden' }],
    ['an error response without CORS headers', { fault: 'over_capacity', cors: false }],
    ['an answer that the cap used up', { fault: 'empty' }],
    ['a server error without a body', { fault: 'refuse', status: 500, body: '' }],
    ['an error response of an unknown form', { fault: 'refuse', status: 418, body: '[[[' }],
  ];
  for (const [what, fault] of broken) {
    test(`${what} ends in a message or a configuration`, async () => {
      const visit = await stage.visit(`clean_${fault.fault}_${fault.status ?? ''}x`);
      visit.scenario({ next: [{ ...fault, times: 20 }] });
      await visit.ask(SMALL);
      await visit.ended();
      const message = await visit.failure.innerText();
      assert.ok(message.length > 20, message);
      visit.scenario({ next: [] });
      await assertUsable(visit);
      await visit.leave({ failing: true });
    });
  }
});
