// Tests runs of the Generate screen.
//
// A run starts at a request and ends at a program that can be downloaded; every token is counted.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LARGE, openStage, SMALL } from './stage.mjs';

const ATTEMPTS_MAX = 3;

describe('generating', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  for (const [size, text] of [
    ['small', SMALL],
    ['large', LARGE],
  ]) {
    for (const variant of ['clean', 'findings', 'broken']) {
      test(`the ${size} request with a ${variant} answer ends in a complete configuration`, async () => {
        const visit = await stage.visit(`${variant}_generate_${size}`);
        await visit.words.fill(text);
        const forecast = await visit.promptTokens();
        await visit.ask(text);
        await visit.ended();
        const sent = visit.sent();
        assert.ok(sent.length >= 1 && sent.length <= ATTEMPTS_MAX, `${sent.length} attempts`);
        assert.equal(sent[0].promptTokens, forecast, 'the forecast is what Groq counts');
        assert.equal(sent[0].messages.at(-1).content, text);
        await assertTokens(visit, sent);
        await assertProgram(visit);
        if (variant === 'broken') assert.ok(sent.length > 1, 'a broken answer was repaired');
        await visit.leave();
      });
    }
  }

  test('undoes single free fixes and applies them again', async () => {
    const visit = await stage.visit('findings_generate_undo');
    await visit.ask(SMALL);
    await visit.ended();
    const whole = await visit.code();
    await visit.tab('fixed');
    const boxes = visit.page.locator('.changes_box');
    const count = await boxes.count();
    assert.ok(count > 0);
    await boxes.last().click();
    await visit.page.locator('.changes_item.is-undone').waitFor();
    assert.notEqual(await visit.code(), whole);
    assert.equal((await visit.download()).text.trimEnd(), (await visit.code()).trimEnd());
    await visit.page.locator('.changes_item.is-undone .changes_box').click();
    await visit.page.locator('.changes_item.is-undone').waitFor({ state: 'detached' });
    assert.equal(await visit.code(), whole);
    assert.equal(visit.sent().length, 1, 'undoing costs no tokens');
    await visit.leave();
  });

  test('applies a fix with a trade-off only on request', async () => {
    const visit = await stage.visit('findings_generate_price');
    await visit.ask(SMALL);
    await visit.ended();
    const findings = visit.page.locator('.findings_item');
    const before = await findings.count();
    const whole = await visit.code();
    await visit.expanded(findings);
    await visit.page.getByRole('button', { name: 'Fix', exact: true }).first().click();
    await visit.counts('.findings_item', before - 1);
    assert.notEqual(await visit.code(), whole);
    await visit.tab('fixed');
    await visit.page.locator('.changes_box').last().click();
    await visit.counts('.findings_item', before);
    assert.equal(await visit.code(), whole);
    await visit.leave();
  });

  test('a finding links to its line', async () => {
    const visit = await stage.visit('findings_generate_line');
    await visit.ask(SMALL);
    await visit.ended();
    const button = visit.page.locator('.findings_line').first();
    const line = (await button.textContent()).replace('line ', '');
    await button.click();
    assert.equal(await visit.page.evaluate(() => document.activeElement.id), `code_line_${line}`);
    await visit.leave();
  });

  test('copies the same text as the download', async () => {
    const visit = await stage.visit('clean_generate_copy', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await visit.ask(SMALL);
    await visit.ended();
    await visit.page.getByRole('button', { name: 'Copy' }).click();
    await visit.page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await visit.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, (await visit.download()).text);
    await visit.leave();
  });

  test('shows the answer while it streams', async () => {
    const visit = await stage.visit('clean_generate_slow');
    visit.scenario({ next: [{ fault: 'slow', ms: 10 }] });
    await visit.ask(SMALL);
    const stream = visit.page.locator('.run_stream');
    await stream.filter({ hasText: 'resource' }).waitFor();
    await visit.ended();
    assert.ok(await stream.isHidden());
    const whole = await visit.code();
    await visit.leave();
    // The second visit has another organisation, so its cache holds no answer.
    const other = await stage.visit('clean_generate_split');
    other.scenario({ next: [{ fault: 'split' }] });
    await other.ask(SMALL);
    await other.ended();
    assert.equal(await other.code(), whole);
    await other.leave();
  });

  test('stores only numbers of earlier runs', async () => {
    const visit = await stage.visit('clean_generate_ledger');
    await visit.ask(SMALL);
    await visit.ended();
    const [{ requested }] = visit.sent();
    const { answers, history, work, ...stored } = await visit.kept();
    assert.equal(work.result.report.request, SMALL, 'the work of the visit is kept for a reload');
    assert.deepEqual(
      Object.keys(stored)
        .sort()
        .map((name) => name.replace(/\.[0-9a-f]{16}$/, '.mark')),
      ['ledger.mark', 'organisation', 'runs'],
    );
    assert.ok(!JSON.stringify(stored).includes('nginx'), 'no word of the request is among them');
    assert.equal(Object.keys(answers.entries).length, 1);
    await visit.page.reload();
    const quota = visit.page.locator('.quota_item', { hasText: 'GPT-OSS 20B' });
    await quota.waitFor({ state: 'attached' });
    const [left] = (await quota.locator('.quota_left').innerText()).split(' ');
    const spent = 200_000 - Number(left.replaceAll(',', ''));
    // The bucket has refilled a little since.
    assert.ok(
      spent > 0 && spent <= requested && spent > requested - 200,
      `${spent} of ${requested}`,
    );
    await visit.leave();
  });
});

/** Checks that each attempt shows the figures of Groq's usage, and that the total is their sum. */
async function assertTokens(visit, sent) {
  const shown = await visit.attempts();
  assert.equal(shown.length, sent.length);
  sent.forEach(({ usage, promptTokens }, index) => {
    assert.equal(shown[index].prompt, usage.prompt_tokens);
    assert.equal(shown[index].prompt, promptTokens);
    assert.equal(shown[index].answer, usage.completion_tokens);
    assert.equal(shown[index].note, 'as forecast');
  });
  const total = sent.reduce((sum, { usage }) => sum + usage.total_tokens, 0);
  const text = (await visit.page.locator('.result_spent').innerText()).replaceAll(',', '');
  assert.match(text, new RegExp(`= ${total} tokens`));
}

/**
 * Checks the program of a finished run.
 *
 * The shown and the downloaded text are the same, contain what the request named and have no
 * problem.
 */
async function assertProgram(visit) {
  const { name, text } = await visit.download();
  assert.equal(name, 'main.tf');
  assert.equal((await visit.code()).trimEnd(), text.trimEnd());
  assert.match(text, /resource "aws_instance"/);
  assert.match(text, /key_name\s+= /);
  assert.match(text, /required_providers/);
  assert.doesNotMatch(text, /ami-[0-9a-f]{8}/);
  assert.equal(await visit.page.locator('.findings_item.is-problem').count(), 0);
  assert.doesNotMatch(text, /```/);
}
