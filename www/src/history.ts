// Maintains the list of earlier runs: request, cost and configuration. No key.

import { incompleteReason } from './status';
import type { End, Report } from './types';

export interface PastRun {
  /** When the run ended, in milliseconds since the epoch; unique within the list. */
  readonly at: number;
  readonly request: string;
  readonly end: End;
  /** Models that were called, in order; empty where none was. */
  readonly models: readonly string[];
  readonly tokens: number;
  /** Number of open problems and findings. */
  readonly open: number;
  readonly code: string;
  /** Whether parts of the answer are missing; a run of an earlier version does not say. */
  readonly isIncomplete?: boolean;
}

/** Maximum runs, and maximum characters of their configurations; the oldest are dropped. */
const RUNS_MAX = 200;
const CHARS_MAX = 4_000_000;

export function pastRunOf(report: Report, at: number): PastRun {
  const { request, end, attempts, used, problems, findings, code } = report;
  return {
    at,
    request,
    end,
    models: [...new Set(attempts.map(({ plan }) => plan.model))],
    tokens: used.totalTokens,
    open: problems.length + findings.length,
    code,
    isIncomplete: incompleteReason(report) !== null,
  };
}

/** Reads a stored history, newest first; skips invalid entries. */
export function readHistory(kept: unknown): PastRun[] {
  if (!Array.isArray(kept)) return [];
  return bounded(kept.filter(isPastRun));
}

export function withRun(history: readonly PastRun[], run: PastRun): PastRun[] {
  // Two windows may finish at the same time.
  const last = history[0]?.at ?? 0;
  return bounded([{ ...run, at: Math.max(run.at, last + 1) }, ...history]);
}

/** Runs whose request or configuration contains all words. */
export function searched(history: readonly PastRun[], words: string): PastRun[] {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
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
  const { at, request, end, models, tokens, open, code } = value as Readonly<
    Record<string, unknown>
  >;
  return (
    [at, tokens, open].every((one) => typeof one === 'number' && Number.isFinite(one)) &&
    typeof request === 'string' &&
    typeof code === 'string' &&
    typeof end === 'string' &&
    Array.isArray(models) &&
    models.every((one) => typeof one === 'string')
  );
}
