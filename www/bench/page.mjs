// Measures the delays of the page and the bytes before the first forecast.
//
// The delays are the time from a key press to the forecast and the longest task while an answer of
// 5,000 tokens streams. The bytes are those that the page fetches until it shows a forecast. Run
// by `npm --prefix www run bench`, or after a build by `node www/bench/page.mjs`.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

import { LARGE, openStage } from '../tests/page/stage.mjs';

const DIST = resolve(import.meta.dirname, '../dist');
const KEYS = 120;
const TOKENS = 5_000;

const stage = await openStage({
  tokensPerSecond: 1_000,
  limits: { TPM: 1_000_000, TPD: 10_000_000 },
});
try {
  /** Time and URL of every finished request of the page and its workers. */
  const arrived = [];
  const visit = await stage.visit('clean_bench', {
    route: (page) => {
      page.on('requestfinished', (request) => arrived.push([Date.now(), request.url()]));
      return page.addInitScript(() => {
        new MutationObserver((_, observer) => {
          if (document.querySelector('.forecast_number') === null) return;
          globalThis.forecastAt = Date.now();
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });
      });
    },
  });
  await visit.words.fill(LARGE);
  await visit.promptTokens();
  const first = fetched(arrived, await visit.page.evaluate(() => globalThis.forecastAt));
  await visit.words.fill('');
  // The time of a key press is that from its event to the drawn forecast, which a worker computes.
  const presses = await visit.page.evaluate(
    async ({ words, keys }) => {
      const field = document.querySelector('#request_text');
      const text = words.repeat(Math.ceil(keys / words.length)).slice(0, keys);
      const work = [];
      for (let at = 1; at <= text.length; at += 1) {
        field.value = text.slice(0, at);
        const shown = new Promise((done) => {
          new MutationObserver((_, observer) => {
            observer.disconnect();
            done();
          }).observe(document.querySelector('#forecast'), {
            childList: true,
            characterData: true,
            attributes: true,
            subtree: true,
          });
        });
        const start = performance.now();
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
        await shown;
        document.body.getBoundingClientRect();
        work.push(performance.now() - start);
        await new Promise((next) => {
          requestAnimationFrame(next);
        });
      }
      return work;
    },
    { words: LARGE, keys: KEYS },
  );
  console.log(
    `fetched before the first forecast: ${kilobytes(first.files)} KB as brotli, and ` +
      `${kilobytes(first.packs)} KB of packs`,
  );
  console.log(`forecast after a key press, layout included: ${spread(presses)} ms of ${KEYS}`);

  const { streaming, fixing } = await streamed(visit);
  const [{ usage }] = visit.sent();
  console.log(
    `tasks over 50 ms while ${usage.completion_tokens} tokens stream: ${
      streaming.filter((ms) => ms > 50).length
    }, the longest ${Math.round(
      Math.max(0, ...streaming),
    )} ms; the longest that starts, evaluates or fixes an answer ${Math.round(fixing)} ms`,
  );
  await visit.page.context().close();
} finally {
  await stage.close();
}

/**
 * Measures the long tasks of the page during a run, in milliseconds.
 *
 * `streaming` are the tasks while the answer streams; `fixing` is the longest of all others.
 */
async function streamed(visit) {
  const program = Array.from(
    { length: Math.ceil(TOKENS / 25) },
    (_, at) => `resource "aws_ebs_volume" "disk_${at}" {\n  size = ${at}\n  encrypted = true\n}\n`,
  ).join('\n');
  visit.scenario({ next: [{ fault: 'text', text: `\`\`\`hcl\n${program}\`\`\``, fine: true }] });
  await visit.page.evaluate(() => {
    globalThis.tasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) {
        globalThis.tasks.push({ startTime, duration });
      }
    }).observe({ type: 'longtask' });
    const stream = document.querySelector('.run_stream');
    globalThis.streamedAt = [];
    new MutationObserver(() => globalThis.streamedAt.push(performance.now())).observe(stream, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    new MutationObserver(() => {
      if (document.querySelector('.run_entry.is-evaluated') === null) return;
      globalThis.evaluatedAt ??= performance.now();
    }).observe(document.querySelector('#run'), { childList: true, subtree: true });
  });
  await visit.ask(LARGE);
  await visit.ended();
  return visit.page.evaluate(() => {
    // The task that evaluates an answer shows its findings before it ends.
    const isStreaming = ({ startTime, duration }) =>
      startTime >= globalThis.streamedAt[0] && startTime + duration < globalThis.evaluatedAt;
    const durations = (tasks) => tasks.map(({ duration }) => duration);
    return {
      streaming: durations(globalThis.tasks.filter(isStreaming)),
      fixing: Math.max(0, ...durations(globalThis.tasks.filter((task) => !isStreaming(task)))),
    };
  });
}

/** Sums the bytes that had arrived when the first forecast was shown. */
function fetched(arrived, forecastAt) {
  const urls = arrived.filter(([at]) => at <= forecastAt).map(([, url]) => url);
  const names = [
    'index.html',
    ...new Set(urls.map((url) => new URL(url).pathname.slice(1))),
  ].filter((name) => name !== '' && existsSync(resolve(DIST, name)));
  const size = (some) =>
    some.reduce((all, name) => {
      const bytes = readFileSync(resolve(DIST, name));
      return all + (name.endsWith('.pack') ? bytes : brotliCompressSync(bytes)).length;
    }, 0);
  const isPack = (name) => name.endsWith('.pack');
  return { files: size(names.filter((name) => !isPack(name))), packs: size(names.filter(isPack)) };
}

function kilobytes(bytes) {
  return Math.round(bytes / 1_000);
}

function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
  return `median ${at(0.5).toFixed(1)}, 95th percentile ${at(0.95).toFixed(1)}, worst ${sorted
    .at(-1)
    .toFixed(1)}`;
}
