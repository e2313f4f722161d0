// Checks the body of a chat request and returns its parameters or Groq's 400.

import { badRequest } from './errors.mjs';
import { RUN_CHARS_MAX, tooLongRun } from './tokens.mjs';

/** Cap of a request that names none; reports disagree between 1024 and 2048. */
export const CAP_TOKENS_DEFAULT = 2048;

const UNSUPPORTED = ['logprobs', 'top_logprobs', 'logit_bias'];

/** Fields that Groq accepts and the stand-in ignores. */
const IGNORED = [
  'citation_options',
  'compound_custom',
  'debug',
  'disable_tool_validation',
  'documents',
  'exclude_domains',
  'frequency_penalty',
  'include_domains',
  'metadata',
  'parallel_tool_calls',
  'presence_penalty',
  'search_settings',
  'store',
  'user',
];

/** Fields that the stand-in refuses, since they would need a model. */
const ABSENT = ['functions', 'function_call', 'tools', 'tool_choice'];

const READ = [
  'include_reasoning',
  'max_completion_tokens',
  'max_tokens',
  'messages',
  'model',
  'n',
  'reasoning_effort',
  'reasoning_format',
  'response_format',
  'seed',
  'service_tier',
  'stop',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
];

const KNOWN = new Set([...UNSUPPORTED, ...IGNORED, ...ABSENT, ...READ]);

const FORMATS = ['hidden', 'parsed', 'raw'];

const ROLES = ['system', 'developer', 'user', 'assistant'];

/**
 * Checks `body` for `model`.
 *
 * Returns `{refused}` or `{asked}`; `asked.messages` have plain text contents, `asked.cap` is in
 * tokens, `asked.stop` is a list.
 */
export function read(body, model) {
  const refused =
    unknownFields(body) ?? numbers(body, model) ?? reasoning(body, model) ?? rest(body);
  if (refused) return { refused };
  const checked = messages(body.messages);
  if (checked.refused) return checked;
  return {
    asked: {
      messages: checked.messages,
      cap: body.max_completion_tokens ?? body.max_tokens ?? CAP_TOKENS_DEFAULT,
      effort: body.reasoning_effort ?? null,
      reasoningFormat: body.reasoning_format ?? 'raw',
      showsReasoning: body.include_reasoning !== false && body.reasoning_format !== 'hidden',
      stream: body.stream === true,
      includesUsage: body.stream_options?.include_usage === true,
      seed: body.seed ?? null,
      stop: [body.stop ?? []].flat(),
    },
  };
}

function unknownFields(body) {
  for (const [name, value] of Object.entries(body)) {
    if (!KNOWN.has(name)) return badRequest(`property '${name}' is unsupported`);
    if (value === null || value === false) continue;
    if (UNSUPPORTED.includes(name)) {
      return badRequest(`\`${name}\` is not supported with this model`, { param: name });
    }
    if (ABSENT.includes(name)) {
      return badRequest(`the stand-in has no \`${name}\``, { param: name });
    }
  }
  return null;
}

function numbers(body, model) {
  const ranges = [
    ['n', 1, 1],
    ['temperature', 0, 2],
    ['top_p', 0, 1],
    ['max_completion_tokens', 1, Infinity],
    ['max_tokens', 1, Infinity],
  ];
  for (const [name, least, most] of ranges) {
    const value = body[name];
    if (value === undefined || value === null) continue;
    const whole = name === 'n' || name.startsWith('max_');
    if (typeof value !== 'number' || (whole && !Number.isInteger(value))) {
      return badRequest(`'${name}' : value must be ${whole ? 'an integer' : 'a number'}`);
    }
    if (value > most) return badRequest(`'${name}' : number must be at most ${most}`);
    if (value < least) return badRequest(`'${name}' : number must be at least ${least}`);
    if (name.startsWith('max_') && value > model.output) {
      const message =
        `\`${name}\` must be less than or equal to \`${model.output}\`, the maximum value for ` +
        `\`${name}\` is less than the \`context_window\` for this model`;
      return badRequest(message, { param: name });
    }
  }
  if (body.seed !== undefined && body.seed !== null && !Number.isInteger(body.seed)) {
    return badRequest("'seed' : value must be an integer");
  }
  return null;
}

function reasoning(body, model) {
  const effort = body.reasoning_effort;
  const thinks = model.efforts.length > 0;
  for (const name of ['reasoning_effort', 'include_reasoning', 'reasoning_format']) {
    if (thinks || body[name] === undefined || body[name] === null) continue;
    return badRequest(`\`${name}\` is not supported with this model`, { param: name });
  }
  if (effort !== undefined && effort !== null && !model.efforts.includes(effort)) {
    const names = model.efforts.map((name) => `\`${name}\``);
    const choice = `${names.slice(0, -1).join(', ')}, or ${names.at(-1)}`;
    return badRequest(`\`reasoning_effort\` must be one of ${choice}`, {
      param: 'reasoning_effort',
    });
  }
  const format = body.reasoning_format;
  if (format !== undefined && format !== null && !FORMATS.includes(format)) {
    return badRequest('`reasoning_format` must be one of `hidden`, `parsed`, or `raw`', {
      param: 'reasoning_format',
    });
  }
  const both = body.include_reasoning !== undefined && body.reasoning_format !== undefined;
  if (both) return badRequest('cannot specify both `include_reasoning` and `reasoning_format`');
  return null;
}

function rest(body) {
  for (const name of ['stream', 'include_reasoning']) {
    const value = body[name];
    if (value === undefined || value === null || typeof value === 'boolean') continue;
    return badRequest(`'${name}' : value must be a boolean`);
  }
  const stop = [body.stop ?? []].flat();
  if (stop.length > 4) return badRequest("'stop' : maximum number of items is 4");
  if (stop.some((one) => typeof one !== 'string' || one === '')) {
    return badRequest("'stop' : value must be a string");
  }
  const options = body.stream_options;
  if (options && body.stream !== true) {
    return badRequest("'stream_options' : only allowed when `stream` is true");
  }
  const tier = body.service_tier;
  if (tier !== undefined && tier !== null && tier !== 'on_demand') {
    return badRequest(`service_tier \`${tier}\` is not available for this org`, {
      param: 'service_tier',
    });
  }
  const format = body.response_format?.type;
  if (format !== undefined && format !== 'text') {
    return badRequest(`the stand-in has no \`response_format\` of type \`${format}\``, {
      param: 'response_format',
    });
  }
  return null;
}

function messages(list) {
  if (list === undefined) {
    return { refused: badRequest("'messages' : property 'messages' is missing") };
  }
  if (!Array.isArray(list)) return { refused: badRequest("'messages' : value must be an array") };
  if (list.length === 0) {
    return { refused: badRequest("'messages' : minimum number of items is 1") };
  }
  const plain = [];
  for (const [index, message] of list.entries()) {
    const checked = oneMessage(message, `messages.${index}`);
    if (checked.refused) return checked;
    plain.push(checked.message);
  }
  return { messages: plain };
}

function oneMessage(message, path) {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) {
    return { refused: badRequest(`'${path}' : value must be an object`) };
  }
  const { role, content } = message;
  if (!ROLES.includes(role)) {
    return { refused: badRequest(`'${path}' : discriminator property 'role' has invalid value`) };
  }
  const fault = (what) =>
    badRequest(`'${path}' : for 'role:${role}' the following must be satisfied[(${what})]`);
  for (const name of Object.keys(message)) {
    if (name === 'role' || name === 'content') continue;
    return { refused: fault(`'${path}' : property '${name}' is unsupported`) };
  }
  const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const isText = (part) => part?.type === 'text' && typeof part.text === 'string';
  if (!Array.isArray(parts) || !parts.every(isText)) {
    return { refused: fault(`'${path}.content' : value must be a string`) };
  }
  const text = parts.map((part) => part.text).join('');
  if (tooLongRun(text)) {
    const limit = `more than ${RUN_CHARS_MAX} characters of one kind in a row`;
    return { refused: badRequest(`the stand-in does not count \`${path}\`: ${limit}`) };
  }
  return { message: { role, content: text } };
}
