// Numbers, times and failures in plain words.

import type { Failure, ModelInfo, Part, Severity } from './types';

const NUMBER = new Intl.NumberFormat('en');
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
const MINUTE_MS = 60_000;

export function number(value: number): string {
  return NUMBER.format(value);
}

/** `1 token`, `2 tokens`. */
export function count(value: number, noun: string): string {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** The time of day, with the weekday where it is not today's. */
export function clock(at: number, now: number = Date.now()): string {
  const time = CLOCK.format(at);
  return DAY.format(at) === DAY.format(now) ? time : `${DAY.format(at)} ${time}`;
}

/** How long it is until then: `12 s`, `4 min`, `1 h 20 min`. */
export function lapse(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.ceil(ms / 1000))} s`;
  const minutes = Math.ceil(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}

/** A model as a person calls it. */
export function modelName(models: readonly ModelInfo[], id: string): string {
  return models.find((model) => model.id === id)?.name ?? id;
}

export const PART_NAMES: Readonly<Record<Part['name'], string>> = {
  frame: 'frame added by Groq',
  system: 'instructions',
  request: 'your words',
  digest: 'what is open',
  code: 'blocks at fault',
};

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

const FAILURES: Readonly<Record<string, string>> = {
  auth: 'Groq does not accept this key. Check it, or make a new one in the Groq console.',
  too_large: 'This is more than the model\'s quota takes in one call. Ask for less at once.',
  model_gone: 'Groq no longer offers this model. Choose another one.',
  over_capacity: 'Groq is over capacity at the moment. Try again in a few minutes.',
  network: 'Groq could not be reached. Check the connection, then try again.',
  broken_stream: 'The answer broke off on the way. Try again.',
  bad_request: 'Groq refused the request.',
  cancelled: 'Cancelled. Your request is still here.',
};

/** A failure in one plain sentence, with the time it ends where that is known. */
export function failureText({ kind, until }: Failure, now: number = Date.now()): string {
  if (kind === 'quota') {
    const when = until === null ? 'It refills as time passes.'
      : `It opens again at ${clock(until, now)}, in ${lapse(until - now)}.`;
    return `The free quota is used up. ${when}`;
  }
  return FAILURES[kind] ?? 'Something went wrong. Your request is still here.';
}
