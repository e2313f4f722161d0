// The stage of the page's tests: the built page as it ships, served as it ships; the system's
// Chromium; and the stand-in at api.groq.com. What must hold of every visit is checked at its end.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import { chromium } from 'playwright-core';
import { preview } from 'vite';

import { startStandIn } from '../groq/server.mjs';
import { beforeWorkers } from './workers.mjs';

const WWW = resolve(import.meta.dirname, '../..');
const PATIENCE_MS = 20_000;

/** The two requests that a newcomer tries, each with a word that no building block knows: so a model
 * is asked. */
export const SMALL = 'create ec2 instance with nginx for the quagga';
export const LARGE = 'create vpc with public subnet, ec2 instance running nginx, rds postgres '
  + 'database, and security groups for the quagga';

// Without the background flags Chromium looks up hosts of its own at every start.
export const CHROMIUM = [
  '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** The stage that the test files of this process share, where `together.mjs` runs several. */
let shared = null;

/** Has every later stage without options be one and the same; closed by the function returned. */
export function shareStage() {
  shared = { opened: null };
  return async () => (await shared.opened)?.close();
}

/**
 * Opens the stage: to be used in `before`, and closed in `after`.
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
  assert.ok(existsSync(resolve(WWW, 'dist/index.html')), 'run `npm run build` first');
  const before = beforeWorkers(resolve(WWW, 'dist'));
  const server = await preview({
    root: WWW, logLevel: 'silent', preview: { port: 0 }, plugins: [before.plugin],
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
    /** Runs code in the workers of later visits, before theirs; null for none. */
    beforeWorkers: before.run,
    /** A visit of an organisation of its own: the keys are `gsk_test_<name>`. */
    visit: (name, options = {}) => openVisit({ groq, browser, address }, name, options),
    async close() {
      await browser.close();
      await groq.close();
      await new Promise((done) => { server.httpServer.close(done); });
    },
  };
}

async function openVisit({ groq, browser, ...rest }, name, { route, ...options }) {
  const { address = rest.address, isKept = false, ...settings } = options;
  const org = `test_${name}`;
  const key = `gsk_${org}`;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...settings,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const seen = { console: [], errors: [], requests: [] };
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
  // What a test answers in the place of a host is not to be answered by what was kept.
  if (!isKept) await page.addInitScript(() => { delete Navigator.prototype.serviceWorker; });
  await route?.(page);
  await page.goto(address);
  return {
    page,
    key,
    org,
    seen,
    groq: groq.admin,
    sent: () => groq.admin.requests(org).filter(({ kind }) => kind === 'chat'),
    scenario: (settings) => groq.admin.scenario(org, settings),
    ...actions(page, key),
    /** What the page keeps, by name. */
    kept: () => kept(page),
    /** Puts a value where the page keeps one of that name. */
    keep: (name, value) => page.evaluate(putKept, [name, value]),
    /** Checks what must hold of every visit, and ends it. */
    async leave({ failing = false, allow = /^$/ } = {}) {
      await checkVisit({ page, key, seen, address, failing, allow });
      await context.close();
    },
  };
}

/** All that the page keeps in its database, by name. */
export async function kept(page) {
  return Object.fromEntries(await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === 'infragenie')) return [];
    const database = await new Promise((done, fail) => {
      const asked = indexedDB.open('infragenie');
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    const shelf = database.transaction('shelf').objectStore('shelf');
    const all = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result); });
    const [names, values] = await Promise.all([all(shelf.getAllKeys()), all(shelf.getAll())]);
    database.close();
    return names.map((name, at) => [name, values[at]]);
  }));
}

/** In the page: keeps a value under a name, once the page has made its database. */
async function putKept([name, value]) {
  const database = await new Promise((done, fail) => {
    const asked = indexedDB.open('infragenie', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('shelf');
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const deal = database.transaction('shelf', 'readwrite');
  deal.objectStore('shelf').put(value, name);
  await new Promise((done) => { deal.oncomplete = done; });
  database.close();
}

export function actions(page, key) {
  return {
    words: page.getByLabel('What do you need?'),
    keyField: page.getByLabel('Your Groq key'),
    generateButton: page.getByRole('button', { name: 'Generate' }),
    cancelButton: page.getByRole('button', { name: 'Cancel' }),
    /** The forecast's number of prompt tokens, once it is there. */
    async promptTokens() {
      const text = await page.locator('.forecast_number').innerText();
      return Number(text.replaceAll(',', ''));
    },
    /** Fills in both fields and presses Generate. */
    async ask(text, { with: given = key } = {}) {
      await page.getByLabel('What do you need?').fill(text);
      await page.getByLabel('Your Groq key').fill(given);
      await page.locator('.forecast_number').waitFor();
      await page.getByRole('button', { name: 'Generate' }).click();
    },
    /** Waits until nothing runs any more. */
    async ended() {
      await page.locator('#run:not(.is-running)').waitFor();
      await page.locator('#send [aria-disabled="false"]').waitFor();
    },
    /** Waits until so many elements match. */
    counts: (selector, count) => page.waitForFunction(([one, all]) =>
      document.querySelectorAll(one).length === all, [selector, count]),
    failure: page.locator('.run_failure'),
    /** The program as it is shown. */
    async code() {
      const plain = page.locator('.code_plain');
      if (await plain.count() > 0) return plain.innerText();
      return (await page.locator('.code_line').allInnerTexts()).join('\n');
    },
    /** The program as it is downloaded. */
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
    /** The attempts as they are shown: their numbers, as far as they were judged. */
    async attempts() {
      const texts = await page.locator('.run_entry.is-judged .run_tokens').allInnerTexts();
      return texts.map((text) => {
        const [, prompt, answer, note] = text.replaceAll(',', '')
          .match(/^(\d+) prompt \+ (\d+) answer tokens(.*)$/u) ?? [];
        return { prompt: Number(prompt), answer: Number(answer), note: (note ?? '').trim() };
      });
    },
  };
}

/** No message in the console, no error, no violation of the policy, no foreign host, no key
 * anywhere but in the header that carries it. */
async function checkVisit({ page, key, seen, address, failing, allow }) {
  const { origin } = new URL(address);
  // Chromium itself notes every refused call in the console; the page adds nothing to it.
  const chromium = failing ? /^error: (Failed to load resource|Access to fetch at)/ : /^$/;
  const notes = seen.console.filter((line) =>
    !line.startsWith('verbose: [DOM] Password field') && !chromium.test(line) && !allow.test(line));
  assert.deepEqual(notes, [], 'the console is quiet');
  assert.deepEqual(seen.errors, [], 'nothing throws');
  assert.deepEqual(await page.evaluate(() => globalThis.violations), [], 'the policy holds');
  for (const { url, body } of seen.requests) {
    const known = ['https://api.groq.com', origin].includes(new URL(url).origin);
    assert.ok(known, `a foreign host: ${url}`);
    assert.ok(!url.includes(key), 'no address holds the key');
    assert.ok(!body.includes(key), 'no body holds the key');
  }
  const document_ = await page.evaluate(() => JSON.stringify([
    document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage },
    document.cookie, location.href, history.state,
  ]));
  assert.ok(!document_.includes(key), 'neither document nor storage holds the key');
  assert.ok(!JSON.stringify(await kept(page)).includes(key), 'nor does the database');
}
