// A folder of Terraform or a CSV of requests, on the cores of one machine:
//
//   node examples/batch/threads.mjs PATH [--workers N] [--out FILE]
//
// Results are lines of JSON; the last line of stderr says how fast they came. Requests are
// generated where GROQ_API_KEYS names keys (with commas between them), else only counted.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { itemsOf, partsOf } from './items.mjs';
import { warm, work } from './task.mjs';

/** How many items go to a worker at once. */
const CHUNK = 32;

if (isMainThread) await main();
else await serve();

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { workers: { type: 'string' }, out: { type: 'string' } },
  });
  const keys = (process.env.GROQ_API_KEYS ?? '').split(',').filter(Boolean);
  const items = await itemsOf(positionals[0], keys);
  const count = Math.min(Number(values.workers ?? availableParallelism()), items.length) || 1;
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  const workers = await Promise.all(Array.from({ length: count }, started));
  const start = performance.now();
  let done = 0;
  // Without keys any worker may take the next items; the items of a key stay together.
  const parts = keys.length > 0 ? partsOf(items, count) : workers.map(() => items);
  const shared = { next: 0 };
  await Promise.all(workers.map(async (worker, index) => {
    const at = keys.length > 0 ? { next: 0 } : shared;
    while (at.next < parts[index].length) {
      const chunk = parts[index].slice(at.next, at.next += CHUNK);
      for (const result of await asked(worker, chunk)) {
        out.write(`${JSON.stringify(result)}\n`);
        done += 1;
      }
    }
  }));
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  console.error(`${done} items, ${count} workers: ${seconds.toFixed(2)} s, `
    + `${Math.round(done / seconds)} items a second`);
}

/** A worker that has loaded what it needs. */
async function started() {
  const worker = new Worker(new URL(import.meta.url));
  await answered(worker);
  return worker;
}

function asked(worker, items) {
  worker.postMessage(items);
  return answered(worker);
}

/** The next thing that a worker says. */
async function answered(worker) {
  const [said] = await once(worker, 'message');
  return said;
}

async function serve() {
  await warm();
  parentPort.on('message', async (items) => {
    const results = [];
    for (const item of items) results.push(await work(item));
    parentPort.postMessage(results);
  });
  parentPort.postMessage('ready');
}
