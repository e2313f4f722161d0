// Questions in, answers out, one at a time: of the questions that wait only the newest is asked.
// And whether any work is still on its way.

/** Asks by `ask`; a question that a newer one has overtaken comes to null, whatever its answer. */
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

/** Work that is on its way. */
export interface Pending {
  add(work: Promise<unknown>): void;
  /** Resolves once there is none, however it ended. */
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
