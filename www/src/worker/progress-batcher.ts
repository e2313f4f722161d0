// Progress of a run in, the same out, with the pieces of an answer put together: an answer may come
// in hundreds of pieces a second, and nobody reads that fast.

import type { Progress } from '../types';

/** How long pieces are held back, in milliseconds. */
const HELD_MS = 50;

export interface Bundled {
  hand(progress: Progress): void;
  /** Hands on what is held back. */
  flush(): void;
}

/** Everything else goes on at once, behind the pieces that came before it. */
export function bundled(hand: (progress: Progress) => void): Bundled {
  let text = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const held = text;
    text = '';
    if (held !== '') hand({ event: 'heard', text: held });
  };
  return {
    hand(progress) {
      if (progress.event === 'heard') {
        text += progress.text;
        timer ??= setTimeout(flush, HELD_MS);
      } else {
        flush();
        hand(progress);
      }
    },
    flush,
  };
}
