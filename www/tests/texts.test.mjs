// Compares the texts that users read with the list in texts.txt.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import { TEXTS, texts } from '../scripts/texts.mjs';

test('texts.txt lists every text that users read', () => {
  const now = texts();
  if (process.env.UPDATE === '1') writeFileSync(TEXTS, now);
  const listed = existsSync(TEXTS) ? readFileSync(TEXTS, 'utf8') : '';
  const before = new Set(listed.split('\n'));
  const after = new Set(now.split('\n'));
  const changes = [
    ...[...before].filter((line) => !after.has(line)).map((line) => `- ${line}`),
    ...[...after].filter((line) => !before.has(line)).map((line) => `+ ${line}`),
  ];
  assert.ok(listed === now, `UPDATE=1 rewrites the list\n${changes.slice(0, 40).join('\n')}`);
});
