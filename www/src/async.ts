// Limits overlapping asynchronous calls, and tracks pending ones.

/** Calls `ask` one at a time, and of the waiting calls only the latest.
 *
 * A call that a later one has replaced resolves to null. */
export function latestOnly<A extends readonly unknown[], R>(
  ask: (...asked: A) => Promise<R>,
): (...asked: A) => Promise<R | null> {
  let count = 0;
  let work: Promise<unknown> = Promise.resolve();
  return (...asked) => {
    count += 1;
    const own = count;
    const answer = work.then(async () => {
      if (own !== count) return null;
      try {
        const answered = await ask(...asked);
        return own === count ? answered : null;
      } catch (thrown) {
        if (own === count) throw thrown;
        return null;
      }
    });
    work = answer.catch(() => {});
    return answer;
  };
}

/** Set of pending promises. */
export interface Pending {
  add(work: Promise<unknown>): void;
  /** Resolves once nothing is pending, whether it succeeded or failed. */
  settled(): Promise<void>;
}

export function createPending(): Pending {
  const open = new Set<Promise<unknown>>();
  return {
    add(work) {
      const ended = work.catch(() => {}).finally(() => open.delete(ended));
      open.add(ended);
    },
    async settled() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}
