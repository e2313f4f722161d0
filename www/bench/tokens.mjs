// Measures the speed of token counts in ratios to npm gpt-tokenizer 4.0.0.
//
// Run by `npm --prefix www run bench`, after a build.
//
// Times are CPU seconds of this process, the best of several rounds in which both counters take
// turns, so that other load on the machine affects both alike. Every round counts another text: a
// megabyte of repeated fixtures of the Rust tests, each copy with other names, ids and hashes. As
// with real texts, both counters have counted most words before, but not all.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import init, { count, learn } from '../src/wasm/front.js';

const ROUNDS = 9;
const BYTES = 1_000_000;
const TEXTS = { Terraform: ['network.tf', 'service.tf'], English: ['english.txt'] };
const NAMES = `orders billing search mailer ledger catalog gateway session upload thumbnail checkout
  refund invoice warehouse courier tracker beacon harvest digest archive relay mirror sandbox
  staging tenant roster payroll vendor coupon basket`.split(/\s+/);
const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ORDINARY = { allowedSpecial: new Set(), disallowedSpecial: new Set() };

const packs = new URL('../public/data/', import.meta.url);
const fixtures = new URL('../../tests/tokens/', import.meta.url);
const wasm = readFileSync(new URL('../src/wasm/front_bg.wasm', import.meta.url));

await init({ module_or_path: wasm });
load('o200k-ascii');
const first = seconds(() => count('create ec2 instance with nginx'));
console.log(`first count of a request: ${ms(first)}`);
for (const name of Object.keys(TEXTS)) race(name);
load('o200k-rest');
for (const char of ['a', ' ', '=', '\n']) run(char);

/** Loads a pack into the module and prints the time. */
function load(pack) {
  const file = readdirSync(packs).find((name) => name.startsWith(`${pack}.`));
  const packed = readFileSync(new URL(file, packs));
  let bytes;
  const unzip = seconds(() => (bytes = gunzipSync(packed)));
  const read = seconds(() => learn(pack, bytes));
  console.log(`${pack}: ${packed.length} bytes, gunzip ${ms(unzip)}, read ${ms(read)}`);
}

/** Compares both counters on a megabyte of text. */
function race(name) {
  const files = TEXTS[name].map((file) => readFileSync(new URL(file, fixtures), 'utf8'));
  let [ourTime, theirTime] = [Infinity, Infinity];
  let tokens;
  for (let round = 0; round < ROUNDS; round++) {
    const text = megabyte(files, round);
    let theirs;
    ourTime = Math.min(
      ourTime,
      seconds(() => (tokens = count(text))),
    );
    theirTime = Math.min(
      theirTime,
      seconds(() => (theirs = countTokens(text, ORDINARY))),
    );
    assert.equal(tokens, theirs);
  }
  const rate = (time) => `${(BYTES / 1e6 / time).toFixed(1)} MB/s`;
  const ratio = (theirTime / ourTime).toFixed(1);
  console.log(
    `${name}: ${rate(ourTime)}, gpt-tokenizer ${rate(theirTime)}: ${ratio}x (${tokens} tokens)`,
  );
}

/** Counts one character 100,000 and 200,000 times; the ratio of the times should be about 2. */
function run(char) {
  let [once, twice] = [Infinity, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    once = Math.min(
      once,
      seconds(() => count(char.repeat(100_000))),
    );
    twice = Math.min(
      twice,
      seconds(() => count(char.repeat(200_000))),
    );
  }
  const ratio = (twice / once).toFixed(2);
  console.log(`${JSON.stringify(char)} x 100,000 ${ms(once)}, x 200,000 ${ms(twice)}: ${ratio}x`);
}

function megabyte(files, seed) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  let text = '';
  for (let copy = 0; text.length < BYTES; copy++) {
    const own = `${pick(NAMES)}_${pick(NAMES)}`;
    text += files[copy % files.length]
      .replace(/\b(main|web|public|private|logs)\b/g, (name) => `${own}_${name}`)
      .replace(/\b[0-9a-f]{4,}\b/g, (id) => id.replace(/\d/g, () => pick('0123456789')))
      .replace(/[\w/+]{43}=/g, (hash) => hash.replace(/\w/g, () => pick(ALPHANUMERIC)));
  }
  // The buffer makes the engine store the text flat, not as a tree of pieces.
  return Buffer.from(text.slice(0, BYTES)).toString('latin1');
}

/** Creates a generator of numbers from 0 to 1 that is determined by its seed. */
function random(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

/** Returns the CPU seconds of a call. */
function seconds(call) {
  const before = process.cpuUsage();
  call();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function ms(time) {
  return `${(time * 1000).toFixed(1)} ms`;
}
