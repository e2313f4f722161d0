// Describes the state of a run and of a check in one sentence of facts.
//
// Every fact is derived here, so that no view shows a sentence whose condition does not hold.

import { headline as costHeadline } from './cost';
import { openDangers } from './dangers';
import { count, headline, number } from './format';
import type { Result, Run, State } from './state';
import type { Attempt, Estimate, FixResult, Report } from './types';

/** Colour of a status: running, nothing open, something open, stopped or dangerous. */
export type Tone = 'busy' | 'good' | 'open' | 'bad';

export interface Status {
  readonly text: string;
  readonly tone: Tone;
}

/** Reasons of an early end by the kind of the failure. */
const REASONS: Readonly<Record<string, string>> = {
  cancelled: 'you cancelled it',
  broken_stream: 'the connection broke',
  network: 'the connection broke',
  quota: 'the free quota ran out',
  too_large: 'the call exceeds the quota',
  auth: 'the key was refused',
  over_capacity: 'the model is overloaded',
  server_error: 'Groq’s servers failed',
  model_gone: 'no model is available',
  model_blocked: 'the key allows no model',
  bad_request: 'Groq rejected the request',
  unusable: 'the model returned no usable Terraform',
};

/** The part of a report that says whether everything arrived. */
export type Ended = Pick<Report, 'end' | 'failure'> & {
  readonly attempts: readonly Pick<Attempt, 'finish' | 'plan'>[];
};

/** The reason why parts of the answer are missing; null where it arrived whole. */
export function incompleteReason({ end, failure, attempts }: Ended): string | null {
  // A repair changes parts of an answer; whether it arrived whole is known from the call before.
  const draft = attempts.findLast(({ plan }) => plan.step !== 'repair');
  if (draft?.finish === 'stop' && end !== 'failed') return null;
  if (failure !== null) return REASONS[failure.kind] ?? 'the run stopped early';
  if (end === 'failed') return 'the run stopped early';
  switch (draft?.finish) {
    case 'length':
      return 'the answer reached its token cap';
    case 'content_filter':
      return 'a content filter ended the answer';
    case 'broken':
      return 'the connection broke';
    default:
      return null;
  }
}

/** The reason why the last repair of a whole answer is missing; null where none is. */
function missingRepair({ end, failure }: Ended): string | null {
  if (failure === null || end === 'failed') return null;
  return REASONS[failure.kind] ?? 'the run stopped early';
}

/** The status of a result. `dangers` is the number of dangers to accept. */
export function statusOfResult(
  report: Ended,
  shown: Pick<FixResult, 'problems' | 'findings' | 'suppressed'>,
  dangers: number,
  estimate: Estimate | null,
): Status {
  const { problems, findings, suppressed } = shown;
  const lacks = incompleteReason(report);
  const repair = lacks === null ? missingRepair(report) : null;
  const errors = problems.filter(({ severity }) => severity !== 'warning').length;
  const warnings = problems.length - errors;
  // A finding of a report that an earlier version stored has no `open`.
  const open = findings.filter((one) => one.open ?? true).length;
  const options = findings.length - open;
  const facts = [
    ...(lacks === null ? [] : [`Incomplete: ${lacks}`]),
    ...(repair === null ? [] : [`Not repaired: ${repair}`]),
    ...(dangers === 0 ? [] : [`${count(dangers, 'danger')} to accept`]),
    errors === 0 ? 'No errors found' : count(errors, 'error'),
    ...(warnings === 0 ? [] : [count(warnings, 'warning')]),
    open === 0 ? 'no open findings' : count(open, 'open finding'),
    ...(options === 0 ? [] : [count(options, 'option')]),
    ...(suppressed.length === 0 ? [] : [`${number(suppressed.length)} suppressed`]),
    ...(estimate === null ? [] : [costHeadline(estimate)]),
  ];
  const isBad = lacks !== null || repair !== null || dangers > 0 || errors > 0;
  const tone = isBad ? 'bad' : open + warnings > 0 ? 'open' : 'good';
  return { text: facts.join(' · '), tone };
}

/** The status of a run without a result of its own; null where it has one. */
export function statusOfRun(run: Run, result: Result | null): Status | null {
  if (run.phase === 'cancelling') return { text: 'Cancelling…', tone: 'busy' };
  if (run.phase === 'running') {
    const sent = run.entries.filter(({ kind }) => kind === 'sent').length;
    if (run.waiting !== null) return { text: 'Waiting for the quota', tone: 'busy' };
    return {
      text:
        sent === 0
          ? run.draft === null
            ? 'Working…'
            : 'Draft from templates: not completed and not checked yet'
          : run.answer === ''
            ? 'Waiting for the answer…'
            : 'Receiving the answer…',
      tone: 'busy',
    };
  }
  if (run.failure === null || run.isShown) return null;
  const why = REASONS[run.failure.kind] ?? 'the run stopped early';
  const text =
    result === null
      ? `No configuration: ${why}`
      : `No change: ${why}. The earlier configuration is kept`;
  return { text, tone: 'bad' };
}

/** The status that the workspace shows. */
export function statusOf({ run, result, estimate }: State): Status {
  const ofRun = run === null ? null : statusOfRun(run, result);
  if (ofRun !== null) return ofRun;
  if (result === null) {
    const failure = run?.failure ?? null;
    return { text: failure === null ? 'No configuration' : headline(failure), tone: 'bad' };
  }
  const current = result.fixState.shown;
  const cost = estimate?.code === current.code ? estimate.estimate : null;
  return statusOfResult(result.report, current, openDangers(result).length, cost);
}
