// In a worker: calls of the page in, what came of them out. An error that the module did not mean
// to throw leaves it in a state that nobody knows, so that the page has to start another worker.

import { errorKind, stoppedMessage, toAppError, toError } from '../errors';
import type { ToPage, ToWorker, Values } from './message';

/** What is asked and answered once. */
export type Calls<C> = { readonly [name in keyof C]: (...args: never) => unknown };

/** What takes its time, and speaks with the page on its way. */
export type Runs<R> = {
  readonly [name in keyof R]: (call: Call, ...args: never) => Promise<unknown>;
};

/** A call on its way. */
export interface Call {
  /** Says that the page wants it to end. */
  readonly signal: AbortSignal;
  tell(value: unknown): void;
  /** Asks the page. */
  ask(name: string, ...args: Values): Promise<unknown>;
}

/** A worker's own scope, as far as it is used here. */
interface Scope {
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
  onunhandledrejection: ((event: PromiseRejectionEvent) => void) | null;
  postMessage(message: ToPage): void;
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const scope = globalThis as unknown as Scope;

/** Answers calls by their names, once the module is ready. */
export function serve<C extends Calls<C>, R extends Runs<R>>(
  ready: Promise<unknown>, calls: C, runs: R,
): void {
  const stops = new Map<number, AbortController>();
  let isReady = false;
  const questions = new Map<number, Question>();
  let asked = 0;

  const callOf = (id: number, signal: AbortSignal): Call => ({
    signal,
    tell: (value) => scope.postMessage({ is: 'told', id, value }),
    ask: (name, ...args) => new Promise((resolve, reject) => {
      asked += 1;
      questions.set(asked, { resolve, reject });
      scope.postMessage({ is: 'question', id, question: asked, name, args });
    }),
  });
  const lose = (thrown: unknown): void => {
    const { message } = toAppError(thrown);
    scope.postMessage({ is: 'lost', message: isReady ? stoppedMessage(message) : message });
  };
  const answer = async (id: number, name: string, args: Values): Promise<unknown> => {
    await ready;
    const call = named(calls, name);
    if (call !== null) return call(...args);
    const stop = new AbortController();
    stops.set(id, stop);
    return named(runs, name)?.(callOf(id, stop.signal), ...args);
  };
  const settle = (question: number): Question | undefined => {
    const open = questions.get(question);
    questions.delete(question);
    return open;
  };

  scope.onmessage = ({ data }) => {
    switch (data.is) {
      case 'call': {
        const { id, name, args } = data;
        answer(id, name, args).then(
          (value) => scope.postMessage({ is: 'done', id, value }),
          (thrown: unknown) => {
            if (errorKind(thrown) === null) lose(thrown);
            else scope.postMessage({ is: 'failed', id, error: toAppError(thrown) });
          },
        ).finally(() => stops.delete(id));
        break;
      }
      case 'stop':
        stops.get(data.id)?.abort();
        break;
      case 'answer':
        settle(data.question)?.resolve(data.value);
        break;
      case 'no answer':
        settle(data.question)?.reject(toError(data.error));
        break;
    }
  };
  // What is thrown where nobody waits for it; what no promise carries the page hears by itself.
  scope.onunhandledrejection = ({ reason }) => lose(reason);
  ready.then(
    () => {
      isReady = true;
      scope.postMessage({ is: 'ready' });
    },
    // A module that does not start is told of by every call.
    () => {},
  );
}

/** By any name that is none of its own an object would give what all objects have. */
function named(
  table: object, name: string,
): ((...args: Values) => unknown) | null {
  return Object.hasOwn(table, name)
    ? (table as Readonly<Record<string, (...args: Values) => unknown>>)[name] ?? null : null;
}
