// Runs one request: writes progress to the state, and supports cancellation.

import type { Engine, RunKey } from './engine';
import { toAppError } from './errors';
import type { Entry, Run, State, Store } from './state';
import type { Options, Progress, Report } from './types';

export interface Runner {
  /** Runs a request once its inputs are prepared. The run is done after `settle`, so that the
   * result is visible by then; `settle` resolves to whether the result is what the run made. */
  start(
    request: string,
    prepared: () => Promise<Prepared>,
    settle: (report: Report) => Promise<boolean>,
  ): Promise<void>;
  cancel(): void;
}

/** Inputs of a run. */
interface Prepared {
  readonly request: string;
  readonly key: RunKey;
  readonly options: Options;
}

/** Maximum characters kept of an answer, to be read afterwards. */
const ANSWER_CHARS_MAX = 200_000;

const FIRST: Run = {
  phase: 'running',
  attemptsMax: null,
  entries: [],
  request: '',
  draft: null,
  answer: '',
  answers: new Map(),
  waiting: null,
  failure: null,
  isShown: false,
};

export function createRunner(store: Store, engine: Engine): Runner {
  let stop: AbortController | null = null;
  const change = (part: Partial<Run>): void => {
    const { run } = store.get();
    if (run !== null) store.set({ run: { ...run, ...part } });
  };

  const answersSoFar = (): Run['answers'] => {
    const { run } = store.get();
    return run === null ? new Map() : withAnswer(run);
  };

  return {
    async start(asked, prepared, settle) {
      stop = new AbortController();
      const { signal } = stop;
      store.set({
        run: {
          ...FIRST,
          request: asked,
          attemptsMax: attemptsMax(store.get()),
          draft: draftOf(store.get(), asked),
        },
        mode: 'work',
        panel: null,
        attention: null,
      });
      const on = (progress: Progress): void => {
        const { run } = store.get();
        if (run !== null) store.set({ run: after(run, progress) });
      };
      try {
        const { request, key, options } = await prepared();
        const report = await engine.generate(request, key, options, on, signal);
        const isShown = await settle(report);
        const answers = answersSoFar();
        change({ phase: 'done', waiting: null, failure: report.failure, isShown, answers });
      } catch (thrown) {
        const answers = answersSoFar();
        change({ phase: 'done', waiting: null, failure: toAppError(thrown), answers });
      } finally {
        stop = null;
      }
    },
    cancel() {
      if (stop === null) return;
      change({ phase: 'cancelling' });
      stop.abort();
    },
  };
}

function attemptsMax({ preview, profile }: State): number | null {
  if (preview?.state !== 'counted') return null;
  return preview.costs.find((cost) => cost.profile === profile)?.attemptsMax ?? null;
}

/** The templates' answer to a request, as its forecast has it. */
function draftOf({ preview, request, subject }: State, asked: string): string | null {
  const isForecast = subject === null && request === asked;
  return isForecast && preview?.first === 'templates' ? preview.templateCode : null;
}

/** The run after one more event. */
function after(run: Run, progress: Progress): Run {
  switch (progress.event) {
    case 'sending': {
      const { attempt: number, plan } = progress;
      const entries = put(run, { kind: 'sent', number, plan });
      return { ...run, answer: '', waiting: null, entries, answers: withAnswer(run) };
    }
    case 'delta':
      return { ...run, waiting: null, answer: run.answer + progress.text };
    case 'evaluated': {
      const { attempt } = progress;
      const entries = put(run, { kind: 'evaluated', attempt });
      return { ...run, answer: '', waiting: null, entries, answers: withAnswer(run) };
    }
    case 'waiting': {
      const { until, reason, model } = progress;
      return { ...run, waiting: { until, reason, model } };
    }
    case 'model_changed': {
      const { from, to, reason } = progress;
      return { ...run, entries: [...run.entries, { kind: 'model_changed', from, to, reason }] };
    }
  }
}

/** The answers with the running one, under the number of its attempt. */
function withAnswer({ answers, answer, entries }: Run): ReadonlyMap<number, string> {
  const sent = entries.findLast((entry) => entry.kind === 'sent');
  if (answer === '' || sent?.kind !== 'sent') return answers;
  return new Map(answers).set(sent.number, answer.slice(0, ANSWER_CHARS_MAX));
}

/** Replaces the earlier entry of the same attempt. */
function put({ entries }: Run, entry: Entry): Entry[] {
  const attempt = attemptOf(entry);
  const others = entries.filter(
    (one) => one.kind === 'model_changed' || attemptOf(one) !== attempt,
  );
  return [...others, entry];
}

function attemptOf(entry: Entry): number | null {
  switch (entry.kind) {
    case 'sent':
      return entry.number;
    case 'evaluated':
      return entry.attempt.number;
    case 'model_changed':
      return null;
  }
}
