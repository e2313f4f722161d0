// Counts the tokens of messages as Groq does. This is the stand-in's own count: it renders
// the whole prompt and encodes it with npm gpt-tokenizer, and shares nothing with the product, so
// that a wrong count of the product shows.

import ranks from 'gpt-tokenizer/bpeRanks/o200k_base';
import { encode } from 'gpt-tokenizer/encoding/o200k_harmony';

/** Ids of the special tokens of o200k_harmony that frame a conversation. */
const FRAME = { return: 200002, channel: 200005, start: 200006, end: 200007, message: 200008 };

/** Completion tokens around a gpt-oss answer, from recorded usages: `<|channel|>analysis`, one
 * token that is counted as reasoning, then `<|end|><|start|>assistant<|channel|>final<|message|>`
 * and `<|return|>`. */
export const ANSWER_FRAME = { opening: 2, reasoning: 1, between: 6, closing: 1 };

/** Characters of one kind in a row that are still encoded; the merge is quadratic in them. */
export const RUN_CHARS_MAX = 16_384;

/** A repeated prefix is cached in steps of this many tokens. */
export const CACHE_STEP_TOKENS = 256;

/** Ids of `text`; special tokens written out in it are ordinary text. */
export function ids(text) {
  return encode(text, { disallowedSpecial: new Set() });
}

/** The text of each id, every piece made of whole characters; what the last ids leave of an
 * unfinished character is dropped, as a stream never carries half a character. The library's own
 * generator keeps that rest for its next call, so it is not used. */
export function pieces(tokenIds) {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const bytes = (rank) => (typeof rank === 'string' ? encoder.encode(rank) : Uint8Array.from(rank));
  return tokenIds
    .map((id) => decoder.decode(bytes(ranks[id]), { stream: true }))
    .filter((piece) => piece !== '');
}

/** Whether encoding `text` would take seconds. */
export function tooLongRun(text) {
  if (text.length <= RUN_CHARS_MAX) return false;
  const runs = text.match(/\s+|[\p{L}\p{M}]+|[^\s\p{L}\p{N}]+/gu) ?? [];
  return runs.some((run) => run.length > RUN_CHARS_MAX);
}

/**
 * Ids of the whole prompt that Groq builds of the messages.
 *
 * @param {{role: string, content: string}[]} messages
 * @param {{frame: 'harmony' | 'chatml', effort: string | null, date: string}} how `date` as
 *   YYYY-MM-DD
 */
export function promptIds(messages, { frame, effort, date }) {
  if (frame === 'chatml') return chatml(messages, effort);
  return harmony(messages, effort ?? 'medium', date);
}

/** Tokens of the prompt that a cache holding `earlier` prompts answers; the last one is always
 * read anew. */
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
  // Without a system message Groq renders a developer message that is empty.
  if (developer.length === 0) developer.push('');
  return [
    ...block(ids('system'), system),
    ...developer.flatMap((text) => block(ids('developer'), text)),
    ...messages.filter((message) => !isInstruction(message)).flatMap(({ role, content }) =>
      role === 'assistant'
        ? block([...ids('assistant'), FRAME.channel, ...ids('final')], content)
        : block(ids(role), content)),
    FRAME.start,
    ...ids('assistant'),
  ];
}

function block(header, content) {
  return [FRAME.start, ...header, FRAME.message, ...ids(content), FRAME.end];
}

/** ChatML: five tokens around a message and three to start the answer. The contents are encoded
 * with o200k, so the count is close and not exact: these models have vocabularies of their own. */
function chatml(messages, effort) {
  const around = Array(5).fill(FRAME.message);
  const start = Array(effort === 'none' ? 7 : 3).fill(FRAME.start);
  return [...messages.flatMap(({ content }) => [...around, ...ids(content)]), ...start];
}
