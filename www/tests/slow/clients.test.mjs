// Tests the stand-in for Groq with the official clients of Groq and of OpenAI.
//
// What they read and throw is what they read and throw with Groq, as far as Groq's answers are known.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import Groq from 'groq-sdk';
import OpenAI from 'openai';

import { startStandIn } from '../groq/server.mjs';

const MODEL = 'openai/gpt-oss-20b';
const ASKED = {
  model: MODEL,
  messages: [{ role: 'user', content: 'create an s3 bucket for artifacts' }],
  max_completion_tokens: 900,
};

let standIn;
before(async () => {
  standIn = await startStandIn();
});
after(() => standIn.close());

const clients = {
  'groq-sdk': (apiKey, options) => new Groq({ apiKey, baseURL: standIn.origin, ...options }),
  openai: (apiKey, options) =>
    new OpenAI({ apiKey, baseURL: `${standIn.origin}/openai/v1`, ...options }),
};

for (const [name, open] of Object.entries(clients)) {
  describe(name, () => {
    const org = (what) => `test_${name.replace('-', '_')}_${what}`;
    const client = (what, options = {}) => open(`gsk_${org(what)}`, { maxRetries: 0, ...options });
    const asks = (what, next) => {
      standIn.admin.scenario(org(what), { next });
      return client(what).chat.completions.create(ASKED);
    };

    test('lists the models', async () => {
      const ids = (await client('models').models.list()).data.map(({ id }) => id);
      assert.ok(ids.includes(MODEL), ids.join());
    });

    test('reads an answer and its usage', async () => {
      const { choices, usage } = await client('whole').chat.completions.create(ASKED);
      assert.match(choices[0].message.content, /resource "aws_s3_bucket"/);
      assert.equal(choices[0].finish_reason, 'stop');
      assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
    });

    test('reads a streamed answer and its usage', async () => {
      const asked = { ...ASKED, stream: true, stream_options: { include_usage: true } };
      let [text, usage] = ['', null];
      for await (const chunk of await client('stream').chat.completions.create(asked)) {
        text += chunk.choices[0]?.delta.content ?? '';
        usage = chunk.usage ?? usage;
      }
      assert.match(text, /resource "aws_s3_bucket"/);
      assert.ok(usage.completion_tokens > 0);
    });

    test('throws for each refusal with its status and code', async () => {
      standIn.admin.scenario(org('refused'), { blocked: { [MODEL]: 'project' } });
      standIn.admin.scenario(org('restricted'), { restricted: true });
      for (const [call, status, code] of [
        [() => open('gsk_wrong', { maxRetries: 0 }).models.list(), 401, 'invalid_api_key'],
        [
          () => client('refused').chat.completions.create(ASKED),
          403,
          'model_permission_blocked_project',
        ],
        [() => client('restricted').chat.completions.create(ASKED), 400, 'organization_restricted'],
        [() => asks('tool', [{ fault: 'tool_call' }]), 400, 'tool_use_failed'],
        [() => asks('wait', [{ fault: 'wait', seconds: 2 }]), 429, 'rate_limit_exceeded'],
        [() => asks('page', [{ fault: 'firewall' }]), 403, undefined],
      ]) {
        await assert.rejects(call(), (error) => {
          // The client of Groq leaves the body as it is; that of OpenAI takes the error out of it.
          const body = error.error?.error ?? error.error;
          assert.deepEqual([error.status, body?.code], [status, code], error.message);
          return true;
        });
      }
    });

    test('waits for the time of a refusal and calls again', async () => {
      standIn.admin.scenario(org('again'), { next: [{ fault: 'wait', seconds: 1 }] });
      const started = performance.now();
      await client('again', { maxRetries: 1 }).chat.completions.create(ASKED);
      assert.ok(performance.now() - started >= 900);
      assert.equal(standIn.admin.requests(org('again')).length, 2);
    });

    test('throws for an error inside an answer', async () => {
      standIn.admin.scenario(org('event'), { next: [{ fault: 'error_event', after: 3 }] });
      const stream = await client('event').chat.completions.create({ ...ASKED, stream: true });
      await assert.rejects(async () => {
        for await (const chunk of stream) assert.ok(chunk);
      }, /model called a tool/);
    });
  });
}
