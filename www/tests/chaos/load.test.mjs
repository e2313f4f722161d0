// Tests many jobs at once from four tabs of one organisation.
//
// No charge is lost or doubled, and the memory of a tab stays flat over many jobs. `test:all` runs
// 200 at once and 1,000 in one tab.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, test } from 'node:test';

import { openStage } from '../page/stage.mjs';

const MODULE = resolve(import.meta.dirname, '../../src/wasm');
const TABS = 4;
const IS_FULL = process.env.INFRAGENIE_FULL === '1';
const JOBS_PER_TAB = IS_FULL ? 50 : 25;
const FLAT_JOBS = IS_FULL ? 1_000 : 100;
const MODEL = 'openai/gpt-oss-20b';
/**
 * Limits of the size of a paid plan, except for the tokens of the day.
 *
 * Those refill so slowly that the ledger and the stand-in's buckets can be compared.
 */
const PLAN = { TPM: 250_000, TPD: 400_000, RPM: 1_000, RPD: 500_000 };
/** Maximum charge of one request of this test, in tokens. */
const REQUEST_TOKENS = 2_500;

describe('load', () => {
  for (const unusedCap of [false, true]) {
    test(`${TABS * JOBS_PER_TAB} jobs at once from ${TABS} tabs, unused caps ${unusedCap ? 'refunded' : 'kept'}`, {
      timeout: 900_000,
    }, async () => {
      const stage = await openStage({ limits: PLAN, givesBack: { unusedCap } });
      try {
        const name = `clean_load${Number(unusedCap)}`;
        const context = await tabs(stage);
        const pages = await Promise.all(Array.from({ length: TABS }, () => open(context, stage)));
        const key = `gsk_test_${name}`;
        const ends = (
          await Promise.all(
            pages.map((page) =>
              page.evaluate(jobs, { key, model: MODEL, count: JOBS_PER_TAB, atOnce: true }),
            ),
          )
        ).flat();
        assert.equal(ends.length, TABS * JOBS_PER_TAB);
        const failed = ends.filter((end) => end !== 'clean' && end !== 'open');
        assert.deepEqual(new Set(failed), new Set());
        const ledger = await pages[0].evaluate(level, MODEL);
        const counted = stage.groq.admin.levels(`test_${name}`, MODEL);
        const now = Date.now();
        const refilled = ((now - ledger.at) * ledger.limit) / 86_400_000;
        const level_ = unusedCap ? ledger.used : ledger.charged;
        const difference = Math.abs(level_ - refilled - counted.TPD);
        assert.ok(difference <= REQUEST_TOKENS, `${level_} in the ledger, ${counted.TPD} counted`);
        await context.close();
      } finally {
        await stage.close();
      }
    });
  }

  test(`memory stays flat over ${FLAT_JOBS} jobs in one tab`, { timeout: 900_000 }, async () => {
    const generous = { TPM: 1e9, TPD: 1e12, RPM: 1e9, RPD: 1e9 };
    const stage = await openStage({ limits: generous });
    try {
      const context = await tabs(stage);
      const page = await open(context, stage);
      const run = (count) =>
        page.evaluate(jobs, {
          key: 'gsk_test_clean_flat',
          model: MODEL,
          count,
          atOnce: false,
        });
      await run(FLAT_JOBS / 5);
      const first = await memory(page, context);
      await run((FLAT_JOBS * 4) / 5);
      const last = await memory(page, context);
      assert.ok(last.wasm <= first.wasm * 1.05, `${first.wasm} then ${last.wasm} bytes of wasm`);
      assert.ok(last.heap <= first.heap * 1.2 + 2e6, `${first.heap} then ${last.heap} bytes`);
    } finally {
      await stage.close();
    }
  });
});

/**
 * Opens a browser context that serves the module under `/load/`.
 *
 * The page itself comes from the server: one that Playwright fulfils may not call this machine.
 */
async function tabs(stage) {
  const context = await stage.browser.newContext();
  await context.route('**/load/*', async (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1);
    const contentType = name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript';
    return route.fulfill({ contentType, body: await readFile(resolve(MODULE, name)) });
  });
  return context;
}

async function open(context, stage) {
  const page = await context.newPage();
  await page.goto(new URL('icon.svg', stage.address).href);
  return page;
}

/** Runs in the page: runs jobs that share one ledger in one database; returns how each ended. */
async function jobs({ key, model, count, atOnce }) {
  const module = await import('/load/infragenie.js');
  if (globalThis.memory === undefined) {
    ({ memory: globalThis.memory } = await module.default());
    await module.load('o200k-ascii', new URL('/data/', location.href).href);
    globalThis.shelf = await new Promise((resolve, reject) => {
      const asked = indexedDB.open('load', 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore('shelf');
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  }
  // One transaction reads and writes, so that no other tab writes in between.
  const writeEntries = (entries) =>
    new Promise((resolve, reject) => {
      const transaction = globalThis.shelf.transaction('shelf', 'readwrite');
      const shelf = transaction.objectStore('shelf');
      const stored = shelf.get('ledger');
      let ledger = null;
      stored.onsuccess = () => {
        ledger = module.applyEntries(stored.result ?? null, entries);
        shelf.put(ledger, 'ledger');
      };
      transaction.oncomplete = () => resolve(ledger);
      transaction.onabort = () => reject(transaction.error);
    });
  const one = async (at) => {
    const ledger = await writeEntries([]);
    const words = `a place for the quagga number ${at}`;
    const report = await module.generate(
      words,
      key,
      { model, ledger },
      () => {},
      undefined,
      writeEntries,
    );
    return report.failure?.message ?? report.end;
  };
  const ends = [];
  if (atOnce) return Promise.all(Array.from({ length: count }, (_, at) => one(at)));
  for (let at = 0; at < count; at += 1) ends.push(await one(at));
  return ends;
}

/** Runs in the page: reads the bucket of the day's tokens from the shared ledger. */
function level(model) {
  const stored = globalThis.shelf.transaction('shelf').objectStore('shelf').get('ledger');
  return new Promise((resolve) => {
    stored.onsuccess = () => resolve(stored.result.models[model].buckets.TPD);
  });
}

async function memory(page, context) {
  const session = await context.newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const wasm = await page.evaluate(() => globalThis.memory.buffer.byteLength);
  return { heap: usedSize, wasm };
}
