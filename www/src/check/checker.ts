// The worker, asked one thing at a time: of checks that wait only the newest is asked.

import type { Wishes } from '../mending';
import type { Trouble } from '../state';
import type { Import } from '../types';
import type { Answered, Asked, Checked, Task } from './task';

/** No program and no report within the bounds takes a fraction of this. */
const PATIENCE_MS = 30_000;

export interface Checker {
  /** Resolves to null where a newer check has taken the place of this one. Rejects with a
   * `Trouble`. */
  check(code: string, wishes: Wishes): Promise<Checked | null>;
  read(text: string): Promise<Import>;
}

interface Waiting {
  readonly task: Task;
  readonly done: (answer: Answered | null) => void;
}

/** Starts the worker once it is needed; one that does not answer is replaced. */
export function createChecker(folder: string): Checker {
  let worker: Worker | null = null;
  let open: Waiting | null = null;
  let queue: Waiting[] = [];
  let id = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (answer: Answered): void => {
    clearTimeout(timer);
    const { done } = open ?? { done: () => {} };
    open = null;
    done(answer);
    next();
  };
  const lost = (message: string): void => {
    worker?.terminate();
    worker = null;
    settle({ id, failure: { kind: 'unforeseen', message, until: null } });
  };
  const started = (): Worker => {
    const fresh = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    fresh.onmessage = ({ data }: MessageEvent<Answered>) => {
      if (data.id === id && open !== null) settle(data);
    };
    fresh.onerror = (event) => {
      event.preventDefault();
      if (open !== null) lost('the checker stopped; change the program and try again');
    };
    return fresh;
  };
  function next(): void {
    const first = queue.shift();
    if (first === undefined || open !== null) return;
    open = first;
    id += 1;
    worker ??= started();
    timer = setTimeout(() => lost('the check took too long and was stopped'), PATIENCE_MS);
    worker.postMessage({ id, folder, task: first.task } satisfies Asked);
  }
  const ask = (task: Task): Promise<Answered | null> => new Promise((done) => {
    if (task.kind === 'check') {
      for (const older of queue.filter((one) => one.task.kind === 'check')) older.done(null);
      queue = queue.filter((one) => one.task.kind !== 'check');
    }
    queue.push({ task, done });
    if (open === null) next();
  });

  return {
    async check(code, wishes) {
      const answer = await ask({ kind: 'check', code, wishes });
      if (answer === null) return null;
      if ('checked' in answer) return answer.checked;
      throw failureOf(answer);
    },
    async read(text) {
      const answer = await ask({ kind: 'report', text });
      if (answer !== null && 'report' in answer) return answer.report;
      throw failureOf(answer);
    },
  };
}

function failureOf(answer: Answered | null): Trouble {
  if (answer !== null && 'failure' in answer) return answer.failure;
  return { kind: 'unforeseen', message: 'the checker gave no answer', until: null };
}
