// Tests that a cached answer serves the same request again without tokens.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

describe('cached answers', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test('a repeated request costs nothing, also in another visit', async () => {
    const visit = await stage.visit('findings_again');
    await visit.ask(SMALL);
    await visit.ended();
    const sent = visit.sent().length;
    const code = await visit.code();
    await visit.page.reload();
    await visit.page.getByRole('button', { name: 'New request' }).click();
    // The forecast finds the answer, and a run needs no key.
    await visit.words.fill(`  ${SMALL} `);
    await visit.page.getByText('tokens: the stored answer to the same request').waitFor();
    assert.equal(await visit.promptTokens(), 0);
    await visit.generateButton.click();
    await visit.page.locator('.result_spent').waitFor();
    await visit.ended();
    assert.equal(visit.sent().length, sent, 'nothing more was sent');
    assert.match(
      await visit.page.locator('.result_spent').innerText(),
      /^Cached answer to the same request, 0 tokens instead of [\d,]+$/,
    );
    assert.equal(await visit.code(), code);
    const { runs } = await visit.kept();
    assert.deepEqual(runs.map(({ calls }) => calls.at(-1).rung).at(-1), 'recall');
    await visit.leave();
  });

  test('a different request is not answered from the cache', async () => {
    const visit = await stage.visit('clean_other');
    await visit.ask(SMALL);
    await visit.ended();
    const sent = visit.sent().length;
    await visit.ask(`${SMALL} in eu-west-1`);
    await visit.ended();
    assert.ok(visit.sent().length > sent);
    await visit.leave();
  });

  test('one click skips the cache', async () => {
    const visit = await stage.visit('clean_anew');
    await visit.ask(SMALL);
    await visit.ended();
    const sent = visit.sent().length;
    await visit.ask(SMALL);
    await visit.ended();
    assert.equal(visit.sent().length, sent);
    await visit.page.getByRole('button', { name: 'Ask a model instead' }).click();
    await visit.page.locator('.run_entry.is-evaluated').first().waitFor({ state: 'attached' });
    await visit.ended();
    assert.ok(visit.sent().length > sent);
    await visit.leave();
  });

  test('lists, exports and deletes answers', async () => {
    const visit = await stage.visit('clean_listed');
    await visit.ask(SMALL);
    await visit.ended();
    await visit.page.getByRole('link', { name: 'Usage' }).click();
    await visit.page.locator('.usage_request').getByText(SMALL).waitFor();
    const [file] = await Promise.all([
      visit.page.waitForEvent('download'),
      visit.page.getByRole('button', { name: 'Export answers' }).click(),
    ]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const [entry] = Object.values(JSON.parse(text).entries);
    assert.equal(entry.request, SMALL);
    assert.match(entry.base, /resource "aws_instance"/);
    assert.ok(!text.includes(visit.key));
    await visit.page.getByRole('button', { name: 'Delete answers' }).click();
    await visit.page.getByText('None yet.').waitFor();
    assert.equal((await visit.kept()).answers, null);
    await visit.leave();
  });
});
