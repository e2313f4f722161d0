// A folder of Terraform or a CSV of requests, on the cores of one machine:
//
//   node examples/batch/threads.mjs PATH [--workers N] [--out FILE]
//
// Results are lines of JSON; the last line of stderr says how fast they came. Requests are
// generated where GROQ_API_KEYS names keys (with commas between them), else only counted.

import { on } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { itemsOf, partsOf } from './items.mjs';
import { warm, work } from './task.mjs';

/** How many items go to a worker at once: fewer towards the end, so that all workers end together. */
const CHUNK_MAX = 32;
const CHUNKS_LEFT = 4;

if (isMainThread) await main();
else await serve();

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { workers: { type: 'string' }, out: { type: 'string' } },
  });
  const keys = (process.env.GROQ_API_KEYS ?? '').split(',').filter(Boolean);
  const items = await itemsOf(positionals[0], keys);
  // All of the module is compiled before the work begins, and as well as can be: with a worker on
  // every core there is none left to do it meanwhile.
  setFlagsFromString('--no-liftoff');
  setFlagsFromString('--no-wasm-lazy-compilation');
  const count = Math.min(Number(values.workers ?? availableParallelism()), items.length) || 1;
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  const workers = await Promise.all(Array.from({ length: count }, started));
  const start = performance.now();
  let done = 0;
  // Without keys any worker may take the next items; the items of a key stay together.
  const parts = keys.length > 0 ? partsOf(items, count) : workers.map(() => items);
  const shared = { next: 0 };
  await Promise.all(workers.map(async ({ worker, said }, index) => {
    const at = keys.length > 0 ? { next: 0 } : shared;
    const ask = () => {
      const left = parts[index].length - at.next;
      const size = Math.min(CHUNK_MAX, Math.ceil(left / (CHUNKS_LEFT * count)));
      const chunk = parts[index].slice(at.next, at.next += size);
      if (chunk.length > 0) worker.postMessage(chunk);
      return chunk.length;
    };
    // The next chunk lies ready before this one is done, so that no worker waits for its items.
    for (let [now, ahead] = [ask(), ask()]; now > 0; [now, ahead] = [ahead, ask()]) {
      out.write(await next(said));
      done += now;
    }
  }));
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(workers.map(({ worker }) => worker.terminate()));
  console.error(`${done} items, ${count} workers: ${seconds.toFixed(2)} s, `
    + `${Math.round(done / seconds)} items a second`);
}

/** A worker that has loaded what it needs, and what it says. */
async function started() {
  const worker = new Worker(new URL(import.meta.url));
  const said = on(worker, 'message');
  await next(said);
  return { worker, said };
}

async function next(said) {
  const { value: [message] } = await said.next();
  return message;
}

async function serve() {
  await warm();
  let before = Promise.resolve();
  parentPort.on('message', (items) => {
    before = before.then(async () => {
      // Written out here: the main thread has nothing to do but to pass it on.
      let lines = '';
      for (const item of items) lines += `${JSON.stringify(await work(item))}\n`;
      parentPort.postMessage(lines);
    });
  });
  parentPort.postMessage('ready');
}
