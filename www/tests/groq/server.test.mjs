// Tests the stand-in for Groq over HTTP.

import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';

import { goSeconds } from './buckets.mjs';
import { startStandIn } from './server.mjs';
import { ids } from './tokens.mjs';

const EC2 = 'create ec2 instance with nginx for the quagga';
const M20 = 'openai/gpt-oss-20b';
const M120 = 'openai/gpt-oss-120b';
const RATE = /Limit (\d+), Used (\d+), Requested (\d+)\. Please try again in (\S+)\. Need/;

// The clock of the stand-in changes only when a test sets it.
let now = Date.UTC(2026, 10, 23, 12);
let standIn;
let organisations = 0;
const log = [];

before(async () => {
  standIn = await startStandIn({ clock: () => now, log: (line) => log.push(line) });
});
after(() => standIn.close());

/** Returns a key whose organisation no other test uses. */
function fresh(name = 'case') {
  organisations += 1;
  return `gsk_test_${name}_${organisations}`;
}

const org = (key) => key.slice('gsk_'.length);

function asking(more = {}) {
  return {
    model: M20,
    messages: [{ role: 'user', content: EC2 }],
    max_completion_tokens: 1500,
    reasoning_effort: 'low',
    include_reasoning: false,
    ...more,
  };
}

async function post(key, body, headers = {}) {
  const response = await fetch(`${standIn.origin}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const json = /^application\/json/.test(response.headers.get('content-type') ?? '');
  return { response, status: response.status, text, body: json ? JSON.parse(text) : null };
}

/** Returns the events of a stream as `[name, data]`; data is parsed unless it is `[DONE]`. */
function eventsOf(text) {
  return text
    .split('\n\n')
    .filter((one) => one !== '')
    .map((one) => {
      const [, name, data] = /^(?:event: (.*)\n)?data: (.*)$/s.exec(one);
      return [name ?? 'message', data === '[DONE]' ? data : JSON.parse(data)];
    });
}

async function stream(key, more = {}) {
  const { status, text, response } = await post(key, asking({ stream: true, ...more }));
  assert.equal(status, 200, text);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  return eventsOf(text);
}

const chunksOf = (events) => events.map(([, data]) => data).filter((data) => data.choices);
const contentOf = (events) =>
  chunksOf(events)
    .map((chunk) => chunk.choices[0]?.delta.content ?? '')
    .join('');

test('refuses a key that is no test key with the recorded error', async () => {
  const headers = [undefined, '', 'Bearer', 'Bearer gsk_live', 'Bearer xgsk_test', 'gsk_test'];
  for (const authorization of headers) {
    const response = await fetch(`${standIn.origin}/openai/v1/models`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    assert.equal(response.status, 401);
    assert.equal(
      await response.text(),
      '{"error":{"message":"Invalid API Key","type":"invalid_request_error",' +
        '"code":"invalid_api_key"}}',
    );
  }
  assert.equal((await post('gsk_wrong', asking())).status, 401);
});

test('lists the models without a charge', async () => {
  const key = fresh();
  const response = await fetch(`${standIn.origin}/openai/v1/models`, {
    headers: { authorization: `Bearer ${key}` },
  });
  const { object, data } = await response.json();
  assert.equal(object, 'list');
  const model = data.find(({ id }) => id === M20);
  assert.deepEqual(
    [model.active, model.context_window, model.max_completion_tokens, model.pricing.prompt],
    [true, 131_072, 65_536, '0.000000075'],
  );
  assert.deepEqual(standIn.admin.levels(org(key), M20), { RPM: 0, RPD: 0, TPM: 0, TPD: 0 });
});

test('CORS reflects the origin and exposes no header', async () => {
  const url = `${standIn.origin}/openai/v1/chat/completions`;
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://127.0.0.1:4173',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get('access-control-allow-origin'), 'http://127.0.0.1:4173');
  assert.match(preflight.headers.get('access-control-allow-headers'), /authorization/);
  assert.doesNotMatch(preflight.headers.get('access-control-allow-headers'), /stainless/);
  for (const key of [fresh(), 'gsk_wrong']) {
    const { response } = await post(key, asking(), { origin: 'https://page.example' });
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://page.example');
    assert.equal(response.headers.get('vary'), 'Origin');
    assert.equal(response.headers.get('access-control-expose-headers'), null);
  }
});

test('refuses an unknown URL in the format of Groq', async () => {
  const response = await fetch(`${standIn.origin}/openai/v1/chat/completions`);
  const { error } = await response.json();
  assert.deepEqual([response.status, error.code], [404, 'unknown_url']);
  assert.match(error.message, /^Unknown request URL: GET \/openai\/v1\/chat\/completions\./);
});

test('an answer has the recorded format and the exact usage', async () => {
  const key = fresh('clean');
  const { body, response } = await post(key, asking({ include_reasoning: true, seed: 7 }));
  const [choice] = body.choices;
  assert.match(choice.message.content, /resource "aws_instance" "web"/);
  assert.ok(choice.message.reasoning.length > 0);
  assert.equal(choice.finish_reason, 'stop');
  const { usage } = body;
  const reasoning = ids(choice.message.reasoning).length + 1;
  assert.equal(usage.prompt_tokens, 71 + ids(EC2).length);
  assert.equal(usage.prompt_tokens_details, undefined, 'zero details are absent');
  assert.equal(usage.completion_tokens_details.reasoning_tokens, reasoning);
  assert.equal(usage.completion_tokens, ids(choice.message.content).length + reasoning + 9);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assert.equal(body.x_groq.seed, 7);
  assert.equal(response.headers.get('x-request-id'), body.x_groq.id);
});

test('a stream has the role first, the usage last and nothing after [DONE]', async () => {
  const events = await stream(fresh());
  assert.equal(events.at(-1)[1], '[DONE]');
  const chunks = chunksOf(events);
  assert.deepEqual(chunks[0].choices[0].delta, { role: 'assistant', content: '' });
  assert.ok(chunks[0].x_groq.id.startsWith('req_'));
  assert.ok(chunks.every(({ choices }) => choices[0].delta.reasoning === undefined));
  const last = chunks.at(-1);
  assert.equal(last.choices[0].finish_reason, 'stop');
  assert.deepEqual(last.x_groq.usage, last.usage);
  assert.ok(last.usage.completion_tokens_details.reasoning_tokens > 0, 'is billed');
});

test('sends reasoning and the extra usage chunk only on request', async () => {
  const events = await stream(fresh(), {
    include_reasoning: true,
    stream_options: { include_usage: true },
  });
  const chunks = chunksOf(events);
  assert.equal(chunks[1].choices[0].delta.channel, 'analysis');
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.deepEqual(chunks.at(-1).usage, chunks.at(-2).usage);
});

test('a stream and a whole answer have the same text and the same cost', async () => {
  const key = fresh();
  const { body } = await post(key, asking());
  const events = await stream(key);
  assert.equal(contentOf(events), body.choices[0].message.content);
  const streamed = chunksOf(events).at(-1).usage;
  assert.equal(streamed.completion_tokens, body.usage.completion_tokens);
});

test('cuts a streamed answer exactly at the cap', async () => {
  for (const cap of [1, 16, 60]) {
    const events = await stream(fresh(), { max_completion_tokens: cap });
    const { choices, usage } = chunksOf(events).at(-1);
    assert.deepEqual([choices[0].finish_reason, usage.completion_tokens], ['length', cap]);
  }
});

test('charges a request its prompt and its cap, and reports it in headers', async () => {
  const key = fresh();
  const body = { model: M120, messages: [{ role: 'user', content: 'hi' }], max_tokens: 1 };
  const { response } = await post(key, body);
  const header = (name) => response.headers.get(`x-ratelimit-${name}`);
  assert.deepEqual(
    ['limit-requests', 'limit-tokens', 'remaining-requests', 'remaining-tokens'].map(header),
    ['1000', '8000', '999', '7927'],
  );
  assert.equal(header('reset-requests'), '1m26.4s');
  assert.ok(Math.abs(goSeconds(header('reset-tokens')) - 0.5475) < 1e-6);
  assert.equal(response.headers.get('retry-after'), null);
  assert.equal(standIn.admin.levels(org(key), M20).TPM, 0, 'each model has its own buckets');
  assert.equal(standIn.admin.levels(org(fresh()), M120).TPM, 0, 'organisations, too');
});

test('a used-up minute quota is refused with the wait', async () => {
  const key = fresh();
  const body = asking({ max_completion_tokens: 5000 });
  assert.equal((await post(key, body)).status, 200);
  const refused = await post(key, body);
  assert.equal(refused.status, 429);
  const { message, type, code } = refused.body.error;
  assert.deepEqual([type, code], ['tokens', 'rate_limit_exceeded']);
  const words =
    'Rate limit reached for model `openai/gpt-oss-20b` in organization `org_x` service tier ' +
    '`on_demand` on tokens per minute (TPM): Limit 8000, ';
  assert.ok(message.replace(/org_01\w{24}/, 'org_x').startsWith(words), message);
  const [, limit, used, requested, wait] = RATE.exec(message);
  const expected = ((Number(used) + Number(requested) - Number(limit)) * 60) / 8000;
  assert.ok(Math.abs(goSeconds(wait) - expected) < 1e-6);
  assert.equal(refused.response.headers.get('retry-after'), String(Math.ceil(expected)));
  // The refused request was not charged, so the next refusal reports less used.
  now += 3000;
  const again = RATE.exec((await post(key, body)).body.error.message);
  assert.equal(Number(again[2]), Number(used) - 400);
  now += Math.ceil(goSeconds(again[4]) * 1000);
  assert.equal((await post(key, body)).status, 200);
});

test('a used-up day quota is refused although the headers have tokens left', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), { levels: [{ window: 'TPD', used: 200_000, model: M20 }] });
  const { status, body, response } = await post(key, asking());
  assert.equal(status, 429);
  assert.match(body.error.message, /on tokens per day \(TPD\): Limit 200000, Used 200000, /);
  assert.equal(response.headers.get('x-should-retry'), 'false');
  assert.equal(response.headers.get('x-ratelimit-remaining-tokens'), '8000');
  assert.equal((await post(key, asking({ model: M120 }))).status, 200);
});

test('counts requests a minute, and their refusal has no token headers', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), { levels: [{ window: 'RPM', used: 30 }] });
  const { status, body, response } = await post(key, asking());
  assert.equal(status, 429);
  assert.match(body.error.message, /\(RPM\): Limit 30, Used 30, Requested 1\. .* in 2s\. Need/);
  assert.equal(body.error.type, 'requests');
  assert.equal(response.headers.get('x-ratelimit-limit-tokens'), null);
  assert.equal(response.headers.get('x-ratelimit-limit-requests'), '1000');
});

test('a request above the limit is too large for an empty bucket', async () => {
  const key = fresh();
  const { status, body } = await post(key, asking({ max_completion_tokens: 32_768 }));
  assert.equal(status, 413);
  const requested = 32_768 + 71 + ids(EC2).length;
  assert.equal(
    body.error.message.replace(/org_\w+/, 'org_x'),
    'Request too large for model `openai/gpt-oss-20b` in organization `org_x` service tier ' +
      `\`on_demand\` on tokens per minute (TPM): Limit 8000, Requested ${requested}, please ` +
      'reduce your message size and try again. Need more tokens? Upgrade to Dev Tier today at ' +
      'https://console.groq.com/settings/billing',
  );
  assert.equal(standIn.admin.levels(org(key), M20).TPM, 0);
  const qwen = { model: 'qwen/qwen3.8-27b', include_reasoning: undefined };
  const output = await post(key, asking({ ...qwen, max_completion_tokens: 1500 }));
  assert.equal(output.status, 429);
  assert.match(output.body.error.message, /\(OTPM\): Limit 1000, Requested 1500\. The request's/);
  assert.equal(output.response.headers.get('retry-after'), null);
});

test('an omitted cap counts as 2048', async () => {
  const key = fresh();
  await post(key, { model: M20, messages: [{ role: 'user', content: 'hi' }] });
  assert.equal(standIn.admin.levels(org(key), M20).TPM, 72 + 2048);
});

test('caches a repeated prefix in steps of 256 tokens for two hours', async () => {
  const key = fresh();
  const system = { role: 'system', content: 'Answer with Terraform only. '.repeat(60) };
  const body = asking({ messages: [system, { role: 'user', content: EC2 }] });
  const cached = async (one) => (await post(key, one)).body.usage.prompt_tokens_details;
  assert.equal(await cached(body), undefined);
  now += 120_000;
  const tokens = 74 + ids(system.content).length + ids(EC2).length;
  const before = standIn.admin.levels(org(key), M20).TPD;
  const hit = Math.floor((tokens - 1) / 256) * 256;
  assert.deepEqual(await cached(body), { cached_tokens: hit });
  // Cached tokens are refunded once the answer has ended.
  const charged = standIn.admin.levels(org(key), M20).TPD - before;
  assert.ok(Math.abs(charged - (tokens + 1500 - hit)) < 1e-6);
  now += 120_000;
  assert.equal(await cached({ ...body, model: M120 }), undefined, 'each model has its own cache');
  now += 3 * 3_600_000;
  assert.equal(await cached(body), undefined);
});

test('refuses retired and unknown models', async () => {
  const key = fresh();
  const retired = await post(key, asking({ model: 'llama-3.3-70b-versatile' }));
  assert.deepEqual([retired.status, retired.body.error.code], [400, 'model_decommissioned']);
  assert.match(retired.body.error.message, /`llama-3.3-70b-versatile` has been decommissioned and/);
  const unknown = await post(key, asking({ model: 'made/up' }));
  assert.deepEqual([unknown.status, unknown.body.error.code], [404, 'model_not_found']);
  assert.equal(
    unknown.body.error.message,
    'The model `made/up` does not exist or you do not have access to it.',
  );
  standIn.admin.scenario(org(key), { retired: { [M20]: 'decommissioned', [M120]: 'not_found' } });
  assert.equal((await post(key, asking())).body.error.code, 'model_decommissioned');
  assert.equal((await post(key, asking({ model: M120 }))).status, 404);
  const listed = await fetch(`${standIn.origin}/openai/v1/models`, {
    headers: { authorization: `Bearer ${key}` },
  });
  assert.ok(!(await listed.json()).data.some(({ id }) => id === M20 || id === M120));
});

test('answers parameters that Groq does not accept with 400', async () => {
  const user = { role: 'user', content: 'x' };
  const cases = [
    [{ logprobs: true }, '`logprobs` is not supported with this model'],
    [{ logit_bias: {} }, '`logit_bias` is not supported with this model'],
    [{ n: 2 }, "'n' : number must be at most 1"],
    [{ temperature: 3 }, "'temperature' : number must be at most 2"],
    [{ reasoning_effort: 'none' }, '`reasoning_effort` must be one of `low`, `medium`, or `high`'],
    [{ model: 'allam-2-7b' }, '`reasoning_effort` is not supported with this model'],
    [{ reasoning_format: 'parsed' }, 'cannot specify both'],
    [{ max_completion_tokens: 65_537 }, 'must be less than or equal to `65536`, the maximum'],
    [{ max_completion_tokens: 0 }, "'max_completion_tokens' : number must be at least 1"],
    [{ max_completion_tokens: 1.5 }, "'max_completion_tokens' : value must be an integer"],
    [{ messages: [{ ...user, name: 'me' }] }, "'messages.0' : property 'name' is unsupported"],
    [{ messages: [] }, "'messages' : minimum number of items is 1"],
    [{ messages: undefined }, "'messages' : property 'messages' is missing"],
    [{ messages: [null] }, "'messages.0' : value must be an object"],
    [{ messages: [{ role: 'robot', content: 'x' }] }, "discriminator property 'role'"],
    [{ messages: [{ role: 'user', content: null }] }, "'messages.0.content' : value must be"],
    [{ model: undefined }, "'model' : property 'model' is missing"],
    [{ model: 'whisper-large-v3-turbo' }, 'does not support chat completions'],
    [{ stream_options: { include_usage: true } }, "'stream_options'"],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, "'stop' : maximum number of items is 4"],
    [{ service_tier: 'flex' }, 'is not available for this org'],
    [{ stroe: true }, "property 'stroe' is unsupported"],
    [{ messages: [{ ...user, content: 'a'.repeat(20_000) }] }, 'the stand-in does not count'],
  ];
  const key = fresh();
  for (const [more, message] of cases) {
    const { status, body } = await post(key, asking(more));
    assert.equal(status, 400, message);
    assert.equal(body.error.type, 'invalid_request_error');
    assert.ok(body.error.message.includes(message), body.error.message);
  }
  assert.equal(standIn.admin.levels(org(key), M20).RPM, 0);
});

test('no body crashes the server', async () => {
  const key = fresh();
  const bodies = ['', '{', 'null', '[]', '"x"', '{"model":1}', '\u0000', '{"__proto__":1}'];
  for (const body of bodies) assert.equal((await post(key, body)).status, 400, body);
  const content = 'a b '.repeat(99_000);
  const long = await post(key, asking({ messages: [{ role: 'user', content }] }));
  assert.deepEqual([long.status, long.body.error.code], [413, 'request_too_large']);
  const socket = connect(standIn.port, '127.0.0.1');
  socket.end('\x16\x03\x01 this is no HTTP\r\n\r\n');
  await once(socket.resume(), 'close');
  const odd = '\ud800<|end|>\u0000é🚪';
  const { body } = await post(key, asking({ messages: [{ role: 'user', content: odd }] }));
  assert.equal(body.usage.prompt_tokens, 71 + ids(odd).length);
});

test('refuses a context that is too long', async () => {
  const messages = [{ role: 'user', content: 'a b c d '.repeat(1000) }];
  const body = { model: 'allam-2-7b', messages, max_completion_tokens: 100 };
  const refused = await post(fresh(), body);
  assert.equal(refused.status, 400);
  assert.equal(refused.body.error.code, 'context_length_exceeded');
});

test('the key chooses the variant, and a scenario overrides the variant', async () => {
  for (const variant of ['clean', 'findings', 'broken']) {
    const key = fresh(variant);
    await post(key, asking());
    const [entry] = standIn.admin.requests(org(key));
    assert.deepEqual([entry.program, entry.variant], ['ec2-nginx', variant]);
  }
  const key = fresh('clean');
  standIn.admin.scenario(org(key), { variant: 'broken', program: 'vpc-web-postgres' });
  await post(key, asking());
  const [entry] = standIn.admin.requests(org(key));
  assert.deepEqual([entry.program, entry.variant], ['vpc-web-postgres', 'broken']);
});

test('a repair returns the corrected blocks of the draft', async () => {
  const key = fresh();
  await post(key, asking());
  const sent = 'resource "aws_instance" "web" {\n  ami = "ami-0"\n}';
  const content = `${EC2}\nCKV_AWS_79 aws_instance.web: IMDSv1\n\`\`\`hcl\n${sent}\n\`\`\``;
  const repairing = asking({ messages: [{ role: 'user', content }] });
  const { body } = await post(key, repairing);
  assert.match(body.choices[0].message.content, /http_tokens {3}= "required"/);
  standIn.admin.scenario(org(key), { repair: 'empty' });
  assert.equal((await post(key, repairing)).body.choices[0].message.content, '');
});

test('the log of requests has their counts, and never a key', async () => {
  const key = fresh('clean');
  await post(key, asking());
  await post(key, asking({ max_completion_tokens: 9000 }));
  const [first, second] = standIn.admin.requests(org(key));
  assert.equal(first.promptTokens, 71 + ids(EC2).length);
  assert.equal(first.usage.prompt_tokens, first.promptTokens);
  assert.deepEqual(first.messages, [{ role: 'user', content: EC2 }]);
  assert.deepEqual([first.cap, first.finish, first.outcome], [1500, 'stop', 'answered']);
  assert.deepEqual(
    [second.status, second.outcome, second.code],
    [413, 'refused', 'rate_limit_exceeded'],
  );
  assert.doesNotMatch(JSON.stringify([log, first, second]), /gsk_/);
});

test('answers after the number of over-capacity errors of the scenario', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), { next: [{ fault: 'over_capacity', times: 2 }] });
  for (const expected of [503, 503, 200]) {
    assert.equal((await post(key, asking())).status, expected);
  }
  const [entry] = standIn.admin.requests(org(key));
  assert.equal(entry.fault, 'over_capacity');
});

test('a wait has the length that the scenario sets', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), {
    next: [
      { fault: 'wait', seconds: 3 },
      { fault: 'wait', window: 'TPD', seconds: 7200 },
    ],
  });
  const minute = (await post(key, asking())).body.error.message;
  assert.ok(Math.abs(goSeconds(RATE.exec(minute)[4]) - 3) < 1e-6, minute);
  now += 3000;
  const day = (await post(key, asking())).body.error.message;
  assert.match(day, /\(TPD\)/);
  assert.ok(Math.abs(goSeconds(RATE.exec(day)[4]) - 7200) < 1e-6, day);
});

test('a blocked reply is no JSON and can omit the CORS headers', async () => {
  const key = fresh();
  const error = { message: 'org spend limit reached', type: 'x', code: 'blocked_api_access' };
  standIn.admin.scenario(org(key), {
    next: [
      { fault: 'forbidden', cors: false },
      { fault: 'refuse', status: 400, error },
      { fault: 'forbidden', on: 'models' },
    ],
  });
  const origin = { origin: 'http://page.example' };
  const blocked = await post(key, asking(), origin);
  assert.deepEqual([blocked.status, blocked.text], [403, 'error code: 1010']);
  assert.equal(blocked.response.headers.get('access-control-allow-origin'), null);
  assert.deepEqual((await post(key, asking())).body, { error });
  const headers = { authorization: `Bearer ${key}` };
  const models = () => fetch(`${standIn.origin}/openai/v1/models`, { headers });
  assert.equal((await models()).status, 403);
  assert.equal((await models()).status, 200);
});

test('a stream can break, end early or contain an error event', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), {
    next: [
      { fault: 'drop', after: 5 },
      { fault: 'no_done', after: 5 },
      { fault: 'error_event', after: 5 },
    ],
  });
  await assert.rejects(stream(key), { message: 'terminated' });
  const early = await stream(key);
  assert.equal(early.length, 5);
  const failed = await stream(key);
  assert.equal(failed.length, 6);
  assert.equal(failed.at(-1)[0], 'error');
  assert.equal(failed.at(-1)[1].error.status_code, 400);
  const outcomes = standIn.admin.requests(org(key)).map(({ outcome }) => outcome);
  assert.deepEqual(outcomes, ['broken', 'broken', 'broken']);
});

test('a stalled stream ends when the client disconnects', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), {
    next: [
      { fault: 'stall', after: 0 },
      { fault: 'stall', after: 3 },
    ],
  });
  const open = () => {
    const abort = new AbortController();
    const response = fetch(`${standIn.origin}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: JSON.stringify(asking({ stream: true })),
      signal: abort.signal,
    });
    return { abort, response };
  };
  const silent = open();
  const outcomes = () => standIn.admin.requests(org(key)).map(({ outcome }) => outcome);
  while (outcomes()[0] !== 'open') await new Promise(setImmediate);
  silent.abort.abort();
  await assert.rejects(silent.response);
  const begun = open();
  const reader = (await begun.response).body.getReader();
  const first = await reader.read();
  assert.match(new TextDecoder().decode(first.value), /^data: \{"id"/);
  begun.abort.abort();
  await assert.rejects(reader.closed);
  while (outcomes().includes('open')) await new Promise(setImmediate);
  assert.deepEqual(outcomes(), ['cancelled', 'cancelled']);
});

test('a stream cut into single bytes has the same text, also beyond ASCII', async () => {
  const key = fresh();
  standIn.admin.scenario(org(key), { program: 'bastion-unicode' });
  const { body } = await post(key, asking());
  standIn.admin.scenario(org(key), { next: [{ fault: 'split' }] });
  const response = await fetch(`${standIn.origin}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(asking({ stream: true })),
  });
  const decoder = new TextDecoder();
  let [text, reads] = ['', 0];
  for await (const bytes of response.body) {
    text += decoder.decode(bytes, { stream: true });
    reads += 1;
  }
  assert.ok(reads > 1000, `${reads} reads`);
  assert.equal(contentOf(eventsOf(text)), body.choices[0].message.content);
  assert.match(contentOf(eventsOf(text)), /踏み台サーバー/);
});

test('an answer can be empty, huge, any text or garbage', async () => {
  const key = fresh();
  const deep = 'a {\n'.repeat(10_000);
  standIn.admin.scenario(org(key), {
    next: [
      { fault: 'empty' },
      { fault: 'huge' },
      { fault: 'text', text: deep },
      { fault: 'garbage' },
    ],
  });
  const empty = await stream(key, { max_completion_tokens: 300 });
  assert.equal(contentOf(empty), '');
  const last = chunksOf(empty).at(-1);
  assert.deepEqual([last.choices[0].finish_reason, last.usage.completion_tokens], ['length', 300]);
  const huge = contentOf(await stream(key));
  assert.ok(huge.length >= 1_000_000 && huge.startsWith('```hcl\n'));
  assert.equal(contentOf(await stream(key)), deep);
  const { status, text } = await post(key, asking({ stream: true }));
  assert.equal(status, 200);
  assert.ok(text.includes('\ufffd'));
});

test('the controls work over HTTP and refuse pages', async () => {
  const key = fresh();
  const call = (path, body, headers = {}) =>
    fetch(`${standIn.origin}/stand-in/${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { 'content-type': 'application/json', ...headers },
    });
  const scenario = { org: org(key), variant: 'clean', next: [{ fault: 'over_capacity' }] };
  assert.equal((await call('scenario', scenario)).status, 200);
  assert.equal((await call('scenario', scenario, { origin: 'http://x' })).status, 403);
  await post(key, asking());
  await post(key, asking());
  const requests = await (await call(`requests?org=${org(key)}`)).json();
  assert.deepEqual(
    requests.map(({ status }) => status),
    [503, 200],
  );
  const levels = await (await call(`levels?org=${org(key)}&model=${M20}`)).json();
  assert.equal(levels.RPD, 1);
  assert.equal((await (await call('programs')).json()).length, 18);
  assert.equal((await call('reset', { org: org(key) })).status, 200);
  assert.deepEqual(await (await call(`requests?org=${org(key)}`)).json(), []);
  for (const wrong of [
    { org: 'me' },
    { org: 'test', variant: 'x' },
    { org: 'test', what: 1 },
    { org: 'test', next: [{ fault: 'fire' }] },
    { org: 'test', retired: null },
    { org: 'test', levels: [{ window: 'TPX', used: 1 }] },
  ]) {
    const refused = await call('scenario', wrong);
    assert.equal(refused.status, 400, JSON.stringify(wrong));
    assert.equal(typeof (await refused.json()).error, 'string');
  }
});

test('options change the cost of a cap', async () => {
  const usedAfter = async (options) => {
    const other = await startStandIn({ clock: () => now, ...options });
    const response = await fetch(`${other.origin}/openai/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer gsk_test' },
      body: JSON.stringify(asking()),
    });
    const { usage } = await response.json();
    const { TPM } = other.admin.levels('test', M20);
    await other.close();
    return { TPM, usage };
  };
  const prompt = 71 + ids(EC2).length;
  assert.equal((await usedAfter({})).TPM, prompt + 1500);
  const back = await usedAfter({ givesBack: { unusedCap: true } });
  assert.equal(back.TPM, back.usage.total_tokens);
  const ignored = await usedAfter({ countsCap: false });
  assert.equal(ignored.TPM, prompt);
});

test('https has a certificate for api.groq.com and its key in Chromium arguments', async () => {
  const secure = await startStandIn({ https: true });
  const request = httpsRequest({
    host: '127.0.0.1',
    port: secure.port,
    servername: 'api.groq.com',
    rejectUnauthorized: false,
    path: '/openai/v1/models',
    headers: { authorization: 'Bearer gsk_test' },
  });
  request.end();
  const [response] = await once(request, 'response');
  const certificate = new X509Certificate(response.socket.getPeerCertificate().raw);
  assert.equal(certificate.checkHost('api.groq.com'), 'api.groq.com');
  const der = certificate.publicKey.export({ type: 'spki', format: 'der' });
  assert.equal(createHash('sha256').update(der).digest('base64'), secure.spki);
  assert.ok(secure.chromiumArguments[0].endsWith(`MAP api.groq.com 127.0.0.1:${secure.port}`));
  assert.equal(response.statusCode, 200);
  response.resume();
  await secure.close();
});
