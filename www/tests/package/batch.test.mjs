// Tests the batch example on threads, in a handler, as a process and under Dask.
//
// All of them return the same results. Each key has its own ledger.

import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { dask } from '../../scripts/tools.mjs';
import { startStandIn } from '../groq/server.mjs';
import { project, ran } from './stage.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const BATCH = join(ROOT, 'examples', 'batch');
const CASES = join(ROOT, 'src', 'scan', 'aws');
const HARNESS = resolve(import.meta.dirname, 'harness.mjs');
const REQUESTS = `id,request
a,"an s3 bucket, private"
b,create ec2 instance with nginx for the quagga
c,"a queue for ""orders"" of the quagga"
`;

let here;
let expected;
before(async () => {
  const names = readdirSync(CASES)
    .filter((name) => name.endsWith('.tf'))
    .slice(0, 12);
  const programs = names.map((id) => ({ id, program: readFileSync(join(CASES, id), 'utf8') }));
  here = project({
    ...Object.fromEntries(programs.map(({ id, program }) => [`programs/${id}`, program])),
    'programs.jsonl': programs.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'requests.csv': REQUESTS,
  });
  cpSync(BATCH, here.path('batch'), { recursive: true });
  expected = lines((await batch('threads.mjs', ['programs', '--workers', '1'])).out);
  assert.deepEqual(
    expected.map(({ id }) => id),
    names.sort(),
  );
  assert.ok(expected.every(({ failed, changes }) => failed === undefined && changes >= 0));
  assert.ok(expected.some(({ changes }) => changes > 0));
});
after(() => here.close());

async function batch(name, args, options = {}) {
  const done = await ran(
    process.execPath,
    [...(options.node ?? []), here.path('batch', name), ...args],
    { cwd: here.folder, ...options },
  );
  assert.equal(done.code, 0, done.errors);
  return done;
}

/** Parses results, one JSON object a line, and sorts them by id. */
function lines(text) {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

test('two threads return the results of one', async () => {
  const { out, errors } = await batch('threads.mjs', ['programs', '--workers', '2']);
  assert.deepEqual(lines(out), expected);
  assert.match(errors, /^12 items, 2 workers: .* items a second\n$/);
});

test('a handler returns the results line by line', async () => {
  const { default: handler } = await import(pathToFileURL(here.path('batch/handler.mjs')).href);
  const body = readFileSync(here.path('programs.jsonl'), 'utf8');
  const post = (text) =>
    handler.fetch(new Request('https://x.test/', { method: 'POST', body: text }));
  assert.deepEqual(lines(await (await post(body)).text()), expected);
  assert.match(await (await post('{')).text(), /^\{"failed":"bad_options"/);
  assert.equal((await handler.fetch(new Request('https://x.test/'))).status, 405);
});

test('a process returns the results of a partition', async () => {
  const input = readFileSync(here.path('programs.jsonl'), 'utf8');
  assert.deepEqual(lines((await batch('partition.mjs', [], { input })).out), expected);
});

test('Dask returns the results of two partitions', async (t) => {
  const python = await dask();
  if (python === null) return t.skip('no Python has Dask, and Dask could not be installed');
  const { code, out, errors } = await ran(
    python,
    [here.path('batch/dask_map.py'), 'programs.jsonl', '2'],
    { cwd: here.folder },
  );
  assert.equal(code, 0, errors);
  assert.deepEqual(lines(out), expected);
});

test('counts requests of a CSV, and runs those with a key on their own ledgers', async () => {
  const counted = lines((await batch('threads.mjs', ['requests.csv', '--workers', '2'])).out);
  assert.equal(counted[0].tokens, 0);
  assert.ok(counted[1].tokens > 100 && counted[2].tokens > 100);
  const groq = await startStandIn();
  try {
    const keys = ['gsk_test_clean_one', 'gsk_test_clean_two'];
    const done = lines(
      (
        await batch('threads.mjs', ['requests.csv', '--workers', '2'], {
          node: ['--import', HARNESS],
          env: { ...process.env, STAND_IN: groq.origin, GROQ_API_KEYS: keys.join(',') },
        })
      ).out,
    );
    assert.deepEqual(
      done.map(({ id }) => id),
      ['a', 'b', 'c'],
    );
    assert.ok(
      done.every(({ end, failed }) => failed === undefined && end !== 'failed'),
      JSON.stringify(done),
    );
    const sent = keys.map((key) => groq.admin.requests(key.slice(4)).length);
    // The bucket comes from a template and costs no call.
    assert.deepEqual(
      sent.map((count) => count > 0),
      [true, true],
      JSON.stringify(done),
    );
    assert.doesNotMatch(JSON.stringify(done), /gsk_/);
  } finally {
    await groq.close();
  }
});
