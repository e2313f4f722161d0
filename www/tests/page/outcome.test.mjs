// Tests the results of a run: zip, link, diagram, comparison and history.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import { LARGE, openStage, SMALL } from './stage.mjs';

describe('the outcome', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  const downloaded = async (page, click) => {
    const [file] = await Promise.all([page.waitForEvent('download'), click()]);
    return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
  };
  const button = (page, name) => page.getByRole('button', { name, exact: true });

  test('the zip has the usual files and a README', async () => {
    const visit = await stage.visit('findings_folder');
    await visit.ask(LARGE);
    await visit.ended();
    const { name, bytes } = await downloaded(visit.page, () =>
      button(visit.page, 'Download folder').click(),
    );
    assert.equal(name, 'infragenie.zip');
    const files = Object.fromEntries(
      Object.entries(unzipSync(bytes)).map(([path, data]) => [
        path.replace('infragenie/', ''),
        strFromU8(data),
      ]),
    );
    assert.deepEqual(Object.keys(files).sort(), [
      'README.md',
      'main.tf',
      'outputs.tf',
      'variables.tf',
    ]);
    const blocks = (text) =>
      text.match(/^(?:resource|data|variable|output|provider|terraform)\b.*\{/gm) ?? [];
    const separate = Object.entries(files)
      .filter(([path]) => path.endsWith('.tf'))
      .flatMap(([, text]) => blocks(text));
    assert.deepEqual(
      separate.sort(),
      blocks(await visit.code()).sort(),
      'every block is in one file',
    );
    assert.doesNotMatch(files['main.tf'], /^(?:variable|output)\b/m);
    const open = await visit.page.locator('.findings_item').count();
    assert.match(files['README.md'], new RegExp(`## Open findings \\(${open}\\)`));
    assert.match(files['README.md'], /terraform init\nterraform plan/);
    assert.ok(files['README.md'].includes(`> ${LARGE}`));
    assert.ok(!bytes.includes(visit.key) && !files['README.md'].includes(visit.key));
    await visit.leave();
  });

  test('a link contains only the request and starts nothing', async () => {
    const visit = await stage.visit('clean_link', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await visit.ask(SMALL);
    await visit.ended();
    await button(visit.page, 'Share').click();
    await button(visit.page, 'Link copied').waitFor();
    const link = await visit.page.evaluate(() => navigator.clipboard.readText());
    assert.equal(link, `${stage.address}#request=${encodeURIComponent(SMALL)}`);
    const other = await stage.visit('clean_linked', { address: link });
    assert.equal(await other.words.inputValue(), SMALL);
    assert.ok((await other.promptTokens()) > 100);
    assert.deepEqual(other.sent(), []);
    assert.ok(await other.page.locator('#work').isHidden());
    assert.match(other.page.url(), /#generate$/, 'the address has the name of the screen only');
    await other.leave();
    await visit.leave();
  });

  test('an invalid link does not break the page', async () => {
    for (const fragment of [
      '#request=%',
      '#request=',
      `#request=${'x'.repeat(60_000)}`,
      '#request=%00%07',
      '#request=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E',
    ]) {
      const visit = await stage.visit('clean_link_odd', { address: stage.address + fragment });
      await visit.page.locator('.quota_item').first().waitFor({ state: 'attached' });
      await visit.words.fill(SMALL);
      assert.ok((await visit.promptTokens()) > 100);
      assert.deepEqual(visit.sent(), []);
      await visit.leave();
    }
  });

  test('the diagram shows networks and links to lines', async () => {
    const visit = await stage.visit('clean_picture');
    const { page } = visit;
    await visit.ask(LARGE);
    await visit.ended();
    await visit.tab('graph');
    const server = page.getByRole('button', { name: /, aws_instance\.\w+, line/ });
    await server.waitFor();
    const blocks = await page.locator('#graph .graph_block').count();
    const declared = (await visit.code()).match(/^(?:resource|data) "/gm).length;
    assert.equal(blocks, declared);
    assert.ok((await page.locator('#graph .graph_frame').count()) >= 1, 'a network is a frame');
    const box = () => page.locator('#graph .graph_drawing').getAttribute('viewBox');
    const whole = await box();
    await button(page, 'Zoom in').click();
    assert.notEqual(await box(), whole);
    await button(page, 'Show all').click();
    assert.equal(await box(), whole);
    const [, line] = (await server.getAttribute('aria-label')).match(/line (\d+)/);
    await server.focus();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), `code_line_${line}`);
    await visit.leave();
  });

  test("compares the configuration with the model's answer", async () => {
    const visit = await stage.visit('findings_compared');
    const { page } = visit;
    await visit.ask(SMALL);
    await visit.ended();
    await visit.tab('compare');
    await page
      .locator('.comparison_frame .cm-insertedLine, .comparison_frame .cm-changedLine')
      .first()
      .waitFor();
    await visit.leave();
  });

  test('compares the configurations of two attempts', async () => {
    const visit = await stage.visit('broken_compared');
    const { page } = visit;
    await visit.ask(SMALL);
    await visit.ended();
    assert.ok(visit.sent().length > 1, 'the run has more than one attempt');
    await visit.tab('compare');
    const [from, to] = ['From', 'To'].map((label) => page.getByLabel(label, { exact: true }));
    const names = await from.locator('option').allTextContents();
    assert.deepEqual([names.at(0), names.at(-1)], ['model’s answer', 'current']);
    assert.ok(names.includes('after attempt 1'), names.join(', '));
    const message = page.locator('#comparison [role="status"]');
    await message.getByText('Red: model’s answer. Green: current.').waitFor();
    // The keyboard alone chooses a version, and the comparison follows.
    await from.focus();
    await page.keyboard.press('ArrowDown');
    await message.getByText('Red: after attempt 1. Green: current.').waitFor();
    await page
      .locator('.comparison_frame .cm-deletedChunk, .comparison_frame .cm-changedLine')
      .first()
      .waitFor();
    await to.selectOption('after attempt 1');
    await message.getByText('Both versions are identical.').waitFor();
    // An undone fix makes the result of the last attempt differ from the current configuration.
    await visit.tab('fixed');
    await page.locator('.changes_box').first().click();
    await from.locator('option').nth(names.length).waitFor({ state: 'attached' });
    assert.equal(await from.locator('option:checked').textContent(), 'after attempt 1');
    await visit.leave();
  });

  test('lists, searches, reuses, opens and deletes runs', async () => {
    const visit = await stage.visit('clean_history');
    const { page } = visit;
    await visit.ask(SMALL);
    await visit.ended();
    await visit.ask('s3 bucket with versioning');
    await visit.ended();
    await page.reload();
    await page.getByRole('link', { name: 'Usage' }).click();
    const items = page.locator('.history_item');
    await items.nth(1).waitFor();
    const [first, second] = await items.allInnerTexts();
    assert.match(first, /^s3 bucket with versioning\n+.* · 0 tokens · /);
    const total = visit.sent().reduce((sum, { usage }) => sum + usage.total_tokens, 0);
    assert.ok(second.replaceAll(',', '').includes(` ${total} tokens with GPT-OSS`), second);
    await page.getByLabel('Search').fill('nginx quagga');
    await page.getByText('1 of 2 runs').waitFor();
    await items.first().getByRole('button', { name: 'Reuse request' }).click();
    assert.equal(await visit.words.inputValue(), SMALL);
    const calls = visit.sent().length;
    await page.getByRole('link', { name: 'Usage' }).click();
    await items.first().getByRole('button', { name: 'Open in Check' }).click();
    await page.locator('.verdict_item, .verdict_clean').first().waitFor();
    await page.getByRole('link', { name: 'Usage' }).click();
    await items.first().getByRole('button', { name: 'Delete' }).click();
    await page.getByText('0 of 1 run').waitFor();
    await page.reload();
    await items.first().waitFor();
    assert.equal(await items.count(), 1);
    assert.equal(visit.sent().length, calls, 'no request was sent again without a click');
    await visit.leave();
  });

  test('opens the Terraform files of a zip', async () => {
    const visit = await stage.visit('zip');
    const { page } = visit;
    await page.getByRole('link', { name: 'Check' }).click();
    await page.locator('.editor_frame .cm-content').waitFor();
    const volume = (name) => strToU8(`resource "aws_ebs_volume" "${name}" {\n  size = 8\n}\n`);
    const buffer = Buffer.from(
      zipSync({
        'shop/main.tf': volume('one'),
        'shop/more/two.tf': volume('two'),
        'shop/.terraform/modules/x.tf': volume('three'),
        'shop/picture.png': new Uint8Array(9),
      }),
    );
    const files = page.locator('#intake_files');
    await files.setInputFiles({ name: 'shop.zip', mimeType: 'application/zip', buffer });
    await page.locator('.verdict_item').first().waitFor();
    await page.getByRole('button', { name: 'All files' }).click();
    const text = (await page.locator('.editor_frame .cm-line').allTextContents()).join('\n');
    assert.match(text, /# file: shop\/main\.tf[^]*"one"[^]*# file: shop\/more\/two\.tf[^]*"two"/);
    assert.doesNotMatch(text, /three/);
    await files.setInputFiles({
      name: 'broken.zip',
      mimeType: 'application/zip',
      buffer: buffer.subarray(0, 90),
    });
    await page.getByText('could not be unpacked').waitFor();
    await visit.leave();
  });
});
