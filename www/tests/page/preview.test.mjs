// Tests the forecast, which is exact before a request is sent.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { promptIds } from '../groq/tokens.mjs';
import { LARGE, openStage, SMALL } from './stage.mjs';

describe('the forecast', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  for (const [name, text] of [
    ['small', SMALL],
    ['large', LARGE],
  ]) {
    test(`counts the ${name} request exactly and sends nothing`, async () => {
      const visit = await stage.visit(`forecast-${name}`);
      await visit.words.fill(text);
      const { forecast, messages } = await forecastOf(visit.page, text);
      assert.equal(forecast, standInCount(messages), 'an independent tokenizer counts the same');
      const parts = await visit.page.locator('.forecast_part_tokens').allInnerTexts();
      const sum = parts.reduce((all, part) => all + Number(part.replaceAll(',', '')), 0);
      assert.equal(sum, forecast, 'the parts add up');
      const facts = await visit.page.locator('.forecast_facts').innerText();
      assert.match(facts, /GPT-OSS/);
      assert.match(facts, /at most [1-9][\d,]* tokens/);
      assert.match(facts, /\d+ such requests a day, \d+ left today/);
      assert.deepEqual(
        visit.seen.requests.filter(({ url }) => url.includes('groq')),
        [],
      );
      await visit.leave();
    });
  }

  test('counts text beyond ASCII exactly, with a pack fetched on demand', async () => {
    const visit = await stage.visit('forecast-unicode');
    await visit.words.fill(SMALL);
    await visit.promptTokens();
    const packs = () => visit.seen.requests.filter(({ url }) => url.includes('/data/o200k')).length;
    assert.equal(packs(), 1);
    const words = 'ein Webserver für Zürich, 東京 und 🚀';
    await visit.words.fill(words);
    const { forecast, messages } = await forecastOf(visit.page, words);
    assert.equal(packs(), 2);
    assert.equal(forecast, standInCount(messages));
    await visit.leave();
  });

  test('counts an example, also of those behind "More examples"', async () => {
    const visit = await stage.visit('forecast-examples');
    const last = visit.page.getByRole('button', { name: 'Log group', exact: true });
    assert.equal(await last.isVisible(), false);
    await visit.page.getByRole('button', { name: 'More examples' }).click();
    await last.click();
    assert.equal(await visit.words.inputValue(), 'cloudwatch log group');
    await visit.page.getByText('built-in templates cover the whole request').waitFor();
    await visit.leave();
  });

  test('updates on every keystroke', async () => {
    const visit = await stage.visit('forecast-typing');
    await visit.words.fill('q3');
    const first = await visit.promptTokens();
    await visit.words.pressSequentially(' bucket with versioning');
    const { forecast, messages } = await forecastOf(visit.page, 'q3 bucket with versioning');
    assert.ok(forecast > first);
    assert.equal(forecast, standInCount(messages));
    assert.equal(await visit.page.locator('.request_counter').innerText(), '25 / 4,000');
    await visit.leave();
  });

  test('answers from templates before the vocabulary is loaded', async () => {
    const route = (page) => page.route('**/o200k*.pack', () => {});
    const visit = await stage.visit('forecast-templates', { route });
    await visit.words.fill('private s3 bucket called acme-raw');
    assert.equal(await visit.promptTokens(), 0);
    await visit.page.getByText('built-in templates cover the whole request').waitFor();
    await visit.generateButton.click();
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_s3_bucket"/);
    assert.deepEqual(visit.sent(), []);
    await visit.leave();
  });

  test('shows no number until the vocabulary is loaded', async () => {
    let letThrough;
    const held = new Promise((resolve) => {
      letThrough = resolve;
    });
    const route = (page) =>
      page.route('**/*.pack', async (one) => {
        await held;
        await one.continue();
      });
    const visit = await stage.visit('forecast-waiting', { route });
    await visit.words.fill(SMALL);
    await visit.page.getByText('Loading the tokenizer vocabulary').waitFor();
    assert.equal(await visit.page.locator('.forecast_number').count(), 0);
    await visit.fillKey(visit.key);
    await visit.generateButton.click();
    await visit.page.getByText('Token counts are loading', { exact: false }).waitFor();
    letThrough();
    assert.ok((await visit.promptTokens()) > 0);
    assert.deepEqual(visit.sent(), []);
    await visit.leave();
  });

  test('offers to reload the vocabulary after a failure', async () => {
    let broken = true;
    const route = (page) =>
      page.route('**/*.pack', (one) => (broken ? one.abort() : one.continue()));
    const visit = await stage.visit('forecast-broken', { route });
    await visit.words.fill(SMALL);
    const again = visit.page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    assert.equal(await visit.page.locator('.forecast_number').count(), 0);
    broken = false;
    await again.click();
    assert.ok((await visit.promptTokens()) > 0);
    await visit.leave({ failing: true });
  });

  test('uses the chosen model, and marks approximate counts', async () => {
    const visit = await stage.visit('forecast-model');
    await visit.words.fill(SMALL);
    await visit.page.locator('.forecast_toggle.is-model').click();
    await visit.page.getByLabel('Model', { exact: true }).selectOption('openai/gpt-oss-120b');
    await visit.page.locator('.forecast_toggle.is-model', { hasText: 'GPT-OSS 120B' }).waitFor();
    await visit.page.getByLabel('Model', { exact: true }).selectOption('qwen/qwen3.8-27b');
    await visit.page.locator('.forecast_number', { hasText: '≈' }).waitFor();
    await visit.leave();
  });
});

/** Reads the forecast of a text and the messages that will be sent, both of the same moment. */
async function forecastOf(page, words) {
  const details = page.locator('.forecast_sent');
  const toggle = page.locator('.forecast_toggle.is-tokens');
  if ((await toggle.getAttribute('aria-expanded')) === 'false') await toggle.click();
  if ((await details.getAttribute('open')) === null) await details.locator('summary').click();
  const both = await page.waitForFunction((text) => {
    const messages = [...document.querySelectorAll('.forecast_message')].map((one) => ({
      role: one.querySelector('figcaption').textContent,
      content: one.querySelector('pre').textContent,
    }));
    const shown = document.querySelector('.forecast_number')?.textContent ?? '';
    const forecast = Number(shown.replaceAll(',', ''));
    return messages.at(-1)?.content === text ? { forecast, messages } : null;
  }, words);
  return both.jsonValue();
}

function standInCount(messages) {
  const date = new Date().toISOString().slice(0, 10);
  return promptIds(messages, { frame: 'harmony', effort: 'low', date }).length;
}
