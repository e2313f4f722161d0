// On the page: calls in, messages to a worker and its answers out. The worker is started by the
// first call; one that has stopped fails its open calls, and the next call starts another.

import { toError, stoppedMessage, toAppError } from '../errors';
import type { ToPage, ToWorker, Values } from './message';
import type { Call, Calls, Runs } from './serve';

export interface Line<C extends Calls<C>, R extends Runs<R>> {
  /** Calls once. With patience, in milliseconds, a worker is ended that has its module and does not
   * answer. */
  ask<K extends keyof C & string>(
    name: K, args: Parameters<C[K]>, patience?: number,
  ): Promise<Awaited<ReturnType<C[K]>>>;
  /** Calls what speaks with the page on its way. */
  run<K extends keyof R & string>(
    name: K, args: Rest<Parameters<R[K]>>, beside: Beside,
  ): Promise<Awaited<ReturnType<R[K]>>>;
}

type Rest<A extends Values> = A extends [Call, ...infer Others] ? Others : never;

/** What the page does on the way of a call. */
export interface Beside {
  readonly signal: AbortSignal;
  tell(value: unknown): void;
  /** Answers to what the worker asks, by their names. */
  readonly answers: Readonly<Record<string, (...args: never) => Promise<unknown>>>;
}

interface Open {
  /** Counts the time from now on. */
  readonly begin: () => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly beside: Beside | null;
}

/** How long a call may go on once it is stopped, in milliseconds. */
const STOP_MS = 10_000;

export function createLine<C extends Calls<C>, R extends Runs<R>>(
  start: () => Worker,
): Line<C, R> {
  const open = new Map<number, Open>();
  let worker: Worker | null = null;
  let isReady = false;
  let last = 0;

  const lost = (message: string): void => {
    worker?.terminate();
    worker = null;
    isReady = false;
    const all = [...open.values()];
    open.clear();
    for (const { reject } of all) reject(toError({ kind: 'stopped', message }));
  };
  const started = (): Worker => {
    const fresh = start();
    fresh.onmessage = ({ data }: MessageEvent<ToPage>) => {
      // What a worker said before it was ended is no longer heard.
      if (fresh === worker) hear(data);
    };
    fresh.onerror = (event) => {
      event.preventDefault();
      if (fresh !== worker) return;
      lost(isReady ? stoppedMessage(event.message)
        : 'its script did not arrive, or does not run here');
    };
    return fresh;
  };
  const say = (message: ToWorker): void => worker?.postMessage(message);
  const hear = (said: ToPage): void => {
    if (said.is === 'lost') {
      lost(said.message);
      return;
    }
    if (said.is === 'ready') {
      isReady = true;
      for (const { begin } of open.values()) begin();
      return;
    }
    const call = open.get(said.id);
    if (call === undefined) return;
    switch (said.is) {
      case 'done':
        call.resolve(said.value);
        break;
      case 'failed':
        call.reject(toError(said.error));
        break;
      case 'told':
        call.beside?.tell(said.value);
        break;
      case 'question':
        void reply(call, said);
        break;
    }
  };
  const reply = async (
    { beside }: Open, { question, name, args }: Extract<ToPage, { is: 'question' }>,
  ): Promise<void> => {
    const asked = worker;
    const message = await Promise.resolve(beside?.answers[name]?.(...args as never)).then(
      (value): ToWorker => ({ is: 'answer', question, value }),
      (thrown: unknown): ToWorker => ({ is: 'no answer', question, error: toAppError(thrown) }),
    );
    if (asked === worker) say(message);
  };
  const call = (
    name: string, args: Values, beside: Beside | null, patience: number | null,
  ): Promise<unknown> => {
    last += 1;
    const id = last;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const endAfter = (ms: number, message: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => lost(message), ms);
    };
    const stop = (): void => {
      say({ is: 'stop', id });
      endAfter(STOP_MS, 'the run did not stop and was ended');
    };
    return new Promise((resolve, reject) => {
      worker ??= started();
      const begin = (): void => {
        if (patience !== null) endAfter(patience, 'it took too long and was stopped');
      };
      open.set(id, { begin, resolve, reject, beside });
      say({ is: 'call', id, name, args });
      if (isReady) begin();
      if (beside?.signal.aborted === true) stop();
      beside?.signal.addEventListener('abort', stop);
    }).finally(() => {
      clearTimeout(timer);
      open.delete(id);
      beside?.signal.removeEventListener('abort', stop);
    });
  };

  return {
    ask: (name, args, patience) =>
      call(name, args, null, patience ?? null) as ReturnType<Line<C, R>['ask']>,
    run: (name, args, beside) =>
      call(name, args, beside, null) as ReturnType<Line<C, R>['run']>,
  } as Line<C, R>;
}
