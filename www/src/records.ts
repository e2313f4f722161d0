// Records and evaluates the costs of runs: numbers only, no key and no request.

import type { End, Report, Usage } from './types';

/** Source of an answer: the cache, templates, or a kind of model call. */
export const RUNGS = ['recall', 'library', 'draft', 'edit', 'repair'] as const;
export type Rung = (typeof RUNGS)[number];

/** Cost of one answer of a run. */
export interface CallRecord {
  readonly rung: Rung;
  /** Null where no model was called. */
  readonly model: string | null;
  readonly prompt: number;
  readonly completion: number;
  readonly cached: number;
}

export interface RunRecord {
  /** When the run ended, in milliseconds since the epoch. */
  readonly at: number;
  readonly end: End;
  readonly calls: readonly CallRecord[];
  /** Number of changes made without tokens. */
  readonly mended: number;
}

/** Maximum records; the oldest are dropped. */
export const RECORDS_MAX = 1_000;

export function recordOf(report: Report, at: number): RunRecord {
  const calls = report.attempts.map(({ plan, usage }): CallRecord => ({
    rung: plan.step, model: plan.model, ...tokens(usage, plan.promptTokens),
  }));
  // A configuration without a call came from a template or the cache.
  if (calls.length === 0 && report.code !== '') {
    calls.push({ ...FREE, rung: report.recalled === null ? 'library' : 'recall' });
  }
  return { at, end: report.end, calls, mended: report.changes.length };
}

const FREE = { model: null, prompt: 0, completion: 0, cached: 0 };

/** An interrupted answer reports no usage, but its prompt was sent. */
function tokens(usage: Usage | null, forecast: number): Omit<CallRecord, 'rung' | 'model'> {
  if (usage === null) return { prompt: forecast, completion: 0, cached: 0 };
  const { promptTokens, completionTokens, cachedTokens } = usage;
  return { prompt: promptTokens, completion: completionTokens, cached: cachedTokens };
}

export function total({ prompt, completion }: CallRecord): number {
  return prompt + completion;
}

/** Reads stored records; skips invalid ones. */
export function readRecords(value: unknown): RunRecord[] {
  if (!Array.isArray(value)) return [];
  return value.slice(-RECORDS_MAX).filter(isRecord);
}

function isRecord(value: unknown): value is RunRecord {
  if (!isObject(value) || !isAmount(value['at']) || !isAmount(value['mended'])) return false;
  const { calls, end } = value;
  return ['clean', 'open', 'failed'].includes(String(end)) && Array.isArray(calls)
    && calls.length <= 20 && calls.every(isCall);
}

function isCall(value: unknown): value is CallRecord {
  return isObject(value) && RUNGS.some((rung) => rung === value['rung'])
    && (value['model'] === null || typeof value['model'] === 'string')
    && ['prompt', 'completion', 'cached'].every((name) => isAmount(value[name]));
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function isAmount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

/** Tokens of a day by step. */
export interface DayRecord {
  /** Start of the day in the user's time zone. */
  readonly at: number;
  readonly byRung: Readonly<{ [rung in Rung]: number }>;
  readonly runs: number;
}

/** Lists the last days; calendar days may have 23 or 25 hours. */
export function days(records: readonly RunRecord[], now: number, amount: number): DayRecord[] {
  const start = (at: number, back: number): number => {
    const day = new Date(at);
    return new Date(day.getFullYear(), day.getMonth(), day.getDate() - back).getTime();
  };
  return Array.from({ length: amount }, (_, index) => start(now, amount - 1 - index)).map((at) => {
    const own = records.filter((record) => start(record.at, 0) === at);
    const byRung = { recall: 0, library: 0, draft: 0, edit: 0, repair: 0 };
    for (const call of own.flatMap(({ calls }) => calls)) byRung[call.rung] += total(call);
    return { at, byRung, runs: own.length };
  });
}

/** Savings of a list of records. */
export interface Saved {
  /** Runs without a model call. */
  readonly freeRuns: number;
  /** Estimated cost of those runs by the mean of the drafts; null without any draft. */
  readonly tokens: number | null;
  readonly cached: number;
  readonly mended: number;
}

export function saved(records: readonly RunRecord[]): Saved {
  const calls = records.flatMap((record) => record.calls);
  const drafts = calls.filter(({ rung }) => rung === 'draft');
  const freeRuns = calls.filter(({ rung }) => rung === 'recall' || rung === 'library').length;
  const spent = drafts.reduce((all, call) => all + total(call), 0);
  return {
    freeRuns,
    tokens: drafts.length === 0 ? null : Math.round((spent / drafts.length) * freeRuns),
    cached: calls.reduce((all, call) => all + call.cached, 0),
    mended: records.reduce((all, record) => all + record.mended, 0),
  };
}

/** One CSV line for each call. */
export function csv(records: readonly RunRecord[]): string {
  const head = 'time,end,rung,model,prompt_tokens,completion_tokens,cached_tokens,total_tokens';
  const lines = records.flatMap(({ at, end, calls }) => calls.map((call) => [
    new Date(at).toISOString(), end, call.rung, call.model ?? '', call.prompt, call.completion,
    call.cached, total(call),
  ].join(',')));
  return `${[head, ...lines].join('\r\n')}\r\n`;
}
