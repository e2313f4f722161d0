// Processes a folder of Terraform or a CSV of requests on all cores of a machine.
//
//   node examples/batch/threads.mjs PATH [--workers N] [--out FILE]
//
// Results are lines of JSON; the last line of stderr reports the speed. Requests are generated if
// GROQ_API_KEYS names keys (separated by commas), else only their tokens are counted.

import { on } from 'node:events';
import { createWriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

import { itemsOf, partsOf } from './items.mjs';
import { warm, work } from './task.mjs';

/** Maximum number of items per message. */
const CHUNK_MAX = 32;
/** Chunks per worker made of the remaining items, so that workers end together. */
const CHUNKS_LEFT = 4;

if (isMainThread) await main();
else await serve();

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true, options: { workers: { type: 'string' }, out: { type: 'string' } },
  });
  const keys = (process.env.GROQ_API_KEYS ?? '').split(',').filter(Boolean);
  const items = await itemsOf(positionals[0], keys);
  // Compile the whole wasm module with full optimisation before the work begins: with a worker on
  // every core, no core is free to compile in the background.
  setFlagsFromString('--no-liftoff');
  setFlagsFromString('--no-wasm-lazy-compilation');
  const count = Math.min(Number(values.workers ?? availableParallelism()), items.length) || 1;
  const out = values.out === undefined ? process.stdout : createWriteStream(values.out);
  const workers = await Promise.all(Array.from({ length: count }, started));
  const start = performance.now();
  let done = 0;
  // Without keys any worker takes the next items; items of one key stay in one worker.
  const parts = keys.length > 0 ? partsOf(items, count) : workers.map(() => items);
  const shared = { next: 0 };
  await Promise.all(workers.map(async ({ worker, messages }, index) => {
    const at = keys.length > 0 ? { next: 0 } : shared;
    const ask = () => {
      const left = parts[index].length - at.next;
      const size = Math.min(CHUNK_MAX, Math.ceil(left / (CHUNKS_LEFT * count)));
      const chunk = parts[index].slice(at.next, at.next += size);
      if (chunk.length > 0) worker.postMessage(chunk);
      return chunk.length;
    };
    // The next chunk is sent before the current one is done, so that no worker waits for items.
    for (let [now, ahead] = [ask(), ask()]; now > 0; [now, ahead] = [ahead, ask()]) {
      out.write(await next(messages));
      done += now;
    }
  }));
  const seconds = (performance.now() - start) / 1000;
  await Promise.all(workers.map(({ worker }) => worker.terminate()));
  console.error(`${done} items, ${count} workers: ${seconds.toFixed(2)} s, `
    + `${Math.round(done / seconds)} items a second`);
}

/** Starts a worker and returns it with the stream of its messages once it is ready. */
async function started() {
  const worker = new Worker(new URL(import.meta.url));
  const messages = on(worker, 'message');
  await next(messages);
  return { worker, messages };
}

async function next(messages) {
  const { value: [message] } = await messages.next();
  return message;
}

async function serve() {
  await warm();
  let before = Promise.resolve();
  parentPort.on('message', (items) => {
    before = before.then(async () => {
      // Serialise in the worker, so that the main thread only passes the text on.
      let lines = '';
      for (const item of items) lines += `${JSON.stringify(await work(item))}\n`;
      parentPort.postMessage(lines);
    });
  });
  parentPort.postMessage('ready');
}
