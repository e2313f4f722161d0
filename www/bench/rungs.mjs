// Measures answers that cost no token in Node's wasm.
//
// Run by `npm --prefix www run bench`, after a build. For every request of tests/requests.tsv that
// templates answer, the time includes the search in a full cache (step 0), the analysis of the
// request and its composition from templates (step 1), and the fixes, the check and the scan of
// the program (step 3), up to the report.
//
// Times are CPU seconds of this process, the best of several rounds, so that other load on the
// machine changes them little.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import init, { findAnswer, generate, learn, storeAnswer } from '../src/wasm/infragenie.js';

const ROUNDS = 5;
const ANSWERS = 200;

const wasm = readFileSync(new URL('../src/wasm/infragenie_bg.wasm', import.meta.url));
const packs = new URL('../public/data/', import.meta.url);
await init({ module_or_path: wasm });
for (const pack of ['aws-5', 'aws-5-constraints']) {
  const file = readdirSync(packs).find((name) => name.startsWith(`${pack}.`));
  learn(pack, gunzipSync(readFileSync(new URL(file, packs))));
}

const table = readFileSync(new URL('../../tests/requests.tsv', import.meta.url), 'utf8');
const requests = table
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([step]) => step === 'library')
  .map(([, request]) => request);
let cache = null;
for (let at = 0; at < ANSWERS; at++) {
  const answer = {
    request: `request ${at}`,
    base: 'resource "aws_sqs_queue" "a" {\n}\n',
    model: 'm',
    profile: 'minimal',
    tokens: 900,
  };
  cache = storeAnswer(cache, `key ${at}`, answer);
}

const answers = {
  async find(key) {
    return findAnswer(cache, key).answer ?? null;
  },
  async store() {},
};
const times = [];
for (const request of requests) {
  let least = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const { assumptions } = await generate(
      request,
      '',
      {},
      () => {},
      undefined,
      undefined,
      answers,
    );
    const { user, system } = process.cpuUsage(before);
    if (assumptions === null) throw new Error(`the templates do not answer: ${request}`);
    least = Math.min(least, (user + system) / 1e3);
  }
  times.push(least);
}
times.sort((one, other) => one - other);
const at = (part) => `${times[Math.floor(part * (times.length - 1))].toFixed(2)} ms`;
console.log(
  `steps 0, 1 and 3, ${requests.length} requests: ` +
    `p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)}`,
);
