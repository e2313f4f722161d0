// Tests that no file is damaged where the process is killed or the disk is full.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';

import { project, ran } from './stage.mjs';

/** Runs that are stopped at a random moment, of each kind. */
const RUNS = process.env.INFRAGENIE_FULL === '1' ? 200 : 4;
const FILES = 60;
/** Time in which most of the files are written, in milliseconds. */
const WRITING_MS = 400;

const queue = (name) => `resource "aws_sqs_queue" "${name}" {
  name = "${name}"
}
`;
const text = (file) => Array.from({ length: 6 }, (_, at) => queue(`v${file}_${at}`)).join('\n');
const name = (file) => `f${String(file).padStart(3, '0')}.tf`;

let here;
let cli;
let old;
let fixed;
before(async () => {
  here = project();
  cli = here.path('node_modules/infragenie/cli.js');
  old = Object.fromEntries(Array.from({ length: FILES }, (_, file) => [name(file), text(file)]));
  const folder = fresh();
  const { code, errors } = await ran(process.execPath, [cli, 'fix', '--write', folder]);
  assert.equal(code, 0, errors);
  fixed = contents(folder);
  for (const file of Object.keys(old)) assert.notEqual(fixed[file], old[file]);
});
after(() => here.close());

/** Creates a folder with the files as they were. */
function fresh() {
  const folder = here.path('files');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [file, own] of Object.entries(old)) writeFileSync(join(folder, file), own);
  return folder;
}

function contents(folder) {
  const names = readdirSync(folder).filter((one) => !one.startsWith('.'));
  return Object.fromEntries(names.map((one) => [one, readFileSync(join(folder, one), 'utf8')]));
}

/** Requires that each file has its old or its new content; returns the number of new ones. */
function requireWhole(folder) {
  const now = contents(folder);
  assert.deepEqual(Object.keys(now), Object.keys(old));
  for (const [file, own] of Object.entries(now)) {
    assert.ok(own === old[file] || own === fixed[file], `${file} is neither old nor new`);
  }
  return Object.entries(now).filter(([file, own]) => own === fixed[file]).length;
}

describe('fix --write', () => {
  test('leaves every file whole where it is killed', async () => {
    const counts = [];
    // On a loaded machine a few runs can all end before or after the writing.
    const isOpen = () => counts.length < RUNS || new Set(counts).size < 2;
    while (isOpen() && counts.length < 8 * RUNS) {
      const folder = fresh();
      const child = spawn(process.execPath, [cli, 'fix', '--write', folder], { stdio: 'ignore' });
      const closed = new Promise((done) => {
        child.once('close', done);
      });
      const begun = new Promise((done) => {
        const watcher = watch(folder, () => {
          watcher.close();
          done();
        });
        void closed.then(() => watcher.close()).then(done);
      });
      await begun;
      await setTimeout(Math.random() * WRITING_MS);
      child.kill('SIGKILL');
      await closed;
      counts.push(requireWhole(folder));
      // What is left over does not change the module.
      assert.ok(readdirSync(folder).filter((one) => one.startsWith('.')).length <= 1);
    }
    assert.ok(new Set(counts).size > 1, `killed at different moments: ${counts.join(' ')}`);
  });

  test('leaves every file whole where the disk is full', async (context) => {
    if (process.platform === 'win32') return context.skip('a limit of sizes needs a POSIX shell');
    const size = Buffer.byteLength(fixed[name(0)]);
    for (let run = 0; run < RUNS; run += 1) {
      const folder = fresh();
      // A file that is larger than the limit fails as on a full disk: here it is the last one.
      const last = join(folder, name(FILES - 1));
      const long = old[name(FILES - 1)].repeat(1 + Math.floor(Math.random() * 20));
      const own = long.replaceAll(/"v\d+_/g, (label, at) => `${label}${at}_`);
      writeFileSync(last, own);
      const blocks = Math.max(1, Math.floor((Math.random() * size) / 512));
      const shell = `trap '' XFSZ; ulimit -f ${blocks}; exec "$0" "$@"`;
      const args = ['-c', shell, process.execPath, cli, 'fix', '--write', folder];
      const { code, errors } = await ran('sh', args);
      if (code !== 0) assert.match(errors, /not written: /);
      const now = readFileSync(last, 'utf8');
      if (now !== own) assert.match(now.slice(-4), /\}\n$/);
      else writeFileSync(last, old[name(FILES - 1)]);
      if (now !== own) writeFileSync(last, fixed[name(FILES - 1)]);
      requireWhole(folder);
    }
  });

  test('lists what was written where a file cannot be', async () => {
    const folder = fresh();
    chmodSync(join(folder, name(2)), 0o444);
    const { code, errors } = await ran(process.execPath, [cli, 'fix', '--write', folder]);
    assert.equal(code, 2);
    assert.match(errors, /f002\.tf` was not written: the file is read-only/);
    assert.match(errors, /^written: \S+f000\.tf, \S+f001\.tf$/m);
    assert.match(errors, /^not written: \S+f002\.tf, /m);
    assert.equal(requireWhole(folder), 2);
  });

  test('keeps the mode, and writes the file that a link names', async (context) => {
    if (process.platform === 'win32') return context.skip('links need a privilege');
    const folder = fresh();
    mkdirSync(join(folder, 'shared'));
    writeFileSync(join(folder, 'shared', 'one.txt'), old[name(0)]);
    rmSync(join(folder, name(0)));
    symlinkSync('shared/one.txt', join(folder, name(0)));
    chmodSync(join(folder, 'shared', 'one.txt'), 0o640);
    const { code, errors } = await ran(process.execPath, [cli, 'fix', '--write', folder]);
    assert.equal(code, 0, errors);
    assert.ok(lstatSync(join(folder, name(0))).isSymbolicLink());
    assert.equal(readFileSync(join(folder, 'shared/one.txt'), 'utf8'), fixed[name(0)]);
    assert.equal(statSync(join(folder, 'shared/one.txt')).mode & 0o777, 0o640);
  });

  test('does not overwrite a file that changed since it was read', async () => {
    const folder = fresh();
    const child = spawn(process.execPath, [cli, 'fix', '--write', folder]);
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors += chunk;
    });
    const closed = new Promise((done) => {
      child.once('close', done);
    });
    const last = join(folder, name(FILES - 1));
    const watcher = watch(folder, () => {
      watcher.close();
      writeFileSync(last, '# new\n');
    });
    const code = await closed;
    assert.equal(code, 2, errors);
    assert.match(errors, /f059\.tf` was not written: the file changed on disk/);
    assert.equal(readFileSync(last, 'utf8'), '# new\n');
  });

  test('writes nothing where it changes nothing', async () => {
    const folder = here.path('odd');
    mkdirSync(folder);
    const own = 'locals {\r\n  a = 1\r\n}\r\n\r\n\r\n';
    writeFileSync(join(folder, 'main.tf'), own);
    const before = statSync(join(folder, 'main.tf')).mtimeMs;
    const { out } = await ran(process.execPath, [cli, 'fix', '--write', folder]);
    assert.match(out, /0 changes/);
    assert.equal(readFileSync(join(folder, 'main.tf'), 'utf8'), own);
    assert.equal(statSync(join(folder, 'main.tf')).mtimeMs, before);
    assert.ok(existsSync(join(folder, 'main.tf')));
  });

  test('refuses a file that is not UTF-8, and names the byte', async () => {
    const folder = here.path('latin');
    mkdirSync(folder);
    const own = Buffer.from('locals {\n  a = "caf\xe9"\n}\n', 'latin1');
    writeFileSync(join(folder, 'main.tf'), own);
    const { code, errors } = await ran(process.execPath, [cli, 'fix', '--write', folder]);
    assert.equal(code, 2);
    assert.match(errors, /main\.tf: byte 20 \(line 2\) is not UTF-8; convert the file to UTF-8/);
    assert.deepEqual(readFileSync(join(folder, 'main.tf')), own);
    const checked = await ran(process.execPath, [cli, 'check', folder]);
    assert.equal(checked.code, 1);
    assert.match(checked.out, /main\.tf:2:11 invalid InvalidEncoding byte 20 is not UTF-8/);
  });
});
