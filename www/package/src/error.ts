// Defines the error class of the package.

import type { RefusalKind } from './types.js';

/** Stable kind of an error: a refusal by Groq, or a kind of the package. */
export type ErrorKind =
  | RefusalKind
  | 'empty'
  | 'too_long'
  | 'control_character'
  | 'unknown_model'
  | 'unknown_profile'
  | 'bad_options'
  | 'bad_pack'
  | 'bad_report'
  | 'waiting'
  | 'internal';

const KINDS: ReadonlySet<string> = new Set<ErrorKind>([
  'auth',
  'quota',
  'too_large',
  'model_gone',
  'model_blocked',
  'over_capacity',
  'server_error',
  'network',
  'broken_stream',
  'bad_request',
  'unusable',
  'cancelled',
  'empty',
  'too_long',
  'control_character',
  'unknown_model',
  'unknown_profile',
  'bad_options',
  'bad_pack',
  'bad_report',
  'waiting',
  'internal',
]);

/** The error of every function: a message for the user, and a kind for the program. */
export class InfraGenieError extends Error {
  override readonly name = 'InfraGenieError';

  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  /** Converts a thrown value; a value without a known kind becomes `internal`. */
  static of(thrown: unknown): InfraGenieError {
    if (thrown instanceof InfraGenieError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const kind =
      typeof thrown === 'object' && thrown !== null && 'kind' in thrown ? String(thrown.kind) : '';
    return new InfraGenieError(isKind(kind) ? kind : 'internal', message, { cause: thrown });
  }
}

function isKind(kind: string): kind is ErrorKind {
  return KINDS.has(kind);
}
