// Reads and writes records in the format that all versions of the page share.
//
// Version 0.1 named the steps and the changes differently. Its names stay the stored ones, because
// windows with different versions of the page use the same database.

import {
  ANSWER_STEPS,
  type AnswerStep,
  type CallRecord,
  RECORDS_MAX,
  type RunRecord,
} from './records';

/** Names of the steps in stored records. */
const STORED_STEPS: Readonly<Record<AnswerStep, string>> = {
  cache: 'recall',
  templates: 'library',
  draft: 'draft',
  edit: 'edit',
  repair: 'repair',
};

/** Maximum calls of a record; no run makes so many. */
const CALLS_MAX = 20;

type StoredObject = Readonly<Record<string, unknown>>;

/** Reads stored records; skips invalid ones. */
export function readRecords(value: unknown): RunRecord[] {
  if (!Array.isArray(value)) return [];
  return value.slice(-RECORDS_MAX).flatMap((stored: unknown) => recordOf(stored) ?? []);
}

/** Converts records to their stored format. */
export function storedRecords(records: readonly RunRecord[]): readonly StoredObject[] {
  return records.map(({ changes, calls, ...record }) => ({
    ...record,
    mended: changes,
    calls: calls.map(({ step, ...call }) => ({ ...call, rung: STORED_STEPS[step] })),
  }));
}

function recordOf(stored: unknown): RunRecord | null {
  if (!isObject(stored)) return null;
  const { at, end, mended: changes, calls } = stored;
  if (!isAmount(at) || !isAmount(changes)) return null;
  if (!Array.isArray(calls) || calls.length > CALLS_MAX) return null;
  if (end !== 'clean' && end !== 'open' && end !== 'failed') return null;
  const read = calls.map(callOf);
  return read.includes(null)
    ? null
    : { at, end, changes, calls: read.filter((call) => call !== null) };
}

function callOf(stored: unknown): CallRecord | null {
  if (!isObject(stored)) return null;
  const { rung, model, prompt, completion, cached } = stored;
  const step = ANSWER_STEPS.find((one) => STORED_STEPS[one] === rung);
  const isComplete =
    step !== undefined &&
    (model === null || typeof model === 'string') &&
    isAmount(prompt) &&
    isAmount(completion) &&
    isAmount(cached);
  return isComplete ? { step, model, prompt, completion, cached } : null;
}

function isObject(value: unknown): value is StoredObject {
  return typeof value === 'object' && value !== null;
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
