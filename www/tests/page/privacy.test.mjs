// Tests what the page may load and send, and where a key may be stored.
//
// The tests read the policy of the headers and of the page, and try what it forbids.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LARGE, openStage, SMALL } from './stage.mjs';

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self' https://api.groq.com",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
];

describe('privacy', () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage.close());

  test('the policy is sent as a header and written into the page', async () => {
    const answer = await fetch(stage.address);
    const header = answer.headers.get('content-security-policy').split('; ');
    assert.deepEqual(header, [...POLICY, "frame-ancestors 'none'"]);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(answer.headers.get('cross-origin-opener-policy'), 'same-origin');
    const text = await answer.text();
    const [, meta] = text.match(/http-equiv="Content-Security-Policy" content="([^"]*)"/);
    assert.deepEqual(meta.replaceAll('&#39;', "'").split('; '), POLICY);
    assert.doesNotMatch(text, /<style|style="|<script(?![^>]*src=)|\son[a-z]+="/);
  });

  test('the policy blocks inline code and foreign hosts', async () => {
    const visit = await stage.visit('policy');
    const tried = await visit.page.evaluate(async () => {
      const refused = (attempt) => {
        try {
          attempt();
          return false;
        } catch (thrown) {
          return thrown instanceof TypeError;
        }
      };
      const script = document.createElement('script');
      const texts = [
        () => {
          script.textContent = 'globalThis.inline = true';
        },
        () => {
          document.body.innerHTML = '<img src="x" onerror="globalThis.inline = true">';
        },
        () => new Worker('https://example.com/worker.js'),
      ].map(refused);
      // The string is evaluated in a timer, since the debugger's own evaluation may do what a page
      // may not.
      const run = setTimeout;
      document.body.addEventListener('click', () => run('globalThis.evaluated = true', 0));
      document.body.click();
      const fetched = await fetch('https://example.com/').then(
        () => true,
        () => false,
      );
      await new Promise((resolve) => {
        setTimeout(resolve, 200);
      });
      const { inline = false, evaluated = false, violations } = globalThis;
      const kinds = [...new Set(violations.map((one) => one.split(' ')[0]))].sort();
      return { texts, inline, evaluated, fetched, kinds };
    });
    assert.deepEqual(tried, {
      texts: [true, true, true],
      inline: false,
      evaluated: false,
      fetched: false,
      kinds: ['connect-src', 'require-trusted-types-for'],
    });
    await visit.page.context().close();
  });

  test('a visit has the key only in its field and its header', async () => {
    const visit = await stage.visit('broken_private');
    await visit.fillKey(visit.key);
    await visit.keyField.press('Enter');
    await visit.page.getByText('The key is valid.').waitFor();
    await visit.ask(LARGE);
    await visit.ended();
    for (const { body } of visit.sent()) assert.ok(!JSON.stringify(body).includes(visit.key));
    const databases = await visit.page.evaluate(() => indexedDB.databases());
    assert.deepEqual(
      databases.map(({ name }) => name),
      ['infragenie'],
    );
    assert.deepEqual(await visit.page.context().cookies(), []);
    await visit.page.reload();
    assert.equal(await visit.keyField.inputValue(), '', 'a new visit has no key');
    assert.equal(await visit.words.inputValue(), '', 'and no request');
    await visit.leave();
  });

  test('no URL redirects calls to another host', async () => {
    const visit = await stage.visit('clean_elsewhere');
    await visit.page.goto(`${stage.address}?api=https://example.com&base=x#https://example.com`);
    await visit.page.evaluate(() => localStorage.setItem('api', 'https://example.com'));
    await visit.ask(SMALL);
    await visit.ended();
    const hosts = visit.seen.requests.map(({ url }) => new URL(url).host);
    assert.deepEqual([...new Set(hosts)].sort(), [new URL(stage.address).host, 'api.groq.com']);
    await visit.leave();
  });

  test('ignores a foreign ledger', async () => {
    for (const kept of ['{', [], { models: 7 }, null, { a: { b: -Infinity } }]) {
      const visit = await stage.visit('clean_ledger');
      await visit.keep('ledger', kept);
      await visit.page.reload();
      await visit.words.fill(SMALL);
      assert.ok((await visit.promptTokens()) > 0, JSON.stringify(kept));
      const [left] = await visit.page.locator('.quota_left').allInnerTexts();
      assert.match(left, /^200,000 of 200,000/);
      await visit.leave();
    }
  });
});
