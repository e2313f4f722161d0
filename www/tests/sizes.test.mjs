// Tests that sizes.txt lists every shipped file with its size in bytes.
//
// A change of size is thus visible in a commit. `UPDATE=1 npm --prefix www test` rewrites the list.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { filesUnder } from '../scripts/steps.mjs';

const WWW = resolve(import.meta.dirname, '..');
const LIST = join(WWW, 'sizes.txt');

// Data and copied files are compared to the byte. Compiled files may differ a little between two
// versions of a compiler.
const TOLERANCE = { '.wasm': 0.02, '.js': 0.02, '.css': 0.01 };

const HEAD = `# Shipped files: bytes, bytes as gzip and bytes as brotli; packs are compressed already.
# Compared to the byte, except compiled files: .wasm and .js to 2 %, .css to 1 %.
`;

test('every shipped file has its size in sizes.txt', () => {
  const now = shipped();
  if (process.env.UPDATE === '1') writeFileSync(LIST, HEAD + now.map(line).join(''));
  const listed = read();
  const names = (files) => files.map(({ name }) => name);
  assert.deepEqual(names(now), names(listed), 'sizes.txt lists the shipped files');
  for (const [index, { name, sizes }] of now.entries()) {
    const was = listed[index].sizes[0];
    const allowed = was * (TOLERANCE[name.slice(name.lastIndexOf('.'))] ?? 0);
    assert.ok(
      Math.abs(sizes[0] - was) <= allowed,
      `${name} has ${sizes[0]} bytes, sizes.txt says ${was}: \`UPDATE=1\` rewrites it`,
    );
  }
});

function shipped() {
  const dist = join(WWW, 'dist');
  // Compressed copies are the columns of their file.
  return filesUnder(dist)
    .filter((path) => !/\.(br|gz)$/.test(path))
    .map((path) => {
      const bytes = readFileSync(path);
      const packed = path.endsWith('.pack');
      const sizes = [
        bytes.length,
        ...(packed ? [] : [gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length]),
      ];
      // The hash of a pack identifies it; the hash of a built file changes with every change.
      const name = relative(dist, path)
        .replaceAll('\\', '/')
        .replace(/^(assets\/[\w-]+?)-[\w-]{8}\./, '$1.');
      return { name, sizes };
    })
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function line({ name, sizes }) {
  const columns = [0, 1, 2].map((index) => String(sizes[index] ?? '-').padStart(9));
  return `${columns.join(' ')}  ${name}\n`;
}

function read() {
  return readFileSync(LIST, 'utf8')
    .split('\n')
    .filter((text) => text !== '' && !text.startsWith('#'))
    .map((text) => {
      const [, bytes, name] = text.match(/^ *(\d+) +[\d-]+ +[\d-]+ {2}(.+)$/);
      return { name, sizes: [Number(bytes)] };
    });
}
