// A line of a shell block of the READMEs in, whether it does here what the reader is told it does:
// each command is run as it is written, from the root of the repository, and held to its effect.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { ran } from './stage.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const WWW = join(ROOT, 'www');
/** Compilers, and pictures of a whole page at every size, take their time. */
const PATIENCE_MS = 20 * 60_000;
const FILE = 'FILE.jsonl';

/** What a line may be, the first that fits; `here` is a folder with the package in it. */
const COMMANDS = [
  // It is the command that runs this; a second one in it would never end.
  [/^npm --prefix www test$/, () => {
    assert.match(readFileSync(join(ROOT, '.ci', 'run'), 'utf8'), /npm --silent --prefix www test$/m);
  }],
  // `dev` and `rule` have their tests in tests/slow.
  [/^npm --prefix www run (test:all|dev|rule)( -- CKV\w+)?$/, (line, here, [, name]) => {
    const { scripts } = JSON.parse(readFileSync(join(WWW, 'package.json'), 'utf8'));
    assert.ok(name in scripts, line);
  }],
  [/^npm --prefix www start$/, served],
  [/^npm --prefix www run groq -- --open (\S+)$/, opened],
  [/^npm --prefix www run extension$/, async (line) => {
    await toItsEnd(line);
    assert.ok(existsSync(join(WWW, 'dist-extension/firefox/manifest.json')));
  }],
  [/^npm --prefix www run screens$/, async (line) => {
    const said = await toItsEnd(line);
    assert.match(said, /^\d\d+ pictures are in /m);
  }, 'browser', 'heavy'],
  [/^npm --prefix www run bench$/, async (line) => {
    const said = await toItsEnd(line);
    assert.match(said, /parse to rescan: p50 /);
    assert.match(said, /forecast after a key press/);
  }, 'browser', 'heavy'],
  [/^cargo run --release --example vocabulary$/, async (line) => {
    const folder = join(WWW, 'public', 'data');
    const bytes = () => Object.fromEntries(readdirSync(folder).map((name) =>
      [name, readFileSync(join(folder, name)).toString('base64')]));
    const before = bytes();
    await toItsEnd(line);
    assert.ok(Object.entries(bytes()).every(([name, text]) => before[name] === text),
      'the packs are made again, byte for byte');
  }, null, 'heavy'],
  [/^cargo run --release --example judge -- scan FILE\.jsonl$/, async (line, here) => {
    here.write({ [FILE]: `${JSON.stringify(VERDICT)}\n` });
    const said = await toItsEnd(line.replace(FILE, here.path(FILE)));
    const figures = JSON.parse(said.trim().split('\n').at(-1));
    assert.deepEqual([figures.units, figures.failed_recall], [1, 1], said);
  }, null, 'heavy'],
  [/^npx infragenie (.*)$/, async (line, here, [, rest]) => {
    const args = [...rest.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
    const cli = here.path('node_modules/infragenie/cli.js');
    const { code, errors } = await ran(process.execPath, [cli, ...args], { cwd: here.folder });
    // 1 says that something was found.
    assert.ok(code < 2, errors);
  }],
];

/** A program with what Checkov said of it, as the corpora hold them. */
const VERDICT = {
  id: 'a', program: 'resource "aws_ebs_volume" "a" {\n  availability_zone = "eu-west-1a"\n  size = 8\n}\n',
  checkov: { 'CKV_AWS_3 aws_ebs_volume.a': 'FAILED' },
};

/** Runs every line of a block; says why where one of them does not run here, else null. A command
 * that compiles the crate once more, or takes minutes, runs in `test:all` alone. */
export async function commands(block, here) {
  const left = [];
  for (const line of block.split('\n').map((one) => one.replace(/ +#.*$/, '')).filter(Boolean)) {
    const [pattern, effect, needs, weight] = COMMANDS.find(([one]) => one.test(line)) ?? [];
    assert.ok(pattern !== undefined, `\`${line}\`: nothing runs this command`);
    if (needs === 'browser' && !process.env.CHROMIUM) return `\`${line}\` needs a Chromium`;
    if (weight === 'heavy' && process.env.INFRAGENIE_FULL !== '1') {
      left.push(line);
      continue;
    }
    await effect(line, here, line.match(pattern));
  }
  return left.length === 0 ? null : `\`npm run test:all\` runs ${left.map((one) => `\`${one}\``).join(', ')}`;
}

/** What a command prints that ends by itself, and well. */
async function toItsEnd(line) {
  const [command, ...args] = line.split(' ');
  const { code, out, errors } = await ran(command, args, { cwd: ROOT, timeout: PATIENCE_MS });
  assert.equal(code, 0, `${line}\n${out}\n${errors}`);
  return out;
}

/** Serves until it is told to stop: what it serves is the page. */
async function served(line) {
  await meanwhile(line, {}, /http:\/\/\S+/, async ([address]) => {
    const response = await fetch(address);
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<title>InfraGenie/);
  });
}

/** Opens a browser at the page, for which the stand-in is Groq. */
async function opened(line, here, [, address]) {
  const heard = here.path('arguments');
  // It is there once it is whole.
  here.write({ chromium: `#!/bin/sh\nprintf '%s\\n' "$@" > '${heard}.new'\nmv '${heard}.new' '${heard}'\nsleep 20\n` });
  chmodSync(here.path('chromium'), 0o755);
  await meanwhile(line, { CHROMIUM: here.path('chromium') }, /Chromium is opening (\S+);/, async ([, told]) => {
    assert.equal(told, address);
    for (let tries = 0; !existsSync(heard) && tries < 100; tries += 1) await setTimeout(100);
  });
  const args = readFileSync(heard, 'utf8').split('\n');
  assert.ok(args.includes(address));
  assert.ok(args.some((one) => /^--host-resolver-rules=MAP api\.groq\.com 127\.0\.0\.1:\d+$/.test(one)));
}

/** Starts a command with this in its environment, does something once it says what is waited for, and stops it. */
async function meanwhile(line, env, sign, action) {
  const [command, ...args] = line.split(' ');
  // A group of its own, since npm starts the server as a child of a child.
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, detached: true });
  const ended = new Promise((done) => { child.once('close', done); });
  try {
    const found = await new Promise((done, failed) => {
      let said = '';
      const hear = (chunk) => {
        said += chunk;
        const match = said.match(sign);
        if (match !== null) done(match);
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      ended.then(() => failed(new Error(`${line} ended: ${said}`)));
    });
    await action(found);
  } finally {
    try {
      process.kill(-child.pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
    await ended;
  }
}
