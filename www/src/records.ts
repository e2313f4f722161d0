// Records and evaluates the costs of runs: numbers only, no key and no request.

import type { End, Report, Usage } from './types';

/** Source of an answer: the cache, templates, or a kind of model call. */
export const ANSWER_STEPS = ['cache', 'templates', 'draft', 'edit', 'repair'] as const;
export type AnswerStep = (typeof ANSWER_STEPS)[number];

/** Cost of one answer of a run. */
export interface CallRecord {
  readonly step: AnswerStep;
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
  readonly changes: number;
}

/** Maximum records; the oldest are dropped. */
export const RECORDS_MAX = 1_000;

export function recordOf(report: Report, at: number): RunRecord {
  const calls = report.attempts.map(
    ({ plan, usage }): CallRecord => ({
      step: plan.step,
      model: plan.model,
      ...tokens(usage, plan.promptTokens),
    }),
  );
  // A configuration without a call came from a template or the cache.
  if (calls.length === 0 && report.code !== '') {
    calls.push({ ...FREE, step: report.cached === null ? 'templates' : 'cache' });
  }
  return { at, end: report.end, calls, changes: report.changes.length };
}

const FREE = { model: null, prompt: 0, completion: 0, cached: 0 };

/** An interrupted answer reports no usage, but its prompt was sent. */
function tokens(usage: Usage | null, forecast: number): Omit<CallRecord, 'step' | 'model'> {
  if (usage === null) return { prompt: forecast, completion: 0, cached: 0 };
  const { promptTokens, completionTokens, cachedTokens } = usage;
  return { prompt: promptTokens, completion: completionTokens, cached: cachedTokens };
}

function total({ prompt, completion }: CallRecord): number {
  return prompt + completion;
}

/** Tokens of a day by step. */
export interface DayRecord {
  /** Start of the day in the user's time zone. */
  readonly at: number;
  readonly byStep: Readonly<{ [step in AnswerStep]: number }>;
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
    const byStep = { cache: 0, templates: 0, draft: 0, edit: 0, repair: 0 };
    for (const call of own.flatMap(({ calls }) => calls)) byStep[call.step] += total(call);
    return { at, byStep, runs: own.length };
  });
}

/** Savings of a list of records. */
export interface Saved {
  /** Runs without a model call. */
  readonly freeRuns: number;
  /** Estimated cost of those runs by the mean of the drafts; null without any draft. */
  readonly tokens: number | null;
  readonly cached: number;
  readonly changes: number;
}

export function saved(records: readonly RunRecord[]): Saved {
  const calls = records.flatMap((record) => record.calls);
  const drafts = calls.filter(({ step }) => step === 'draft');
  const freeRuns = calls.filter(({ step }) => step === 'cache' || step === 'templates').length;
  const spent = drafts.reduce((all, call) => all + total(call), 0);
  return {
    freeRuns,
    tokens: drafts.length === 0 ? null : Math.round((spent / drafts.length) * freeRuns),
    cached: calls.reduce((all, call) => all + call.cached, 0),
    changes: records.reduce((all, record) => all + record.changes, 0),
  };
}

/** One CSV line for each call. */
export function csv(records: readonly RunRecord[]): string {
  const head = 'time,end,step,model,prompt_tokens,completion_tokens,cached_tokens,total_tokens';
  const lines = records.flatMap(({ at, end, calls }) =>
    calls.map((call) =>
      [
        new Date(at).toISOString(),
        end,
        call.step,
        call.model ?? '',
        call.prompt,
        call.completion,
        call.cached,
        total(call),
      ].join(','),
    ),
  );
  return `${[head, ...lines].join('\r\n')}\r\n`;
}
