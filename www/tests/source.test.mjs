// Tests rules that the sources of the page keep.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';

import { filesUnder } from '../scripts/steps.mjs';

const WWW = resolve(import.meta.dirname, '..');
const LINE_CHARS_MAX = 100;
const FILE_LINES_MAX = 500;

const sources = filesUnder(join(WWW, 'src'))
  .map((path) => ({ name: relative(WWW, path).replaceAll('\\', '/'), path }))
  .filter(({ name }) => !name.startsWith('src/wasm/'))
  .map(({ name, path }) => ({ name, text: readFileSync(path, 'utf8') }));
const scripts = sources.filter(({ name }) => name.endsWith('.ts'));

/** Returns the names of the sources that match a pattern. */
function where(pattern, files = scripts) {
  return files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);
}

test('no source parses markup', () => {
  const parsing = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTML|srcdoc/;
  assert.deepEqual(where(parsing), []);
  assert.deepEqual(where(/createContextualFragment|\beval\(|new Function\(/), []);
});

/** Files that may use each kind of persistent storage. */
const STORAGE = {
  localStorage: ['src/host/keys.ts'],
  indexedDB: ['src/host/storage.ts'],
  sessionStorage: ['src/host/keys.ts'],
  caches: ['src/host/service-worker.ts'],
  'chrome\\.storage': ['src/host/extension/background.ts', 'src/host/extension/index.ts'],
};

test('only listed files use persistent storage', () => {
  for (const [name, files] of Object.entries(STORAGE)) {
    assert.deepEqual(where(new RegExp(`\\b${name}\\b`)), files, name);
  }
  assert.deepEqual(where(/document\.cookie|history\.pushState|window\.name/), []);
});

test('only the extension host uses extension APIs', () => {
  const elsewhere = where(/\b(?:chrome|browser)\.\w/).filter(
    (name) => !name.startsWith('src/host/extension/'),
  );
  assert.deepEqual(elsewhere, []);
});

test('only workers call the module, and only two files start workers', () => {
  const calling = where(/^import (?!type)[^;]*from '[^']*wasm\//m);
  assert.deepEqual(
    calling,
    ['checker', 'front', 'whole'].map((name) => `src/worker/${name}.ts`),
  );
  assert.deepEqual(where(/\bnew Worker\(/), ['src/check/archive.ts', 'src/engine.ts']);
});

test('no view imports another view', () => {
  const importing = scripts.filter(
    ({ name, text }) =>
      name.startsWith('src/view/') &&
      [...text.matchAll(/from '(\.[^']*)'/g)].some(
        ([, from]) => /^\.\.\/[^.]/.test(from) || from.startsWith('./../'),
      ),
  );
  assert.deepEqual(
    importing.map(({ name }) => name),
    [],
  );
});

test('only the module sends requests', () => {
  // The service worker fetches the page's own files.
  const sending = where(/\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource/);
  assert.deepEqual(sending, ['src/host/service-worker.ts']);
  assert.deepEqual(where(/https?:\/\//), [
    // The SVG namespace is no address.
    'src/diagram/svg.ts',
    // The extension requests permission for the one address that it calls.
    'src/host/extension/index.ts',
    // A link to the page on which keys are made, which the user follows.
    'src/view/key/index.ts',
  ]);
});

test('no source uses the type any', () => {
  assert.deepEqual(where(/[:<|,(] *any\b|\bas any\b|@ts-(?:ignore|nocheck|expect-error)/), []);
});

test('every file begins with a comment and stays short', () => {
  for (const { name, text } of scripts) {
    assert.match(text, /^\/\/ \S/, `${name} opens with a sentence`);
    assert.ok(text.split('\n').length <= FILE_LINES_MAX, `${name} is long`);
  }
  const wide = sources
    .filter(({ name }) => /\.(ts|css)$/.test(name))
    .flatMap(({ name, text }) =>
      text
        .split('\n')
        .filter((line) => line.length > LINE_CHARS_MAX)
        .map(() => name),
    );
  assert.deepEqual(wide, []);
});

test('the classes of a view start with the name of its folder', () => {
  for (const { name, text } of sources.filter(({ name: file }) => file.endsWith('/style.css'))) {
    const folder = name.match(/^src\/view\/(\w+)\//)?.[1];
    if (folder === undefined) continue;
    const classes = [...text.matchAll(/\.([a-z][\w-]*)(?=[^{}]*\{)/g)].map(([, one]) => one);
    const foreign = classes.filter(
      (one) => !one.startsWith(`${folder}_`) && !one.startsWith('is-') && one !== 'note',
    );
    assert.deepEqual(foreign, [], name);
  }
});

test('the lock file names no host, and the package has no dependencies', () => {
  const lock = JSON.parse(readFileSync(join(WWW, 'package-lock.json'), 'utf8'));
  for (const [name, { resolved }] of Object.entries(lock.packages)) {
    assert.equal(resolved, undefined, name);
  }
  const { dependencies } = JSON.parse(readFileSync(join(WWW, 'package.json'), 'utf8'));
  assert.equal(dependencies, undefined);
});
