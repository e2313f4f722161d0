// Merges the text deltas of an answer into fewer progress events.
//
// Models may send hundreds of deltas a second.

import type { Progress } from '../types';

/** Maximum delay of a delta, in milliseconds. */
const HELD_MS = 50;

export interface ProgressBatcher {
  send(progress: Progress): void;
  /** Sends the pending deltas. */
  flush(): void;
}

/** Sends other events at once, after the pending deltas. */
export function batchProgress(send: (progress: Progress) => void): ProgressBatcher {
  let text = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const held = text;
    text = '';
    if (held !== '') send({ event: 'delta', text: held });
  };
  return {
    send(progress) {
      if (progress.event === 'delta') {
        text += progress.text;
        timer ??= setTimeout(flush, HELD_MS);
      } else {
        flush();
        send(progress);
      }
    },
    flush,
  };
}
