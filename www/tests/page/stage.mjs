// Starts the server, the browser and the stand-in for Groq of the page's tests.
//
// The page is the built one, served with its headers. The browser is the system's Chromium, in
// which api.groq.com is the stand-in. Every visit is checked at its end, see `checkVisit`.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { chromium } from 'playwright-core';
import { preview } from 'vite';

import { startStandIn } from '../groq/server.mjs';
import { beforeWorkers } from './workers.mjs';

const WWW = resolve(import.meta.dirname, '../..');
const PATIENCE_MS = 60_000;

/** Typical requests; each has a word that no template knows, so that a model runs. */
export const SMALL = 'create ec2 instance with nginx for the quagga';
export const LARGE =
  'create vpc with public subnet, ec2 instance running nginx, rds postgres ' +
  'database, and security groups for the quagga';

// Without the background flags Chromium resolves Google's hosts at every start.
export const CHROMIUM = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Stage that the test files of this process share if `together.mjs` runs several. */
let shared = null;

/** Makes later stages without options share one; returns its `close`. */
export function shareStage() {
  shared = { opened: null };
  return async () => (await shared.opened)?.close();
}

/**
 * Opens the stage, which the test closes in `after`.
 *
 * @param {object} [options] the options of the stand-in; a stage with options is never shared
 */
export async function openStage(options) {
  if (options !== undefined || shared === null) return openOwnStage(options);
  shared.opened ??= openOwnStage();
  const stage = await shared.opened;
  const reset = () => {
    stage.groq.admin.reset();
    stage.beforeWorkers(null);
  };
  reset();
  return { ...stage, close: async () => reset() };
}

async function openOwnStage(options = {}) {
  assert.ok(existsSync(resolve(WWW, 'dist/index.html')), 'run `npm --prefix www run build` first');
  const before = beforeWorkers(resolve(WWW, 'dist'));
  const server = await preview({
    root: WWW,
    logLevel: 'silent',
    preview: { port: 0 },
    plugins: [before.plugin],
  });
  const groq = await startStandIn({ https: true, ...options });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [...CHROMIUM, ...groq.chromiumArguments],
  });
  const address = server.resolvedUrls.local[0];
  return {
    groq,
    browser,
    address,
    /** Runs a function in the workers of later visits before their scripts; null for none. */
    beforeWorkers: before.run,
    /** Opens a visit with its own organisation; the key is `gsk_test_<name>`. */
    visit: (name, options = {}) => openVisit({ groq, browser, address }, name, options),
    async close() {
      await browser.close();
      await groq.close();
      await new Promise((done) => {
        server.httpServer.close(done);
      });
    },
  };
}

async function openVisit({ groq, browser, ...rest }, name, { route, ...options }) {
  const { address = rest.address, isKept = false, ...settings } = options;
  const org = `test_${name}`;
  const key = `gsk_${org}`;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    acceptDownloads: true,
    ...settings,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const seen = { console: [], errors: [], requests: [] };
  const sent = () => groq.admin.requests(org).filter(({ kind }) => kind === 'chat');
  page.on('console', (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  page.on('request', (request) => {
    seen.requests.push({ url: request.url(), body: request.postData() ?? '' });
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => {
      globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  // A cached file must not answer a request that a test routes.
  if (!isKept)
    await page.addInitScript(() => {
      delete Navigator.prototype.serviceWorker;
    });
  await route?.(page);
  await page.goto(address);
  return {
    page,
    key,
    org,
    seen,
    groq: groq.admin,
    /** Returns the calls that the stand-in received. */
    sent,
    /** Waits until the stand-in has received `count` calls. */
    async hasSent(count) {
      const last = Date.now() + PATIENCE_MS;
      while (sent().length < count) {
        assert.ok(Date.now() < last, `${sent().length} of ${count} calls were sent`);
        await sleep(10);
      }
    },
    scenario: (settings) => groq.admin.scenario(org, settings),
    ...actions(page, key),
    /** Returns all entries of the page's database by name. */
    kept: () => kept(page),
    /** Writes an entry of the page's database. */
    keep: (name, value) => page.evaluate(putKept, [name, value]),
    /** Checks the visit and ends it. */
    async leave({ failing = false, allow = /^$/ } = {}) {
      await checkVisit({ page, key, seen, address, failing, allow });
      await context.close();
    },
  };
}

/** Returns all entries of the page's database by name. */
export async function kept(page) {
  return Object.fromEntries(
    await page.evaluate(async () => {
      const databases = await indexedDB.databases();
      if (!databases.some(({ name }) => name === 'infragenie')) return [];
      const database = await new Promise((done, fail) => {
        const request = indexedDB.open('infragenie');
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
      });
      const store = database.transaction('shelf').objectStore('shelf');
      const all = (request) =>
        new Promise((done) => {
          request.onsuccess = () => done(request.result);
        });
      const [names, values] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
      database.close();
      return names.map((name, at) => [name, values[at]]);
    }),
  );
}

/** Runs in the page: writes an entry of its database. */
async function putKept([name, value]) {
  const database = await new Promise((done, fail) => {
    const request = indexedDB.open('infragenie', 1);
    request.onupgradeneeded = () => request.result.createObjectStore('shelf');
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const transaction = database.transaction('shelf', 'readwrite');
  transaction.objectStore('shelf').put(value, name);
  await new Promise((done) => {
    transaction.oncomplete = done;
  });
  database.close();
}

export function actions(page, key) {
  return {
    words: page.locator('#request_text'),
    keyField: page.locator('#key_field'),
    generateButton: page.locator('#send .button_main'),
    /** Fills in the key, whose panel is opened if it is closed. */
    fillKey: (given) => fillKey(page, given),
    /** Opens the panel with the key if it is closed. */
    async openKey() {
      if (!(await page.locator('#key').isVisible())) {
        await page.locator('.forecast_toggle.is-key').click();
      }
    },
    /** Shows a panel of the workspace by its tab. */
    tab: (id) => page.locator(`#tab_${id}`).click(),
    /** Expands the rows that match, and returns them. */
    async expanded(rows) {
      for (const one of await rows.all()) {
        const details = one.locator('> details');
        if ((await details.getAttribute('open')) === null) {
          await details.locator('> summary').click();
          // A row makes its details in the event that follows the click.
          await page.evaluate(settle);
        }
      }
      return rows;
    },
    cancelButton: page.getByRole('button', { name: 'Cancel' }),
    /** Waits for the forecast and returns its number of prompt tokens. */
    async promptTokens() {
      const text = await page.locator('.forecast_number').innerText();
      return Number(text.replaceAll(',', ''));
    },
    /** Fills in both fields and presses Generate. */
    async ask(text, { with: given = key } = {}) {
      const fresh = page.getByRole('button', { name: 'New request' });
      const hasResult = await page.locator('.result_actions .button_main').isVisible();
      if (hasResult) await fresh.click();
      await page.locator('#request_text').fill(text);
      await page.locator('.forecast_number').waitFor();
      await fillKey(page, given);
      await page.locator('#send .button_main').click();
    },
    /** Waits until no run is active. */
    async ended() {
      await page.locator('#run:not(.is-running)').waitFor({ state: 'attached' });
      await page.locator('#send [aria-disabled="false"]').waitFor();
    },
    /** Waits until `count` elements match. */
    counts: (selector, count) =>
      page.waitForFunction(
        ([one, all]) => document.querySelectorAll(one).length === all,
        [selector, count],
      ),
    failure: page.locator('.run_failure'),
    /** Returns the shown program. */
    async code() {
      const plain = page.locator('.code_plain');
      if ((await plain.count()) > 0) return plain.innerText();
      return (await page.locator('.code_line').allInnerTexts()).join('\n');
    },
    /** Downloads the program and returns its file name and text. */
    async download() {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download main.tf' }).click(),
      ]);
      const stream = await file.createReadStream();
      const chunks = [];
      for await (const chunk of stream) chunks.push(chunk);
      return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString() };
    },
    /** Returns the shown token counts of every evaluated attempt. */
    async attempts() {
      const texts = await page.locator('.run_entry.is-evaluated .run_tokens').allInnerTexts();
      return texts.map((text) => {
        const [, prompt, answer, note] =
          text.replaceAll(',', '').match(/^(\d+) prompt \+ (\d+) answer tokens(.*)$/u) ?? [];
        return { prompt: Number(prompt), answer: Number(answer), note: (note ?? '').trim() };
      });
    },
  };
}

/** Runs in the page: resolves once the events that are queued have been handled. */
function settle() {
  return new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
  });
}

async function fillKey(page, given) {
  const field = page.locator('#key_field');
  const toggle = page.locator('.forecast_toggle.is-key');
  // A request without a call has no key to fill in.
  if (!(await field.isVisible()) && (await toggle.isVisible())) await toggle.click();
  if (await field.isVisible()) await field.fill(given);
}

/**
 * Checks a visit at its end.
 *
 * It has no console message, no error, no policy violation and no request to another host. The key
 * is in no URL, body, document or storage.
 */
async function checkVisit({ page, key, seen, address, failing, allow }) {
  const { origin } = new URL(address);
  // Chromium itself logs every failed call in the console; the page logs nothing.
  const chromium = failing ? /^error: (Failed to load resource|Access to fetch at)/ : /^$/;
  const notes = seen.console.filter(
    (line) =>
      !line.startsWith('verbose: [DOM] Password field') &&
      !chromium.test(line) &&
      !allow.test(line),
  );
  assert.deepEqual(notes, [], 'the console is quiet');
  assert.deepEqual(seen.errors, [], 'nothing throws');
  assert.deepEqual(await page.evaluate(() => globalThis.violations), [], 'the policy holds');
  for (const { url, body } of seen.requests) {
    const known = ['https://api.groq.com', origin].includes(new URL(url).origin);
    assert.ok(known, `a foreign host: ${url}`);
    assert.ok(!url.includes(key), 'no address holds the key');
    assert.ok(!body.includes(key), 'no body holds the key');
  }
  const document_ = await page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      location.href,
      history.state,
    ]),
  );
  assert.ok(!document_.includes(key), 'neither document nor storage holds the key');
  assert.ok(!JSON.stringify(await kept(page)).includes(key), 'nor does the database');
}
