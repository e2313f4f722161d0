// Formats numbers, times, costs and errors for the page.

import type { AppError } from './errors';
import type { ModelInfo, Part, Preview, Profile, Report, Severity } from './types';

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

/** Time of day, with the weekday where it is not today. */
export function clock(at: number, now: number = Date.now()): string {
  const time = CLOCK.format(at);
  return DAY.format(at) === DAY.format(now) ? time : `${DAY.format(at)} ${time}`;
}

/** A duration: `12 s`, `4 min`, `1 h 20 min`. */
export function lapse(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.max(0, Math.ceil(ms / 1000))} s`;
  const minutes = Math.ceil(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}

/** Display name of a model. */
export function modelName(models: readonly ModelInfo[], id: string): string {
  return models.find((model) => model.id === id)?.name ?? id;
}

/** Whether a request costs no tokens: no model answers it. */
export function isFree({ first }: Preview): boolean {
  return first !== 'model';
}

/** Whether no model wrote a report, which a model could still be asked for. */
export function isWithoutModel({ first, assumptions, cached }: Report): boolean {
  // A report that an earlier version stored has no `first`.
  return (first ?? 'model') !== 'model' || (assumptions ?? cached) !== null;
}

/** Cost of a run, in one line. */
export function costSummary(report: Report): string {
  const { attempts, used, assumptions, cached, first } = report;
  if (first === 'statement') return 'The text asks for no change, 0 tokens';
  if (first === 'edits') return 'Changed without a model, 0 tokens';
  if (assumptions !== null) return 'From templates, 0 tokens';
  if (cached !== null) {
    return `Cached answer to the same request, 0 tokens instead of ${number(cached.tokens)}`;
  }
  const unknown = attempts.filter(({ usage }) => usage === null);
  const counted = attempts.length - unknown.length;
  const parts = [`${count(attempts.length, 'attempt')}`];
  if (counted > 0) {
    parts.push(
      `${number(used.promptTokens)} prompt + ${number(used.completionTokens)} answer ` +
        `= ${count(used.totalTokens, 'token')}`,
    );
  }
  if (unknown.length > 0) {
    const most = unknown.reduce(
      (sum, { plan }) => sum + plan.promptTokens + plan.maxCompletionTokens,
      0,
    );
    parts.push(
      `at most ${count(most, 'token')} of ${count(unknown.length, 'attempt')} not counted by Groq`,
    );
  }
  if (used.cachedTokens > 0) parts.push(`${number(used.cachedTokens)} of them cached`);
  return parts.join(' · ');
}

export const PART_NAMES: Readonly<Record<Part['name'], string>> = {
  frame: 'chat template',
  system: 'instructions',
  request: 'your request',
  addresses: 'resource list',
  diagnostics: 'diagnostics',
  code: 'resources in context',
};

export const PROFILE_NAMES: Readonly<Record<Profile, string>> = {
  minimal: 'Lowest tokens',
  balanced: 'Balanced',
  thorough: 'Most thorough',
};

export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

const HEADLINES: Readonly<Record<string, string>> = {
  too_large: 'This is more than the quota allows in one call.',
  model_gone: 'No model is available.',
  model_blocked: 'No model may be used with this key.',
  over_capacity: 'The model is overloaded.',
  server_error: "Groq's servers failed.",
  network: 'Groq could not be reached.',
  broken_stream: 'The connection broke during the answer.',
  bad_request: 'Groq rejected the request.',
  unusable: 'The model gave no usable answer.',
  stopped: 'The module stopped. Your request is kept.',
  cancelled: 'Cancelled. Your request is kept.',
};

/** Headline of an error, with the time when it ends where that is known. */
export function headline({ kind, message, until }: AppError, now: number = Date.now()): string {
  if (kind === 'auth') return sentence(causeAndAdvice(message)[0]);
  if (kind === 'quota') {
    const when =
      until === null
        ? 'It refills continuously.'
        : `The next call is possible at ${clock(until, now)}, in ${lapse(until - now)}.`;
    return `The free quota is used up. ${when}`;
  }
  return HEADLINES[kind] ?? 'Something went wrong. Your request is kept.';
}

/** The module's message as a sentence; null where it adds nothing to the headline. */
export function detail({ kind, message }: AppError): string | null {
  if (kind === 'cancelled' || message === '') return null;
  const text = kind === 'auth' ? causeAndAdvice(message)[1] : message;
  return text === '' ? null : sentence(text);
}

/** Splits the module's message about a key: the cause, and what to do. */
function causeAndAdvice(message: string): [cause: string, advice: string] {
  const [cause = '', ...advice] = message.split('; ');
  return [cause, advice.join('; ')];
}

/** Capitalizes a message of the module and ends it with a full stop. */
export function sentence(message: string): string {
  if (message === '') return '';
  const first = capital(message);
  return /[.!?:]$/u.test(first) ? first : `${first}.`;
}

/** Capitalizes the first word, unless it is an id such as `openai/gpt-oss-120b`. */
export function capital(text: string): string {
  if (/^\S*[\w)][/_.:\d]\w/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
