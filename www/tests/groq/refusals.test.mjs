// Tests refusals of models and accounts, and the reasoning of Qwen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startStandIn } from './server.mjs';

const M20 = 'openai/gpt-oss-20b';
const QWEN = 'qwen/qwen3.8-27b';

let standIn;
before(async () => {
  standIn = await startStandIn({ clock: () => Date.UTC(2026, 10, 23, 12) });
});
after(() => standIn.close());

async function ask(name, more = {}) {
  const response = await fetch(`${standIn.origin}/openai/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer gsk_${name}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: M20,
      messages: [{ role: 'user', content: 'create an s3 bucket for artifacts' }],
      max_completion_tokens: 900,
      ...more,
    }),
  });
  return { status: response.status, text: await response.text() };
}

test('refuses a blocked model that it lists', async () => {
  const name = 'test_blocked';
  for (const [reason, status, code] of [
    ['org', 403, 'model_permission_blocked_org'],
    ['project', 403, 'model_permission_blocked_project'],
    ['terms', 400, 'model_terms_required'],
    ['inactive', 400, undefined],
  ]) {
    standIn.admin.scenario(name, { blocked: { [M20]: reason } });
    const refused = await ask(name);
    assert.deepEqual([refused.status, JSON.parse(refused.text).error.code], [status, code]);
  }
  const headers = { authorization: `Bearer gsk_${name}` };
  const { data } = await (await fetch(`${standIn.origin}/openai/v1/models`, { headers })).json();
  assert.ok(data.some(({ id }) => id === M20));
});

test('refuses everything of a restricted organization', async () => {
  standIn.admin.scenario('test_restricted', { restricted: true });
  const refused = await ask('test_restricted');
  assert.deepEqual(
    [refused.status, JSON.parse(refused.text).error.code],
    [400, 'organization_restricted'],
  );
});

test('refuses output tokens with the status of the scenario', async () => {
  for (const outputLimitStatus of [400, 413, 429]) {
    standIn.admin.scenario('test_output', { outputLimitStatus });
    const { status, text } = await ask('test_output', { model: QWEN, max_completion_tokens: 1500 });
    assert.equal(status, outputLimitStatus);
    assert.match(text, /\(OTPM\): Limit 1000, Requested 1500/);
  }
});

test('writes the reasoning of Qwen into the answer unless asked otherwise', async () => {
  const message = async (more) => {
    const { status, text } = await ask('test_qwen_thinks', { model: QWEN, ...more });
    assert.equal(status, 200, text);
    standIn.admin.reset('test_qwen_thinks');
    return JSON.parse(text).choices[0].message;
  };
  const raw = await message({ reasoning_effort: 'low' });
  assert.match(raw.content, /^<think>\n.+\n<\/think>\n\n/s);
  const parsed = await message({ reasoning_format: 'parsed' });
  assert.ok(parsed.reasoning.length > 0 && !parsed.content.includes('<think>'));
  for (const more of [{ reasoning_format: 'hidden' }, { reasoning_effort: 'none' }]) {
    const { content, reasoning } = await message(more);
    assert.ok(!content.includes('<think>') && reasoning === undefined);
  }
});

test('fails a generation as a status and inside an answer', async () => {
  const name = 'test_generation';
  const next = [
    { fault: 'tool_call' },
    { fault: 'error_event', after: 0 },
    { fault: 'quota_event', after: 2 },
    { fault: 'firewall' },
    { fault: 'filtered', text: 'no' },
  ];
  standIn.admin.scenario(name, { next });
  const called = await ask(name, { stream: true });
  assert.deepEqual([called.status, JSON.parse(called.text).error.code], [400, 'tool_use_failed']);
  assert.match((await ask(name, { stream: true })).text, /^event: error\ndata: .*tool_use_failed/);
  const full = (await ask(name, { stream: true })).text;
  assert.match(full, /event: error\ndata: .*\(TPM\): Limit 8000, Used .*try again in 1s/);
  assert.ok(!full.includes('[DONE]'));
  assert.match((await ask(name)).text, /^<!DOCTYPE html>/);
  assert.match((await ask(name, { stream: true })).text, /"finish_reason":"content_filter"/);
});
