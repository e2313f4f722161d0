// Runs one request: writes progress to the state, and supports cancellation.

import type { Engine, RunKey } from './engine';
import { toAppError } from './errors';
import type { Entry, Run, State, Store } from './state';
import type { Options, Progress, Report } from './types';

export interface Runner {
  /** Runs a request once its inputs are prepared. The run is done after `settle`, so that the
   * result is visible by then. */
  start(
    prepared: () => Promise<Prepared>,
    settle: (report: Report) => Promise<void>,
  ): Promise<void>;
  cancel(): void;
}

/** Inputs of a run. */
interface Prepared {
  readonly request: string;
  readonly key: RunKey;
  readonly options: Options;
}

const FIRST: Run = {
  phase: 'running',
  attemptsMax: null,
  entries: [],
  answer: '',
  waiting: null,
  failure: null,
};

export function createRunner(store: Store, engine: Engine): Runner {
  let stop: AbortController | null = null;
  const change = (part: Partial<Run>): void => {
    const { run } = store.get();
    if (run !== null) store.set({ run: { ...run, ...part } });
  };

  return {
    async start(prepared, settle) {
      stop = new AbortController();
      const { signal } = stop;
      store.set({ run: { ...FIRST, attemptsMax: attemptsMax(store.get()) }, attention: null });
      const on = (progress: Progress): void => {
        const { run } = store.get();
        if (run !== null) store.set({ run: after(run, progress) });
      };
      try {
        const { request, key, options } = await prepared();
        const report = await engine.generate(request, key, options, on, signal);
        await settle(report);
        change({ phase: 'done', waiting: null, failure: report.failure });
      } catch (thrown) {
        change({ phase: 'done', waiting: null, failure: toAppError(thrown) });
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

/** The run after one more event. */
function after(run: Run, progress: Progress): Run {
  switch (progress.event) {
    case 'sending': {
      const { attempt: number, plan } = progress;
      const entries = put(run, { kind: 'sent', number, plan });
      return { ...run, answer: '', waiting: null, entries };
    }
    case 'delta':
      return { ...run, waiting: null, answer: run.answer + progress.text };
    case 'evaluated': {
      const { attempt } = progress;
      const entries = put(run, { kind: 'evaluated', attempt });
      return { ...run, answer: '', waiting: null, entries };
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
