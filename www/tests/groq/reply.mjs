// Creates the headers of a reply, and the response of an error.

import { randomBytes } from 'node:crypto';

import { goDuration } from './buckets.mjs';

/** Headers of Groq and of its proxy; CORS exposes none of them to a page. */
export const COMMON_HEADERS = {
  'cache-control': 'private, max-age=0, no-store, no-cache, must-revalidate',
  server: 'cloudflare',
  via: '1.1 google',
  'x-groq-region': 'fra',
};

/** Sends a body as JSON, or a text with the content type of `headers`. */
export function reply(context, { status, headers, body }, more = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return context.body(text, status, {
    'content-type': 'application/json',
    'x-request-id': requestId(),
    ...more,
    ...headers,
  });
}

/** Returns a random id in the format of Groq. */
export function requestId() {
  const digits = '0123456789abcdefghjkmnpqrstvwxyz';
  return `req_01${[...randomBytes(24)].map((byte) => digits[byte % 32]).join('')}`;
}

/**
 * Returns the `x-ratelimit-*` headers as Groq sets them.
 *
 * Requests are those of the day, tokens those of the minute; no header has the other windows. A
 * refusal by requests a minute has no token headers.
 *
 * @param {string} [refusedBy] the window that refuses the request
 */
export function rateLimitHeaders(organisation, model, now, refusedBy) {
  const named = (name, bucket) => ({
    [`x-ratelimit-limit-${name}`]: String(bucket.limit),
    [`x-ratelimit-remaining-${name}`]: String(remaining(bucket, now)),
    [`x-ratelimit-reset-${name}`]: goDuration(bucket.reset(now)),
  });
  const [requests, tokens] = ['RPD', 'TPM'].map((window) => organisation.bucket(model, window));
  return {
    ...(requests && named('requests', requests)),
    ...(tokens && refusedBy !== 'RPM' && named('tokens', tokens)),
  };
}

function remaining(bucket, now) {
  return Math.max(0, Math.floor(bucket.limit - bucket.used(now) + 1e-9));
}
