// Tests runs that templates answer, which cost no token and no call.
//
// A model can be used for such a request, too.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage } from './stage.mjs';

const KNOWN = 's3 bucket with versioning';

describe('templates', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test('a covered request costs nothing and lists assumptions', async () => {
    const visit = await stage.visit('clean_blocks');
    await visit.words.fill(KNOWN);
    await visit.page.getByText('built-in templates cover the whole request').waitFor();
    assert.equal(await visit.promptTokens(), 0);
    await visit.ask(KNOWN);
    await visit.ended();
    assert.equal(await visit.page.locator('.result_spent').innerText(), 'From templates, 0 tokens');
    const code = await visit.code();
    assert.match(code, /resource "aws_s3_bucket" /);
    assert.match(code, /resource "aws_s3_bucket_versioning" /);
    assert.equal(await visit.page.locator('.findings_item.is-problem').count(), 0);
    assert.equal(visit.sent().length, 0, 'nothing was sent');
    await visit.leave();
  });

  test('needs no key', async () => {
    const visit = await stage.visit('clean_blocks_keyless');
    await visit.ask(KNOWN, { with: '' });
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_s3_bucket" /);
    await visit.leave();
  });

  test('one click uses a model instead', async () => {
    const visit = await stage.visit('clean_blocks_model');
    await visit.fillKey(visit.key);
    await visit.ask(KNOWN);
    await visit.ended();
    await visit.page.getByRole('button', { name: 'Ask a model instead' }).click();
    await visit.page.locator('.run_entry.is-evaluated').first().waitFor({ state: 'attached' });
    await visit.ended();
    assert.ok(visit.sent().length > 0);
    const choice = visit.page.locator('#forecast_blocks');
    assert.equal(await choice.isChecked(), true);
    await visit.leave();
  });

  test('an unknown word needs a model, and its cost is shown', async () => {
    const visit = await stage.visit('clean_blocks_unknown');
    await visit.words.fill(`${KNOWN} and a quagga`);
    await visit.page.locator('.forecast_facts').waitFor({ state: 'attached' });
    assert.ok((await visit.promptTokens()) > 100);
    await visit.leave();
  });
});
