// Keeps the kind of an error that Comlink carries between page and worker.

import { transferHandlers } from 'comlink';

import { type AppError, toAppError, toError } from '../errors';

/** Replaces Comlink's handler, which keeps name, message and stack only. */
export function keepErrorKinds(): void {
  const original = transferHandlers.get('throw');
  if (original === undefined) return;
  transferHandlers.set('throw', {
    canHandle: original.canHandle,
    serialize: (thrown) => [toAppError((thrown as { readonly value: unknown }).value), []],
    deserialize(error) {
      throw toError(error as AppError);
    },
  });
}
