// Tests the loops of a contributor in a copy of the sources.
//
// A change of the crate reaches the page that `npm run dev` serves, and a copied rule passes its tests.
// The test compiles the crate, so that it runs only if INFRAGENIE_FULL is set, as in `test:all`.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { CHROMIUM } from '../page/stage.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const PATIENCE_MS = 30 * 60_000;
const COPIED = [
  '.gitignore',
  'Cargo.toml',
  'Cargo.lock',
  'examples',
  'src',
  'tests',
  'www/extension',
  'www/index.html',
  'www/package',
  'www/package.json',
  'www/package-lock.json',
  'www/public',
  'www/scripts',
  'www/src',
  'www/tests',
  'www/tsconfig.json',
  'www/vite.config.ts',
];
/** The copy, and what is compiled from it: always the same folders, so that a second run of the test
 * compiles no dependency. */
const FOLDER = join(ROOT, 'target', 'contributor');
const COPY = join(FOLDER, 'copy');
/** With NODE_TEST_CONTEXT, a `node --test` that a command starts would run nothing. */
const ENV = {
  ...process.env,
  CARGO_TARGET_DIR: join(FOLDER, 'target'),
  NODE_TEST_CONTEXT: undefined,
};
const BROWSER = process.env.CHROMIUM || '/usr/bin/chromium';
const REASON = process.env.INFRAGENIE_FULL ? false : 'compiles the crate: set INFRAGENIE_FULL';
/** Message of a rule, and the one that replaces it. */
const OLD = 'volume is not encrypted';
const NEW = 'volume has no encryption';
/** The request whose forecast shows that both workers run. */
const REQUEST = 'create an S3 bucket with a quagga';

describe('a contributor', { skip: REASON }, () => {
  before(() => {
    rmSync(COPY, { recursive: true, force: true });
    for (const name of COPIED) cpSync(join(ROOT, name), join(COPY, name), { recursive: true });
    const tools = join('target', 'tools');
    if (existsSync(join(ROOT, tools)))
      cpSync(join(ROOT, tools), join(COPY, tools), { recursive: true });
    link(join(ROOT, 'www', 'node_modules'), join(COPY, 'www', 'node_modules'));
    git('init', '--quiet');
    git('add', '.');
  });
  after(() => rmSync(COPY, { recursive: true, force: true, maxRetries: 5 }));

  test('sees a change of the crate in the page that `npm run dev` serves', {
    timeout: PATIENCE_MS,
  }, async (t) => {
    const source = join(COPY, 'src', 'scan', 'aws', 'ebs.rs');
    const text = readFileSync(source, 'utf8');
    const server = spawn('npm', ['--silent', '--prefix', 'www', 'run', 'dev'], {
      cwd: COPY,
      detached: true,
      env: ENV,
    });
    const ended = new Promise((done) => {
      server.once('close', done);
    });
    let output = '';
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
      });
    }
    /** Waits for a match behind what was read before. */
    const printed = async (pattern, from) => {
      for (;;) {
        const match = output.slice(from).match(pattern);
        if (match !== null) return match;
        assert.equal(server.exitCode, null, output);
        await setTimeout(100);
      }
    };
    const browser = existsSync(BROWSER)
      ? await chromium.launch({ executablePath: BROWSER, args: CHROMIUM })
      : null;
    if (browser === null) t.diagnostic('no Chromium: the page is not opened');
    try {
      const [address] = await printed(/http:\/\/\S+/, 0);
      assert.match(await (await fetch(address)).text(), /<title>InfraGenie/);
      const page = await browser?.newPage();
      page?.setDefaultTimeout(PATIENCE_MS);
      await page?.goto(address);
      await forecast(page);
      await page?.evaluate(() => navigator.serviceWorker.ready.then(() => {}));

      let from = output.length;
      writeFileSync(source, `${text}\nfn broken( {}\n`);
      await printed(/error: /, from);
      assert.equal((await fetch(address)).status, 200, 'the server stays up');
      await page?.locator('vite-error-overlay').getByText('fn broken(').first().waitFor();

      await page?.evaluate(() => {
        globalThis.isOld = true;
      });
      from = output.length;
      const saved = Date.now();
      writeFileSync(source, text.replace(OLD, NEW));
      await printed(/compiled in /, from);
      await page?.waitForFunction(() => globalThis.isOld === undefined);
      t.diagnostic(`from the save to the reload: ${((Date.now() - saved) / 1000).toFixed(1)} s`);
      const module = await fetch(new URL('src/wasm/infragenie_bg.wasm', address));
      assert.ok(Buffer.from(await module.arrayBuffer()).includes(NEW));
      assert.equal((await page?.locator('vite-error-overlay').count()) ?? 0, 0);
      await forecast(page);
    } finally {
      await browser?.close();
      process.kill(-server.pid, 'SIGTERM');
      await ended;
    }
  });

  test('gets the missing cases of a copied rule, and passing tests, from one command', {
    timeout: PATIENCE_MS,
  }, (t) => {
    const run = () =>
      spawnSync('npm', ['--silent', '--prefix', 'www', 'run', 'rule', '--', 'CKV_AWS_9999'], {
        cwd: COPY,
        encoding: 'utf8',
        env: ENV,
      });
    const [table, cases] = ['rs', 'tf'].map((end) => join(COPY, `src/scan/aws/sqs.${end}`));
    git('add', '.');
    const text = readFileSync(table, 'utf8');
    const [entry] = text.match(/ {4}CKV_AWS_27 (?:.*\n)*?.*;\n/);
    const copy = entry
      .replace('CKV_AWS_27', 'CKV_AWS_9999')
      .replace(/"$/m, '" // severity: a test of the recipe');
    writeFileSync(table, text.replace(entry, entry + copy));
    const { status, stdout, stderr } = run();
    assert.notEqual(status, 0);
    assert.match(
      stdout,
      /sqs\.tf: resource "aws_sqs_queue" "NAME" \{ # CKV_AWS_9999/,
      stdout + stderr,
    );
    appendFileSync(
      cases,
      `
resource "aws_sqs_queue" "recipe_caught" { # CKV_AWS_9999
  name = "caught"
}

resource "aws_sqs_queue" "recipe_spared" { # !CKV_AWS_9999
  name                    = "spared"
  sqs_managed_sse_enabled = true
}
`,
    );
    const started = Date.now();
    const { status: code, stdout: report } = run();
    t.diagnostic(`from the cases to the result: ${((Date.now() - started) / 1000).toFixed(1)} s`);
    assert.equal(code, 0, report);
    assert.match(readFileSync(join(COPY, 'tests/checks.txt'), 'utf8'), /^CKV_AWS_9999$/m);
    assert.deepEqual(git('diff', '--name-only').trim().split('\n'), [
      'src/scan/aws/sqs.rs',
      'src/scan/aws/sqs.tf',
      'tests/checks.txt',
      'www/tests/texts.txt',
    ]);
  });
});

/** Runs git in the copy; returns its output. */
function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: COPY, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}

/** Fills in a request and waits for its number of tokens, which the worker counts. */
async function forecast(page) {
  await page?.locator('#ask textarea').fill(REQUEST);
  await page?.locator('.forecast_number').waitFor();
}

/** Links every file of a folder into another one: a symbolic link to the folder would have Vite serve
 * files from outside the copy. Files with a leading dot are stamps and caches, which are written. */
function link(from, to) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [one, other] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.vite')) link(one, other);
    } else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(one), other);
    else if (entry.name.startsWith('.')) cpSync(one, other);
    else linkSync(one, other);
  }
}
