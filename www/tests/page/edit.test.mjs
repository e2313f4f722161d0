// A request against the program that is there: what it does not touch stays, and what it costs is
// shown before.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

const KNOWN = 's3 bucket with versioning';
const MORE = 'now add an rds to this';

describe('changing a program', () => {
  let stage;
  before(async () => { stage = await openStage(); });
  after(() => stage.close());

  test('the model sees the addresses of the program, and not the program', async () => {
    const visit = await stage.visit('clean_edit');
    await visit.ask(KNOWN);
    await visit.ended();
    const first = await visit.code();
    assert.equal(visit.sent().length, 0, 'the building blocks answered');
    await visit.words.fill(MORE);
    await visit.page.getByRole('button', { name: 'Change this program' }).click();
    await visit.page.locator('.run_entry.is-judged').first().waitFor();
    await visit.ended();
    const [call] = visit.sent();
    const { content } = call.messages.at(-1);
    assert.match(content, /Request: now add an rds to this/);
    assert.match(content, /aws_s3_bucket\.bucket/);
    assert.doesNotMatch(content, /resource "aws_s3_bucket"/);
    const changed = await visit.code();
    const bucket = /resource "aws_s3_bucket" "bucket" \{[^}]*\}/;
    assert.equal(changed.match(bucket)[0], first.match(bucket)[0], 'untouched blocks stay');
    assert.ok(changed.length > first.length, 'what the model wrote is in it');
    await visit.leave();
  });

  test('a change needs a key, as every call does', async () => {
    const visit = await stage.visit('clean_edit_keyless');
    await visit.ask(KNOWN, { with: '' });
    await visit.ended();
    await visit.words.fill(MORE);
    await visit.page.getByRole('button', { name: 'Change this program' }).click();
    await visit.page.getByText('key', { exact: false }).first().waitFor();
    assert.equal(visit.sent().length, 0);
    await visit.leave();
  });

  test('what every profile costs stands beside what was planned', async () => {
    const visit = await stage.visit('clean_costs');
    await visit.words.fill(SMALL);
    const prompt = await visit.promptTokens();
    await visit.page.getByText('What it costs under each profile').click();
    const rows = await visit.page.locator('.forecast_table tr').allInnerTexts();
    const cells = (name) => rows.find((row) => row.startsWith(name)).split('\t').map((cell) =>
      Number(cell.replaceAll(',', '')));
    const [, best] = cells('at best').slice(1);
    const [, worst] = cells('at worst').slice(1);
    assert.deepEqual(cells('at worst')[1], 12_000);
    assert.ok(best > prompt && best < cells('at best')[1], 'one call costs less than was planned');
    assert.ok(worst > best && worst < cells('at worst')[1], 'and so do all of them');
    assert.equal(cells('thrift')[1], best);
    assert.equal(cells('thrift')[3], worst);
    assert.ok(cells('careful')[3] > worst);
    await visit.words.fill(KNOWN);
    await visit.page.getByText('the building blocks know every word of it').waitFor();
    const free = await visit.page.locator('.forecast_table tr').allInnerTexts();
    assert.match(free.find((row) => row.startsWith('at best')), /\t0$/);
    await visit.leave();
  });
});
