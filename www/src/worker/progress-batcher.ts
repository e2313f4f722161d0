// Progress of a run in, the same out, with the pieces of an answer put together: an answer may come
// in hundreds of pieces a second, and nobody reads that fast.

import type { Progress } from '../types';

/** How long pieces are held back, in milliseconds. */
const HELD_MS = 50;

export interface ProgressBatcher {
  send(progress: Progress): void;
  /** Hands on what is held back. */
  flush(): void;
}

/** Everything else goes on at once, behind the pieces that came before it. */
export function batchProgress(send: (progress: Progress) => void): ProgressBatcher {
  let text = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const held = text;
    text = '';
    if (held !== '') send({ event: 'heard', text: held });
  };
  return {
    send(progress) {
      if (progress.event === 'heard') {
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
