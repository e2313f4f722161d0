// Encodes messages into the token ids that Groq counts.
//
// The stand-in renders the whole prompt and encodes it with npm gpt-tokenizer. It shares no code
// with the product, so that the tests find a wrong count of the product.

import ranks from 'gpt-tokenizer/bpeRanks/o200k_base';
import { encode } from 'gpt-tokenizer/encoding/o200k_harmony';

/** Ids of the special tokens of o200k_harmony that frame a conversation. */
const FRAME = { return: 200002, channel: 200005, start: 200006, end: 200007, message: 200008 };

/**
 * Number of completion tokens around a gpt-oss answer, from recorded usages.
 *
 * They are `<|channel|>analysis`, one token that is counted as reasoning, then
 * `<|end|><|start|>assistant<|channel|>final<|message|>` and `<|return|>`.
 */
export const ANSWER_FRAME = { opening: 2, reasoning: 1, between: 6, closing: 1 };

/** Maximum run of characters of one kind; the time of the merge is quadratic in it. */
export const RUN_CHARS_MAX = 16_384;

/** Step in which a repeated prefix is cached, in tokens. */
export const CACHE_STEP_TOKENS = 256;

/** Returns the ids of `text`; special tokens in it are ordinary text. */
export function ids(text) {
  return encode(text, { disallowedSpecial: new Set() });
}

/**
 * Returns the text of each id, in pieces of whole characters.
 *
 * The bytes of an incomplete last character are dropped, as a stream never has half a character.
 * The generator of gpt-tokenizer keeps those bytes for its next call, so it is not used.
 */
export function pieces(tokenIds) {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const bytes = (rank) => (typeof rank === 'string' ? encoder.encode(rank) : Uint8Array.from(rank));
  return tokenIds
    .map((id) => decoder.decode(bytes(ranks[id]), { stream: true }))
    .filter((piece) => piece !== '');
}

/** Returns whether encoding `text` would take seconds. */
export function tooLongRun(text) {
  if (text.length <= RUN_CHARS_MAX) return false;
  const runs = text.match(/\s+|[\p{L}\p{M}]+|[^\s\p{L}\p{N}]+/gu) ?? [];
  return runs.some((run) => run.length > RUN_CHARS_MAX);
}

/**
 * Returns the ids of the whole prompt that Groq builds from the messages.
 *
 * @param {{role: string, content: string}[]} messages
 * @param {{frame: 'harmony' | 'chatml', effort: string | null, date: string}} how `date` as
 *   YYYY-MM-DD
 */
export function promptIds(messages, { frame, effort, date }) {
  if (frame === 'chatml') return chatml(messages, effort);
  return harmony(messages, effort ?? 'medium', date);
}

/**
 * Returns the number of cached tokens of a prompt after `earlier` prompts.
 *
 * The last token is never cached.
 */
export function cachedTokens(prompt, earlier) {
  let longest = 0;
  for (const other of earlier) {
    const most = Math.min(prompt.length - 1, other.length);
    let same = 0;
    while (same < most && prompt[same] === other[same]) same += 1;
    longest = Math.max(longest, same);
  }
  return Math.floor(longest / CACHE_STEP_TOKENS) * CACHE_STEP_TOKENS;
}

function harmony(messages, effort, date) {
  const system = [
    'You are ChatGPT, a large language model trained by OpenAI.',
    'Knowledge cutoff: 2024-06',
    `Current date: ${date}`,
    '',
    `Reasoning: ${effort}`,
    '',
    '# Valid channels: analysis, commentary, final. Channel must be included for every message.',
  ].join('\n');
  const isInstruction = ({ role }) => role === 'system' || role === 'developer';
  const developer = messages
    .filter(isInstruction)
    .map(({ content }) => `# Instructions\n\n${content}`);
  // Without a system message Groq renders an empty developer message.
  if (developer.length === 0) developer.push('');
  return [
    ...block(ids('system'), system),
    ...developer.flatMap((text) => block(ids('developer'), text)),
    ...messages
      .filter((message) => !isInstruction(message))
      .flatMap(({ role, content }) =>
        role === 'assistant'
          ? block([...ids('assistant'), FRAME.channel, ...ids('final')], content)
          : block(ids(role), content),
      ),
    FRAME.start,
    ...ids('assistant'),
  ];
}

function block(header, content) {
  return [FRAME.start, ...header, FRAME.message, ...ids(content), FRAME.end];
}

/**
 * Returns the ids of a ChatML prompt: five around each message and three to start the answer.
 *
 * The contents are encoded with o200k. These models have other vocabularies, so the count is
 * approximate.
 */
function chatml(messages, effort) {
  const around = Array(5).fill(FRAME.message);
  const start = Array(effort === 'none' ? 7 : 3).fill(FRAME.start);
  return [...messages.flatMap(({ content }) => [...around, ...ids(content)]), ...start];
}
