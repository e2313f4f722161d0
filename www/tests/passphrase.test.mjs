// Tests which passphrases are refused, and the texts that a terminal may receive.

import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { before, test } from 'node:test';

import { runnerImport } from 'vite';

const WWW = resolve(import.meta.dirname, '..');
let weakness;
let hidden;
let oneLine;
before(async () => {
  const load = async (path) => (await runnerImport(resolve(WWW, path))).module;
  ({ weakness } = await load('src/key/passphrase.ts'));
  hidden = await load('src/hidden-characters.ts');
  ({ oneLine } = await load('package/src/printable.ts'));
});

test('weak passphrases are refused with the reason', () => {
  for (const [passphrase, reason] of [
    ['short words', /at least 12 characters/],
    ['aaaaaaaaaaaaaaaa', /different characters/],
    ['wombatwombatwombat', /repeats/],
    ['abcdefghijklmnop', /sequence/],
    ['qwertyuiopasdfgh', /sequence/],
    ['1234567890123456', /repeats|sequence/],
    ['Password123456!', /`password`/],
    ['infragenie2026!!', /`infragenie`/],
    ['gsk_key_of_the_user', /part of the key/],
  ]) {
    assert.match(weakness(passphrase, 'gsk_key_of_the_user') ?? '', reason, passphrase);
  }
});

test('phrases of several words and random texts are accepted', () => {
  for (const passphrase of ['correct horse battery', 'Vj7-qmR2xTz9', 'vier blaue Wombats tanzen']) {
    assert.equal(weakness(passphrase, 'gsk_key'), null, passphrase);
  }
});

test('hidden characters are counted and written out', () => {
  const text = 'a\u{E0041}b\u202Ec\n';
  assert.equal(hidden.hiddenCount(text), 2);
  assert.equal(hidden.withHiddenShown(text), 'a‹U+E0041›b‹U+202E›c\n');
});

test('a message cannot control a terminal or a CI service', () => {
  assert.equal(oneLine('a\u001b[2J\nb'), 'a\\u{1b}[2J\\u{a}b');
  assert.equal(oneLine('::error::a'), '\\::error::a');
  assert.equal(oneLine('  ##[error]a'), '  \\##[error]a');
  assert.equal(oneLine('a::b ü 東京'), 'a::b ü 東京');
});
