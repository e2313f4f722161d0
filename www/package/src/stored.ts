// Reads and writes the host's storage within a time limit.
//
// While it does not answer, texts are kept in memory. A database that another window blocks may never
// answer, and a run must not wait for it.

import { config } from './setup.js';

/** Longest wait for the host's storage. */
const SILENCE_MS = 5_000;
/** How long a silent storage is not used again. */
const REST_MS = 60_000;
/** Read once: a program that replaces the timers must not shorten the wait. */
const { setTimeout: later, clearTimeout: cancel } = globalThis;

const texts = new Map<string, string>();
/** Time until which the storage is not used, by the clock of the process. */
let restsUntil = 0;

/** Returns the text stored under a name, or null. */
export async function loadText(name: string): Promise<string | null> {
  const kept = (): string | null => texts.get(name) ?? null;
  return answered(() => config.host.load(name), kept);
}

/** Stores a text under a name. */
export async function saveText(name: string, text: string): Promise<void> {
  await answered(
    async () => {
      await config.host.save(name, text);
      texts.delete(name);
    },
    () => {
      texts.set(name, text);
    },
  );
}

async function answered<T>(ask: () => Promise<T>, otherwise: () => T): Promise<T> {
  if (performance.now() < restsUntil) return otherwise();
  const silence = Symbol('silence');
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silent = new Promise<typeof silence>((resolve) => {
    timer = later(() => resolve(silence), SILENCE_MS);
  });
  try {
    const answer = await Promise.race([ask(), silent]);
    if (answer !== silence) return answer;
    restsUntil = performance.now() + REST_MS;
    return otherwise();
  } finally {
    cancel(timer);
  }
}
