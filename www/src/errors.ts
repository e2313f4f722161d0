// Anything that was thrown in, what the page says of it out; and back, for who catches errors.

/** Anything that went wrong. */
export interface AppError {
  /** The module's own kind, `stopped` where a worker ended, or `unforeseen`. */
  readonly kind: string;
  readonly message: string;
  /** When it opens again, in milliseconds since the epoch. */
  readonly until: number | null;
}

/** Kind of an error that the module does not throw on purpose. */
export const UNFORESEEN = 'unforeseen';

/** Reads anything that was thrown; what the module does not foresee has a kind of its own. */
export function toAppError(thrown: unknown): AppError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: errorKind(thrown) ?? UNFORESEEN, message, until: null };
}

/** The kind that the module gave to what it threw; null where it did not throw it by intent. */
export function errorKind(thrown: unknown): string | null {
  const known = typeof thrown === 'object' && thrown !== null && 'kind' in thrown;
  return known && typeof thrown.kind === 'string' ? thrown.kind : null;
}

/** An error that reads as this trouble. */
export function toError({ kind, message }: Pick<AppError, 'kind' | 'message'>): Error {
  return Object.assign(new Error(message), { kind });
}

/** What is said where the module, or a worker of it, has stopped by itself. */
export function stoppedMessage(why: string): string {
  return `the module stopped at what it did not foresee (${why}); it is started again when it is `
    + 'needed';
}
