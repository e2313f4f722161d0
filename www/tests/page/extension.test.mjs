// Tests the panel, the menu and the key of the extension in Chromium.
//
// The extension is the built one, loaded unpacked.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { startStandIn } from '../groq/server.mjs';
import { actions, CHROMIUM, LARGE, SMALL } from './stage.mjs';

const BUILT = resolve(import.meta.dirname, '../../dist-extension');
const PROGRAM =
  'resource "aws_sqs_queue" "shop" {\n  name = "shop"\n}\n\n' +
  'resource "aws_ebs_volume" "disk" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n';

const PATIENCE_MS = 60_000;

/** Lines of the program in two parts, as a code host may show them. */
const [FIRST, OTHERS] = [[0, 4], [4]].map((part) =>
  PROGRAM.trimEnd()
    .split('\n')
    .slice(...part),
);

/** Pages of code hosts that show the program, by the path under which the test serves them. */
const PAGES = {
  '/raw/main.tf': ['text/plain', PROGRAM],
  '/github/blob/main/network.tf': [
    'text/html',
    `<main><pre>$ terraform init</pre>
    <textarea id="read-only-cursor-text-area" readonly>${PROGRAM}</textarea></main>`,
  ],
  '/gitlab/-/blob/main/network.tf': [
    'text/html',
    `<div class="file-content code blob-viewer">
    <div><pre class="code highlight"><code>${FIRST.map(
      (text, index) =>
        `<div id="LC${index + 1}" class="line"><span class="hljs-keyword">${text}</span></div>`,
    ).join('\n')}</code></pre></div>
    <div><pre class="code highlight"><code class="line">${OTHERS.join('\n')}</code></pre></div>
  </div>`,
  ],
  '/gitea/src/branch/main/network.tf': [
    'text/html',
    `<div class="file-view code-view"><table>${[...FIRST, ...OTHERS]
      .map(
        (text) => `<tr><td class="lines-num"><span></span></td>
      <td class="lines-code chroma"><code class="code-inner">${text}\n</code></td></tr>`,
      )
      .join('\n')}</table></div>`,
  ],
  '/blog': ['text/html', `<p>Hello</p><pre>ls -l</pre><pre>${PROGRAM}</pre>`],
  '/none': ['text/html', '<p>resource of joy</p>'],
};

/** Pages of code hosts that show the changed files of a pull request. */
const CHANGED = {
  '/github/pull/7/files': [
    'text/html',
    `<div class="file" data-tagsearch-path="live/disk.tf"><table><tbody>
      <tr><td class="blob-num blob-num-context" data-line-number="10"></td>
        <td class="blob-num blob-num-context" data-line-number="10"></td>
        <td class="blob-code"><span class="blob-code-inner">  half = true</span></td></tr>
      <tr><td class="blob-num blob-num-deletion" data-line-number="11"></td><td class="blob-num"></td>
        <td class="blob-code"><span class="blob-code-inner">resource "aws_gone" "a" {}</span></td></tr>
      ${OTHERS.map(
        (text, index) => `<tr><td class="blob-num"></td>
        <td class="blob-num blob-num-addition" data-line-number="${index + 12}"></td>
        <td class="blob-code"><span class="blob-code-inner">${text}</span></td></tr>`,
      ).join('\n')}
    </tbody></table></div>`,
  ],
  '/github-now/pull/7/changes': [
    'text/html',
    `<table aria-label="Diff for: live/disk.tf"><tbody>${OTHERS.map(
      (text, index) => `<tr>
      <td class="old-diff-line-number" data-diff-side="left" data-line-number="${index + 3}"></td>
      <td class="new-diff-line-number" data-diff-side="right" data-line-number="${index + 12}"></td>
      <td><code><div class="diff-text-inner">${text}</div></code></td></tr>`,
    ).join('\n')}</tbody></table>`,
  ],
  '/gitlab/-/merge_requests/7/diffs': [
    'text/html',
    `<div class="diff-file" data-path="live/disk.tf">${OTHERS.map(
      (text, index) => `<div class="line_holder"><div class="diff-td old_line"></div>
      <div class="diff-td new_line"><a data-linenumber="${index + 12}"></a></div>
      <div class="line_content new"><span>${text}</span></div></div>`,
    ).join('\n')}</div>`,
  ],
  '/gitea/pulls/7/files': [
    'text/html',
    `<div class="diff-file-box" data-new-filename="live/disk.tf"><table>${OTHERS.map(
      (text, index) => `<tr class="add-code"><td class="lines-num lines-num-old"></td>
      <td class="lines-num lines-num-new" data-line-num="${index + 12}"></td>
      <td class="lines-code"><code class="code-inner">${text}</code></td></tr>`,
    ).join('\n')}</table></div>`,
  ],
  '/heredoc/pull/9/files': [
    'text/html',
    `<div class="file" data-tagsearch-path="iam.tf"><table><tbody>${[
      'locals { a = 1 } # } one',
      'resource "aws_iam_policy" "p" {',
      '  policy = <<-JSON',
      '{ "Version": "2012-10-17", "Statement": [',
      '  { "Effect": "Allow", "Action": "*", "Resource": "*" }',
      ']',
      '}',
      '  JSON',
      '}',
    ]
      .map(
        (text, index) => `<tr>
      <td class="blob-num blob-num-addition" data-line-number="${index + 1}"></td>
      <td class="blob-code"><span class="blob-code-inner">${text}</span></td></tr>`,
      )
      .join('\n')}</tbody></table></div>`,
  ],
  '/part/pull/8/files': [
    'text/html',
    `<div class="file" data-tagsearch-path="a.tf"><table><tbody><tr>
      <td class="blob-num blob-num-addition" data-line-number="4"></td>
      <td class="blob-code"><span class="blob-code-inner">  size = 9</span></td></tr></tbody></table></div>`,
  ],
};

describe('the extension', () => {
  let stage;
  before(async () => {
    stage = await openPanelStage();
  });
  after(() => stage.close());

  test('requests only the permissions that it needs', () => {
    const manifest = (target) =>
      JSON.parse(readFileSync(join(BUILT, target, 'manifest.json'), 'utf8'));
    const {
      permissions,
      host_permissions: hosts,
      content_security_policy: policy,
    } = manifest('chromium');
    assert.deepEqual(permissions.sort(), [
      'activeTab',
      'contextMenus',
      'scripting',
      'sidePanel',
      'storage',
    ]);
    assert.deepEqual(hosts, ['https://api.groq.com/*']);
    assert.match(
      policy.extension_pages,
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
    );
    assert.deepEqual(manifest('firefox').permissions.sort(), [
      'activeTab',
      'contextMenus',
      'scripting',
      'storage',
    ]);
  });

  test('shows findings next to the changed files of a pull request', async () => {
    for (const path of [
      '/github/pull/7/files',
      '/github-now/pull/7/changes',
      '/gitlab/-/merge_requests/7/diffs',
      '/gitea/pulls/7/files',
    ]) {
      const panel = await stage.panel('panel_changes');
      const tab = await stage.open(path);
      await stage.menu(tab);
      const mark = tab.locator('.infragenie-mark', { hasText: 'CKV_AWS_3' }).first();
      await mark.waitFor();
      assert.match(await mark.innerText(), /^InfraGenie, of this block alone: CKV_AWS_3, /, path);
      const row = mark.locator('xpath=ancestor::*[self::tr or contains(@class,"line_holder")]');
      assert.match(await row.textContent(), /resource "aws_ebs_volume" "disk"/);
      assert.equal(await tab.locator('.infragenie-mark', { hasText: 'gone' }).count(), 0);
      await panel.page.getByText('Read 1 changed file from the tab').waitFor();
      const said = panel.page.getByText(/^\d+ of \d+ findings? are shown next to their lines/);
      const [shown, all] = (await said.innerText()).match(/\d+/g);
      assert.equal(shown, all);
      assert.equal(await tab.locator('.infragenie-mark').count(), Number(all));
      await panel.page.getByText('live/disk.tf line 12').first().waitFor({ state: 'attached' });
      await tab.close();
      await panel.leave();
    }
  });

  test('reads a block of a pull request to its own end', async () => {
    const panel = await stage.panel('panel_heredoc');
    const tab = await stage.open('/heredoc/pull/9/files');
    await stage.menu(tab);
    await tab.locator('.infragenie-mark', { hasText: 'CKV_AWS_62' }).waitFor();
    const marks = await tab.locator('.infragenie-mark').allInnerTexts();
    assert.deepEqual(
      marks.filter((text) => !/: (CKV|IG_)/.test(text)),
      [],
      'no problem is reported',
    );
    await tab.close();
    await panel.leave();
  });

  test('reads no part of a block from a pull request', async () => {
    const panel = await stage.panel('panel_part');
    const tab = await stage.open('/part/pull/8/files');
    await stage.menu(tab);
    await panel.page.getByText('show no whole block of Terraform').waitFor();
    assert.equal(await tab.locator('.infragenie-mark').count(), 0);
    await tab.close();
    await panel.leave();
  });

  test('the policy of the panel refuses texts as documents and foreign scripts', async () => {
    for (const target of ['chromium', 'firefox']) {
      const { content_security_policy: policy } = JSON.parse(
        readFileSync(join(BUILT, target, 'manifest.json'), 'utf8'),
      );
      const parts = policy.extension_pages.split('; ');
      assert.ok(parts.includes("require-trusted-types-for 'script'"), target);
      assert.ok(parts.includes('trusted-types default'), target);
    }
    const panel = await stage.panel('panel_policy');
    const refused = await panel.page.evaluate(() => {
      const isRefused = (attempt) => {
        try {
          attempt();
          return false;
        } catch (thrown) {
          return thrown instanceof TypeError;
        }
      };
      const script = document.createElement('script');
      return [
        () => {
          document.body.innerHTML = '<p>a</p>';
        },
        () => {
          script.textContent = 'globalThis.inline = true';
        },
        () => {
          script.src = 'https://example.com/a.js';
        },
        () => new Worker('https://example.com/worker.js'),
        () => globalThis.trustedTypes.createPolicy('other', {}),
      ].map(isRefused);
    });
    assert.deepEqual(refused, [true, true, true, true, true]);
    // The workers of the panel are its own, so they still start.
    await panel.words.fill(SMALL);
    await panel.promptTokens();
    await panel.leave();
  });

  test('forecasts and generates in the panel', async () => {
    const panel = await stage.panel('findings_panel');
    await panel.words.fill(LARGE);
    const forecast = await panel.promptTokens();
    await panel.ask(LARGE);
    await panel.ended();
    const [sent] = panel.sent();
    assert.equal(sent.promptTokens, forecast);
    assert.match(await panel.code(), /resource "aws_instance"/);
    const { text } = await panel.download();
    assert.equal(text.trimEnd(), (await panel.code()).trimEnd());
    await panel.leave();
  });

  test('reads the quota from response headers', async () => {
    const panel = await stage.panel('clean_panel_headers');
    // Only headers and refusals report what another program spends on the same account.
    await panel.page.evaluate(async (key) => {
      for (let call = 0; call < 3; call += 1) {
        await fetch('https://api.groq.com/openai/v1/chat/completions', {
          method: 'POST',
          headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
          body: JSON.stringify({
            model: 'openai/gpt-oss-20b',
            max_completion_tokens: 50,
            messages: [{ role: 'user', content: 'hi' }],
          }),
        });
      }
    }, panel.key);
    await panel.ask(SMALL);
    await panel.ended();
    const left = panel.page.locator('.quota_item', { hasText: 'GPT-OSS 20B' });
    // The ledger of the run is shown after its end.
    await left.filter({ hasText: '996' }).waitFor({ state: 'attached' });
    assert.match(await left.innerText(), /996 requests left/);
    await panel.leave();
  });

  test('keeps a key for the session, and forgets it with one click', async () => {
    const panel = await stage.panel('clean_panel_key');
    assert.ok(await panel.page.getByLabel('until I close the browser').isChecked());
    await panel.fillKey(panel.key);
    await panel.page.getByRole('button', { name: 'Check', exact: true }).click();
    await panel.page.getByText('The key is valid.').waitFor();
    const kept = () =>
      panel.page.evaluate(async () =>
        JSON.stringify({
          session: await chrome.storage.session.get(),
          local: await chrome.storage.local.get(),
        }),
      );
    assert.ok(JSON.parse(await kept()).session['infragenie.key'] === panel.key);
    assert.deepEqual(JSON.parse(await kept()).local, {});
    await panel.page.reload();
    assert.equal(await panel.keyField.inputValue(), '');
    await panel.words.fill(SMALL);
    await panel.promptTokens();
    await panel.generateButton.click();
    await panel.page.locator('#result').waitFor();
    await panel.ended();
    await panel.openKey();
    await panel.page.getByRole('button', { name: 'Forget' }).click();
    await panel.page.getByText('Key forgotten.').waitFor();
    assert.ok(!(await kept()).includes(panel.key));
    await panel.leave();
  });

  test('checks selected Terraform and copies its fixes', async () => {
    const panel = await stage.panel('panel_selection');
    const tab = await stage.open('/blog');
    await tab.evaluate(() => getSelection().selectAllChildren(document.querySelectorAll('pre')[1]));
    await stage.menu(tab);
    const { page } = panel;
    await page.locator('.verdict_item').first().waitFor();
    assert.equal(
      await page.locator('.editor_frame .cm-line').first().innerText(),
      'resource "aws_sqs_queue" "shop" {',
    );
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(copied, /sqs_managed_sse_enabled += true/);
    const given = await page.evaluate(() => chrome.storage.session.get('infragenie.given'));
    assert.deepEqual(given, {}, 'the text is deleted once the panel has read it');
    await panel.leave();
  });

  for (const path of Object.keys(PAGES).filter((one) => one !== '/none')) {
    test(`reads a file that ${path.split('/')[1]} shows`, async () => {
      const tab = await stage.open(path);
      await stage.menu(tab);
      // The text that was read waits for a panel that is opened later.
      const panel = await stage.panel('panel_file');
      await panel.page.locator('.verdict_item').first().waitFor();
      const code = await panel.page.locator('.editor_frame .cm-line').allTextContents();
      assert.equal(code.join('\n').trimEnd(), PROGRAM.trimEnd());
      const note = await panel.page.locator('.intake_notes').innerText();
      assert.ok(note.startsWith('Read ') && note.includes(`${path}.`), note);
      await tab.close();
      await panel.leave();
    });
  }

  test('reports a tab without Terraform, and reads no other tab', async () => {
    const panel = await stage.panel('panel_none');
    await stage.menu(await stage.open('/none'));
    await panel.page.getByText('No Terraform was found in this tab').waitFor();
    const other = await stage.open('/raw/main.tf', 'localhost');
    await stage.menu(other);
    await panel.page.getByText('The browser blocks access to this tab').waitFor();
    await other.close();
    await panel.leave();
  });

  test('every screen fits a narrow panel', async () => {
    const panel = await stage.panel('panel_narrow');
    await panel.page.setViewportSize({ width: 320, height: 800 });
    // Chromium draws no frames of a tab in the background, and a click waits for frames.
    await panel.page.bringToFront();
    for (const name of ['Generate', 'Check', 'Rules', 'Usage']) {
      await panel.page.getByRole('link', { name }).click();
      // The first visit to a screen fetches its styles.
      const wide = () => panel.page.evaluate(widthBeyond);
      for (let left = 50; left > 0 && (await wide()) > 0; left -= 1) await delay(100);
      assert.ok((await wide()) <= 0, `${name} is ${await wide()} px too wide`);
    }
    await panel.leave();
  });
});

/** Runs in the page: returns by how many pixels its content is wider than its window. */
function widthBeyond() {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/**
 * Starts Chromium with the extension and a server of test pages.
 *
 * `activeTab` is granted by a user's click on the menu, which a test cannot make. So the manifest
 * gets the host permission for the test pages.
 */
async function openPanelStage() {
  const folder = mkdtempSync(join(tmpdir(), 'infragenie-extension-'));
  const unpacked = join(folder, 'unpacked');
  cpSync(join(BUILT, 'chromium'), unpacked, { recursive: true });
  const path = join(unpacked, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  manifest.host_permissions.push('http://127.0.0.1/*');
  writeFileSync(path, JSON.stringify(manifest));

  const site = createServer(({ url }, response) => {
    const [type, body] = PAGES[url] ?? CHANGED[url] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
  });
  await new Promise((done) => {
    site.listen(0, '127.0.0.1', done);
  });
  const groq = await startStandIn({ https: true });
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      ...CHROMIUM,
      ...groq.chromiumArguments,
      `--load-extension=${unpacked}`,
      `--disable-extensions-except=${unpacked}`,
    ],
    ignoreDefaultArgs: ['--disable-extensions'],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  const { protocol, host: id } = new URL(worker.url());
  const origin = `${protocol}//${id}`;
  return {
    groq,
    async panel(name) {
      const org = `test_${name}`;
      const key = `gsk_${org}`;
      // A failed test may have left its panel open, which would read the text of the next test.
      for (const left of context.pages()) if (left.url().startsWith(origin)) await left.close();
      const page = await context.newPage();
      const seen = { requests: [], errors: [] };
      page.on('request', (request) => seen.requests.push(request.url()));
      page.on('pageerror', (error) => seen.errors.push(String(error)));
      await page.goto(`${origin}/panel.html`);
      return {
        page,
        key,
        sent: () => groq.admin.requests(org).filter(({ kind }) => kind === 'chat'),
        ...actions(page, key),
        async leave() {
          assert.deepEqual(seen.errors, []);
          const foreign = seen.requests.filter(
            (url) => !url.startsWith(origin) && !url.startsWith('https://api.groq.com/'),
          );
          assert.deepEqual(
            foreign.filter((url) => !url.startsWith('blob:')),
            [],
          );
          await page.evaluate(async () => {
            await chrome.storage.session.clear();
            await chrome.storage.local.clear();
          });
          await page.close();
        },
      };
    },
    async open(path_, host = '127.0.0.1') {
      const tab = await context.newPage();
      await tab.goto(`http://${host}:${site.address().port}${path_}`);
      await tab.bringToFront();
      return tab;
    },
    /** Dispatches the event that the browser sends when the menu is chosen on a tab. */
    async menu(tab) {
      const url = tab.url();
      await worker.evaluate(async (address) => {
        const tabs = await chrome.tabs.query({});
        const active = tabs.filter((one) => one.active).at(-1);
        chrome.contextMenus.onClicked.dispatch(
          { menuItemId: 'check', frameId: 0, pageUrl: address },
          active,
        );
      }, url);
    },
    async close() {
      await context.close();
      await groq.close();
      await new Promise((done) => {
        site.close(done);
      });
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
