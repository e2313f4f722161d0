// Tests the Rules screen and the Usage screen.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

describe('screens', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const open = async (visit, name) => {
    await visit.page.getByRole('link', { name }).click();
  };

  test('load on demand and have URLs', async () => {
    const visit = await stage.visit('parts');
    await visit.page.locator('.quota_item').first().waitFor({ state: 'attached' });
    const fetched = () =>
      visit.seen.requests
        .map(({ url }) => url)
        .filter((url) => /\/(check|rules|usage|whole)-/.test(url)).length;
    assert.equal(fetched(), 0);
    await open(visit, 'Rules');
    await visit.page.locator('.rules_item').first().waitFor();
    assert.match(visit.page.url(), /#rules$/);
    assert.ok(fetched() > 0);
    assert.ok(await visit.page.locator('#screen_generate').isHidden());
    await visit.page.goBack();
    assert.ok(await visit.page.locator('#screen_generate').isVisible());
    await visit.leave();
  });

  test('finds rules by id, text and fix, each with examples', async () => {
    const visit = await stage.visit('rules');
    await open(visit, 'Rules');
    const items = visit.page.locator('.rules_item');
    await items.first().waitFor();
    const all = await visit.page.locator('#rulebook .note[role="status"]').innerText();
    assert.ok(Number(all.match(/^\d+/)[0]) > 300, all);
    await visit.page
      .locator('#rulebook')
      .getByLabel('Search')
      .fill('aws_ebs_volume encrypted ckv_aws_3');
    await visit.page.getByText('1 check', { exact: true }).waitFor();
    assert.match(await items.first().textContent(), /CKV_AWS_3[^]*auto-fixable/);
    await items.first().locator('summary').click();
    const cases = items.first().locator('.rules_code');
    await cases
      .filter({ hasText: /encrypted += true/ })
      .first()
      .waitFor();
    assert.match(await cases.first().textContent(), /^resource "aws_ebs_volume" "\w+" \{/);
    await visit.page.locator('#rulebook').getByLabel('Search').fill('');
    await visit.page.locator('#rulebook').getByLabel('Severity').selectOption('critical');
    await visit.page.locator('#rulebook').getByLabel('Fix', { exact: true }).selectOption('none');
    await visit.page.waitForFunction(() => {
      const heads = Array.from(document.querySelectorAll('.rules_head'), (one) => one.textContent);
      return (
        heads.length > 0 &&
        heads.every((head) => /critical/i.test(head) && /needs a decision/.test(head))
      );
    });
    await visit.leave();
  });

  test('records a run by step, exports numbers only, and deletes them', async () => {
    const visit = await stage.visit('broken_usage');
    await visit.ask(SMALL);
    await visit.ended();
    const sent = visit.sent();
    // The runs that are left are counted for the request in the field.
    await visit.words.fill('add a queue for the quagga');
    await visit.promptTokens();
    await open(visit, 'Usage');
    const today = visit.page.locator('.usage_table tbody tr').last();
    await today.waitFor();
    const cells = (await today.locator('.usage_number').allInnerTexts()).map((text) =>
      Number(text.replaceAll(',', '')),
    );
    const [draft, repair, tokens, runs] = cells;
    const used = sent.map(({ usage }) => usage?.total_tokens ?? 0);
    assert.equal(runs, 1);
    assert.equal(draft + repair, tokens);
    assert.ok(draft > 0 && repair > 0, `${cells}`);
    if (used.every((amount) => amount > 0)) {
      assert.equal(
        tokens,
        used.reduce((all, amount) => all + amount, 0),
      );
    }
    assert.match(await visit.page.locator('.usage_facts').innerText(), /1 draft/);
    const models = await visit.page.locator('.usage_model').allInnerTexts();
    assert.ok(
      models.some((text) => /\d+ runs left today, (can run now|next at)/.test(text)),
      models[0],
    );
    const download = async (name) => {
      const [file] = await Promise.all([
        visit.page.waitForEvent('download'),
        visit.page.getByRole('button', { name }).click(),
      ]);
      const chunks = [];
      for await (const chunk of await file.createReadStream()) chunks.push(chunk);
      return Buffer.concat(chunks).toString();
    };
    const csv = await download('Export CSV');
    assert.equal(csv.trim().split('\r\n').length, 1 + sent.length);
    const json = await download('Export JSON');
    assert.equal(JSON.parse(json).records.length, 1);
    for (const text of [csv, json]) {
      assert.ok(!text.includes(visit.key) && !text.includes('nginx'));
    }
    await visit.page.reload();
    await visit.page.locator('.usage_table').waitFor();
    await visit.page.getByRole('button', { name: 'Reset…' }).click();
    await visit.page.getByRole('button', { name: 'Keep them' }).click();
    await visit.page.getByRole('button', { name: 'Reset…' }).click();
    await visit.page.getByRole('button', { name: 'Delete ledger and history' }).click();
    await visit.page.getByText('No runs yet.').waitFor();
    assert.deepEqual(await visit.kept(), {});
    await visit.leave();
  });

  test('skips invalid records', async () => {
    const visit = await stage.visit('usage_scribble');
    const call = { rung: 'draft', model: 'm', prompt: 100, completion: 50, cached: 0 };
    const good = { at: Date.now(), end: 'clean', calls: [call], mended: 2 };
    await visit.keep('runs', [
      good,
      7,
      null,
      { ...good, at: 'now' },
      { ...good, calls: [{ ...call, prompt: -1 }] },
    ]);
    await visit.keep('ledger', '{"scribble":');
    await visit.keep('answers', { version: 1, entries: 'scribble' });
    await visit.page.reload();
    await open(visit, 'Usage');
    await visit.page.locator('.usage_table').waitFor();
    assert.match(await visit.page.locator('.usage_facts').innerText(), /^1 run: 1 draft\./);
    await visit.leave();
  });
});
