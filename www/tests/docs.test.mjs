// Checks that documents name commands, files and tests that exist.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../..');
/** Folders that commands create. */
const GENERATED = /^www\/(?:dist|dist-extension|dist-package|test-results|node_modules)\b/;
const PATH = /^(?:src|tests|www|docs|examples|fuzz|\.github)\/[\w./-]+$/;
/** Matches "`A` in `FILE`" and "`A` and `B` in `FILE`". */
const NAMED_IN = /(`\w+`(?:(?:,| and)\s+`\w+`)*)\s+in\s+`((?:src|tests|www)\/[\w./-]+\.\w+)`/g;

const pages = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'www/package.json'), 'utf8'));

for (const { path, text } of pages) {
  test(`${path} links to files that exist`, () => {
    const links = [...text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link);
    assert.deepEqual(
      links.filter((link) => !existsSync(join(ROOT, dirname(path), link))),
      [],
    );
  });

  test(`${path} names files that exist`, () => {
    const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span);
    const files = spans.filter(
      (span) => PATH.test(span) && !GENERATED.test(span) && !/NAME/.test(span),
    );
    assert.deepEqual(
      files.filter((file) => !existsSync(join(ROOT, file))),
      [],
    );
  });

  test(`${path} names identifiers that their files contain`, () => {
    const lost = [...text.matchAll(NAMED_IN)].flatMap(([, names, file]) => {
      if (!existsSync(join(ROOT, file))) return [];
      const source = readFileSync(join(ROOT, file), 'utf8');
      return [...names.matchAll(/`(\w+)`/g)]
        .map(([, name]) => name)
        .filter((name) => !new RegExp(`\\b${name}\\b`).test(source))
        .map((name) => `${name} in ${file}`);
    });
    assert.deepEqual(lost, []);
  });

  test(`${path} names commands that exist`, () => {
    const named = [...text.matchAll(/npm --prefix www (?:run )?([\w:]+)/g)].map(([, name]) => name);
    assert.deepEqual(
      named.filter((name) => scripts[name] === undefined),
      [],
    );
    const filters = [...text.matchAll(/cargo test --test (\w+)([^#\n`]*)/g)].flatMap(
      ([, target, rest]) => [target, ...[...rest.matchAll(/(\w+)::/g)].map(([, module]) => module)],
    );
    assert.deepEqual(
      filters.filter((name) => !existsSync(join(ROOT, `tests/${name}.rs`))),
      [],
    );
  });
}
