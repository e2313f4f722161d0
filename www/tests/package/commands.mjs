// Runs the commands of the READMEs' shell blocks and checks their effects.
//
// Each command is run as written, from the root of the repository.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { ran } from './stage.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const WWW = join(ROOT, 'www');
/** Limit of one command; compilers and screenshots of the page at every size take minutes. */
const PATIENCE_MS = 20 * 60_000;
const FILE = 'FILE.jsonl';

/**
 * Known commands: the pattern, the check and, for some, the need of a browser and the weight.
 *
 * The first matching pattern applies. `here` is a folder with the package.
 */
const COMMANDS = [
  // This test is part of that command, which would start itself without end.
  [
    /^npm --prefix www test$/,
    () => {
      assert.match(
        readFileSync(join(ROOT, '.ci', 'run'), 'utf8'),
        /npm --silent --prefix www test$/m,
      );
    },
  ],
  // `dev` and `rule` have their tests in tests/slow.
  [
    /^npm --prefix www run (test:all|dev|rule)( -- CKV\w+)?$/,
    (line, _here, [, name]) => {
      const { scripts } = JSON.parse(readFileSync(join(WWW, 'package.json'), 'utf8'));
      assert.ok(name in scripts, line);
    },
  ],
  [/^npm --prefix www start$/, served],
  [/^npm --prefix www run groq -- --open (\S+)$/, opened],
  [
    /^npm --prefix www run extension$/,
    async (line) => {
      await runToEnd(line);
      assert.ok(existsSync(join(WWW, 'dist-extension/firefox/manifest.json')));
    },
  ],
  [
    /^npm --prefix www run screens$/,
    async (line) => {
      const output = await runToEnd(line);
      assert.match(output, /^\d\d+ pictures are in /m);
    },
    'browser',
    'heavy',
  ],
  [
    /^npm --prefix www run picture$/,
    async (line) => {
      const file = join(WWW, 'picture.png');
      const before = readFileSync(file);
      try {
        await runToEnd(line);
        assert.equal(readFileSync(file).toString('latin1', 1, 4), 'PNG');
      } finally {
        writeFileSync(file, before);
      }
    },
    'browser',
    'heavy',
  ],
  [
    /^npm --prefix www run bench$/,
    async (line) => {
      const output = await runToEnd(line);
      assert.match(output, /parse to rescan: p50 /);
      assert.match(output, /forecast after a key press/);
    },
    'browser',
    'heavy',
  ],
  [
    /^cargo run --release --example vocabulary$/,
    async (line) => {
      const folder = join(WWW, 'public', 'data');
      const bytes = () =>
        Object.fromEntries(
          readdirSync(folder).map((name) => [
            name,
            readFileSync(join(folder, name)).toString('base64'),
          ]),
        );
      const before = bytes();
      await runToEnd(line);
      assert.ok(
        Object.entries(bytes()).every(([name, text]) => before[name] === text),
        'the packs are written again, byte for byte',
      );
    },
    null,
    'heavy',
  ],
  [
    /^cargo run --release --example judge -- scan FILE\.jsonl$/,
    async (line, here) => {
      here.write({ [FILE]: `${JSON.stringify(VERDICT)}\n` });
      const output = await runToEnd(line.replace(FILE, here.path(FILE)));
      const figures = JSON.parse(output.trim().split('\n').at(-1));
      assert.deepEqual([figures.units, figures.failed_recall], [1, 1], output);
    },
    null,
    'heavy',
  ],
  [
    /^npx infragenie (.*)$/,
    async (_line, here, [, rest]) => {
      const args = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(
        ([, quoted, plain]) => quoted ?? plain,
      );
      for (const values of args.filter((one) => one.endsWith('.tfvars')))
        here.write({ [values]: '' });
      const cli = here.path('node_modules/infragenie/cli.js');
      const { code, errors } = await ran(process.execPath, [cli, ...args], { cwd: here.folder });
      // The exit codes 1 and 3 report findings and files that are not formatted.
      assert.ok(code !== 2, errors);
    },
  ],
];

/** A program with the results of Checkov, in the format of the corpora. */
const VERDICT = {
  id: 'a',
  program: 'resource "aws_ebs_volume" "a" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n',
  checkov: { 'CKV_AWS_3 aws_ebs_volume.a': 'FAILED' },
};

/**
 * Runs every line of a block; returns null, or the reason why one does not run.
 *
 * Heavy commands, which compile the crate once more or take minutes, run in `test:all` only.
 */
export async function commands(block, here) {
  const left = [];
  for (const line of block
    .split('\n')
    .map((one) => one.replace(/ +#.*$/, ''))
    .filter(Boolean)) {
    const [pattern, effect, needs, weight] = COMMANDS.find(([one]) => one.test(line)) ?? [];
    assert.ok(pattern !== undefined, `\`${line}\`: nothing runs this command`);
    if (needs === 'browser' && !process.env.CHROMIUM) return `\`${line}\` needs a Chromium`;
    if (weight === 'heavy' && process.env.INFRAGENIE_FULL !== '1') {
      left.push(line);
      continue;
    }
    await effect(line, here, line.match(pattern));
  }
  return left.length === 0
    ? null
    : `\`npm run test:all\` runs ${left.map((one) => `\`${one}\``).join(', ')}`;
}

/** Runs a command that ends by itself; returns its output and requires the exit code 0. */
async function runToEnd(line) {
  const [command, ...args] = line.split(' ');
  const { code, out, errors } = await ran(command, args, { cwd: ROOT, timeout: PATIENCE_MS });
  assert.equal(code, 0, `${line}\n${out}\n${errors}`);
  return out;
}

/** Checks that a command serves the page until it is stopped. */
async function served(line) {
  await whileRunning(line, {}, /http:\/\/\S+/, async ([address]) => {
    const response = await fetch(address);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<title>InfraGenie/);
  });
}

/** Checks that a command opens a browser in which the stand-in is api.groq.com. */
async function opened(line, here, [, address]) {
  const log = here.path('arguments');
  // The file is renamed once it is complete.
  here.write({
    chromium: `#!/bin/sh\nprintf '%s\\n' "$@" > '${log}.new'\nmv '${log}.new' '${log}'\nsleep 20\n`,
  });
  chmodSync(here.path('chromium'), 0o755);
  await whileRunning(
    line,
    { CHROMIUM: here.path('chromium') },
    /Chromium is opening (\S+);/,
    async ([, opened]) => {
      assert.equal(opened, address);
      for (let tries = 0; !existsSync(log) && tries < 100; tries += 1) await setTimeout(100);
    },
  );
  const args = readFileSync(log, 'utf8').split('\n');
  assert.ok(args.includes(address));
  assert.ok(
    args.some((one) => /^--host-resolver-rules=MAP api\.groq\.com 127\.0\.0\.1:\d+$/.test(one)),
  );
}

/** Starts a command, runs `action` once its output matches `sign`, and stops the command. */
async function whileRunning(line, env, sign, action) {
  const [command, ...args] = line.split(' ');
  // The command gets its own process group, since npm starts the server as a child of a child.
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    detached: true,
  });
  const ended = new Promise((done) => {
    child.once('close', done);
  });
  try {
    const found = await new Promise((done, failed) => {
      let output = '';
      const read = (chunk) => {
        output += chunk;
        const match = output.match(sign);
        if (match !== null) done(match);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      ended.then(() => failed(new Error(`${line} ended: ${output}`)));
    });
    await action(found);
  } finally {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // The command has ended by itself.
    }
    await ended;
  }
}
