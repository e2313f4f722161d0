// Tests the package with mocks of the API that others wrote.
//
// INFRAGENIE_LLMOCK names the command of PyPI's `llmock`, INFRAGENIE_MOCK_LLM that of npm's
// `@dwmkerr/mock-llm`. Without them the tests are skipped.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { PACKAGE } from '../../scripts/package.mjs';

const REQUEST = 'a queue for the quagga';
const ANSWER = '```hcl\nresource "aws_sqs_queue" "q" {\n  name = "quagga"\n}\n```\n';
const GROQ = 'https://api.groq.com/openai/v1';
const START_MS = 30_000;

/** URL that replaces that of Groq. */
let target = '';
let generate;
before(async () => {
  const infragenie = await import(pathToFileURL(join(PACKAGE, 'index.js')).href);
  generate = infragenie.generate;
  infragenie.setup({
    host: {
      async fetch(request) {
        if (!request.url.startsWith(GROQ)) {
          return new Response(await readFile(new URL(request.url)));
        }
        const { method, headers, signal } = request;
        const body = method === 'GET' ? null : await request.text();
        return fetch(target + request.url.slice(GROQ.length), { method, headers, signal, body });
      },
    },
  });
});

const STREAMING = { chunkSize: 20, chunkIntervalMs: 1 };

let keys = 0;
async function run() {
  keys += 1;
  const models = [];
  for await (const event of generate(REQUEST, `gsk_mock_${keys}`, { skipCache: true })) {
    if (event.event === 'sending') models.push(event.plan.model);
    if (event.event === 'done') return { ...event.report, models };
  }
  return null;
}

/** Runs a request that has to end with the program of the mock. */
async function succeeds() {
  const report = await run();
  assert.match(report.code, /resource "aws_sqs_queue" "q"/, JSON.stringify(report.failure));
  return report;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a mock and waits until it answers. */
async function start(command, args, health, options = {}) {
  const child = spawn(command, args, { stdio: 'ignore', ...options });
  const deadline = performance.now() + START_MS;
  for (;;) {
    const response = await fetch(health).catch(() => null);
    if (response?.ok) return child;
    assert.ok(performance.now() < deadline, `${command} does not answer`);
    await sleep(200);
  }
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  assert.ok(response.ok, await response.text());
}

const LLMOCK = process.env.INFRAGENIE_LLMOCK;
describe('llmock', { skip: LLMOCK === undefined && 'INFRAGENIE_LLMOCK names no command' }, () => {
  let child;
  let origin;
  before(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    child = await start(LLMOCK, ['serve', '--port', String(port)], `${origin}/health`);
    target = `${origin}/groq/openai/v1`;
  });
  after(() => child?.kill());

  /** Queues faults before the answer. */
  const scenario = async (...faults) => {
    await post(`${origin}/_llmock/reset`, {});
    const answer = { type: 'reply', text: ANSWER, times: null };
    await post(`${origin}/_llmock/scenario`, { behaviors: [...faults, answer] });
  };
  const recovers = async (fault) => {
    await scenario(fault);
    await succeeds();
    const verdict = await (await fetch(`${origin}/_llmock/verdict`)).json();
    const found = JSON.stringify(verdict);
    for (const finding of ['retry_after_ignored', 'retried_non_retryable', 'retry_storm']) {
      assert.ok(!found.includes(finding), found);
    }
  };

  test('answers', () => recovers({ type: 'delay', seconds: 0.1 }));
  for (const status of [408, 409, 500, 502, 503, 504]) {
    test(`recovers from ${status}`, () => recovers({ type: 'fail', status, times: 1 }));
  }
  test('keeps the time of a refusal', async () => {
    const started = performance.now();
    await recovers({ type: 'fail', status: 429, retry_after: 2, times: 1 });
    assert.ok(performance.now() - started >= 2_000);
  });
  test('keeps the time of a failed server', async () => {
    const started = performance.now();
    await recovers({ type: 'fail', status: 503, retry_after: 2, times: 1 });
    assert.ok(performance.now() - started >= 2_000);
  });
  for (const kind of ['disconnect', 'truncate', 'malformed']) {
    test(`recovers from a stream with the fault ${kind}`, () =>
      recovers({ type: 'stream_fault', kind, after_chunks: 3, times: 1 }));
  }
  for (const [status, kind] of [
    [400, 'bad_request'],
    [401, 'auth'],
    [403, 'auth'],
    [404, 'bad_request'],
    [422, 'bad_request'],
  ]) {
    test(`ends at ${status} after one call`, async () => {
      await scenario({ type: 'fail', status, times: null });
      const { failure, models } = await run();
      // The mock's 404 is that of a missing model, for which the next model is tried.
      const ends = failure.kind === 'model_gone' ? 'model_gone' : kind;
      assert.equal(failure.kind, ends, failure.message);
      if (ends === kind) assert.equal(models.length, 1);
    });
  }
  test('ends after a stream that breaks twice, with that cause', async () => {
    const fault = { type: 'stream_fault', kind: 'disconnect', after_chunks: 1, times: null };
    await scenario(fault);
    const { failure, models } = await run();
    assert.equal(failure.kind, 'broken_stream', failure.message);
    assert.ok(models.length <= 2);
  });
});

const MOCK_LLM = process.env.INFRAGENIE_MOCK_LLM;
describe('mock-llm', {
  skip: MOCK_LLM === undefined && 'INFRAGENIE_MOCK_LLM names no command',
}, () => {
  let child;
  let origin;
  let folder;
  before(async () => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    folder = mkdtempSync(join(tmpdir(), 'infragenie-mock-'));
    writeFileSync(join(folder, 'mock-llm.yaml'), 'rules: []\n');
    const env = { ...process.env, PORT: String(port) };
    child = await start(process.execPath, [MOCK_LLM], `${origin}/health`, { cwd: folder, env });
    target = `${origin}/v1`;
  });
  after(() => {
    child?.kill();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const path = '/v1/chat/completions';
  const rule = (status, content, sequence) => ({
    path,
    ...(sequence === undefined ? { match: '@' } : { sequence }),
    response: { status, content: JSON.stringify(content) },
  });
  const message = (content, reason = 'stop') => ({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'openai/gpt-oss-20b',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: reason }],
  });
  const rules = async (...list) => {
    await fetch(`${origin}/config`, { method: 'DELETE' });
    await post(`${origin}/config`, { streaming: STREAMING, rules: list });
  };
  const error = (text, code) => ({ error: { message: text, type: 'x', code } });

  test('answers', async () => {
    await rules(rule(200, message(ANSWER)));
    await succeeds();
  });
  test('recovers from a failed server', async () => {
    await rules(rule(200, message(ANSWER)), rule(503, error('busy', 'capacity_exceeded'), 0));
    await succeeds();
  });
  test('recovers from a failed generation', async () => {
    await rules(rule(200, message(ANSWER)), rule(400, error('failed', 'tool_use_failed'), 0));
    await succeeds();
  });
  test('replaces a model that is blocked', async () => {
    const code = 'model_permission_blocked_org';
    await rules(rule(200, message(ANSWER)), rule(403, error('blocked', code), 0));
    const { models } = await succeeds();
    assert.equal(new Set(models).size, 2);
  });
  test('ends at an invalid key after one call', async () => {
    await rules(rule(401, error('Incorrect API key provided.', 'invalid_api_key')));
    const { failure, models } = await run();
    assert.deepEqual([failure.kind, models.length], ['auth', 1]);
  });
  test('shows an answer in words, and asks each model once', async () => {
    await rules(rule(200, message('I cannot help with that.')));
    const { failure, models } = await run();
    assert.equal(failure.kind, 'unusable');
    assert.match(failure.message, /“I cannot help with that\.”/);
    assert.deepEqual([models.length, new Set(models).size], [2, 2]);
  });
});
