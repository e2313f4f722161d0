// Tests the main flow of the page and of the panel in Firefox.
//
// Firefox is driven over WebDriver BiDi, since Playwright cannot drive the system's Firefox. It is
// the one that the environment variable FIREFOX names, or Debian's `firefox-esr`. A proxy sends what
// the browser asks of api.groq.com to the stand-in.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';

import puppeteer from 'puppeteer-core';
import { preview } from 'vite';

import { startStandIn } from '../groq/server.mjs';

const WWW = resolve(import.meta.dirname, '../..');
const PATHS = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const FIREFOX = PATHS.find((path) => path && existsSync(path));
const SKIPPED = FIREFOX === undefined && 'Firefox is not installed: name it in FIREFOX';
const PATIENCE_MS = 60_000;
const GROQ = 'api.groq.com:443';
/** Request that no template answers, so that a call is made. */
const REQUEST = 'create ec2 instance with nginx for the quagga';
const TEMPLATE_REQUEST = 'vpc with two public subnets and an sqs queue called jobs';
const PROGRAM = 'resource "aws_sqs_queue" "shop" {\n  name = "shop"\n}\n';
/** Id of the extension's pages, which Firefox otherwise makes up for each profile. */
const PANEL_ID = '6f1d8a52-4f53-4d0c-9d3c-2b1a7f0e5c11';

describe('Firefox', { skip: SKIPPED }, () => {
  let stage;
  before(async () => {
    stage = await openStage();
  });
  after(() => stage?.close());

  test('answers a request from templates without a key', async () => {
    const visit = await stage.visit();
    await visit.page.type('#request_text', TEMPLATE_REQUEST);
    await visit.generate();
    assert.match(await visit.code(), /resource "aws_sqs_queue" "jobs"/);
    assert.equal(stage.calls().length, 0, 'nothing is sent');
    await visit.leave();
  });

  test('generates with a key, and changes the result', async () => {
    const visit = await stage.visit();
    await visit.page.type('#request_text', REQUEST);
    await visit.fillKey('gsk_test_clean_firefox');
    await visit.generate();
    assert.match(await visit.code(), /resource "aws_instance"/);
    assert.equal(stage.calls().length, 1);
    const sent = stage.calls()[0];
    assert.equal(sent.status, 200);
    await visit.page.type('#request_text', 'use t3.small');
    await visit.generate();
    assert.match(await visit.code(), /instance_type\s*=\s*"t3.small"/);
    await visit.leave();
  });

  test('checks and fixes a configuration', async () => {
    const visit = await stage.visit();
    await visit.check();
    await visit.leave();
  });

  test('the panel of the extension generates and checks', async () => {
    const panel = await stage.panel();
    await panel.page.type('#request_text', TEMPLATE_REQUEST);
    await panel.generate();
    assert.match(await panel.code(), /resource "aws_sqs_queue" "jobs"/);
    await panel.check();
    await panel.leave();
  });
});

/** Starts the server of the page, the stand-in, its proxy and the browser. */
async function openStage() {
  const server = await preview({ root: WWW, logLevel: 'silent', preview: { port: 0 } });
  const groq = await startStandIn({ https: true });
  const proxy = await groqProxy(groq.port);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX,
    headless: true,
    acceptInsecureCerts: true,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'network.proxy.type': 1,
      'network.proxy.ssl': '127.0.0.1',
      'network.proxy.ssl_port': proxy.address().port,
      'extensions.webextensions.uuids': JSON.stringify({ 'infragenie@infragenie.dev': PANEL_ID }),
    },
  });
  const address = server.resolvedUrls.local[0];
  return {
    calls: () => groq.admin.requests('test_clean_firefox').filter(({ kind }) => kind === 'chat'),
    visit: async () => openVisit(await browser.createBrowserContext(), address),
    async panel() {
      await browser.installExtension(resolve(WWW, 'dist-extension/firefox'));
      return openVisit(browser.defaultBrowserContext(), `moz-extension://${PANEL_ID}/panel.html`);
    },
    async close() {
      await browser.close();
      proxy.close();
      proxy.closeAllConnections();
      await groq.close();
      await new Promise((done) => {
        server.httpServer.close(done);
      });
    },
  };
}

/** Opens a tunnel to the stand-in for api.groq.com, and refuses all other hosts. */
async function groqProxy(port) {
  const proxy = createServer((_, response) => response.writeHead(403).end());
  proxy.on('connect', ({ url }, client, head) => {
    if (url !== GROQ) {
      client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    const target = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      target.write(head);
      target.pipe(client).pipe(target);
    });
    for (const socket of [client, target]) socket.on('error', () => target.destroy());
  });
  await new Promise((done) => {
    proxy.listen(0, '127.0.0.1', done);
  });
  return proxy;
}

/** Opens a page, whose errors `leave` reports. */
async function openVisit(context, address) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.setViewport({ width: 1280, height: 900 });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  // Firefox reports no end of a navigation to a page of an extension.
  page.goto(address).catch(() => {});
  await page.waitForSelector('#request_text');
  const isEnded = () =>
    document.querySelector('#run:not(.is-running)') !== null &&
    document.querySelector('#send [aria-disabled="false"]') !== null;
  return {
    page,
    async fillKey(key) {
      if ((await page.$('#key_field')) === null || !(await page.$eval('#key_field', isVisible))) {
        await page.click('.forecast_toggle.is-key');
      }
      await page.type('#key_field', key);
    },
    async generate() {
      await page.waitForSelector('.forecast_number');
      await page.waitForSelector('#send .button_main[aria-disabled="false"]');
      await page.click('#send .button_main');
      await page.waitForSelector('#result', { visible: true });
      await page.waitForFunction(isEnded);
    },
    code: () =>
      page.$$eval('.code_line', (lines) => lines.map((line) => line.textContent).join('\n')),
    /** Checks a configuration on the screen for it, and reads its findings. */
    async check() {
      await page.click('a ::-p-text(Check)');
      // The editor is in a shadow root.
      const editor = await page.waitForSelector('.editor_frame >>> .cm-content');
      await editor.click();
      await page.keyboard.type(PROGRAM);
      await page.waitForSelector('.verdict_item');
      const texts = await page.$$eval('.verdict_item', (items) =>
        items.map(({ textContent }) => textContent).join('\n'),
      );
      assert.match(texts, /Queue is not encrypted/);
    },
    async leave() {
      assert.deepEqual(errors, []);
      await page.close();
    },
  };
}

/** Runs in the page: returns whether an element is shown. */
function isVisible(element) {
  return element.checkVisibility();
}
