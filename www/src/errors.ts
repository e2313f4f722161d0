// Converts thrown values to errors for the user, and back.

/** An error, as the page shows it. */
export interface AppError {
  /** The module's kind, `stopped` where a worker ended, or `unforeseen`. */
  readonly kind: string;
  readonly message: string;
  /** When the quota allows a call again, in milliseconds since the epoch. */
  readonly until: number | null;
}

/** Kind of an error that the module does not throw on purpose. */
export const UNFORESEEN = 'unforeseen';

/** Converts a thrown value; a value without a kind gets the kind `unforeseen`. */
export function toAppError(thrown: unknown): AppError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: errorKind(thrown) ?? UNFORESEEN, message, until: null };
}

/** The kind of an error that the module throws on purpose; null for others. */
export function errorKind(thrown: unknown): string | null {
  const known = typeof thrown === 'object' && thrown !== null && 'kind' in thrown;
  return known && typeof thrown.kind === 'string' ? thrown.kind : null;
}

/** Creates an error with a kind. */
export function toError({ kind, message }: Pick<AppError, 'kind' | 'message'>): Error {
  return Object.assign(new Error(message), { kind });
}

/** Message for a module or worker that stopped by itself. */
export function stoppedMessage(why: string): string {
  return `the module stopped after an unexpected error (${why}); it restarts when it is needed`;
}
