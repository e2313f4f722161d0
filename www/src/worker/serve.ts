// Exposes functions of a worker to the page through Comlink.

import { expose } from 'comlink';

import { keepErrorKinds } from './thrown';

/** Functions that a worker offers. */
export type Api<A> = { readonly [name in keyof A]: (...args: never) => unknown };

/** Functions as the page calls them; `ready` resolves once the module has started. */
export type Served<A> = A & { ready(): Promise<void> };

/** Exposes functions. Each call waits for `ready`, and rejects as it does. */
export function serve<A extends Api<A>>(ready: Promise<unknown>, api: A): void {
  keepErrorKinds();
  // An unhandled rejection becomes an error event, which the page receives.
  addEventListener('unhandledrejection', ({ reason }) => reportError(reason));
  // Each call reports a failed start.
  ready.catch(() => {});
  const calls = Object.entries<(...args: never) => unknown>(api).map(
    ([name, call]) =>
      [
        name,
        async (...args: never) => {
          await ready;
          return call(...args);
        },
      ] as const,
  );
  expose({
    ...Object.fromEntries(calls),
    ready: async () => {
      await ready;
    },
  });
}
