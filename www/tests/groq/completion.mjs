// Turns an answer into a completion: streamed pieces, cut at the cap, and usage.
//
// The cut is exact in tokens.

import { ANSWER_FRAME, ids, pieces, tooLongRun } from './tokens.mjs';

/** Tokens a second, for the times in a usage. Groq's gpt-oss-20b generates about a thousand. */
const SPEED = { prompt: 20_000, completion: 1000 };

/**
 * Cuts an answer at its cap and counts its tokens.
 *
 * @param {{text: string, reasoning: string, cap: number, stop: string[], thinks: boolean}} answer
 *   `thinks`: the model reasons before it answers, as gpt-oss does at every effort
 * @returns {{reasoning: string[], content: string[], finish: 'stop' | 'length',
 *   completionTokens: number, reasoningTokens: number}}
 */
export function complete({ text, reasoning, cap, stop, thinks }) {
  const thought = thinks ? ids(reasoning) : [];
  const frame = thinks ? ANSWER_FRAME : { opening: 0, reasoning: 0, between: 0, closing: 1 };
  const thinking = frame.opening + frame.reasoning + thought.length;
  if (thinking + frame.between >= cap) {
    const reasoningTokens = Math.max(0, Math.min(cap, thinking) - frame.opening);
    return {
      reasoning: pieces(thought.slice(0, Math.max(0, reasoningTokens - frame.reasoning))),
      content: [],
      finish: 'length',
      completionTokens: cap,
      reasoningTokens,
    };
  }
  const all = ids(untilStop(text, stop));
  const left = cap - thinking - frame.between;
  const fits = all.length + frame.closing <= left;
  const kept = fits ? all : all.slice(0, left);
  return {
    reasoning: pieces(thought),
    content: pieces(kept),
    finish: fits ? 'stop' : 'length',
    completionTokens: fits ? thinking + frame.between + all.length + frame.closing : cap,
    reasoningTokens: thinking - frame.opening,
  };
}

/**
 * Returns a completion with all of `text` in large pieces, regardless of the cap.
 *
 * A broken or hostile server could send it. Its tokens are counted if that is cheap, otherwise
 * estimated.
 */
export function whole(text) {
  const cheap = text.length < 100_000 && !tooLongRun(text);
  return {
    reasoning: [],
    content: text.match(/[\s\S]{1,4096}/gu) ?? [],
    finish: 'stop',
    completionTokens: cheap ? ids(text).length : Math.ceil(text.length / 4),
    reasoningTokens: 0,
  };
}

/** Returns a completion whose cap the reasoning used up. */
export function nothing(cap) {
  const reasoningTokens = Math.max(0, cap - ANSWER_FRAME.opening);
  return { reasoning: [], content: [], finish: 'length', completionTokens: cap, reasoningTokens };
}

/** Returns the `usage` of an answer; details that are zero are absent. */
export function usage({ promptTokens, cachedTokens, completionTokens, reasoningTokens }) {
  const promptTime = promptTokens / SPEED.prompt;
  const completionTime = completionTokens / SPEED.completion;
  return {
    queue_time: 0.005,
    prompt_tokens: promptTokens,
    prompt_time: promptTime,
    ...(cachedTokens > 0 && { prompt_tokens_details: { cached_tokens: cachedTokens } }),
    completion_tokens: completionTokens,
    completion_time: completionTime,
    ...(reasoningTokens > 0 && {
      completion_tokens_details: { reasoning_tokens: reasoningTokens },
    }),
    total_tokens: promptTokens + completionTokens,
    total_time: promptTime + completionTime,
  };
}

function untilStop(text, stop) {
  const ends = stop.map((one) => text.indexOf(one)).filter((end) => end >= 0);
  return ends.length === 0 ? text : text.slice(0, Math.min(...ends));
}
