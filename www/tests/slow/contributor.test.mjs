// Tests the steps of a contributor in a copy of the sources.
//
// The development server serves a change of the crate, and a copied rule passes its tests. Only
// `test:all` runs this file.

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../../..');
const PATIENCE_MS = 30 * 60_000;
const COPIED = [
  'Cargo.toml',
  'Cargo.lock',
  'examples',
  'src',
  'tests',
  'www/index.html',
  'www/package.json',
  'www/package-lock.json',
  'www/public',
  'www/scripts',
  'www/src',
  'www/tsconfig.json',
  'www/vite.config.ts',
];

describe('a contributor', () => {
  let folder;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'infragenie-copy-'));
    for (const name of COPIED) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    cpSync(join(ROOT, 'target', 'tools'), join(folder, 'target', 'tools'), { recursive: true });
    symlinkSync(join(ROOT, 'www', 'node_modules'), join(folder, 'www', 'node_modules'));
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  test('sees a change of the crate in the page that `npm run dev` serves', {
    timeout: PATIENCE_MS,
  }, async () => {
    const source = join(folder, 'src', 'lib.rs');
    const text = readFileSync(source, 'utf8');
    const server = spawn('npm', ['--silent', '--prefix', 'www', 'run', 'dev'], {
      cwd: folder,
      detached: true,
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
    /** Waits for a match in the output from an offset on. */
    const printed = async (pattern, from) => {
      for (;;) {
        const match = output.slice(from).match(pattern);
        if (match !== null) return match;
        assert.equal(server.exitCode, null, output);
        await setTimeout(100);
      }
    };
    try {
      const [address] = await printed(/http:\/\/\S+/, 0);
      assert.match(await (await fetch(address)).text(), /<title>InfraGenie/);
      const module = () => readFileSync(join(folder, 'www/src/wasm/infragenie_bg.wasm'));
      const first = module();
      let from = output.length;
      writeFileSync(source, `${text}\nfn broken( {}\n`);
      await printed(/error: /, from);
      assert.equal((await fetch(address)).status, 200, 'the server continues');
      from = output.length;
      writeFileSync(
        source,
        `${text}
/// Is there for a test.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn added_by_a_test() -> u32 {
    7
}
`,
      );
      await printed(/compiled in /, from);
      assert.ok(!module().equals(first), 'the module has changed');
      const script = await fetch(new URL('src/wasm/infragenie.js', address));
      assert.match(await script.text(), /added_by_a_test/);
    } finally {
      process.kill(-server.pid, 'SIGTERM');
      await ended;
    }
  });

  test('one command reports the missing cases of a copied rule, then passes', {
    timeout: PATIENCE_MS,
  }, () => {
    const run = () =>
      spawnSync('npm', ['--silent', '--prefix', 'www', 'run', 'rule', '--', 'CKV_AWS_9999'], {
        cwd: folder,
        encoding: 'utf8',
      });
    const [table, cases] = ['rs', 'tf'].map((end) => join(folder, `src/scan/aws/sqs.${end}`));
    const text = readFileSync(table, 'utf8');
    const [entry] = text.match(/ {4}Rule \{\n {8}id: "CKV_AWS_27",[\s\S]*?\n {4}\},\n/);
    const copy = entry
      .replace('CKV_AWS_27', 'CKV_AWS_9999')
      .replace(/severity: (\w+),.*/, 'severity: $1, // no published one: a test of the recipe');
    writeFileSync(table, text.replace(entry, entry + copy));
    const { status, stdout } = run();
    assert.notEqual(status, 0);
    assert.match(stdout, /a aws_sqs_queue \{ # CKV_AWS_9999/);
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
    const { status: ended, stdout: output } = run();
    assert.equal(ended, 0, output);
    assert.match(readFileSync(join(folder, 'tests/checks.txt'), 'utf8'), /^CKV_AWS_9999$/m);
  });
});
