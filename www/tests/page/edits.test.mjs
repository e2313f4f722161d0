// Tests requests that change an existing program.
//
// Only the blocks that the request concerns are sent and written.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

const QUEUE = `\`\`\`hcl
resource "aws_sqs_queue" "quagga" {
  name = "quagga"
}
\`\`\`
`;
const TOPIC = `resource "aws_sns_topic" "news" {
  # kept as it is
  name = "news"
}
`;
const ADD = 'now add an sqs queue for the quagga to this';

describe('edits', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const answerWithQueue = (visit) => visit.scenario({ next: [{ fault: 'text', text: QUEUE }] });

  test('a change in common words is forecast with its tokens', async () => {
    const visit = await stage.visit('clean_forecast');
    await visit.ask(SMALL);
    await visit.ended();
    const before = visit.sent().length;
    await visit.page.getByLabel('What should change?').fill('now add a redis cache');
    await visit.page
      .locator('.forecast_parts', { hasText: 'resource list' })
      .waitFor({ state: 'attached' });
    const forecast = await visit.promptTokens();
    answerWithQueue(visit);
    await visit.generateButton.click();
    await visit.page.locator('.code_text', { hasText: 'quagga' }).waitFor();
    await visit.ended();
    assert.equal(visit.sent()[before].promptTokens, forecast);
    await visit.leave();
  });

  test('changes the configuration of a run repeatedly', async () => {
    const visit = await stage.visit('clean_edit');
    await visit.ask(SMALL);
    await visit.ended();
    const before = visit.sent().length;
    const words = visit.page.getByLabel('What should change?');
    await words.fill(ADD);
    await visit.page
      .locator('.forecast_parts', { hasText: 'resource list' })
      .waitFor({ state: 'attached' });
    answerWithQueue(visit);
    await visit.generateButton.click();
    await visit.page.locator('.code_text', { hasText: 'quagga' }).waitFor();
    await visit.ended();
    const code = await visit.code();
    assert.match(code, /resource "aws_instance"/);
    assert.match(code, /resource "aws_sqs_queue" "quagga"/);
    const [{ messages }] = visit.sent().slice(before);
    const sent = messages.at(-1).content;
    assert.match(sent, /^aws_instance\./m, 'the addresses are sent');
    assert.doesNotMatch(
      sent,
      /resource "aws_instance"/,
      'and no block that the request does not concern',
    );
    assert.ok(await words.isVisible());
    await visit.page.getByRole('button', { name: 'Undo the last change' }).click();
    await visit.page.locator('.code_text', { hasText: 'quagga' }).waitFor({ state: 'detached' });
    assert.doesNotMatch(await visit.code(), /aws_sqs_queue/, 'the change is taken back');
    await visit.page.getByRole('button', { name: 'New request' }).click();
    assert.ok(await visit.page.getByLabel('What do you need?').isVisible());
    await visit.leave();
  });

  test('names what a removal takes with it, and asks before it', async () => {
    const visit = await stage.visit('clean_removal');
    const { page } = visit;
    await visit.ask('sns topic called news and an sqs queue called jobs');
    await visit.ended();
    const words = page.getByLabel('What should change?');
    await words.fill('remove the topic');
    await page.getByText('0 tokens: the changes are certain').waitFor();
    await visit.generateButton.click();
    await page.getByText(/This removes .* `?aws_sns_topic\.news`?/).waitFor();
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    assert.match(await visit.code(), /"aws_sns_topic" "news"/);
    await visit.generateButton.click();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.locator('.code_text', { hasText: 'aws_sns_topic' }).waitFor({ state: 'detached' });
    await visit.ended();
    assert.match(await visit.code(), /"aws_sqs_queue" "jobs"/);
    assert.equal(visit.sent().length, 0, 'nothing was sent');
    await visit.leave();
  });

  test('a part that was misunderstood is corrected in the request', async () => {
    const visit = await stage.visit('clean_correction');
    const { page } = visit;
    await visit.ask('sns topic called news and an sqs queue');
    await visit.ended();
    await page.getByRole('tab', { name: /apply/i }).click();
    const part = page.locator('#todo li', { hasText: 'sqs queue”' });
    await part.getByText('Correct').click();
    await part.getByRole('button', { name: /Not requested/ }).click();
    const words = page.getByLabel('What do you need?');
    assert.equal(await words.inputValue(), 'sns topic called news');
    await part.waitFor({ state: 'hidden' });
    await visit.leave();
  });

  test('changes a checked configuration', async () => {
    const visit = await stage.visit('clean_edit_checked');
    const { page } = visit;
    await page.getByRole('link', { name: 'Check' }).click();
    await page.locator('.editor_frame .cm-content').click();
    await page.keyboard.insertText(TOPIC);
    await page.getByLabel('Ask for a change of the fixed configuration').fill(ADD);
    await page.keyboard.press('Enter');
    await page.getByText('Applies to the checked configuration').waitFor();
    answerWithQueue(visit);
    const request = page.getByLabel('What should change?');
    assert.equal(await request.inputValue(), ADD);
    assert.deepEqual(visit.sent(), [], 'nothing is sent before Generate');
    await visit.fillKey(visit.key);
    await page.locator('.forecast_facts').waitFor({ state: 'attached' });
    await visit.generateButton.click();
    await page.locator('.code_text', { hasText: 'quagga' }).waitFor();
    await visit.ended();
    assert.match(await visit.code(), /# kept as it is/);
    await page.getByLabel('What should change?').waitFor();
    await visit.leave();
  });

  test('shows the tokens of every profile', async () => {
    const visit = await stage.visit('clean_costs');
    await visit.words.fill(SMALL);
    await visit.promptTokens();
    await visit.page.locator('.forecast_toggle.is-model').click();
    const rows = visit.page.locator('#costs .costs_table').first().locator('tbody tr');
    await rows.first().waitFor();
    const cells = await rows.evaluateAll((all) =>
      all.map((row) => [...row.cells].map((cell) => cell.textContent.replaceAll(',', ''))),
    );
    assert.deepEqual(
      cells.map(([name]) => name),
      ['Lowest tokens', 'Balanced', 'Most thorough'],
    );
    assert.equal(Number(cells[0][1]), await visit.promptTokens());
    const most = cells.map((row) => Number(row.at(-1)));
    assert.ok(most[0] < most[1] && most[1] < most[2], String(most));
    await visit.leave();
  });
});
