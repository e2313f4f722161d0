// Runs in, the list of them that is kept in this browser out: what was asked, what it cost, and the
// program. Never a key.

import type { End, Report } from './types';

export interface PastRun {
  /** When it ended, in milliseconds since the epoch; no two runs have the same. */
  readonly at: number;
  readonly request: string;
  readonly end: End;
  /** The models that were asked, in their order; none where no model was. */
  readonly models: readonly string[];
  readonly tokens: number;
  /** Problems and findings that were left open. */
  readonly open: number;
  readonly code: string;
}

/** Runs that are kept, and the characters of all their programs; with more the oldest go. */
const RUNS_MAX = 200;
const CHARS_MAX = 4_000_000;

export function pastRunOf(report: Report, at: number): PastRun {
  const { request, end, attempts, used, problems, findings, code } = report;
  return {
    at, request, end, models: [...new Set(attempts.map(({ plan }) => plan.model))],
    tokens: used.totalTokens, open: problems.length + findings.length, code,
  };
}

/** History as a host kept it, the newest first; what does not read is left out. */
export function readHistory(kept: unknown): PastRun[] {
  if (!Array.isArray(kept)) return [];
  return bounded(kept.filter(isPastRun));
}

export function withRun(history: readonly PastRun[], run: PastRun): PastRun[] {
  // Two windows may end at once.
  const last = history[0]?.at ?? 0;
  return bounded([{ ...run, at: Math.max(run.at, last + 1) }, ...history]);
}

/** Runs with every one of some words in their request or their program. */
export function searched(history: readonly PastRun[], words: string): PastRun[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== '');
  return history.filter(({ request, code }) => {
    const text = `${request}\n${code}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

function bounded(runs: readonly PastRun[]): PastRun[] {
  let chars = 0;
  return runs.slice(0, RUNS_MAX).filter(({ code, request }) => {
    chars += code.length + request.length;
    return chars <= CHARS_MAX;
  });
}

function isPastRun(value: unknown): value is PastRun {
  if (typeof value !== 'object' || value === null) return false;
  const { at, request, end, models, tokens, open, code } =
    value as Readonly<Record<string, unknown>>;
  return [at, tokens, open].every((one) => typeof one === 'number' && Number.isFinite(one))
    && typeof request === 'string' && typeof code === 'string' && typeof end === 'string'
    && Array.isArray(models) && models.every((one) => typeof one === 'string');
}
