// Refuses, charges and answers POST /openai/v1/chat/completions.

import { randomInt, randomUUID } from 'node:crypto';

import { asksRepair, draft, reasoning, repair } from './answers.mjs';
import { complete, nothing, usage as usageOf, whole } from './completion.mjs';
import * as errors from './errors.mjs';
import { DECOMMISSIONED, MODELS } from './models.mjs';
import { read } from './parameters.mjs';
import { rateLimitHeaders, reply, requestId } from './reply.mjs';
import { coarse, events, send, wholeReply } from './stream.mjs';
import { promptIds } from './tokens.mjs';

const HUGE_BYTES = 1_000_000;
const GARBAGE_BYTES = 65_536;

/** Answers one chat request of `organisation`. */
export async function chat(context, organisation, service) {
  const entry = organisation.log({ kind: 'chat', at: service.clock(), outcome: 'refused' });
  const refuse = (refused, headers = {}) => {
    entry.status = refused.status;
    entry.code = refused.body?.error?.code ?? null;
    service.report(organisation, entry);
    return reply(context, refused, headers);
  };
  const text = await context.req.text();
  const found = request(text, organisation);
  if (found.refused) return refuse(found.refused);
  const { asked, model } = found;
  const { cap, messages } = asked;
  const date = new Date(service.clock()).toISOString().slice(0, 10);
  const prompt = promptIds(messages, { frame: model.frame, effort: asked.effort, date });
  const requested = prompt.length + (service.countsCap ? cap : 0);
  Object.assign(entry, { model: model.id, messages, cap, effort: asked.effort });
  Object.assign(entry, { stream: asked.stream, body: found.body });
  Object.assign(entry, { promptTokens: prompt.length, requested });
  if (prompt.length + cap > model.context) return refuse(errors.contextTooLong());

  const fault = organisation.takeFault('chat');
  entry.fault = fault?.fault ?? null;
  const amounts = { RPM: 1, RPD: 1, TPM: requested, TPD: requested };
  Object.assign(amounts, { ITPM: prompt.length, OTPM: cap });
  if (fault?.cors === false) context.set('hidesCors', true);
  const now = service.clock();
  const broken = before({ fault, model, organisation, amounts, now });
  if (broken) return refuse(broken);
  const limited = organisation.admit(model, amounts, now);
  const headers = rateLimitHeaders(organisation, model, now, limited?.window);
  if (limited) {
    const { outputLimitStatus } = organisation.settings;
    const refused = errors.rateLimited(model.id, organisation.id, limited, outputLimitStatus);
    return refuse(refused, headers);
  }
  return answer(context, { asked, model, prompt, organisation, entry, fault, headers, service });
}

/** Parses and checks a request; returns it, or `refused` with the error. */
function request(text, organisation) {
  let body;
  try {
    body = JSON.parse(text);
  } catch (error) {
    return { refused: errors.badRequest(`request body is not valid JSON: ${error.message}`) };
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { refused: errors.badRequest('request body must be a JSON object') };
  }
  if (typeof body.model !== 'string' || body.model === '') {
    return { refused: errors.badRequest("'model' : property 'model' is missing") };
  }
  const { restricted, blocked } = organisation.settings;
  if (restricted) return { refused: errors.restricted() };
  const retired = organisation.settings.retired[body.model];
  if (retired === 'decommissioned' || DECOMMISSIONED.includes(body.model)) {
    return { refused: errors.modelDecommissioned(body.model) };
  }
  const model = MODELS.find(({ id }) => id === body.model);
  if (retired || !model) return { refused: errors.modelNotFound(body.model) };
  if (!model.chat) {
    const message = `The model \`${model.id}\` does not support chat completions`;
    return { refused: errors.badRequest(message) };
  }
  if (blocked[model.id]) return { refused: errors.modelBlocked(model.id, blocked[model.id]) };
  return { ...read(body, model), model, body };
}

/** Applies the fault of a scenario before a request is admitted; returns an error or null. */
function before({ fault, model, organisation, amounts, now }) {
  switch (fault?.fault) {
    case 'over_capacity':
      return errors.overCapacity(model.id);
    case 'forbidden':
      return errors.botBlocked();
    case 'firewall':
      return errors.firewallPage();
    case 'tool_call':
      return errors.generationFailed();
    case 'refuse': {
      const error = fault.error ?? { message: 'refused', type: 'invalid_request_error' };
      const { status = 400, headers = {}, body = { error } } = fault;
      return { status, headers, body };
    }
    case 'wait': {
      const bucket = organisation.bucket(model, fault.window ?? 'TPM');
      if (!bucket) return null;
      const excess = (fault.seconds ?? 3) * bucket.perSecond;
      bucket.set(bucket.limit - amounts[bucket.window] + excess, now);
      return null;
    }
    default:
      return null;
  }
}

function answer(context, asking) {
  const { asked, model, prompt, organisation, entry, fault, headers, service } = asking;
  const cached = organisation.cache(model, prompt);
  const completion = completionOf({ asked, model, organisation, entry, fault });
  const { completionTokens, reasoningTokens } = completion;
  const usage = usageOf({
    promptTokens: prompt.length,
    cachedTokens: cached,
    completionTokens,
    reasoningTokens,
  });
  const unused = service.countsCap ? asked.cap - completionTokens : -completionTokens;
  const back = (service.givesBack.cached ? cached : 0) + (service.givesBack.unusedCap ? unused : 0);
  if (back !== 0) organisation.giveBack(model, back);
  Object.assign(entry, { status: 200, usage, finish: completion.finish, outcome: 'open' });
  const done = (outcome) => {
    entry.outcome = outcome;
    service.report(organisation, entry);
  };
  if (fault?.fault === 'stall' && (fault.after ?? 0) === 0) return silence(context, service, done);

  const head = {
    id: `chatcmpl-${randomUUID()}`,
    request: requestId(),
    created: Math.floor(service.clock() / 1000),
    model: model.id,
    seed: asked.seed ?? randomInt(2 ** 31),
    fingerprint: 'fp_57a4d1400b',
  };
  for (const [name, value] of Object.entries({ ...headers, 'x-request-id': head.request })) {
    context.header(name, value);
  }
  context.header('content-type', asked.stream ? 'text/event-stream' : 'application/json');
  return send(context, partsOf({ asked, head, completion, usage, fault }), {
    perSecond: asked.stream ? service.tokensPerSecond : null,
    fault,
    failure: () => failureEvent(fault, { model, organisation, now: service.clock() }),
    closing: service.closing,
    done,
  });
}

/** Returns the error event that ends a reply after its 200. */
function failureEvent({ fault }, { model, organisation, now }) {
  if (fault !== 'quota_event') return errors.generationFailedEvent();
  const bucket = organisation.bucket(model, 'TPM');
  const [limit, used] = [bucket.limit, bucket.used(now)];
  const waitSeconds = 1;
  const requested = Math.ceil(limit - used + waitSeconds * bucket.perSecond);
  const refused = { window: 'TPM', limit, used, requested, waitSeconds, tooLarge: false };
  return errors.rateLimitedEvent(model.id, organisation.id, refused);
}

/** Returns the completion of a scenario's text, in large pieces or token by token. */
function given({ text = '', fine = false }) {
  if (!fine) return whole(String(text));
  return complete({
    text: String(text),
    reasoning: '',
    cap: Number.MAX_SAFE_INTEGER,
    stop: [],
    thinks: false,
  });
}

/** Returns the completion of a request, from a file or from the scenario. */
function completionOf({ asked, model, organisation, entry, fault }) {
  if (fault?.fault === 'text') return given(fault);
  if (fault?.fault === 'huge') return whole(huge(fault.bytes ?? HUGE_BYTES));
  if (fault?.fault === 'empty') return nothing(asked.cap);
  if (fault?.fault === 'filtered') return { ...given(fault), finish: 'content_filter' };
  const userTexts = asked.messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content);
  const message = userTexts.at(-1) ?? '';
  const { settings, drafts } = organisation;
  let served;
  if (asksRepair(message)) {
    served = repair(userTexts, drafts, settings.repair);
  } else {
    served = draft(message, settings);
    organisation.drafted({ text: message, program: served.program, variant: served.variant });
  }
  Object.assign(entry, { program: served.program, variant: served.variant });
  const effort = asked.effort ?? 'medium';
  const thinks = model.efforts.length > 0 && effort !== 'none';
  const thought = reasoning(effort, message);
  // Qwen writes its reasoning into the answer, unless another format is requested.
  const isRaw = thinks && model.frame === 'chatml' && asked.reasoningFormat === 'raw';
  return complete({
    text: isRaw ? `<think>\n${thought}\n</think>\n\n${served.text}` : served.text,
    reasoning: thought,
    cap: asked.cap,
    stop: asked.stop,
    thinks: thinks && !isRaw,
  });
}

function partsOf({ asked, head, completion, usage, fault }) {
  if (fault?.fault === 'garbage') return [garbage(fault.bytes ?? GARBAGE_BYTES)];
  const shown = fault?.fault === 'split' ? coarse(completion) : completion;
  if (asked.stream) return events(head, shown, usage, asked);
  const json = JSON.stringify(wholeReply(head, shown, usage, asked.showsReasoning));
  const half = Math.floor(json.length / 2);
  return [json.slice(0, half), json.slice(half)];
}

/** Sends no byte until the client disconnects or the server closes. */
function silence(context, service, done) {
  return new Promise((resolve) => {
    const { outgoing } = context.env;
    const hangUp = () => outgoing.destroy();
    service.closing.addEventListener('abort', hangUp, { once: true });
    outgoing.once('close', () => {
      service.closing.removeEventListener('abort', hangUp);
      done('cancelled');
      resolve(context.body(null, 499));
    });
  });
}

/** Returns a fenced program of about `bytes` bytes. */
function huge(bytes) {
  const blocks = [];
  for (let size = 0, index = 0; size < bytes; index += 1) {
    const block = `resource "aws_sqs_queue" "q${index}" {\n  name = "q${index}"\n}\n\n`;
    blocks.push(block);
    size += block.length;
  }
  return `\`\`\`hcl\n${blocks.join('')}\`\`\`\n`;
}

/** Returns bytes that are neither UTF-8 nor events, the same every time. */
function garbage(bytes) {
  const out = new Uint8Array(bytes);
  let state = 0x2545f491;
  for (let at = 0; at < bytes; at += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    out[at] = state >>> 24;
  }
  return out;
}
