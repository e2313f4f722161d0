// Sends a completion as one JSON object or as server-sent events.
//
// `send` applies the faults of a scenario that break a reply.

import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';

import { stream as streaming } from 'hono/streaming';

/** Tokens of one event in a reply that is cut into single bytes, which keeps the reply short. */
const SPLIT_TOKENS = 16;

/** Returns the reply to a request that is not streamed. */
export function wholeReply(head, completion, usage, showsReasoning) {
  const reasoning = completion.reasoning.join('');
  return {
    id: head.id,
    object: 'chat.completion',
    created: head.created,
    model: head.model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: completion.content.join(''),
          ...(showsReasoning && reasoning !== '' && { reasoning }),
        },
        logprobs: null,
        finish_reason: completion.finish,
      },
    ],
    usage,
    usage_breakdown: null,
    system_fingerprint: head.fingerprint,
    x_groq: { id: head.request, seed: head.seed },
    service_tier: 'on_demand',
  };
}

/** Returns the events of a streamed reply, `[DONE]` last. */
export function events(head, completion, usage, { showsReasoning, includesUsage }) {
  const chunk = (choices, more = {}) => ({
    id: head.id,
    object: 'chat.completion.chunk',
    created: head.created,
    model: head.model,
    system_fingerprint: head.fingerprint,
    choices,
    ...more,
  });
  const delta = (content, finish = null) => [
    { index: 0, delta: content, logprobs: null, finish_reason: finish },
  ];
  const request = { id: head.request };
  return [
    chunk(delta({ role: 'assistant', content: '' }), { x_groq: { ...request, seed: head.seed } }),
    ...(showsReasoning ? completion.reasoning : []).map((reasoning) =>
      chunk(delta({ reasoning, channel: 'analysis' })),
    ),
    ...completion.content.map((content) => chunk(delta({ content }))),
    chunk(delta({}, completion.finish), { x_groq: { ...request, usage }, usage }),
    ...(includesUsage ? [chunk([], { usage })] : []),
    '[DONE]',
  ].map((data) => `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
}

/** Joins the pieces of a completion, for replies that are cut into single bytes. */
export function coarse(completion) {
  const joined = [];
  for (let at = 0; at < completion.content.length; at += SPLIT_TOKENS) {
    joined.push(completion.content.slice(at, at + SPLIT_TOKENS).join(''));
  }
  return { ...completion, content: joined };
}

/**
 * Sends `parts` one after the other and applies `fault`.
 *
 * `perSecond` is the number of parts a second (null: all at once). Faults:
 *
 *   drop         the connection breaks after `after` parts
 *   no_done      the reply ends in order after `after` parts
 *   error_event  an error event follows after `after` parts, and nothing after it; so does
 *   quota_event  that of a quota
 *   stall        no byte follows after `after` parts, until the client disconnects
 *   slow         `ms` milliseconds pass before each part
 *   split        every byte is written by itself
 *
 * `failure` creates the data of the error event. Calls `done` with the outcome: `answered`, `cancelled` or `broken`.
 */
export function send(context, parts, { perSecond, fault, failure, closing, done }) {
  const kind = fault?.fault;
  const fails = ['error_event', 'quota_event'].includes(kind);
  const cuts = fails || ['drop', 'no_done', 'stall'].includes(kind);
  const sent = cuts ? parts.slice(0, fault.after ?? Math.ceil(parts.length / 2)) : parts;
  return streaming(context, async (out) => {
    const gone = new AbortController();
    const leave = () => gone.abort();
    out.onAbort(leave);
    closing.addEventListener('abort', leave, { once: true });
    try {
      await write(out, sent, { perSecond, fault, signal: gone.signal });
      if (fails) await out.write(`event: error\ndata: ${JSON.stringify(failure())}\n\n`);
      await end(context, kind, gone.signal);
      done(cuts ? 'broken' : 'answered');
    } catch (error) {
      if (!gone.signal.aborted) throw error;
      done('cancelled');
    } finally {
      closing.removeEventListener('abort', leave);
    }
  });
}

async function write(out, parts, { perSecond, fault, signal }) {
  const encoder = new TextEncoder();
  const start = performance.now();
  for (const [index, part] of parts.entries()) {
    signal.throwIfAborted();
    if (fault?.fault === 'slow') await sleep(fault.ms ?? 50, undefined, { signal });
    else if (perSecond !== null) await pace(start, index / perSecond, signal);
    if (fault?.fault === 'split') await writeBytes(out, encoder.encode(part), signal);
    else await out.write(part);
  }
}

async function writeBytes(out, bytes, signal) {
  for (let at = 0; at < bytes.length; at += 1) {
    signal.throwIfAborted();
    await out.write(bytes.subarray(at, at + 1));
    await turn();
  }
}

/** Waits until `seconds` after `start`; skips short waits, since timers are coarse. */
async function pace(start, seconds, signal) {
  const left = start + seconds * 1000 - performance.now();
  if (left > 10) await sleep(left, undefined, { signal });
}

async function end(context, kind, signal) {
  if (kind === 'stall') await new Promise((_, reject) => signal.addEventListener('abort', reject));
  if (kind === 'drop') {
    // The written bytes leave before the connection breaks.
    await sleep(20, undefined, { signal });
    context.env.outgoing.destroy();
  }
}
