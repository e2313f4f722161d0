// Implements Groq's rate limits as buckets that refill continuously.
//
// Every function takes the time in milliseconds; nothing in this file reads a clock.
//
// A bucket stores the used amount. It drains by limit/window each second and never below zero. A
// request passes if the used and the requested amount together do not exceed the limit. Midnight
// resets nothing. The wait that a refusal names is (used + requested - limit) * window / limit.

/** Seconds in which a full bucket of each kind drains. */
export const WINDOW_SECONDS = { RPM: 60, RPD: 86_400, TPM: 60, TPD: 86_400, ITPM: 60, OTPM: 60 };

/** The used amount of one limit, and the time at which it was measured. */
export class Bucket {
  #used = 0;
  #at = 0;

  /** @param {keyof typeof WINDOW_SECONDS} window @param {number} limit per window, above zero */
  constructor(window, limit) {
    this.window = window;
    this.limit = limit;
    this.perSecond = limit / WINDOW_SECONDS[window];
  }

  /** Returns the used amount at `now`, with fractions. */
  used(now) {
    const seconds = Math.max(0, now - this.#at) / 1000;
    return Math.max(0, this.#used - seconds * this.perSecond);
  }

  /** Sets the used amount at `now`. */
  set(used, now) {
    this.#used = Math.max(0, used);
    this.#at = now;
  }

  /** Adds to the used amount; a negative amount is a refund. */
  add(amount, now) {
    this.set(this.used(now) + amount, now);
  }

  /** Returns the seconds until `requested` fits; zero or less if it fits now. */
  wait(requested, now) {
    return (this.used(now) + requested - this.limit) / this.perSecond;
  }

  /** Returns the seconds until the used amount is zero. */
  reset(now) {
    return this.used(now) / this.perSecond;
  }
}

/**
 * Charges every bucket, or none.
 *
 * `amounts` maps a window to the amount that the request needs. The order in which Groq checks its
 * windows is not known. This function first checks whether a request can never pass, then days
 * before minutes, because a used-up day matters more than a short wait.
 *
 * @returns {null | {window: string, limit: number, used: number, requested: number,
 *   waitSeconds: number, tooLarge: boolean}} null if the request was admitted and charged
 */
export function admit(buckets, amounts, now) {
  const order = ['RPD', 'TPD', 'RPM', 'TPM', 'ITPM', 'OTPM'];
  const asked = order
    .map((window) => buckets.find((bucket) => bucket.window === window))
    .filter((bucket) => bucket !== undefined && amounts[bucket.window] !== undefined);
  const refuse = (bucket) => ({
    window: bucket.window,
    limit: bucket.limit,
    used: bucket.used(now),
    requested: amounts[bucket.window],
    waitSeconds: bucket.wait(amounts[bucket.window], now),
    tooLarge: amounts[bucket.window] > bucket.limit,
  });
  // A request that is too large is refused by its smallest limit.
  const tooLarge = asked
    .filter((bucket) => amounts[bucket.window] > bucket.limit)
    .sort((a, b) => a.limit - b.limit)[0];
  if (tooLarge) return refuse(tooLarge);
  // Rounding loses a billionth of a second if a client returns exactly in time.
  const full = asked.find((bucket) => bucket.wait(amounts[bucket.window], now) > 1e-9);
  if (full) return refuse(full);
  for (const bucket of asked) bucket.add(amounts[bucket.window], now);
  return null;
}

/** Formats seconds like Go: `430ms`, `31.535999999s`, `9m38.016s`, `1h2m3.5s`. */
export function goDuration(seconds) {
  const nanos = Math.max(0, Math.trunc(seconds * 1e9));
  if (nanos === 0) return '0s';
  if (nanos < 1e3) return `${nanos}ns`;
  if (nanos < 1e6) return `${decimal(nanos, 1e3)}µs`;
  if (nanos < 1e9) return `${decimal(nanos, 1e6)}ms`;
  const minutes = Math.floor(nanos / 60e9);
  const rest = `${decimal(nanos - minutes * 60e9, 1e9)}s`;
  if (minutes === 0) return rest;
  if (minutes < 60) return `${minutes}m${rest}`;
  return `${Math.floor(minutes / 60)}h${minutes % 60}m${rest}`;
}

/** Parses a duration that Go printed into seconds; returns NaN if the text is none. */
export function goSeconds(text) {
  const units = { h: 3600, m: 60, s: 1, ms: 1e-3, µs: 1e-6, us: 1e-6, ns: 1e-9 };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|µs|us|ns)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) return NaN;
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit], 0);
}

/** Formats `nanos / unit` without trailing zeros and without the rounding of a division. */
function decimal(nanos, unit) {
  const whole = Math.floor(nanos / unit);
  const fraction = String(nanos % unit)
    .padStart(String(unit).length - 1, '0')
    .replace(/0+$/, '');
  return fraction === '' ? String(whole) : `${whole}.${fraction}`;
}
