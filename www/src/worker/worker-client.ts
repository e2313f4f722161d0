// Calls a worker; starts it on demand, and again after it has ended.

import { type Remote, wrap } from 'comlink';

import { errorKind, stoppedMessage, toError, UNFORESEEN } from '../errors';
import type { Served } from './serve';
import { keepErrorKinds } from './thrown';

export interface WorkerClient<A> {
  /** Calls the worker through `send`. Rejects with the kind `stopped` where the worker ends. */
  call<T>(send: (remote: Remote<Served<A>>) => Promise<T>, options?: CallOptions<A>): Promise<T>;
  /** Whether the worker has started and not ended. */
  isRunning(): boolean;
}

interface CallOptions<A> {
  /** Time limit in milliseconds, counted from the start of the module; the worker is ended after
   * it. */
  readonly timeoutMs?: number;
  /** Calls `cancel` when the signal is aborted; ends a worker that does not stop. */
  readonly cancellation?: {
    readonly signal: AbortSignal;
    cancel(remote: Remote<Served<A>>): Promise<void>;
  };
}

/** How long a call may go on once it is cancelled, in milliseconds. */
const CANCEL_MS = 10_000;

/** A running worker. */
interface Connection<A> {
  readonly remote: Remote<Served<A>>;
  readonly ready: Promise<void>;
  /** Rejects once the worker has ended. */
  readonly ended: Promise<never>;
  /** Ends the worker, and fails all its open calls. */
  end(message: string): void;
  /** Ends the worker after an unforeseen error, which leaves the module in an unknown state. */
  endAfter(error: string): void;
}

export function createWorkerClient<A>(start: () => Worker): WorkerClient<A> {
  keepErrorKinds();
  let current: Connection<A> | null = null;
  const connect = (): Connection<A> => {
    const worker = start();
    const remote = wrap<Served<A>>(worker);
    let isReady = false;
    let fail = (_: Error): void => {};
    const ended = new Promise<never>((_, reject) => {
      fail = reject;
    });
    ended.catch(() => {});
    const connection: Connection<A> = {
      remote,
      ready: remote.ready().then(() => {
        isReady = true;
      }),
      ended,
      end(message) {
        worker.terminate();
        if (current === connection) current = null;
        fail(toError({ kind: 'stopped', message }));
      },
      endAfter: (error) => connection.end(isReady ? stoppedMessage(error) : error),
    };
    connection.ready.catch(() => {});
    worker.onerror = (event) => {
      event.preventDefault();
      connection.end(
        isReady ? stoppedMessage(event.message) : 'its script could not be loaded or started',
      );
    };
    return connection;
  };

  return {
    isRunning: () => current !== null,
    async call(send, { timeoutMs, cancellation } = {}) {
      current ??= connect();
      const connection = current;
      const { remote, ready, ended, end, endAfter } = connection;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let isSettled = false;
      const endIn = (ms: number, message: string): void => {
        clearTimeout(timer);
        if (!isSettled) timer = setTimeout(() => end(message), ms);
      };
      const cancel = (): void => {
        cancellation?.cancel(remote).catch(() => {});
        endIn(CANCEL_MS, 'the run did not stop and was terminated');
      };
      try {
        const answer = send(remote);
        if (timeoutMs !== undefined) {
          ready.then(
            () => endIn(timeoutMs, 'the call took too long and was terminated'),
            () => {},
          );
        }
        if (cancellation?.signal.aborted === true) cancel();
        cancellation?.signal.addEventListener('abort', cancel);
        return await Promise.race([answer, ended]);
      } catch (thrown) {
        if (errorKind(thrown) !== UNFORESEEN) throw thrown;
        endAfter(thrown instanceof Error ? thrown.message : String(thrown));
        return await ended;
      } finally {
        isSettled = true;
        clearTimeout(timer);
        cancellation?.signal.removeEventListener('abort', cancel);
      }
    },
  };
}
