// Tests the page without a network: everything that needs no model works.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { openStage, SMALL } from './stage.mjs';

const KNOWN = 's3 bucket with versioning';
const BROKEN = 'resource "aws_ebs_volume" "disk" {\n  availability_zone = "eu-west-1a"\n}\n';

describe('offline', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  /** Opens a visit that has cached the page, and then takes its network away. */
  const cutOff = async (name) => {
    const visit = await stage.visit(name, { isKept: true });
    await visit.page.getByText('Available offline.').waitFor();
    await visit.page.context().setOffline(true);
    await visit.page.reload();
    // Since version 148 Chromium forgets the emulated `navigator.onLine` at a reload.
    await visit.page.context().setOffline(false);
    await visit.page.context().setOffline(true);
    await visit.page.getByText('Offline: forecasts, templates and checks work').waitFor();
    return visit;
  };

  test('forecasts, templates and checks work', async () => {
    const visit = await cutOff('clean_offline');
    const { page } = visit;
    await visit.words.fill(SMALL);
    assert.ok((await visit.promptTokens()) > 100);
    await visit.words.fill(KNOWN);
    await page.getByText('built-in templates cover the whole request').waitFor();
    await visit.generateButton.click();
    await page.locator('#result').waitFor();
    await visit.ended();
    assert.match(await visit.code(), /resource "aws_s3_bucket"/);
    await page.getByRole('link', { name: 'Check' }).click();
    await page.locator('.editor_frame .cm-content').click();
    await page.keyboard.insertText(BROKEN);
    await page.locator('.verdict_item').first().waitFor();
    await visit.expanded(page.locator('.verdict_item'));
    await page.getByText('CKV_AWS_3', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Rules' }).click();
    await page.locator('.rules_item').first().waitFor();
    await page.getByRole('link', { name: 'Usage' }).click();
    await page.locator('.usage_model').first().waitFor();
    await visit.leave({ failing: true });
  });

  test('reports that Groq cannot be reached, and keeps the request', async () => {
    const visit = await cutOff('clean_offline_model');
    await visit.ask(SMALL);
    await visit.ended();
    assert.match(await visit.failure.innerText(), /^Groq could not be reached\./);
    assert.equal(await visit.words.inputValue(), SMALL);
    await visit.leave({ failing: true });
  });

  test('caches the page, and no requests or answers', async () => {
    const visit = await stage.visit('clean_offline_kept', { isKept: true });
    await visit.page.getByText('Available offline.').waitFor();
    await visit.page.reload();
    await visit.ask(SMALL);
    await visit.ended();
    const { names, policy } = await visit.page.evaluate(async () => {
      const cache = await caches.open('infragenie');
      const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
      const { pathname } = location;
      return {
        names: paths.map((path) => path.slice(pathname.length)),
        policy: await caches.keys(),
      };
    });
    assert.deepEqual(policy, ['infragenie']);
    assert.ok(names.includes('index.html') && names.some((name) => name.endsWith('.wasm')));
    assert.equal(new Set(names).size, names.length, 'each file is cached once');
    assert.ok(
      names.every((name) =>
        /^(assets|data|icons)\/|^(index\.html|icon\.svg|manifest\.webmanifest)$/.test(name),
      ),
      names.join(),
    );
    await visit.leave();
  });
});
