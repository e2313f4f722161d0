// Tests what the package remembers of each key, and a silent storage.
//
// A simulated Groq answers in this process, at a fixed time.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { PACKAGE } from '../../scripts/package.mjs';
import { project, ran } from './stage.mjs';

const SMALL = 'openai/gpt-oss-20b';
const LARGE = 'openai/gpt-oss-120b';
const REQUEST = 'a queue for the quagga';
const ANSWER = '```hcl\nresource "aws_sqs_queue" "q" {}\n```\n';
const START = Date.UTC(2026, 10, 30);
const STEP_MS = 600_000;

const host = { texts: new Map(), now: START, groq: null, isSilent: false };
let infragenie;

before(async () => {
  infragenie = await import(pathToFileURL(join(PACKAGE, 'index.js')).href);
  const never = new Promise(() => {});
  infragenie.setup({
    host: {
      load: async (name) => (host.isSilent ? never : (host.texts.get(name) ?? null)),
      save: async (name, text) => (host.isSilent ? never : void host.texts.set(name, text)),
      now: () => host.now,
      async fetch(request) {
        if (!request.url.startsWith('https://api.groq.com/')) {
          const { readFile } = await import('node:fs/promises');
          return new Response(await readFile(new URL(request.url)));
        }
        const key = request.headers.get('authorization').replace('Bearer ', '');
        const body = request.method === 'POST' ? await request.json() : null;
        return host.groq(key, body);
      },
    },
  });
});

function answered(headers = {}, usage = null) {
  const chunk = { choices: [{ index: 0, delta: { content: ANSWER }, finish_reason: 'stop' }] };
  const data = JSON.stringify(usage === null ? chunk : { ...chunk, usage });
  return new Response(`data: ${data}\n\ndata: [DONE]\n\n`, { headers });
}

function refused(status, code) {
  return Response.json({ error: { message: 'refused', code } }, { status });
}

function listed(...ids) {
  return Response.json({ data: ids.map((id) => ({ id, active: true })) });
}

async function run(key, options = {}) {
  for await (const event of infragenie.generate(REQUEST, key, { skipCache: true, ...options })) {
    if (event.event === 'done') return event.report;
  }
  return null;
}

/** Numbers from 0 to 1, the same at every run. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Answers of Groq to one key, each with what the client learns from it. */
const LESSONS = [
  () => answered(),
  () => refused(403, 'model_permission_blocked_org'),
  () => refused(404, 'model_not_found'),
  () => refused(400, 'model_terms_required'),
  () => answered({ 'x-ratelimit-limit-tokens': '1300', 'x-ratelimit-remaining-tokens': '1300' }),
  () => answered({ 'x-ratelimit-limit-requests': '90', 'x-ratelimit-remaining-requests': '80' }),
  () => answered({}, { prompt_tokens: 260, completion_tokens: 40, total_tokens: 300 }),
];

test('what Groq answers to one key changes no call of another', async () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const random = randomFrom(seed);
    const steps = Array.from({ length: 8 }, (_, index) => ({
      // The minute's quota refills between two runs, so that no run waits.
      at: START + index * STEP_MS,
      key: random() < 0.5 ? 'gsk_one' : 'gsk_two',
      lesson: LESSONS[Math.floor(random() * LESSONS.length)],
      models: random() < 0.5 ? [SMALL, LARGE] : [LARGE],
    }));
    const together = await callsOf(steps);
    for (const key of ['gsk_one', 'gsk_two']) {
      const alone = await callsOf(steps.filter((step) => step.key === key));
      assert.deepEqual(together.get(key), alone.get(key), `${key}, seed ${seed}`);
    }
  }
});

/** Runs steps from an empty storage; returns the calls of each key. */
async function callsOf(steps) {
  host.texts.clear();
  const calls = new Map();
  for (const { at, key, lesson, models } of steps) {
    host.now = at;
    let isFirst = true;
    host.groq = (sender, body) => {
      assert.equal(sender, key);
      if (body === null) return listed(...models);
      calls.set(key, [...(calls.get(key) ?? []), `${body.model} ${body.max_completion_tokens}`]);
      const answer = isFirst ? lesson() : answered();
      isFirst = false;
      return answer;
    };
    await run(key);
  }
  return calls;
}

test('a model that was refused is called again after an hour, or after a key check', async () => {
  const called = [];
  let isBlocked = true;
  host.texts.clear();
  host.groq = (_, body) => {
    if (body === null) return listed(SMALL, LARGE);
    called.push(body.model);
    const blocks = isBlocked && body.model === SMALL;
    return blocks ? refused(403, 'model_permission_blocked_project') : answered();
  };
  await run('gsk_blocked');
  await run('gsk_blocked');
  assert.deepEqual(called, [SMALL, LARGE, LARGE], 'remembered for this key');
  await run('gsk_other');
  assert.equal(called.at(-2), SMALL, 'another key tries it');
  isBlocked = false;
  host.now = START + 3_600_001;
  await run('gsk_blocked');
  assert.equal(called.at(-1), SMALL, 'after an hour');
  isBlocked = true;
  await run('gsk_blocked');
  isBlocked = false;
  await infragenie.models('gsk_blocked');
  await run('gsk_blocked');
  assert.equal(called.at(-1), SMALL, 'after a check of the key');
});

test('the calls of Qwen ask for no reasoning, and the answer shows none', async () => {
  let sent;
  host.groq = (_, body) => {
    sent = body;
    const parts = ['<thi', 'nk>\nA queue?\n</think>', '\n', ANSWER];
    const chunks = parts.map((content, index) => ({
      choices: [{ delta: { content }, finish_reason: index === 3 ? 'stop' : null }],
    }));
    const events = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
    return new Response(`${events.join('')}data: [DONE]\n\n`);
  };
  let text = '';
  const options = { skipCache: true, model: 'qwen/qwen3.8-27b' };
  for await (const event of infragenie.generate(REQUEST, 'gsk_qwen', options)) {
    if (event.event === 'delta') text += event.text;
    if (event.event === 'done') assert.match(event.report.code, /aws_sqs_queue/);
  }
  assert.equal(text.trim(), ANSWER.trim());
  assert.deepEqual([sent.reasoning_effort, sent.reasoning_format], ['none', 'hidden']);
  assert.equal('include_reasoning' in sent, false);
});

test('the first calls count a text beyond ASCII, also at the same time', async () => {
  const program = `import { count } from 'infragenie';
    console.log(await Promise.all(['bücket', 'a', 'größer', 'bücket'].map((text) => count(text))));`;
  const here = project({ 'main.mjs': program });
  try {
    const { out, errors } = await ran(process.execPath, [here.path('main.mjs')], {
      cwd: here.folder,
    });
    assert.equal(errors, '');
    assert.equal(out.trim(), '[ 3, 1, 2, 3 ]');
  } finally {
    here.close();
  }
});

test('a storage that never answers holds up no run', async () => {
  host.isSilent = true;
  host.groq = () => answered();
  const report = await run('gsk_silent');
  assert.match(report.code, /aws_sqs_queue/);
  // The use is kept in memory meanwhile.
  const [quota] = (await infragenie.quota('gsk_silent')).filter(({ model }) => model === SMALL);
  assert.ok(quota.leftToday < 200_000, String(quota.leftToday));
  host.isSilent = false;
});
