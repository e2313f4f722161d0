// What the module throws in, an error that says its kind out.

import type { RefusalKind } from './types.js';

/** What kind of error it is: a name that stays the same. Groq's refusals have Groq's own. */
export type ErrorKind = RefusalKind
  | 'empty' | 'too_long' | 'control_character' | 'unknown_model' | 'unknown_profile'
  | 'bad_options' | 'bad_pack' | 'bad_report' | 'waiting' | 'internal';

const KINDS: ReadonlySet<string> = new Set<ErrorKind>([
  'auth', 'quota', 'too_large', 'model_gone', 'over_capacity', 'network', 'broken_stream',
  'bad_request', 'unusable', 'cancelled', 'empty', 'too_long', 'control_character',
  'unknown_model', 'unknown_profile', 'bad_options', 'bad_pack', 'bad_report', 'waiting',
  'internal',
]);

/** Every error that this package throws: a message for the user, and its kind for the program. */
export class InfraGenieError extends Error {
  override readonly name = 'InfraGenieError';

  constructor(readonly kind: ErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
  }

  /** Reads anything that was thrown; what nobody foresaw is `internal`. */
  static of(thrown: unknown): InfraGenieError {
    if (thrown instanceof InfraGenieError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const told = typeof thrown === 'object' && thrown !== null && 'kind' in thrown
      ? String(thrown.kind) : '';
    return new InfraGenieError(isKind(told) ? told : 'internal', message, { cause: thrown });
  }
}

function isKind(kind: string): kind is ErrorKind {
  return KINDS.has(kind);
}
