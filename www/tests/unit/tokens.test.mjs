// Tests the module's token counts of ASCII text against npm gpt-tokenizer.
//
// Beyond ASCII gpt-tokenizer uses the Unicode tables of the JavaScript engine; the oracle for such
// text is in tests/tokens.rs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { gunzipSync } from 'node:zlib';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import init, { count, learn } from '../../src/wasm/front.js';

const ORDINARY = { allowedSpecial: new Set(), disallowedSpecial: new Set() };
const packs = new URL('../../public/data/', import.meta.url);
const fixtures = new URL('../../../tests/tokens/', import.meta.url);
const wasm = new URL('../../src/wasm/front_bg.wasm', import.meta.url);

await init({ module_or_path: readFileSync(wasm) });

function bytes(pack) {
  const file = readdirSync(packs).find((name) => name.startsWith(`${pack}.`));
  return gunzipSync(readFileSync(new URL(file, packs)));
}

function same(text) {
  assert.equal(count(text), countTokens(text, ORDINARY), JSON.stringify(text));
}

/** Creates a generator of numbers from 0 to 1 that is determined by its seed. */
function random(seed) {
  return () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
}

test('counts nothing before the vocabulary is loaded', () => {
  assert.throws(() => count('hello'));
});

test('rejects packs that are no vocabulary', () => {
  assert.throws(() => learn('o200k-ascii', new Uint8Array([1, 2, 3])));
  assert.throws(() => count('hello'));
});

test('counts fixtures like the reference, whole, by line and in pieces', () => {
  learn('o200k-ascii', bytes('o200k-ascii'));
  for (const name of readdirSync(fixtures)) {
    const text = readFileSync(new URL(name, fixtures), 'utf8');
    same(text);
    same(text.replaceAll('\n', '\r\n'));
    text.split(/(?<=\n)/).forEach(same);
    for (let start = 0; start < text.length; start += 53) same(text.slice(start, start + 71));
  }
});

test('counts random ASCII like the reference', () => {
  const next = random(1);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const fragments = [
    () => pick(['aws', '_subnet', 'Id', 'VPC', 'it', 'don', 'x', 'cidr', 'HttpTokens']),
    () => pick([' ', '  ', '\n', '\t', '\r\n', '\n\n  ', '   \n']),
    () => pick(["'s", "'LL", "'Ve", "'", "'x"]),
    () => pick(['{', '"', ' = ', '//', '==', '<|end|>', '/\n', '${', '*/']),
    () => String(Math.floor(next() * 10 ** pick([1, 3, 7]))),
    () => String.fromCharCode(Math.floor(next() * 128)),
  ];
  for (let round = 0; round < 5000; round++) {
    let text = '';
    for (let length = Math.floor(next() * 24); length > 0; length--) text += pick(fragments)();
    same(text);
  }
});

test('text beyond ASCII needs the second pack', () => {
  assert.throws(() => count('Größe'));
  learn('o200k-rest', bytes('o200k-rest'));
  same('Größe über alles, ça va, Ελληνικά, русский текст, 日本語');
  same('create ec2 instance with nginx');
});
