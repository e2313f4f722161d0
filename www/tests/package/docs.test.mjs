// Tests the READMEs' code blocks, the generated documents and the package's files.
//
// Every code block is run. The reference and the licences match their sources. The files of the
// package and their sizes match package.txt.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { LICENCES, licences } from '../../scripts/licences.mjs';
import { PACKAGE, packed } from '../../scripts/package.mjs';
import { REFERENCE, reference } from '../../scripts/reference.mjs';
import { startStandIn } from '../groq/server.mjs';
import { commands } from './commands.mjs';
import { project, ran } from './stage.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const PAGES = ['README.md', 'www/package/README.md', 'docs/reference.md'];
const CONTENT = resolve(import.meta.dirname, '../../package.txt');
const HARNESS = resolve(import.meta.dirname, 'harness.mjs');
const KEY = 'gsk_test_clean_docs';
const PROGRAM =
  'resource "aws_ebs_volume" "a" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n';
/** Tolerance of sizes; compiled files may differ a little between two versions of a compiler. */
const TOLERANCE = 0.02;
const WASM_TOLERANCE = 0.05;

let here;
let groq;
before(async () => {
  groq = await startStandIn();
  here = project({ 'main.tf': PROGRAM });
});
after(async () => {
  await groq.close();
  here.close();
});

/** Returns the code blocks of a page: language, text and first line of each. */
function blocks(page) {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ([, language, code], index, all) => ({
      language,
      code,
      line: text.slice(0, text.indexOf(all[index][0])).split('\n').length,
    }),
  );
}

for (const page of PAGES) {
  describe(page, () => {
    for (const { language, code, line } of blocks(page)) {
      // Declarations are part of the package, which is compiled.
      if (language === 'ts') continue;
      test(`line ${line}: ${language}`, async (t) => {
        if (language === 'js') return runs(code);
        if (language === 'sh') return shell(t, code);
        assert.fail(`nothing runs a block of ${language === '' ? 'no language' : language}`);
      });
    }
  });
}

test('the example workflow writes its SARIF file', async () => {
  const text = readFileSync(join(ROOT, 'examples/ci/terraform.yml'), 'utf8');
  const [, line] = text.match(/- run: (npx infragenie .*)$/m);
  await commands(`${line}\n`, here);
  assert.equal(JSON.parse(readFileSync(here.path('infragenie.sarif'), 'utf8')).version, '2.1.0');
});

/** Runs a block of commands; skips the test if one of them cannot run here. */
async function shell(t, code) {
  const reason = await commands(code, here);
  if (reason !== null) t.skip(reason);
}

async function runs(code) {
  here.write({ 'block.mjs': code });
  const {
    code: ended,
    out,
    errors,
  } = await ran(process.execPath, ['--import', HARNESS, 'block.mjs'], {
    cwd: here.folder,
    env: { ...process.env, STAND_IN: groq.origin, GROQ_API_KEY: KEY },
  });
  assert.equal(ended, 0, errors);
  assert.equal(errors, '');
  assert.doesNotMatch(out, /failed|undefined/);
}

test('the reference matches the doc comments', () => {
  assert.equal(readFileSync(REFERENCE, 'utf8'), reference(), '`npm --prefix www run reference`');
});

test('the licences match the locked versions', () => {
  assert.equal(readFileSync(LICENCES, 'utf8'), licences(), '`npm --prefix www run licences`');
});

test('no type is `any`, and no type is missing', () => {
  for (const name of packed().filter((one) => one.endsWith('.d.ts'))) {
    const text = readFileSync(join(PACKAGE, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
    assert.doesNotMatch(text, /\bany\b/, name);
    for (const [, from] of text.matchAll(/from '(\.[^']*)\.js'/g)) {
      assert.ok(existsSync(join(PACKAGE, `${from}.d.ts`)), `${name} names ${from}`);
    }
  }
});

test('the package has the files of package.txt', () => {
  const now = packed()
    .sort()
    .map((path) => {
      const bytes = readFileSync(join(PACKAGE, path));
      // The page ships the same packs, whose sizes are in sizes.txt.
      if (path.endsWith('.pack'))
        return { name: path.replace(/\.\w+\.pack$/, '.pack'), size: 0, gzip: 0 };
      return { name: path, size: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
    });
  const gzip = now.reduce((sum, one) => sum + one.gzip, 0);
  if (process.env.UPDATE === '1') {
    const rows = now.map(
      ({ name, size, gzip: small }) =>
        `${String(size || '-').padStart(9)} ${String(small || '-').padStart(9)}  ${name}\n`,
    );
    const head = `# Files of the npm package: bytes, and bytes as gzip, which are ${gzip} without packs.\n`;
    writeFileSync(CONTENT, head + rows.join(''));
  }
  const listed = new Map(
    readFileSync(CONTENT, 'utf8')
      .split('\n')
      .map((line) => line.match(/^ *(\d+|-) +\S+ {2}(.+)$/))
      .filter((found) => found !== null)
      .map(([, size, name]) => [name, Number(size) || 0]),
  );
  assert.deepEqual(
    now.map(({ name }) => name),
    [...listed.keys()],
    'UPDATE=1 rewrites it',
  );
  for (const { name, size } of now) {
    const was = listed.get(name);
    const allowed = was * (name.endsWith('.wasm') ? WASM_TOLERANCE : TOLERANCE);
    assert.ok(Math.abs(size - was) <= allowed, `${name}: ${size} bytes, package.txt says ${was}`);
  }
});
